"""R17: under a steady load memory and descriptors of every service come to rest."""

from __future__ import annotations

import time

from rig.child import descriptors, resident_kilobytes
from rig.experiment import Experiment, Trial
from rig.figures import slope
from rig.services import NAMES

#: Units: MB. Source: the issue's bar for each service.
CEILING = 120


def body(trial: Trial) -> None:
    """Looks at every service each second; the slope is that of the second half."""
    stack, size, verdict = trial.stack, trial.size, trial.verdict
    lasts, rate = size.pick(40, 180), 15
    load = stack.load("R17", lasts * rate, rate)
    memory: dict[str, list[float]] = {name: [] for name in NAMES}
    files: dict[str, list[float]] = {name: [] for name in NAMES}
    deadline = time.monotonic() + lasts
    while time.monotonic() < deadline:
        for name in NAMES:
            memory[name].append(resident_kilobytes(stack.services.children[name].pid) / 1024)
            files[name].append(descriptors(stack.services.children[name].pid))
        time.sleep(1)
    load.await_told(120)
    stack.settle(90, ends=trial.before.requests)
    load.stop()
    trial.check()
    for name in NAMES:
        half = len(memory[name]) // 2
        growth = slope(memory[name][half:]) * 60
        verdict.figures[name] = {
            "rss_mb_first_last_most": [
                round(value, 1) for value in (memory[name][0], memory[name][-1], max(memory[name]))
            ],
            "rss_mb_a_minute": round(growth, 2),
            "descriptors_least_most": [int(min(files[name][half:])), int(max(files[name][half:]))],
        }
        verdict.expect(max(memory[name]) < CEILING, f"{name} under {CEILING} MB")
        verdict.expect(growth < 2, f"{name} grows by less than 2 MB a minute")
        # The load's clients come and go with up to 32 connections.
        verdict.expect(max(files[name][half:]) - min(files[name][half:]) <= 32, f"{name}'s descriptors come to rest")


EXPERIMENT = Experiment("R17", "short soak", body)
