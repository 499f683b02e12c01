"""The table of verdicts, the gate's tally and the report's file."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from rig.checker import Verdict

COLUMNS = ("accepted", "applied", "lost", "duplicated", "out_of_order", "held", "dead_lettered", "recovery_seconds")


def _word(verdict: Verdict) -> str:
    if verdict.skipped:
        return "skipped"
    return "pass" if verdict.passed else "MISSED"


def table(verdicts: list[Verdict]) -> str:
    """A line a verdict, zeros included."""
    head = ["experiment", *COLUMNS, "seconds", "load", "verdict"]
    lines = [head]
    for verdict in verdicts:
        values = ["–" if getattr(verdict, name) is None else str(getattr(verdict, name)) for name in COLUMNS]
        lines.append([verdict.experiment, *values, str(verdict.seconds), str(verdict.load_average), _word(verdict)])
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def tally(verdicts: list[Verdict]) -> str:
    """The last line of a script of the gate; what was skipped counts as neither."""
    judged = [verdict.passed for verdict in verdicts if not verdict.skipped]
    return f"{judged.count(True)} passed, {judged.count(False)} failed"


def write(path: Path, verdicts: list[Verdict], seed: int, short: bool, seconds: float) -> None:
    """The whole report, written whole or not at all."""
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "system": platform.platform()},
        "seed": seed,
        "short": short,
        "seconds": round(seconds, 1),
        "passed": all(verdict.passed for verdict in verdicts),
        "experiments": [verdict.as_json() for verdict in verdicts],
    }
    draft = path.with_suffix(".draft")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)
