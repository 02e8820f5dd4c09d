"""The questions below /route/: every way from the start ends with a deadline, steps and a next button."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from askmp.routepages import address, overview
from askmp.routes import BRIEFS, NONE_FITS, START, WORTH, ends_below, leads_to, walk, ways_to
from askmp.tools import KINDS as BRIEF_KINDS
from html_page import Page, target
from small import real_site, small_site

if TYPE_CHECKING:
    from askmp.routes import Route

LONGEST = 4  # pages from the start to an end: nobody answers, the council, which decision, what to do


def routes() -> dict[str, Route]:
    return {route.id: route for route in real_site().data.routes}


def page(route_id: str) -> Page:
    path = f"{address(route_id)}index.html"
    return Page.read(path, real_site().text(f"{address(route_id)}index.md").split("---\n", 2)[2])


QUESTIONS = sorted(route.id for route in routes().values() if route.answers)
ENDS = sorted(route.id for route in routes().values() if route.end)


def test_there_are_as_many_pages_as_we_think() -> None:
    assert len(QUESTIONS) == 10
    assert len(ENDS) == 33


def test_every_way_from_the_start_ends_and_none_goes_in_circles() -> None:
    """Walked here by the links of the pages themselves, not by the records."""
    links = {
        one: [
            found[0].removesuffix("/index.html").removeprefix("route/")
            for e in page(one).all("a")
            if "data-area" in e.attrs and (found := target(page(one).path, e.attrs["href"]))
            if found[0].startswith("route/") and not in_crumbs(page(one), e.place)
        ]
        for one in QUESTIONS
    }
    ways = [(START,)]
    ended = set()
    for way in ways:
        if way[-1] in ENDS:
            ended.add(way[-1])
            continue
        for to in links[way[-1]]:
            assert to in routes(), (way, to)
            assert to not in way, way
            ways.append((*way, to))
    assert ended == set(ENDS)
    assert max(len(way) for way in ways) == LONGEST


def in_crumbs(page: Page, place: int) -> bool:
    return place < next(e.place for e in page.all("h1"))


@pytest.mark.parametrize("one", QUESTIONS)
def test_a_question_asks_and_offers(one: str) -> None:
    found, route = page(one), routes()[one]
    assert route.title.endswith("?")
    assert found.all("h1")[0].text.endswith(route.title)
    tiles = [e for e in found.all("a") if "tapline" not in e.classes and not in_crumbs(found, e.place)]
    assert [e.text.split("  ")[0] for e in tiles if "data-area" in e.attrs][: len(route.answers)]
    assert len(route.answers) >= 2
    assert len({answer.next for answer in route.answers}) >= 2
    assert "None of these" in found.text
    assert leads_to(route)[-1] == NONE_FITS
    (due,) = [e for e in found.all("section") if "due" in e.classes]
    assert "does not stop that clock" in due.text
    assert "Source: IPSEA" in due.text


@pytest.mark.parametrize("one", ENDS)
def test_an_end_says_by_when_what_and_who(one: str) -> None:
    found, end = page(one), routes()[one].end
    assert end is not None
    headings = [e.text for e in found.headings]
    assert headings[0] == routes()[one].title
    assert f"You said: {end.you_said}" in found.text
    (due,) = [e for e in found.all("section") if "due" in e.classes]
    assert "A letter to your MP does not stop any clock." in due.text
    assert re.search(r"Source.*Checked \d", due.text)
    assert re.search(r"\d (months|weeks|working days)", due.text), "the time to appeal stands in every box"
    # The deadline comes before any way to write, and the next step is a button.
    buttons = [e for e in found.all("a") if "btn" in e.classes]
    assert [e.attrs["href"].split("/")[-2] for e in buttons] == ["deadlines", "brief"]
    assert buttons[0].place < buttons[1].place
    assert due.place < buttons[1].place
    assert buttons[1].attrs["href"].endswith(f"brief/?kind={end.brief}")
    order = ["What to do, in order", "What your MP can add", "Free advice"]
    assert [text for text in headings if text in order] == order
    assert WORTH[end.mp.worth] in found.text
    sources = [e for e in found.all("p") if "src" in e.classes]
    assert all(re.search(r"Checked \d{1,2} [A-Z][a-z]+ 20\d\d", e.text) for e in sources)


@pytest.mark.parametrize("one", ENDS)
def test_every_limit_of_an_end_comes_from_the_deadlines(one: str) -> None:
    data = real_site().data
    deadlines = {deadline.id: deadline for deadline in data.deadlines}
    found, end = page(one), routes()[one].end
    assert end is not None
    (due,) = [e for e in found.all("section") if "due" in e.classes]
    for name in end.deadlines:
        assert deadlines[name].title in due.text
        for limit in deadlines[name].limits:
            assert limit.text in due.text
        if deadlines[name].law:
            assert f"Law: {deadlines[name].law}." in due.text
    if not end.deadlines and not end.time:
        assert "We know of no fixed time limit for this. Do it now." in due.text


def test_every_law_that_is_named_stands_in_a_record() -> None:
    """Templates hold no law: whatever looks like one is in routes.yaml, deadlines.yaml or the glossary."""
    data = real_site().data
    laws = [deadline.law for deadline in data.deadlines if deadline.law]
    laws += [route.end.law for route in data.routes if route.end and route.end.law]
    known = " ".join([*laws, *(str(route) for route in data.routes), *(term.meaning for term in data.terms)])
    named = set()
    for one in (*QUESTIONS, *ENDS):
        named |= set(
            re.findall(r"[Ss]ection \d+(?:\(\d\))?|regulation \d+\(\d\)|\w+ Act \d{4}", page(one).text)
        )
    assert len(named) > 5
    assert [law for law in named if law not in known] == []


def test_what_is_proposed_stands_apart() -> None:
    text = " ".join(page(one).text for one in (*QUESTIONS, *ENDS))
    assert "Individual Support Plan" not in text
    assert "individual support plan" not in text


def test_briefs_are_kinds_that_the_brief_has() -> None:
    assert set(BRIEFS) <= {kind for kind, _ in BRIEF_KINDS}


def test_the_shortest_way_leads_back() -> None:
    ways = ways_to(routes())
    assert [route.id for route in ways["late-assess"]] == ["start", "late", "late-assess"]
    assert [route.id for route in ways[NONE_FITS]] == ["start", NONE_FITS]
    assert {len(way) for way in walk(routes())} == set(range(1, LONGEST + 1))


def test_the_overview_is_made_of_the_routes() -> None:
    rows = overview(real_site().data)
    assert [row.text for row in rows] == [answer.text for answer in routes()[START].answers]
    first = {row.text: (row.first, row.worth) for row in rows}
    assert first["The council said no"] == ("Appeal, in time, or: write to the council", "Little")
    assert first["The council is late"] == ("Complain to the council", "Worth asking")
    assert first["Nobody answers me"][1] == "It depends"
    assert first["Our appeal has begun"] == ("Ask a free adviser", "Little")
    assert first["School transport"] == (
        "Use the council’s transport appeal, or: go to the Ombudsman, or: complain to the council",
        "Worth asking, or maybe",
    )


def test_no_end_is_missing_from_the_overview() -> None:
    met = {end.id for answer in routes()[START].answers for end in ends_below(routes(), answer.next)}
    assert met | {NONE_FITS} == set(ENDS)


def test_an_area_hands_itself_on_by_its_address_only() -> None:
    for record in ("councils/surrey", "constituencies/windsor"):
        hrefs = re.findall(r'href="([^"]*route/[^"]*)"', small_site().page(record))
        assert hrefs == [f"../../route/?area={record}"]
