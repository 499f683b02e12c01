"""R6B and R6P: no block left on the disk of the broker or of PostgreSQL; nothing lies, nothing breaks, all goes on."""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import partial

from rig import machine, queues
from rig.caller import Knocking
from rig.checker import Before
from rig.child import eventually, run
from rig.experiment import Experiment, Trial
from rig.journal import Told
from rig.small_disk import SmallDisk

AMCHECK = "/usr/lib/postgresql/15/bin/pg_amcheck"
LIMIT = 30.0
#: Little enough to be filled at once, and enough for the server to begin with. Units: MB.
SIZES = {"rabbitmq": 320, "postgres": 448}
SETTINGS = {
    "rabbitmq": ("--rabbitmq", "disk_free_limit.absolute=20MB"),
    "postgres": ("--postgres", "max_wal_size=64MB", "--postgres", "min_wal_size=32MB"),
}


def _fill(trial: Trial, server: str, disk: SmallDisk) -> tuple[Told, float, float]:
    """The disk is full for a while under load; what was told, when it was full and when its server could go on."""
    stack, plan, size = trial.stack, trial.plan, trial.size
    name = trial.verdict.experiment
    load = stack.load(name, size.pick(200, 600), 12)
    with Knocking(stack.caller(f"{name}-knock"), f"{name.lower()}-{plan.seed}"):
        time.sleep(plan.pause(3, 5))
        left = disk.fill()
        full = trial.fault(f"no space left for {server} ({left} kB)")
        disk.stay_full(size.pick(15, 30))
        went_on = stack.servers.runs(server)
        disk.empty()
        freed = trial.fault(f"space again; {server} {'goes on' if went_on else 'had ended and is started'}")
        stack.servers.start()
        restarted = _restart_if_needed(trial, server, freed)
        eventually(60, lambda: trial.told().first_success_after(freed) is not None)
        eventually(60, lambda: stack.tables.first_applied(restarted) is not None)
    load.await_told(180)
    stack.settle(120, ends=trial.before.requests)
    load.stop()
    trial.verdict.figures["server_went_on"] = went_on
    return trial.check(), full, restarted


def _restart_if_needed(trial: Trial, server: str, freed: float) -> float:
    """What an operator's alarm on queues that are down leads to; the moment from which the server can go on.

    RabbitMQ 3.10.8 gives all its quorum queues up when it meets a write without space, and runs on without them.
    """
    stack = trial.stack
    if server != "rabbitmq" or eventually(15, lambda: stack.tables.first_applied(freed) is not None):
        return freed
    trial.verdict.figures["queues_down"] = queues.down(stack.servers.ctl)
    restarted = trial.fault("the broker's queues are still down: it is restarted")
    stack.servers.verb("restart", "rabbitmq")
    return restarted


def _broker(trial: Trial, disk: SmallDisk) -> None:
    stack, verdict = trial.stack, trial.verdict
    told, full, freed = _fill(trial, "rabbitmq", disk)
    verdict.recovery_seconds = round((stack.tables.first_applied(freed) or time.time()) - freed, 1)
    during = told.statuses_between(full, freed)
    verdict.figures["while_full"] = {str(status): count for status, count in sorted(during.items())}
    verdict.expect(set(during) <= {200, 201}, "intake answers every request while the broker's disk is full")
    waiting = queues.waiting(stack.servers.ctl)
    verdict.expect(waiting == 0, f"queues drained, not {waiting} messages left")


def _database(trial: Trial, disk: SmallDisk) -> None:
    stack, verdict = trial.stack, trial.verdict
    told, full, freed = _fill(trial, "postgres", disk)
    verdict.recovery_seconds = round((told.first_success_after(freed) or time.time()) - freed, 1)
    during = told.statuses_within(full, freed)
    verdict.figures["while_full"] = {str(status): count for status, count in sorted(during.items())}
    verdict.expect(during[503] > 0, "503 while the database's disk is full")
    verdict.expect(set(during) <= {200, 201, 503}, "nothing but 503, or 2xx for what found room, meanwhile")
    address = stack.tables.address
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGPASSWORD": str(address["password"])}
    login = ["-h", "127.0.0.1", "-p", str(address["port"]), "-U", str(address["user"]), str(address["dbname"])]
    # Reads every page of every table and index, with its checksum; an error of one is an error of the run.
    run([AMCHECK, "--install-missing", "--heapallindexed", *login], environment)
    verdict.figures["pages_and_indexes"] = "sound"


def body(server: str, trial: Trial) -> None:
    """A stack of its own whose server has its data on a small disk."""
    stack, size, verdict = trial.stack, trial.size, trial.verdict
    stack.stop()
    with ExitStack() as at_last:
        disks = list[SmallDisk]()

        def move() -> None:
            stack.servers.verb("stop")
            image = stack.servers.folder / f"{server}.disk"
            disks.append(SmallDisk(stack.servers.folder / server / "data", image, SIZES[server]))
            at_last.callback(disks[0].remove)
            at_last.callback(stack.servers.verb, "stop")
            # Those that are started after this.
            at_last.callback(lambda: stack.services.stop())
            stack.servers.start()

        stack.start(move, *SETTINGS[server])
        trial.before = Before.take(stack.tables)
        verdict.figures["free_megabytes_at_first"] = disks[0].free_kilobytes >> 10
        (_broker if server == "rabbitmq" else _database)(trial, disks[0])
        limit = size.ceiling(LIMIT)
        verdict.expect((verdict.recovery_seconds or 0) <= limit, f"works again within {limit:g} s")


BROKER = Experiment(
    "R6B", "no space on the broker's disk", partial(body, "rabbitmq"), barred=machine.mounts, spoils_stack=True
)
DATABASE = Experiment(
    "R6P", "no space on PostgreSQL's disk", partial(body, "postgres"), barred=machine.mounts, spoils_stack=True
)
