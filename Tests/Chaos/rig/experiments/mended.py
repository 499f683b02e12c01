"""R11R: what was set aside because of a fault of ours is replayed when that is mended, and its order goes on."""

from __future__ import annotations

import time

from rig.caller import form
from rig.child import eventually
from rig.desk import Desk
from rig.experiment import Experiment, Trial

CONTEXT = "dispatch"
CONSTRAINT = "chaos_refuses"


def body(trial: Trial) -> None:
    """Dispatch's table refuses the work order of one request; the others must not notice."""
    stack, size, verdict, tables = trial.stack, trial.size, trial.verdict, trial.stack.tables
    load = stack.load("R11R", size.pick(100, 400), 8)
    caller = stack.caller("R11R-caller")
    answer = caller.insist(form(115_000), f"r11r-{trial.plan.seed}")
    victim = str(answer.json["id"])
    tables.command(
        f"ALTER TABLE dispatch.work_orders ADD CONSTRAINT {CONSTRAINT} CHECK (request_id <> '{victim}') NOT VALID"
    )
    refused = trial.fault("dispatch cannot store the work order of one request")
    desk = Desk(stack.places, CONTEXT)
    last = max([0, *(int(str(letter["id"])) for letter in desk.open())])
    try:
        # Eight attempts with growing pauses take about a minute.
        eventually(150, lambda: len(desk.open(after=last)) > 0, 2)
        letters = desk.open(after=last)
        verdict.expect(len(letters) == 1, "one message of one request is set aside")
        verdict.expect(all(letter["attempts"] == 8 and letter["reason"] for letter in letters), "after eight attempts")
        passed_by = tables.applied_between(refused, time.time())
        verdict.figures["applied_meanwhile"] = passed_by
        verdict.expect(passed_by >= 50, "other requests go on meanwhile")
    finally:
        tables.command(f"ALTER TABLE dispatch.work_orders DROP CONSTRAINT {CONSTRAINT}")
    mended = trial.fault("dispatch is mended, the operator replays the whole aggregate")
    ids = [int(str(letter["id"])) for letter in letters]
    verdict.expect(desk.replay(ids, "--whole-aggregate") == ids, "the operator can replay it")
    order = "SELECT count(*) FROM dispatch.work_orders WHERE request_id = %s"
    eventually(30, lambda: tables.number(order, (victim,)) > 0)
    verdict.recovery_seconds = round(time.time() - mended, 1)
    load.await_told(120)
    stack.settle(120, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    verdict.expect(tables.number(order, (victim,)) == 1, "its work order is there, once")
    verdict.figures["commands_ended_by_signal"] = desk.crashes
    verdict.expect(size.short or desk.crashes == 0, "no command is ended by a signal")
    verdict.expect(len(told.unanswered) == 0, "every client has its answer")


EXPERIMENT = Experiment("R11R", "a dead letter replayed once its cause is mended", body)
