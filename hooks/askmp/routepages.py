"""The pages below /route/: a page for each question and for the end of each way, and the overview of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from askmp.artefacts import Artefact, page
from askmp.dataset import APPEAL, ROUTES, Dataset
from askmp.finder import FinderPage
from askmp.model import Deadline, Organisation
from askmp.routes import (
    KINDS,
    NONE_FITS,
    START,
    WORTH,
    Reference,
    Route,
    asked_before,
    ends_below,
    ways_to,
)
from askmp.words import Linker

TITLE = "What to do first"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the overview: what has happened, the routes it may lead to, if an MP is worth asking."""

    text: str
    hint: str
    address: str
    first: str
    worth: str


def address(route_id: str) -> str:
    """Return a page's address below the site's root."""
    return "route/" if route_id == START else f"route/{route_id}/"


def route_pages(data: Dataset, env: Environment) -> Iterator[Artefact]:
    """Yield a page for each question and each end."""
    routes = {route.id: route for route in data.routes}
    ways = ways_to(routes)
    deadlines = {deadline.id: deadline for deadline in data.deadlines}
    organisations = {one.id: one for one in data.organisations}
    references = {one.id: one for one in data.references}
    for route in data.routes:
        way = ways[route.id]
        asked = asked_before(routes, route.id)
        # Where several questions lead here, nobody knows which one the family came through.
        known = way[:-1] if len(asked) == 1 else way[:1]
        root = "../" * address(route.id).count("/")
        template = "route-end.html.jinja" if route.end else "route-question.html.jinja"
        html = env.get_template(template).render(
            root=root,
            route=route,
            address=address,
            asked=asked,
            trail=[
                (TITLE if one.id == START else one.title, address(one.id)) for one in known if one != route
            ],
            step=len(way),
            fallback=NONE_FITS,
            appeal=deadlines[APPEAL],
            words=Linker(data.terms, root),
            worth=WORTH,
            **_named(route, deadlines, organisations, references),
        )
        edit = f"{ROUTES}#L{data.line(ROUTES, data.loc(ROUTES, route.id))}"
        yield page(f"{address(route.id)}index.md", _meta(route), html, edit)


def _named(
    route: Route,
    deadlines: dict[str, Deadline],
    organisations: dict[str, Organisation],
    references: dict[str, Reference],
) -> dict[str, Any]:
    """What an end's ids stand for."""
    if route.end is None:
        return {}
    limits = [deadlines[one] for one in route.end.deadlines]
    return {
        "yours": [one for one in limits if one.who == "you"],
        "theirs": [one for one in limits if one.who != "you"],
        "advice": [organisations[one] for one in route.end.advice],
        "sources": [references[one] for one in route.end.sources],
        "references": references,
    }


def _meta(route: Route) -> dict[str, Any]:
    if route.end is None:
        said = "Pick an answer. See what to do first for a child with SEND, and by when."
        title = TITLE if route.id == START else f"{TITLE}: {route.title}"
        return {"title": title, "description": f"{route.title} {said}"}
    said = route.end.you_said.rstrip(".")
    return {
        "title": f"{route.title}: {said}",
        "description": f"You said: {said}. What to do first, by when, who helps free of charge, "
        "and what an MP can add.",
    }


def finder_page(data: Dataset) -> FinderPage:
    """Return how the finder finds the questions: by what families say."""
    start = next(route for route in data.routes if route.id == START)
    said = (word.replace(",", "") for one in start.answers for word in (one.text, one.hint) if word)
    return FinderPage(address(START), TITLE, ",".join(("Which route first?", *said)))


def overview(data: Dataset) -> list[Row]:
    """Return the answers of the first question, each with the routes that lie behind it, in their order."""
    routes = {route.id: route for route in data.routes}
    rows = []
    for answer in routes[START].answers:
        ends = [route.end for route in ends_below(routes, answer.next) if route.end]
        worth = {end.mp.worth for end in ends}
        rows.append(
            Row(
                answer.text,
                answer.hint or "",
                address(answer.next),
                _joined(list(dict.fromkeys(KINDS[end.kind] for end in ends)), ", or: "),
                "It depends"
                if len(worth) == len(WORTH)
                else _joined([WORTH[one] for one in WORTH if one in worth], ", or "),
            )
        )
    return rows


def _joined(said: list[str], by: str) -> str:
    """Return phrases as one: each but the first loses its capital."""
    return by.join([said[0], *(one[0].lower() + one[1:] for one in said[1:])])
