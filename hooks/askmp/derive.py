"""What pages need and editors do not write: who holds a seat, what a council is, on a day; who is near."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from askmp.dataset import COUNCILS, SEATS, Dataset
from askmp.model import (
    Constituency,
    Council,
    CouncilShare,
    Expected,
    FormerMp,
    Mp,
    PartyChange,
    Sourced,
    Successor,
    Vacancy,
    parts_of,
)
from askmp.postcodes import Neighbours, Pair


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds a seat on the day of the build."""

    name: str
    party: str
    changed: PartyChange | None
    record: Mp | FormerMp

    @property
    def sitting(self) -> bool:
        """Whether this is the MP that the record is kept for; of a former one only the name is kept."""
        return isinstance(self.record, Mp)


@dataclass(frozen=True, slots=True)
class Link:
    """An area named on another area's page."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A council that a constituency reaches into."""

    council: Council
    share: float
    ended: bool

    @property
    def percent(self) -> int:
        """The share in whole percent, at least 1."""
        return max(1, round(self.share * 100))


@dataclass(frozen=True, slots=True)
class SeatArea:
    """A constituency as its page shows it. `line` is the record's line in `path`.

    `slivers` are councils too small here for a share, in which some postcode of the constituency lies.
    """

    record: Constituency
    holder: Holder | None
    vacancy: Vacancy | None
    overlaps: tuple[Overlap, ...]
    slivers: tuple[Link, ...]
    nearby: tuple[Link, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class CouncilArea:
    """A council as its page shows it: still in force or ended, and the seats inside it."""

    record: Council
    ended: bool
    successor: Successor | None
    seats: tuple[SeatArea, ...]
    nearby: tuple[Link, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Areas:
    """Every area of England on one day, each list in order of the name."""

    councils: tuple[CouncilArea, ...]
    seats: tuple[SeatArea, ...]
    today: date


def derive(data: Dataset, today: date, near: Neighbours, pairs: Iterable[Pair]) -> Areas:
    """Return all areas as they stand on `today`.

    Args:
        data: Records that passed the checks.
        today: The day the pages are for.
        near: Which areas share a postcode sector.
        pairs: Every council and constituency that share a postcode.
    """
    councils = {council.id: council for council in data.councils}
    council_names = {council.id: council.name for council in data.councils}
    names = {seat.id: seat.name for seat in data.constituencies}
    reached: dict[str, set[str]] = {}
    for pair in pairs:
        reached.setdefault(pair.constituency, set()).add(pair.council)
    seats = []
    for seat in sorted(data.constituencies, key=lambda seat: seat.name):
        holder, vacancy = seat_on(seat, today)
        seats.append(
            SeatArea(
                record=seat,
                holder=holder,
                vacancy=vacancy,
                overlaps=tuple(_overlap(share, councils, today) for share in seat.councils),
                slivers=_links(
                    reached.get(seat.id, set()) - {share.id for share in seat.councils}, council_names
                ),
                nearby=_links(near.constituencies.get(seat.id, ()), names),
                path=SEATS,
                line=data.line(SEATS, data.loc(SEATS, seat.id)),
            )
        )
    council_areas = [
        CouncilArea(
            record=council,
            ended=ended_on(council, today),
            successor=council.successor,
            seats=tuple(s for s in seats if any(o.council.id == council.id for o in s.overlaps)),
            nearby=_links(near.councils.get(council.id, ()), council_names),
            path=COUNCILS,
            line=data.line(COUNCILS, data.loc(COUNCILS, council.id)),
        )
        for council in sorted(data.councils, key=lambda council: council.name)
    ]
    return Areas(tuple(council_areas), tuple(seats), today)


def seat_on(seat: Constituency, today: date) -> tuple[Holder | None, Vacancy | None]:
    """Return the holder of a seat on a day, or the vacancy. The latest event that has begun decides.

    A build for a day before anything in the record shows the earliest known state.
    """
    events: list[tuple[date, Mp | FormerMp | Vacancy]] = [(former.since, former) for former in seat.former]
    if seat.vacant:
        events.append((seat.vacant.date, seat.vacant))
    if seat.mp:
        events.append((seat.mp.since, seat.mp))
    events.sort(key=lambda event: event[0])
    begun = [state for since, state in events if since <= today]
    state = begun[-1] if begun else events[0][1]
    if isinstance(state, Vacancy):
        return None, state
    return _holder(state, today), None


def _holder(mp: Mp | FormerMp, today: date) -> Holder:
    """The MP with the party of that day, which later changes may differ from."""
    party = mp.party
    for change in reversed(mp.party_changes):
        if change.date <= today:
            return Holder(mp.name, party, change, mp)
        party = change.old
    return Holder(mp.name, party, None, mp)


def ended_on(council: Council, today: date) -> bool:
    """Whether its successors have taken over by that day."""
    return council.successor is not None and council.successor.date <= today


def expected_on(expected: Iterable[Expected], today: date) -> int:
    """Return how many records the law makes on a day: the newest number that has begun."""
    ordered = sorted(expected, key=lambda item: item.since)
    begun = [item for item in ordered if item.since <= today]
    return (begun[-1] if begun else ordered[0]).number


def newest_check(records: Iterable[BaseModel]) -> date:
    """Return the newest day on which anything in some records was looked at."""
    parts = (part for record in records for _, part in parts_of(record))
    return max(part.checked for part in parts if isinstance(part, Sourced))


def _overlap(share: CouncilShare, councils: Mapping[str, Council], today: date) -> Overlap:
    council = councils[share.id]
    return Overlap(council, share.share, ended_on(council, today))


def _links(ids: Iterable[str], names: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(sorted((Link(i, names[i]) for i in ids if i in names), key=lambda link: link.name))
