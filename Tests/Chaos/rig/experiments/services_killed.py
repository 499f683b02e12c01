"""R1: every request accepted while each service is killed every few seconds comes to its end exactly once."""

from __future__ import annotations

import time

from rig.experiment import Experiment, Trial
from rig.services import NAMES


def body(trial: Trial) -> None:
    """Kills one service after another under load."""
    stack, plan, size = trial.stack, trial.plan, trial.size
    count, rate = size.pick(240, 3000), size.pick(15, 25)
    load = stack.load("R1", count, rate)
    kills = 0
    for name in plan.rounds(NAMES, size.pick(6, 60)):
        time.sleep(plan.pause(1.0, 3.0) if size.short else plan.pause(1.0, 2.0))
        if load.child.ended or load.told() >= count:
            break
        stack.services.kill(name)
        kills += 1
        trial.fault(f"SIGKILL {name}")
    load.await_told(size.pick(180, 400))
    settled = stack.settle(size.pick(180, 120), ends=trial.before.requests)
    load.stop()
    told = trial.check()
    trial.verdict.figures |= {"kills": kills, "settled_seconds": round(settled, 1)}
    trial.verdict.expect(kills >= 4, "every service killed")
    trial.verdict.expect(len(told.unanswered) == 0, "every client has its answer")
    trial.verdict.expect(stack.tables.unfinished(trial.before.requests) == 0, "every request comes to its end")


EXPERIMENT = Experiment("R1", "each service killed every few seconds", body, in_short=True)
