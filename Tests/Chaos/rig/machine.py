"""What this machine lets a run do beyond processes and signals."""

from __future__ import annotations

import os
import subprocess
from shutil import which


def _missing(*programs: str) -> str | None:
    absent = [program for program in programs if which(program, path="/usr/sbin:/usr/bin:/sbin:/bin") is None]
    return f"there is no {', '.join(absent)}" if absent else None


def _tried(*command: str) -> str | None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    return (done.stderr.strip().splitlines() or ["it was refused"])[-1] if done.returncode else None


def _alone() -> str | None:
    if os.geteuid() != 0:
        return "it needs root"
    # Set by deploy/ci/chaos once it has made one.
    return None if os.environ.get("MINQING_CHAOS_ALONE") else "there is no mount namespace for the run alone"


def mounts() -> str | None:
    """Why no small disk can be mounted; None where it can."""
    return _missing("mkfs.ext4", "mount", "umount", "fallocate") or _alone()


def networks() -> str | None:
    """Why no network of its own can be made; None where it can."""
    lacking = _missing("ip", "nft", "unshare", "epmd") or _alone()
    # In a namespace that is gone with the command.
    trial = "ip link add probe type bridge && nft add table bridge probe"
    return lacking or _tried("unshare", "--net", "sh", "-c", trial)
