"""The fault proxy between services and servers, and its control port."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

from rig.child import Child
from rig.places import Places

SERVERS = ("postgres", "amqp")


class Proxy:
    """One process with a link for each service and server, named like `intake.postgres`."""

    def __init__(self, places: Places, services: tuple[str, ...], ports: dict[str, int], seed: int) -> None:
        log = places.logs / "fault-proxy.log"
        log.unlink(missing_ok=True)
        command = [places.program("fault-proxy"), "--seed", str(seed)]
        for service in services:
            for server in SERVERS:
                command += ["--link", f"{service}.{server}={ports[server]}"]
        self.child = Child(command, {"PATH": "/usr/bin:/bin"}, log)
        told = self._first_line()
        self.links: dict[str, int] = told["links"]
        self._control = socket.create_connection(("127.0.0.1", told["control"]), timeout=120)
        self._answers = self._control.makefile("r", encoding="utf-8")

    def _first_line(self) -> dict[str, Any]:
        for _ in range(2_400):
            text = self.child.log.read_text()
            if "\n" in text:
                told: dict[str, Any] = json.loads(text.splitlines()[0])
                return told
            if self.child.ended:
                break
            time.sleep(0.05)
        raise RuntimeError(f"the fault proxy did not start: {self.child.log.read_text()[-500:]}")

    def order(self, do: str, link: str = "*", **more: object) -> dict[str, Any]:
        """Gives an order and waits until it is carried out."""
        self._control.sendall((json.dumps({"do": do, "link": link, **more}) + "\n").encode())
        answer: dict[str, Any] = json.loads(self._answers.readline())
        if not answer["ok"]:
            raise RuntimeError(f"the fault proxy refused {do}: {answer.get('error')}")
        return answer

    def fault(self, link: str, **fault: object) -> None:
        """The fault of the links from now on."""
        self.order("fault", link, **fault)

    def clear(self, link: str = "*") -> None:
        """No fault any more."""
        self.order("clear", link)

    def totals(self) -> dict[str, int]:
        """What the links have done to the connections so far."""
        lines = self.order("status")["status"]
        return {name: sum(line[name] for line in lines) for name in ("connections", "dropped_bytes", "resets")}

    def stop(self) -> None:
        """Ends the proxy."""
        self._control.close()
        self.child.stop(5)
