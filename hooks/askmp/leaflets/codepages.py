"""The pages behind the codes on paper: is this copy still right, and if not, what has changed."""

from collections.abc import Iterator, Mapping

from jinja2 import Environment

from askmp.artefacts import Artefact, page
from askmp.leaflets.codes import Issue, Register, changed
from askmp.leaflets.places import Place

CURRENT, REPLACED, WITHDRAWN, ENDED = "current", "replaced", "withdrawn", "ended"


def state(code: str, register: Register, place: Place | None) -> str:
    """Return what a code is worth: one that was withdrawn stays so, even if its facts are right again."""
    if code in register.withdrawals:
        return WITHDRAWN
    if place is None:
        return ENDED
    return CURRENT if place.code == code else REPLACED


def code_pages(places: Mapping[str, Place], register: Register, env: Environment) -> Iterator[Artefact]:
    """Yield the page of every code ever given out, those of today's leaflets among them, and their list.

    Args:
        places: Every area that has leaflets, by its record.
        register: The codes given out so far. Today's need not be in it yet.
        env: The templates.
    """
    template = env.get_template("code.html.jinja")
    for code, area, facts, issue in _all(places, register):
        place = places.get(area)
        found = state(code, register, place)
        body = template.render(
            root="../../",
            code=code,
            area=area,
            place=place,
            state=found,
            facts=facts,
            issued=issue.issued if issue else None,
            changes=changed(facts, place.facts) if place and found == REPLACED else [],
            gone=register.withdrawals.get(code),
        )
        meta = {
            "title": f"Leaflet {code}: {found}",
            "description": f"Is a leaflet with the code {code} still right? It is {found}.",
            "search": {"exclude": True},
        }
        yield page(f"editions/{code}/index.md", meta, body)
    body = env.get_template("codes.html.jinja").render(root="../", places=list(places.values()))
    meta = {
        "title": "Is this leaflet still right?",
        "description": "The current code of each area’s leaflets, to compare with the code on a sheet.",
        "search": {"exclude": True},
    }
    yield page("editions/index.md", meta, body)


def _all(
    places: Mapping[str, Place], register: Register
) -> Iterator[tuple[str, str, Mapping[str, str], Issue | None]]:
    known = register.issues
    yield from ((one.code, one.area, one.facts, one) for one in known.values())
    fresh = (place for place in places.values() if place.code not in known)
    yield from ((place.code, place.record, place.facts, None) for place in fresh)
