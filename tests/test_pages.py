"""The generated pages: golden files, what they say on each day, their form, and that text is only text."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any

import markdown
import pytest
import yaml
from pydantic import ValidationError

import leaflet_kit
import small
from askmp.dataset import FILES
from facts import read, split
from small import Site, real_site, small_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HOLBORN = "constituencies/holborn-and-st-pancras"
# What a page may weigh before the theme puts its own around it.
BODY_LIMIT = 25_600

# What a template leaves on a page when it has slipped.
SLIP = re.compile(
    r"\bNone\b(?! stated| of these)|undefined|\{\{|\{%|&amp;amp;| ,|,,|\.\.|\(\)|“”|: \.|Checked \."
)
LINK = re.compile(r"https?://|mailto:|tel:0|#|(\.\./)*[A-Za-z0-9/.#-]*(\?(area|kind)=[a-z/-]+)?$")

GOLDEN = {
    "council-with-contacts-and-caution.md": "councils/camden/index.md",
    "council-that-ends.md": "councils/surrey/index.md",
    "council-without-contacts.md": "councils/hampshire/index.md",
    "constituency-with-one-council.md": "constituencies/aldershot/index.md",
    "constituency-with-three-councils.md": "constituencies/windsor/index.md",
    "constituency-that-is-vacant.md": "constituencies/guildford/index.md",
    "constituency-without-email-after-a-change-of-party.md": "constituencies/fareham/index.md",
    "constituency-after-a-by-election.md": f"{HOLBORN}/index.md",
    "prose-with-the-deadline.md": "help.md",
    "home.md": "index.md",
    "areas.md": "areas/index.md",
    "region.md": "areas/south-east/index.md",
    "data.md": "data/index.md",
    "question.md": "route/late/index.md",
    "end-with-an-appeal.md": "route/appeal-assess/index.md",
    "glossary.md": "glossary/index.md",
}
GOLDEN_JSON = {
    "councils.json": "api/v1/councils.json",
    "constituencies.json": "api/v1/constituencies.json",
    "council-item.json": "api/v1/councils/camden.json",
    "constituency-item.json": "api/v1/constituencies/windsor.json",
    "postcodes.json": "api/v1/postcodes/GU.json",
    "finder.json": "assets/finder.json",
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_page(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"small/{name}", small_site().text(GOLDEN[name]))


@pytest.mark.parametrize("name", GOLDEN_JSON)
def test_golden_json(name: str, golden: Callable[[str, str], None]) -> None:
    """Shown with one value a line, so that a difference can be read."""
    value = json.loads(small_site().text(GOLDEN_JSON[name]))
    golden(f"small/{name}", json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def test_golden_council_after_its_end(golden: Callable[[str, str], None], tmp_path: Path) -> None:
    golden("small/council-that-has-ended.md", on(date(2027, 4, 1), tmp_path).page("councils/surrey"))


def on(today: date, tmp_path: Path) -> Site:
    """Return the small England on a day, with the gap entered that the law makes in April 2027."""
    if today < date(2027, 4, 1):
        return small_site(today)
    root = small.copy(tmp_path)
    gap = "gaps:\n- {file: councils, number: 2, reason: None yet., from: 2027-04-01, until: 2027-09-30}\n"
    small.edit(root, "data/coverage.yaml", "gaps: []\n", gap)
    return small.site(root, today)


DAYS = [
    (
        "2024-08-01",
        ["Your MP Lee Former Labour."],
        ["Sam Newman", "no MP at the moment", "Elected on"],
        "ends on 1 April 2027",
    ),
    (
        "2026-08-31",
        ["Your MP Lee Former Labour."],
        ["Sam Newman", "no MP at the moment", "Elected on"],
        "ends on 1 April 2027",
    ),
    (
        "2026-09-01",
        [
            "This seat has no MP at the moment",
            "Lee Former resigned. The seat has been empty since 1 September 2026. "
            "The by-election is on 8 October 2026.",
            "Do not wait for the new MP",
        ],
        ["Sam Newman", "Elected", "Write to"],
        "ends on 1 April 2027",
    ),
    ("2026-10-07", ["This seat has no MP at the moment"], ["Sam Newman", "Write to"], "ends on 1 April 2027"),
    (
        "2026-10-08",
        ["Your MP Sam Newman Labour. Elected on 8 October 2026, at a by-election.", "Write to Sam Newman"],
        ["Lee Former", "no MP at the moment"],
        "ends on 1 April 2027",
    ),
    ("2027-03-31", ["Your MP Sam Newman"], ["Lee Former"], "ends on 1 April 2027"),
    ("2027-04-01", ["Your MP Sam Newman"], ["Lee Former"], "ended on 1 April 2027"),
]


@pytest.mark.parametrize(("today", "there", "absent", "surrey"), DAYS)
def test_what_the_pages_say_on_a_day(
    today: str, there: list[str], absent: list[str], surrey: str, tmp_path: Path
) -> None:
    site = on(date.fromisoformat(today), tmp_path)
    holborn = read(site.page(HOLBORN)).text
    assert [words for words in there if words not in holborn] == []
    assert [words for words in absent if words in holborn] == []
    council = read(site.page("councils/surrey")).text
    assert f"Surrey County Council {surrey}" in council
    ended = surrey.startswith("ended")
    assert ("Until then Surrey County Council runs SEND support" in council) is not ended
    assert ("New councils run SEND support here now." in council) is ended
    for page in ("guildford", "windsor"):
        said = read(site.page(f"constituencies/{page}")).text
        assert "East Surrey Council or West Surrey Council" in said
        assert ("From 1 April 2027 it is" in said) is not ended
    listed = read(site.text("areas/index.md")).text
    assert ("Surrey (ended)" in listed) is ended
    assert site.json("councils/surrey.json")["ended"] is ended


@pytest.mark.parametrize(
    ("today", "party", "before"),
    [("2026-01-26", "Conservative", ""), ("2026-01-27", "Reform UK", "A list first showed this party")],
)
def test_the_party_of_the_day(today: str, party: str, before: str) -> None:
    text = read(small_site(date.fromisoformat(today)).page("constituencies/fareham")).text
    assert f"Your MP Pat Example {party}." in text
    assert ("A list first showed" in text) is bool(before)
    assert before in text


@pytest.mark.parametrize("today", ["2026-08-31", "2026-10-07", "2026-10-08"])
def test_the_real_site_on_a_day(today: str) -> None:
    day = date.fromisoformat(today)
    site = small.site(small.ROOT, day)
    text = read(site.page(HOLBORN)).text
    assert ("Your MP Keir Starmer" in text) is (day < date(2026, 9, 1))
    assert ("This seat has no MP at the moment" in text) is (date(2026, 9, 1) <= day < date(2026, 10, 8))
    assert "Surrey County Council ends on 1 April 2027" in read(site.page("councils/surrey")).text


@pytest.fixture(params=["small", "real"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = {"small": small_site, "real": real_site}[request.param]()
    return found


def test_every_page_is_whole(site: Site) -> None:
    """Tags are closed in their turn, nothing is empty, no slip of the template shows."""
    wrong = []
    for path, page in site.pages().items():
        body = read(page)  # also refuses what is not nested
        # A form has places that a script or a hand fills in.
        form = path.startswith(("deadlines/", "brief/"))
        if body.empty and not form and (site is real_site() or not path.startswith("areas/")):
            wrong.append(f"{path}: empty {set(body.empty)}")
        found = SLIP.search(body.text)
        if found:
            wrong.append(f"{path}: …{body.text[max(found.start() - 40, 0) : found.end() + 20]}…")
        ids = [attrs["id"] for _, attrs in body.tags if "id" in attrs]
        if len(ids) != len(set(ids)):
            wrong.append(f"{path}: an id is used twice")
        links = [attrs["href"] for tag, attrs in body.tags if tag == "a"]
        if any(not LINK.match(link) for link in links):
            wrong.append(f"{path}: an odd link in {links}")
    assert not wrong, "\n".join(wrong[:20])


def test_no_page_is_too_heavy(site: Site) -> None:
    area = ("councils/", "constituencies/")
    weights = {
        path: len(split(page)[1].encode()) for path, page in site.pages().items() if path.startswith(area)
    }
    heavy = {path: weight for path, weight in weights.items() if weight > BODY_LIMIT}
    assert not heavy


def test_front_matter_is_what_the_theme_needs(site: Site) -> None:
    for path, page in site.pages().items():
        meta, _ = split(page)
        assert meta == yaml.safe_load(page.split("---\n")[1])
        assert meta["title"]
        assert meta["description"]
        if path.startswith(("councils/", "constituencies/")):
            assert path in {f"{meta['record']}/index.md", f"{meta['record']}/leaflets/index.md"}
            assert re.fullmatch(r"E\d{8}", meta["gss"])
            assert date.fromisoformat(meta["checked"]) <= small.CLOCK
            assert meta["search"] == {"exclude": True}


def test_every_contact_shows_its_source_and_day(site: Site) -> None:
    for council in site.data.councils:
        text = read(site.page(f"councils/{council.id}")).text
        page = site.page(f"councils/{council.id}")
        for service in type(council.contacts).model_fields:
            contact = getattr(council.contacts, service)
            facts = (
                [contact.name, contact.url, contact.phone, contact.email, *contact.more] if contact else []
            )
            for fact in filter(None, facts):
                assert f'datetime="{fact.checked}"' in page
                assert not fact.caution or " ".join(fact.caution.split()) in text
                if "://" in fact.source:
                    assert str(escape(fact.source)) in page


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&#34;").replace("'", "&#39;")


# ---------------------------------------------------------------- any text is only text

# How a text begins matters to Markdown, YAML and Jinja, so each of these begins with another trap.
POISONS = [
    "<script>alert(1)</script> {{7*7}} {% raw %} ]]> [x](javascript:alert(1)) `x`",
    "\"><img src=x onerror=alert(1)> ' onmouseover='alert(1)",
    "{{7*7}} {% raw %} {# x ]]>",
    "--- ",
    "# x *x* **x** _x_ ~~x~~ $x$",
    "[x](javascript:alert(1)) ![x](javascript:alert(1)) [x]: javascript:alert(1)",
    "`x` ```x``` &lt;b&gt; &amp; &#60; \\ \\1 \\g<0>",
    "</div></section></article> <!-- x",
    "{: onclick=alert(1) } {#x .y}",
    '<div markdown="1">*x*</div> https://evil.example/ <https://evil.example/>',
]


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a data file that holds a text."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from leaves(inner, (*path, key))
    if isinstance(value, str):
        yield path


def put(value: Any, path: tuple[str | int, ...], text: str) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = text


def takes_any_text(name: str, path: tuple[str | int, ...], data: Any) -> bool:
    changed = deepcopy(data)
    put(changed, path, "<b>")
    try:
        FILES[name].model_validate(changed)
    except ValidationError:
        return False
    return True


FULL = {
    "data/councils.yaml": [
        ("note: No source says", "reply_days: 10\n    note: No source says"),
        ("kind: email\n", "kind: email\n        scope: Hart\n        caution: Old.\n        dated: 2019\n"),
        (
            "    local_offer:\n",
            "    parent_carer_forum:\n      name:\n"
            "        value: Slough forum\n        source: council-list\n"
            "        checked: 2026-11-24\n        caution: Old.\n    local_offer:\n",
        ),
    ]
}


@pytest.fixture(scope="module")
def full_england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small England with every optional text filled in."""
    root = small.copy(tmp_path_factory.mktemp("full"))
    for file, edits in FULL.items():
        for old, new in edits:
            small.edit(root, file, old, new)
    return root


