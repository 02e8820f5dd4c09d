"""The open data: the shape that is promised, the same bytes each time, and the facts that the pages print."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import small
from askmp.dataset import FILES
from facts import Fact, read, resolve, same, split
from small import ROOT, Site, real_site, small_site

if TYPE_CHECKING:
    from collections.abc import Iterator

SITES = {"small": small_site, "real": real_site}
SEAT_KEYS = {"id", "gss", "name", "region", "mp", "vacant", "councils"}
MP_KEYS = {"name", "party", "parliament_id", "email", "since", "source", "checked"}
COUNCIL_KEYS = {
    "id",
    "gss",
    "dfe",
    "name",
    "official_name",
    "type",
    "region",
    "website",
    "contacts",
    "mp_enquiries",
    "constituencies",
}
SHARE_KEYS = {"id", "gss", "name", "share"}


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = SITES[request.param]()
    return found


def test_lists_have_the_promised_shape(site: Site) -> None:
    for name in ("councils", "constituencies"):
        listed = site.json(f"{name}.json")
        assert list(listed) == ["schema_version", "generated_from", "items"]
        assert listed["schema_version"] == "1.0"
        assert set(listed["generated_from"]) == {"checked", "commit"}
        assert listed["generated_from"]["commit"] == "abc1234"
    for item in site.json("councils.json")["items"]:
        assert set(item) >= COUNCIL_KEYS, item["id"]
        assert all(set(seat) == SHARE_KEYS for seat in item["constituencies"])
    for item in site.json("constituencies.json")["items"]:
        assert set(item) == SEAT_KEYS, item["id"]
        assert item["mp"] is None or set(item["mp"]) >= MP_KEYS, item["id"]
        assert (item["mp"] is None) is (item["vacant"] is not None)
        assert all(set(council) == SHARE_KEYS for council in item["councils"])


def test_each_record_has_its_own_file_with_the_same_content(site: Site) -> None:
    for name in ("councils", "constituencies"):
        listed = site.json(f"{name}.json")
        for item in listed["items"]:
            own = site.json(f"{name}/{item['id']}.json")
            head = {key: own.pop(key) for key in ("schema_version", "generated_from")}
            assert own == item
            assert head == {key: listed[key] for key in head}


def test_the_two_lists_agree(site: Site) -> None:
    councils = {item["id"]: item for item in site.json("councils.json")["items"]}
    seats = {item["id"]: item for item in site.json("constituencies.json")["items"]}
    from_seats = {(c["id"], s["id"], c["share"]) for s in seats.values() for c in s["councils"]}
    from_councils = {(c["id"], s["id"], s["share"]) for c in councils.values() for s in c["constituencies"]}
    assert from_seats == from_councils
    for seat in seats.values():
        assert all(
            (c["gss"], c["name"]) == (councils[c["id"]]["gss"], councils[c["id"]]["name"])
            for c in seat["councils"]
        )


def test_schemas_are_there_for_every_data_file(site: Site) -> None:
    for name in (Path(path).stem for path in FILES):
        assert site.json(f"schema/{name}.json")["type"] == "object"


def test_generated_from_never_comes_from_the_clock() -> None:
    """It is the newest `checked` of any record, whatever the day of the build."""
    for today in (date(2024, 8, 1), small.TODAY, date(2027, 3, 31)):
        assert small_site(today).json("councils.json")["generated_from"]["checked"] == "2026-11-24"


def test_the_same_input_gives_the_same_bytes() -> None:
    once, again = (small.site(small.SAMPLE).artefacts for _ in range(2))
    assert once == again
    assert list(once) == list(again)


def test_the_commit_changes_nothing_but_itself() -> None:
    one, two = (small.site(small.SAMPLE, commit=commit) for commit in ("aaaaaaa", "bbbbbbb"))
    for path in one.artefacts:
        assert one.text(path).replace("aaaaaaa", "bbbbbbb") == two.text(path)


@pytest.mark.parametrize(
    ("today", "name", "party", "vacant"),
    [
        ("2024-08-01", "Lee Former", "Labour", None),
        ("2026-08-31", "Lee Former", "Labour", None),
        ("2026-09-01", None, None, "2026-09-01"),
        ("2026-10-07", None, None, "2026-09-01"),
        ("2026-10-08", "Sam Newman", "Labour", None),
    ],
)
def test_the_mp_of_the_day(today: str, name: str | None, party: str | None, vacant: str | None) -> None:
    item = small_site(date.fromisoformat(today)).json("constituencies/holborn-and-st-pancras.json")
    assert (item["mp"]["name"] if item["mp"] else None) == name
    assert (item["mp"]["party"] if item["mp"] else None) == party
    assert (item["vacant"]["date"] if item["vacant"] else None) == vacant
    if name:
        assert set(item["mp"]) >= MP_KEYS


@pytest.mark.parametrize(("today", "party"), [("2026-01-26", "Conservative"), ("2026-01-27", "Reform UK")])
def test_the_party_of_the_day(today: str, party: str) -> None:
    assert small_site(date.fromisoformat(today)).json("constituencies/fareham.json")["mp"]["party"] == party


def printed(site: Site) -> Iterator[tuple[str, Fact]]:
    for path, page in site.pages().items():
        if path.startswith(("councils/", "constituencies/")):
            yield from ((path, fact) for fact in read(page).facts)


def test_every_printed_fact_is_in_the_api(site: Site) -> None:
    wrong, seen = [], set()
    items = {
        f"{kind}/{item['id']}": item
        for kind in ("councils", "constituencies")
        for item in site.json(f"{kind}.json")["items"]
    }
    for path, fact in printed(site):
        seen.add(fact.name.split(".")[0].split("[")[0])
        try:
            value = resolve(items[fact.record], fact.name)
        except (KeyError, IndexError, TypeError):
            wrong.append(f"{path}: {fact.record} has no {fact.name}")
            continue
        if isinstance(value, list):  # a story told in a sentence
            assert any(entry["from"] in fact.text for entry in value), fact
        elif not same(fact.value, value):
            wrong.append(f"{path}: {fact.record} {fact.name}: {fact.value!r} is not {value!r}")
    assert not wrong, "\n".join(wrong[:20])
    assert seen >= {
        "name",
        "mp",
        "councils",
        "website",
        "official_name",
        "contacts",
        "successor",
        "mp_enquiries",
    }


def test_every_printed_fact_is_in_the_yaml(site: Site) -> None:
    documents = {path: document.data for path, document in site.data.documents.items()}
    councils = {item["id"]: item for item in documents["data/councils.yaml"]["councils"]}
    seats = {item["id"]: item for item in documents["data/mps.yaml"]["constituencies"]}
    wrong = []
    for path, fact in printed(site):
        kind, record = fact.record.split("/")
        item: dict[str, Any] = councils[record] if kind == "councils" else seats[record]
        if kind == "constituencies":
            item = item | {"councils": [councils[share["id"]] | share for share in item["councils"]]}
        value = resolve(item, fact.name)
        if not isinstance(value, list) and not same(fact.value, value):
            wrong.append(f"{path}: {fact.record} {fact.name}: {fact.value!r} is not {value!r}")
    assert not wrong, "\n".join(wrong[:20])


def test_a_contact_is_linked_to_its_own_value(site: Site) -> None:
    """The address behind a number or an e-mail is the number or e-mail that is shown."""
    for path, page in site.pages().items():
        body = read(page)
        links = [attrs["href"] for tag, attrs in body.tags if tag == "a"]
        shown = {fact.value for fact in body.facts} | {fact.value.replace(" ", "") for fact in body.facts}
        for link in links:
            if link.startswith(("tel:", "mailto:")):
                assert link.split(":", 1)[1] in shown, f"{path}: {link}"


def test_real_numbers() -> None:
    site = real_site()
    councils = [item for item in site.json("councils.json")["items"] if not item["ended"]]
    seats = site.json("constituencies.json")["items"]
    assert (len(councils), len(seats)) == (153, 543)
    ids = {item["id"] for item in councils}
    for seat in seats:
        assert {council["id"] for council in seat["councils"]} <= ids
        assert sum(council["share"] for council in seat["councils"]) == pytest.approx(1, abs=0.011)
    pages = [path for path in site.pages() if path.startswith(("councils/", "constituencies/"))]
    assert len([path for path in pages if path.count("/") == 2]) == 696


def test_every_edit_link_opens_the_record(site: Site) -> None:
    """Its line holds the record's `- id:`; the page says the same line, and so does MkDocs' own link."""
    root = ROOT if site is real_site() else small.SAMPLE
    lines = {
        name: (root / name).read_text("utf-8").split("\n") for name in ("data/councils.yaml", "data/mps.yaml")
    }
    for path, artefact in site.artefacts.items():
        if not path.startswith(("councils/", "constituencies/")):
            continue
        record = split(site.text(path))[0]["record"].split("/")[1]
        assert artefact.edit is not None
        file, line = artefact.edit.split("#L")
        assert lines[file][int(line) - 1] == f"- id: {record}"
        for tag, attrs in read(site.text(path)).tags:
            if tag == "a" and attrs["href"].startswith(small.REPO + "/edit/"):
                file, line = attrs["href"].removeprefix(f"{small.REPO}/edit/main/").split("#L")
                assert lines[file][int(line) - 1].startswith("- id: ")
        assert f"{artefact.edit.replace('#L', ', line ')}." in site.text(path)


def test_json_is_compact_and_ends_in_a_new_line(site: Site) -> None:
    for path in site.artefacts:
        if path.endswith(".json"):
            text = site.text(path)
            assert text == json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) + "\n"
