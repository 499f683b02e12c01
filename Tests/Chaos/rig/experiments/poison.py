"""R11: a message that cannot be understood is set aside at once, with its reason, and holds nobody else up."""

from __future__ import annotations

import json
import uuid

import pika  # type: ignore[import-untyped]

from rig.caller import form
from rig.child import eventually, run
from rig.experiment import Experiment, Trial


def body(trial: Trial) -> None:
    """Pushes crafted commands among good ones."""
    stack, verdict = trial.stack, trial.verdict
    known = stack.environment
    password = (stack.places.state / "keys/callcentre.password").read_text().strip()
    address = f"amqp://callcentre:{password}@127.0.0.1:{known['MINQING_AMQP_PORT']}/{known['MINQING_AMQP_VHOST']}"
    good = json.dumps(form(110_000) | {"channel": "partner"}, ensure_ascii=False).encode()
    poison = [
        b"",
        b"{",
        b"\xff\xfe",
        b"[1]",
        b'{"channel":"partner"}',
        b"{" * 5000,
        good.replace(b"partner", b"pigeon"),
    ]
    wrong_type = ("intake.command.explode", good)
    bodies = [("intake.command.register", body) for body in poison] + [wrong_type]
    good_ids = []
    with pika.BlockingConnection(pika.URLParameters(address)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        for number, (kind, content) in enumerate(bodies):
            _publish(channel, str(uuid.UUID(int=trial.plan.seed + number, version=4)), kind, content)
            form_of_its_own = form(111_000 + number) | {"channel": "partner"}
            identifier = str(uuid.UUID(int=(trial.plan.seed << 32) + number, version=4))
            _publish(channel, identifier, "intake.command.register", json.dumps(form_of_its_own).encode())
            good_ids.append(identifier)
    log = stack.places.logs / "R11.jsonl"
    lines = [{"call": "push", "message_id": identifier} for identifier in good_ids]
    log.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    trial.fault(f"{len(bodies)} crafted messages among {len(good_ids)} good ones")
    eventually(30, lambda: stack.tables.dead() - trial.before.dead >= len(bodies))
    stack.settle(30)
    trial.check(dead_expected=len(bodies))
    tried = stack.tables.number("SELECT coalesce(max(attempts), 0) FROM intake.dead_letters")
    verdict.figures |= {"attempts_at_most": tried}
    reasons = stack.tables.ask("SELECT DISTINCT reason FROM intake.dead_letters WHERE replayed_at IS NULL ORDER BY 1")
    verdict.figures["reasons"] = [str(row[0]) for row in reasons]
    verdict.expect(all(row[0] for row in reasons), "every dead letter has its reason")
    listed = run(
        [stack.places.program("minqing"), "dead-letters", "list", "--context", "intake", "--json"],
        stack.places.environment(),
    )
    verdict.expect(len(listed.splitlines()) >= len(bodies), "the operator sees them")


def _publish(
    channel: pika.adapters.blocking_connection.BlockingChannel, identifier: str, kind: str, content: bytes
) -> None:
    properties = pika.BasicProperties(
        message_id=identifier, type=kind, content_type="application/json", delivery_mode=2
    )
    channel.basic_publish("minqing.commands", "intake.commands", content, properties, mandatory=True)


EXPERIMENT = Experiment("R11", "poison messages among good ones", body, in_short=True)
