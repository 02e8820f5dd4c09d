"""The case brief: every answer in every output, nothing sent or kept, any text harmless."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import expect
from test_pages_in_browser import faults, too_wide

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TODAY = "2026-11-24T12:00:00Z"
KEPT = """async () => [document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length]"""
# Every field that a first brief shows, with an answer that can be told from all others.
CASE = {
    "name": "Ana Nagy-Példa",
    "address": "Flat 2\n14 Mill Lane\nAldershot",
    "postcode": "GU11 1AA",
    "contact": "01632 960123, after 4 pm",
    "mp": "Sam Sample",
    "mp_email": "sam.sample.mp@parliament.example",
    "council": "Hampshire County Council",
    "reference": "EHC/2026/77",
    "child": "J, aged 7, at Park School",
    "problem": "Nobody has said whether they will look at what J needs.",
    "event1_what": "I rang and was told to wait for the panel.",
    "event2_what": "The head teacher wrote in support.",
    "event3_what": "I sent a complaint, stage 1.",
    "event4_what": "An officer said the file was lost.",
    "tried": "Two calls, one complaint, and our advice service.",
    "effect": "J comes home in tears and has missed 22 days.",
    "ask": "Please ask on what day they will decide.",
}
DATES = {
    "request": "1 6 2026",
    "refusal": "1 10 2026",
    "draft": "2 10 2026",
    "final": "5 10 2026",
    "certificate": "29 10 2026",
    "review": "2 11 2026",
    "event1": "14 7 2026",
    "event2": "15 7 2026",
    "event3": "16 7 2026",
    "event4": "17 7 2026",
}
IN_WORDS = [
    *("1 June 2026", "1 October 2026", "2 October 2026", "5 October 2026", "29 October 2026"),
    *("2 November 2026", "14 July 2026", "15 July 2026", "16 July 2026", "17 July 2026"),
]
TICKS = {
    "begun_complaint": "a complaint to the council",
    "begun_appeal": "an appeal to the SEND Tribunal",
    "begun_ombudsman": "a complaint to the Ombudsman",
    "agree": "may share this with the council",
    "agree_young": "is 16 or over and agrees",
}
# In RTF: a numbered UTF-16 unit, a sign of RTF's own, a command, a bracket.
RTF = re.compile(r"\\u(-?\d+)\?|\\([\\{}])|\\([a-z]+)-?\d* ?|[{}]|\r\n")
HOSTILE = (
    '"><img src=x onerror="window.pwned=1"></textarea><script>window.pwned=1</script>{{7*7}} \\b1 {\\rtf}'
)


def put(page: Page, name: str, day: str) -> None:
    for part, text in zip(("day", "month", "year"), day.split(), strict=True):
        page.fill(f"#{name}-{part}", text)


def fill(page: Page, kind: str, texts: dict[str, str], dates: dict[str, str], ticks: Any = ()) -> None:
    page.select_option("#kind", kind)
    for name, text in texts.items():
        page.fill(f"#{name}", text)
    for name, day in dates.items():
        put(page, name, day)
    for name in ticks:
        page.check(f"#{name}")


def make(page: Page) -> str:
    """Press the button and return the sheet's text."""
    page.click("#brief button[type=submit]")
    expect(page.locator("#brief-output")).to_be_focused()
    return page.inner_text("#brief-sheet")


def download(page: Page, button: str) -> str:
    with page.expect_download() as waiting:
        page.click(button)
    return waiting.value.path().read_bytes().decode("utf-8")


