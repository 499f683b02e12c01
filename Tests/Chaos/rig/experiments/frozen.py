"""R1F: a service that stands still for a while and goes on is as harmless as one that was killed."""

from __future__ import annotations

import time

from rig.experiment import Experiment, Trial
from rig.services import NAMES


def body(trial: Trial) -> None:
    """SIGSTOP to each service in turn, for longer than the broker's patience now and then."""
    stack, plan, size, verdict = trial.stack, trial.plan, trial.size, trial.verdict
    load = stack.load("R1F", size.pick(150, 500), size.pick(10, 12))
    for place, name in enumerate(plan.rounds(NAMES, 4)):
        # The broker gives a silent connection up after two heartbeats of ten seconds, and somebody else may take over.
        seconds = 28.0 if place == 3 and not size.short else plan.pause(3, 6)
        trial.fault(f"SIGSTOP {name} for {seconds} s")
        stack.services.freeze(name, seconds)
        time.sleep(plan.pause(1, 2))
    load.await_told(120)
    stack.settle(120, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    verdict.expect(len(told.unanswered) == 0, "every client has its answer")


EXPERIMENT = Experiment("R1F", "each service frozen for a while", body)
