"""The dataset several times over: real records copied with new ids, to see how the build grows."""

from __future__ import annotations

import copy
import itertools
import json
import shutil
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Record = dict[str, Any]
PARTS = ("docs", "hooks", "overrides", "data")


def copies(records: list[Record], times: int) -> list[Record]:
    """Each record as it is, then `times - 1` copies whose id, code and name are their own."""
    made = list(records)
    for number in range(1, times):
        made += [renamed(record, number) for record in records]
    return sorted(made, key=lambda record: str(record["id"]))


def renamed(record: Record, number: int) -> Record:
    """Copy number `number` of a record, and of its links to councils."""
    twin = copy.deepcopy(record)
    twin["id"] = f"{record['id']}-copy-{number}"
    twin["name"] = f"{record['name']} copy {number}"
    twin["gss"] = moved(record["gss"], number)
    if "former_gss" in twin:
        twin["former_gss"] = [moved(code, number) for code in record["former_gss"]]
    if isinstance(twin.get("councils"), list):
        for share in twin["councils"]:
            share["id"] = f"{share['id']}-copy-{number}"
    return twin


def moved(code: str, number: int) -> str:
    """A code of the same kind that no real area has: E10000030 becomes E10100030."""
    return f"{code[:3]}{int(code[3:]) + number * 100_000:06d}"


def with_own_dfe(councils: list[Record]) -> list[Record]:
    """Give each copy a three-digit DfE number that is free."""
    taken: set[str] = {council["dfe"] for council in councils}
    free: Iterator[str] = (f"{number}" for number in range(200, 1000) if str(number) not in taken)
    seen: set[str] = set()
    # The real record comes before its copies: they share all but the end of the id.
    for council in sorted(councils, key=lambda record: "-copy-" in record["id"]):
        if council["dfe"] in seen:
            council["dfe"] = next(free)
        seen.add(council["dfe"])
    return councils


def multiply(data: dict[str, Any], times: int) -> dict[str, Any]:
    """The three files' contents, by name; nothing is read or written."""
    councils = copies(data["councils.yaml"]["councils"], times)
    seats = copies(data["mps.yaml"]["constituencies"], times)
    coverage = copy.deepcopy(data["coverage.yaml"])
    for expected in itertools.chain(coverage["councils"], coverage["constituencies"]):
        expected["number"] = str(int(expected["number"]) * times)
    return {
        "councils.yaml": {"councils": with_own_dfe(councils)},
        "mps.yaml": {"constituencies": seats},
        "coverage.yaml": coverage,
    }


def copy_project(root: Path, folder: Path, times: int = 1) -> Path:
    """A project of its own in `folder`, with `times` the areas."""
    ignore = shutil.ignore_patterns("__pycache__")
    for name in PARTS:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=ignore)
    shutil.copy(root / "mkdocs.yml", folder)
    if times > 1:
        write(folder / "data", multiply(read(folder / "data"), times))
    return folder


def read(data: Path, names: Iterable[str] = ("councils.yaml", "mps.yaml", "coverage.yaml")) -> dict[str, Any]:
    """The files as text: no value is turned into a number or a date."""
    return {name: yaml.load((data / name).read_bytes(), Loader=yaml.CBaseLoader) for name in names}


def write(data: Path, contents: dict[str, Any]) -> None:
    """Write as JSON, which is YAML too: every text in quotes."""
    for name, content in contents.items():
        (data / name).write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")
