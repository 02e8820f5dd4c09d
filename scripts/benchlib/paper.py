"""How fast the leaflets are made, against other engines on the same words and from a cold or a warm store."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from askmp.leaflets import workshop
from askmp.leaflets.store import Store
from askmp.leaflets.typeset import Typesetter
from askmp.model import Mp
from askmp.plan import Options, Plan
from askmp.project import inputs
from benchlib.visit import served
from browser import find_chromium, launch_args

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from askmp.leaflets.jobs import Job
    from askmp.plan import Inputs

MAIN = "leaflet-a4"
# WeasyPrint runs in the environment of the other programs that are only compared with.
WEASYPRINT = """
import json, sys, time
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
fonts = FontConfiguration()
HTML(sys.argv[1]).write_pdf(font_config=fonts)
started = time.perf_counter()
for path in sys.argv[2:]:
    HTML(path).write_pdf(font_config=fonts)
print(json.dumps((time.perf_counter() - started) / len(sys.argv[2:])))
"""


def today_of(root: Path) -> Inputs:
    """The records of a project, as they stand today."""
    day = date.today()  # noqa: DTZ011 - a data file's dates are local days
    return inputs(root, day, day)


def plan_of(found: Inputs) -> Plan:
    """What is to be made from some records."""
    return Plan(found, Options(date.today()))  # noqa: DTZ011


def timed(work: Callable[[], object]) -> float:
    """How many seconds some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def sample(plan: Plan, count: int) -> list[Job]:
    """The main leaflet of some areas, far apart in the alphabet."""
    jobs = [job for job in plan.jobs if job.path.endswith(f"/leaflets/{MAIN}.pdf")]
    return jobs[:: max(1, len(jobs) // count)][:count]


def typst(jobs: Sequence[Job]) -> float:
    """Seconds a leaflet, one after another in one process, the check for accessible PDF on."""
    typesetter = Typesetter()

    def one(job: Job) -> bytes:
        return typesetter.pdf(job.sheet, job.edition, job.title, url=job.url)

    one(jobs[0])
    return timed(lambda: [one(job) for job in jobs[1:]]) / len(jobs[1:])


def weasyprint(python: Path, site: Path, jobs: Sequence[Job]) -> float | str:
    """Seconds a leaflet, from the web page with the same words; or why it was not measured."""
    pages = [str(site / job.path.replace(f"{MAIN}.pdf", "index.html")) for job in jobs]
    done = subprocess.run([python, "-c", WEASYPRINT, *pages], capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it failed"])[-1]
    return float(json.loads(done.stdout))


def chromium(site: Path, jobs: Sequence[Job]) -> float | str:
    """Seconds a leaflet, from the same web page, in one browser that stays open."""
    path = find_chromium()
    if path is None:
        return "no Chromium was found"
    with served(site) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=launch_args())
        page = browser.new_page()

        def one(job: Job) -> bytes:
            page.goto(f"{root}/{job.path.replace(f'{MAIN}.pdf', '')}")
            return page.pdf(prefer_css_page_size=True, tagged=True)

        one(jobs[0])
        seconds = timed(lambda: [one(job) for job in jobs[1:]]) / len(jobs[1:])
        browser.close()
    return seconds


def cold(plan: Plan, folder: Path, wanted: Callable[[Job], bool]) -> tuple[float, int]:
    """Seconds and number of files, from an empty store, on every core."""
    jobs = [job for job in plan.jobs if wanted(job)]
    store = Store(folder)
    return timed(lambda: workshop.make(jobs, store)), len(jobs)


def warm(root: Path, folder: Path) -> float:
    """Seconds to find out that nothing has changed, reading the records left out."""
    found = today_of(root)

    def look() -> None:
        plan = plan_of(found)
        store = Store(folder)
        workshop.make(plan.jobs, store)
        workshop.made(plan.files.values(), store)

    return timed(look)


def edited(root: Path, folder: Path) -> tuple[float, int]:
    """Seconds and number of files when one MP has another name, reading the records left out."""
    found = today_of(root)
    first, *others = found.data.constituencies
    assert isinstance(first.mp, Mp)
    renamed = first.model_copy(update={"mp": first.mp.model_copy(update={"name": "Another Name"})})
    changed = replace(found, data=replace(found.data, constituencies=(renamed, *others)))
    store = Store(folder)
    before = {job.key for job in plan_of(found).jobs}
    jobs = plan_of(changed).jobs
    return timed(lambda: workshop.make(jobs, store)), sum(job.key not in before for job in jobs)


def sizes(plan: Plan, folder: Path) -> tuple[str, int, int]:
    """The largest PDF: its path, its size in bytes; and the size of all files."""
    made = workshop.made(plan.files.values(), Store(folder))
    pdfs = {path: one.bytes for path, one in made.items() if path.endswith(".pdf")}
    largest = max(pdfs, key=lambda path: pdfs[path])
    return largest, pdfs[largest], sum(one.bytes for one in made.values())
