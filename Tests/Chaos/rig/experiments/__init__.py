"""The experiments by name, in the order in which they run."""

from __future__ import annotations

from rig.experiment import Experiment
from rig.experiments import (
    alarms,
    broker_killed,
    burst,
    clock,
    cluster,
    database_killed,
    disk_full,
    frozen,
    idempotency,
    mended,
    network,
    pairs,
    partitions,
    poison,
    rolling,
    services_killed,
    slow,
    soak,
    standby,
)

ALL: tuple[Experiment, ...] = (
    services_killed.EXPERIMENT,
    frozen.EXPERIMENT,
    pairs.EXPERIMENT,
    broker_killed.EXPERIMENT,
    database_killed.EXPERIMENT,
    alarms.DISK,
    alarms.MEMORY,
    slow.EXPERIMENT,
    burst.EXPERIMENT,
    network.EXPERIMENT,
    poison.EXPERIMENT,
    mended.EXPERIMENT,
    idempotency.EXPERIMENT,
    rolling.EXPERIMENT,
    clock.EXPERIMENT,
    soak.EXPERIMENT,
    standby.EXPERIMENT,
    disk_full.BROKER,
    disk_full.DATABASE,
    cluster.EXPERIMENT,
    partitions.EXPERIMENT,
)
