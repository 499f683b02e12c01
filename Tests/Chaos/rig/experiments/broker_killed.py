"""R3: while the broker is killed and comes back, intake takes requests as ever and dispatch hears of each."""

from __future__ import annotations

import time

from rig.caller import Knocking
from rig.child import eventually
from rig.experiment import Experiment, Trial

LIMIT = 15.0


def body(trial: Trial) -> None:
    """Kills RabbitMQ under load and starts it again, as an init system would."""
    stack, plan, size = trial.stack, trial.plan, trial.size
    limit = size.ceiling(LIMIT)
    load = stack.load("R3", size.pick(150, 1000), size.pick(15, 20))
    recoveries = []
    with Knocking(stack.caller("R3-knock"), f"r3-{plan.seed}"):
        for _ in range(size.pick(1, 3)):
            time.sleep(plan.pause(3, 5))
            stack.servers.kill("rabbitmq")
            killed = trial.fault("SIGKILL rabbitmq")
            stack.servers.start()
            up = time.time()
            eventually(max(limit, 60), lambda: stack.tables.first_applied(killed) is not None)  # noqa: B023
            first = stack.tables.first_applied(killed)
            recoveries.append(((first or time.time()) - killed, up - killed))
    load.await_told(180)
    stack.settle(180, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    verdict = trial.verdict
    verdict.recovery_seconds = round(max(total for total, _ in recoveries), 1)
    verdict.figures["broker_start_seconds"] = [round(boot, 1) for _, boot in recoveries]
    verdict.figures["after_broker_seconds"] = [round(total - boot, 1) for total, boot in recoveries]
    verdict.expect(verdict.recovery_seconds <= limit, f"recovery ≤ {limit:g} s")
    verdict.expect(set(told.statuses) <= {200, 201}, "intake answers every request while the broker is away")


EXPERIMENT = Experiment("R3", "broker killed under confirmed load", body, in_short=True)
