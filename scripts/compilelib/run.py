"""One compilation: read the tables, merge them into the records, and say what changes."""

import re
from collections.abc import Mapping
from pathlib import Path

from compilelib import heads, memory
from compilelib.blocks import RecordFile, read_file
from compilelib.contacts import Contacts, compile_contacts
from compilelib.councils import compile_councils
from compilelib.mps import compile_seats
from compilelib.output import Output
from compilelib.records import Options, keep_ids, merge_all, refuse_too_many, refuse_unknown_sources
from compilelib.shards import compile_shards, read_runs


def run(options: Options) -> Output:
    """Return what to write and what to say. Writes nothing itself."""
    remembered = memory.read(options.data)
    council_file = _open(options.data, "councils.yaml", "councils", heads.COUNCILS)
    seat_file = _open(options.data, "mps.yaml", "constituencies", heads.SEATS)
    councils = compile_councils(options.sources, options.checked)
    council_ids = keep_ids(councils, council_file, "councils.yaml")
    contacts = compile_contacts(options.sources, council_ids, options.checked)
    for gss, made in contacts.by_council.items():
        councils[gss].record["contacts"] = made.record
        councils[gss].comments.update(made.comments)
    seats = compile_seats(options.sources, council_ids, options.checked)
    seat_ids = keep_ids(seats, seat_file, "mps.yaml")
    shards = compile_shards(read_runs(options.sources), council_ids, seat_ids)
    refuse_unknown_sources(options.data, [*councils.values(), *seats.values()], _known_sources(options.data))
    output = Output()
    output.said += merge_all("councils", councils, council_file, remembered.get("councils", {}), options)
    output.said += merge_all(
        "constituencies", seats, seat_file, remembered.get("constituencies", {}), options
    )
    output.files["councils.yaml"] = council_file.text()
    output.files["mps.yaml"] = seat_file.text()
    output.files[memory.FILE] = memory.text({"councils": councils, "constituencies": seats})
    _postcodes(options, shards, output)
    output.said += _left_out(contacts)
    return output


def _open(folder: Path, name: str, key: str, head: str) -> RecordFile:
    path = folder / name
    return read_file(path.read_text(encoding="utf-8"), key, name) if path.exists() else RecordFile(head, {})


def _known_sources(folder: Path) -> set[str]:
    path = folder / "sources.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return set(re.findall(r"^- id: (\S+)", text, re.MULTILINE))


def _postcodes(options: Options, shards: Mapping[str, str], output: Output) -> None:
    """Add the shards to the output. Nobody edits them, so they are compared line by line only."""
    folder = options.data / "postcodes"
    there = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))}
    old, new = (_outcode_lines(some) for some in (there, shards))
    changed = {line.split(":")[0] for line in old ^ new}
    refuse_too_many("outward codes of postcodes", len(changed), len(old), options)
    counts = f"{len(new)} outward codes in {len(shards)} areas, {len(changed)} of them new or changed"
    output.said.append(f"postcodes: {counts}.")
    output.files.update({f"postcodes/{area}.json": text for area, text in shards.items()})
    output.gone += [f"postcodes/{area}.json" for area in there if area not in shards]


def _outcode_lines(shards: Mapping[str, str]) -> set[str]:
    return {line.rstrip(",") for text in shards.values() for line in text.splitlines() if '"runs"' in line}


def _left_out(contacts: Contacts) -> list[str]:
    counts = f"{contacts.withheld} rows marked no are left out, {len(contacts.left_out)} could not be used"
    return [f"contacts: {counts}.", *(f"Left out: {line}" for line in contacts.left_out)]
