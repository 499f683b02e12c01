"""R11: what cannot be understood is set aside at once with its reason, and stays so when the operator replays it."""

from __future__ import annotations

import json
import uuid

import pika  # type: ignore[import-untyped]

from rig.caller import form
from rig.child import eventually
from rig.desk import Desk
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
    eventually(trial.size.ceiling(30), lambda: stack.tables.dead() - trial.before.dead >= len(bodies))
    stack.settle(trial.size.ceiling(30))
    desk = Desk(stack.places, "intake")
    listed = desk.open()
    mine = [int(str(letter["id"])) for letter in listed][-len(bodies) :]
    verdict.expect(len(listed) >= len(bodies), "the operator sees them")
    verdict.expect(all(letter["reason"] for letter in listed), "every dead letter has its reason")
    verdict.figures["reasons"] = sorted({str(letter["reason"]) for letter in listed})
    _replay(trial, desk, mine)
    verdict.figures["commands_ended_by_signal"] = desk.crashes
    verdict.expect(trial.size.short or desk.crashes == 0, "no command is ended by a signal")
    trial.check(dead_expected=len(bodies))
    tried = stack.tables.number("SELECT coalesce(max(attempts), 0) FROM intake.dead_letters")
    verdict.figures["attempts_at_most"] = tried


def _replay(trial: Trial, desk: Desk, ids: list[int]) -> None:
    """They are no better than before: each comes back with its reason, and none is forgotten."""
    tables, verdict = trial.stack.tables, trial.verdict
    before = tables.dead()
    verdict.expect(desk.replay(ids, "--dry-run") == ids and tables.dead() == before, "a dry run changes nothing")
    replayed = desk.replay(ids)
    trial.fault(f"the operator replays {len(replayed)} of them")
    verdict.expect(replayed == ids, "the operator can replay every one")
    dead_again = eventually(trial.size.ceiling(30), lambda: tables.dead() == before)
    verdict.expect(dead_again, "what is still wrong is a dead letter again")
    again = desk.open(after=max(ids))
    verdict.expect(len(again) == len(ids), "each comes back once, with an id of its own")
    verdict.expect(all(letter["reason"] for letter in again), "each comes back with its reason")
    trial.stack.settle(trial.size.ceiling(30))


def _publish(
    channel: pika.adapters.blocking_connection.BlockingChannel, identifier: str, kind: str, content: bytes
) -> None:
    properties = pika.BasicProperties(
        message_id=identifier, type=kind, content_type="application/json", delivery_mode=2
    )
    channel.basic_publish("minqing.commands", "intake.commands", content, properties, mandatory=True)


EXPERIMENT = Experiment("R11", "poison messages among good ones", body, in_short=True)
