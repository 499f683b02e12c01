"""What every experiment is: a name, a steady state in business terms, a bar, and a body."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from rig import logs
from rig.checker import Before, Verdict, check
from rig.journal import Told, read
from rig.plan import Plan
from rig.stack import Stack


@dataclass(frozen=True)
class Size:
    """How much of it: the short form for the gate, the long one for evidence."""

    short: bool

    def pick(self, short: int, long: int) -> int:
        """One of two numbers."""
        return short if self.short else long

    def ceiling(self, seconds: float) -> float:
        """The bar on a time: the short form runs on whatever machine the gate does, so only a standstill misses it."""
        return max(seconds, 120.0) if self.short else seconds


@dataclass
class Trial:
    """One run of an experiment."""

    stack: Stack
    plan: Plan
    size: Size
    verdict: Verdict
    before: Before

    def told(self) -> Told:
        """What clients were told so far in this experiment."""
        calls = self.stack.places.logs.glob(f"{self.verdict.experiment}*.jsonl")
        return read(*sorted(calls))

    def fault(self, text: str) -> float:
        """Writes a fault down; the moment of it, in seconds since the epoch."""
        self.verdict.faults.append(text)
        print(f"    {self.verdict.experiment}: {text}", flush=True)
        return time.time()

    def check(self, dead_expected: int = 0) -> Told:
        """Asks the checker."""
        told = self.told()
        check(self.verdict, self.stack.tables, told, self.before, dead_expected)
        return told


Body = Callable[[Trial], None]


@dataclass(frozen=True)
class Experiment:
    """An experiment of the rig."""

    name: str
    title: str
    body: Body
    in_short: bool = False
    #: Says why this machine does not let it run; None where it does.
    barred: Callable[[], str | None] = lambda: None
    #: Whether the servers are left in another shape than they were found in.
    spoils_stack: bool = False


def conduct(experiment: Experiment, stack: Stack, seed: int, size: Size) -> Verdict:
    """Runs one experiment; an error of its own is a missed bar and not the end of the run."""
    plan = Plan(seed, experiment.name)
    verdict = Verdict(experiment.name, seed)
    verdict.skipped = experiment.barred()
    if verdict.skipped:
        print(f"• {experiment.name} {experiment.title}: skipped, {verdict.skipped}", flush=True)
        return verdict
    print(f"• {experiment.name} {experiment.title}", flush=True)
    start = time.monotonic()
    try:
        for old in stack.places.logs.glob(f"{experiment.name}*.jsonl"):
            old.unlink()
        stack.services.await_ready()
        stack.settle(60)
        experiment.body(Trial(stack, plan, size, verdict, Before.take(stack.tables)))
    except Exception as error:  # noqa: BLE001 - what breaks the experiment is its result
        verdict.missed.append(f"the experiment broke: {type(error).__name__}: {error}")
    stack.quiet()
    if not verdict.passed:
        print(f"    logs kept in {logs.keep(stack.places, stack.servers, experiment.name)}", flush=True)
    verdict.seconds = round(time.monotonic() - start, 1)
    verdict.load_average = round(os.getloadavg()[0], 1)
    return verdict
