"""The finder's index: complete, small, the same every time; and what is said of postcodes outside England."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from askmp.finder import INDEX, finder_index, written_pages
from finder_sample import PROSE, sample_areas, sample_files, sample_nations

if TYPE_CHECKING:
    from conftest import Paths


@pytest.fixture(scope="module")
def nations(paths: Paths) -> bytes:
    return (paths.data / "nations.yaml").read_bytes()


@pytest.fixture(scope="module")
def index(nations: bytes) -> Any:
    return json.loads(sample_files(nations)[INDEX])


def test_every_area_is_there_and_councils_are_named_by_their_place(index: Any) -> None:
    windsor = next(seat for seat in index["constituencies"] if seat[0] == "windsor")
    assert windsor[:3] == ["windsor", "Windsor", "Jack Rankin"]
    assert [index["councils"][n][0] for n in windsor[3]] == ["windsor-and-maidenhead", "slough", "surrey"]
    assert windsor[4] == "South East"
    surrey = next(council for council in index["councils"] if council[0] == "surrey")
    assert surrey == [
        "surrey",
        "Surrey",
        "Surrey County Council",
        ["Elmbridge", "Guildford", "Woking"],
        "South East",
    ]


def test_a_seat_without_an_mp_has_no_name(index: Any) -> None:
    assert next(seat for seat in index["constituencies"] if seat[0] == "holborn-and-st-pancras")[2] == ""


def test_the_same_areas_make_the_same_bytes_in_any_order(nations: bytes) -> None:
    records = sample_nations(nations)
    one = finder_index(sample_areas(), PROSE, (), records, ["GU1", "B1"], "October 2025")
    two = finder_index(
        sample_areas(), dict(reversed(PROSE.items())), (), records[::-1], ["B1", "GU1"], "October 2025"
    )
    assert one == two


def test_postcode_areas_are_the_letters_of_the_outcodes(index: Any) -> None:
    assert index["areas"] == "B BS CR GU SY TD"


def test_written_pages_have_a_title_an_address_and_other_words() -> None:
    assert sorted(written_pages(PROSE)) == [
        ("deadlines/", "How long have I got?", "The two months rule and mediation,Ask again"),
        ("privacy/", "Privacy", "cookies, what you keep"),
    ]


def test_a_page_without_a_title_is_left_out() -> None:
    assert not list(written_pages({"notes.md": "no heading", "404.md": "# Gone", "data.txt": "# No page"}))


def test_the_lists_by_region_are_found(index: Any) -> None:
    assert ["areas/south-east/", "South East: all areas", "South East"] in index["pages"]


def test_every_part_of_the_islands_outside_england_is_answered(index: Any) -> None:
    areas = [area for nation in index["nations"] for area in nation["areas"].split()]
    assert len(areas) == len(set(areas))
    wanted = "CF LD LL NP SA AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE BT IM JE GY"
    assert set(areas) == set(wanted.split())
    assert {nation["mark"] for nation in index["nations"]} == {"", "W", "S"}


def test_nations_are_sourced_and_short(nations: bytes) -> None:
    for nation in sample_nations(nations):
        assert len(nation.text) == 2
        assert all(link.url.startswith("https://") and link.source for link in nation.links)


def test_names_are_data_and_never_break_the_file(nations: bytes) -> None:
    hostile = '"],</script><img src=x onerror=alert(1)>'
    index = json.loads(sample_files(nations, mp_name=hostile)[INDEX])
    assert hostile in [seat[2] for seat in index["constituencies"]]
