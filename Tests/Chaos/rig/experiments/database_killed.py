"""R4: while PostgreSQL is away intake says 503 with Retry-After and never a false 2xx; soon after it takes requests."""

from __future__ import annotations

import time

from rig.caller import Knocking
from rig.child import eventually
from rig.experiment import Experiment, Trial

LIMIT = 30.0


def body(trial: Trial) -> None:
    """Kills PostgreSQL under load, leaves it dead for a while and starts it again."""
    stack, plan, size = trial.stack, trial.plan, trial.size
    limit = size.ceiling(LIMIT)
    load = stack.load("R4", size.pick(150, 1000), size.pick(15, 20))
    refusals: dict[int, int] = {}
    slowest = 0.0
    recoveries = []
    with Knocking(stack.caller("R4-knock"), f"r4-{plan.seed}", 0.2):
        for _ in range(size.pick(1, 3)):
            time.sleep(plan.pause(3, 5))
            stack.servers.kill("postgres")
            killed = trial.fault("SIGKILL postgres")
            time.sleep(plan.pause(6, 8))
            eventually(size.pick(120, 0), lambda: 503 in trial.told().statuses_within(killed, time.time()))  # noqa: B023
            starting = time.time()
            stack.servers.start()
            eventually(max(limit, 60), lambda: trial.told().first_success_after(starting) is not None)  # noqa: B023
            back = trial.told().first_success_after(starting) or time.time()
            recoveries.append(back - killed)
            slowest = max([slowest, *(end - begun for begun, end, status in trial.told().attempts if status == 503)])
            for status, count in trial.told().statuses_within(killed, starting).items():
                refusals[status] = refusals.get(status, 0) + count
    load.await_told(180)
    stack.settle(180, ends=trial.before.requests)
    load.stop()
    trial.check()
    verdict = trial.verdict
    verdict.recovery_seconds = round(max(recoveries), 1)
    verdict.figures["while_away"] = {str(status): count for status, count in sorted(refusals.items())}
    verdict.figures["slowest_503_seconds"] = round(slowest, 1)
    verdict.expect(verdict.recovery_seconds <= limit, f"back ≤ {limit:g} s")
    verdict.expect(refusals.get(503, 0) > 0, "503 while the database is away")
    verdict.expect(set(refusals) <= {503}, "nothing but 503 while the database is away")


EXPERIMENT = Experiment("R4", "PostgreSQL killed under load", body, in_short=True)
