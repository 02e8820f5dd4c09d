"""The postcode shards, from postcode_runs.json: a file for each area, a line for each outward code."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from compilelib.tables import Refusal

FILE = "postcode_runs.json"
_INDEX = "0123456789abcdefghijklmnopqrstuvwxyz"
_RUN = re.compile(r"(\d)([ABDEFGHJLNPQRSTUWXYZ]{2})(\d{1,2}|[WS])")
_OUTCODE = re.compile(r"([A-Z]{1,2})(\d[A-Z]|\d{1,2})")


def read_runs(folder: Path) -> dict[str, Any]:
    """Return postcode_runs.json, after a look at its shape."""
    path = folder / FILE
    if not path.is_file():
        raise Refusal(
            f"{FILE}: the table is missing from {folder}. Put it there; data/README.md says how it is read."
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refusal(
            f"{FILE}: this is not JSON ({error}). Get the table again from where it came."
        ) from None
    for key in ("councils", "constituencies", "o"):
        if not isinstance(content, dict) or not content.get(key):
            raise Refusal(
                f"{FILE}, key {key}: it is missing or empty. Get the table again from where it came."
            )
    return dict(content)


def compile_shards(
    runs: dict[str, Any], councils: Mapping[str, str], seats: Mapping[str, str]
) -> dict[str, str]:
    """Return the text of each shard by the letters of its area.

    Args:
        runs: postcode_runs.json.
        councils: The id of each council by its GSS code.
        seats: The id of each constituency by its GSS code.
    """
    ids = (
        _ids(runs["councils"], councils, "councils"),
        _ids(runs["constituencies"], seats, "constituencies"),
    )
    areas: dict[str, dict[str, Any]] = {}
    for outcode, body in runs["o"].items():
        found = _OUTCODE.fullmatch(outcode)
        if not found:
            raise Refusal(
                f'{FILE}, key o: "{outcode}" is not the first half of a postcode. Correct the table.'
            )
        areas.setdefault(found[1], {})[outcode] = body
    return {area: _shard(area, outcodes, ids) for area, outcodes in sorted(areas.items())}


def _ids(codes: list[str], known: Mapping[str, str], key: str) -> list[str]:
    if strange := [code for code in codes if code not in known]:
        raise Refusal(
            f"{FILE}, key {key}: {strange[0]} is in none of the other tables. Use tables of the same day."
        )
    return [known[code] for code in codes]


def _shard(area: str, outcodes: dict[str, Any], ids: tuple[list[str], list[str]]) -> str:
    pairs = {outcode: _pairs(outcode, body, ids) for outcode, body in outcodes.items()}
    table = sorted({pair for some in pairs.values() for pair in some})
    lines = []
    for outcode in sorted(outcodes, key=_natural):
        body = {
            "pairs": [table.index(pair) for pair in pairs[outcode]],
            "runs": _runs(outcode, outcodes[outcode]),
        }
        lines.append(f"{json.dumps(outcode)}: {json.dumps(body)}")
    listed = ",\n".join(json.dumps(pair, ensure_ascii=False) for pair in table)
    return (
        f'{{\n"area": {json.dumps(area)},\n"pairs": [\n{listed}\n],\n"outcodes": {{\n'
        + ",\n".join(lines)
        + "\n}\n}\n"
    )


def _pairs(outcode: str, body: Any, ids: tuple[list[str], list[str]]) -> list[tuple[str, str]]:
    try:
        pairs = [(ids[0][council], ids[1][seat]) for council, seat in body["p"]]
    except (KeyError, IndexError, TypeError, ValueError):
        raise Refusal(
            f"{FILE}, outward code {outcode}: a pair points outside the lists. Get the table again."
        ) from None
    if len(pairs) > len(_INDEX):
        raise Refusal(f"{FILE}, outward code {outcode}: {len(pairs)} pairs, the format holds {len(_INDEX)}.")
    return pairs


def _runs(outcode: str, body: Any) -> dict[str, str]:
    """The steps by sector. The table writes `4DR1,`: sector, unit letters, number of the pair."""
    runs: dict[str, str] = {}
    steps = body["r"].rstrip(",").split(",")
    for step in steps:
        found = _RUN.fullmatch(step)
        if not found or not (found[3].isalpha() or int(found[3]) < len(body["p"])):
            raise Refusal(
                f'{FILE}, outward code {outcode}: the run "{step}" cannot be read. Get the table again.'
            )
        sign = found[3] if found[3].isalpha() else _INDEX[int(found[3])]
        runs[found[1]] = runs.get(found[1], "") + found[2] + sign
    if steps != sorted(steps):
        raise Refusal(f"{FILE}, outward code {outcode}: the runs are not in order. Get the table again.")
    return dict(sorted(runs.items()))


def _natural(outcode: str) -> tuple[str, int, str]:
    found = re.fullmatch(r"([A-Z]+)(\d+)([A-Z]?)", outcode)
    return (found[1], int(found[2]), found[3]) if found else (outcode, 0, "")
