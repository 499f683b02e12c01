"""R2: with three brokers the loss of the one in use is an outage of seconds, and no confirmed message goes with it."""

from __future__ import annotations

import signal
import time

from rig import cluster
from rig.checker import Before
from rig.child import eventually
from rig.experiment import Experiment, Trial
from rig.node import Node

LIMIT = 30.0


def _recovered(trial: Trial, since: float, fallen_back: int) -> float:
    """Sends everybody to another broker, as a balancer would, and waits until dispatch hears of a new request."""
    time.sleep(1)
    proxy = trial.stack.proxy
    proxy.order("retarget", "*.amqp", upstream=f"127.0.0.1:{fallen_back}")
    proxy.order("cut", "*.amqp")
    eventually(90, lambda: trial.stack.tables.first_applied(since) is not None)
    return round((trial.stack.tables.first_applied(since) or time.time()) - since, 1)


def _under_load(trial: Trial, second: Node, third: Node) -> None:
    stack, plan, size, verdict = trial.stack, trial.plan, trial.size, trial.verdict
    load = stack.load("R2", size.pick(500, 1500), 10)
    time.sleep(plan.pause(4, 6))
    stack.servers.kill("rabbitmq")
    killed = trial.fault("SIGKILL to the broker in use, which leads every queue")
    recoveries = [_recovered(trial, killed, second.ports["amqp"])]
    stack.servers.start()
    trial.fault("it is back")
    time.sleep(plan.pause(4, 6))
    second.send(signal.SIGSTOP)
    frozen = trial.fault("SIGSTOP to the broker in use")
    try:
        recoveries.append(_recovered(trial, frozen, third.ports["amqp"]))
        time.sleep(size.pick(5, 30))
    finally:
        second.send(signal.SIGCONT)
    trial.fault("it goes on")
    load.await_told(120)
    stack.settle(120, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    verdict.recovery_seconds = max(recoveries)
    verdict.figures["recovery_seconds_killed_frozen"] = recoveries
    verdict.expect(max(recoveries) <= LIMIT, f"recovery ≤ {LIMIT} s")
    verdict.expect(len(told.unanswered) == 0, "every client has its answer")
    verdict.expect(set(told.statuses) <= {200, 201}, "intake answers every request whatever the brokers do")


def body(trial: Trial) -> None:
    """A stack of its own on three brokers, everybody behind the proxy."""
    stack, nodes = trial.stack, list[Node]()
    stack.stop()
    try:
        stack.start(lambda: nodes.extend(cluster.form(stack.servers, stack.places.logs)))
        stack.guests_through(stack.proxy.links["guests.amqp"])
        trial.before = Before.take(stack.tables)
        members = stack.servers.ctl("-q", "list_queues", "-p", "minqing", "name", "members")
        short = [line for line in members.splitlines() if "." in line and line.count("@localhost") < 3]
        trial.verdict.figures["queues_without_three_members"] = len(short)
        _under_load(trial, *nodes)
    finally:
        for node in nodes:
            node.stop()


EXPERIMENT = Experiment("R2", "three brokers, the one in use killed, another frozen", body, spoils_stack=True)
