"""The run's own PostgreSQL and RabbitMQ, by way of deploy/embedded/servers."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from rig.child import run
from rig.places import Places


class Servers:
    """One embedded instance; only its own processes are ever signalled, by the numbers in its pid files."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def verb(self, *arguments: str, seconds: float = 240) -> str:
        """Runs a verb of the script on this instance."""
        return run([str(self.places.servers), *arguments, "--root", str(self.places.state)], seconds=seconds)

    def start(self) -> None:
        """Starts what does not run, where it was: the services look for it nowhere else."""
        ports = self.folder / "ports"
        before = ports.read_text() if ports.exists() else None
        self.verb("start")
        if before and ports.read_text() != before:
            raise RuntimeError("a server came back on another port")

    def kill(self, server: str) -> None:
        """SIGKILL to `postgres` or `rabbitmq`."""
        self.verb("kill", server)

    def ctl(self, *arguments: str) -> str:
        """`rabbitmqctl` of this instance."""
        command = [str(self.places.servers), "ctl", "--root", str(self.places.state), *arguments]
        return run(command)

    def runs(self, server: str) -> bool:
        """Whether it runs."""
        try:
            return self.pid(server) > 0
        except (OSError, ValueError, RuntimeError):
            return False

    @property
    def folder(self) -> Path:
        """Where the instance lies."""
        return (self.places.state / "servers/main").resolve()

    def port(self, name: str) -> str:
        """One of the instance's ports, by the name that its script gives it."""
        return dict(re.findall(r"(\w+)=(\d+)", (self.folder / "ports").read_text()))[name]

    def pid(self, server: str) -> int:
        """The process of a server of this instance."""
        pid = int((self.folder / f"{server}.pid").read_text())
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        if str(self.folder) not in line and "minqing_instance" not in line:
            raise RuntimeError(f"process {pid} is not this instance's {server}")
        return pid

    def freeze(self, server: str) -> None:
        """SIGSTOP: it stands still and keeps its sockets."""
        os.kill(self.pid(server), signal.SIGSTOP)

    def thaw(self, server: str) -> None:
        """SIGCONT."""
        os.kill(self.pid(server), signal.SIGCONT)


def read_environment(path: Path) -> dict[str, str]:
    """The `export NAME='value'` lines of the installation's file."""
    return dict(re.findall(r"^export (\w+)='([^']*)'$", path.read_text(), re.MULTILINE))
