"""R12: one Idempotency-Key makes one request, however often and at whatever moment it is sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from rig.caller import Answer, form
from rig.experiment import Experiment, Trial


def body(trial: Trial) -> None:
    """The same key a hundred times at once, with another body, and after the process was killed."""
    stack, verdict = trial.stack, trial.verdict
    caller = stack.caller("R12")
    outcomes: list[int] = []
    # A busy machine may be late for a twin, which is then told so or gives up.
    allowed = {201, 409} | ({0, 503} if trial.size.short else set())
    for number in range(1, trial.size.pick(3, 10) + 1):
        key, first = f"r12-{trial.plan.seed}-{number}", form(120_000 + number)

        def send(_: int, first: dict[str, object] = first, key: str = key) -> Answer:
            return caller.register(first, key)

        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(send, range(100)))
        statuses = {answer.status for answer in answers}
        outcomes += [answer.status for answer in answers]
        verdict.expect(statuses <= allowed, f"twins get the answer or 409, not {sorted(statuses)}")
        verdict.expect(201 in statuses, "one of the twins gets the answer")
        original = caller.insist(first, key)
        verdict.expect(caller.insist(form(130_000 + number), key).status == 422, "422 for another body")
        trial.fault("SIGKILL intake")
        stack.services.kill("intake")
        again = caller.insist(first, key)
        verdict.expect(again.status == 201 and again.body == original.body, "the same answer after a restart")
        other = caller.insist(form(130_000 + number), key)
        verdict.expect(other.status == 422, "422 for another body after a restart")
    stack.services.await_ready()
    stack.settle(trial.size.ceiling(30))
    trial.check()
    verdict.figures["answers"] = {str(status): outcomes.count(status) for status in sorted(set(outcomes))}


EXPERIMENT = Experiment("R12", "the same Idempotency-Key a hundred times", body, in_short=True)