@pytest.fixture(scope="module")
def places(full_england: Path) -> dict[str, list[tuple[str | int, ...]]]:
    """Every field of every record that takes any text."""
    data = small.site(full_england).data.documents
    found = {
        name: [path for path in leaves(data[name].data) if takes_any_text(name, path, data[name].data)]
        for name in FILES
    }
    named = {path[-1] for paths in found.values() for path in paths}
    assert named >= {
        "name",
        "official_name",
        "position",
        "quote",
        "note",
        "caution",
        "reason",
        "party",
        "title",
        "scope",
    }
    assert not named & {
        "id",
        "gss",
        "dfe",
        "source",
        "checked",
        "url",
        "website",
        "email",
        "phone",
        "region",
        "type",
    }
    return found


def shape(html: str) -> list[tuple[str, list[str]]]:
    """A page's elements and the names of their attributes, in order.

    Without the links to words explained: they follow the words.
    """
    return [(tag, sorted(attrs)) for tag, attrs in read(html).tags if "data-term" not in attrs]


def poisoned(root: Path, places: dict[str, list[tuple[str | int, ...]]], poison: str) -> None:
    """Put a text into all of them; names keep their first letter, for the order, and a number, to differ."""
    data = small.site(root).data.documents
    for name, paths in places.items():
        content = deepcopy(data[name].data)
        for number, path in enumerate(paths):
            old = content
            for step in path:
                old = old[step]
            put(content, path, f"{old[:1]}{number} {poison}" if path[-1] == "name" else poison)
        (root / name).write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")


