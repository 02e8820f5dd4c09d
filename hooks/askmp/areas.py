"""The area pages: one for each council and each constituency."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from askmp.artefacts import Artefact, page
from askmp.dataset import OVERLAPS
from askmp.derive import Areas, CouncilArea, SeatArea, newest_check
from askmp.model import Council, Deadline

ROOT = "../../"
# What every council area should have, the service families need first at the top.
SERVICES = (
    ("sendiass", "Free local advice", "SENDIASS: free, impartial advice. Every council must arrange it"),
    ("send_team", "The council’s SEND team", "Decides about assessments and EHC plans"),
    ("local_offer", "Local Offer", "The council’s own list of SEND help"),
    ("parent_carer_forum", "Parent carer forum", "Parents who help to shape services"),
)
MEANWHILE = {
    "sendiass": "Ask the school or the council for “SENDIASS”.",
    "send_team": "Ask the council through its website.",
    "local_offer": "Look for “Local Offer” on the council’s website.",
    "parent_carer_forum": "Ask SENDIASS or the council who runs it.",
}


@dataclass(frozen=True, slots=True)
class Editing:
    """Where people change records: the repository's address, or nothing when none is set."""

    repo_url: str

    def link(self, path: str, line: int) -> str:
        """Return the address that opens the editor at a line."""
        return f"{self.repo_url.rstrip('/')}/edit/main/{path}#L{line}" if self.repo_url else ""


def area_pages(
    areas: Areas, env: Environment, editing: Editing, deadline: Deadline, shares_checked: date
) -> Iterator[Artefact]:
    """Yield the page of every council and constituency.

    `shares_checked` is the day on which the overlap shares were looked at.
    """
    lines = {area.record.id: editing.link(area.path, area.line) for area in areas.councils}
    contact_rows = _contact_rows(env, lambda council: lines[council.id])
    shared = {
        "root": ROOT,
        "deadline": deadline,
        "today": areas.today,
        "overlaps": OVERLAPS,
        "contact_rows": contact_rows,
    }
    council_template = env.get_template("council.html.jinja")
    for council_area in areas.councils:
        yield _page(
            council_area,
            f"councils/{council_area.record.id}",
            _council_meta(council_area),
            council_template.render(
                area=council_area,
                edit=lines[council_area.record.id],
                newest=newest_check([council_area.record]),
                **shared,
            ),
        )
    seat_template = env.get_template("constituency.html.jinja")
    for seat_area in areas.seats:
        yield _page(
            seat_area,
            f"constituencies/{seat_area.record.id}",
            _seat_meta(seat_area),
            seat_template.render(
                area=seat_area,
                edit=editing.link(seat_area.path, seat_area.line),
                newest=seat_checked(seat_area),
                shares_checked=shares_checked,
                **shared,
            ),
        )


def _contact_rows(env: Environment, edit: Callable[[Council], str]) -> Callable[[Council], Markup]:
    template = env.get_template("contacts.html.jinja")

    # A council stands on its own page and on those of its constituencies: rendered once.
    @cache
    def rows(council_id: str, council: Council) -> Markup:
        services = [(key, label, what, MEANWHILE[key]) for key, label, what in SERVICES]
        held = [key for key, *_ in services if getattr(council.contacts, key)]
        html = template.render(council=council, services=services, held=held, edit=edit(council), root=ROOT)
        return Markup(html)  # the template has escaped it

    return lambda council: rows(council.id, council)


def seat_checked(area: SeatArea) -> date:
    """Return the newest day on which anything on a constituency's page was looked at."""
    state = area.vacancy or (area.holder.record if area.holder else None)
    return newest_check([*(overlap.council for overlap in area.overlaps), *([state] if state else [])])


def _page(area: SeatArea | CouncilArea, address: str, meta: dict[str, str], body: str) -> Artefact:
    checked = seat_checked(area) if isinstance(area, SeatArea) else newest_check([area.record])
    front = {
        **meta,
        "gss": area.record.gss,
        "record": address,
        "checked": checked.isoformat(),
        "search": {"exclude": True},
    }
    return page(f"{address}/index.md", front, body, f"{area.path}#L{area.line}")


def _council_meta(area: CouncilArea) -> dict[str, str]:
    name = area.record.name
    seats = len(area.seats)
    return {
        "title": f"{name}: council SEND contacts and MPs",
        "description": (
            f"Who to contact about SEND at {area.record.official_name}, free local advice, appeal deadlines "
            f"and the {'MP' if seats == 1 else f'{seats} MPs'} for this area."
        ),
    }


def _seat_meta(area: SeatArea) -> dict[str, str]:
    names = " or ".join(overlap.council.name for overlap in area.overlaps)
    who = f"Your MP is {area.holder.name}." if area.holder else "This seat has no MP at the moment."
    return {
        "title": f"{area.record.name}: your MP and council for SEND",
        "description": f"{who} Your council for SEND is {names}. "
        "What to do first, by when, and whom to ask for help.",
    }
