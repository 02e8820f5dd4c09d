"""Every kind of page in a real browser: access for all, room on small screens, paper, keyboard, privacy."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from builds import build_small, small_project
from conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

# One address for each kind of page of the real site; what is special about each stands behind it.
REAL = (
    "",
    "councils/manchester/",  # with contacts and cautions
    "councils/surrey/",  # about to end; has said how it answers MPs
    "constituencies/aldershot/",  # one council
    "constituencies/tatton/",  # three councils
    "constituencies/holborn-and-st-pancras/",  # an MP with a caution and no address
    "areas/",
    "areas/south-east/",
    "data/",
    "404.html",
    "about/",
    "accessibility/",
    "after-you-write/",
    "are-referrals-falling/",
    "brief/",
    "brief/paper/",
    "contribute/",
    "deadlines/",
    "glossary/",
    "help/",
    "how-mps-help/",
    "licences/",
    "mps/",
    "privacy/",
    "route/",
    "route/appeal-school/",  # the end of a way
    "surgeries-and-schools/",
)
# And of the small England, for what England does not have on every day.
SMALL = (
    "councils/hampshire/",  # no contact is known
    "constituencies/guildford/",  # vacant
)
KINDS = [pytest.param("real", path, id=path or "home") for path in REAL] + [
    pytest.param("small", path, id=f"small-{path}") for path in SMALL
]
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
A4_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")

# What can be pressed and is not inside a sentence, with the size of each.
TARGETS = """() => [...document.querySelectorAll("a, button, input, summary")].flatMap(one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  if (!one.checkVisibility() || box.bottom < 0 || style.display === "inline") return [];
  return [[one.textContent.trim() || one.id, Math.round(box.width), Math.round(box.height)]]; })"""
# How the element in focus differs from the page around it, and where it is.
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return { name: one.textContent.trim().slice(0, 40) || one.id, tag: one.tagName, id: one.id,
    line: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    seen: one.checkVisibility() && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth }; }"""
KEPT = """async () => [document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""


@pytest.fixture(scope="module")
def small_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small England, published below /ask-your-mp/ as a project's page on a shared host is."""
    folder = tmp_path_factory.mktemp("small")
    root = folder / "host"
    root.mkdir()
    site = build_small(
        small_project(folder / "project"),
        root / "ask-your-mp",
        ASKMP_SITE_URL="https://host.example/ask-your-mp/",
    )
    (root / "404.html").write_bytes((site / "404.html").read_bytes())
    with serving(root) as url:
        yield f"{url}ask-your-mp/"


