"""Rules that need more than one field or record. Each yields findings with the line and the cure."""

import difflib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from askmp.coverage import coverage, find, meant, raw_records, strangers
from askmp.dataset import (
    APPEAL,
    COUNCILS,
    DEADLINES,
    GLOSSARY,
    LISTS,
    NATIONS,
    NEEDED,
    ORGANISATIONS,
    REFERENCES,
    ROUTES,
    SEATS,
    SOURCES,
    Dataset,
)
from askmp.fields import shown
from askmp.findings import Finding, Loc
from askmp.model import Constituency, parts_of
from askmp.routerules import route_rules

# Shares are rounded to four places and slivers below 1% are left out, so a sum may miss 1 by this much.
SHARE_SLACK = 0.011
LARGE_PARTY = 20
UNIQUE = {
    COUNCILS: ("id", "gss", "dfe", "name"),
    SEATS: ("id", "gss", "name"),
    SOURCES: ("id",),
    DEADLINES: ("id",),
    NATIONS: ("id",),
    ORGANISATIONS: ("id",),
    REFERENCES: ("id", "source"),
    ROUTES: ("id",),
    GLOSSARY: ("id", "name"),
}
# Dates that tell of something that has happened, whatever record they stand in.
_PAST = {
    "checked": "Enter the day on which you looked at the source.",
    "dated": "Check the date.",
    "said": "Check the date.",
    "since": "Enter it when it has happened.",
    "until": "Enter it when it has happened.",
}


def check(data: Dataset, today: date, latest: date) -> list[Finding]:
    """Return what is wrong between records, in file order.

    Args:
        data: The records.
        today: The day the pages are for: coverage and gaps are judged on it.
        latest: The newest day on which anything can have happened: the real today, for a build of an old day.
    """
    rules: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _doubles(data),
        lambda: _order(data),
        lambda: _unknown_councils(data, today),
        lambda: _shares(data),
        lambda: _seats(data, latest),
        lambda: _parties(data),
        lambda: _sources(data, latest, today),
        lambda: _successors(data),
        lambda: coverage(data, today),
        lambda: _needed(data),
        lambda: route_rules(data, today),
        lambda: _phrases(data),
    )
    return sorted({finding for rule in rules for finding in rule()})


def _doubles(data: Dataset) -> Iterator[Finding]:
    for path, keys in UNIQUE.items():
        first: dict[tuple[str, str], Loc] = {}
        for loc, item in raw_records(data, path):
            values = [(key, item[key]) for key in keys if isinstance(item.get(key), str)]
            said: set[Loc] = set()
            for key, value in values:
                before = first.setdefault((key, value), loc)
                # A record that was copied whole repeats several keys of one other: said once.
                if before != loc and before not in said:
                    said.add(before)
                    line = data.line(path, (*before, key))
                    text = f"{shown(value)} is used twice (first on line {line}). Each record needs its own."
                    yield find(data, path, (*loc, key), text)


def _order(data: Dataset) -> Iterator[Finding]:
    for path in LISTS:
        records = [
            (item["id"], loc) for loc, item in raw_records(data, path) if isinstance(item.get("id"), str)
        ]
        rest = _in_order([name for name, _ in records])
        for place, (name, loc) in enumerate(records):
            if place not in rest:
                before = max((records[at][0] for at in rest if records[at][0] <= name), default=None)
                where = f"below {shown(before)}" if before else "to the top of the list"
                text = (
                    f"{shown(name)} is not in its place. Records are in order of their id: move it {where}."
                )
                yield find(data, path, (*loc, "id"), text)


def _in_order(names: list[str]) -> set[int]:
    """Return the places of the longest run of names in order, so that one stray record is one finding."""
    tails: list[int] = []  # for each length, the place where the best run of that length ends
    previous: dict[int, int | None] = {}
    for place, name in enumerate(names):
        length = bisect_right(tails, name, key=lambda at: names[at])
        previous[place] = tails[length - 1] if length else None
        tails[length : length + 1] = [place]
    run: set[int] = set()
    at: int | None = tails[-1] if tails else None
    while at is not None:
        run.add(at)
        at = previous[at]
    return run


def _unknown_councils(data: Dataset, today: date) -> Iterator[Finding]:
    unknown = strangers(
        data, COUNCILS, {share.id for seat in data.constituencies for share in seat.councils}, today
    )
    for seat in data.constituencies:
        loc = data.loc(SEATS, seat.id)
        named = [share.id for share in seat.councils]
        for index, name in enumerate(named):
            place = (*loc, "councils", index, "id")
            if name in unknown:
                text = f"There is no council with the id {shown(name)}. {meant(data, COUNCILS, name)}"
                yield find(data, SEATS, place, text)
            elif name in named[:index]:
                yield find(data, SEATS, place, f"{shown(name)} is listed twice here. Keep one.")


def _shares(data: Dataset) -> Iterator[Finding]:
    for seat in data.constituencies:
        loc = (*data.loc(SEATS, seat.id), "councils")
        shares = [council.share for council in seat.councils]
        if abs(sum(shares) - 1) > SHARE_SLACK:
            cure = "Correct them, or add the council that is missing."
            text = f"The shares add up to {sum(shares):.3f}, not to 1. {cure}"
            yield find(data, SEATS, loc, text)
        elif shares != sorted(shares, reverse=True):
            yield find(data, SEATS, loc, "The councils are not in order. Put the largest share first.")


