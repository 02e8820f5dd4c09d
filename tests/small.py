"""The small England: a copy to break, and what the check command says of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askmp.plan import Options, build
from askmp.project import examine, inputs
from builds import ROOT, SMALL_DAY, newest_check

if TYPE_CHECKING:
    from askmp.artefacts import Artefact
    from askmp.dataset import Dataset

SAMPLE = Path(__file__).parent / "data" / "small"
TODAY = date.fromisoformat(SMALL_DAY)
# The real data move on: what was checked after a test was written is not in the future.
CLOCK = date.fromisoformat(newest_check(ROOT / "data"))
REPO = "https://git.example/askmp"


def copy(to: Path) -> Path:
    """Copy the small England into a fresh folder and return it."""
    root = to / "small"
    shutil.copytree(SAMPLE, root)
    return root


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Change a file the way an editor does; fails unless `old` is there exactly once."""
    path = root / file
    text = path.read_bytes().decode()
    count = text.count(old)
    assert count == 1, f"{old!r} is in {file} {count} times, not once"
    path.write_bytes(text.replace(old, new).encode())


def said(root: Path, today: date = TODAY, clock: date = TODAY) -> list[str]:
    """Return the lines that the check prints."""
    return [str(finding) for finding in examine(root, today, clock)[1]]


@dataclass(frozen=True)
class Site:
    """The records of a project and all that is made from them."""

    data: Dataset
    artefacts: dict[str, Artefact]

    def text(self, path: str) -> str:
        """Return one artefact as text."""
        content = self.artefacts[path].content
        return content if isinstance(content, str) else content.decode()

    def page(self, record: str) -> str:
        """Return the page of an area, e.g. `councils/surrey`."""
        return self.text(f"{record}/index.md")

    def json(self, path: str) -> Any:
        """Return a JSON file below api/v1/."""
        return json.loads(self.text(f"api/v1/{path}"))

    def pages(self) -> dict[str, str]:
        """Return every page that is HTML behind front matter, by its path; not those written by hand."""
        made = (item for path, item in self.artefacts.items() if path.endswith(".md"))
        return {item.path: self.text(item.path) for item in made if not (item.edit or "").startswith("docs/")}


def site(root: Path, today: date = TODAY, *, repo: str = REPO, commit: str = "abc1234") -> Site:
    """Make everything from a project that is in order. Nothing is written."""
    found = inputs(root, today, max(today, CLOCK))
    made = {item.path: item for item in build(found, Options(today, repo, commit))}
    return Site(found.data, made)


@cache
def small_site(today: date = TODAY) -> Site:
    """Return the small England as it lies in tests/data."""
    return site(SAMPLE, today)


@cache
def real_site() -> Site:
    """Return the real site, dated by its data."""
    return site(ROOT, CLOCK)
