"""Which route first, in a real browser: by keyboard on a small phone, back, for all, and with an area."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from test_pages_in_browser import SCHEMES, axe, faults, too_wide

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

__all__ = ["axe"]  # the fixture

# The longest way: what is pressed on each page.
LONGEST = (
    ("Nobody answers me", "Who does not answer?"),
    ("The council, about a decision or a plan", "What are you waiting for?"),
    ("The final plan", "Complain to the council. Then ask your MP"),
)
KINDS = (
    "route/",
    "route/said-no/",
    "route/appeal-school/",  # a long time limit, an adviser with a caution
    "route/late-draft/",  # three time limits, a law
    "route/nhs-complain/",  # no time limit, steps with a caution
    "route/adviser/",
    "glossary/",
    "after-you-write/",
)
NONE = ["?area=", "?area=aldershot", "?area=constituencies/", "?area=constituencies/../councils/surrey"]
HOSTILE = [
    *NONE,
    "?area=javascript:alert(1)",
    "?area=//evil.example/constituencies/aldershot",
    "?area=https://evil.example/x",
    "?area=constituencies/aldershot%00",
    "?area=constituencies/aldershot%0A",
    "?area=constituencies/ALDERSHOT",
    "?area=constituencies/GU11%201AA",
    "?area=constituencies/aldershot/../../../data",
    '?area=constituencies/"><img src=x onerror=alert(1)>',
    "?area=constituencies/aldershot&area=councils/surrey",
    "?area[]=constituencies/aldershot",
    "?area=" + "a" * 20_000,
    "?area=constituencies/" + "a-" * 200 + "a",
    "?__proto__[area]=constituencies/aldershot",
    "#area=constituencies/aldershot",
]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a link of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith(name):
            return
    pytest.fail(f"{name} cannot be reached by keyboard")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_the_longest_way_by_keyboard_and_back(
    scripts: bool, site_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, java_script_enabled=scripts)
    page.goto(f"{site_url}route/")
    asked = [page.locator("h1").inner_text()]
    for tile, heading in LONGEST:
        link = page.get_by_role("link", name=tile).first
        if scripts:
            tab_to(page, tile)
            expect(link).to_be_focused()
            page.keyboard.press("Enter")
        else:
            link.press("Enter")
        expect(page.locator("h1")).to_contain_text(heading)
        asked.append(page.locator("h1").inner_text())
    assert page.url == f"{site_url}route/late-plan/"
    expect(page.get_by_text("You said: there is no final plan.")).to_be_visible()
    expect(page.locator(".due .btn")).to_be_visible()
    for heading in reversed(asked[:-1]):
        page.go_back()
        expect(page.locator("h1")).to_have_text(heading, use_inner_text=True)


def test_an_answer_can_be_changed(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}route/appeal-plan/")
    page.get_by_role("link", name="Change my answer").click()
    expect(page.locator("h1")).to_contain_text("What did the council say no to?")
    page.get_by_role("link", name="None of these").click()
    expect(page.locator("h1")).to_have_text("Ask a free adviser first")


@pytest.mark.parametrize("path", KINDS)
def test_no_barrier_and_no_sideways_scroll(
    path: str, site_url: str, open_page: Callable[..., Page], axe: str
) -> None:
    page = open_page()
    page.goto(f"{site_url}{path}")
    for width, scheme in product((320, 390, 1280), SCHEMES):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert faults(page, axe) == [], (width, scheme)
        assert too_wide(page) == [], width


def test_tiles_are_whole_links(site_url: str, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto(f"{site_url}route/")
    sizes = page.locator(".ask a").evaluate_all(
        "all => all.map(one => [one.offsetWidth, one.offsetHeight, one.parentElement.offsetWidth])"
    )
    assert len(sizes) > 8
    assert all(width == room and height >= 64 for width, height, room in sizes)


# --- The area ---------------------------------------------------------------------------------------------


def test_an_area_goes_along_and_shows_who_helps_there(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}constituencies/aldershot/")
    page.get_by_role("link", name="Check what comes first").click()
    area = "?area=constituencies/aldershot"
    assert page.url == f"{site_url}route/{area}"
    page.get_by_role("link", name="The council said no").click()
    page.get_by_role("link", name="An assessment").click()
    assert page.url == f"{site_url}route/appeal-assess/{area}"
    box = page.locator("[data-area-advice]")
    expect(box).to_be_visible()
    expect(box.get_by_role("heading", name="Hampshire")).to_be_visible()
    expect(page.locator("[data-area-none]")).to_be_hidden()
    hrefs = page.locator(".route a[data-area]").evaluate_all("all => all.map(one => one.href)")
    assert len(hrefs) > 5
    assert all(re.search(r"[?&]area=constituencies/aldershot$", href) for href in hrefs), hrefs
    brief = page.get_by_role("link", name="Make a short brief for my MP")
    assert brief.evaluate("one => one.href") == (
        f"{site_url}brief/?kind=refused&area=constituencies/aldershot"
    )
    page.get_by_role("link", name="Start again").click()
    assert page.url == f"{site_url}route/{area}"


@pytest.mark.parametrize(
    ("query", "kind"),
    [("late-plan", "late-plan"), ("nonsense", ""), ("constructor", ""), ("__proto__", ""), ("<b>", "")],
)
def test_the_brief_starts_with_the_kind_that_the_route_names(
    query: str, kind: str, site_url: str, page: Page
) -> None:
    page.goto(f"{site_url}brief/?kind={query}", wait_until="networkidle")
    expect(page.locator("#kind")).to_have_value(kind)


def test_every_council_of_an_area_is_shown(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}route/late-plan/?area=constituencies/tatton")
    box = page.locator("[data-area-advice]")
    expect(box.locator("h3")).to_have_count(3)
    expect(box).to_contain_text("Your council tax bill says which council is yours.")
    for link in box.locator("a").all():
        assert re.match(r"https?://|tel:0|mailto:", link.evaluate("one => one.href"))


def test_a_council_is_an_area_too(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}route/late-plan/?area=councils/surrey")
    expect(page.locator("[data-area-advice] h3")).to_have_text(["Surrey"])


def test_the_advice_of_an_area_has_no_barrier(
    site_url: str, open_page: Callable[..., Page], axe: str
) -> None:
    page = open_page()
    page.goto(f"{site_url}route/late-plan/?area=constituencies/tatton")
    expect(page.locator("[data-area-advice] h3")).to_have_count(3)
    for width, scheme in product((320, 1280), SCHEMES):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert faults(page, axe) == [], (width, scheme)
        assert too_wide(page) == []


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_an_address_that_carries_no_area_changes_nothing(
    query: str, site_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{site_url}route/late-plan/", wait_until="networkidle")
    before = page.locator("main").evaluate("one => one.outerHTML")
    page.requests.clear()  # type: ignore[attr-defined]
    page.goto("about:blank")
    page.goto(f"{site_url}route/late-plan/{query}", wait_until="networkidle")
    assert page.locator("main").evaluate("one => one.outerHTML") == before
    assert not [url for url in page.requests if "/api/" in url]  # type: ignore[attr-defined]


def test_an_area_that_is_not_ours_shows_none(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}route/late-plan/?area=councils/atlantis", wait_until="networkidle")
    expect(page.locator("[data-area-advice]")).to_be_hidden()
    expect(page.locator("[data-area-none]")).to_be_visible()


def test_without_scripts_the_page_says_how_to_find_the_area(
    site_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site_url}route/late-plan/?area=constituencies/aldershot")
    expect(page.locator("[data-area-none]")).to_be_visible()
    page.get_by_role("link", name="Find your area").click()
    assert page.url == f"{site_url}areas/"