@pytest.mark.parametrize("poison", POISONS)
def test_any_text_stays_text(
    poison: str, full_england: Path, places: dict[str, list[tuple[str | int, ...]]], tmp_path: Path
) -> None:
    clean = small.site(full_england)
    root = small.copy(tmp_path)
    for name in FILES:
        (root / name).write_bytes((full_england / name).read_bytes())
    poisoned(root, places, poison)
    made = small.site(root)
    shown = " ".join(poison.split())
    # Another name gives another code on the area's leaflets.
    before, after = (leaflet_kit.plan(one, small.TODAY).places for one in (full_england, root))
    codes = {after[record].code: before[record].code for record in before}
    for path, page in made.pages().items():
        old = path.replace(code := path.split("/")[1], codes.get(code, code)) if "/" in path else path
        assert shape(page) == shape(clean.text(old)), path
        body = read(page)
        meta, html = split(page)
        assert yaml.safe_load(page.split("\n---\n")[0].removeprefix("---\n")) == meta
        if path.startswith(("councils/", "constituencies/")):
            assert shown in meta["title"]
            assert shown in body.text
        for _, attrs in body.tags:
            assert not attrs.get("href", "").lower().startswith(("javascript", "data:", "vbscript"))
        # The generator of the site reads pages as Markdown: our HTML must come out as it went in.
        assert MARKDOWN.reset().convert(html).strip() == html.strip(), path
    # A page by hand with a shared box: the box is HTML inside Markdown.
    text = made.text("help.md").split("---\n", 2)[2]
    before = clean.text("help.md").split("---\n", 2)[2]
    head = '---\nrecord: ""\n---\n'
    assert shape(head + MARKDOWN.reset().convert(text)) == shape(head + MARKDOWN.reset().convert(before))


# As mkdocs.yml and MkDocs itself set it up.
MARKDOWN = markdown.Markdown(extensions=["toc", "tables", "fenced_code", "attr_list", "md_in_html"])


def test_the_markdown_of_the_test_is_that_of_the_site() -> None:
    text = (small.ROOT / "mkdocs.yml").read_text("utf-8")
    listed = re.search(r"^markdown_extensions:\n((?:- .*\n)+)", text, re.MULTILINE)
    assert listed
    assert sorted(listed[1].replace("- ", "").split()) == ["attr_list", "fenced_code", "md_in_html", "tables"]


def test_markdown_leaves_real_pages_alone() -> None:
    """Every fortieth, and those with most in them."""
    pages = real_site().pages()
    names = [
        *sorted(pages)[::40],
        "councils/surrey/index.md",
        f"{HOLBORN}/index.md",
        "index.md",
        "data/index.md",
    ]
    for name in names:
        html = split(pages[name])[1]
        assert MARKDOWN.reset().convert(html).strip() == html.strip(), name
