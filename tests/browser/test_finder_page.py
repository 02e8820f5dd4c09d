"""The finder as people use it: by keyboard, by touch, by ear, with slips, offline, without JavaScript."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import expect

from askmp.dataset import load
from askmp.derive import derive
from askmp.finder import finder_index
from askmp.postcodes import UNITS, Neighbours, Shards
from conftest import serving
from finder_sample import TODAY, sample_files, sample_nations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

# Nothing inline, nothing from elsewhere: what the finder must be able to live with.
POLICY = "default-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'"
HEAD = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Finder</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<link rel="icon" href="data:,">"""

# Puts many questions one after another; returns the addresses of each answer's links.
ASK_ALL = """async texts => {
  const all = {}, box = document.getElementById("finder");
  const results = document.getElementById("finder-results");
  for (const text of texts) {
    const answered = new Promise(done => new MutationObserver((_, watch) => {
      if (results.textContent.includes("“" + text + "”")) { watch.disconnect(); done(); }
    }).observe(results, { childList: true, subtree: true }));
    box.value = text; box.form.requestSubmit(); await answered;
    all[text] = [...results.querySelectorAll("li a")].map(a => a.getAttribute("href"));
  }
  return all; }"""


@pytest.fixture(scope="module")
def sample(paths: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """A call that returns the address of a small site with the finder; its arguments change the sample."""
    servers = []

    def serve(**changes: str) -> str:
        folder = tmp_path_factory.mktemp("finder")
        write_site(folder, paths, sample_files((paths.data / "nations.yaml").read_bytes(), **changes))
        server = serving(folder)
        servers.append(server)
        return server.__enter__()

    yield serve
    for server in servers:
        server.__exit__(None, None, None)


@pytest.fixture(scope="module")
def sample_url(sample: Callable[..., str]) -> str:
    return sample()


def write_site(folder: Path, paths: Any, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    assets = paths.docs / "assets"
    (folder / "assets" / "finder.js").write_bytes((assets / "finder.js").read_bytes())
    (folder / "assets" / "look.css").write_bytes((assets / "look.css").read_bytes())
    partials = Environment(loader=FileSystemLoader(paths.root / "overrides" / "partials"), autoescape=True)
    for name, root, inline in (("index.html", "", False), ("hub/page/index.html", "../../", True)):
        form = partials.from_string(
            '{% include "icons.html" %}{% from "finder.html" import finder %}{{ finder(root, 2, inline) }}'
        )
        html = form.render(root=root, inline=inline)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(
            f'{HEAD}<link rel="stylesheet" href="{root}assets/look.css">'
            f'<script src="{root}assets/finder.js" defer></script></head><body><main class="md-typeset">'
            f'<div class="{"md-grid" if inline else "hero"}">'
            f'<div class="{"flow" if inline else "hero__in md-grid"}">'
            f"<h1>Find your area</h1>{html}</div></div>"
            '<div class="band"><p class="md-grid">More of the page.</p></div></main></body></html>',
            encoding="utf-8",
        )


@pytest.fixture
def finder(page: Page, sample_url: str) -> Page:
    page.goto(sample_url)
    return page


def ask(page: Page, text: str) -> str:
    """Type something, press Enter, and return the heading of the answer."""
    page.fill("#finder", text)
    page.press("#finder", "Enter")
    heading = page.locator("#finder-results [role=status] h2")
    expect(heading).to_be_visible()
    return heading.inner_text()


def links(page: Page) -> list[str]:
    return page.eval_on_selector_all("#finder-results a", "all => all.map(a => a.getAttribute('href'))")


def titles(page: Page) -> list[str]:
    return page.locator("#finder-results a strong").all_inner_texts()


# --- Postcodes --------------------------------------------------------------------------------------------


def test_one_postcode_one_link_and_no_redirect(finder: Page, sample_url: str) -> None:
    assert ask(finder, "GU11 1AA") == "1 area matches “GU11 1AA”"
    assert links(finder) == ["constituencies/aldershot/"]
    assert "MP Alex Baker. Council: Hampshire" in finder.inner_text("#finder-results")
    assert "October 2025" in finder.inner_text("#finder-results")
    assert finder.url == sample_url


@pytest.mark.parametrize(
    "typed",
    [
        "gu11 1aa",
        "GU111AA",
        "  gu11   1aa ",
        "GU11-1AA",
        "GU11.1AA,",
        "GUII IAA",
        "Gu11 laa",
        "g u 1 1 1 a a",
        "“GU11 1AA”",
    ],
)
def test_slips_in_a_postcode_are_put_right(finder: Page, typed: str) -> None:
    ask(finder, typed)
    assert links(finder) == ["constituencies/aldershot/"]


@pytest.mark.parametrize(
    ("typed", "found"), [("CRO 2AA", "surrey-heath"), ("B1 1AA", "st-helens-north"), ("8S1 4AA", "")]
)
def test_letters_for_digits(finder: Page, typed: str, found: str) -> None:
    heading = ask(finder, typed)
    assert links(finder) == ([f"constituencies/{found}/"] if found else ["areas/"]), heading


def test_a_postcode_at_an_edge_shows_both_its_own_first_and_says_why(finder: Page) -> None:
    assert ask(finder, "GU10 4DA") == "2 areas match “GU10 4DA”"
    assert titles(finder) == ["Farnham and Bordon", "East Hampshire"]
    assert links(finder) == ["constituencies/farnham-and-bordon/#surrey", "constituencies/east-hampshire/"]
    assert "boundary" in finder.inner_text("#finder-results")
    assert "council tax bill" in finder.inner_text("#finder-results")


def test_one_seat_in_two_councils_is_told_apart(finder: Page) -> None:
    ask(finder, "GU10 1EZ")
    assert titles(finder) == ["Farnham and Bordon, in Hampshire", "Farnham and Bordon, in Surrey"]
    assert links(finder) == [
        "constituencies/farnham-and-bordon/#hampshire",
        "constituencies/farnham-and-bordon/#surrey",
    ]


@pytest.mark.parametrize(
    ("typed", "number"), [("GU10", 3), ("GU10 4", 2), ("gu104", 2), ("GU10 4D", 2), ("GU1", 1), ("GU1 1", 1)]
)
def test_a_begun_postcode_shows_every_area_it_may_be(finder: Page, typed: str, number: int) -> None:
    ask(finder, typed)
    assert finder.locator("#finder-results a").count() == number


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("GU11 1A", "aldershot"),
        ("gu111a", "aldershot"),
        ("GU11 1", "aldershot"),
        # A space in the right place says where the second half starts, also with a slip in it.
        ("GU1 11A", "guildford"),
        ("GU1 1LA", "guildford"),
    ],
)
def test_what_can_be_read_as_typed_is_not_mended(finder: Page, typed: str, first: str) -> None:
    ask(finder, typed)
    assert links(finder)[0].split("/")[1] == first


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("CF10 1AA", "is in Wales"),
        ("EH1", "is in Scotland"),
        ("g1 1aa", "is in Scotland"),
        ("BT1 5GS", "is in Northern Ireland"),
        ("IM1 1AA", "is in the Isle of Man"),
        ("JE2 3AB", "is in Jersey"),
        ("GY1 1AA", "is in Guernsey"),
        ("SY23 1AA", "may be in Wales"),
        ("TD1 1AA", "is in Scotland"),
    ],
)
def test_a_postcode_outside_england_gets_a_kind_answer(finder: Page, typed: str, where: str) -> None:
    assert ask(finder, typed) == f"“{typed}” {where}"
    assert all(link.startswith("https://") for link in links(finder))
    assert links(finder)
    assert "This site covers England only." in finder.inner_text("#finder-results")


