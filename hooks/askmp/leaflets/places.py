"""An area as its leaflets see it: the few facts that go on paper, their dates, and the code made from them.

Paper cannot be corrected: a contact that carries a caution stays off it, and the leaflet says where to look.
"""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from askmp.dataset import APPEAL, COMMONS, LIMITS, OVERLAPS, Dataset
from askmp.derive import Areas, CouncilArea, SeatArea
from askmp.leaflets.codes import code_for
from askmp.leaflets.words import ENGLISH, Translation
from askmp.model import Council, Deadline, Fact, Mp, Organisation, Sourced
from askmp.render import day as in_words
from askmp.render import listed

# A leaflet is to be printed anew after this time, even if nobody knows of a change.
REVIEW_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Ground:
    """What is the same on every leaflet: the law's limits, Parliament's address, the words' edition."""

    deadline: Deadline
    limits: Mapping[str, Deadline]
    commons: Organisation
    english: Translation
    shares_checked: date

    @property
    def weeks(self) -> dict[str, int]:
        """How many weeks the council has for each step, by the step's id."""
        return {name: deadline.limits[0].number for name, deadline in self.limits.items()}

    @property
    def checked(self) -> tuple[date, ...]:
        """The days on which somebody looked at what it is made of."""
        return (
            self.deadline.checked,
            *(limit.checked for limit in self.limits.values()),
            self.shares_checked,
        )


