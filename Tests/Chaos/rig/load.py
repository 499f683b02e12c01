"""The steady load: `demo-city simulate`, with every answer that its clients get in a log."""

from __future__ import annotations

import re
from pathlib import Path

from rig.child import Child, eventually
from rig.places import Places

TOLD = re.compile(r'"path":"/v1/requests","key":"[^"]*","status":20[01]|"call":"push"')


class Load:
    """Callers, members and staff of the demo city, for a number of requests."""

    def __init__(self, places: Places, name: str, count: int, rate: int, seed: int) -> None:
        self.log = places.logs / f"{name}.jsonl"
        self.log.unlink(missing_ok=True)
        self.count = count
        self.child = Child(
            [
                places.program("demo-city"),
                "simulate",
                "--count",
                str(count),
                "--rate",
                str(rate),
                "--seed",
                str(seed % 10**9),
            ]
            + ["--members", "300", "--thinking", "200", "--clock-speed", "240", "--endless", "--log", str(self.log)],
            places.environment(),
            places.logs / f"{name}.simulate.log",
        )

    def await_begin(self, seconds: float = 90) -> None:
        """Waits until requests are being told."""
        if not eventually(seconds, lambda: self.told() > 0 or self.child.ended) or self.told() == 0:
            raise RuntimeError(f"the load did not begin: {self.tail()}")

    def told(self) -> int:
        """How many registrations were answered with 2xx or confirmed."""
        if not self.log.exists():
            return 0
        return len(TOLD.findall(self.log.read_text(encoding="utf-8")))

    def await_told(self, seconds: float) -> bool:
        """Waits until every request has its definite answer."""
        return eventually(seconds, lambda: self.told() >= self.count or self.child.ended, 0.3)

    def tail(self) -> str:
        """The last that it said."""
        path: Path = self.child.log
        return path.read_text(errors="replace")[-600:] if path.exists() else ""

    def stop(self) -> None:
        """Ends it; what is settled has been settled."""
        self.child.stop(10)