def test_a_postcode_by_the_border_names_both_sides(finder: Page) -> None:
    ask(finder, "TD15 1AB")
    assert links(finder) == ["constituencies/north-northumberland/"]
    assert "Some homes here are in Scotland" in finder.inner_text("#finder-results")
    assert ask(finder, "TD15 1UB") == "“TD15 1UB” is most likely in Scotland"


@pytest.mark.parametrize(
    "typed", ["GU99 9ZZ", "ZZ1 1AA", "xyzzy", "12345", "!!??!!", "GU11 1AAA", "constructor", "__proto__"]
)
def test_nonsense_gets_a_hint_and_a_way_on(finder: Page, typed: str) -> None:
    heading = ask(finder, typed)
    assert heading.startswith(("We cannot find", "Type two letters"))
    if heading.startswith("We"):
        assert links(finder) == ["areas/"]
        assert "first half of your postcode" in finder.inner_text("#finder-results")


# --- Names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Surrey", "councils/surrey/"),
        ("surrey county council", "councils/surrey/"),
        ("Windsor", "constituencies/windsor/"),
        ("windsor & maidenhead", "councils/windsor-and-maidenhead/"),
        ("Bristol, City of", "councils/bristol/"),
        ("bristol", "councils/bristol/"),
        ("Hull", "councils/kingston-upon-hull/"),
        ("Kingston upon Hull", "councils/kingston-upon-hull/"),
        ("Kingston-upon-Hull East", "constituencies/kingston-upon-hull-east/"),
        ("Saint Helens", "councils/st-helens/"),
        ("St.Helens", "councils/st-helens/"),
        ("holborn and saint pancras", "constituencies/holborn-and-st-pancras/"),
        ("Hammersmith & Fulham", "councils/hammersmith-and-fulham/"),
        ("Elmbridge", "councils/surrey/"),
        ("woking borough council", "councils/surrey/"),
        ("Alex Baker", "constituencies/aldershot/"),
        ("baker", "constituencies/aldershot/"),
        ("Baker, Alex", "constituencies/aldershot/"),
        ("alex", "constituencies/aldershot/"),
        ("Sir Alex Baker MP", "constituencies/aldershot/"),
        ("Zoe Franklin", "constituencies/guildford/"),
        ("ZÖE", "constituencies/guildford/"),
        ("Al Pinkerton", "constituencies/surrey-heath/"),
        ("Dr Pinkerton", "constituencies/surrey-heath/"),
        ("ersho", "constituencies/aldershot/"),
        ("privacy", "privacy/"),
        ("what you keep", "privacy/"),
        ("how long", "deadlines/"),
        ("mediation", "deadlines/"),
        ("South East", "areas/south-east/"),
        ("aldershott", "constituencies/aldershot/"),
        ("guilford", "constituencies/guildford/"),
        ("nothumberland", "councils/northumberland/"),
    ],
)
def test_names_are_found_as_people_write_them(finder: Page, typed: str, first: str) -> None:
    ask(finder, typed)
    assert links(finder)[0] == first


