"""The calculator and the brief as they are made: the rules they carry, and that the page says the same."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import small
from askmp.bankholidays import bank_holidays, span
from askmp.model import STARTS
from askmp.tools import KINDS, RULES
from deadline_oracle import England, end, months_later, postponed
from small import real_site

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Paths


@pytest.fixture(scope="module")
def carried() -> Any:
    return json.loads(real_site().text(RULES))


def test_the_page_carries_every_rule_of_the_data(carried: Any) -> None:
    assert {rule["id"] for rule in carried["rules"]} == {one.id for one in real_site().data.deadlines}
    for record in real_site().data.deadlines:
        rule = next(rule for rule in carried["rules"] if rule["id"] == record.id)
        assert [(one["number"], one["unit"], one["start"]) for one in rule["limits"]] == [
            (limit.number, limit.unit, list(limit.start)) for limit in record.limits
        ]
        assert rule["source"]["url"].startswith("https://")
        assert rule["checked"] == record.checked.isoformat()


def test_the_list_to_count_by_hand_says_the_same(carried: Any) -> None:
    body = real_site().page("deadlines")
    for rule in carried["rules"]:
        row = body[body.index(f'id="limit-{rule["id"]}"') :]
        row = row[: row.index("</tr>")]
        for said in [
            rule["title"],
            rule["note"],
            rule["law"],
            rule["assumed"],
            rule["source"]["url"],
            *(limit["text"] for limit in rule["limits"]),
            *(move["text"] for move in rule["moves"]),
        ]:
            assert said in row, (rule["id"], said)


def test_the_law_as_it_stands(carried: Any) -> None:
    """The numbers a family relies on, once more, so that a slip in the data is seen."""
    assert {
        (rule["id"], limit["number"], limit["unit"]) for rule in carried["rules"] for limit in rule["limits"]
    } == {
        ("assess", 6, "weeks"),
        ("refuse", 16, "weeks"),
        ("plan", 20, "weeks"),
        ("comment", 15, "days"),
        ("mediation", 2, "months"),
        ("appeal", 2, "months"),
        ("appeal", 1, "months"),
        ("review-report", 2, "weeks"),
        ("review-decision", 4, "weeks"),
        ("review-plan", 12, "weeks"),
        ("ombudsman", 12, "months"),
        ("court", 3, "months"),
        ("ring-mp", 5, "working days"),
        ("chase-mp", 10, "working days"),
        ("chase-council", 10, "working days"),
    }


def test_both_forms_have_a_field_for_every_date() -> None:
    for name in STARTS:
        assert f'name="{name}_day"' in real_site().page("deadlines")
    for name in ("request", "refusal", "draft", "final", "certificate", "review", "wrote-mp"):
        assert f'name="{name}_day"' in real_site().page("brief")


@pytest.mark.parametrize("today", ["2024-02-29", "2026-11-24", "2027-12-31"])
def test_bank_holidays_are_known_three_years_around_the_build(today: str) -> None:
    day = date.fromisoformat(today)
    days = bank_holidays(day)
    assert span(day) == (date(day.year - 3, 1, 1), date(day.year + 3, 12, 31))
    assert days == sorted(set(days))
    assert {one.year for one in days} == set(range(day.year - 3, day.year + 4))
    assert all(one.isoweekday() < 6 for one in days)


def test_the_bank_holidays_of_a_year_we_know() -> None:
    """2026 has Boxing Day on a Saturday, so the Monday after it is off."""
    days = [day.isoformat()[5:] for day in bank_holidays(date(2026, 11, 24)) if day.year == 2026]
    assert days == ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]


def test_every_kind_of_brief_has_its_words(paths: Paths) -> None:
    script = (paths.docs / "assets" / "brief.js").read_text("utf-8")
    table = script[script.index("export const KINDS") : script.index("};")]
    named = re.findall(r'^ {2}"?([a-z-]+)"?: \{ about:', table, re.MULTILINE)
    assert named == [kind for kind, _ in KINDS]
    rules = {one.id for one in real_site().data.deadlines}
    assert {
        name for row in re.findall(r"limits: \[([^\]]*)\]", table) for name in re.findall(r'"([^"]+)"', row)
    } <= rules


def test_a_part_of_the_year_that_is_none_is_refused(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    small.edit(root, "data/deadlines.yaml", "until: 08-31", "until: 31 August")
    small.edit(root, "data/deadlines.yaml", "from: 12-25", "from: 02-29")
    said = small.said(root)
    assert '"31 August" is not a month and a day. Use month-day, like 12-25.' in said[0]
    assert '"02-29" is not a day of every year.' in said[1]


# --- The second way of counting, on days anybody can look up ------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-10-12", 2, "2026-12-12"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_months_by_hand(start: str, months: int, last: str) -> None:
    assert months_later(date.fromisoformat(start), months) == date.fromisoformat(last)


def test_the_rules_of_the_year_by_hand() -> None:
    england = England(2023, 2029)
    for day, last in {
        "2026-12-24": "2026-12-24",
        "2026-12-29": "2027-01-04",
        "2027-01-01": "2027-01-04",
        "2026-08-01": "2026-09-01",
        "2024-08-31": "2024-09-02",
        "2026-07-31": "2026-07-31",
    }.items():
        assert postponed(date.fromisoformat(day), england) == date.fromisoformat(last)
    ten = {"number": "10", "unit": "working days"}
    assert end(ten, date(2026, 12, 18), england) == date(2027, 1, 6)
