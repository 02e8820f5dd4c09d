"""Pages stay small: many families read them on a phone with little data left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchlib import multiply, sizes
from benchlib.visit import loaded_files

if TYPE_CHECKING:
    from pathlib import Path


def test_every_area_page_is_small(built_site: Path) -> None:
    too_large = {
        str(path.relative_to(built_site)): path.stat().st_size
        for path in sizes.area_pages(built_site)
        if path.stat().st_size > sizes.AREA_PAGE
    }
    assert sizes.area_pages(built_site)
    assert too_large == {}


def test_every_postcode_look_up_is_small(built_site: Path) -> None:
    files = sorted(built_site.glob("api/v1/postcodes/*.json"))
    assert files
    assert {path.name for path in files if sizes.transfer_bytes(path) > sizes.POSTCODE_LOOK_UP} == set()


def test_a_first_visit_is_small_and_calls_nobody_else(built_site: Path) -> None:
    largest, _ = sizes.largest(sizes.area_pages(built_site))
    pages = ["", "deadlines/", "brief/", f"{largest.parent.relative_to(built_site)}/"]
    for page, files in loaded_files(built_site, pages).items():
        visit = sizes.first_visit(built_site, page, files)
        assert visit.kept, visit


def test_multiplied_areas_are_all_different() -> None:
    data = {
        "councils.yaml": {
            "councils": [
                {"id": "barnet", "gss": "E09000003", "dfe": "302", "name": "Barnet"},
                {
                    "id": "surrey",
                    "gss": "E10000030",
                    "former_gss": ["E10000029"],
                    "dfe": "936",
                    "name": "Surrey",
                },
            ]
        },
        "mps.yaml": {
            "constituencies": [
                {
                    "id": "aldershot",
                    "gss": "E14001063",
                    "name": "Aldershot",
                    "councils": [{"id": "surrey", "share": "1"}],
                }
            ]
        },
        "coverage.yaml": {
            "councils": [{"from": "2023-04-01", "number": "2"}],
            "constituencies": [{"from": "2024-05-30", "number": "1"}],
            "gaps": [],
        },
    }
    made = multiply.multiply(data, 3)
    councils = made["councils.yaml"]["councils"]
    assert [council["id"] for council in councils] == sorted(
        f"{name}{end}" for name in ("barnet", "surrey") for end in ("", "-copy-1", "-copy-2")
    )
    for key in ("id", "gss", "dfe", "name"):
        assert len({council[key] for council in councils}) == 6, key
    assert next(council for council in councils if council["id"] == "surrey")["dfe"] == "936"
    assert made["mps.yaml"]["constituencies"][2]["councils"] == [{"id": "surrey-copy-2", "share": "1"}]
    assert made["coverage.yaml"]["councils"][0]["number"] == "6"
    assert data["coverage.yaml"]["councils"][0]["number"] == "2"


@pytest.mark.parametrize(("name", "sent_as_it_is"), [("a.woff2", True), ("a.html", False)])
def test_only_what_is_not_compressed_yet_is(tmp_path: Path, name: str, sent_as_it_is: bool) -> None:
    path = tmp_path / name
    path.write_text("again and " * 500)
    assert (sizes.transfer_bytes(path) == path.stat().st_size) is sent_as_it_is