def test_a_district_is_said_not_to_run_send(finder: Page) -> None:
    ask(finder, "Guildford")
    assert links(finder) == ["constituencies/guildford/", "councils/surrey/"]
    assert titles(finder) == ["Guildford", "Guildford, in Surrey"]
    assert "Surrey County Council is in charge of SEND here, not the district" in finder.inner_text(
        "#finder-results"
    )


def test_kinds_are_told_apart(finder: Page) -> None:
    ask(finder, "Windsor")
    small = finder.locator("#finder-results small").all_inner_texts()
    assert small[0].startswith(
        "Constituency. MP Jack Rankin. Councils: Windsor and Maidenhead, Slough, Surrey"
    )
    assert small[1].startswith("Council. South East")


def test_a_seat_without_an_mp_says_so(finder: Page) -> None:
    ask(finder, "Holborn")
    assert "No MP just now" in finder.inner_text("#finder-results")


def test_a_misspelling_is_named_as_a_guess(finder: Page) -> None:
    ask(finder, "aldershott")
    assert "Did you mean" in finder.inner_text("#finder-results")


def test_one_letter_is_too_few(finder: Page) -> None:
    assert ask(finder, "a") == "Type two letters or more"


def test_names_stay_text(page: Page, sample: Callable[..., str]) -> None:
    bad = "<img src=x onerror=document.title='owned'>"
    page.goto(sample(mp_name=bad, district=f"Xanadu {bad}"))
    for typed in ("Aldershot", "Xanadu"):
        page.fill("#finder", typed[:4])
        page.locator("#finder-list li").first.wait_for()
        ask(page, typed)
        assert bad in page.inner_text("#finder-results")
    ask(page, bad)
    assert page.locator("main img").count() == 0
    assert page.title() == "Finder"


