"""Merge what the tables made into a file of records, and say what changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from compilelib import words
from compilelib.blocks import RecordFile, values, write_block
from compilelib.councils import Made
from compilelib.doubts import WITHOUT_VALUE
from compilelib.merge import Bases, Change, merge, units
from compilelib.tables import Refusal

MOST = 0.05
_LIST_AT_MOST = 15


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for. `looked_again`: `checked` was given: every source was read that day."""

    sources: Path
    data: Path
    checked: date
    looked_again: bool
    accept: bool


def keep_ids(made: Mapping[str, Made], file: RecordFile, name: str) -> dict[str, str]:
    """Return the id of each record by its GSS code. An id never changes, even when a name or a code does."""
    by_code: dict[str, str] = {}
    for ident, block in file.blocks.items():
        record = values(block, name)
        by_code |= dict.fromkeys((str(record.get("gss", "")), *record.get("former_gss", ())), ident)
    for gss, one in made.items():
        codes = (gss, *one.record.get("former_gss", ()))
        one.record["id"] = next((by_code[code] for code in codes if code in by_code), one.record["id"])
    ids = {gss: one.record["id"] for gss, one in made.items()}
    if len(set(ids.values())) < len(ids):
        twice = next(ident for ident in ids.values() if list(ids.values()).count(ident) > 1)
        raise Refusal(f'{name}: two rows belong to the record "{twice}". Correct the codes in the tables.')
    return ids


def merge_all(
    kind: str, made: Mapping[str, Made], file: RecordFile, remembered: Mapping[str, Bases], options: Options
) -> list[str]:
    """Merge the tables into the blocks of a file; return what changes, in words.

    Args:
        kind: `councils` or `constituencies`.
        made: The records as the tables have them, by GSS code.
        file: The file; its blocks are changed in place.
        remembered: The fingerprints of the last compilation, by record.
        options: What the command line asks for.
    """
    before = len(file.blocks)
    added, changed, kept, moved, looked = [], [], [], 0, 0
    for one in made.values():
        ident, name = one.record["id"], one.record["name"]
        block = file.blocks.get(ident)
        if block is None:
            changes = [Change(path, None, new) for path, new in units(one.record).items()]
            file.blocks[ident] = write_block(None, changes, one.comments, _notes(kind, ident))
            added.append(f"{name} added.")
            continue
        merged = merge(
            values(block, ident), one.record, remembered.get(ident, {}), looked_again=options.looked_again
        )
        if merged.changes:
            file.blocks[ident] = write_block(block, merged.changes, one.comments, {})
            moved += merged.changed
            looked += not merged.changed
        facts = [change for change in merged.changes if not change.dates_only]
        changed += [f"{name}: {words.sentence(change)}." for change in facts]
        kept += [f"{name}: {words.kept(change)}." for change in merged.kept]
    ended = sorted(set(file.blocks) - {one.record["id"] for one in made.values()})
    refuse_too_many(kind, moved + len(added) + len(ended), before, options)
    counts = f"{len(added)} added, {moved} changed, {looked} only checked again"
    said = [f"{kind}: {counts}, {len(made)} in the tables."]
    said += added if len(added) <= _LIST_AT_MOST else []
    said += changed
    said += [
        f"{ident}: ended, no longer in the tables. The record stays: its address must." for ident in ended
    ]
    return said + [f"Kept as people wrote it: {line}" for line in kept]


def _notes(kind: str, ident: str) -> dict[str, str]:
    doubted = kind == "councils" and ident in WITHOUT_VALUE
    return {"contacts": f"Known doubt: {WITHOUT_VALUE[ident]}"} if doubted else {}


def refuse_too_many(kind: str, moved: int, before: int, options: Options) -> None:
    """Refuse to change more than a set share of what is there, unless somebody accepts it."""
    if before and moved > max(1, MOST * before) and not options.accept:
        raise Refusal(
            f"{kind}: {moved} of {before} records would change, more than {MOST:.0%}. Nothing was changed. "
            "Look at the tables; if the change is right, run it again with --accept."
        )


def refuse_unknown_sources(folder: Path, made: list[Made], known: set[str]) -> None:
    """Refuse a source id that data/sources.yaml does not explain."""
    used = {ident for one in made for ident in _sources(one.record) if "://" not in ident}
    if missing := sorted(used - known):
        raise Refusal(
            f"{folder / 'sources.yaml'}: there is no source with the id {', '.join(missing)}. "
            "Add it: title, publisher, date, licence."
        )


def _sources(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        own = [value["source"]] if "source" in value else []
        return own + [found for item in value.values() for found in _sources(item)]
    return [found for item in value for found in _sources(item)] if isinstance(value, list) else []
