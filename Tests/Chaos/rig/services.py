"""The four services as children of the rig, one process of each or two, and the keeper that starts again what ends."""

from __future__ import annotations

import signal
import threading
import time
import urllib.error
import urllib.request

from rig.child import Child, eventually
from rig.places import Places
from rig.ports import free_port

NAMES = ("registry", "intake", "dispatch", "assessment")
#: What the second process of a service is called besides the service's name.
SECOND = ".second"


class Services:
    """Started with the settings of the installation; whatever ends is started again after a moment."""

    def __init__(self, places: Places, environment: dict[str, str]) -> None:
        self.places = places
        self.environment = environment
        self.routes: dict[str, int] = {}
        self.clock: dict[str, str] = {}
        self.children: dict[str, Child] = {}
        self.restarts = 0
        self._ports: dict[str, int] = {}
        self._held: set[str] = set()
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def url(self, name: str) -> str:
        """The address of a process's API."""
        if name in self._ports:
            return f"http://127.0.0.1:{self._ports[name]}"
        return self.environment[f"MINQING_{name.upper()}_URL"]

    def settings(self, process: str) -> dict[str, str]:
        """Everything a process is told, and no administrator's password."""
        name = process.removesuffix(SECOND)
        keys = self.places.state / "keys"
        password = (keys / f"{name}.password").read_text().strip()
        known = self.environment
        return {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "MINQING_HTTP_HOST": "127.0.0.1",
            "MINQING_HTTP_PORT": self.url(process).rsplit(":", 1)[1],
            "MINQING_POSTGRES_HOST": "127.0.0.1",
            "MINQING_POSTGRES_PORT": str(self.routes.get(f"{name}.postgres", known["MINQING_POSTGRES_PORT"])),
            "MINQING_POSTGRES_DATABASE": known["MINQING_POSTGRES_DATABASE"],
            "MINQING_POSTGRES_USER": name,
            "MINQING_POSTGRES_PASSWORD": password,
            "MINQING_AMQP_HOST": "127.0.0.1",
            "MINQING_AMQP_PORT": str(self.routes.get(f"{name}.amqp", known["MINQING_AMQP_PORT"])),
            "MINQING_AMQP_VHOST": known["MINQING_AMQP_VHOST"],
            "MINQING_AMQP_USER": name,
            "MINQING_AMQP_PASSWORD": password,
            "MINQING_PARTITIONS": "4",
            "MINQING_CITY": "3304",
            "MINQING_CITY_DATA": str(self.places.checkout / "deploy/city"),
            "MINQING_JWKS_FILE": str(keys / "jwks.json"),
            "MINQING_JWT_ISSUER": "minqing-local",
            "MINQING_JWT_AUDIENCE": "minqing",
            "MINQING_FIELD_KEY_FILE": str(keys / "field-keys"),
            "MINQING_LOG_LEVEL": "info",
            "MINQING_CLOCK_SPEED": known["MINQING_CLOCK_SPEED"],
            "MINQING_CLOCK_ORIGIN": known["MINQING_CLOCK_ORIGIN"],
        } | self.clock

    def start(self) -> None:
        """Starts all and waits until all are ready."""
        for name in NAMES:
            self._launch(name)
        if not self._keeper.is_alive():
            self._keeper.start()
        self.await_ready()

    def double(self) -> list[str]:
        """Starts a second process of each service; the names of all eight."""
        with self._lock:
            for name in NAMES:
                self._ports[name + SECOND] = free_port()
                self._launch(name + SECOND)
        self.await_ready()
        return list(self.children)

    def single(self) -> list[int | None]:
        """Asks the second process of each service to end; their exit statuses."""
        with self._lock:
            seconds = [self.children.pop(name + SECOND) for name in NAMES if name + SECOND in self.children]
            self._ports = {}
        return [child.stop(40) for child in seconds]

    def await_ready(self, seconds: float = 90) -> None:
        """Waits until every process says that it is ready."""
        for name in list(self.children):
            if not eventually(seconds, lambda name=name: self.is_ready(name)):  # type: ignore[misc]
                raise RuntimeError(f"{name} is not ready after {seconds} s: see {self.log(name)}")

    def is_ready(self, name: str) -> bool:
        """What the service says of itself."""
        try:
            with urllib.request.urlopen(f"{self.url(name)}/health/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def log(self, name: str) -> str:
        """The file of the service's log."""
        return str(self.places.logs / f"{name}.log")

    def kill(self, name: str) -> None:
        """SIGKILL; the keeper starts it again."""
        self.children[name].kill()

    def freeze(self, name: str, seconds: float) -> None:
        """SIGSTOP for a while."""
        self.children[name].send(signal.SIGSTOP)
        time.sleep(seconds)
        self.children[name].send(signal.SIGCONT)

    def roll(self) -> list[int | None]:
        """Asks each to end and starts it again, one after the other; their exit statuses."""
        statuses = []
        for name in NAMES:
            with self._lock:
                self._held.add(name)
            statuses.append(self.children[name].stop(40))
            with self._lock:
                self._launch(name)
                self._held.discard(name)
            eventually(60, lambda name=name: self.is_ready(name))  # type: ignore[misc]
        return statuses

    def route(self, links: dict[str, int]) -> None:
        """Sends the services through other ports than the servers' own; a restart of each."""
        if self.routes != links:
            self.routes = dict(links)
            self.roll()

    def stop(self) -> None:
        """Ends all, in the order that lets the last messages through."""
        self._over.set()
        if self._keeper.is_alive():
            self._keeper.join(5)
        self.single()
        for name in reversed(NAMES):
            if name in self.children:
                self.children[name].stop()

    def _launch(self, name: str) -> None:
        log = self.places.logs / f"{name}.log"
        program = self.places.program(name.removesuffix(SECOND))
        self.children[name] = Child([program], self.settings(name), log)

    def _keep(self) -> None:
        while not self._over.wait(0.2):
            with self._lock:
                for name, child in list(self.children.items()):
                    if name not in self._held and child.ended:
                        self.restarts += 1
                        self._launch(name)
