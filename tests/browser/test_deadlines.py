"""The deadline calculator: its counting against a second way in Python, and its page as people use it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from test_pages_in_browser import faults, too_wide

from askmp.model import STARTS
from deadline_oracle import DAY, England, Found, count

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TODAY = "2026-11-24T12:00:00Z"
# Puts many cases to the page's own modules in one call.
WORK_ALL = """async cases => {
  const { calendar, work } = await import(new URL("../assets/deadlines.js", location));
  const { rules, holidays } = await (await fetch("../assets/deadlines.json")).json();
  const working = calendar(holidays);
  return cases.map(dates =>
    work(rules, dates, working).map(one => [one.id, one.counted[0].name, one.last, one.by]));
}"""
PARSE_ALL = """async cases => {
  const { parse } = await import(new URL("../assets/dates.js", location));
  return cases.map(([day, month, year]) => parse({ day, month, year }, "2026-11-24"));
}"""

DAYS = st.dates(date(2014, 1, 1), date(2031, 12, 31))
# The days on which rules meet: ends of months, leap days, August, Christmas.
EDGES = st.sampled_from(
    [
        date(year, month, 1) + timedelta(shift)
        for year in range(2022, 2031)
        for month in range(1, 13)
        for shift in (-3, -2, -1, 0, 1)
    ]
)
CASES = st.dictionaries(st.sampled_from(STARTS), EDGES | DAYS, min_size=1)


@pytest.fixture(scope="module")
def known(built_site: Path) -> tuple[int, int]:
    """The years whose bank holidays the site carries."""
    table = json.loads((built_site / "assets" / "deadlines.json").read_bytes())["holidays"]
    return int(table["from"][:4]), int(table["until"][:4])


@pytest.fixture
def tool(site_url: str, page: Page) -> Page:
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}deadlines/", wait_until="networkidle")
    return page


def put(page: Page, name: str, day: str) -> None:
    for part, text in zip(("day", "month", "year"), day.split(), strict=True):
        page.fill(f"#{name}-{part}", text)


def work_out(page: Page, **dates: str) -> None:
    for name, day in dates.items():
        put(page, name.replace("_", "-"), day)
    page.click("#deadlines button[type=submit]")


# --- Counting ---------------------------------------------------------------------------------------------


def ask_all(page: Page, cases: list[dict[str, date]]) -> list[set[Found]]:
    asked = [{name: day.isoformat() for name, day in dates.items()} for dates in cases]
    answers = page.evaluate(WORK_ALL, asked)
    return [
        {
            Found(rule, start, date.fromisoformat(last), date.fromisoformat(by))
            for rule, start, last, by in found
        }
        for found in answers
    ]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(cases=st.lists(CASES, min_size=120, max_size=120))
def test_the_script_counts_as_the_law_says(
    tool: Page, known: tuple[int, int], cases: list[dict[str, date]]
) -> None:
    england = England(*known)
    for dates, found in zip(cases, ask_all(tool, cases), strict=True):
        assert found == count(dates, england), dates


def test_every_single_day_of_a_leap_cycle(tool: Page, known: tuple[int, int]) -> None:
    """Each day alone in every field, from before the known bank holidays to after them."""
    england = England(*known)
    days = [date(2023, 12, 1) + DAY * n for n in range(4 * 366)]
    cases = [dict.fromkeys(STARTS, day) for day in days]
    for dates, found in zip(cases, ask_all(tool, cases), strict=True):
        assert found == count(dates, england), dates


# What a family can look up: (dates given, rule, the day to act by, the legal last day).
EXAMPLES = [
    # IPSEA's own: the certificate's month ends on 29 December.
    ({"refusal": "2026-10-01", "certificate": "2026-11-29"}, "appeal", "2027-01-04", "2027-01-04"),
    ({"refusal": "2025-10-01", "certificate": "2025-11-29"}, "appeal", "2026-01-02", "2026-01-02"),
    ({"refusal": "2026-10-12"}, "appeal", "2026-12-11", "2026-12-12"),  # a Saturday
    ({"refusal": "2026-06-30"}, "appeal", "2026-09-01", "2026-09-01"),  # 30 August: August
    ({"refusal": "2026-06-01"}, "appeal", "2026-09-01", "2026-09-01"),  # 1 August
    ({"refusal": "2024-06-30"}, "appeal", "2024-09-02", "2024-09-02"),  # 1 September was a Sunday
    ({"refusal": "2026-05-31"}, "appeal", "2026-07-31", "2026-07-31"),
    ({"final": "2026-10-25"}, "appeal", "2027-01-04", "2027-01-04"),  # 25 December
    ({"final": "2026-10-24"}, "appeal", "2026-12-24", "2026-12-24"),
    ({"final": "2026-11-01"}, "appeal", "2027-01-04", "2027-01-04"),  # 1 January
    ({"refusal": "2026-10-01", "certificate": "2026-10-20"}, "appeal", "2026-12-01", "2026-12-01"),
    ({"certificate": "2027-01-31"}, "appeal", "2027-02-26", "2027-02-28"),  # a short month, a Sunday
    ({"refusal": "2026-06-15"}, "mediation", "2026-08-14", "2026-08-15"),  # August does not move this one
    ({"request": "2026-09-01"}, "assess", "2026-10-13", "2026-10-13"),
    ({"request": "2026-09-01"}, "refuse", "2026-12-22", "2026-12-22"),
    ({"request": "2026-09-01"}, "plan", "2027-01-19", "2027-01-19"),
    ({"request": "2024-02-29"}, "plan", "2024-07-18", "2024-07-18"),
    ({"draft": "2026-11-09"}, "comment", "2026-11-23", "2026-11-23"),  # the day itself is day 1
    ({"review": "2026-11-02"}, "review-report", "2026-11-16", "2026-11-16"),
    ({"review": "2026-11-02"}, "review-decision", "2026-11-30", "2026-11-30"),
    ({"review": "2026-11-02"}, "review-plan", "2027-01-25", "2027-01-25"),
    ({"known": "2024-02-29"}, "ombudsman", "2025-02-28", "2025-02-28"),
    ({"known": "2026-11-30"}, "court", "2027-02-26", "2027-02-28"),
    ({"wrote-council": "2026-12-18"}, "chase-council", "2027-01-06", "2027-01-06"),  # four bank holidays
    ({"wrote-mp": "2026-11-20"}, "ring-mp", "2026-11-27", "2026-11-27"),
    ({"wrote-mp": "2026-11-20"}, "chase-mp", "2026-12-04", "2026-12-04"),
]


def test_worked_examples(tool: Page) -> None:
    answers = tool.evaluate(WORK_ALL, [dates for dates, *_ in EXAMPLES])
    for (dates, rule, by, last), answer in zip(EXAMPLES, answers, strict=True):
        assert [(one[3], one[2]) for one in answer if one[0] == rule] == [(by, last)], (dates, rule)


def test_two_letters_are_two_appeals_and_the_certificate_is_the_newer_ones(tool: Page) -> None:
    dates = {"refusal": "2026-03-02", "final": "2026-09-01", "certificate": "2026-10-20"}
    answer = tool.evaluate(WORK_ALL, [dates])[0]
    assert {found[1]: found[3] for found in answer if found[0] == "appeal"} == {
        "refusal": "2026-05-01",  # 2 May is a Saturday
        "final": "2026-11-20",
    }


def test_what_is_typed_into_date_boxes(tool: Page) -> None:
    right = {
        ("1", "9", "2026"): "2026-09-01",
        (" 01 ", "09", "2026"): "2026-09-01",
        ("29", "2", "2024"): "2024-02-29",
        ("4", "Sept", "2026"): "2026-09-04",
        ("4", "december", "2026"): "2026-12-04",
        ("\uff14", "\uff11\uff11", "2026"): "2026-11-04",  # wide digits
    }
    wrong = {
        ("29", "2", "2026"): ("day", "February 2026 has 28 days. Check the day"),
        ("31", "11", "2026"): ("day", "November 2026 has 30 days. Check the day"),
        ("0", "1", "2026"): ("day", "January 2026 has 31 days. Check the day"),
        ("1", "13", "2026"): ("month", "The month must be from 1 to 12"),
        ("1", "0", "2026"): ("month", "The month must be from 1 to 12"),
        ("1", "x", "2026"): ("month", "Write the month as a number, like 11"),
        ("1", "9", "26"): ("year", "Write the year with four digits, like 2026"),
        ("1", "9", "20266"): ("year", "Write the year with four digits, like 2026"),
        ("1", "9", "1999"): ("year", "Check the year. It must be from 2014 to 2031"),
        ("", "9", "2026"): ("day", "Write the day too"),
        ("1", "", "2026"): ("month", "Write the month too"),
        ("1", "9", ""): ("year", "Write the year too"),
        ("<b>", "9", "2026"): ("day", "Write the day as a number, like 9"),
        ("1.5", "9", "2026"): ("day", "Write the day as a number, like 9"),
    }
    cases = [*right, *wrong, ("", " ", "")]
    answers = tool.evaluate(PARSE_ALL, [list(case) for case in cases])
    said = dict(zip(cases, answers, strict=True))
    assert {case: said[case].get("iso") for case in right} == right
    assert {case: (said[case].get("part"), said[case].get("error")) for case in wrong} == wrong
    assert said["", " ", ""] == {}


# --- The page ---------------------------------------------------------------------------------------------


def test_dates_in_deadlines_out(tool: Page) -> None:
    work_out(tool, refusal="1 10 2026", certificate="29 11 2026", request="1 6 2026")
    output = tool.locator("#deadlines-output")
    expect(output).to_be_focused()
    appeal = output.locator("[data-rule=appeal]")
    assert appeal.get_attribute("data-by") == "2027-01-04"
    expect(appeal).to_contain_text("Monday 4 January 2027")
    expect(appeal).to_contain_text("41 days from today")
    expect(appeal).to_contain_text("Source: IPSEA. Checked 24 November 2026.")
    expect(output.locator("[data-rule=assess]")).to_contain_text(
        "134 days ago. If it has not happened, the council is late."
    )
    expect(tool.locator("#deadlines-said")).to_have_text(re.compile(r"^\d+ dates worked out\. \d+ passed\.$"))
    expect(output.locator("#deadlines-on")).to_contain_text(
        "Tuesday 24 November 2026, the date on this device"
    )
    expect(output).to_contain_text("A letter to your MP does not stop any of these.")


def test_what_no_longer_matters_is_left_out(tool: Page) -> None:
    """Who was refused is promised no plan; who has a draft is not told that a refusal is late."""
    work_out(tool, refusal="1 10 2026", request="1 9 2026")
    assert tool.locator("#deadlines-output [data-rule=plan]").count() == 0
    tool.click("#deadlines button[type=reset]")
    work_out(tool, draft="1 10 2026", request="1 6 2026")
    assert tool.locator("#deadlines-output [data-rule=refuse]").count() == 0
    assert tool.locator("#deadlines-output [data-rule=assess]").count() == 0
    expect(tool.locator("#deadlines-output [data-rule=plan]")).to_be_visible()
    tool.click("#deadlines button[type=reset]")
    work_out(tool, request="1 6 2026")
    expect(tool.locator("#deadlines-output [data-rule=refuse]")).to_contain_text(
        "If you have a draft or a plan, or the council will write one, this limit does not count."
    )


def test_a_weekend_is_said_and_the_day_before_is_given(tool: Page) -> None:
    work_out(tool, refusal="12 10 2026")
    appeal = tool.locator("[data-rule=appeal]")
    expect(appeal).to_contain_text("At the latest on Friday 11 December 2026")
    expect(appeal).to_contain_text(
        "The time ends on Saturday 12 December 2026, which is no working day. Our sources do not say"
    )


def test_beyond_the_known_bank_holidays_the_page_says_so(tool: Page) -> None:
    work_out(tool, known="1 12 2015")
    expect(tool.locator("[data-rule=ombudsman]")).to_contain_text(
        "We do not know the bank holidays of that time"
    )
    tool.click("#deadlines button[type=reset]")
    expect(tool.locator("#deadlines-output")).to_be_hidden()
    work_out(tool, known="1 12 2025")
    expect(tool.locator("[data-rule=ombudsman]")).not_to_contain_text("bank holidays")


def test_mistakes_are_said_by_the_field_and_nothing_is_lost(tool: Page) -> None:
    work_out(tool, request="31 2 2026", final="1 9 26", certificate="1 13 2026")
    expect(tool).to_have_title(re.compile("^Error: "))
    summary = tool.locator("#deadlines-errors")
    expect(summary).to_be_focused()
    expect(summary.locator("h2")).to_have_text("3 things to put right")
    day = tool.locator("#request-day")
    assert day.get_attribute("aria-invalid") == "true"
    expect(tool.locator("#request-error")).to_have_text("February 2026 has 28 days. Check the day")
    described = tool.locator("#request").get_attribute("aria-describedby")
    assert described
    assert "request-error" in described.split()
    summary.locator("a").first.click()
    expect(day).to_be_focused()
    assert [tool.input_value(f"#request-{part}") for part in ("day", "month", "year")] == ["31", "2", "2026"]
    work_out(tool, request="28 2 2026", final="1 9 2026", certificate="1 10 2026")
    expect(tool).not_to_have_title(re.compile("^Error"))
    expect(summary).to_be_hidden()
    assert tool.locator("[aria-invalid]").count() == 0


@pytest.mark.parametrize(
    ("dates", "field", "text"),
    [
        (
            {"request": "1 9 2026", "refusal": "1 8 2026"},
            "refusal",
            "The letter cannot be older than your request",
        ),
        (
            {"draft": "1 9 2026", "final": "1 8 2026"},
            "final",
            "The final plan cannot be older than the draft",
        ),
        (
            {"refusal": "1 9 2026", "certificate": "1 8 2026"},
            "certificate",
            "The certificate cannot be older than the letter",
        ),
    ],
)
def test_dates_in_the_wrong_order(dates: dict[str, str], field: str, text: str, tool: Page) -> None:
    work_out(tool, **dates)
    expect(tool.locator(f"#{field}-error")).to_contain_text(text)
    expect(tool.locator("#deadlines-output")).to_be_hidden()


def test_an_empty_form_asks_for_one_date(tool: Page) -> None:
    tool.click("#deadlines button[type=submit]")
    expect(tool.locator("#deadlines-errors")).to_contain_text("Write at least one date")


def test_by_keyboard_alone(tool: Page) -> None:
    tool.locator("#known-day").focus()
    for text in ("1", "9", "2026"):
        tool.keyboard.type(text)
        tool.keyboard.press("Tab")
    tool.locator("#known-year").focus()
    tool.keyboard.press("Enter")
    expect(tool.locator("#deadlines-output")).to_be_focused()
    expect(tool.locator("[data-rule=ombudsman]")).to_contain_text("1 September 2027")


# --- What one takes away ----------------------------------------------------------------------------------


def unfold(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_the_calendar_file(tool: Page) -> None:
    work_out(tool, refusal="1 10 2026", certificate="29 11 2026", request="1 6 2026")
    with tool.expect_download() as waiting:
        tool.click("#deadlines-ics")
    assert waiting.value.suggested_filename == "send-dates.ics"
    raw = waiting.value.path().read_bytes()
    lines = unfold(raw.decode())
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2  # the others have passed
    assert lines.count("BEGIN:VALARM") == 4
    assert "DTSTART;VALUE=DATE:20270104" in lines
    assert "DTEND;VALUE=DATE:20270105" in lines
    assert "DTSTAMP:20261124T120000Z" in lines
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 2
    summary = next(line for line in lines if line.startswith("SUMMARY:SEND: Appeal"))
    assert summary == "SUMMARY:SEND: Appeal to the SEND Tribunal\\, for the letter that says no"


def test_copying(site_url: str, open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}deadlines/")
    work_out(page, refusal="1 10 2026")
    page.click("#deadlines-copy")
    expect(page.locator("#deadlines-done")).to_have_text("Copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "Appeal to the SEND Tribunal" in text
    assert "At the latest on Tuesday 1 December 2026." in text
    assert "A letter to an MP does not stop a time limit." in text


def test_on_paper_the_answer_stands_without_the_form(tool: Page) -> None:
    work_out(tool, refusal="1 10 2026")
    tool.emulate_media(media="print")
    expect(tool.locator("#deadlines")).to_be_hidden()
    expect(tool.locator("#limits")).to_be_hidden()
    expect(tool.locator("[data-rule=appeal]")).to_be_visible()


def test_without_javascript_there_is_the_list_to_count_by_hand(
    site_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site_url}deadlines/")
    expect(page.locator("#deadlines")).to_be_hidden()
    expect(page.locator("#limit-appeal")).to_contain_text("2 months from the date on the letter")
    page.emulate_media(media="print")
    expect(page.locator("th.byhand").first).to_be_visible()


def test_no_state_has_a_barrier_or_scrolls_sideways(tool: Page) -> None:
    def check(state: str) -> None:
        for width, scheme in product((320, 390, 1280), ("light", "dark")):
            tool.set_viewport_size({"width": width, "height": 844})
            tool.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert faults(tool, AXE) == [], (state, width, scheme)
            assert too_wide(tool) == [], (state, width)

    work_out(tool, refusal="31 2 26")
    check("mistakes")
    work_out(tool, refusal="12 10 2026", known="1 5 2020", wrote_mp="20 11 2026", request="1 6 2026")
    check("result")


def test_nothing_is_asked_for_kept_or_put_in_the_address(tool: Page) -> None:
    before = len(tool.requests)  # type: ignore[attr-defined]
    address = tool.url
    work_out(tool, **{name: "1 9 2026" for name in STARTS if name not in ("final", "certificate")})
    expect(tool.locator("[data-rule=plan]")).to_be_visible()
    assert tool.requests[before:] == []  # type: ignore[attr-defined]
    assert tool.url == address
    kept: Any = tool.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    assert kept == ["", 0, 0]
