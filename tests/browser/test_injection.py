"""Whatever an editor writes into a record reaches the reader as words, never as markup or script."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from playwright.sync_api import expect

from askmp.dataset import FILES
from askmp.findings import dotted
from askmp.project import examine
from builds import SMALL_DAY, build_small, small_project
from conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

# Breaks out of an attribute, of a string in a script, of the title; a template; a Markdown link.
POISON = (
    '"><img src=x onerror="window.pwned=1">'
    "'-alert(1)-'"
    "</title><script>window.pwned=1</script>"
    "{{7*7}}"
    "[x](javascript:window.pwned=1)"
)
# As far as the form of an e-mail address allows.
POISON_EMAIL = "x'onfocus='window.pwned=1'autofocus='{{7*7}}'@camden.gov.uk"
# Fields that must be among the poisoned ones: the test is not to pass because it planted nothing.
EXPECTED = {
    *("councils.name", "councils.official_name", "councils.districts", "councils.successor.councils.name"),
    *(
        "councils.successor.councils.districts",
        "councils.mp_enquiries.position",
        "councils.mp_enquiries.quote",
    ),
    *("councils.mp_enquiries.quoted_from", "councils.mp_enquiries.note", "councils.contacts.sendiass.name"),
    *("councils.contacts.sendiass.phone.caution", "councils.contacts.send_team.more.scope"),
    *(
        "constituencies.name",
        "constituencies.mp.name",
        "constituencies.mp.party",
        "constituencies.mp.caution",
    ),
    *("constituencies.mp.party_changes.from", "constituencies.vacant.reason", "constituencies.former.name"),
    *("sources.title", "sources.short", "sources.publisher", "sources.licence", "sources.attribution"),
    *(
        "sources.note",
        "deadlines.limits.of",
        "deadlines.note",
        "nations.name",
        "nations.text",
        "nations.links.name",
    ),
    *("organisations.what", "references.label", "routes.title", "routes.lead", "routes.answers.text"),
    *("routes.end.you_said", "routes.end.steps.title", "routes.end.steps.text", "routes.end.mp.text"),
    *("terms.name", "terms.meaning", "terms.proposal"),
}
# What markup that slipped through would leave in the page.
STRANGE = """() => [...document.querySelectorAll("*")].filter(one =>
    ["IFRAME", "OBJECT", "EMBED", "BASE"].includes(one.tagName)
    || (one.tagName === "IMG" && !/^([a-z0-9-]+-preview\\.png|square\\.svg)$/.test(one.getAttribute("src")))
    || (one.tagName === "SCRIPT" && !/\\/assets\\/[a-z-]+\\.js$/.test(one.src))
    || [...one.attributes].some(({ name, value }) =>
      name.startsWith("on") || ["autofocus", "style"].includes(name) || /^\\s*javascript:/i.test(value)))
  .map(one => one.outerHTML.slice(0, 200))"""

Leaf = tuple[str | int, ...]


def leaves(value: Any, loc: Leaf = ()) -> Iterator[Leaf]:
    """Every place of a record file that holds text."""
    if isinstance(value, str):
        yield loc
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*loc, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*loc, index))


def put(records: Any, loc: Leaf, text: str) -> str:
    """Write a text to a place and return what was there."""
    for step in loc[:-1]:
        records = records[step]
    old: str = records[loc[-1]]
    records[loc[-1]] = text
    return old


def plant(project: Path) -> set[str]:
    """Poison every field of every record that the checks let pass; returns those fields.

    It asks for everything at once and gives back whatever is refused, until nothing is. So a field that is
    added to the model tomorrow is poisoned too.
    """
    files = {name: yaml.load((project / name).read_text("utf-8"), yaml.BaseLoader) for name in FILES}
    planted: dict[tuple[str, Leaf], str] = {}
    for name, records in files.items():
        for loc in list(leaves(records)):
            old = put(records, loc, "")
            put(records, loc, POISON_EMAIL if "@" in old else f"{old[:12]}{POISON}")
            planted[name, loc] = old
    while True:
        for name, records in files.items():
            text = yaml.safe_dump(records, allow_unicode=True, sort_keys=False, width=4096)
            (project / name).write_text(text, "utf-8")
        day = date.fromisoformat(SMALL_DAY)
        refused = {(found.path, found.where) for found in examine(project, day, day)[1]}
        if not refused:
            return {field(loc) for _, loc in planted}
        back = [spot for spot in planted if (spot[0], dotted(spot[1])) in refused]
        assert back, refused
        for name, loc in back:
            put(files[name], loc, planted.pop((name, loc)))


def field(loc: Leaf) -> str:
    return ".".join(str(step) for step in loc if isinstance(step, str) and step != "value")


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], Path]:
    """The fields that took the poison, and the site built with it."""
    folder = tmp_path_factory.mktemp("poisoned")
    project = small_project(folder / "project")
    # Such names are too long for paper, which says so; tests/test_leaflets.py has them print as text.
    return plant(project), build_small(project, folder / "site", ASKMP_LEAFLETS="none")


@pytest.fixture
def reader(open_page: Callable[..., Page]) -> Iterator[Page]:
    """A page on which a dialog is a failure."""
    page = open_page()
    dialogs: list[str] = []

    def close(dialog: Any) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)
    yield page
    assert dialogs == []


def assert_harmless(page: Page) -> None:
    assert page.evaluate("typeof window.pwned") == "undefined", page.url
    assert page.evaluate(STRANGE) == [], page.url


def test_every_field_for_words_takes_words(poisoned: tuple[set[str], Path]) -> None:
    fields, _ = poisoned
    assert fields >= EXPECTED
    formed = {"id", "gss", "dfe", "url", "website", "source", "checked", "since", "date", "phone", "share"}
    assert {name for name in fields if name.rsplit(".", 1)[-1] in formed} == set()


def test_poison_on_a_page_is_words(poisoned: tuple[set[str], Path], reader: Page) -> None:
    _, site = poisoned
    # Short addresses send the reader on before anything could be looked at.
    files = [path for path in site.rglob("*.html") if 'http-equiv="refresh"' not in path.read_text("utf-8")]
    pages = sorted(path.relative_to(site).as_posix() for path in files)
    assert len(pages) > 25
    with serving(site) as url:
        for path in pages:
            reader.goto(f"{url}{path}")
            assert_harmless(reader)
            if path.startswith(("councils/", "constituencies/")):
                assert "{{7*7}}" in reader.title()
                assert POISON in reader.locator("main").inner_text()
                assert POISON in reader.locator("h1").inner_text()


def test_poison_in_the_advice_of_an_area_is_words(poisoned: tuple[set[str], Path], reader: Page) -> None:
    _, site = poisoned
    with serving(site) as url:
        reader.goto(f"{url}route/late-plan/?area=councils/camden")
        expect(reader.locator("[data-area-advice]")).to_contain_text(POISON)
        assert_harmless(reader)


def test_poison_in_the_finder_is_words(poisoned: tuple[set[str], Path], reader: Page) -> None:
    _, site = poisoned
    with serving(site) as url:
        for path in ("", "help/", "404.html"):
            reader.goto(f"{url}{path}")
            if not reader.locator("#finder").count():
                continue
            for typed in (
                "camden",
                "sam",
                "hart",
                "GU10 4DA",
                "CF10 1AA",
                "CH5 1AA",
                POISON,
                "<img src=x onerror=alert(1)>",
            ):
                reader.fill("#finder", "")
                reader.type("#finder", typed[:80])
                reader.wait_for_timeout(350)  # the suggestions wait that long for the next key
                assert_harmless(reader)
                reader.press("#finder", "Enter")
                expect(reader.locator("#finder-results [role=status] h2")).to_contain_text(typed[:20])
                assert_harmless(reader)
            reader.fill("#finder", "camden")
            reader.press("#finder", "Enter")
            expect(reader.locator("#finder-results a").first).to_contain_text("{{7*7}}")


def test_poison_in_the_open_data_is_words(poisoned: tuple[set[str], Path]) -> None:
    _, site = poisoned
    for path in site.rglob("*.json"):
        json.loads(path.read_bytes())
    councils = json.loads((site / "api" / "v1" / "councils.json").read_bytes())["items"]
    assert all(POISON in council["name"] for council in councils)
