"""The shapes in which a network of three falls apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rig.hosts import Way, apart
from rig.plan import Plan

ALL = {1, 2, 3}
EVERY_WAY = apart({1}, {2}, {3})


@dataclass(frozen=True)
class Shape:
    """One shape: which ways are cut, given who leads, and the broker that the clients are at."""

    name: str
    ways: Callable[[int, Plan], set[Way]]
    #: The clients' broker: whoever leads, or somebody else.
    at_leader: bool = True
    #: Whether two brokers still see one another, so that business goes on meanwhile.
    majority: bool = False


def other(leader: int) -> int:
    """A broker that does not lead."""
    return leader % 3 + 1


def _lottery(_: int, plan: Plan) -> set[Way]:
    drawn = {way for way in sorted(EVERY_WAY) if plan.number(0, 1)}
    return drawn or {(1, 2)}


SHAPES = (
    Shape(
        "one that does not lead is cut off",
        lambda leader, _: apart({other(leader)}, ALL - {other(leader)}),
        False,
        True,
    ),
    Shape("the leader is cut off", lambda leader, _: apart({leader}, ALL - {leader}), majority=True),
    Shape(
        "two do not see one another, both see the third",
        lambda leader, _: {(leader, other(leader)), (other(leader), leader)},
    ),
    Shape("each hears one other only, around a ring", lambda _, __: {(2, 1), (3, 2), (1, 3)}),
    Shape("ways drawn by lot", _lottery),
    Shape("all apart", lambda _, __: EVERY_WAY),
)
