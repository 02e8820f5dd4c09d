"""The two pages a family works with, the calculator and the case brief, and the rules they count with."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jinja2 import Environment

from askmp.artefacts import Artefact, json_bytes, page
from askmp.bankholidays import bank_holidays, span
from askmp.dataset import DEADLINES
from askmp.finder import BRIEF_PAGE, DEADLINES_PAGE, PAPER_PAGE
from askmp.model import STARTS, Deadline, SourceRecord
from askmp.render import cited

RULES = "assets/deadlines.json"
# What a brief can be about; docs/assets/brief.js has the words for each.
KINDS = (
    ("late-assessment", "The council is late to say if it will assess"),
    ("late-plan", "The draft or the final plan is late"),
    ("late-review", "The annual review is late"),
    ("no-school", "No school is named, or there is no place"),
    ("support", "The help in the plan is not given"),
    ("out-of-school", "My child is out of school"),
    ("transport", "School transport"),
    ("refused", "The council said no to an assessment or a plan"),
    ("nhs", "A long wait for the NHS"),
    ("other", "Something else"),
    ("chase", "A second letter: I wrote, and still wait"),
    ("thanks", "A thank-you: what came of it"),
)


def tool_pages(
    deadlines: tuple[Deadline, ...],
    env: Environment,
    sources: Mapping[str, SourceRecord],
    deadline: Deadline,
    today: date,
) -> Iterator[Artefact]:
    """Yield the calculator, the brief, its blank twin on paper, and the file of rules the first two load.

    Args:
        deadlines: Every time limit.
        env: The templates.
        sources: What a source's id stands for.
        deadline: What the deadline box says.
        today: The day of the build: bank holidays are known from three years before to three years after.
    """
    first, last = span(today)
    ordered = sorted(deadlines, key=_order)
    about = {
        DEADLINES_PAGE: (
            "deadlines.html.jinja",
            "Your dates in, every legal date out: appeal, mediation, the council’s weeks, the Ombudsman. "
            "Worked out on your device.",
        ),
        BRIEF_PAGE: (
            "brief.html.jinja",
            "One page for your MP’s office, in your own words, with the dates that the council missed. "
            "Made on your device.",
        ),
        PAPER_PAGE: ("paper.html.jinja", "One page to print and fill in by hand, for your MP’s office."),
    }
    for found, (template, description) in about.items():
        html = env.get_template(template).render(
            root="../" * found.address.count("/"),
            deadline=deadline,
            deadlines=ordered,
            known_until=last,
            title=found.title,
            kinds=KINDS,
        )
        meta = {"title": found.title, "description": description}
        yield page(f"{found.address}index.md", meta, html, DEADLINES)
    yield Artefact(
        RULES,
        json_bytes(
            {
                "rules": [_rule(one, sources) for one in ordered],
                "holidays": {
                    "from": first.isoformat(),
                    "until": last.isoformat(),
                    "days": [day.isoformat() for day in bank_holidays(today)],
                },
            }
        ),
    )


def _order(deadline: Deadline) -> tuple[Any, ...]:
    """Limits that start on the same day together, in the order in which a case goes; advice last."""
    first = deadline.limits[0]
    return deadline.advice, STARTS.index(first.start[0]), len(deadline.limits), first.number, deadline.id


def _rule(deadline: Deadline, sources: Mapping[str, SourceRecord]) -> dict[str, Any]:
    said = cited(deadline.source, sources, "../")
    return {
        "id": deadline.id,
        "title": deadline.title,
        "who": deadline.who,
        "advice": deadline.advice,
        "limits": [
            {
                "id": limit.id,
                "number": limit.number,
                "unit": limit.unit,
                "of": limit.of,
                "start": list(limit.start),
                "first": limit.counts_first,
                "text": limit.text,
            }
            for limit in deadline.limits
        ],
        "moves": [
            {"id": move.id, "from": move.start, "until": move.until, "text": move.text}
            for move in deadline.moves
        ],
        "law": deadline.law or "",
        "note": deadline.note or "",
        "assumed": deadline.assumed or "",
        "source": {"label": said.label, "url": said.url},
        "checked": deadline.checked.isoformat(),
    }
