"""The constituencies and their MPs, from mps.csv, mps_changes.csv and constituency_council.csv."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from compilelib.changes import Person, Seat, party_changes, read_changes, vacancy
from compilelib.councils import REGIONS, Made
from compilelib.dates import in_words
from compilelib.overlaps import compile_overlaps
from compilelib.tables import SEAT_GSS, Refusal, Row, read, slug, unique

COLUMNS = (
    "constituency_gss constituency region name party parliament_id contact_url email elected_on elected_at "
    "winner_2024 party_2024 evidence as_of notes"
).split()
LISTED = "as listed by Parliament, though not a parliament.uk address"


def compile_seats(folder: Path, councils: Mapping[str, str], checked: date) -> dict[str, Made]:
    """Return the constituencies by GSS code.

    Args:
        folder: Where the source tables lie.
        councils: The id of each council by its GSS code.
        checked: The day on which somebody read the tables; an MP carries the row's own day (as_of) instead.
    """
    rows = read(folder, "mps.csv", COLUMNS)
    unique(rows, "constituency_gss")
    unique(rows, "constituency", key=lambda row: slug(row["constituency"]))
    unique([row for row in rows if row["parliament_id"]], "parliament_id")
    shares = compile_overlaps(folder, dict(councils))
    changes = read_changes(folder)
    seats = {row["constituency_gss"]: row for row in rows}
    for file, known in (("constituency_council.csv", shares), ("mps_changes.csv", changes)):
        if strange := sorted(set(known) - set(seats)):
            raise Refusal(
                f"{file}, column constituency_gss: {strange[0]} is not in mps.csv. Add it or correct it."
            )
    made = {}
    for gss, row in seats.items():
        if gss not in shares:
            raise row.refuse(
                "constituency_gss",
                f"{gss} has no council in constituency_council.csv.",
                "Add its pairs there.",
            )
        made[gss] = _seat(row, shares[gss], changes.get(gss, []), checked)
    return made


def _seat(row: Row, shares: list[dict[str, Any]], changes: list[Row], checked: date) -> Made:
    ident = slug(row["constituency"])
    history = Seat(
        id=ident,
        now=Person(row["name"], row["party"]),
        since=row.day("elected_on"),
        winner=Person(row["winner_2024"], row["party_2024"]),
        notes=row["notes"],
    )
    mp = _mp(row, ident, checked)
    if steps := party_changes(changes, history):
        mp["party_changes"] = steps
    record = {
        "id": ident,
        "gss": row.match("constituency_gss", SEAT_GSS, "the code of an English constituency (E14)"),
        "name": row["constituency"],
        "region": row.one_of("region", REGIONS),
        "councils": shares,
        "mp": mp,
        **vacancy(changes, history, checked),
    }
    other = row["email"] and not row["email"].lower().endswith("@parliament.uk")
    return Made(record, {"mp.email": LISTED} if other else {})


def _mp(row: Row, ident: str, checked: date) -> dict[str, Any]:
    official = row.one_of("evidence", ("official", "secondary")) == "official"
    for column in ("name", "party"):
        if not row[column]:
            raise row.refuse(column, "It is empty.", "Write it, or take the seat from a table that has it.")
    mp: dict[str, Any] = {"name": row["name"], "party": row["party"]}
    if row["parliament_id"]:
        mp["parliament_id"] = int(row.match("parliament_id", re.compile(r"\d{1,6}"), "a member's number"))
    mp["since"] = row.day("elected_on")
    mp["elected"] = row.one_of("elected_at", ("general election", "by-election"))
    if row["email"]:
        mp["email"] = row.match(
            "email", re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+", re.IGNORECASE), "an e-mail address"
        )
    if not official:
        day = in_words(row["elected_on"])
        mp["caution"] = (
            f"We know who won the by-election of {day} from other people's files only, not from Parliament. "
            "Check the name on members.parliament.uk before you write."
        )
    source = row["contact_url"] if official else f"{ident}-by-election"
    if official and not source.startswith("https://members.parliament.uk/"):
        raise row.refuse(
            "contact_url",
            f'"{source}" is not a page of members.parliament.uk.',
            "Give the member's contact page.",
        )
    # On the list's own day a script looked at Parliament's data. Other files are read by us.
    return {**mp, "source": source, "checked": row.day("as_of") if official else checked}
