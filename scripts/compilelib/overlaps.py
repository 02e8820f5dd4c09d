"""Which councils each constituency reaches into, from constituency_council.csv."""

from pathlib import Path
from typing import Any

from compilelib.tables import COUNCIL_GSS, SEAT_GSS, Refusal, Row, read, unique

COLUMNS = ("constituency_gss", "council_gss", "pop_share", "postcode_share", "keep")
KEEP_FROM = 0.01
SLACK = 0.01


def compile_overlaps(folder: Path, councils: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Return the council shares of each constituency, by its GSS code; the largest share first.

    A pair is kept from 1% of the people or of the postcodes on: below lie slivers where nobody lives.

    Args:
        folder: Where the source tables lie.
        councils: The id of each council by its GSS code.
    """
    rows = read(folder, "constituency_council.csv", COLUMNS)
    unique(rows, "constituency_gss", "council_gss")
    shares: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        seat = row.match("constituency_gss", SEAT_GSS, "the code of an English constituency (E14)")
        council = row.match("council_gss", COUNCIL_GSS, "a council's code")
        if council not in councils:
            raise row.refuse(
                "council_gss",
                f"{council} is not in councils.csv.",
                "Add the council there, or correct the code.",
            )
        if _kept(row):
            shares.setdefault(seat, []).append(
                {"id": councils[council], "share": round(row.share("pop_share"), 4)}
            )
    for seat, parts in shares.items():
        parts.sort(key=lambda part: (-part["share"], part["id"]))
        total = sum(part["share"] for part in parts)
        if abs(total - 1) > SLACK or parts[-1]["share"] == 0:
            raise Refusal(
                f"constituency_council.csv, column pop_share: the shares of {seat} that are kept add up to "
                f"{total:.4f}, or one of them is 0. They must add up to 1. Correct the table."
            )
    return shares


def _kept(row: Row) -> bool:
    by_rule = row.share("pop_share") >= KEEP_FROM or row.share("postcode_share") >= KEEP_FROM
    if by_rule != (row.one_of("keep", ("yes", "no")) == "yes"):
        rule = "Pairs from 1% of the people or of the postcodes on are kept."
        raise row.refuse(
            "keep", f'"{row["keep"]}" does not fit the shares. {rule}', "Correct the share or the word."
        )
    return by_rule
