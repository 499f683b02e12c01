"""The whole suite of a run: servers, schemas, topology, proxy, services; and how to wait until all is still."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

from rig.caller import Caller
from rig.child import eventually, run
from rig.load import Load
from rig.places import Places
from rig.proxy import Proxy
from rig.servers import Servers, read_environment
from rig.services import NAMES, Services
from rig.tables import Tables

#: Seconds of the city's time in one of ours: offers and deadlines fall due while one watches.
CLOCK_SPEED = 240


class Stack:
    """Started once a run; everything that it starts it ends."""

    def __init__(self, places: Places, seed: int) -> None:
        self.places = places
        self.seed = seed
        self.servers = Servers(places)
        self.environment: dict[str, str] = {}
        self.services: Services
        self.tables: Tables
        self._proxy: Proxy | None = None
        self._loads: list[Load] = []

    def __enter__(self) -> Stack:
        self.places.logs.mkdir(parents=True, exist_ok=True)
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self, before_install: Callable[[], None] | None = None, *settings: str) -> None:
        """Servers, schemas, topology, services; a hook runs when the servers are up and nothing is declared."""
        for log in self.places.logs.glob("*.log"):
            log.unlink()
        self.servers.verb("wipe")
        if before_install:
            self.servers.verb("start", *settings)
            before_install()
        run(
            [self.places.program("minqing"), "install", "--clock-speed", str(CLOCK_SPEED)],
            self.places.environment(),
            seconds=300,
        )
        self.environment = read_environment(self.places.state / "env")
        self.tables = Tables(
            {
                "host": "127.0.0.1",
                "port": int(self.environment["MINQING_POSTGRES_PORT"]),
                "dbname": self.environment["MINQING_POSTGRES_DATABASE"],
                "user": self.environment["MINQING_POSTGRES_USER"],
                "password": self.environment["MINQING_POSTGRES_PASSWORD"],
            }
        )
        self.services = Services(self.places, self.environment)
        self.services.start()

    def quiet(self) -> None:
        """Ends every load that an experiment has left behind."""
        while self._loads:
            self._loads.pop().stop()

    def stop(self) -> None:
        """Ends everything that was started."""
        self.quiet()
        if hasattr(self, "services"):
            self.services.stop()
        if self._proxy:
            self._proxy.stop()
            self._proxy = None
        self.servers.verb("wipe")

    @property
    def proxy(self) -> Proxy:
        """The proxy, with every service behind it from the first use on."""
        if self._proxy is None:
            ports = {
                "postgres": int(self.environment["MINQING_POSTGRES_PORT"]),
                "amqp": int(self.environment["MINQING_AMQP_PORT"]),
            }
            self._proxy = Proxy(self.places, (*NAMES, "guests"), ports, self.seed)
        self.services.route(self._proxy.links)
        return self._proxy

    def guests_through(self, port: int) -> None:
        """Lets the load speak to the broker through another port as well."""
        path = self.places.state / "env"
        text = path.read_text()
        own = f"export MINQING_AMQP_PORT='{self.environment['MINQING_AMQP_PORT']}'"
        path.write_text(text.replace(own, f"export MINQING_AMQP_PORT='{port}'"))

    def direct(self) -> None:
        """Lets the services speak to the servers themselves again."""
        self.services.route({})

    def caller(self, name: str) -> Caller:
        """A client of intake's API with a log of its own."""
        log = self.places.logs / f"{name}.calls.jsonl"
        log.unlink(missing_ok=True)
        log.touch()
        return Caller(self.services.url("intake"), self.environment["MINQING_TOKEN_CALL_TAKER"], log)

    def load(self, name: str, count: int, rate: int) -> Load:
        """Starts the steady load and waits until requests are being answered; the city is the same in the whole run."""
        load = Load(self.places, name, count, rate, self.seed)
        self._loads.append(load)
        load.await_begin()
        return load

    def settle(self, seconds: float = 90, ends: set[str] | None = None) -> float:
        """Waits until every told event is applied and nothing waits; how long it took.

        With `ends` every request besides those must have come to its end as well.
        """
        start = time.monotonic()

        def is_still() -> bool:
            try:
                quiet = self.tables.unheard() == 0 and self.tables.held() == 0
                return quiet and (ends is None or self.tables.unfinished(ends) == 0)
            except Exception:  # noqa: BLE001 - the database may be away for a while; the deadline ends the wait
                return False

        eventually(seconds, is_still, 0.5)
        return time.monotonic() - start