def _seats(data: Dataset, latest: date) -> Iterator[Finding]:
    for seat in data.constituencies:
        loc = data.loc(SEATS, seat.id)
        yield from (find(data, SEATS, (*loc, *place), text) for place, text in _seat(seat, latest))


def _seat(seat: Constituency, latest: date) -> Iterator[tuple[Loc, str]]:
    """What does not fit together within one constituency, with the place inside its record."""
    mp, vacant = seat.mp, seat.vacant
    if mp is None and vacant is None:
        yield (), "There is neither `mp` nor `vacant`. Name the MP, or say since when the seat is vacant."
    if vacant and vacant.date > latest:
        yield ("vacant", "date"), f"{vacant.date} is in the future. Enter it when it has happened."
    if vacant and vacant.byelection and vacant.byelection < vacant.date:
        yield ("vacant", "byelection"), "The by-election is before the vacancy. Check both dates."
    if mp and vacant and not seat.former and mp.since > vacant.date:
        yield (
            ("vacant",),
            "The vacancy is over, but nobody is named in `former`. Add who held the seat before.",
        )
    for index, change in enumerate(mp.party_changes if mp else ()):
        if change.date > latest:
            yield (
                ("mp", "party_changes", index, "date"),
                f"{change.date} is in the future. Enter it when it has happened.",
            )
    if mp and mp.party_changes and mp.party_changes[-1].new != mp.party:
        said = shown(mp.party_changes[-1].new)
        yield (
            ("mp", "party"),
            f"The party is {shown(mp.party)}, but the last change is to {said}. Make them the same.",
        )
    days = [change.date for change in mp.party_changes] if mp else []
    if days != sorted(days):
        yield ("mp", "party_changes"), "The changes are not in order. Put the oldest first."
    for index, former in enumerate(seat.former):
        if former.until < former.since:
            yield ("former", index, "until"), f"{former.until} is before {former.since}. Check both dates."


def _parties(data: Dataset) -> Iterator[Finding]:
    """A party with one MP whose name is nearly that of a party with many is a typing slip."""
    sitting = [(seat, seat.mp) for seat in data.constituencies if seat.mp]
    count = Counter(mp.party for _, mp in sitting)
    large = [party for party, number in count.items() if number >= LARGE_PARTY]
    for seat, mp in sitting:
        near = difflib.get_close_matches(mp.party, large, n=1, cutoff=0.8) if count[mp.party] == 1 else []
        if near:
            place = (*data.loc(SEATS, seat.id), "mp", "party")
            text = f"Only one MP has the party {shown(mp.party)}. Did you mean {shown(near[0])}?"
            yield find(data, SEATS, place, text)


def _sources(data: Dataset, latest: date, today: date) -> Iterator[Finding]:
    """Every `source` that is not an address is an id that exists; no date of a source is in the future."""
    parts = [
        (path, loc, part)
        for path, records in _lists(data).items()
        for record in records
        for loc, part in parts_of(record, data.loc(path, record.id))
    ]
    named = {source for _, _, part in parts if "://" not in (source := getattr(part, "source", "://"))}
    unknown = strangers(data, SOURCES, named, today)
    for path, loc, part in parts:
        if (source := getattr(part, "source", None)) in unknown:
            text = f"There is no source with the id {shown(source)}. {meant(data, SOURCES, source)}"
            yield find(data, path, (*loc, "source"), text)
        for key, cure in _PAST.items():
            day = getattr(part, key, None)
            if day is not None and str(day) > latest.isoformat():
                yield find(data, path, (*loc, key), f"{day} is in the future. {cure}")


def _lists(data: Dataset) -> dict[str, tuple[Any, ...]]:
    return {path: getattr(data, name) for path, name in LISTS.items()}


def _successors(data: Dataset) -> Iterator[Finding]:
    known = set(data.ids[COUNCILS])
    for council in data.councils:
        if council.successor is None:
            continue
        loc = (*data.loc(COUNCILS, council.id), "successor", "councils")
        for index, new in enumerate(council.successor.councils):
            if new.id is not None and new.id not in known:
                cure = "Add its record, or leave `id` out until then."
                text = f"There is no council with the id {shown(new.id)}. {cure}"
                yield find(data, COUNCILS, (*loc, index, "id"), text)


def _needed(data: Dataset) -> Iterator[Finding]:
    """Records that every page leans on are there."""
    for path, ids in NEEDED.items():
        for missing in strangers(data, path, set(ids), date.min):
            text = f"There is no record with the id {shown(missing)}, which the pages need. Put it back."
            yield find(data, path, (LISTS[path],), text)
    for deadline in data.deadlines:
        lost = {"letter", "certificate"} - {limit.id for limit in deadline.limits}
        if deadline.id == APPEAL and lost:
            text = f"The limit {shown(min(lost))} is missing, which the leaflets need. Put it back."
            yield find(data, DEADLINES, (*data.loc(DEADLINES, APPEAL), "limits"), text)


def _phrases(data: Dataset) -> Iterator[Finding]:
    """A word in a page's text can lead to one term only."""
    first: dict[str, str] = {}
    for term in data.terms:
        for index, word in enumerate(term.words):
            before = first.setdefault(word, term.id)
            if before != term.id:
                loc = (*data.loc(GLOSSARY, term.id), "words", index)
                text = f"{shown(word)} leads to {shown(before)} already. Keep it at one of them."
                yield find(data, GLOSSARY, loc, text)
