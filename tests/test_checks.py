"""Rules between records that the table of messages leaves open: on both sides of each limit."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import small
from askmp.dataset import FILES
from askmp.derive import ended_on
from askmp.project import examine
from small import CLOCK, ROOT

GAP = """\
gaps:
- file: councils
  number: 1
  reason: One new council of Surrey has no record yet.
  from: 2027-04-01
  until: 2027-06-30
"""


@pytest.mark.parametrize(
    ("share", "fits"), [("0.62", True), ("0.618", False), ("0.64", True), ("0.642", False)]
)
def test_shares_may_miss_one_by_their_rounding(share: str, fits: bool, tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    small.edit(root, "data/mps.yaml", "share: 0.63", f"share: {share}")
    assert (not small.said(root)) is fits


@pytest.mark.parametrize(
    ("today", "gap", "right"),
    [
        ("2023-04-01", False, True),
        ("2027-03-31", False, True),
        ("2027-04-01", False, False),
        ("2027-03-31", True, True),  # the gap has not begun
        ("2027-04-01", True, False),  # one is explained, two are missing
    ],
)
def test_coverage_by_day(today: str, gap: bool, right: bool, tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    if gap:
        small.edit(root, "data/coverage.yaml", "gaps: []\n", GAP)
    day = date.fromisoformat(today)
    assert (not small.said(root, day, max(day, small.TODAY))) is right


@pytest.mark.parametrize(
    ("today", "until", "lines"),
    [
        ("2027-04-01", "2027-06-30", 0),
        ("2027-06-30", "2027-06-30", 0),
        ("2027-07-01", "2027-06-30", 1),
        ("2026-11-24", "2028-04-01", 0),  # a year and a leap day at the most, from its first day
        ("2026-11-24", "2028-04-02", 1),
        ("2027-05-01", "2028-05-01", 0),  # or from today, for one that goes on
        ("2027-05-01", "2028-05-02", 1),
    ],
)
def test_a_gap_lasts_to_its_day(today: str, until: str, lines: int, tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    gap = GAP.replace("number: 1", "number: 2").replace("2027-06-30", until)
    small.edit(root, "data/coverage.yaml", "gaps: []\n", gap)
    assert len(small.said(root, date.fromisoformat(today), date.fromisoformat(today))) == lines


@pytest.mark.parametrize("today", ["2024-08-01", "2026-08-31", "2026-11-24", "2027-03-31"])
def test_real_data_is_in_order(today: str) -> None:
    found, findings = examine(ROOT, date.fromisoformat(today), CLOCK)
    assert findings == []
    assert len(found.data.constituencies) == 543
    assert sum(not ended_on(council, date.fromisoformat(today)) for council in found.data.councils) == 153


def test_real_councils_of_april_2027() -> None:
    """Surrey ends, and two follow: until they have records or a gap is entered, the check says so."""
    day = date(2027, 4, 1)
    found, findings = examine(ROOT, day, max(day, CLOCK))
    assert found.data.coverage is not None
    accepted = sum(
        gap.number
        for gap in found.data.coverage.gaps
        if gap.file == "councils" and gap.since <= day <= gap.until
    )
    number = sum(not ended_on(council, day) for council in found.data.councils)
    line = found.data.line("data/councils.yaml", ("councils",))
    expected = [
        f"data/councils.yaml:{line}: councils: Councils in force on 2027-04-01: {number}. "
        f"There should be {154 - accepted}. Add what is missing, or explain the gap in data/coverage.yaml."
    ]
    assert [str(found) for found in findings] == (expected if number + accepted < 154 else [])


def test_a_build_of_an_old_day_may_rest_on_later_checks(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    assert small.said(root, date(2024, 8, 1), small.TODAY) == []
    small.edit(root, "data/councils.yaml", "        checked: 2026-11-20", "        checked: 2026-11-24")
    assert small.said(root, date(2024, 8, 1), small.TODAY) == []
    assert len(small.said(root, date(2024, 8, 1), date(2026, 11, 23))) > 1


@pytest.mark.parametrize("lost", ["- id: camden\n  gss", "- id: hampshire\n  gss", "- id: surrey\n  gss"])
def test_an_id_that_is_lost_is_said_once(lost: str, tmp_path: Path) -> None:
    """Not once more for every record that names it."""
    root = small.copy(tmp_path)
    small.edit(root, "data/councils.yaml", lost, "- gss")
    assert len(small.said(root)) == 1


def test_a_lost_id_does_not_hide_an_unknown_one(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    small.edit(root, "data/councils.yaml", "- id: camden\n  gss", "- gss")
    small.edit(root, "data/mps.yaml", "  - id: slough\n", "  - id: slouhg\n")
    assert any('There is no council with the id "slouhg"' in line for line in small.said(root))


def test_real_files_lose_a_record(tmp_path: Path) -> None:
    """One line for one lost council, although its constituencies and postcodes still name it."""
    root = small.copy(tmp_path)
    for name in (Path(path).stem for path in FILES):
        text = (ROOT / "data" / f"{name}.yaml").read_text("utf-8")
        if name == "councils":
            start = text.index("- id: kent\n")
            text = text[:start] + text[text.index("\n- id:", start) + 1 :]
        (root / "data" / f"{name}.yaml").write_text(text, "utf-8")
    shutil.rmtree(root / "data/postcodes")
    (root / "data/postcodes").symlink_to(ROOT / "data/postcodes")
    lines = [str(found) for found in examine(root, small.TODAY, CLOCK)[1]]
    assert len(lines) == 1
    assert lines[0].endswith(
        "councils: Councils in force on 2026-11-24: 152. There should be 153. "
        "Add what is missing (data/mps.yaml names kent), or explain the gap in data/coverage.yaml."
    )
