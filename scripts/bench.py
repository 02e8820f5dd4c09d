"""Measure the build and the site; prints one Markdown table and fails when a size is over its limit.

usage: python scripts/bench.py [--runs 3]

Times depend on the machine, so they are given as ratios within this run. Sizes do not: they have limits.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchlib import paper, sizes
from benchlib.multiply import copy_project
from benchlib.timing import Run, RunError, best
from benchlib.visit import loaded_files

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
OTHERS = ROOT / "build" / "others"
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--strict")
TIMES_THE_AREAS = 3


@dataclass(frozen=True)
class Row:
    """A line of the table. A time over its limit is shown, but fails nothing: a machine may be slow."""

    what: str
    measured: str
    limit: str = ""
    kept: bool = True
    detail: str = ""
    fails: bool = True


def machine() -> str:
    """What the times below were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    day = datetime.datetime.now(tz=datetime.UTC).date()
    return f"{day}, {cores} cores, {memory:.0f} GiB of memory, Python {platform.python_version()}"


def empty(*paths: Path) -> None:
    """Take away what an earlier run left, so that the next one starts cold."""
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)


def mkdocs(project: Path, runs: int) -> Run:
    """A cold build of a project's pages; the leaflets are measured by themselves."""
    return best(MKDOCS, project, times=runs, before=lambda: empty(project / "site"))


