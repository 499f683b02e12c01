"""R6 and R7: while the broker takes nothing, intake goes on, the journals keep everything, and all drains after."""

from __future__ import annotations

import time

from rig.experiment import Experiment, Trial


def _alarm(trial: Trial, name: str, on: tuple[str, str], off: tuple[str, str]) -> None:
    stack, size, verdict = trial.stack, trial.size, trial.verdict
    lasts = size.pick(6, 12)
    load = stack.load(name, size.pick(150, 500), size.pick(15, 20))
    time.sleep(trial.plan.pause(2, 4))
    stack.servers.ctl(*on)
    raised = trial.fault(" ".join(on))
    try:
        time.sleep(1.5)
        quiet_from = time.time()
        time.sleep(lasts)
        applied = stack.tables.applied_between(quiet_from, time.time())
        waiting = stack.tables.unheard()
        stored = stack.tables.number(
            "SELECT count(*) FROM intake.journal WHERE created_at > to_timestamp(%s)", (quiet_from,)
        )
    finally:
        stack.servers.ctl(*off)
    cleared = trial.fault(" ".join(off))
    load.await_told(90)
    stack.settle(90, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    first = stack.tables.first_applied(cleared)
    verdict.recovery_seconds = round((first or time.time()) - cleared, 1)
    during = told.statuses_between(raised, cleared)
    verdict.figures |= {"applied_while_blocked": applied, "told_while_blocked": stored, "backlog": waiting}
    verdict.expect(set(during) <= {200, 201}, "intake answers every request while the broker takes nothing")
    verdict.expect(stored > 0 and waiting > 0, "the journals grow while the broker takes nothing")
    verdict.expect(applied == 0, "nothing is published while the broker takes nothing")
    verdict.expect(verdict.recovery_seconds <= 15, "drains within 15 s of the alarm's end")
    verdict.expect(len(told.unanswered) == 0, "every client has its answer")


def disk(trial: Trial) -> None:
    """The broker's disk counts as full."""
    _alarm(trial, "R6", ("set_disk_free_limit", "1000000000000000"), ("set_disk_free_limit", "256MB"))


def memory(trial: Trial) -> None:
    """The broker's memory counts as full."""
    _alarm(trial, "R7", ("set_vm_memory_high_watermark", "0.00001"), ("set_vm_memory_high_watermark", "0.4"))


DISK = Experiment("R6", "broker's disk full", disk)
MEMORY = Experiment("R7", "broker's memory alarm", memory)
