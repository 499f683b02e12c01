"""Processes that the rig starts, and the signals that it sends to them alone."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class Child:
    """A process of ours, its output appended to a log."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        self.log = log

    @property
    def pid(self) -> int:
        """Its number, as long as it has not been waited for."""
        return self.process.pid

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def send(self, number: signal.Signals) -> None:
        """Sends a signal if it still runs."""
        if not self.ended:
            self.process.send_signal(number)

    def kill(self) -> None:
        """Ends it as a power cut would, and waits."""
        self.send(signal.SIGKILL)
        self.process.wait(120)

    def stop(self, seconds: float = 30) -> int | None:
        """Asks it to end, insists after a while; its exit status."""
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None


def run(command: list[str], environment: dict[str, str] | None = None, seconds: float = 180) -> str:
    """Runs a program to its end; what it printed."""
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"{' '.join(command[:3])} ended with {done.returncode}: {(done.stderr or done.stdout)[-800:]}"
        )
    return done.stdout


def eventually(seconds: float, condition: Callable[[], bool], pause: float = 0.1) -> bool:
    """Waits until the condition holds; False when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        if condition():
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)


def resident_kilobytes(pid: int) -> int:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def descriptors(pid: int) -> int:
    """Open file descriptors of a process."""
    return len(os.listdir(f"/proc/{pid}/fd"))
