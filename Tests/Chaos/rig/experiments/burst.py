"""R9: ten times as many requests as usual, and a tenfold burst drains in no longer than it lasted."""

from __future__ import annotations

import time

from rig.caller import Knocking
from rig.experiment import Experiment, Trial
from rig.figures import percentile

USUAL = 5


def body(trial: Trial) -> None:
    """A steady load with a burst of registrations on top."""
    stack, size, verdict = trial.stack, trial.size, trial.verdict
    lasts = size.pick(10, 45)
    load = stack.load("R9", USUAL * (lasts + 20), USUAL)
    time.sleep(4)
    start = trial.fault(f"{USUAL * 9} more requests a second for {lasts} s")
    with Knocking(stack.caller("R9-burst"), f"r9-{trial.plan.seed}", 1 / (USUAL * 9)):
        time.sleep(lasts)
    end = time.time()
    load.await_told(60)
    stack.settle(90, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    drained = stack.tables.drained(start, end)
    delays = stack.tables.delays(start, end)
    verdict.recovery_seconds = round(drained, 1)
    verdict.figures |= {
        "registered_a_second": round(told.statuses_between(start, end)[201] / (end - start), 1),
        "told_to_dispatch_p50_p99_seconds": [round(percentile(delays, 0.5), 2), round(percentile(delays, 0.99), 2)],
        "drained_seconds": round(drained, 1),
    }
    verdict.expect(drained <= lasts, "drains in no longer than it lasted")
    verdict.expect(percentile(delays, 0.99) <= 2, "p99 from registered to known at dispatch ≤ 2 s")
    verdict.expect(len(told.unanswered) == 0, "every client has its answer")


EXPERIMENT = Experiment("R9", "ten times the usual load", body)
