"""What clients were told: the lines that `demo-city simulate --log` and the rig's own callers write."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

REGISTER = "/v1/requests"


def moment(text: str) -> float:
    """Seconds since the epoch of an ISO 8601 time."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


@dataclass
class Told:
    """The sum of the journals of an experiment."""

    #: Every identifier that a 2xx answer to a registration named.
    registered: set[str] = field(default_factory=set)
    #: Identifiers by idempotency key; more than one for a key is a double effect.
    by_key: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: Keys that were asked for and never got a definite answer.
    unanswered: set[str] = field(default_factory=set)
    #: Commands that the broker confirmed.
    pushed: set[str] = field(default_factory=set)
    #: Statuses of registrations; 0 where no answer came.
    statuses: Counter[int] = field(default_factory=Counter)
    #: 503s without Retry-After.
    bare_refusals: int = 0
    #: (begun, ended, status) of every registration attempt, in seconds since the epoch.
    attempts: list[tuple[float, float, int]] = field(default_factory=list)

    def take(self, line: dict[str, Any]) -> None:
        """Adds a line."""
        if line["call"] == "push":
            self.pushed.add(line["message_id"])
            return
        if line["call"] != "POST" or line.get("service") != "intake" or line["path"] != REGISTER:
            return
        status, key, ended = int(line["status"]), line.get("key"), moment(line["at"])
        self.statuses[status] += 1
        self.attempts.append((ended - line["ms"] / 1000, ended, status))
        if status == 503 and not line.get("retry_after"):
            self.bare_refusals += 1
        if 200 <= status < 300:
            self.registered.add(line["id"])
            if key:
                self.by_key[key].add(line["id"])
                self.unanswered.discard(key)
        elif key and not self.by_key.get(key) and (status in (0, 408, 409, 429) or status >= 500):
            self.unanswered.add(key)

    def first_success_after(self, at: float) -> float | None:
        """When the first registration that began after a moment was answered with 2xx."""
        ends = [ended for begun, ended, status in self.attempts if begun >= at and 200 <= status < 300]
        return min(ends, default=None)

    def statuses_within(self, start: float, end: float) -> Counter[int]:
        """What registrations that began and were answered in between were told."""
        return Counter(status for begun, ended, status in self.attempts if start <= begun and ended <= end)

    def statuses_between(self, start: float, end: float) -> Counter[int]:
        """What registrations that were answered in between were told."""
        return Counter(status for _, ended, status in self.attempts if start <= ended <= end)


def read(*paths: Path) -> Told:
    """Reads whole lines; a last one that is cut short was told to nobody."""
    told = Told()
    for path in paths:
        if not path.exists():
            continue
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            told.take(json.loads(line))
    return told
