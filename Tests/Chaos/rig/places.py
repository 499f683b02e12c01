"""Where everything of a run lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The checkout, the programs under test and a state of the run's own."""

    checkout: Path
    state: Path
    programs: Path
    report: Path

    @property
    def servers(self) -> Path:
        """The script that runs the embedded servers."""
        return self.checkout / "deploy/embedded/servers"

    @property
    def logs(self) -> Path:
        """What the rig's own children print."""
        return self.state / "chaos"

    def program(self, name: str) -> str:
        """A program under test; a missing one is an error at once."""
        path = self.programs / name
        if not path.exists():
            raise SystemExit(f"chaos: {path} is not built: deploy/ci/build release")
        return str(path)

    def environment(self) -> dict[str, str]:
        """What the command line of the suite needs to find the run's own state, and nothing of ours besides."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "USER") if name in os.environ}
        return kept | {"MINQING_HOME": str(self.checkout), "MINQING_STATE": str(self.state)}


def find(programs: str | None) -> Places:
    """From the environment: MINQING_STATE moves the whole run elsewhere."""
    checkout = Path(__file__).resolve().parents[3]
    base = Path(os.environ.get("MINQING_STATE", checkout / ".minqing")).resolve()
    return Places(
        checkout=checkout,
        state=base / "chaos",
        programs=Path(programs).resolve() if programs else checkout / ".build/release",
        report=base / "chaos-report.json",
    )
