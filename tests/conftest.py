"""What all tests share: the project's folders, golden files, and the real site, built once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from builds import ROOT, build_real

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# For tests that call MkDocs in this process, where a printed banner would be a difference.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


@dataclass(frozen=True)
class Paths:
    """Where things are."""

    root: Path = ROOT
    data: Path = ROOT / "data"
    docs: Path = ROOT / "docs"
    hooks: Path = ROOT / "hooks"
    scripts: Path = ROOT / "scripts"
    golden: Path = ROOT / "tests" / "golden"
    samples: Path = ROOT / "tests" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files anew instead of comparing with them",
    )


@pytest.fixture(scope="session")
def paths() -> Paths:
    return Paths()


@pytest.fixture
def golden(request: pytest.FixtureRequest, paths: Paths) -> Callable[[str, str], None]:
    """A call that compares a text with tests/golden/NAME, or writes that file under --update-golden."""

    def compare(name: str, text: str) -> None:
        path = paths.golden / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if not path.is_file():
            pytest.fail(
                f"There is no {path.relative_to(ROOT)}. Make it: pytest --update-golden, and read it."
            )
        assert text == path.read_text(encoding="utf-8"), (
            f"{path.relative_to(ROOT)} differs: pytest --update-golden"
        )

    return compare


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly once per run; ASKMP_SITE=site uses one that is there already.

    The build is dated by the data, not by the clock: the suite says the same thing tomorrow.
    """
    ready = os.environ.get("ASKMP_SITE")
    if ready:
        site = (ROOT / ready).resolve()
        assert (site / "index.html").is_file(), f"ASKMP_SITE is {ready}, and no built site is there."
        return site
    return build_real(tmp_path_factory.mktemp("built") / "site")
