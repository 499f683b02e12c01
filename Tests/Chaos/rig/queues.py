"""The services' own queues, as `rabbitmqctl` of any node tells of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from rig.tables import CONTEXTS

#: `rabbitmqctl` with these arguments; what it printed.
Ctl = Callable[..., str]


def _column(ctl: Ctl, name: str) -> list[str]:
    listed = ctl("-q", "--no-table-headers", "list_queues", "-p", "minqing", "name", name).splitlines()
    rows = [line.split("\t") for line in listed]
    return [row[1] for row in rows if len(row) == 2 and row[0].split(".")[0] in CONTEXTS]


def waiting(ctl: Ctl) -> int:
    """Messages that a service has not taken."""
    return sum(int(count) for count in _column(ctl, "messages"))


def down(ctl: Ctl) -> int:
    """Queues that the broker lists and cannot serve."""
    return _column(ctl, "state").count("down")


def leader(ctl: Ctl) -> str:
    """The node that leads most of them."""
    return Counter(_column(ctl, "leader")).most_common(1)[0][0]
