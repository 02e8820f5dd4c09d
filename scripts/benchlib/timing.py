"""How long a command takes and how much memory it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

# The unit of getrusage's peak: bytes on macOS, kilobytes elsewhere.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class RunError(Exception):
    """A command failed; the text is the end of what it said."""


@dataclass(frozen=True)
class Run:
    """One run of a command."""

    seconds: float
    peak_mb: float


def measure(command: Sequence[str | Path], folder: Path) -> Run:
    """Run a command once, in a folder."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "ASKMP_LEAFLETS": "none"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # wait4 gives this child's own peak; getrusage would give the largest of all children so far.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            last = output.read().decode("utf-8", "replace").splitlines()[-8:]
            raise RunError(
                f"{' '.join(map(str, command))}: exit code {process.returncode}\n" + "\n".join(last)
            )
    return Run(seconds, usage.ru_maxrss * PEAK_UNIT / 1_000_000)


def best(command: Sequence[str | Path], folder: Path, *, times: int, before: Callable[[], None]) -> Run:
    """The fastest of some runs: what else the machine does only ever slows one down.

    Args:
        command: What to run.
        folder: Where to run it.
        times: How often.
        before: Puts things back as they were; not timed.
    """
    runs = []
    for _ in range(times):
        before()
        runs.append(measure(command, folder))
    return Run(min(run.seconds for run in runs), max(run.peak_mb for run in runs))