# --- Combobox ---------------------------------------------------------------------------------------------


def test_by_keyboard_alone(finder: Page, sample_url: str) -> None:
    finder.keyboard.press("Tab")
    assert finder.evaluate("document.activeElement.id") == "finder"
    finder.keyboard.type("win")
    box = finder.locator("#finder")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None
    finder.keyboard.press("ArrowDown")
    finder.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert active
    chosen = finder.locator(f"#{active}")
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert finder.locator("#finder-list [aria-selected=true]").count() == 1
    finder.keyboard.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("Windsor and Maidenhead")
    assert finder.evaluate("document.activeElement.id") == "finder"
    assert finder.inner_text("[role=status]") == "1 area matches “Windsor and Maidenhead”"
    finder.keyboard.press("Tab")  # the button
    finder.keyboard.press("Tab")  # the answer
    assert (
        finder.evaluate("document.activeElement.getAttribute('href')") == "councils/windsor-and-maidenhead/"
    )
    assert finder.url == sample_url
    finder.keyboard.press("Enter")
    finder.wait_for_url("**/councils/windsor-and-maidenhead/")


def test_arrows_go_round_through_the_box(finder: Page) -> None:
    finder.fill("#finder", "windso")
    box = finder.locator("#finder")
    expect(box).to_have_attribute("aria-expanded", "true")
    count = finder.locator("#finder-list li").count()
    assert count == 2
    finder.press("#finder", "ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", f"finder-option-{count - 1}")
    finder.press("#finder", "ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    finder.press("#finder", "ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "finder-option-0")
    finder.press("#finder", "Home")
    assert box.get_attribute("aria-activedescendant") is None
    assert finder.evaluate("document.getElementById('finder').selectionStart") == 0


def test_escape_closes_then_clears(finder: Page) -> None:
    finder.fill("#finder", "windso")
    box = finder.locator("#finder")
    expect(box).to_have_attribute("aria-expanded", "true")
    finder.press("#finder", "Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("windso")
    finder.press("#finder", "ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "finder-option-0")
    finder.press("#finder", "Escape")
    finder.press("#finder", "Escape")
    expect(box).to_have_value("")
    assert links(finder) == []


def test_tab_leaves_the_list_without_choosing(finder: Page) -> None:
    finder.fill("#finder", "windso")
    expect(finder.locator("#finder-list")).to_be_visible()
    finder.press("#finder", "ArrowDown")
    finder.press("#finder", "Tab")
    expect(finder.locator("#finder-list")).to_be_hidden()
    expect(finder.locator("#finder")).to_have_value("windso")


def test_touch_chooses(open_page: Callable[..., Page], sample_url: str) -> None:
    page = open_page(has_touch=True, is_mobile=True)
    page.goto(sample_url)
    page.tap("#finder")
    page.keyboard.type("alders")
    page.locator("#finder-list li").first.tap()
    expect(page.locator("#finder-results a")).to_have_attribute("href", "constituencies/aldershot/")
    expect(page.locator("#finder-list")).to_be_hidden()


def test_the_number_of_suggestions_is_said(finder: Page) -> None:
    finder.fill("#finder", "windso")
    expect(finder.locator("#finder-results [role=status]")).to_have_text(
        "2 suggestions. Use the up and down arrow keys."
    )


@pytest.mark.parametrize("typed", ["GU11 1AA", "Aldershot", "Alex Baker"])
def test_a_whole_answer_comes_without_a_key(finder: Page, typed: str) -> None:
    finder.type("#finder", typed)
    expect(finder.locator("#finder-results a").first).to_have_attribute("href", "constituencies/aldershot/")
    expect(finder.locator("#finder-list")).to_be_hidden()


def test_roles_fit_together(finder: Page) -> None:
    finder.fill("#finder", "windso")
    finder.locator("#finder-list li").first.wait_for()
    assert finder.get_by_role("search").count() == 1
    box = finder.get_by_role("combobox", name="Your postcode, council or MP")
    assert box.get_attribute("aria-autocomplete") == "list"
    assert box.get_attribute("aria-controls") == finder.get_by_role(
        "listbox", name="Suggestions"
    ).get_attribute("id")
    assert finder.get_by_role("option").count() == 2


def test_the_last_of_many_fast_questions_wins(finder: Page) -> None:
    finder.locator("#finder").focus()
    finder.evaluate(
        """words => { const box = document.getElementById("finder");
        for (const word of words) {
          box.value = word;
          box.dispatchEvent(new Event("input", { bubbles: true }));
          box.form.requestSubmit(); } }""",
        ["GU11 1AA", "Surrey", "GU10 4DA", "CF10 1AA", "hull", "BS1 4AA", "windsor", "zz", "GU1", "TD15 2AA"],
    )
    expect(finder.locator("#finder-results h2")).to_have_text("1 area matches “TD15 2AA”")
    finder.wait_for_timeout(500)
    assert links(finder) == ["constituencies/north-northumberland/"]


def test_a_stale_answer_goes_when_typing_goes_on(finder: Page) -> None:
    ask(finder, "GU11 1AA")
    finder.locator("#finder").press("Backspace")
    assert links(finder) == []


# --- Private, and when things fail ------------------------------------------------------------------------


def test_nothing_typed_leaves_the_page(finder: Page, sample_url: str) -> None:
    before = finder.evaluate("history.length")
    said: list[str] = []
    finder.on("console", lambda message: said.append(message.text))
    ask(finder, "GU11 1AA")
    ask(finder, "gu10 4da")
    ask(finder, "Alex Baker")
    asked = [url.removeprefix(sample_url) for url in finder.requests]  # type: ignore[attr-defined]
    data = [path for path in asked if path.endswith(".json")]
    assert data == ["assets/finder.json", "api/v1/postcodes/GU.json"]
    assert not any("?" in path or "11" in path for path in asked)
    assert finder.url == sample_url
    assert finder.evaluate("history.length") == before
    assert finder.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert finder.context.cookies() == []
    assert said == []
    assert finder.title() == "Finder"


def test_no_request_before_it_is_needed(finder: Page) -> None:
    assert not [url for url in finder.requests if url.endswith(".json")]  # type: ignore[attr-defined]


def test_the_form_has_nowhere_to_send_and_nothing_to_send(finder: Page) -> None:
    form = finder.locator("#finder-form")
    assert form.get_attribute("action") is None
    assert form.get_attribute("method") == "dialog"
    assert finder.locator("#finder-form [name]").count() == 0
    assert finder.get_attribute("#finder", "autocomplete") == "off"


def test_offline_says_so_and_works_again(finder: Page) -> None:
    finder.context.set_offline(True)
    assert ask(finder, "GU11 1AA") == "We could not load the list"
    assert links(finder) == ["areas/"]
    finder.context.set_offline(False)
    finder.click("#finder-form button")
    expect(finder.locator("#finder-results h2")).to_have_text("1 area matches “GU11 1AA”")
    finder.context.set_offline(True)
    assert ask(finder, "BS1 4AA") == "We could not load the list"
    assert ask(finder, "Surrey") == "2 areas match “Surrey”"


def test_a_server_that_never_answers_is_given_up(page: Page, sample_url: str) -> None:
    page.clock.install()
    page.route("**/api/v1/**", lambda route: None)
    page.goto(sample_url)
    page.fill("#finder", "GU11 1AA")
    page.press("#finder", "Enter")
    page.wait_for_timeout(200)
    page.clock.run_for(1000)
    expect(page.locator("#finder-results [role=status]")).to_have_text("Looking…")
    page.clock.run_for(9000)
    expect(page.locator("#finder-results h2")).to_have_text("We could not load the list")


def test_without_javascript_the_list_is_the_button(open_page: Callable[..., Page], sample_url: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(sample_url)
    expect(page.locator("#finder-form")).to_be_hidden()
    button = page.locator("a.btn")
    expect(button).to_be_visible()
    assert button.get_attribute("href") == "areas/"


def test_with_javascript_the_list_is_a_plain_link(finder: Page) -> None:
    expect(finder.locator("#finder-form")).to_be_visible()
    assert finder.locator("a.btn").count() == 0
    expect(finder.get_by_role("link", name="Pick your area from the A to Z list")).to_be_visible()


def test_on_a_page_further_down(page: Page, sample_url: str) -> None:
    page.goto(f"{sample_url}hub/page/")
    ask(page, "GU11 1AA")
    assert links(page) == ["../../constituencies/aldershot/"]
    assert page.get_by_role("link", name="Pick your area").get_attribute("href") == "../../areas/"


# --- Looks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("typed", ["wind", "GU10", "CF10 1AA", "GU99 9ZZ", "surrey"])
def test_no_sideways_scroll_and_room_to_tap(
    open_page: Callable[..., Page], sample_url: str, width: int, typed: str
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(sample_url)
    page.fill("#finder", typed)
    page.locator("#finder-list li, #finder-results a").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    heights = page.eval_on_selector_all(
        "#finder, #finder-form button, #finder-list li, #finder-results a, .alt a",
        "all => all.map(it => it.getBoundingClientRect().height)",
    )
    assert min(heights) >= 44


# --- The whole of England ---------------------------------------------------------------------------------


def test_the_page_and_the_reference_reader_agree(page: Page, paths: Any, sample_url: str) -> None:
    """2,000 postcodes, half of them at the edge of a run, in the page and in hooks/askmp/postcodes.py."""
    folder = paths.data / "postcodes"
    if not any(folder.glob("*.json")):
        pytest.skip("data/postcodes is not there yet")
    shards = Shards.load(folder)
    typed = sampled(folder, random.Random(2026), 2000)
    expected = {text: outcome(shards, text) for text in typed}
    serve_england(page, folder)
    page.goto(sample_url)
    page.locator("#finder").focus()
    found = page.evaluate(ASK_ALL, typed)
    wrong = {text: (found[text], expected[text]) for text in typed if found[text] != expected[text]}
    assert not wrong, list(wrong.items())[:5]


def sampled(folder: Path, dice: random.Random, number: int) -> list[str]:
    """Postcodes of all areas alike: any code, and codes at the very edge of a run."""
    places = []
    for path in sorted(folder.glob("*.json")):
        for outcode, body in json.loads(path.read_text("utf-8"))["outcodes"].items():
            places += [(outcode, sector, re.findall("(..).", run)) for sector, run in body["runs"].items()]
    found = set()
    while len(found) < number:
        outcode, sector, starts = dice.choice(places)
        place = dice.randrange(400)
        if dice.random() < 0.5:
            first, second = dice.choice(starts)
            place = UNITS.index(first) * 20 + UNITS.index(second) + dice.choice((-2, -1, 0, 1))
        if 0 <= place < 400:
            found.add(f"{outcode} {sector}{UNITS[place // 20]}{UNITS[place % 20]}")
    return sorted(found)


def outcome(shards: Shards, text: str) -> list[str]:
    """What the page must show for a postcode: the ids, in the reference reader's order."""
    answer = shards.lookup(text)
    if answer.kind in {"wales", "scotland"}:
        return [f"https://{answer.kind}/"]
    return [f"constituencies/{pair.constituency}/#{pair.council}" for pair in answer.pairs]


def serve_england(page: Page, folder: Path) -> None:
    """Answer the page's data requests with every pair there is, under names that tell council and seat."""
    pairs = {
        tuple(pair) for path in folder.glob("*.json") for pair in json.loads(path.read_text("utf-8"))["pairs"]
    }
    councils = sorted({council for council, _ in pairs})
    seats = sorted({seat for _, seat in pairs})
    nations = [("wales", "W"), ("scotland", "S")]
    index = {
        "councils": [[one, one, one, [], ""] for one in councils],
        "constituencies": [[one, one, "", [0, 1], ""] for one in seats],
        "pages": [],
        "nations": [
            {"name": n, "mark": m, "areas": "", "shared": "", "text": "", "links": [[n, f"https://{n}/"]]}
            for n, m in nations
        ],
        "areas": " ".join(path.stem for path in folder.glob("*.json")),
        "postcodes": "x",
    }
    page.route("**/assets/finder.json", lambda route: route.fulfill(json=index))
    page.route(
        "**/api/v1/postcodes/*.json",
        lambda route: route.fulfill(body=(folder / route.request.url.rsplit("/", 1)[1]).read_text("utf-8")),
    )


def test_a_letter_is_answered_within_a_frame(page: Page, sample_url: str) -> None:
    """700 areas: typing stays smooth. A generous limit, for a slow machine; the usual time is a few ms."""
    names = [
        f"{a} {b}"
        for a in ("North", "South", "East", "Upper", "Lower")
        for b in (f"Area{n}ton and Place{n}" for n in range(140))
    ]
    index = {
        "councils": [["c", "Council", "Council", [], "R"]],
        "constituencies": [
            [str(n), name, f"Person {n} Surname{n}", [0], "R"] for n, name in enumerate(names)
        ],
        "pages": [],
        "nations": [],
        "areas": "GU",
        "postcodes": "x",
    }
    page.route("**/assets/finder.json", lambda route: route.fulfill(json=index))
    page.goto(sample_url)
    page.fill("#finder", "north")
    page.locator("#finder-list li").first.wait_for()
    times = page.evaluate(
        """async () => { const box = document.getElementById("finder"), times = [];
        for (const word of ["no", "nor", "north area1", "surname9", "place 13", "person 7", "low"]) {
          const start = performance.now(); box.value = word; box.dispatchEvent(new Event("input"));
          await new Promise(done => queueMicrotask(() => queueMicrotask(() => queueMicrotask(done))));
          times.push(performance.now() - start); }
        return times.sort((a, b) => a - b); }"""
    )
    assert times[len(times) // 2] < 50, times


def test_every_council_seat_and_mp_is_found_by_name(page: Page, paths: Any, sample_url: str) -> None:
    """With the real data: each name brings its own page among the first three, MPs and exact names first."""
    data, _ = load(paths.root)
    if not data.constituencies:
        pytest.skip("the records are not there yet")
    areas = derive(data, TODAY, Neighbours({}, {}), ())
    index = finder_index(
        areas, {}, (), sample_nations((paths.data / "nations.yaml").read_bytes()), ["GU1"], "x"
    )
    wanted = [(c.record.name, f"councils/{c.record.id}/") for c in areas.councils]
    wanted += [(c.record.official_name, f"councils/{c.record.id}/") for c in areas.councils]
    wanted += [(s.record.name, f"constituencies/{s.record.id}/") for s in areas.seats]
    wanted += [(s.holder.name, f"constituencies/{s.record.id}/") for s in areas.seats if s.holder]
    page.route("**/assets/finder.json", lambda route: route.fulfill(body=index.content))
    page.goto(sample_url)
    page.locator("#finder").focus()
    found = page.evaluate(ASK_ALL, [name for name, _ in wanted])
    missing = [(name, href, found[name]) for name, href in wanted if href not in found[name][:3]]
    assert not missing, missing[:5]


# --- The real site ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "areas/", "areas/south-east/", "no/such/page/"])
def test_the_real_site_finds_on_every_page_that_asks(page: Page, site_url: str, address: str) -> None:
    page.goto(site_url + address)
    root = page.get_attribute("#finder-form", "data-root") or ""
    assert not root.startswith("//")
    if root.startswith("/") and root != "/":
        pytest.skip("this site is built for a folder of its host, and the 404 page names that folder")
    assert ask(page, "GU11 1AA") == "1 area matches “GU11 1AA”"
    page.click("#finder-results a")
    page.wait_for_url("**/constituencies/aldershot/")
    assert "Aldershot" in page.inner_text("h1")