def from_rtf(text: str) -> str:
    """The words of an RTF file as a word processor shows them."""
    assert text.startswith("{\\rtf1")
    assert text.isascii()
    depth = 0
    for sign in re.sub(r"\\[\\{}]", "", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    body = text[text.index("\\f0\\fs22") :]
    plain = RTF.sub(rtf_word, body)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16")


def rtf_word(found: re.Match[str]) -> str:
    unit, sign, word = found.groups()
    if unit:
        return chr(int(unit) % 65536)
    return sign or ("\n" if word in {"par", "line"} else "")


def words_of(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def empty(site_url: str, page: Page) -> Page:
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}brief/", wait_until="networkidle")
    return page


# --- The whole way ----------------------------------------------------------------------------------------


def test_every_answer_is_in_every_output_and_nothing_leaves(
    site_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{site_url}brief/", wait_until="networkidle")
    before = len(page.requests)  # type: ignore[attr-defined]
    fill(page, "other", CASE, DATES, TICKS)
    sheet = make(page)
    page.click("#brief-copy")
    expect(page.locator("#brief-done")).to_contain_text("Copied")
    page.emulate_media(media="print")
    outputs = {
        "page": sheet,
        "paper": page.inner_text("#brief-sheet"),
        "copy": page.evaluate("navigator.clipboard.readText()"),
    }
    page.emulate_media(media="screen")
    outputs["text"] = download(page, "#brief-txt")
    outputs["rtf"] = from_rtf(download(page, "#brief-rtf"))
    told = [
        *(text for name, text in CASE.items() if name not in ("mp_email", "address")),
        *IN_WORDS,
        *TICKS.values(),
    ]
    for name, output in outputs.items():
        said = words_of(output)
        missing = [text for text in told if words_of(text) not in said]
        assert missing == [], name
        assert "Flat 2, 14 Mill Lane, Aldershot" in said, name
        assert "I am your constituent" in said, name
    assert page.get_attribute("#brief-mail", "href", timeout=1000).startswith(  # type: ignore[union-attr]
        "mailto:sam.sample.mp@parliament.example?subject=SEND%20case"
    )
    away = [url for url in page.requests[before:] if not url.startswith(("blob:", "data:"))]  # type: ignore[attr-defined]
    assert away == []
    assert page.url == f"{site_url}brief/"
    assert page.evaluate(KEPT) == ["", 0, 0, 0, 0]
    assert page.context.cookies() == []


def test_the_order_is_the_caseworkers(empty: Page) -> None:
    fill(empty, "other", CASE, DATES, TICKS)
    sheet = make(empty)
    order = [
        *("SEND case: Hampshire", "To: Sam Sample MP", "Ana Nagy", "14 Mill Lane", "Reference: EHC/2026/77"),
        *(
            "Nobody has said",
            "1 June 2026",
            "17 July 2026",
            "Two calls",
            "in tears",
            "Please ask on what day",
        ),
        *(
            "My last day to appeal against",
            "does not change any time limit",
            "may share this",
            "show me the council",
        ),
    ]
    places = [sheet.index(text) for text in order]
    assert places == sorted(places)


def test_the_dates_carry_the_limit_that_was_missed(empty: Page) -> None:
    fill(
        empty,
        "late-assessment",
        {**CASE, **dict.fromkeys([f"event{n}_what" for n in (1, 2, 3, 4)], "")},
        {"request": "1 9 2026"},
    )
    sheet = words_of(make(empty))
    assert (
        "13 October 2026 Legal limit (6 weeks, Special Educational Needs and Disability Regulations 2014, "
        "regulation 5(1)): The council says if it will assess my child. "
        "Nothing by 24 November 2026: 42 days late."
    ) in sheet
    assert "None of these dates starts a time to appeal." in sheet
    empty.click("#brief-back")
    put(empty, "refusal", "20 10 2026")
    assert "It came 7 days late, on 20 October 2026." in words_of(make(empty))
    empty.click("#brief-back")
    put(empty, "refusal", "13 10 2026")
    assert "Legal limit" not in make(empty)  # it came on the last day: in time


def test_the_deadline_stands_before_the_letter(empty: Page) -> None:
    texts = {name: text for name, text in CASE.items() if not name.startswith("event")}
    fill(empty, "refused", texts, {"refusal": "1 10 2026", "certificate": "29 11 2026"})
    make(empty)
    due = empty.locator("#brief-due")
    expect(due).to_contain_text("Appeal by Monday 4 January 2027")
    expect(due).to_contain_text("A letter to your MP does not stop that clock.")
    for later in ("#brief-mail", "#brief-copy", "#brief-sheet"):
        assert due.bounding_box()["y"] < empty.locator(later).bounding_box()["y"]  # type: ignore[index]
    assert "My last day to appeal is 4 January 2027." in empty.inner_text("#brief-sheet")
    empty.click("#brief-back")
    put(empty, "refusal", "1 3 2026")
    put(empty, "certificate", "29 3 2026")
    make(empty)
    expect(due).to_contain_text("Your time to appeal ended on 1 May 2026")
    expect(due).to_contain_text("Ask the Tribunal at once")


def test_the_brief_accuses_nobody_of_what_the_family_did_not_say(empty: Page) -> None:
    """A late plan says nothing of the decision to assess; a refusal may be of that or of the plan."""
    texts = {name: text for name, text in CASE.items() if not name.startswith("event")}
    fill(empty, "late-plan", texts, {"request": "6 5 2026"})
    sheet = words_of(make(empty))
    assert "20 weeks" in sheet
    assert "6 weeks" not in sheet
    assert "16 weeks" not in sheet
    empty.click("#brief-back")
    fill(empty, "refused", texts, {"request": "22 7 2026", "refusal": "3 11 2026"})
    sheet = words_of(make(empty))
    assert "late, on" not in sheet
    # 3 January 2027 is a Sunday, and the two days before are no working days.
    assert "My time to appeal ends on 3 January 2027. I plan to appeal by 31 December 2026." in sheet
    empty.click("#brief-back")
    for part in ("day", "month", "year"):
        empty.fill(f"#refusal-{part}", "")
    assert "I have not yet worked out my last day to appeal." in words_of(make(empty))


def test_two_briefs_share_little_but_headings(empty: Page) -> None:
    """WriteToThem stops letters that look alike; the words must be the family's own."""
    first = {name: text for name, text in CASE.items() if not name.startswith("event")}
    fill(empty, "late-plan", first, {"request": "1 6 2026"})
    one = make(empty)
    empty.click("#brief-back")
    other = {
        "name": "Tariq Example",
        "address": "9 Quay Road\nTruro",
        "postcode": "TR1 2AB",
        "contact": "tariq@mail.example",
        "mp": "Kim Other",
        "mp_email": "",
        "council": "Cornwall Council",
        "reference": "C-9",
        "child": "M, nine",
        "problem": "Speech therapy written in the plan has not begun since Easter.",
        "tried": "Letters in May and in June; the school backs us.",
        "effect": "M cannot ask for help, and hits out.",
        "ask": "Would you find out when a therapist starts?",
    }
    for part in ("day", "month", "year"):
        empty.fill(f"#request-{part}", "")
    fill(empty, "support", other, {"final": "3 2 2026"})
    two = make(empty)
    headings = set(empty.locator("#brief-sheet :is(h3, thead th)").all_inner_texts())

    def runs(text: str) -> set[str]:
        """Every five words in a row, headings left out."""
        found = set()
        for line in text.splitlines():
            words = [] if line.strip() in headings else re.findall(r"\w+", line.lower())
            found |= {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}
        return found

    shared = runs(one) & runs(two)
    assert len(shared) / len(runs(one)) < 0.35, shared


def test_the_second_letter_and_the_thank_you(empty: Page) -> None:
    who = {name: CASE[name] for name in ("name", "address", "postcode", "council", "mp")}
    fill(
        empty,
        "chase",
        {**who, "since": "No letter came back.", "ask": "Please chase it."},
        {"wrote-mp": "2 11 2026"},
    )
    expect(empty.locator("#problem")).to_be_hidden()
    sheet = make(empty)
    assert "I wrote to you on 2 November 2026, 22 days ago." in sheet
    assert "No letter came back." in sheet
    assert "Please chase it." in sheet
    empty.click("#brief-back")
    fill(empty, "thanks", {"outcome": "The plan came in December."}, {})
    expect(empty.locator("#ask")).to_be_hidden()
    sheet = make(empty)
    assert "Thank you" in sheet
    assert "The plan came in December." in sheet
    assert "Please chase it." not in sheet


def test_a_short_brief_opens_in_the_mail_program(empty: Page) -> None:
    who = {name: CASE[name] for name in ("name", "address", "postcode", "council", "mp", "mp_email")}
    fill(
        empty,
        "thanks",
        {**who, "outcome": "A date came & “all” is well?\nThank you = yes #1"},
        {"wrote-mp": "2 11 2026"},
    )
    sheet = make(empty)
    href = empty.get_attribute("#brief-mail", "href")
    assert href is not None
    parts = urlsplit(href)
    assert parts.path == CASE["mp_email"]
    query = parse_qs(parts.query, strict_parsing=True)
    assert list(query) == ["subject", "body"]
    assert words_of(query["body"][0].lower()) == words_of(sheet.lower())
    assert "\r\n" in query["body"][0]
    expect(empty.locator("#brief-long")).to_be_hidden()
    expect(empty.locator("#brief-mail")).to_contain_text("Open in my e-mail")


def test_a_long_subject_is_cut_between_signs(empty: Page) -> None:
    who = {name: CASE[name] for name in ("name", "address", "postcode")}
    fill(empty, "support", {**who, "council": "x" + "🦓" * 79, "problem": "p", "ask": "a"}, {})
    make(empty)
    href = empty.get_attribute("#brief-mail", "href")
    assert href is not None
    assert unquote(href, errors="strict").count("🦓") >= 79


def test_a_long_brief_says_so_and_offers_to_copy(empty: Page) -> None:
    fill(empty, "other", {**CASE, "tried": "I rang again. " * 120}, DATES)
    make(empty)
    expect(empty.locator("#brief-long")).to_contain_text("too long to open in your e-mail by itself")
    href = empty.get_attribute("#brief-mail", "href")
    assert href is not None
    assert "body=" not in href
    expect(empty.locator("#brief-words")).to_contain_text("Try to make it shorter")


# --- The area ---------------------------------------------------------------------------------------------


def test_the_area_is_put_in(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}brief/?area=constituencies/aldershot", wait_until="networkidle")
    expect(page.locator("#mp")).to_have_value(re.compile(r"\w+ \w+"))
    expect(page.locator("#mp_email")).to_have_value(re.compile(r"@parliament\.uk$"))
    expect(page.locator("#council")).to_have_value("Hampshire County Council")
    page.goto(f"{site_url}brief/?area=constituencies/tatton", wait_until="networkidle")
    expect(page.locator("#council")).to_have_value("")  # three councils: only the family knows
    expect(page.locator("#council-hint")).to_contain_text("Cheshire East")
    page.goto(f"{site_url}brief/?area=councils/surrey", wait_until="networkidle")
    expect(page.locator("#council")).to_have_value("Surrey County Council")
    expect(page.locator("#mp")).to_have_value("")


@pytest.mark.parametrize(
    "area", ["constituencies/nowhere-at-all", "../../etc", "javascript:alert(1)", "GU11 1AA", "<b>"]
)
def test_an_area_that_is_none_changes_nothing(area: str, site_url: str, page: Page) -> None:
    page.goto(f"{site_url}brief/?area={area}", wait_until="networkidle")
    expect(page.locator("#brief-area")).to_be_hidden()
    expect(page.locator("#council")).to_have_value("")


# --- Mistakes ---------------------------------------------------------------------------------------------


def test_mistakes_are_said_by_the_field_and_nothing_is_lost(empty: Page) -> None:
    fill(
        empty,
        "other",
        {
            **CASE,
            "name": "  ",
            "mp_email": "a@b.example?bcc=c@d.example",
            "tried": "x" * 20_000,
            "event2_what": "",
        },
        {**DATES, "request": "29 2 2026", "draft": "1 5 26", "final": "1 13 2026"},
    )
    empty.click("#brief button[type=submit]")
    expect(empty).to_have_title(re.compile("^Error: "))
    summary = empty.locator("#brief-errors")
    expect(summary).to_be_focused()
    said = {
        "name": "Write your full name",
        "mp_email": "Write one e-mail address, like name.mp@parliament.uk, or leave it empty",
        "request": "February 2026 has 28 days. Check the day",
        "draft": "Write the year with four digits, like 2026",
        "final": "The month must be from 1 to 12",
        "event2_what": "Write what happened on 15 July 2026",
        "tried": "This has 20,000 characters. Cut it to 2,000 or fewer",
    }
    assert summary.locator("a").all_inner_texts() == list(said.values())  # in the order of the form
    for name, text in said.items():
        expect(empty.locator(f"#{name}-error")).to_have_text(text)
        target = empty.locator(f"[data-field={name}] [aria-invalid=true]")
        assert target.count() == 1, name
        described = target.get_attribute("aria-describedby") or empty.locator(f"#{name}").get_attribute(
            "aria-describedby"
        )
        assert described
        assert f"{name}-error" in described.split()
    assert len(empty.input_value("#tried")) == 20_000
    assert empty.input_value("#draft-year") == "26"
    assert empty.input_value("#effect") == CASE["effect"]
    summary.locator("a").nth(4).click()
    expect(empty.locator("#final-month")).to_be_focused()
    fill(empty, "other", {**CASE}, DATES)
    make(empty)
    expect(empty).not_to_have_title(re.compile("^Error"))


def test_dates_in_the_wrong_order(empty: Page) -> None:
    fill(
        empty,
        "other",
        CASE,
        {**DATES, "request": "1 10 2026", "refusal": "1 9 2026", "certificate": "1 8 2026"},
    )
    empty.click("#brief button[type=submit]")
    expect(empty.locator("#refusal-error")).to_contain_text("cannot be older than your request")
    expect(empty.locator("#certificate-error")).to_contain_text("cannot be older than the letter")


@pytest.mark.parametrize(
    "text", [HOSTILE, "🦓👩‍👧 Zoë", "مريم بنت خالد", "\u202egnp.exe", "a\u0000b\u0007c\u2028d"]
)
def test_any_text_stays_text(text: str, empty: Page) -> None:
    dialogs: list[str] = []
    empty.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    texts = {name: text for name in CASE if name not in ("mp_email", "postcode")}
    fill(empty, "other", {**texts, "postcode": "GU11 1AA"}, DATES)
    make(empty)
    seen = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)
    seen = words_of(seen.replace("\u2028", "\n"))
    assert words_of(empty.locator("#brief-sheet").inner_text()).count(seen) >= 12
    assert empty.locator("#brief-output :is(img, script, iframe, [onerror], [style])").count() == 0
    assert empty.evaluate("typeof window.pwned") == "undefined"
    assert words_of(download(empty, "#brief-txt")).count(seen) >= 12
    assert words_of(from_rtf(download(empty, "#brief-rtf"))).count(seen) >= 12
    href = empty.get_attribute("#brief-mail", "href")
    assert href is not None
    assert re.fullmatch(r"mailto:\?subject=[A-Za-z0-9%._~!*'()-]+(&body=[A-Za-z0-9%._~!*'()-]+)?", href)
    assert "\n" not in unquote(href.split("&body=")[0])
    assert dialogs == []


# --- The draft --------------------------------------------------------------------------------------------


def test_a_draft_is_kept_only_when_asked_and_can_be_deleted(empty: Page) -> None:
    fill(empty, "late-plan", {"name": "Ana"}, {"request": "1 6 2026"})
    empty.reload(wait_until="networkidle")
    assert empty.evaluate(KEPT) == ["", 0, 0, 0, 0]
    fill(empty, "late-plan", {"name": "Ana"}, {"request": "1 6 2026"}, ["agree", "keep"])
    expect(empty.locator("#brief-forget")).to_be_visible()
    empty.reload(wait_until="networkidle")
    expect(empty.locator("#name")).to_have_value("Ana")
    expect(empty.locator("#kind")).to_have_value("late-plan")
    expect(empty.locator("#request-month")).to_have_value("6")
    expect(empty.locator("#agree")).to_be_checked()
    empty.fill("#name", "Ana Nagy")
    empty.reload(wait_until="networkidle")
    expect(empty.locator("#name")).to_have_value("Ana Nagy")
    empty.click("#brief-forget")
    expect(empty.locator("#brief-forget")).to_be_hidden()
    expect(empty.locator("#keep")).not_to_be_checked()
    assert empty.evaluate(KEPT) == ["", 0, 0, 0, 0]
    expect(empty.locator("#name")).to_have_value("Ana Nagy")  # what is on the screen stays
    empty.check("#keep")
    empty.uncheck("#keep")
    assert empty.evaluate(KEPT) == ["", 0, 0, 0, 0]


def test_a_broken_draft_does_no_harm(empty: Page) -> None:
    for held in ("{", "[1]", '"x"', '{"name": 7, "constructor": "x"}', "null"):
        empty.evaluate("held => localStorage.setItem('askmp-brief', held)", held)
        empty.reload(wait_until="networkidle")
        expect(empty.locator("#name")).to_have_value("")


# --- Paper, keyboard, no JavaScript -----------------------------------------------------------------------


def test_the_brief_is_printed_alone_on_one_page(empty: Page) -> None:
    fill(empty, "other", CASE, DATES, TICKS)
    make(empty)
    sheets = empty.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) == 1
    empty.emulate_media(media="print")
    shown = empty.evaluate(
        "() => [...document.body.querySelectorAll('*')].filter(one =>"
        " one.checkVisibility() && !one.closest('#brief-sheet') && !one.querySelector('#brief-sheet')"
        " && one.textContent.trim() && one.getClientRects().length)"
        ".map(one => one.outerHTML.slice(0, 80))"
    )
    assert shown == []


