"""Rules of the questions: every page is reached, every answer leads on, nobody goes round in circles."""

import re
from collections.abc import Iterator
from datetime import date

from askmp.coverage import find, meant, strangers
from askmp.dataset import DEADLINES, NEEDED, ORGANISATIONS, REFERENCES, ROUTES, Dataset
from askmp.fields import shown
from askmp.findings import Finding, Loc
from askmp.model import parts_of
from askmp.routes import START, Route, leads_to

_FEWEST = 2
_LIMIT = re.compile(
    r"\b(\d+|one|two|three|six|twelve) (working |school |calendar )?(days?|weeks?|months?)\b", re.I
)
_THINGS = {ROUTES: "page", DEADLINES: "time limit", ORGANISATIONS: "organisation", REFERENCES: "reference"}


def route_rules(data: Dataset, today: date) -> Iterator[Finding]:
    """Yield what is wrong between the pages of data/routes.yaml, and with what they name elsewhere."""
    routes = {route.id: route for route in data.routes}
    for route in data.routes:
        loc = data.loc(ROUTES, route.id)
        for place, text in (*_form(route), *_typed_limits(route)):
            yield find(data, ROUTES, (*loc, *place), text)
    yield from _unknown(data, today)
    yield from _loops(data, routes)
    # Behind a page that could not be read, or an answer or a page that leads nowhere, all would look lost.
    whole = len(routes) == len(data.ids[ROUTES]) and all(
        (route.answers or route.end) and all(answer.next in routes for answer in route.answers)
        for route in data.routes
    )
    if whole and START in routes:
        yield from _lost(data, routes)


def _form(route: Route) -> Iterator[tuple[Loc, str]]:
    """What does not fit together within one page, with the place inside its record."""
    if not route.answers and route.end is None:
        yield (), "This page leads nowhere. Give it `answers`, or an `end` that says what to do."
    if route.answers and route.end is not None:
        yield ("end",), "This page has both `answers` and an `end`. Keep one."
    if len(route.answers) == 1:
        yield (
            ("answers",),
            f"A question needs {_FEWEST} answers or more. Add one, or lead past this question.",
        )
    if route.id == START and route.end is not None and not route.answers:
        yield ("end",), "The first page must be a question. Give it `answers`."


def _typed_limits(route: Route) -> Iterator[tuple[Loc, str]]:
    """Texts that type a number of days, weeks or months again: it would stay when the record changes."""
    for place, part in parts_of(route):
        for key, field in type(part).model_fields.items():
            text = getattr(part, key)
            if isinstance(text, str) and (hit := _LIMIT.search(text)):
                cure = f"Time limits stand in {DEADLINES}: name the limit’s id under `deadlines`."
                yield (*place, field.alias or key), f"{shown(hit[0])} is typed here. {cure}"


def _unknown(data: Dataset, today: date) -> Iterator[Finding]:
    """Ids that no record has: pages, time limits, organisations."""
    named = [(path, loc, one) for route in data.routes for path, loc, one in _names(data, route)]
    for path, what in _THINGS.items():
        # What every page needs is missed by a rule of its own.
        ids = {one for to, _, one in named if to == path} - set(NEEDED.get(path, ()))
        unknown = strangers(data, path, ids, today)
        for to, loc, one in named:
            if to == path and one in unknown:
                text = f"There is no {what} with the id {shown(one)}. {meant(data, path, one)}"
                yield find(data, ROUTES, loc, text)


def _names(data: Dataset, route: Route) -> Iterator[tuple[str, Loc, str]]:
    """Every id that a page names: the file where it must be, the place here, the id."""
    loc = data.loc(ROUTES, route.id)
    for index, answer in enumerate(route.answers):
        yield ROUTES, (*loc, "answers", index, "next"), answer.next
    if (end := route.end) is None:
        return
    for key, path in (("deadlines", DEADLINES), ("advice", ORGANISATIONS), ("sources", REFERENCES)):
        for index, one in enumerate(getattr(end, key)):
            yield path, (*loc, "end", key, index), one
    for index, step in enumerate(end.steps):
        if step.see:
            yield REFERENCES, (*loc, "end", "steps", index, "see"), step.see
    if end.missed and end.missed.see:
        yield REFERENCES, (*loc, "end", "missed", "see"), end.missed.see


def _loops(data: Dataset, routes: dict[str, Route]) -> Iterator[Finding]:
    """Answers that lead back to a page the family has come through, in the order of the file."""
    done: set[str] = set()

    def visit(route: Route, way: tuple[str, ...]) -> Iterator[Finding]:
        for index, answer in enumerate(route.answers):
            if answer.next in way:
                loc = (*data.loc(ROUTES, route.id), "answers", index, "next")
                text = (
                    f"This answer leads back to {shown(answer.next)}, so a family would go round in circles. "
                    "Lead it to another page."
                )
                yield find(data, ROUTES, loc, text)
            elif answer.next in routes and answer.next not in done:
                yield from visit(routes[answer.next], (*way, answer.next))
        done.add(route.id)

    first = [routes[START]] if START in routes else []
    for route in (*first, *data.routes):
        if route.id not in done:
            yield from visit(route, (route.id,))


def _lost(data: Dataset, routes: dict[str, Route]) -> Iterator[Finding]:
    """Pages that no way from the start leads to. Of lost pages in a row, the first is said."""
    reached: set[str] = set()
    todo = [START]
    while todo:
        here = todo.pop()
        if here in routes and here not in reached:
            reached.add(here)
            todo += leads_to(routes[here])
    lost = [route for route in data.routes if route.id not in reached]
    behind = {answer.next for route in lost for answer in route.answers}
    for route in [route for route in lost if route.id not in behind] or lost:
        text = f"No answer leads to {shown(route.id)}. Add one whose `next` is this id, or delete this page."
        yield find(data, ROUTES, (*data.loc(ROUTES, route.id), "id"), text)
