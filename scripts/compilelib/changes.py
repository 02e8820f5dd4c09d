"""What happened in each seat since the general election, from mps_changes.csv."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from compilelib.tables import SEAT_GSS, Row, read, unique

COLUMNS = "constituency_gss date kind from to date_basis".split()
KINDS = ("party", "vacancy", "member", "by-election")
GENERAL_ELECTION = date(2024, 7, 4)
_PERSON = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss) )?(?P<name>.+?) \((?P<party>.+)\)")

# The words in date_basis that name a repository, and the id of that repository in data/sources.yaml.
BASES = (
    ("parlparse", "mp-changes-parlparse"),
    ("open-innovations", "mp-changes-open-innovations"),
    ("mp-lookup", "mp-changes-mp-lookup"),
    ("psephology", "by-elections"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """An MP and the party they sat for."""

    name: str
    party: str


@dataclass(frozen=True, slots=True)
class Seat:
    """What the MPs' table says of one seat, as far as its history needs it."""

    id: str
    now: Person
    since: date
    winner: Person
    notes: str


def read_changes(folder: Path) -> dict[str, list[Row]]:
    """Return the changes by the constituency's GSS code, oldest first; of one day in the table's order."""
    rows = read(folder, "mps_changes.csv", COLUMNS)
    unique(rows, *COLUMNS)
    changes: dict[str, list[Row]] = {}
    for row in rows:
        row.one_of("kind", KINDS)
        seat = row.match("constituency_gss", SEAT_GSS, "the code of an English constituency (E14)")
        source_of(row, seat)
        changes.setdefault(seat, []).append(row)
    for seat_rows in changes.values():
        seat_rows.sort(key=lambda row: row.day("date"))
    return changes


def source_of(row: Row, seat: str) -> str:
    """Return the source id for a row: the repository that its basis names first."""
    basis = row["date_basis"]
    if basis.startswith("secondary"):
        return f"{seat}-by-election"
    named = [(basis.index(words), source) for words, source in BASES if words in basis]
    if not named:
        raise row.refuse(
            "date_basis",
            f'"{basis}" names no known source.',
            "Name it, or teach it to scripts/compilelib/changes.py.",
        )
    return min(named)[1]


def person(text: str) -> Person | None:
    """Return the person in a cell such as `Ms Diane Abbott (Labour)`, or None for `vacant` and the like."""
    found = _PERSON.fullmatch(text)
    return (
        Person(found["name"], found["party"])
        if found and not found["name"].lower().startswith("vacant")
        else None
    )


def party_changes(rows: list[Row], seat: Seat) -> list[dict[str, Any]]:
    """Return the changes of party of the person who sits now, oldest first.

    Where two data sets disagree about a step in between, the one seen first counts.

    Raises:
        Refusal: The last change does not lead to the party that the MPs' table has.
    """
    found: list[dict[str, Any]] = []
    last = None
    for row in rows:
        before, after = person(row["from"]), person(row["to"])
        if (
            row["kind"] != "party"
            or row.day("date") < seat.since
            or not before
            or not after
            or after.name != seat.now.name
        ):
            continue
        if (found and before.party != found[-1]["to"]) or before.party == after.party:
            continue
        # A commit's day is when a data set changed, not when the MP did: only these words date the event.
        exact = "yes" if f"whip removed {row['date']}" in row["date_basis"] else "no"
        change = {"date": row.day("date"), "from": before.party, "to": after.party, "exact": exact}
        found.append({**change, "source": source_of(row, seat.id)})
        last = row
    if last and found[-1]["to"] != seat.now.party:
        cure = "Correct one of the two tables."
        raise last.refuse(
            "to", f'mps.csv has {seat.now.name} as "{seat.now.party}", not "{found[-1]["to"]}".', cure
        )
    return found


def vacancy(rows: list[Row], seat: Seat, checked: date) -> dict[str, Any]:
    """Return `vacant` and `former` for a seat that had a by-election, else nothing."""
    polls = [row for row in rows if row["kind"] == "by-election" and row.day("date") == seat.since]
    if not polls:
        return {}
    poll = polls[-1]
    holder = seat.winner
    empty: list[Row] = []
    for row in rows:
        if (
            row["kind"] == "party"
            and (after := person(row["to"]))
            and after.name == holder.name
            and not empty
        ):
            holder = after
        elif row["kind"] in {"vacancy", "member"} and row["to"].lower().startswith("vacant"):
            empty.append(row)
    source = source_of(empty[0] if empty else poll, seat.id)
    day, reason = _emptied(empty, poll, holder, seat)
    vacant = {"date": day, "reason": reason, "byelection": seat.since, "source": source, "checked": checked}
    former = {
        "name": holder.name,
        "party": holder.party,
        "since": GENERAL_ELECTION,
        "until": day,
        "source": source,
    }
    if steps := party_changes(rows, replace(seat, now=holder, since=GENERAL_ELECTION)):
        former["party_changes"] = steps
    return {"vacant": vacant, "former": [former]}


def _emptied(empty: list[Row], poll: Row, holder: Person, seat: Seat) -> tuple[date, str]:
    """The first day known to be without an MP, and why: in the words that the sources bear out."""
    if empty:
        told = " ".join(row["date_basis"] for row in empty) + seat.notes
        resigned = (
            f"{holder.name} resigned." if "resign" in told else f"{holder.name} left the House of Commons."
        )
        return empty[0].day("date"), resigned
    writ = re.search(r"writ (\d{4}-\d{2}-\d{2})", poll["from"])
    if not writ:
        raise poll.refuse(
            "from", "Nothing says when the seat became vacant.", "Add a row of the kind vacancy."
        )
    day = date.fromisoformat(writ[1])
    return (
        day,
        f"{holder.name} had left the House of Commons by this day, when the by-election was called.",
    )
