"""The operator's desk for dead letters: `minqing dead-letters`, read as an operator reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rig.child import run
from rig.places import Places


@dataclass(frozen=True)
class Desk:
    """The dead letters of one context."""

    places: Places
    context: str

    def _say(self, verb: str, *arguments: str) -> str:
        command = [self.places.program("minqing"), "dead-letters", verb, "--context", self.context, *arguments]
        return run(command, self.places.environment())

    def open(self, after: int = 0) -> list[dict[str, object]]:
        """The open ones after an id."""
        lines = self._say("list", "--after", str(after), "--json").splitlines()
        return [json.loads(line) for line in lines]

    def replay(self, ids: list[int], *flags: str) -> list[int]:
        """Tries them again; which ones it took."""
        return [int(line) for line in self._say("replay", *flags, *map(str, ids)).split()]
