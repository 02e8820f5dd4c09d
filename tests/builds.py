"""Sites built for the tests: the real one, and the small England of tests/data/small."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# On this day the small England has a vacant seat, a council about to end, and a new MP.
SMALL_DAY = "2026-11-24"


def newest_check(data: Path) -> str:
    """The last day on which anybody looked at a source."""
    days = (
        day
        for path in sorted(data.glob("*.yaml"))
        for day in re.findall(r"^ *checked: '?(\d{4}-\d{2}-\d{2})", path.read_text("utf-8"), re.MULTILINE)
    )
    return max(days)


def build_real(site: Path, **environment: str) -> Path:
    """Build the real site strictly, dated by the data and not by the clock: tests say the same tomorrow."""
    command = [sys.executable, ROOT / "scripts" / "build.py", "--no-check", "--site-dir", site]
    return _run(
        command, ROOT, site, {"ASKMP_TODAY": newest_check(ROOT / "data"), **os.environ, **environment}
    )


def small_project(folder: Path) -> Path:
    """A copy of the project with the small records in the place of the real ones."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "data" / "small" / "data", folder / "data")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def build_small(project: Path, site: Path, **environment: str) -> Path:
    """Build a project that `small_project` made."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", site]
    # Its leaflets are made once for all tests; not among the real ones, which they would push out.
    shared = {"ASKMP_TODAY": SMALL_DAY, "ASKMP_CACHE": str(ROOT / "build" / "small-leaflets")}
    return _run(command, project, site, {**os.environ, **shared, **environment})


def _run(command: list[str | Path], folder: Path, site: Path, environment: dict[str, str]) -> Path:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site
