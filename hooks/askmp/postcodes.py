"""From a postcode to council and constituency: the reference reader of `data/postcodes/`.

Royal Mail gives one point for each postcode, so at the edge of an area a postcode "may straddle": then both
areas are answered, its own first. The finder in the browser does the same.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from askmp.postcode_text import OUTCODE, UNITS, parse

NATIONS = {"W": "Wales", "S": "Scotland"}
_INDEX = "0123456789abcdefghijklmnopqrstuvwxyz"
_STEP = re.compile(rf"([{UNITS}]{{2}})([{_INDEX}WS])")

Kind = Literal["one", "edge", "partial", "wales", "scotland", "unknown", "invalid"]


class Pair(NamedTuple):
    """The ids of the council and the constituency that a postcode lies in."""

    council: str
    constituency: str


Cell = Pair | str
"""What stands at one place: a pair, or `W` or `S` for a place outside England."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about a postcode.

    `one`: one pair. `edge`: it may straddle; its own pair first. `partial`: every pair in the part typed.
    `wales`, `scotland`: not in England, though English pairs next door may be given. `unknown`: looks like a
    postcode, but is in no list of ours. `invalid`: not a postcode.
    """

    kind: Kind
    pairs: tuple[Pair, ...] = ()
    nations: tuple[str, ...] = ()
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Outcode:
    """The runs of one outward code: for each sector, where a run starts and what starts there."""

    steps: Mapping[str, tuple[tuple[str, Cell], ...]]

    def before(self, sector: str) -> Cell:
        """Return what holds where a sector begins: an earlier sector's last step, else the first step."""
        earlier = [name for name in self.steps if name < sector]
        return self.steps[max(earlier)][-1][1] if earlier else self.steps[min(self.steps)][0][1]

    def at(self, sector: str, unit: str) -> Cell:
        """Return what holds at one unit code: the last step that is not after it."""
        reached = [cell for start, cell in self.steps.get(sector, ()) if start <= unit]
        return reached[-1] if reached else self.before(sector)

    def within(self, sector: str, first: str, last: str) -> Iterator[Cell]:
        """Yield what holds from one unit code of a sector to another."""
        yield self.at(sector, first)
        yield from (cell for start, cell in self.steps.get(sector, ()) if first < start <= last)


class ShardError(ValueError):
    """A shard that cannot be read, with its file and outward code."""


@dataclass(frozen=True, slots=True)
class Shards:
    """Every outward code that holds an English postcode."""

    outcodes: Mapping[str, Outcode]

    @classmethod
    def load(cls, folder: Path) -> "Shards":
        """Return the shards in a folder, one file for each postcode area."""
        outcodes: dict[str, Outcode] = {}
        for path in sorted(folder.glob("*.json")):
            outcodes.update(read_shard(json.loads(path.read_text(encoding="utf-8")), path.name))
        return cls(outcodes)

    def lookup(self, text: str) -> Answer:
        """Return what is known about a postcode, or about the start of one, as somebody typed it."""
        readings = list(parse(text))
        if not readings:
            return Answer("invalid")
        known = (reading for reading in readings if reading.outcode in self.outcodes)
        outcode, incode = next(known, readings[0])
        shown = f"{outcode} {incode}".strip()
        if outcode not in self.outcodes:
            # "Hello" is HE11 0 once slips are put right: only what was typed as a postcode counts as one.
            typed = outcode + incode in "".join(text.upper().split())
            return Answer("unknown", postcode=shown) if typed else Answer("invalid")
        found = self.outcodes[outcode]
        if len(incode) == len("1AA"):
            return _full(found, incode[0], incode[1:], shown)
        return Answer("partial", *_sorted_out(_part(found, incode)), shown)


