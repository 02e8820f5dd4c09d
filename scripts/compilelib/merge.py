"""Bring a record up to date without losing what people wrote: three versions, fact by fact.

The three are the record as it stands, the record as the tables make it, and a fingerprint of what the tables
made last time (data/compiled.json). A fact that only the tables changed is taken; a fact that only a person
changed stays; when both did, the one that was checked later wins, and the person's in a tie.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Path = tuple[str, ...]
"""The keys that lead to one fact, e.g. `("contacts", "sendiass", "phone")`."""

# An MP from Parliament's list carries the list's own day; one from other files the day of this run.
OFFICIAL = "https://members.parliament.uk/"

Bases = dict[str, str]
"""The fingerprint of each fact by its dotted path."""


@dataclass(frozen=True, slots=True)
class Change:
    """A fact to write; `new` is None when it goes. `dates_only`: somebody looked again, and it holds."""

    path: Path
    old: Any
    new: Any
    dates_only: bool = False


@dataclass(slots=True)
class Merged:
    """What to do with one record."""

    changes: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether more than a date of checking changes."""
        return any(not change.dates_only for change in self.changes)


def as_text(value: Any) -> Any:
    """Return a value as it reads in the YAML file: every scalar as text."""
    if isinstance(value, Mapping):
        return {str(key): as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def units(record: Mapping[str, Any]) -> dict[Path, Any]:
    """Return the facts of a record, each of which changes as a whole."""
    found: dict[Path, Any] = {}
    for key, value in record.items():
        if key == "contacts" and isinstance(value, Mapping):
            for service, contact in value.items():
                found |= {(key, service, name): fact for name, fact in contact.items()}
        elif key == "mp" and isinstance(value, Mapping):
            found |= {(key, name): fact for name, fact in value.items()}
        else:
            found[(key,)] = value
    return found


def fingerprint(value: Any) -> str:
    """Return a short sign of a fact's content; the day of checking does not count."""
    text = json.dumps(_undated(as_text(value)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _undated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _undated(item) for key, item in value.items() if key != "checked"}
    return [_undated(item) for item in value] if isinstance(value, list) else value


def bases(record: Mapping[str, Any]) -> Bases:
    """Return the fingerprints to remember for a record that the tables made."""
    return {
        ".".join(path): fingerprint(value) for path, value in units(record).items() if path[-1] != "checked"
    }


def merge(ours: Mapping[str, Any], theirs: Mapping[str, Any], base: Bases, *, looked_again: bool) -> Merged:
    """Return what to change in a record.

    Args:
        ours: The record as it stands, every scalar as text.
        theirs: The record as the tables make it.
        base: The fingerprints of what the tables made last time; empty when nobody remembers.
        looked_again: Whether the tables' `checked` is a day on which somebody read the sources again.
    """
    here, there = units(ours), units(theirs)
    result = Merged()
    same_person = _one_person(here, there, base, result)
    old_paths = [tuple(name.split(".")) for name in base]
    for path in dict.fromkeys([*there, *old_paths]):
        if path[-1] == "checked" or (path[0] == "mp" and not same_person):
            continue
        _one_fact(path, here, there, base, result, looked_again=looked_again)
    for path in (("checked",), ("mp", "checked")):
        if path in there and (path[0] != "mp" or same_person):
            own_day = path[0] == "mp" and as_text(there[("mp", "source")]).startswith(OFFICIAL)
            _one_day(path, here, there, result, looked_again=looked_again or own_day)
    return result


def _one_fact(
    path: Path,
    here: dict[Path, Any],
    there: dict[Path, Any],
    base: Bases,
    result: Merged,
    *,
    looked_again: bool,
) -> None:
    old, new = here.get(path), there.get(path)
    before = base.get(".".join(path))
    sign_old = fingerprint(old) if path in here else None
    sign_new = fingerprint(new) if path in there else None
    if sign_old == sign_new:
        if looked_again and path in there and (dated := _later(old, new)) is not None:
            result.changes.append(Change(path, old, dated, dates_only=True))
    elif sign_new == before:
        result.kept.append(Change(path, old, new))
    elif (
        sign_old == before
        or old is None
        or (new is not None and _checked(there, path) > _checked(here, path))
    ):
        result.changes.append(Change(path, old, new))
    else:
        result.kept.append(Change(path, old, new))


def _one_person(here: dict[Path, Any], there: dict[Path, Any], base: Bases, result: Merged) -> bool:
    """Settle a change of MP as a whole: no address of one person may stay under the name of the next."""
    name, day = ("mp", "name"), ("mp", "checked")
    if name not in here or name not in there or here[name] == there[name]:
        return True
    untouched = fingerprint(here[name]) == base.get("mp.name")
    if fingerprint(there[name]) != base.get("mp.name") and (
        untouched or as_text(there[day]) > here.get(day, "")
    ):
        paths = dict.fromkeys([path for path in (*here, *there) if path[0] == "mp"])
        result.changes += [
            Change(path, here.get(path), there.get(path))
            for path in paths
            if here.get(path) != as_text(there.get(path))
        ]
    else:
        result.kept.append(Change(name, here[name], there[name]))
    return False


def _one_day(
    path: Path, here: dict[Path, Any], there: dict[Path, Any], result: Merged, *, looked_again: bool
) -> None:
    """Move a block's date of checking: with its facts, or because somebody looked again. Never backwards."""
    mine = [change for change in result.changes if _owner(change.path) == path]
    if as_text(there[path]) > here.get(path, "") and (mine or looked_again):
        result.changes.append(Change(path, here.get(path), there[path], dates_only=path in here))


def _owner(path: Path) -> Path:
    """The `checked` that a fact of a record's own block or of its MP goes with."""
    return ("mp", "checked") if path[0] == "mp" else ("checked",) if len(path) == 1 else ()


def _checked(facts: dict[Path, Any], path: Path) -> str:
    """The day on which a fact was checked, as text: its own, or that of the block it stands in."""
    value = facts.get(path)
    own = value.get("checked") if isinstance(value, Mapping) else facts.get(_owner(path))
    return as_text(own) if own and not isinstance(value, list) else ""


def _later(old: Any, new: Any) -> Any:
    """The same fact with the later dates of checking, or None when no date moves."""
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        if "checked" in new and as_text(new["checked"]) > old.get("checked", ""):
            return new
    elif isinstance(new, list) and isinstance(old, list):
        moved = [_later(was, now) for was, now in zip(old, new, strict=True)]
        if any(item is not None for item in moved):
            return new if all(item is not None for item in moved) else None
    return None