def others_python() -> Path | str:
    """The Python of the environment for what is only compared with, or why there is none."""
    lock = ROOT / "requirements-bench.txt"
    python = OTHERS / "bin" / "python"
    stamp = OTHERS / "installed.txt"
    if stamp.is_file() and stamp.read_text() == lock.read_text():
        return python
    empty(OTHERS)
    steps = (
        (sys.executable, "-m", "venv", OTHERS),
        (python, "-m", "pip", "install", "--quiet", "--no-input", "--require-hashes", "-r", lock),
    )
    for step in steps:
        done = subprocess.run(step, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if done.returncode:
            return "it could not be installed here"
    stamp.write_text(lock.read_text())
    return python


def against_zensical(project: Path, ours: Run, runs: int, scratch: Path) -> Row:
    """The same pages, staged as files, built by the other generator."""
    what = "Whole HTML site, cold: MkDocs / Zensical"
    python = others_python()
    if isinstance(python, str):
        return Row(what, f"{ours.seconds:.1f} s / not measured", detail=f"Zensical: {python}")
    staged = scratch / "staged"
    stage = [sys.executable, str(ROOT / "scripts" / "stage.py"), "--pages-only", "--out", str(staged)]
    done = subprocess.run(stage, capture_output=True, text=True, check=False)
    if done.returncode:
        return Row(what, f"{ours.seconds:.1f} s / not measured", detail="scripts/stage.py failed")
    prepare_for_zensical(staged)
    try:
        theirs = best(
            (python, "-m", "zensical", "build", "--clean"),
            staged,
            times=runs,
            before=lambda: empty(staged / "site", staged / ".cache"),
        )
    except RunError as error:
        return Row(what, f"{ours.seconds:.1f} s / not measured", detail=str(error).splitlines()[-1])
    pages = f"{count_pages(project / 'site')} and {count_pages(staged / 'site')} pages"
    ratio = f"{ours.seconds / theirs.seconds:.2f} ({ours.seconds:.1f} s / {theirs.seconds:.1f} s)"
    return Row(what, ratio, detail=f"{pages}; Zensical {version_of(python)}")


def prepare_for_zensical(staged: Path) -> None:
    """Leave out what it answers differently, so that the same pages are built and nothing else is timed."""
    config = staged / "mkdocs.yml"
    text = config.read_text("utf-8")
    # It takes the icons' <use href="#..."> for links to missing headings: 11,000 reports would be timed too.
    text = text.replace("strict: true", "strict: false").replace("anchors: warn", "anchors: ignore")
    config.write_text(text, "utf-8")
    # Its own template for this has other variables.
    (staged / "overrides" / "sitemap.xml").unlink(missing_ok=True)


def version_of(python: Path) -> str:
    """The installed Zensical's version."""
    code = "import importlib.metadata; print(importlib.metadata.version('zensical'))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def count_pages(site: Path) -> int:
    """How many pages a built site has."""
    return sum(1 for _ in site.rglob("*.html"))


def speed(project: Path, scratch: Path, runs: int) -> list[Row]:
    """Times, as ratios, and memory."""
    once = mkdocs(project, runs)
    larger = copy_project(ROOT, scratch / "larger", TIMES_THE_AREAS)
    thrice = mkdocs(larger, runs)
    check = best((sys.executable, ROOT / "scripts" / "check.py"), ROOT, times=max(3, runs), before=empty)
    python = best((sys.executable, "-c", "pass"), ROOT, times=3, before=empty)
    return [
        against_zensical(project, once, runs, scratch),
        Row(
            f"{TIMES_THE_AREAS} times the areas / the areas there are",
            f"{thrice.seconds / once.seconds:.2f} ({thrice.seconds:.1f} s / {once.seconds:.1f} s)",
            detail=f"{count_pages(larger / 'site')} and {count_pages(project / 'site')} pages",
        ),
        Row(
            "`make check` / an empty Python program",
            f"{check.seconds / python.seconds:.0f} ({check.seconds:.2f} s / {python.seconds:.3f} s)",
        ),
        Row("Most memory in a build", f"{once.peak_mb:.0f} MB", detail=f"larger: {thrice.peak_mb:.0f} MB"),
    ]


def size_row(size: sizes.Size) -> Row:
    """A size and its limit in KB."""
    limit = f"{size.limit / sizes.KB:.0f} KB" if size.limit else ""
    return Row(size.what, f"{size.bytes / sizes.KB:.1f} KB", limit, size.kept, size.detail)


def paper_rows(project: Path, scratch: Path) -> list[Row]:
    """The leaflets: against other engines, from a cold and from a warm store."""
    plan = paper.plan_of(paper.today_of(ROOT))
    jobs = paper.sample(plan, 24)
    ours = paper.typst(jobs)
    python = others_python()
    theirs = {
        "WeasyPrint": python if isinstance(python, str) else paper.weasyprint(python, project / "site", jobs),
        "Chromium": paper.chromium(project / "site", jobs),
    }
    rows = []
    for name, seconds in theirs.items():
        what = f"A4 leaflet: {name} / Typst"
        if isinstance(seconds, str):
            rows.append(Row(what, f"not measured / {ours * 1000:.0f} ms", detail=seconds))
        else:
            least = 12 if name == "WeasyPrint" else 0
            measured = f"{seconds / ours:.1f} ({seconds * 1000:.0f} ms / {ours * 1000:.0f} ms)"
            limit = f"at least {least}" if least else ""
            rows.append(Row(what, measured, limit, seconds >= least * ours, fails=False))
    a4, count = paper.cold(plan, scratch / "a4", lambda job: job.path.endswith("/leaflets/leaflet-a4.pdf"))
    store = scratch / "all"
    every, pdfs = paper.cold(plan, store, lambda job: job.form == "pdf" and "/leaflets/" in job.path)
    rest, files = paper.cold(plan, store, lambda job: True)
    again, (fresh, touched) = paper.warm(ROOT, store), paper.edited(ROOT, store)
    largest, size, total = paper.sizes(plan, store)
    times = [
        ("A4 leaflets of all areas, cold", a4, 10, f"{count:,} files"),
        ("All editions and print-shop twins, cold", every, 120, f"{pdfs:,} PDFs"),
        ("Nothing changed, warm", again, 1, ""),
        ("One record edited, warm", fresh, 3, f"{touched} files made anew"),
    ]
    rows += [
        Row(what, f"{seconds:.1f} s", f"{limit} s", seconds <= limit, detail, fails=False)
        for what, seconds, limit, detail in times
    ]
    return [
        *rows,
        Row(
            "Their pictures and the proofs, after the PDFs", f"{rest:.0f} s", detail=f"{files:,} files in all"
        ),
        Row("Largest leaflet", f"{size / sizes.KB:.1f} KB", "80 KB", size <= 80 * sizes.KB, largest),
        Row("All leaflets together", f"{total / 1_000_000:.0f} MB"),
    ]


def site_sizes(site: Path) -> list[Row]:
    """What a family's telephone has to fetch."""
    page = sizes.largest_page(site)
    pages = ["", f"{page.detail.split(',')[0]}/"]
    visits = loaded_files(site, pages)
    measured = [page, *(sizes.first_visit(site, name, files) for name, files in visits.items())]
    return [size_row(size) for size in (*measured, sizes.largest_look_up(site))]


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown."""
    lines = ["| What | Measured | Limit | | |", "|---|---|---|---|---|"]
    for row in rows:
        verdict = "" if not row.limit else "kept" if row.kept else "**over**"
        lines.append(f"| {row.what} | {row.measured} | {row.limit} | {verdict} | {row.detail} |")
    return "\n".join(lines)


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--runs", type=int, default=3, help="how often each build is timed (3); the best counts"
    )
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        scratch = Path(name)
        project = copy_project(ROOT, scratch / "project")
        print("Measuring; this takes some minutes", file=sys.stderr, flush=True)
        try:
            rows = [
                *speed(project, scratch, runs),
                *paper_rows(project, scratch),
                *site_sizes(project / "site"),
            ]
        except RunError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"Measured on {machine()}\n\n{table(rows)}")
    return 0 if all(row.kept for row in rows if row.fails) else 1


if __name__ == "__main__":
    sys.exit(main())
