"""R4S: when PostgreSQL dies and its synchronous standby takes over, nothing that was answered is gone."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from rig.caller import Knocking
from rig.child import Child, eventually, run
from rig.experiment import Experiment, Trial
from rig.ports import free_port
from rig.stack import Stack
from rig.tables import Tables

PROGRAMS = "/usr/lib/postgresql/15/bin"
LIMIT = 30.0


def _as_postgres(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root; as root it runs as the user that its package made."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", *command]


def _make_standby(stack: Stack, folder: Path, port: int) -> Child:
    """A copy of the primary that follows it; commits wait for it from then on."""
    tables, address = stack.tables, stack.tables.address
    password = secrets.token_hex(16)
    with (stack.servers.folder / "postgres/data/pg_hba.conf").open("a", encoding="utf-8") as rules:
        rules.write("host replication follower 127.0.0.1/32 scram-sha-256\n")
    tables.command(f"CREATE ROLE follower LOGIN REPLICATION PASSWORD '{password}'")
    tables.command("SELECT pg_reload_conf()")
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    primary = f"host=127.0.0.1 port={address['port']} user=follower application_name=follower password={password}"
    backup = [f"{PROGRAMS}/pg_basebackup", "-D", str(folder), "-R", "-X", "stream", "-c", "fast", "-d", primary]
    run(_as_postgres(*backup), environment)
    standby = Child(
        _as_postgres(f"{PROGRAMS}/postgres", "-D", str(folder), "-p", str(port)),
        environment,
        stack.places.logs / "standby.log",
    )
    tables.command("ALTER SYSTEM SET synchronous_standby_names = 'follower'")
    tables.command("SELECT pg_reload_conf()")
    in_step = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
    if not eventually(30, lambda: tables.number(in_step) == 1):
        standby.stop()
        raise RuntimeError("the standby does not follow the primary")
    return standby


def body(trial: Trial) -> None:
    """Kills the primary under load, promotes the standby and sends the services there."""
    stack, plan, size, verdict = trial.stack, trial.plan, trial.size, trial.verdict
    proxy = stack.proxy
    port = free_port()
    standby = _make_standby(stack, stack.servers.folder / "postgres/standby", port)
    try:
        load = stack.load("R4S", size.pick(200, 500), size.pick(12, 15))
        with Knocking(stack.caller("R4S-knock"), f"r4s-{plan.seed}"):
            time.sleep(plan.pause(4, 6))
            stack.servers.kill("postgres")
            killed = trial.fault("SIGKILL postgres")
            time.sleep(plan.pause(3, 5))
            stack.tables = Tables(stack.tables.address | {"port": port})
            stack.tables.command("SELECT pg_promote()")
            proxy.order("retarget", "*.postgres", upstream=f"127.0.0.1:{port}")
            promoted = trial.fault("the standby promoted, the services sent there")
            eventually(60, lambda: trial.told().first_success_after(promoted) is not None)
            back = trial.told().first_success_after(promoted) or time.time()
        load.await_told(120)
        stack.settle(120, ends=trial.before.requests)
        load.stop()
        told = trial.check()
        verdict.recovery_seconds = round(back - killed, 1)
        away = told.statuses_between(killed + 0.5, promoted)
        verdict.figures["while_away"] = {str(status): count for status, count in sorted(away.items())}
        verdict.expect(verdict.recovery_seconds <= LIMIT, f"back ≤ {LIMIT} s")
        verdict.expect(set(away) <= {503}, "nothing but 503 while there is no primary")
    finally:
        standby.stop(20)


EXPERIMENT = Experiment("R4S", "synchronous standby promoted", body, spoils_stack=True)
