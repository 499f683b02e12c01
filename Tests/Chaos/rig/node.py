"""A broker of the rig's own, with the settings of the embedded one, wherever it stands."""

from __future__ import annotations

import os
import re
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from rig.child import Child, eventually, run
from rig.ports import free_port
from rig.servers import Servers

PROGRAMS = Path("/usr/lib/rabbitmq/bin")


def as_broker(*command: str) -> list[str]:
    """RabbitMQ refuses to run as root; as root it runs as the user that its package made."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid", "rabbitmq", "--regid", "rabbitmq", "--init-groups", *command]


@dataclass(frozen=True)
class Site:
    """Where a broker stands."""

    #: Behind the @ of its name; an address makes it a long name.
    host: str
    address: str
    #: The port of the Erlang port mapper there.
    epmd: str
    #: What a command that runs there begins with.
    inside: tuple[str, ...] = ()


class Node:
    """A broker of our own, with the embedded one's settings on ports of its own."""

    def __init__(self, servers: Servers, number: int, log: Path, site: Site) -> None:
        self.name = f"chaos{number}@{site.host}"
        self.site = site
        self.log = log
        self.home = servers.folder / f"rabbitmq{number}"
        self.ports = {name: free_port() for name in ("amqp", "api", "prometheus", "dist")}
        self._first = servers.folder / "rabbitmq"
        self.child: Child | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The same for the node and for its tools."""
        home = str(self.home)
        interface = f"-kernel inet_dist_use_interface {{{self.site.address.replace('.', ',')}}} -start_epmd false"
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": "C.UTF-8",
            "HOME": home,
            "ERL_EPMD_PORT": self.site.epmd,
            "ERL_EPMD_ADDRESS": self.site.address,
            "ERL_CRASH_DUMP_SECONDS": "0",
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_USE_LONGNAME": str("." in self.site.host).lower(),
            "RABBITMQ_DIST_PORT": str(self.ports["dist"]),
            "RABBITMQ_CONF_ENV_FILE": f"{home}/none",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{home}/none.config",
            "RABBITMQ_CONFIG_FILES": f"{home}/conf.d",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/enabled_plugins",
            "RABBITMQ_MNESIA_BASE": f"{home}/data",
            "RABBITMQ_LOG_BASE": f"{home}/log",
            "RABBITMQ_SCHEMA_DIR": f"{home}/schema",
            "RABBITMQ_GENERATED_CONFIG_DIR": f"{home}/generated",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": f"{home}/node.pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": interface,
            "RABBITMQ_CTL_ERL_ARGS": interface,
            "RABBITMQ_CTL_DIST_PORT_MIN": "32000",
            "RABBITMQ_CTL_DIST_PORT_MAX": "32700",
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def prepare(self) -> None:
        """Folders, cookie and settings."""
        for part in ("conf.d", "data", "log", "schema", "generated"):
            (self.home / part).mkdir(parents=True, exist_ok=True)
        listener = f"{self.site.address}:{self.ports['amqp']}"
        for source in sorted((self._first / "conf.d").glob("*.conf")):
            text = source.read_text()
            for key, value in (
                (r"listeners\.tcp\.amqp", listener),
                (r"management\.tcp\.port", self.ports["api"]),
                (r"prometheus\.tcp\.port", self.ports["prometheus"]),
            ):
                text = re.sub(rf"^({key} = ).+$", rf"\g<1>{value}", text, flags=re.M)
            (self.home / "conf.d" / source.name).write_text(text)
        for name in (".erlang.cookie", "enabled_plugins"):
            (self.home / name).write_bytes((self._first / name).read_bytes())
        owner = self._first.stat()
        for path in (self.home, *self.home.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
            path.chmod(0o700 if path.is_dir() else 0o400)

    def start(self) -> None:
        """Starts it and waits until it is up."""
        command = [*self.site.inside, *as_broker(str(PROGRAMS / "rabbitmq-server"))]
        self.child = Child(command, self.environment, self.log)
        if not eventually(120, self.answers, 0.5):
            raise RuntimeError(f"{self.name} did not start: see {self.log}")

    def restart(self) -> None:
        """Ends it as a power cut would and starts it again."""
        if self.child:
            self.child.kill()
        self.start()

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            with socket.create_connection((self.site.address, self.ports["amqp"]), 2):
                return True
        except OSError:
            return False

    def ctl(self, *arguments: str) -> str:
        """`rabbitmqctl` of this node."""
        command = as_broker(str(PROGRAMS / "rabbitmqctl"), "-n", self.name, *arguments)
        return run([*self.site.inside, *command], self.environment)

    def join(self, first: str) -> None:
        """Enters another node's cluster."""
        self.ctl("stop_app")
        self.ctl("join_cluster", first)
        self.ctl("start_app")
        eventually(60, self.answers, 0.5)

    def send(self, number: signal.Signals) -> None:
        """A signal to this node alone."""
        if self.child:
            self.child.send(number)

    def stop(self) -> None:
        """Ends it."""
        if self.child:
            self.child.send(signal.SIGCONT)
            self.child.kill()
