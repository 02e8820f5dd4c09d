"""The open data files below api/v1/: the same records as the pages, as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from askmp.artefacts import Artefact, json_bytes
from askmp.dataset import FILES
from askmp.derive import Areas, CouncilArea, SeatArea, newest_check

VERSION = "1.0"
BASE = "api/v1"


def api_files(areas: Areas, commit: str) -> Iterator[Artefact]:
    """Yield the lists, one file for each record, and the JSON Schema of each data file."""
    head = envelope(areas, commit)
    councils = [council_item(area) for area in areas.councils]
    seats = [seat_item(area) for area in areas.seats]
    for name, items in (("councils", councils), ("constituencies", seats)):
        yield Artefact(f"{BASE}/{name}.json", json_bytes({**head, "items": items}))
        for item in items:
            yield Artefact(f"{BASE}/{name}/{item['id']}.json", json_bytes({**head, **item}))
    for path, model in FILES.items():
        name = path.removeprefix("data/").removesuffix(".yaml")
        yield Artefact(f"{BASE}/schema/{name}.json", json_bytes(model.model_json_schema()))


def envelope(areas: Areas, commit: str) -> dict[str, Any]:
    """Return what every file starts with. `generated_from` never comes from the clock."""
    records = [*(area.record for area in areas.councils), *(area.record for area in areas.seats)]
    newest = newest_check(records)
    return {
        "schema_version": VERSION,
        "generated_from": {"checked": newest.isoformat(), "commit": commit},
    }


def council_item(area: CouncilArea) -> dict[str, Any]:
    """Return a council: its record, whether it has ended, and each constituency's share that lies in it."""
    record = area.record.model_dump(mode="json", by_alias=True)
    shares: Mapping[str, float] = {
        seat.record.id: overlap.share
        for seat in area.seats
        for overlap in seat.overlaps
        if overlap.council.id == area.record.id
    }
    return {
        **record,
        "ended": area.ended,
        "constituencies": [
            {
                "id": seat.record.id,
                "gss": seat.record.gss,
                "name": seat.record.name,
                "share": shares[seat.record.id],
            }
            for seat in area.seats
        ],
    }


def seat_item(area: SeatArea) -> dict[str, Any]:
    """Return a constituency as it stands on the day: its MP or null, a vacancy or null, its councils."""
    record = area.record.model_dump(mode="json", by_alias=True)
    mp = area.holder.record.model_dump(mode="json", by_alias=True) if area.holder else None
    if mp is not None and area.holder:
        mp["party"] = area.holder.party
        mp = {"parliament_id": None, "email": None, "checked": None, **mp}
    return {
        "id": record["id"],
        "gss": record["gss"],
        "name": record["name"],
        "region": record["region"],
        "mp": mp,
        "vacant": area.vacancy.model_dump(mode="json") if area.vacancy else None,
        "councils": [
            {
                "id": overlap.council.id,
                "gss": overlap.council.gss,
                "name": overlap.council.name,
                "share": overlap.share,
            }
            for overlap in area.overlaps
        ],
    }


def shard_files(postcodes: Mapping[str, Any], head: Mapping[str, Any]) -> Iterator[Artefact]:
    """Yield the postcode files, each the shard of data/postcodes/ behind the usual head."""
    for name, shard in postcodes.items():
        yield Artefact(f"{BASE}/postcodes/{name}", json_bytes({**head, **shard}))
