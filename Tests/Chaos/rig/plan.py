"""Seeded luck: the same seed makes the same plan of faults."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence


class Plan:
    """The draws of one experiment, apart from those of every other."""

    def __init__(self, seed: int, experiment: str) -> None:
        self.seed = seed * 1_000_003 + zlib.crc32(experiment.encode())
        self._random = random.Random(self.seed)
        self.steps: list[str] = []

    def pause(self, least: float, most: float) -> float:
        """Seconds until the next fault."""
        return round(self._random.uniform(least, most), 2)

    def rounds(self, names: Sequence[str], count: int) -> list[str]:
        """So many victims; each name comes before any comes twice."""
        drawn: list[str] = []
        while len(drawn) < count:
            drawn += self._random.sample(list(names), len(names))
        return drawn[:count]

    def number(self, least: int, most: int) -> int:
        """A whole number."""
        return self._random.randint(least, most)

    def note(self, text: str) -> None:
        """Remembers what was done, for the report."""
        self.steps.append(text)
