"""R13: a rolling restart under load costs no client more than a second try."""

from __future__ import annotations

from rig.experiment import Experiment, Trial


def body(trial: Trial) -> None:
    """Each service is asked to end and is started again, one after the other."""
    stack, size, verdict = trial.stack, trial.size, trial.verdict
    load = stack.load("R13", size.pick(150, 600), size.pick(15, 20))
    statuses: list[int | None] = []
    for _ in range(size.pick(1, 3)):
        trial.fault("SIGTERM and start of every service in turn")
        statuses += stack.services.roll()
    load.await_told(120)
    stack.settle(90, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    verdict.figures["exit_statuses"] = statuses
    verdict.expect(set(statuses) == {0}, "every service ends by itself with 0")
    verdict.expect(len(told.unanswered) == 0, "every request succeeds after a retry")
    verdict.expect(set(told.statuses) <= {0, 200, 201, 503}, "nothing but 2xx, 503 or no answer")


EXPERIMENT = Experiment("R13", "rolling restart under load", body)
