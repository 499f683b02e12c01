"""Three brokers for the benchmarks: joins two to an instance that runs, and kills whoever leads when told to.

Lines on its output: first `ready PORT`, where a balancer stands before the three; then one for each line `kill` of its
input: `NAME SECONDS`, who was killed and how long that broker took to be up again. It ends with the line `end`, or with
its input.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from rig import cluster, places
from rig.balancer import Balancer
from rig.node import Node
from rig.servers import Servers


class Brokers:
    """The instance's own broker and two more."""

    def __init__(self, servers: Servers, more: list[Node], virtual_host: str) -> None:
        self._servers = servers
        self._more = {node.name: node for node in more}
        self._virtual_host = virtual_host

    def leader(self) -> str:
        """Who leads most of the queues."""
        listing = ("-q", "--no-table-headers", "list_queues", "-p", self._virtual_host, "leader")
        return Counter(self._servers.ctl(*listing).split()).most_common(1)[0][0]

    def kill(self) -> str:
        """SIGKILL to the leader, which is started again at once."""
        name = self.leader()
        start = time.monotonic()
        node = self._more.get(name)
        # It takes connections before it is in the cluster again.
        if node:
            node.restart()
            node.ctl("-q", "await_startup")
        else:
            self._servers.kill("rabbitmq")
            self._servers.start()
            self._servers.ctl("-q", "await_startup")
        return f"{name} {time.monotonic() - start:.1f}"


def main() -> int:
    """Until the input ends."""
    parser = argparse.ArgumentParser(prog="rig.failover", description="Three brokers, whose leader is killed when told.")
    parser.add_argument("--root", type=Path, required=True, help="the instance's state, as deploy/embedded/servers has it")
    parser.add_argument("--vhost", required=True, help="made anew on the three")
    parser.add_argument("--user", required=True, help="who gets all rights there")
    options = parser.parse_args()
    servers = Servers(replace(places.find(None), state=options.root.resolve()))
    with ExitStack() as at_last:
        more = cluster.form(servers, options.root / "failover")
        for node in more:
            at_last.callback(node.stop)
        servers.ctl("-q", "add_vhost", options.vhost)
        servers.ctl("-q", "set_permissions", "-p", options.vhost, options.user, ".*", ".*", ".*")
        own = int(servers.port("amqp"))
        balancer = Balancer([("127.0.0.1", port) for port in (own, *(node.ports["amqp"] for node in more))])
        at_last.callback(balancer.close)
        brokers = Brokers(servers, more, options.vhost)
        print("ready", balancer.port, flush=True)
        for line in sys.stdin:
            if line.strip() != "kill":
                break
            print(brokers.kill(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
