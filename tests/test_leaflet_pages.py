"""The leaflets pages: what they offer, the leaflet's own words and facts, awkward areas, any name as text."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import small
from askmp.areas import Editing
from askmp.hubs import prose_pages
from askmp.leaflets.editions import DRAFT, EDITIONS, PRESS, Made
from askmp.leaflets.pages import how_to_print, leaflet_pages
from askmp.leaflets.sheet import NAME, sheet
from askmp.leaflets.words import ENGLISH, Translation, texts
from askmp.render import day, environment, host
from facts import Body, read, resolve, same, split
from leaflet_kit import SITE, plan, real_plan, small_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from askmp.plan import Plan

SEAT = "constituencies/aldershot"
COUNCIL = "councils/camden"
# What a page may weigh before the theme puts its 5 KB around it: under 25 KB then.
BODY_LIMIT = 20_000
# Words of a translation that the A4 leaflet does not use.
ELSEWHERE = {"poster_title", "poster_lead", "poster_scan", "poster_due", "draft", "page"}
# Those that stand inside another sentence, and those read out instead of a picture.
INSIDE = {"letter", "certificate", "qr", "limits_picture", "search", "phone", "email", "post", "side"}


def pages(
    of: Plan, made: Mapping[str, Made] | None = None, languages: Mapping[str, Translation] | None = None
) -> dict[str, str]:
    """The page of each area of a plan, by its record."""
    env = environment({source.id: source for source in of.inputs.data.sources})
    words = languages or of.inputs.languages
    editing = Editing(small.REPO)
    found = leaflet_pages(of.areas, of.places, of.ground, words, made or {}, env, editing, SITE)
    return {one.path.removesuffix("/leaflets/index.md"): str(one.content) for one in found}


@cache
def small_pages() -> dict[str, str]:
    return pages(small_plan())


@cache
def real_pages() -> dict[str, str]:
    return pages(real_plan())


@pytest.fixture(params=["small", "real"])
def england(request: pytest.FixtureRequest) -> tuple[Plan, dict[str, str]]:
    return (small_plan(), small_pages()) if request.param == "small" else (real_plan(), real_pages())


def links(page: str) -> list[str]:
    return [attrs["href"] for tag, attrs in read(page).tags if tag == "a"]


@pytest.mark.parametrize(
    ("name", "record"),
    [("leaflets-of-a-constituency.md", SEAT), ("leaflets-of-a-council.md", COUNCIL)],
)
def test_golden_page(name: str, record: str, golden: Callable[[str, str], None]) -> None:
    folder = f"{record}/leaflets"
    made = {
        f"{folder}/leaflet-a4.pdf": Made(48_400, 2),
        f"{folder}/codes.pdf": Made(21_000, 1),
        f"{folder}/camden-leaflets.zip": Made(1_240_000, 0),
    }
    golden(f"small/{name}", pages(small_plan(), made)[record])


# --- What is offered --------------------------------------------------------------------------------------


def test_every_area_has_a_page_that_offers_every_edition(england: tuple[Plan, dict[str, str]]) -> None:
    of, made = england
    assert set(made) == {f"councils/{area.record.id}" for area in of.areas.councils} | {
        f"constituencies/{area.record.id}" for area in of.areas.seats
    }
    files = set(of.files)  # what is linked and what is made cannot differ
    for record, page in made.items():
        kind, slug = record.split("/")
        offered = [edition for edition in EDITIONS if kind in edition.kinds]
        there = set(links(page))
        pictures = {attrs["src"] for tag, attrs in read(page).tags if tag == "img"}
        assert {edition.file for edition in offered} <= there, record
        assert {f"{edition.id}{PRESS}.pdf" for edition in offered if edition.press} - there == {
            f"{DRAFT}{PRESS}.pdf"
        }, record
        assert pictures == {"square.svg", *(f"{one.id}-preview.png" for one in offered if one.id != DRAFT)}
        assert (f"{slug}-leaflets.zip" in there) is (kind == "councils"), record
        offered_files = {link for link in there if link.endswith((".pdf", ".png", ".zip"))} | pictures
        assert {f"{record}/leaflets/{name}" for name in offered_files} <= files, record


def test_a_preview_keeps_its_room_while_it_loads() -> None:
    for tag, attrs in read(small_pages()[SEAT]).tags:
        if tag == "img" and attrs["src"] != "square.svg":
            width, height = next(e.size for e in EDITIONS if attrs["src"] == f"{e.id}-preview.png")
            assert attrs["loading"] == "lazy"
            assert attrs["alt"] == ""
            assert attrs["width"] == "300"
            assert int(attrs["height"]) == pytest.approx(300 * height / width, abs=1)


def test_sizes_are_those_of_the_files_and_unknown_ones_are_not_invented() -> None:
    assert not re.search(r"\d KB|\d MB", read(small_pages()[COUNCIL]).text)
    folder = f"{COUNCIL}/leaflets"
    sizes = {
        "leaflet-a4.pdf": (Made(48_499, 2), "PDF, A4, 2 pages, 48 KB"),
        "large-print.pdf": (Made(999_600, 4), "PDF, A4, 4 pages, 1.0 MB"),
        "codes.pdf": (Made(300, 1), "PDF, A4, 1 page, 1 KB"),
        "easy-read.pdf": (Made(70_000, 5), "(PDF, A4, 5 pages, 70 KB)"),
        "camden-leaflets.zip": (Made(12_345_678, 0), "(zip, 12.3 MB)"),
    }
    text = read(
        pages(small_plan(), {f"{folder}/{name}": made for name, (made, _) in sizes.items()})[COUNCIL]
    ).text
    for name, (_, said) in sizes.items():
        assert said in text, name


def test_easy_read_is_a_draft_and_nothing_else() -> None:
    page = small_pages()[SEAT]
    box = page[page.index('<div class="unk">') : page.index('<h2 id="languages">')]
    assert "Easy Read: a draft, not yet tested" in box
    assert "easy-read" not in page.replace(box, "")
    assert 'href="../../../surgeries-and-schools/#help-us-test-easy-read"' in box


def test_only_checked_translations_are_offered() -> None:
    english = small_plan().inputs.languages[ENGLISH]

    def other(code: str, name: str, status: str) -> Translation:
        return english.model_copy(update={"language": code, "name": name, "english": name, "status": status})

    words = {"en": english, "pl": other("pl", "Polski", "checked"), "ro": other("ro", "Română", "draft")}
    page = pages(small_plan(), {f"{SEAT}/leaflets/poster-a4-pl.pdf": Made(31_000, 1)}, words)[SEAT]
    assert {"leaflet-a4-pl.pdf", "poster-a4-pl.pdf", "../../../translations/"} <= set(links(page))
    assert not [link for link in links(page) if "-ro." in link]
    text = read(page).text
    assert "Polski (Polski): A4 leaflet in Polski, A4 poster in Polski (PDF, 31 KB)." in text
    assert "We have drafts in Română. Nobody qualified has checked them" in text
    assert 'lang="pl" dir="ltr"' in page


@pytest.mark.parametrize("kind", ["councils", "constituencies"])
def test_each_instruction_is_given_once_for_all_that_share_it(kind: str) -> None:
    ready = [one for one in EDITIONS if kind in one.kinds]
    said = list(how_to_print(ready))
    assert sorted(name for one in said for name in one.names) == sorted(one.name for one in ready)
    assert len({one.all for one in said}) == len(said)
    for edition in ready:
        group = next(one for one in said if edition.name in one.names)
        own = [text for name, text in group.each if name in {edition.name, ""}]
        assert [group.all, *own] == list(edition.how)


# --- Where it leads ---------------------------------------------------------------------------------------


def test_a_council_and_its_constituencies_lead_to_each_other(england: tuple[Plan, dict[str, str]]) -> None:
    of, made = england
    for area in of.areas.councils:
        there = set(links(made[f"councils/{area.record.id}"]))
        assert {f"../../../constituencies/{seat.record.id}/leaflets/" for seat in area.seats} <= there
    for seat in of.areas.seats:
        there = set(links(made[f"constituencies/{seat.record.id}"]))
        assert {f"../../../councils/{one.council.id}/leaflets/" for one in seat.overlaps} <= there


def test_links_lead_to_the_code_the_area_and_the_record(england: tuple[Plan, dict[str, str]]) -> None:
    of, made = england
    for record, page in made.items():
        place = of.places[record]
        assert {f"../../../editions/{place.code}/", "../", "#twin"} <= set(links(page)), record
        ids = [attrs["id"] for _, attrs in read(page).tags if "id" in attrs]
        assert len(ids) == len(set(ids)), record
        assert {link[1:] for link in links(page) if link.startswith("#")} <= set(ids), record
        assert any(link.startswith(f"{small.REPO}/edit/main/data/") for link in links(page)), record


# --- The words --------------------------------------------------------------------------------------------


def leaflet(page: str) -> Body:
    """The part of a page that is the leaflet."""
    meta, html = split(page)
    inside = html[
        html.index('<section class="twin"') : html.rindex(
            "</section>", 0, html.index('<section class="keep"')
        )
    ]
    return read(f'---\nrecord: "{meta["record"]}"\n---\n{inside}</section>')


def squash(text: str) -> str:
    """Text without the spaces, which markup moves about."""
    return "".join(text.split())


def sentences(of: Plan, record: str) -> list[str]:
    """Every sentence of the A4 leaflet, filled in, as the typesetter gets it."""
    place, english = of.places[record], of.inputs.languages[ENGLISH]
    leaf = sheet(place, english, of.ground, SITE)
    words, alone = leaf["words"], len(leaf["members"]) == 1
    holder = leaf["members"][0]
    seat = record.startswith("constituencies/")
    out = ELSEWHERE | INSIDE
    out |= {"mp"} if seat else {"mp_of"}
    out |= set() if not alone else {"one_of", "mps_title"}
    out |= set() if alone else {"helps_title", "helps"}
    out |= {"council"} if len(leaf["councils"]) > 1 else {"councils"}
    out |= set() if place.handover else {"handover"}
    out |= set() if any(not one["name"] for one in leaf["members"]) else {"no_mp"}
    out |= set() if alone and not holder["name"] else {"no_mp_note"}
    said = []
    for (name, *rest), _ in texts(english.words):
        value: Any = words[name]
        if name in out:
            continue
        for step in rest:
            value = value[step]
        said.append(value if isinstance(value, str) else "".join(text for text, _ in value))
    said += [*leaf["councils"], leaf["code"], leaf["code_address"], leaf["short"]]
    said += [str(weeks) for weeks in leaf["weeks"].values()]
    for member in leaf["members"]:
        said += [member["name"] or words["no_mp"]] + ([] if alone else [member["seat"]])
    if alone and holder["name"]:
        said.append(
            words["email"].replace("{address}", holder["email"]) if holder["email"] else words["post"]
        )
    if not alone:
        said.append(words["post"])
    for one in leaf["advice"]:
        said += [one["name"], one["phone"], one["url"]]
        said += [one["search"]] if not one["url"] and not one["phone"] else []
        said += [f"{one['council']}:" if one["name"] else one["council"]] if len(leaf["advice"]) > 1 else []
    said += [words["side"].replace("{number}", n).replace("{count}", "2") for n in "12"]
    return [sentence for sentence in said if sentence]


def test_the_page_says_what_the_paper_says_and_nothing_else(england: tuple[Plan, dict[str, str]]) -> None:
    of, made = england
    env = environment({source.id: source for source in of.inputs.data.sources})
    cite = env.from_string("{{ source|cite|attr('label') }}").render
    for record in list(made)[:: 1 if len(made) < 100 else 4]:
        page = made[record]
        text = squash(leaflet(page).text)
        wanted = sentences(of, record)
        assert [one for one in wanted if squash(one) not in text] == [], record
        # Only on the page: what it is, where the deadline can be read, an address that nobody would type.
        due = of.ground.deadline
        web = [
            "The words of the leaflet",
            f"Source: {cite(source=due.source, root='')}. Checked {day(due.checked)}.",
            *(host(one.url) for one in of.places[record].advice if one.url),
        ]
        for one in sorted({*wanted, *web, *NAME}, key=len, reverse=True):
            text = text.replace(squash(one), "\n")
        assert set(text.split("\n")) <= {"", "."}, record


def test_every_fact_on_it_is_in_the_open_data(england: tuple[Plan, dict[str, str]]) -> None:
    of, made = england
    site = small.small_site() if of is small_plan() else small.real_site()
    items = {
        f"{kind}/{item['id']}": item
        for kind in ("councils", "constituencies")
        for item in site.json(f"{kind}.json")["items"]
    }
    for record, page in made.items():
        body = leaflet(page)
        for fact in body.facts:
            assert same(fact.value, resolve(items[fact.record], fact.name)), (record, fact)
        named = {(fact.record, fact.name) for fact in body.facts}
        for member in of.places[record].members:
            assert not member.name or any(name == "mp.name" for _, name in named), record
        for advice in of.places[record].advice:
            for key in ("name", "phone", "url"):
                assert not getattr(advice, key) or any(n == f"contacts.sendiass.{key}" for _, n in named)


def test_the_deadline_comes_before_anything_about_writing(england: tuple[Plan, dict[str, str]]) -> None:
    of, made = england
    words = of.ground.english.words
    for record, page in made.items():
        assert page.count('class="due"') == 1, record
        due, clock = page.index('class="due"'), page.index(words.clock)
        steps = page.index(words.steps_title)
        assert due < clock < page.index(words.go) < steps, record
        assert all(clock < found.start() for found in re.finditer("mailto:", page)), record


def test_the_limits_are_a_table_with_headers() -> None:
    page = small_pages()[SEAT]
    table = page[page.index("<table") : page.index("</table>")]
    assert table.count('scope="col"') == 2
    assert table.count('scope="row"') == 3
    assert re.findall(r'scope="row">(\d+)<', table) == ["6", "16", "20"]


# --- Awkward areas ----------------------------------------------------------------------------------------


def test_a_seat_without_an_mp_names_nobody_to_write_to() -> None:
    page = small_pages()["constituencies/guildford"]
    words = small_plan().ground.english.words
    text = leaflet(page).text
    assert words.no_mp in text
    assert words.no_mp_note in text
    assert "mailto:" not in page
    assert "They name this area’s council." in read(page).text
    assert "mp.name" not in {fact.name for fact in read(page).facts}


def test_several_councils_each_have_their_advice() -> None:
    body = leaflet(small_pages()["constituencies/windsor"])
    place = small_plan().places["constituencies/windsor"]
    assert len(place.councils) == 3
    assert {fact.name for fact in body.facts if fact.name.startswith("councils")} == {
        f"councils[{at}].name" for at in range(3)
    }
    lists = [attrs["data-record"] for tag, attrs in body.tags if tag == "ul" and "data-record" in attrs]
    councils = next(seat for seat in small_plan().areas.seats if seat.record.id == "windsor").overlaps
    assert lists == [f"councils/{one.council.id}" for one in councils]
    assert [f"Search for “SENDIASS {one}”." in body.text for one in place.councils] == [True] * 3


def test_a_council_that_has_ended_offers_no_leaflets(tmp_path: Path) -> None:
    day = date(2027, 4, 1)
    root = small.copy(tmp_path)
    gap = "gaps:\n- {file: councils, number: 2, reason: None yet., from: 2027-04-01, until: 2027-09-30}\n"
    small.edit(root, "data/coverage.yaml", "gaps: []\n", gap)
    made = pages(plan(root, day))
    page = made["councils/surrey"]
    assert "Surrey County Council has ended" in read(page).text
    assert not [link for link in links(page) if link.endswith((".pdf", ".zip"))]
    assert "councils/surrey/leaflets/" not in made["constituencies/guildford"]
    before = small_pages()["councils/surrey"]
    assert "From 1 April 2027 it is East Surrey Council or West Surrey Council." in leaflet(before).text


@pytest.mark.parametrize(
    "poison", ["<b>x</b> & \"y\" 'z'", "{{7*7}} {% raw %}", "</section> <!-- ", "`x` *y* [z](w)"]
)
def test_any_name_stays_text(poison: str, tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    for file, old in (
        ("data/mps.yaml", "name: Alex Baker"),
        ("data/mps.yaml", "name: Aldershot"),
        ("data/councils.yaml", "name: Hampshire\n"),
    ):
        key, name = old.strip().split(": ")
        small.edit(
            root,
            file,
            old,
            f"{key}: '{name} {poison.replace(chr(39), chr(39) * 2)}'" + "\n" * old.endswith("\n"),
        )
    made = pages(plan(root, small.TODAY))
    for record in (SEAT, "councils/hampshire"):
        clean, page = read(small_pages()[record]), read(made[record])
        assert [(tag, sorted(attrs)) for tag, attrs in page.tags] == [
            (tag, sorted(attrs)) for tag, attrs in clean.tags
        ]
        assert " ".join(poison.split()) in page.text


# --- Form -------------------------------------------------------------------------------------------------


def test_a_page_is_whole_light_and_in_order(england: tuple[Plan, dict[str, str]]) -> None:
    of, made = england
    titles = [split(page)[0]["title"] for page in made.values()]
    assert len(titles) == len(set(titles))
    for record, page in made.items():
        meta, html = split(page)
        body = read(page)
        assert body.empty == [], record
        assert len(html.encode()) < BODY_LIMIT, record
        assert meta["record"] == record
        assert meta["search"] == {"exclude": True}
        assert date.fromisoformat(meta["checked"]) == of.places[record].checked[1]
        assert 50 <= len(meta["description"]) <= 250, record
        levels = [int(tag[1]) for tag, _ in body.tags if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), record
        assert not [
            attrs for _, attrs in body.tags if "style" in attrs or any(a.startswith("on") for a in attrs)
        ]
        found = re.search(r"\bNone\b|undefined|\{\{|\{%|\{\w+\}|&amp;amp;| ,|,,|\.\.|\(\)|“”|: \.", body.text)
        assert not found, (record, found)


# --- The hub ----------------------------------------------------------------------------------------------


def test_the_hub_leads_to_leaflets_and_says_where_the_rules_are() -> None:
    of = small_plan()
    env = environment({source.id: source for source in of.inputs.data.sources})
    prose = {"hub.md": "<!-- finder for leaflets -->\n\n<!-- rules -->\n", "other.md": "<!-- finder -->\n"}
    made = {
        one.path: str(one.content)
        for one in prose_pages(prose, env, of.ground.deadline, {"shared": of.ground})
    }
    assert 'data-then="leaflets/"' in made["hub.md"]
    assert "data-then" not in made["other.md"]
    for one in (*of.ground.english.sources, *of.ground.limits.values(), of.ground.deadline):
        assert one.source in made["hub.md"]
