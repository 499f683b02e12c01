"""R8: a consumer that is slow for a while slows nobody else, and catches up."""

from __future__ import annotations

import time

from rig.experiment import Experiment, Trial
from rig.figures import percentile


def body(trial: Trial) -> None:
    """Dispatch's database answers as if it were far away; intake must not notice."""
    stack, size, verdict = trial.stack, trial.size, trial.verdict
    proxy = stack.proxy
    lasts = size.pick(10, 40)
    load = stack.load("R8", 15 * (lasts + 15), 15)
    time.sleep(5)
    start = trial.fault("every answer of dispatch's database 30 ms later")
    proxy.fault("dispatch.postgres", delay_ms=15)
    time.sleep(lasts)
    behind = stack.tables.unheard()
    proxy.clear()
    end = trial.fault("as fast as before")
    load.await_told(90)
    stack.settle(60, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    stack.direct()
    drained = stack.tables.drained(start, end)

    def slowest(since: float, until: float) -> float:
        took = [ended - begun for begun, ended, status in told.attempts if since <= begun < until and status == 201]
        return round(percentile(took, 0.99) * 1000, 1)

    rate = told.statuses_between(start, end)[201] / (end - start)
    verdict.figures |= {
        "register_p99_ms_before_during": [slowest(0, start), slowest(start, end)],
        "registered_a_second": round(rate, 1),
        "behind": behind,
        "drained_seconds": round(drained, 1),
    }
    verdict.recovery_seconds = round(drained, 1)
    verdict.expect(drained <= lasts, "catches up in no longer than it was slow")
    verdict.expect(rate >= 0.9 * 15 * 0.95, "registrations go on at the rate asked for")


EXPERIMENT = Experiment("R8", "slow consumer", body)