@pytest.fixture
def address(site_url: str, request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """A call that gives a page's whole address; the small site is built only if it is asked for."""

    def whole(site: str, path: str) -> str:
        return (site_url if site == "real" else request.getfixturevalue("small_url")) + path

    return whole


@pytest.fixture(scope="module")
def axe() -> str:
    """The accessibility checker, as its package brings it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def faults(page: Page, axe: str) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe)
    result: Any = page.evaluate(
        "tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", list(TAGS)
    )
    return [
        f"{found['id']}: {node['html'][:160]}" for found in result["violations"] for node in found["nodes"]
    ]


# --- Access -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("site", "path"), KINDS)
def test_a_checker_finds_no_barrier(
    site: str, path: str, address: Callable[[str, str], str], open_page: Callable[..., Page], axe: str
) -> None:
    page = open_page()
    page.goto(address(site, path))
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert faults(page, axe) == [], (width, scheme)


def test_an_open_menu_has_no_barrier(site_url: str, open_page: Callable[..., Page], axe: str) -> None:
    page = open_page()
    page.goto(f"{site_url}help/")
    page.locator(".menu summary").click()
    assert faults(page, axe) == []


@pytest.mark.parametrize(("site", "path"), KINDS)
def test_no_page_scrolls_sideways(
    site: str, path: str, address: Callable[[str, str], str], open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(address(site, path))
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert too_wide(page) == [], width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(page) == [], "text at twice the size"


def too_wide(page: Page) -> list[str]:
    """What stands out of the page on the right, when it scrolls that way."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.body.querySelectorAll("*")]
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => one.outerHTML.slice(0, 120))"""
    )
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("site", "path"), KINDS)
def test_what_can_be_pressed_is_large_enough(
    site: str, path: str, width: int, address: Callable[[str, str], str], open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    page.goto(address(site, path))
    targets = page.evaluate(TARGETS)
    assert len(targets) > 10
    assert [target for target in targets if target[1] < 24 or target[2] < 44] == []


# --- Keyboard, and no JavaScript --------------------------------------------------------------------------


def test_the_first_tab_is_a_way_past_the_header(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}constituencies/aldershot/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["", "constituencies/tatton/", "how-mps-help/", "404.html"])
def test_whatever_has_the_focus_shows_it(
    path: str, width: int, site_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page.goto(f"{site_url}{path}")
    met = 0
    for _ in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            break
        met += 1
        assert focus["seen"], focus
        assert focus["line"] >= 2, focus
    assert met > 20


def test_the_phone_menu_works_by_keyboard(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}help/")
    menu, first = page.locator(".menu nav"), page.locator(".menu nav a").first
    expect(menu).to_be_hidden()
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    expect(page.locator(".menu [aria-current=page]")).to_have_text("Help")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()


def test_without_javascript_the_menu_opens_and_the_list_leads_on(
    site_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site_url)
    expect(page.locator("#finder")).to_be_hidden()
    page.locator(".menu summary").click()
    expect(page.locator(".menu nav a").first).to_be_visible()
    page.locator(".menu summary").click()
    page.locator(".finder .alt .btn").click()
    assert page.url == f"{site_url}areas/"
    expect(page.locator(".finder")).to_be_hidden()  # its one link would lead here
    page.get_by_role("link", name="T", exact=True).click()
    page.get_by_role("link", name="Tatton").click()
    expect(page.locator("h1")).to_contain_text("Tatton")


@pytest.mark.parametrize("path", ["nowhere", "councils/nowhere/", "constituencies/bath/leaflets/no.pdf"])
def test_a_lost_reader_finds_the_way_at_any_depth(path: str, small_url: str, page: Page) -> None:
    answer = page.goto(f"{small_url}{path}")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("We cannot find that page")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-header')).backgroundColor")
        == "rgb(91, 26, 69)"
    )
    page.fill("#finder", "Windsor")
    page.press("#finder", "Enter")
    page.locator("#finder-results a").first.click()
    page.wait_for_url(f"{small_url}constituencies/windsor/")


# --- Paper ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("constituencies/aldershot/", 3),
        ("constituencies/west-worcestershire/", 3),  # the longest with one council
        ("constituencies/tatton/", 5),
        ("councils/surrey/", 3),
        ("councils/manchester/", 3),
    ],
)
def test_an_area_page_prints_on_few_sheets_with_what_matters(
    path: str, most: int, site_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 844}, color_scheme="dark")
    page.goto(f"{site_url}{path}")
    sheets = page.pdf(prefer_css_page_size=True, print_background=False)
    assert 1 <= len(A4_PAGE.findall(sheets)) <= most
    assert b"/ToUnicode" in sheets  # letters that can be searched and read out, not pictures of them
    page.emulate_media(media="print")
    for gone in (".menu", ".nav", ".skip", ".crumb", ".side", ".btn", ".fix", ".md-footer ul"):
        assert (
            page.locator(gone).evaluate_all("all => all.filter(one => one.checkVisibility()).length") == 0
        ), gone
    text = page.locator("body").inner_text()
    for kept in (
        "A letter to your MP does not stop that clock.",
        "Source: IPSEA.",
        "not the MP, not the council, not the NHS, not a party",
        f"/{path}",
    ):
        assert kept in text
    # Black on white, whatever the screen was.
    colours = page.evaluate(
        """() => [...document.querySelectorAll("main p, main h1, main h2, main dt, main a, main li")]
        .filter(one => one.checkVisibility()).map(one => getComputedStyle(one).color)"""
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


# --- Privacy ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("site", "path"), KINDS)
def test_a_visit_leaves_nothing_and_says_nothing(
    site: str, path: str, address: Callable[[str, str], str], open_page: Callable[..., Page]
) -> None:
    """That no request goes to another machine, `open_page` sees to for every test."""
    page = open_page(viewport={"width": 1280, "height": 844})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address(site, path), wait_until="networkidle")
    if page.locator("#finder").is_visible():
        page.locator("#finder").focus()
        page.fill("#finder", "Windsor")
        page.press("#finder", "Enter")
        expect(page.locator("#finder-results a").first).to_be_visible()
    assert said == []
    assert page.evaluate(KEPT) == ["", 0, 0, 0, 0, 0]
    assert page.context.cookies() == []
    assert page.evaluate("location.search + location.hash") == ""
