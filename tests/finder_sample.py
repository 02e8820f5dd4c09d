"""A small England for the finder's tests: real names, made through the real model and index."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from askmp.derive import Areas, CouncilArea, Holder, Overlap, SeatArea
from askmp.finder import finder_index
from askmp.model import Constituency, Council, Mp
from askmp.nations import Nation, NationFile
from askmp.yamlio import read

TODAY = date(2026, 11, 24)
SOURCE = {"source": "https://www.gov.uk/", "checked": "2026-11-24"}

COUNCILS = (
    ("bristol", "City of Bristol", "Bristol City Council", "South West", ()),
    (
        "hammersmith-and-fulham",
        "Hammersmith and Fulham",
        "London Borough of Hammersmith & Fulham",
        "London",
        (),
    ),
    ("hampshire", "Hampshire", "Hampshire County Council", "South East", ("East Hampshire", "Rushmoor")),
    ("kingston-upon-hull", "Kingston upon Hull", "Hull City Council", "Yorkshire and The Humber", ()),
    ("northumberland", "Northumberland", "Northumberland County Council", "North East", ()),
    ("slough", "Slough", "Slough Borough Council", "South East", ()),
    ("st-helens", "St. Helens", "St Helens Council", "North West", ()),
    ("surrey", "Surrey", "Surrey County Council", "South East", ("Elmbridge", "Guildford", "Woking")),
    (
        "windsor-and-maidenhead",
        "Windsor and Maidenhead",
        "Royal Borough of Windsor and Maidenhead",
        "South East",
        (),
    ),
)
SEATS = (
    ("aldershot", "Aldershot", "South East", "Alex Baker", ("hampshire",)),
    ("bristol-central", "Bristol Central", "South West", "Carla Denyer", ("bristol",)),
    ("east-hampshire", "East Hampshire", "South East", "Damian Hinds", ("hampshire",)),
    ("farnham-and-bordon", "Farnham and Bordon", "South East", "Gregory Stafford", ("surrey", "hampshire")),
    ("guildford", "Guildford", "South East", "Zöe Franklin", ("surrey",)),
    ("holborn-and-st-pancras", "Holborn and St Pancras", "London", "", ("hammersmith-and-fulham",)),
    (
        "kingston-upon-hull-east",
        "Kingston upon Hull East",
        "Yorkshire and The Humber",
        "Karl Turner",
        ("kingston-upon-hull",),
    ),
    ("north-northumberland", "North Northumberland", "North East", "David Smith", ("northumberland",)),
    ("st-helens-north", "St Helens North", "North West", "David Baines", ("st-helens",)),
    ("surrey-heath", "Surrey Heath", "South East", "Dr Al Pinkerton", ("surrey",)),
    ("windsor", "Windsor", "South East", "Jack Rankin", ("windsor-and-maidenhead", "slough", "surrey")),
)
PROSE = {
    "index.md": "# Home\n",
    "privacy.md": '---\ntitle: "Privacy"\nsearch_words: cookies, what you keep\n---\n\n# Your privacy\n',
    "deadlines/index.md": """# How long have I got? #

## The *two months* [rule](x.md), and mediation {#two}

<h3 id="x">Ask <b>again</b></h3>
""",
}
FARNHAM = [["hampshire", "farnham-and-bordon"], ["surrey", "farnham-and-bordon"]]
SHARDS: dict[str, Any] = {
    "GU": {
        "pairs": [
            *FARNHAM,
            ["hampshire", "aldershot"],
            ["hampshire", "east-hampshire"],
            ["surrey", "guildford"],
        ],
        "outcodes": {
            "GU1": {"pairs": [4], "runs": {"1": "AA0", "2": "AB0"}},
            "GU10": {"pairs": [0, 1, 3], "runs": {"1": "AA0FA1", "2": "AA1", "4": "BW2DA1DE2", "5": "AE2"}},
            "GU11": {"pairs": [2], "runs": {"1": "AA0", "3": "AB0"}},
        },
    },
    "TD": {
        "pairs": [["northumberland", "north-northumberland"]],
        "outcodes": {"TD15": {"pairs": [0], "runs": {"1": "AASAB0UBSUD0", "2": "AA0"}}},
    },
    "B": {
        "pairs": [["st-helens", "st-helens-north"]],
        "outcodes": {"B1": {"pairs": [0], "runs": {"1": "AA0"}}},
    },
    "BS": {
        "pairs": [["bristol", "bristol-central"]],
        "outcodes": {"BS1": {"pairs": [0], "runs": {"4": "AA0"}}},
    },
    "CR": {"pairs": [["surrey", "surrey-heath"]], "outcodes": {"CR0": {"pairs": [0], "runs": {"2": "AA0"}}}},
    "SY": {
        "pairs": [["st-helens", "st-helens-north"]],
        "outcodes": {"SY1": {"pairs": [0], "runs": {"1": "AA0"}}},
    },
}


def council(slug: str, name: str, official: str, region: str, districts: tuple[str, ...]) -> Council:
    return Council.model_validate(
        {
            "id": slug,
            "gss": "E10000001",
            "dfe": "801",
            "name": name,
            "official_name": official,
            "type": "county council",
            "region": region,
            "website": "https://www.gov.uk/",
            "districts": list(districts),
            **SOURCE,
        }
    )


def sample_areas(mp_name: str = "", district: str = "") -> Areas:
    """The sample; `mp_name` stands in for Aldershot's MP and `district` is one more in Hampshire."""
    councils = {
        row[0]: council(*row[:4], (*row[4], *([district] if district and row[0] == "hampshire" else [])))
        for row in COUNCILS
    }
    seats = []
    for slug, name, region, mp, ids in SEATS:
        shown = mp_name if mp_name and slug == "aldershot" else mp
        record = Constituency.model_validate(
            {
                "id": slug,
                "gss": "E14001063",
                "name": name,
                "region": region,
                "councils": [{"id": one, "share": f"{1 / len(ids):.4f}"} for one in ids],
            }
        )
        sitting = Mp.model_validate(
            {
                "name": shown or "x",
                "party": "Labour",
                "since": "2024-07-04",
                "elected": "general election",
                **SOURCE,
            }
        )
        holder = Holder(shown, "Labour", None, sitting) if shown else None
        overlaps = tuple(Overlap(councils[one], 1 / len(ids), False) for one in ids)
        seats.append(SeatArea(record, holder, None, overlaps, (), (), "data/mps.yaml", 1))
    council_areas = [CouncilArea(c, False, None, (), (), "data/councils.yaml", 1) for c in councils.values()]
    return Areas(tuple(council_areas), tuple(seats), TODAY)


def sample_nations(raw: bytes) -> tuple[Nation, ...]:
    """What data/nations.yaml says."""
    return NationFile.model_validate(read(raw, "data/nations.yaml").data).nations


def sample_files(nations: bytes, **changes: str) -> dict[str, bytes]:
    """The finder's files as the site publishes them, by address."""
    outcodes = [outcode for shard in SHARDS.values() for outcode in shard["outcodes"]]
    areas = sample_areas(**changes)
    index = finder_index(areas, PROSE, (), sample_nations(nations), outcodes, "October 2025")
    assert isinstance(index.content, bytes)
    files = {index.path: index.content}
    for area, shard in SHARDS.items():
        wrapped = {"schema_version": 1, "generated_from": {}, "area": area, **shard}
        files[f"api/v1/postcodes/{area}.json"] = json.dumps(wrapped).encode()
    return files
