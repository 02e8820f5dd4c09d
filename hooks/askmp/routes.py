"""Which route first: the questions and answers of data/routes.yaml, and how they hang together."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from askmp.fields import Sentence, Slug, Text, one_of
from askmp.model import Record, Sourced

START = "start"
# Where “None of these” leads, on every question.
NONE_FITS = "adviser"
# What comes first, in the few words of an overview. An end page's own words are its title.
KINDS: Mapping[str, str] = {
    "appeal": "Appeal, in time",
    "complaint": "Complain to the council",
    "letter": "Write to the council",
    "ombudsman": "Go to the Ombudsman",
    "court": "Ask for advice about a court",
    "school": "Talk to the school, then complain to it",
    "request": "Ask the council for an assessment",
    "nhs": "Complain to the NHS service",
    "transport": "Use the council’s transport appeal",
    "consultation": "Answer the consultation",
    "councillor": "Write to your councillors",
    "adviser": "Ask a free adviser",
    "mp": "Chase your MP’s office",
}
# What an MP can add, the strongest first.
WORTH: Mapping[str, str] = {"strong": "Worth asking", "some": "Maybe", "little": "Little"}
# The kinds of brief that a page may lead to, as askmp.tools.KINDS has them.
BRIEFS = (
    "late-assessment",
    "late-plan",
    "late-review",
    "no-school",
    "support",
    "out-of-school",
    "transport",
    "refused",
    "nhs",
    "other",
    "chase",
)


class Reference(Sourced):
    """A page of others that our pages send families to, or rest on."""

    id: Slug
    label: Annotated[Text, Field(description="Its name in a source line, like: IPSEA, mediation")]


class Answer(Record):
    """One tile of a question."""

    text: Annotated[Text, Field(description="What a family would say")]
    hint: Annotated[Text | None, Field(description="A few words more, on the same tile")] = None
    next: Annotated[Slug, Field(description="The id of the page it leads to")]


class Step(Record):
    """One thing to do."""

    title: Annotated[Text, Field(description="What to do, starting with a verb")]
    text: Sentence
    see: Annotated[
        Slug | None, Field(description="A page that helps with it: an id in data/references.yaml")
    ] = None


class Missed(Record):
    """What is left when the time has passed."""

    text: Sentence
    see: Slug | None = None


class MpHelp(Record):
    """What an MP can add here."""

    worth: one_of(*WORTH)  # type: ignore[valid-type]
    text: Annotated[Sentence, Field(description="What, and why no more")]


class End(Record):
    """What to do first, by when, and who helps."""

    kind: Annotated[
        one_of(*KINDS),  # type: ignore[valid-type]
        Field(description="The route, for the overview"),
    ]
    you_said: Annotated[Text, Field(description="What the family said, after the words: You said")]
    brief: Annotated[
        one_of(*BRIEFS),  # type: ignore[valid-type]
        Field(description="The kind of brief that fits: the first question of /brief/"),
    ]
    deadlines: Annotated[
        tuple[Slug, ...],
        Field(description="The time limits that matter here: ids in data/deadlines.yaml. None: no key"),
    ] = ()
    time: Annotated[Sentence | None, Field(description="A word more on time, in the deadline box")] = None
    law: Annotated[Sentence | None, Field(description="The Act or regulation, to the section")] = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1, description="In the order to do them")]
    missed: Missed | None = None
    mp: MpHelp
    advice: Annotated[
        tuple[Slug, ...],
        Field(description="Who else gives free advice, after SENDIASS: ids in data/organisations.yaml"),
    ] = ()
    caution: Annotated[Sentence | None, Field(description="A doubt, shown beside the sources")] = None
    sources: Annotated[
        tuple[Slug, ...],
        Field(min_length=1, description="Where the steps can be read: ids in data/references.yaml"),
    ]


class Route(Record):
    """A page below /route/: a question with its answers, or the end of a way."""

    id: Annotated[Slug, Field(description="Its address below /route/. Never changes")]
    title: Annotated[Text, Field(description="The question, or what to do first")]
    lead: Annotated[Sentence | None, Field(description="One or two sentences under the title")] = None
    answers: Annotated[tuple[Answer, ...], Field(description="Of a question: two or more")] = ()
    end: Annotated[End | None, Field(description="Of the last page of a way")] = None


class ReferenceFile(Record):
    """data/references.yaml."""

    references: Annotated[tuple[Reference, ...], Field(min_length=1)]


class RouteFile(Record):
    """data/routes.yaml."""

    routes: Annotated[tuple[Route, ...], Field(min_length=1)]


def leads_to(route: Route) -> tuple[str, ...]:
    """Return the ids of the pages that a question leads to, “None of these” last."""
    return (*(answer.next for answer in route.answers), NONE_FITS) if route.answers else ()


def walk(routes: Mapping[str, Route]) -> Iterator[tuple[Route, ...]]:
    """Yield each way from the start to a page, the start's own first, shorter ways before longer ones.

    A page that two answers lead to is met twice. Unknown pages are left out; a way never meets a page twice.
    """
    ways: list[tuple[Route, ...]] = [(routes[START],)] if START in routes else []
    for way in ways:
        yield way
        for page in leads_to(way[-1]):
            found = routes.get(page)
            if found is not None and found not in way:
                ways.append((*way, found))


def ways_to(routes: Mapping[str, Route]) -> dict[str, tuple[Route, ...]]:
    """Return for each page that can be reached the shortest way to it, the page itself last."""
    found: dict[str, tuple[Route, ...]] = {}
    for way in walk(routes):
        found.setdefault(way[-1].id, way)
    return found


def asked_before(routes: Mapping[str, Route], page: str) -> list[Route]:
    """Return the questions that have an answer which leads to a page; of those without one, the start."""
    found = [route for route in routes.values() if any(answer.next == page for answer in route.answers)]
    return found or [routes[START]]


def ends_below(routes: Mapping[str, Route], page: str) -> list[Route]:
    """Return the last pages that can be reached from one of the first answers, in the order of the answers.

    A way that crosses over to another of the first answers is left out: it is told of there.
    """
    others = {answer.next for answer in routes[START].answers} - {page}
    found: dict[str, Route] = {}
    todo = [page]
    for one in todo:
        if routes[one].end is not None:
            found.setdefault(one, routes[one])
        todo += [answer.next for answer in routes[one].answers if answer.next not in others]
    return list(found.values())
