"""The contacts of each council, from council_contacts.csv: the best value of each field, with its caution."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from compilelib import values
from compilelib.councils import Made
from compilelib.dates import OLD, PageDate, in_words, page_date
from compilelib.doubts import doubt
from compilelib.tables import COUNCIL_GSS, Row, read, unique

COLUMNS = "council_gss field value scope source source_date strength publish evidence".split()
SERVICES = ("local_offer", "sendiass", "send_team", "parent_carer_forum")
FIELDS = ("name", "url", "phone", "email")
STRENGTHS = ("own", "council", "third-party")
PUBLISH = ("yes", "caution", "no")
LOOK = "Check before you use it."
NOT_OPENED = "the front part of the source's address; nobody has opened it"


@dataclass(frozen=True, slots=True)
class Found:
    """One row that may be shown: its cleaned value and what its page says of its age."""

    row: Row
    value: str
    source: str
    page: PageDate

    @property
    def rank(self) -> tuple[object, ...]:
        """The best first: publishable, from the service itself, newest; then the nearest to a front page.

        A page without a date stands behind the dated ones of 2021 and later, and before the older ones.
        """
        newest = [-int(part) for part in (self.page.dated or OLD).split("-")]
        is_url = self.row["field"].endswith("_url")
        return (
            values.inside_office(self.value) if is_url else False,
            PUBLISH.index(self.row["publish"]),
            STRENGTHS.index(self.row["strength"]),
            [*newest, 0, 0][:3],
            not self.page.dated,
            values.depth(self.value) if is_url else 0,
            self.row.line,
        )


@dataclass(slots=True)
class Contacts:
    """The contacts by the council's GSS code, and the rows that are left out, each with the reason."""

    by_council: dict[str, Made] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    withheld: int = 0


def compile_contacts(folder: Path, councils: Mapping[str, str], checked: date) -> Contacts:
    """Return the contacts of each council.

    Args:
        folder: Where the source tables lie.
        councils: The id of each council by its GSS code.
        checked: The day on which the research read the pages.
    """
    rows = read(folder, "council_contacts.csv", COLUMNS)
    unique(rows, "council_gss", "field", "value", "scope", "source")
    known = {f"{service}_{name}": (service, name) for service in SERVICES for name in FIELDS}
    result = Contacts()
    groups: dict[str, dict[str, dict[str, list[Found]]]] = {}
    secure = {
        urlsplit(row[column]).hostname or ""
        for row in rows
        for column in ("value", "source")
        if row[column].startswith("https://")
    }
    for row in rows:
        council = row.match("council_gss", COUNCIL_GSS, "a council's code")
        if council not in councils:
            raise row.refuse(
                "council_gss",
                f"{council} is not in councils.csv.",
                "Add the council there, or correct the code.",
            )
        service, name = known[row.one_of("field", known)]
        row.one_of("strength", STRENGTHS)
        if row.one_of("publish", PUBLISH) == "no":
            result.withheld += 1
            continue
        try:
            found = _found(row, name, secure)
        except values.Unusable as reason:
            result.left_out.append(
                f"{councils[council]}: {row['field']}: {reason} (council_contacts.csv, line {row.line})."
            )
            continue
        groups.setdefault(council, {}).setdefault(service, {}).setdefault(name, []).append(found)
    for council, services in groups.items():
        result.by_council[council] = _contacts(councils[council], services, checked)
    return result


def _found(row: Row, name: str, secure: set[str]) -> Found:
    if not row["value"]:
        raise row.refuse("value", "It is empty.", "Write the value, or delete the line.")
    clean = {
        "name": values.name,
        "url": lambda text: values.url(text, secure),
        "phone": values.phone,
        "email": values.email,
    }
    value = clean[name](row["value"])
    return Found(row, value, values.url(row["source"]), page_date(row["source_date"]))


def _contacts(council: str, services: dict[str, dict[str, list[Found]]], checked: date) -> Made:
    record: dict[str, Any] = {}
    comments: dict[str, str] = {}
    for service in SERVICES:
        for name in FIELDS:
            ranked = sorted(services.get(service, {}).get(name, ()), key=lambda found: found.rank)
            if not ranked:
                continue
            contact = record.setdefault(service, {})
            single = name in {"name", "url"}
            different = list({values.same(name, found.value): found for found in reversed(ranked)}.values())[
                ::-1
            ]
            different.sort(key=lambda found: found.rank)
            main = next((found for found in different if single or not found.row["scope"]), None)
            if main:
                contact[name] = _fact(council, service, name, main, checked)
                if name == "url" and main.value != main.source and _only_derived(main):
                    comments[f"contacts.{service}.url"] = NOT_OPENED
            if not single:
                rest = sorted(
                    (found for found in different if found is not main), key=lambda found: found.row.line
                )
                more = [
                    {"kind": name, **_scope(found), **_fact(council, service, name, found, checked)}
                    for found in rest
                ]
                if more:
                    contact.setdefault("more", []).extend(more)
    return Made(
        {
            service: {key: contact[key] for key in (*FIELDS, "more") if key in contact}
            for service, contact in record.items()
        },
        comments,
    )


def _scope(found: Found) -> dict[str, str]:
    return {"scope": found.row["scope"]} if found.row["scope"] else {}


def _only_derived(found: Found) -> bool:
    return "of the source address" in found.row["evidence"] or "root of that address" in found.row["evidence"]


def _fact(council: str, service: str, name: str, found: Found, checked: date) -> dict[str, Any]:
    fact: dict[str, Any] = {"value": found.value, "source": found.source, "checked": checked}
    if found.page.dated:
        fact["dated"] = found.page.dated
    if caution := caution_for(found, name, doubt(council, service, name, found.value, found.row["evidence"])):
        fact["caution"] = caution
    return fact


def caution_for(found: Found, name: str, doubtful: str) -> str:
    """Return what to show beside a value, or nothing when there is nothing to doubt."""
    page, row = found.page, found.row
    undated_number = name in {"phone", "email"} and not page.dated and not page.said
    said = []
    if row["strength"] == "third-party":
        when = (
            f", dated {in_words(page.dated)}."
            if page.dated and not page.said
            else ", with no date."
            if not page.said
            else "."
        )
        said.append(f"From another organisation's page{when}")
        said += [page.said] if page.said else []
    elif page.said:
        said.append(page.said)
    elif page.old:
        said.append(f"From a page dated {in_words(page.dated)}.")
    elif undated_number:
        said.append("The page gives no date.")
    said += [doubtful] if doubtful else []
    if not said and row["publish"] == "caution":
        said.append("This may have changed.")
    return " ".join([*said, LOOK]) if said else ""
