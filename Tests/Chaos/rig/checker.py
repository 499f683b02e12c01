"""The independent checker: holds what clients were told against what the tables have, and prints every verdict."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from rig.journal import Told
from rig.tables import Tables


@dataclass
class Verdict:
    """What came of an experiment; zeros are verdicts too."""

    experiment: str
    seed: int
    accepted: int = 0
    applied: int = 0
    lost: int = 0
    duplicated: int = 0
    out_of_order: int = 0
    held: int = 0
    dead_lettered: int = 0
    recovery_seconds: float | None = None
    #: Bars that were missed, in words; empty is a pass.
    missed: list[str] = field(default_factory=list)
    #: What was lost or doubled, in words.
    findings: list[str] = field(default_factory=list)
    #: Figures of this experiment alone.
    figures: dict[str, object] = field(default_factory=dict)
    #: The plan of faults as it was carried out.
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    #: How busy the machine was, over the last minute of it.
    load_average: float = 0.0
    #: Why it was not run on this machine.
    skipped: str | None = None

    @property
    def passed(self) -> bool:
        """Whether every bar was met."""
        return not self.missed

    def expect(self, holds: bool, bar: str) -> None:
        """A bar of this experiment."""
        if not holds:
            self.missed.append(bar)

    def as_json(self) -> dict[str, object]:
        """For the report."""
        return {"passed": self.passed} | asdict(self)


@dataclass
class Before:
    """What stood in the tables when the experiment began; its own verdicts are the differences."""

    requests: set[str]
    out_of_order: int
    dead: int
    twice: dict[str, int]
    gaps: dict[str, int]

    @staticmethod
    def take(tables: Tables) -> Before:
        """Reads it."""
        return Before(tables.requests(), tables.out_of_order(), tables.dead(), tables.twice(), tables.gaps())


def check(verdict: Verdict, tables: Tables, told: Told, before: Before, dead_expected: int = 0) -> None:
    """Fills the verdict in and holds it against the bars that every experiment has: nothing lost, nothing twice."""
    stored = tables.requests()
    new = stored - before.requests
    pushed_found = _pushed_found(tables, told)
    missing = {
        "requests told to a client are not stored": len(told.registered - stored),
        "confirmed commands have no effect": len(told.pushed) - pushed_found,
        "told events were not applied": tables.unheard(),
    }
    missing |= {kind: count - before.gaps[kind] for kind, count in tables.gaps().items()}
    doubled = {
        "keys got more than one request": sum(1 for ids in told.by_key.values() if len(ids) > 1),
        "requests are stored that nobody made": max(
            0, len(new) - len(told.registered & new) - pushed_found - len(told.unanswered)
        ),
    }
    doubled |= {kind: count - before.twice[kind] for kind, count in tables.twice().items()}
    verdict.accepted = len(told.registered) + len(told.pushed)
    verdict.applied = len(told.registered & new) + pushed_found
    verdict.lost = sum(missing.values())
    verdict.duplicated = sum(doubled.values())
    verdict.out_of_order = tables.out_of_order() - before.out_of_order
    verdict.held = tables.held()
    verdict.dead_lettered = tables.dead() - before.dead
    verdict.findings += [f"{count} {what}" for what, count in (missing | doubled).items() if count]
    verdict.figures |= {
        "statuses": {str(status): count for status, count in sorted(told.statuses.items())},
        "unanswered": len(told.unanswered),
        "unfinished": tables.unfinished(before.requests),
    }
    verdict.expect(verdict.accepted > 0, "something accepted")
    verdict.expect(verdict.lost == 0, "lost 0")
    verdict.expect(verdict.duplicated == 0, "duplicated 0")
    verdict.expect(verdict.out_of_order == 0, "out_of_order 0")
    verdict.expect(verdict.held == 0, "held 0")
    verdict.expect(verdict.dead_lettered == dead_expected, f"dead_lettered {dead_expected}")
    verdict.expect(told.bare_refusals == 0, "every 503 has Retry-After")
    verdict.expect(told.statuses[500] == 0, "no 500")


def _pushed_found(tables: Tables, told: Told) -> int:
    if not told.pushed:
        return 0
    return tables.number("SELECT count(*) FROM intake.inbox WHERE message_id = ANY(%s::uuid[])", (list(told.pushed),))
