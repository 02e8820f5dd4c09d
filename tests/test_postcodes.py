"""Reading postcodes: as people type them, at the edges of areas, and what is no postcode."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from askmp.postcode_text import parse
from askmp.postcodes import Pair, ShardError, Shards, neighbours, read_shard

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Paths

SHARD = {
    "area": "AB",
    "pairs": [["east", "north"], ["west", "north"], ["west", "south"]],
    "outcodes": {
        # Sector 1: east/north to 1DQ, west/south from 1DR; sector 2 carries that on to 2AZ; sector 4: Wales.
        "AB1": {"pairs": [0, 2], "runs": {"1": "AA0DR1", "2": "BA0", "4": "AAWBA0"}},
        "AB10": {"pairs": [1], "runs": {"1": "AB0"}},
        "AB1A": {"pairs": [2, 1, 0], "runs": {"0": "AA0", "3": "AA1AB2AD0"}},
        "AB2": {"pairs": [0], "runs": {"5": "AASBA0"}},
        "SO14": {"pairs": [0], "runs": {"3": "AA0"}},
        "OX1": {"pairs": [0], "runs": {"1": "AA0"}},
        "E10": {"pairs": [0], "runs": {"5": "AA0"}},
        "L1": {"pairs": [0], "runs": {"1": "AA0"}},
    },
}
EAST, WEST, SOUTH = Pair("east", "north"), Pair("west", "north"), Pair("west", "south")


@pytest.fixture(scope="module")
def shards() -> Shards:
    return Shards(read_shard(SHARD, "AB.json"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ab1 1aa", "AB1 1AA"),
        ("AB11AA", "AB1 1AA"),
        ("  ab1   1aa ", "AB1 1AA"),
        ("a b 1 1 a a", "AB1 1AA"),
        ("AB1-1AA.", "AB1 1AA"),
        ("AB1 IAA", "AB1 1AA"),
        ("ABI 1AA", "AB1 1AA"),
        ("ABl lAA", "AB1 1AA"),
        ("AB1O 1AB", "AB10 1AB"),
        ("S014 3AA", "SO14 3AA"),
        ("0X1 1AA", "OX1 1AA"),
        ("E1O 5AA", "E10 5AA"),
        ("11 1AA", "L1 1AA"),
        ("AB1A 3AA", "AB1A 3AA"),
        ("AB1A3AA", "AB1A 3AA"),
    ],
)
def test_a_whole_postcode_is_read_as_typed(shards: Shards, typed: str, read: str) -> None:
    assert shards.lookup(typed).postcode == read
    assert shards.lookup(typed).kind in {"one", "edge"}


@pytest.mark.parametrize(
    ("typed", "pairs"),
    [
        ("AB1", (EAST, SOUTH)),
        ("ab1 1", (EAST, SOUTH)),
        ("AB1 1E", (SOUTH,)),
        ("AB1 1D", (EAST, SOUTH)),
        ("AB1 2", (SOUTH, EAST)),
        ("AB1 3", (EAST,)),
        ("AB1O", (WEST,)),
        ("AB10 1", (WEST,)),
        ("AB1A", (SOUTH, WEST, EAST)),
    ],
)
def test_a_part_of_a_postcode_gives_every_pair_in_it(
    shards: Shards, typed: str, pairs: tuple[Pair, ...]
) -> None:
    answer = shards.lookup(typed)
    assert (answer.kind, answer.pairs) == ("partial", pairs)


def test_without_a_space_an_outward_code_comes_before_a_sector(shards: Shards) -> None:
    assert shards.lookup("AB10").postcode == "AB10"
    assert shards.lookup("AB1 0").postcode == "AB1 0"
    assert shards.lookup("AB12").postcode == "AB1 2"


@pytest.mark.parametrize(
    "typed", ["", " ", "A", "AB", "12345", "hello", "AB1 1CC", "AB1 1AAA", "Łódź", "'; --", "AB1 1AA 1AA"]
)
def test_nonsense(shards: Shards, typed: str) -> None:
    answer = shards.lookup(typed)
    assert (answer.kind, answer.pairs, answer.postcode) == ("invalid", (), "")


@pytest.mark.parametrize("typed", ["ZZ1 1AA", "CF10 1AA", "AB3", "BT1 5GS"])
def test_an_outward_code_of_no_english_postcode_is_unknown(shards: Shards, typed: str) -> None:
    assert shards.lookup(typed).kind == "unknown"


@pytest.mark.parametrize(
    ("typed", "kind", "pairs"),
    [
        ("AB1 1DN", "one", (EAST,)),
        ("AB1 1DQ", "edge", (EAST, SOUTH)),  # the next code belongs to another pair
        ("AB1 1DR", "edge", (SOUTH, EAST)),  # the one before does
        ("AB1 1DS", "one", (SOUTH,)),
        ("AB1 1ZZ", "one", (SOUTH,)),
        ("AB1 2AA", "one", (SOUTH,)),  # carried on from the sector before
        ("AB1 2AZ", "edge", (SOUTH, EAST)),
        ("AB1 2BA", "edge", (EAST, SOUTH)),  # AZ and BA are neighbours: no C, I, K, M, O or V in between
        ("AB1 3AA", "one", (EAST,)),  # no such sector: the last step of sector 2
        ("AB1 0AA", "one", (EAST,)),  # before the first step: what the first step says
        ("AB10 1AA", "one", (WEST,)),
        ("AB1A 3AB", "edge", (EAST, WEST, SOUTH)),  # three at once, its own first
    ],
)
def test_edges(shards: Shards, typed: str, kind: str, pairs: tuple[Pair, ...]) -> None:
    answer = shards.lookup(typed)
    assert (answer.kind, answer.pairs, answer.nations) == (kind, pairs, ())


@pytest.mark.parametrize(
    ("typed", "kind", "pairs", "nations"),
    [
        ("AB1 4AA", "wales", (), ("Wales",)),
        ("AB1 4AZ", "wales", (EAST,), ("Wales",)),
        ("AB1 4BA", "edge", (EAST,), ("Wales",)),
        ("AB1 4BB", "one", (EAST,), ()),
        ("AB1 4", "partial", (EAST,), ("Wales",)),
        ("AB2 5AA", "scotland", (), ("Scotland",)),
        ("AB2", "partial", (EAST,), ("Scotland",)),
    ],
)
def test_outside_england(
    shards: Shards, typed: str, kind: str, pairs: tuple[Pair, ...], nations: tuple[str, ...]
) -> None:
    answer = shards.lookup(typed)
    assert (answer.kind, answer.pairs, answer.nations) == (kind, pairs, nations)


def test_readings_never_double(shards: Shards) -> None:
    for typed in ("AB1 1AA", "O1I 0OO", "IL1 1LI", "0000000", "1111111"):
        readings = list(parse(typed))
        assert len(readings) == len(set(readings))


def test_neighbours_share_a_sector(shards: Shards) -> None:
    near = neighbours(shards)
    assert near.councils == {"east": ("west",), "west": ("east",)}
    assert near.constituencies == {"north": ("south",), "south": ("north",)}


@pytest.mark.parametrize("run", ["AA", "AA9", "aa0", "CC0", "BA0AA0", "AA0AA1", ""])
def test_a_broken_shard_is_refused(run: str) -> None:
    broken = {**SHARD, "outcodes": {"AB1": {"pairs": [0, 2], "runs": {"1": run}}}}
    with pytest.raises(ShardError, match=r"AB\.json"):
        read_shard(broken, "AB.json")


def test_the_published_form_reads_the_same(shards: Shards, tmp_path: Path) -> None:
    wrapped = {"schema_version": "1.0", "generated_from": {}, **SHARD}
    (tmp_path / "AB.json").write_text(json.dumps(wrapped, separators=(",", ":")), encoding="utf-8")
    assert Shards.load(tmp_path) == shards


def test_the_real_shards(paths: Paths) -> None:
    shards = Shards.load(paths.data / "postcodes")
    assert shards.lookup("gu11 1aa").pairs == (Pair("hampshire", "aldershot"),)
    assert shards.lookup("SY10 7JE").kind == "wales"
    assert shards.lookup("TD15 1BT").kind == "scotland"
    assert set(neighbours(shards).councils) >= {"surrey", "isles-of-scilly"}
