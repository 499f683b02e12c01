"""Three hosts for brokers: network namespaces of the run's own, joined by a bridge that can refuse to carry."""

from __future__ import annotations

import contextlib
import os
from itertools import permutations

from rig.child import run

#: For measurements between networks, so that no route of the machine leads there. Source: RFC 2544, section 24.
SUBNET = "198.18"
COUNT = 3
Way = tuple[int, int]


class Hosts:
    """`names[0]` holds the bridge; host N has the address …N on it, and the machine itself …254."""

    def __init__(self) -> None:
        mark = os.getpid()
        self.names = [f"chaos{mark}-{number}" for number in range(COUNT + 1)]
        self.prefix = f"{SUBNET}.{mark % 256}"
        self._leg = f"chaos{mark}"
        try:
            self._make()
        except BaseException:
            self.remove()
            raise

    def address(self, number: int) -> str:
        """Where a host is reached."""
        return f"{self.prefix}.{number}"

    def inside(self, number: int) -> tuple[str, ...]:
        """What a command begins with that runs on a host."""
        return ("ip", "netns", "exec", self.names[number])

    def _make(self) -> None:
        hub = self.names[0]
        for name in self.names:
            run(["ip", "netns", "add", name])
            run(["ip", "-n", name, "link", "set", "lo", "up"])
        run(["ip", "-n", hub, "link", "add", "bridge", "type", "bridge"])
        run(["ip", "-n", hub, "link", "set", "bridge", "up"])
        run(["ip", "link", "add", self._leg, "type", "veth", "peer", "name", "port0", "netns", hub])
        run(["ip", "address", "add", f"{self.address(254)}/24", "dev", self._leg])
        run(["ip", "link", "set", self._leg, "up"])
        for number in range(COUNT + 1):
            if number:
                host = self.names[number]
                run(
                    [
                        "ip",
                        "-n",
                        host,
                        "link",
                        "add",
                        "leg",
                        "type",
                        "veth",
                        "peer",
                        "name",
                        f"port{number}",
                        "netns",
                        hub,
                    ]
                )
                run(["ip", "-n", host, "address", "add", f"{self.address(number)}/24", "dev", "leg"])
                run(["ip", "-n", host, "link", "set", "leg", "up"])
            run(["ip", "-n", hub, "link", "set", f"port{number}", "master", "bridge", "up"])
        self._rules("add table bridge cut")
        self._rules("add chain bridge cut forward { type filter hook forward priority 0; }")

    def cut(self, ways: set[Way]) -> None:
        """Packets from the first to the second of each pair vanish from now on."""
        self.heal()
        for source, sink in sorted(ways):
            self._rules(
                f"add rule bridge cut forward ip saddr {self.address(source)} ip daddr {self.address(sink)} drop"
            )

    def heal(self) -> None:
        """All is carried again."""
        self._rules("flush chain bridge cut forward")

    def remove(self) -> None:
        """Takes all of it away; the pairs of links go with their namespaces."""
        for name in self.names:
            with contextlib.suppress(RuntimeError):
                run(["ip", "netns", "delete", name])

    def _rules(self, order: str) -> None:
        run([*self.inside(0), "nft", order])


def apart(*sides: set[int]) -> set[Way]:
    """Every way between hosts that are on different sides, in both directions."""
    return {
        (source, sink)
        for source, sink in permutations(range(1, COUNT + 1), 2)
        if not any({source, sink} <= side for side in sides)
    }
