"""What the scripts about leaflets and staging start with: a project read, checked and planned for a day."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from askmp.findings import DataError
from askmp.leaflets.store import Store
from askmp.plan import Options, Plan
from askmp.project import inputs

if TYPE_CHECKING:
    import argparse

ROOT = Path(__file__).resolve().parent.parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that all of them have."""
    parser.add_argument("--today", type=date.fromisoformat, help="as if on this day")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")


def plan_of(root: Path, today: date | None) -> Plan | None:
    """Return the plan of a project; None when there are mistakes in its data, which have been said then."""
    clock = date.today()  # noqa: DTZ011 - a data file's dates are local days
    day = today or clock
    try:
        found = inputs(root, day, clock)
    except DataError as error:
        print(error, file=sys.stderr)
        return None
    named = {
        key: value
        for key, variable in (
            ("repo_url", "ASKMP_REPO_URL"),
            ("commit", "ASKMP_COMMIT"),
            ("site_url", "ASKMP_SITE_URL"),
        )
        if (value := os.environ.get(variable))
    }
    return Plan(found, Options(day, **named))


def store_of(root: Path) -> Store:
    """Return the finished leaflets of a project."""
    return Store(Path(os.environ.get("ASKMP_CACHE") or root / "build" / "leaflets"))