def read_shard(content: Any, name: str) -> dict[str, Outcode]:
    """Return the outward codes of one shard.

    Args:
        content: The shard, or the published file around it, from JSON.
        name: How to call it in a message.

    Raises:
        ShardError: The shard breaks its own format.
    """
    try:
        pairs = [Pair(*pair) for pair in content["pairs"]]
        if not all(isinstance(part, str) for pair in pairs for part in pair):
            raise ShardError("a pair that is not two ids")
        if not content["outcodes"]:
            raise ShardError("no outward codes")
        if strange := [out for out in content["outcodes"] if not OUTCODE.fullmatch(out)]:
            raise ShardError(f"{strange[0]!r} is no outward code")
        return {
            outcode: Outcode(
                {
                    sector: _steps(run, [pairs[at] for at in body["pairs"]])
                    for sector, run in body["runs"].items()
                }
            )
            for outcode, body in content["outcodes"].items()
        }
    except (KeyError, TypeError, IndexError, AttributeError, ShardError) as error:
        raise ShardError(
            f"{name}: this is not a postcode shard ({error!r}). Run scripts/compile_data.py again."
        ) from None


def _steps(run: str, pairs: list[Pair]) -> tuple[tuple[str, Cell], ...]:
    found = _STEP.findall(run)
    starts = [start for start, _ in found]
    if "".join(map("".join, found)) != run or not found or starts != sorted(set(starts)):
        raise ShardError(f"{run[:12]!r} is not a row of steps")
    return tuple((start, sign if sign in NATIONS else pairs[_INDEX.index(sign)]) for start, sign in found)


def _full(outcode: Outcode, sector: str, unit: str, shown: str) -> Answer:
    place = UNITS.index(unit[0]) * len(UNITS) + UNITS.index(unit[1])
    near = (place + step for step in (0, -1, 1))
    cells = [outcode.at(sector, _unit(at)) for at in near if 0 <= at < len(UNITS) ** 2]
    pairs, nations = _sorted_out(cells)
    if isinstance(cells[0], str):
        return Answer("wales" if cells[0] == "W" else "scotland", pairs, nations, shown)
    return Answer("edge" if len(pairs) > 1 or nations else "one", pairs, nations, shown)


def _unit(place: int) -> str:
    first, second = divmod(place, len(UNITS))
    return UNITS[first] + UNITS[second]


def _part(outcode: Outcode, incode: str) -> Iterator[Cell]:
    sectors = incode[:1] or "".join(sorted(outcode.steps))
    letter = incode[1:]
    for sector in sectors:
        if letter or incode:
            yield from outcode.within(
                sector, (letter or UNITS[0]) + UNITS[0], (letter or UNITS[-1]) + UNITS[-1]
            )
        else:
            yield from (cell for _, cell in outcode.steps[sector])


def _sorted_out(cells: Iterable[Cell]) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """Return the pairs and the nations among some cells, each once, in the order met."""
    met = list(dict.fromkeys(cells))
    pairs = tuple(cell for cell in met if isinstance(cell, Pair))
    return pairs, tuple(NATIONS[cell] for cell in met if not isinstance(cell, Pair))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each id, the other ids that occur in one of its postcode sectors; most shared sectors first."""

    councils: Mapping[str, tuple[str, ...]]
    constituencies: Mapping[str, tuple[str, ...]]


def neighbours(shards: Shards) -> Neighbours:
    """Return which councils, and which constituencies, share at least one postcode sector."""
    shared: tuple[dict[str, Counter[str]], dict[str, Counter[str]]] = ({}, {})
    for outcode in shards.outcodes.values():
        for sector in outcode.steps:
            pairs, _ = _sorted_out(outcode.within(sector, UNITS[0] * 2, UNITS[-1] * 2))
            for side, counts in enumerate(shared):
                ids = {pair[side] for pair in pairs}
                for one in ids:
                    counts.setdefault(one, Counter()).update(ids - {one})
    councils, constituencies = (
        {one: _ranked(near) for one, near in sorted(counts.items())} for counts in shared
    )
    return Neighbours(councils, constituencies)


def _ranked(near: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(near, key=lambda other: (-near[other], other)))