@dataclass(frozen=True, slots=True)
class Member:
    """A constituency and who holds it: no name when the seat is empty."""

    seat: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The free local advice of a council area, as far as it is known beyond doubt."""

    council: str
    name: str
    phone: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """One area's facts for paper.

    Attributes:
        record: Its address on the site, e.g. `councils/surrey`.
        members: The seat itself, or every seat inside the council.
        councils: The councils that run SEND there, by name; those that have ended by their successors.
        handover: The day on which a council ends, who takes over, and which council it is.
        checked: The first and the last day on which somebody looked at one of the facts.
        review: The day after which to print a new copy.
        facts: What its sheets say, by label; the code is made from these.
    """

    record: str
    name: str
    members: tuple[Member, ...]
    councils: tuple[str, ...]
    handover: tuple[date, str, str] | None
    advice: tuple[Advice, ...]
    checked: tuple[date, date]
    review: date
    facts: Mapping[str, str]
    code: str

    @property
    def kind(self) -> str:
        """`councils` or `constituencies`."""
        return self.record.split("/")[0]

    @property
    def short(self) -> str:
        """Its short address on the site: a seat's id; a council's with -council, as many share a name."""
        kind, one = self.record.split("/")
        return f"{one}-council" if kind == "councils" else one


def ground(data: Dataset, languages: Mapping[str, Translation]) -> Ground:
    """Return what every leaflet shares, from records that passed the checks."""
    return Ground(
        next(one for one in data.deadlines if one.id == APPEAL),
        {one.id: one for one in data.deadlines if one.id in LIMITS},
        next(one for one in data.organisations if one.id == COMMONS),
        languages[ENGLISH],
        next(one.checked for one in data.sources if one.id == OVERLAPS),
    )


def places(areas: Areas, shared: Ground) -> Iterator[Place]:
    """Yield every area that has leaflets; a council that has ended has none."""
    for area in areas.councils:
        if not area.ended:
            members = tuple(_member(seat) for seat in area.seats)
            records = [(seat.holder.record, seat) for seat in area.seats if seat.holder]
            yield _place(
                f"councils/{area.record.id}",
                area.record.name,
                area.record.dfe,
                members,
                [area],
                [record for record, _ in records if isinstance(record, Mp)],
                shared,
                areas.today,
                _empty(area.seats),
            )
    by_id = {area.record.id: area for area in areas.councils}
    for seat in areas.seats:
        held = [seat.holder.record] if seat.holder and isinstance(seat.holder.record, Mp) else []
        yield _place(
            f"constituencies/{seat.record.id}",
            seat.record.name,
            seat.record.gss[-4:],
            (_member(seat),),
            [by_id[overlap.council.id] for overlap in seat.overlaps],
            held,
            shared,
            areas.today,
            _empty((seat,)),
        )


def _member(seat: SeatArea) -> Member:
    record = seat.holder.record if seat.holder else None
    email = record.email if isinstance(record, Mp) and not record.caution else None
    return Member(seat.record.name, seat.holder.name if seat.holder else "", email or "")


def _empty(seats: tuple[SeatArea, ...]) -> list[tuple[date, date | None]]:
    """Each vacancy: when it was looked at, and polling day."""
    return [(seat.vacancy.checked, seat.vacancy.byelection) for seat in seats if seat.vacancy]


def _place(
    record: str,
    name: str,
    prefix: str,
    members: tuple[Member, ...],
    councils: list[CouncilArea],
    held: list[Mp],
    shared: Ground,
    today: date,
    empty: list[tuple[date, date | None]],
) -> Place:
    standing = [area.record for area in councils if not area.ended]
    handovers = [
        (area.successor.date, _heirs(area), area.record.name)
        for area in councils
        if area.successor and not area.ended
    ]
    names = tuple(area.record.name if not area.ended else _heirs(area) for area in councils)
    advice = tuple(_advice(council) for council in standing)
    looked: list[Sourced] = [*held, *standing, *(fact for council in standing for fact in _printed(council))]
    days = [*shared.checked, *(one.checked for one in looked), *(checked for checked, _ in empty)]
    checked = min(days), max(days)
    facts = _facts(record, members, names, handovers, advice, shared)
    return Place(
        record,
        name,
        members,
        names,
        handovers[0] if handovers else None,
        advice,
        checked,
        _review(checked[1], handovers, empty, today),
        facts,
        code_for(prefix, record, facts),
    )


def _heirs(area: CouncilArea) -> str:
    return " or ".join(one.name for one in area.successor.councils) if area.successor else area.record.name


def _sound(fact: Fact | None) -> str:
    """The value of a fact that nobody doubts."""
    return str(getattr(fact, "value", "")) if fact is not None and not fact.caution else ""


def _printed(council: Council) -> list[Fact]:
    contact = council.contacts.sendiass
    facts = (contact.name, contact.phone, contact.url) if contact else ()
    return [fact for fact in facts if fact is not None and not fact.caution]


def _advice(council: Council) -> Advice:
    contact = council.contacts.sendiass
    if contact is None:
        return Advice(council.name, "", "", "")
    return Advice(council.name, _sound(contact.name), _sound(contact.phone), _sound(contact.url))


def _facts(
    record: str,
    members: tuple[Member, ...],
    councils: tuple[str, ...],
    handovers: list[tuple[date, str, str]],
    advice: tuple[Advice, ...],
    shared: Ground,
) -> dict[str, str]:
    """What the sheets say, by a label that people can read."""
    facts = {"Council for SEND": listed(councils)}
    for member in members:
        label = "MP" if record.startswith("constituencies/") else f"MP for {member.seat}"
        facts[label] = member.name or "No MP"
        if len(members) == 1 and member.email:
            facts["The MP’s email"] = member.email
    for day, heirs, _ in handovers:
        facts["The council ends"] = f"{in_words(day)}: {heirs}"
    for one in advice:
        label = "Free advice" if len(advice) == 1 else f"Free advice in {one.council}"
        if said := ", ".join(part for part in (one.name, one.phone, one.url) if part):
            facts[label] = said
    facts["Time to appeal"] = ", or ".join(limit.text for limit in shared.deadline.limits)
    facts["Time limits for the council"] = ", ".join(
        f"{weeks} weeks" for weeks in sorted(shared.weeks.values())
    )
    if len(members) > 1 or (members[0].name and not members[0].email):
        facts["Post to an MP"] = shared.commons.post or ""
    facts["Words"] = f"edition {shared.english.edition}"
    return facts


def _review(
    newest: date, handovers: list[tuple[date, str, str]], empty: list[tuple[date, date | None]], today: date
) -> date:
    """Six months after the last look, but never past a change that is known to come."""
    days = [add_months(newest, REVIEW_MONTHS)]
    days += [day - timedelta(days=1) for day, *_ in handovers]
    # A seat is not empty for long: polling day, or a month where that is not known.
    days += [polling if polling and polling >= today else add_months(looked, 1) for looked, polling in empty]
    return min(days)


def add_months(day: date, months: int) -> date:
    """Return the same day some months on; the last day of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
