"""Runs the experiments and exits with 1 when a bar is missed."""

from __future__ import annotations

import argparse
import fcntl
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from rig import experiments, places, report
from rig.checker import Verdict
from rig.experiment import Experiment, Size, conduct
from rig.stack import Stack


def arguments() -> argparse.Namespace:
    """The command line."""
    names = [experiment.name for experiment in experiments.ALL]
    parser = argparse.ArgumentParser(prog="deploy/ci/chaos", description="Break a suite and count what is lost.")
    parser.add_argument("--short", action="store_true", help="the compact form that the gate runs")
    parser.add_argument("--only", default="", metavar="NAME,…", help=f"of {', '.join(names)}")
    parser.add_argument("--seed", type=int, default=42, help="the same seed makes the same plan of faults")
    parser.add_argument("--programs", help="the folder of the programs under test (.build/release)")
    options = parser.parse_args()
    unknown = {name for name in options.only.split(",") if name} - set(names)
    if unknown:
        parser.error(f"no experiment {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return options


def chosen(options: argparse.Namespace) -> list[Experiment]:
    """Those that were named; else those of the form."""
    named = [name for name in options.only.split(",") if name]
    if named:
        return [experiment for experiment in experiments.ALL if experiment.name in named]
    return [experiment for experiment in experiments.ALL if experiment.in_short or not options.short]


def _end(number: int, _: FrameType | None) -> None:
    # What was started is ended on the way out.
    raise SystemExit(128 + number)


def _alone(state: Path) -> IO[str]:
    # Two runs in one state would wipe one another's servers.
    state.mkdir(parents=True, exist_ok=True)
    lock = (state / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit(f"chaos: another run is under way in {state}") from None
    return lock


def main() -> int:
    """One stack, one experiment after the other."""
    options = arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    where = places.find(options.programs)
    _lock = _alone(where.state)
    size = Size(options.short)
    verdicts: list[Verdict] = []
    start = time.monotonic()
    todo = chosen(options)
    print(f"seed {options.seed}, {len(todo)} experiments, state in {where.state}", flush=True)
    with Stack(where, options.seed) as stack:
        for place, experiment in enumerate(todo):
            verdict = conduct(experiment, stack, options.seed, size)
            verdicts.append(verdict)
            for finding in verdict.findings:
                print(f"    ! {finding}", flush=True)
            for bar in verdict.missed:
                print(f"  FAILED  {verdict.experiment}: bar missed: {bar}", flush=True)
            report.write(where.report, verdicts, options.seed, options.short, time.monotonic() - start)
            if experiment.spoils_stack and not verdict.skipped and place + 1 < len(todo):
                stack.stop()
                stack.start()
    print(report.table(verdicts), f"report: {where.report}", report.tally(verdicts), sep="\n", flush=True)
    return 0 if all(verdict.passed for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
