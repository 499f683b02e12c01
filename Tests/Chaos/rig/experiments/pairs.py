"""R1T: two processes of each service, whichever are killed: every accepted request comes to its end exactly once."""

from __future__ import annotations

import time

from rig.experiment import Experiment, Trial


def body(trial: Trial) -> None:
    """Kills one process after the other of two of each service."""
    stack, plan, size = trial.stack, trial.plan, trial.size
    count, rate = size.pick(120, 2000), size.pick(15, 25)
    names = stack.services.double()
    kills = 0
    try:
        load = stack.load("R1T", count, rate)
        for name in plan.rounds(names, size.pick(len(names), 60)):
            time.sleep(plan.pause(0.4, 1.2))
            if load.child.ended or load.told() >= count:
                break
            stack.services.kill(name)
            kills += 1
            trial.fault(f"SIGKILL {name}")
        load.await_told(size.pick(180, 400))
        # Still two of each: what is retried, relayed and due is shared by both until all is still.
        settled = stack.settle(size.pick(180, 120), ends=trial.before.requests)
        load.stop()
        told = trial.check()
    finally:
        statuses = stack.services.single()
    trial.verdict.figures |= {"kills": kills, "settled_seconds": round(settled, 1), "exit_statuses": statuses}
    trial.verdict.expect(kills >= 4, "a process killed at least four times")
    trial.verdict.expect(set(statuses) == {0}, "the second processes end by themselves with 0")
    trial.verdict.expect(len(told.unanswered) == 0, "every client has its answer")
    trial.verdict.expect(stack.tables.unfinished(trial.before.requests) == 0, "every request comes to its end")


EXPERIMENT = Experiment("R1T", "two processes of each service, killed in turn", body, in_short=True)
