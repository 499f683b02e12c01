"""R16: the clock jumps an hour forwards and an hour back, and no deadline fires early, twice or never."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from rig.experiment import Experiment, Trial
from rig.journal import moment
from rig.stack import CLOCK_SPEED


def _text(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class CityClock:
    """What the services' clock shows."""

    def __init__(self, origin: float) -> None:
        self.origin = origin
        self.start = origin

    def now(self) -> float:
        """The city's time, in seconds since the epoch."""
        return self.origin + (time.time() - self.start) * CLOCK_SPEED

    def jump(self, seconds: float) -> dict[str, str]:
        """Sets it forwards or back; the settings that say so."""
        self.origin, self.start = self.now() + seconds, time.time()
        return {"MINQING_CLOCK_ORIGIN": _text(self.origin), "MINQING_CLOCK_START": _text(self.start)}


def body(trial: Trial) -> None:
    """Every service is started again with another clock under load, twice."""
    stack, plan, size, verdict = trial.stack, trial.plan, trial.size, trial.verdict
    clock = CityClock(moment(stack.environment["MINQING_CLOCK_ORIGIN"]))
    load = stack.load("R16", size.pick(200, 500), size.pick(12, 15))
    before = stack.tables.clock_faults(0)
    for jump in (3600, -3600):
        time.sleep(plan.pause(4, 6))
        trial.fault(f"the clock jumps {jump:+} s")
        stack.services.clock = clock.jump(jump)
        stack.services.roll()
    load.await_told(120)
    stack.settle(150, ends=trial.before.requests)
    # What was due before the jump back falls due within an hour of the city's time after it.
    time.sleep(3600 / CLOCK_SPEED)
    load.stop()
    told = trial.check()
    found = stack.tables.clock_faults(clock.now())
    verdict.figures |= {what: count - before[what] for what, count in found.items()}
    verdict.figures["deadlines_fired"] = stack.tables.number(
        """SELECT (SELECT count(*) FROM dispatch.offers WHERE state = 'expired')
                + (SELECT count(*) FROM dispatch.work_orders, json_array_elements(document->'clocks') clock,
                   json_array_elements(clock->'lights') light)"""
    )
    for what, count in found.items():
        verdict.expect(count == before[what], f"no {what}")
    verdict.expect(len(told.unanswered) == 0, "every client has its answer")
    stack.services.clock = {}
    stack.services.roll()


EXPERIMENT = Experiment("R16", "clock jumps of an hour", body)
