"""Whether England is whole, and which ids are named but not there: what is missing is said in one place."""

import difflib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from askmp.dataset import COUNCILS, COVERAGE, LISTS, SEATS, Dataset
from askmp.derive import ended_on, expected_on
from askmp.fields import shown
from askmp.findings import Finding, Loc, dotted

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_GAP = timedelta(days=366)


def find(data: Dataset, path: str, loc: Loc, text: str) -> Finding:
    """Return a finding with its line."""
    return Finding(path, data.line(path, loc), dotted(loc), text)


def meant(data: Dataset, path: str, name: str) -> str:
    """Say which id was probably meant."""
    near = difflib.get_close_matches(name, data.ids[path], n=1)
    return f"Did you mean {shown(near[0])}?" if near else f"Use an id from {path}."


def raw_records(data: Dataset, path: str) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """The records as typed: a record with another mistake still counts as a double."""
    content = data.documents[path].data
    items = content.get(LISTS[path]) if isinstance(content, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (LISTS[path], index), item


def strangers(data: Dataset, path: str, named: set[str], today: date) -> set[str]:
    """Return those of the ids named elsewhere that no record of a file has.

    Nothing, when its own findings explain them all: its end is missing, records are missing, or records
    lost their id. Each such mistake is said once, in that file.
    """
    unknown = named - set(data.ids[path])
    if not data.documents[path].whole or not data.ids[path]:
        return set()
    lost = len(data.ids[path]) - len({one for one in data.ids[path] if _SLUG.fullmatch(one)})
    return unknown if len(unknown) > lost + max(0, _short_by(data, path, today)) else set()


def coverage(data: Dataset, today: date) -> Iterator[Finding]:
    """England is whole: as many records in force as the law makes, minus dated and explained gaps."""
    if data.coverage is None:
        return
    for path in (COUNCILS, SEATS):
        short = _short_by(data, path, today)
        expired = sum(
            gap.number for gap in data.coverage.gaps if gap.file == LISTS[path] and gap.until < today
        )
        if not short or short == expired:
            continue  # of an expired gap the next loop says more
        name, number = LISTS[path], _in_force(data, path, today)
        gone = {share.id for seat in data.constituencies for share in seat.councils} - set(data.ids[COUNCILS])
        known = f" ({SEATS} names {', '.join(sorted(gone)[:5])})" if gone and path == COUNCILS else ""
        cure = f"Add what is missing{known}, or explain the gap in {COVERAGE}."
        if short < 0:
            cure = f"Remove a record that is too many, or a gap in {COVERAGE} that is closed."
        text = f"{name.capitalize()} in force on {today}: {number}. There should be {number + short}. {cure}"
        yield find(data, path, (name,), text)
    for index, gap in enumerate(data.coverage.gaps):
        if gap.until < today:
            cure = "Add what is missing and delete the gap, or say why it goes on."
            text = f"This gap was accepted until {gap.until}. {cure}"
            yield find(data, COVERAGE, ("gaps", index, "until"), text)
        elif gap.until > max(gap.since, today) + _LONGEST_GAP:
            text = "A gap may be accepted for a year at the most. Choose an earlier day."
            yield find(data, COVERAGE, ("gaps", index, "until"), text)


def _in_force(data: Dataset, path: str, today: date) -> int:
    """Count the records in force, those with mistakes too; one that was copied whole counts once."""
    councils = data.councils if path == COUNCILS else ()
    ended = {council.id for council in councils if ended_on(council, today)}
    records = [item for _, item in raw_records(data, path) if item.get("id") not in ended]
    items = (data.documents[path].data or {})[LISTS[path]]
    others = sum(not isinstance(item, dict) for item in items) if data.documents[path].broken else 0
    # By both keys, so that one wrong id or code loses no record.
    return others + max(len({str(item.get(key)) for item in records}) for key in ("id", "gss"))


def _short_by(data: Dataset, path: str, today: date) -> int:
    """Return how many records are missing on a day that no gap accepts; below 0: how many too many."""
    name = LISTS[path]
    known = bool(data.ids[path]) and data.documents[path].whole
    if data.coverage is None or path not in (COUNCILS, SEATS) or not known:
        return 0
    accepted = sum(
        gap.number for gap in data.coverage.gaps if gap.file == name and gap.since <= today <= gap.until
    )
    return expected_on(getattr(data.coverage, name), today) - accepted - _in_force(data, path, today)