def test_without_javascript_the_blank_brief_is_offered(site_url: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site_url}brief/")
    expect(page.locator("#brief")).to_be_hidden()
    page.locator(".note-js a").click()
    expect(page.locator("h1")).to_have_text("A blank case brief to print")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))) == 2


def test_by_keyboard_alone(empty: Page) -> None:
    empty.locator("#kind").focus()
    empty.keyboard.type("A thank")
    for name in ("name", "address", "postcode", "council", "outcome"):
        empty.locator(f"#{name}").focus()
        empty.keyboard.type("Ana 1")
    empty.locator("#brief button[type=submit]").focus()
    empty.keyboard.press("Enter")
    expect(empty.locator("#brief-output")).to_be_focused()
    expect(empty.locator("#brief-said")).to_have_text("Your brief is ready.")
    empty.locator("#brief-back").focus()
    empty.keyboard.press("Enter")
    expect(empty.locator("#kind")).to_be_focused()


def test_no_state_has_a_barrier_or_scrolls_sideways(empty: Page) -> None:
    def check(state: str) -> None:
        for width, scheme in product((320, 390, 1280), ("light", "dark")):
            empty.set_viewport_size({"width": width, "height": 844})
            empty.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert faults(empty, AXE) == [], (state, width, scheme)
            assert too_wide(empty) == [], (state, width)

    empty.click("#brief button[type=submit]")
    check("mistakes")
    fill(empty, "other", {**CASE, "ask": "Averyveryverylongword" * 20}, DATES, TICKS)
    make(empty)
    check("result")


def test_it_is_small(built_site: Path, site_url: str, page: Page) -> None:
    """Few files of script, and each kept readable."""
    page.goto(f"{site_url}brief/", wait_until="networkidle")
    scripts = [url for url in page.requests if url.endswith(".js")]  # type: ignore[attr-defined]
    assert len(scripts) <= 8
    assert all((built_site / urlsplit(url).path.lstrip("/")).stat().st_size < 20_000 for url in scripts)
