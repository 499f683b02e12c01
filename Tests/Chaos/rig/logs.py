"""What servers and services have logged: a bar that was missed is understood from it, and the next run overwrites it."""

from __future__ import annotations

import shutil
from pathlib import Path

from rig.places import Places
from rig.servers import Servers


def keep(places: Places, servers: Servers, experiment: str) -> Path:
    """Copies every log to a folder of the experiment's own, instead of an earlier run's; where that is."""
    folder = places.state / "missed" / experiment
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for log in (*places.logs.glob("*.log"), *(servers.folder / "log").glob("*.log")):
        shutil.copyfile(log, folder / log.name)
    return folder
