"""What the tests of the leaflets share: the plans of the small and the real England, and one typesetter."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import small
from askmp.leaflets.jobs import Job
from askmp.leaflets.typeset import Typesetter
from askmp.plan import Options, Plan
from askmp.project import inputs
from builds import ROOT

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

SITE = "https://ask-your-mp.example/"


def plan(root: Path, today: date) -> Plan:
    """Everything that is to be made from a project on a day."""
    return Plan(inputs(root, today, max(today, small.CLOCK)), Options(today, small.REPO, site_url=SITE))


@cache
def small_plan(today: date = small.TODAY) -> Plan:
    """The small England of tests/data/small."""
    return plan(small.SAMPLE, today)


@cache
def real_plan() -> Plan:
    """All of England, on the day of its newest fact."""
    return plan(ROOT, small.CLOCK)


@cache
def typesetter() -> Typesetter:
    """One compiler for all tests."""
    return Typesetter()


def job(made: Plan, path: str) -> Job:
    """The job of a file, e.g. councils/surrey/leaflets/leaflet-a4.pdf."""
    found = made.files[path]
    assert isinstance(found, Job)
    return found


@cache
def pdf(made: Plan, path: str) -> bytes:
    """The PDF of a file."""
    one = job(made, path)
    return typesetter().pdf(one.sheet, one.edition, one.title, url=one.url, press=one.press)
