"""The operator's desk for dead letters: `minqing dead-letters`, read as an operator reads it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass

from rig.places import Places


@dataclass
class Desk:
    """The dead letters of one context."""

    places: Places
    context: str
    #: Commands that did their work and were then ended by a signal.
    crashes: int = 0

    def _say(self, verb: str, *arguments: str) -> str:
        command = [self.places.program("minqing"), "dead-letters", verb, "--context", self.context, *arguments]
        environment = self.places.environment() | {"SWIFT_BACKTRACE": "enable=no"}
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
        )
        self.crashes += done.returncode < 0
        if done.returncode > 0:
            raise RuntimeError(f"dead-letters {verb} ended with {done.returncode}: {done.stderr[-800:]}")
        return done.stdout

    def open(self, after: int = 0) -> list[dict[str, object]]:
        """The open ones after an id."""
        lines = self._say("list", "--after", str(after), "--json").splitlines()
        return [json.loads(line) for line in lines]

    def replay(self, ids: list[int], *flags: str) -> list[int]:
        """Tries them again; which ones it took."""
        return [int(line) for line in self._say("replay", *flags, *map(str, ids)).split()]
