"""Clusters of three: two brokers that join the embedded one, or three on hosts of their own."""

from __future__ import annotations

import contextlib
from pathlib import Path

from rig.child import Child
from rig.hosts import COUNT, Hosts
from rig.node import Node, Site, as_broker
from rig.servers import Servers


def form(servers: Servers, logs: Path) -> list[Node]:
    """Two nodes join the embedded one; queues that are declared afterwards have a member on each."""
    site = Site("localhost", "127.0.0.1", servers.port("epmd"))
    nodes = [Node(servers, number, logs / f"rabbitmq{number}.log", site) for number in (2, 3)]
    for node in nodes:
        node.prepare()
        node.start()
        node.join("minqing@localhost")
    return nodes


class Trio:
    """Three nodes on three hosts, with the users, queues and bindings of the embedded one."""

    def __init__(self, servers: Servers, logs: Path, hosts: Hosts) -> None:
        self.nodes: list[Node] = []
        self._mappers: list[Child] = []
        for number in range(1, COUNT + 1):
            address = hosts.address(number)
            site = Site(address, address, "4369", hosts.inside(number))
            self.nodes.append(Node(servers, number, logs / f"rabbitmq{number}.log", site))
        self._definitions = servers.folder / "rabbitmq/definitions.json"
        self._servers = servers

    def start(self) -> None:
        """Forms the cluster and declares what the embedded broker has."""
        self._servers.ctl("-q", "export_definitions", str(self._definitions))
        first = self.nodes[0]
        for node in self.nodes:
            node.prepare()
            mapper = as_broker("epmd", "-port", node.site.epmd, "-address", node.site.address)
            self._mappers.append(Child([*node.site.inside, *mapper], node.environment, node.log))
            node.start()
            if node is not first:
                node.join(first.name)
        first.ctl("-q", "import_definitions", str(self._definitions))

    def ctl(self, *arguments: str) -> str:
        """`rabbitmqctl` of the first node that is in the cluster: one that has paused may not be back yet."""
        for node in self.nodes[:-1]:
            with contextlib.suppress(RuntimeError):
                return node.ctl(*arguments)
        return self.nodes[-1].ctl(*arguments)

    def stop(self) -> None:
        """Ends all of it."""
        for node in self.nodes:
            node.stop()
        for mapper in self._mappers:
            mapper.kill()
