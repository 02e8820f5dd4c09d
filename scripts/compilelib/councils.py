"""The councils, from councils.csv: everything in a record but its contacts."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from compilelib.tables import COUNCIL_GSS, DFE, SLUG, Row, read, unique

COLUMNS = (
    "gss_code former_gss_codes dfe_la_code official_name name slug type region homepage_url "
    "homepage_hosts_agree district_names ends_on replaced_by change_source notes"
).split()
TYPES = {
    "County council": "county council",
    "Unitary authority": "unitary authority",
    "Metropolitan borough": "metropolitan borough",
    "London borough": "London borough",
    "City corporation": "city corporation",
}
REGIONS = (
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and The Humber",
)
ONE_LIST = "only one list names this address"


@dataclass(frozen=True, slots=True)
class Made:
    """A record as the tables have it, and comments for people who edit it: by the dotted name of the key."""

    record: dict[str, Any]
    comments: dict[str, str]


def compile_councils(folder: Path, checked: date) -> dict[str, Made]:
    """Return the councils by GSS code.

    Args:
        folder: Where the source tables lie.
        checked: The day on which somebody read them.
    """
    rows = read(folder, "councils.csv", COLUMNS)
    for column in ("gss_code", "slug", "dfe_la_code", "name"):
        unique(rows, column)
    return {row["gss_code"]: Made(_record(row, checked), _comments(row)) for row in rows}


def _record(row: Row, checked: date) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": row.match("slug", SLUG, "an address part (small letters, digits and hyphens)"),
        "gss": row.match(
            "gss_code", COUNCIL_GSS, "the code of a council with SEND duties (E06, E08, E09, E10)"
        ),
        "former_gss": split(row["former_gss_codes"]),
        "dfe": row.match("dfe_la_code", DFE, "a DfE number of three digits"),
        "name": family_name(row),
        "official_name": row["official_name"],
        "type": TYPES[row.one_of("type", TYPES)],
        "region": row.one_of("region", REGIONS),
        "website": row.match("homepage_url", re.compile(r"https?://\S+"), "a web address"),
        "districts": split(row["district_names"]),
        "source": "council-list",
        "checked": checked,
    }
    if row["ends_on"]:
        record["successor"] = _successor(row, checked)
    return {key: value for key, value in record.items() if value != []}


def family_name(row: Row) -> str:
    """Return the name a family uses: "Bristol", not "City of Bristol"; but "City of London"."""
    if row["name"].startswith("City of ") and not row["slug"].startswith("city-of-"):
        return row["name"].removeprefix("City of ")
    return row["name"]


def split(cell: str) -> list[str]:
    """Return the parts of a cell that holds a list."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def _successor(row: Row, checked: date) -> dict[str, Any]:
    address = re.search(r"https?://\S+", row["change_source"])
    if not address:
        raise row.refuse(
            "change_source", "There is no web address in it.", "Name the law that ends the council."
        )
    names = split(row["replaced_by"])
    if not names:
        raise row.refuse(
            "replaced_by", "The council ends, but nobody takes over.", "Name the new council or councils."
        )
    parts = _districts_of(row, names)
    councils = [{"name": name, **({"districts": parts[name]} if parts else {})} for name in names]
    return {"date": row.day("ends_on"), "councils": councils, "source": address[0], "checked": checked}


def _districts_of(row: Row, names: list[str]) -> dict[str, list[str]]:
    """Which districts each new council takes, if the notes say it for every district; else nothing."""
    found = {}
    for name in names:
        short = re.escape(name.removesuffix(" Council"))
        said = re.search(rf"(?:^|; ){short} takes ([^;]+)", row["notes"])
        found[name] = [part.strip() for part in said[1].split(",")] if said else []
    named = [district for part in found.values() for district in part]
    complete = sorted(named) == sorted(split(row["district_names"]))
    return found if complete else {}


def _comments(row: Row) -> dict[str, str]:
    agree = row.one_of("homepage_hosts_agree", ("yes", "no")) == "yes"
    return {} if agree else {"website": ONE_LIST}
