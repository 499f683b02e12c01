"""R2P: the network between three brokers is cut in every shape; what was confirmed is there when it has healed."""

from __future__ import annotations

import time
from contextlib import ExitStack

from rig import machine, queues
from rig.balancer import Balancer
from rig.caller import Knocking
from rig.checker import Before
from rig.child import eventually
from rig.cluster import Trio
from rig.experiment import Experiment, Trial
from rig.hosts import Hosts
from rig.services import NAMES
from rig.shapes import SHAPES, Shape, other

LIMIT = 30.0
#: How long a cut lasts, short and long: a node that sees no majority pauses after 15 to 19 s. Units: seconds.
LASTS = (30, 45)
#: How long a broker that has paused may take to come back before somebody restarts it. Units: seconds.
PATIENCE = 20.0


def _restore(trial: Trial, trio: Trio) -> list[str]:
    """What a check of the brokers' listeners leads to: who had to be restarted.

    A broker of RabbitMQ 3.10.8 that comes back from a minority can fail to boot, when its peer has two sockets to it at
    that moment (`rabbit_net:dist_info`), and stays as it is then: alive, without listeners, and leading the streams.
    """
    eventually(PATIENCE, lambda: all(node.answers() for node in trio.nodes), 0.5)
    stuck = [node for node in trio.nodes if not node.answers()]
    for node in stuck:
        trial.fault(f"{node.name} has not come back by itself and is restarted")
        node.restart()
    return [node.name for node in stuck]


def _cut(trial: Trial, shape: Shape, trio: Trio, hosts: Hosts, balancer: Balancer) -> dict[str, object]:
    """One shape for a while; how long business stood still, and how long after the healing it went on."""
    tables, plan = trial.stack.tables, trial.plan
    leader = int(queues.leader(trio.ctl).removeprefix("chaos").split("@")[0])
    used = trio.nodes[(leader if shape.at_leader else other(leader)) - 1]
    balancer.prefer((used.site.address, used.ports["amqp"]))
    balancer.cut()
    time.sleep(plan.pause(4, 6))
    ways = shape.ways(leader, plan)
    hosts.cut(ways)
    cut = trial.fault(f"{shape.name}; clients at {used.name}: {sorted(ways)}")
    time.sleep(trial.size.pick(*LASTS))
    hosts.heal()
    healed = trial.fault("the network is whole")
    eventually(trial.size.ceiling(90), lambda: (tables.first_applied(healed) or 0) > healed)
    first, after = tables.first_applied(cut), tables.first_applied(healed)
    return {
        "shape": shape.name,
        "brokers_restarted": _restore(trial, trio),
        "first_applied_after_the_cut": round((first or time.time()) - cut, 1),
        "first_applied_after_healing": round((after or time.time()) - healed, 1),
        "told_during_the_cut_applied_after": tables.applied_late(cut, healed),
    }


def _under_load(trial: Trial, trio: Trio, hosts: Hosts, balancer: Balancer) -> None:
    stack, size, verdict = trial.stack, trial.size, trial.verdict
    shapes = SHAPES[1:3] if size.short else SHAPES
    load = stack.load("R2P", 300 * len(shapes), 6)
    with Knocking(stack.caller("R2P-knock"), f"r2p-{trial.plan.seed}", 0.5):
        rounds = [_cut(trial, shape, trio, hosts, balancer) for shape in shapes]
    load.await_told(120)
    stack.settle(180, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    eventually(30, lambda: queues.waiting(trio.ctl) == 0, 1)
    left = queues.waiting(trio.ctl)
    after = [float(str(line["first_applied_after_healing"])) for line in rounds]
    verdict.recovery_seconds = max(after)
    verdict.figures |= {
        "rounds": rounds,
        "left_in_queues": left,
        # The four verdicts of the broker's own tests.
        "confirmed_but_lost": stack.tables.unheard(),
        "unexpected": stack.tables.unexpected(),
        "duplicated": verdict.duplicated,
        "recovered": sum(int(str(line["told_during_the_cut_applied_after"])) for line in rounds),
    }
    limit = size.ceiling(LIMIT)
    for shape, line in zip(shapes, rounds, strict=True):
        stood = float(str(line["first_applied_after_the_cut"]))
        goes_on = size.short or stood < LASTS[1]
        verdict.expect(not shape.majority or goes_on, f"{shape.name}: goes on before the network is whole")
    verdict.expect(max(after) <= limit, f"goes on within {limit:g} s of the healing")
    verdict.expect(verdict.figures["unexpected"] == 0, "nothing applied that nobody told")
    verdict.expect(left == 0, f"queues drained, not {left} messages left")
    verdict.expect(len(told.unanswered) == 0, "every client has its answer")
    verdict.expect(set(told.statuses) <= {200, 201}, "intake answers every request whatever the brokers do")


def body(trial: Trial) -> None:
    """The brokers stand on three hosts, everybody else on the machine itself behind a balancer."""
    stack = trial.stack
    with ExitStack() as at_last:
        hosts = Hosts()
        at_last.callback(hosts.remove)
        trio = Trio(stack.servers, stack.places.logs, hosts)
        at_last.callback(trio.stop)
        balancer = Balancer([(node.site.address, node.ports["amqp"]) for node in trio.nodes])
        at_last.callback(balancer.close)
        at_last.callback(stack.services.stop)
        trio.start()
        stack.guests_through(balancer.port)
        stack.services.route({f"{name}.amqp": balancer.port for name in NAMES})
        stack.servers.kill("rabbitmq")
        stack.services.await_ready()
        trial.before = Before.take(stack.tables)
        _under_load(trial, trio, hosts, balancer)


EXPERIMENT = Experiment("R2P", "three brokers, the network cut", body, barred=machine.networks, spoils_stack=True)
