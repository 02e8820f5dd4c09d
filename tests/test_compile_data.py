"""Compiling the source tables: what comes out, what people wrote stays, and what is refused."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import compile_data
from askmp import yamlio
from askmp.dataset import validate
from askmp.model import ConstituencyFile, CouncilFile
from askmp.postcodes import Pair, Shards
from compilelib import blocks, contacts, dates, output, values
from compilelib.merge import Change

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Paths

DAY = "2026-11-24"
Row = dict[str, str]


class Workshop:
    """A copy of the small tables, a data folder, and the command."""

    def __init__(self, folder: Path, paths: Paths, said: pytest.CaptureFixture[str]) -> None:
        self.sources = folder / "sources"
        self.data = folder / "data"
        self._said = said
        shutil.copytree(paths.samples / "sources", self.sources)
        self.data.mkdir()
        shutil.copy(paths.data / "sources.yaml", self.data)

    def run(self, *options: str, checked: str = DAY, code: int = 0) -> str:
        given = ["--checked", checked] if checked else []
        assert compile_data.main([str(self.sources), "--data", str(self.data), *given, *options]) == code
        said = self._said.readouterr()
        return said.err if code else said.out

    def files(self) -> dict[str, str]:
        return {
            str(path.relative_to(self.data)): path.read_text(encoding="utf-8")
            for path in sorted(self.data.rglob("*"))
            if path.is_file()
        }

    def records(self, name: str = "councils.yaml") -> dict[str, dict[str, Any]]:
        content = yaml.load((self.data / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        return {record["id"]: record for record in next(iter(content.values()))}

    def table(self, file: str, change: Callable[[list[Row]], object]) -> None:
        """Change a table's rows in place."""
        path = self.sources / file
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            fields, rows = list(reader.fieldnames or ()), list(reader)
        change(rows)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def edit(self, old: str, new: str, name: str = "councils.yaml") -> None:
        """Edit a record file as a person would; `old` must stand there once."""
        path = self.data / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def shop(tmp_path: Path, paths: Paths, capsys: pytest.CaptureFixture[str]) -> Workshop:
    return Workshop(tmp_path, paths, capsys)


def one(rows: list[Row], **cells: str) -> Row:
    (row,) = [row for row in rows if all(row[key] == value for key, value in cells.items())]
    return row


def put(cells: Row, **where: str) -> Callable[[list[Row]], object]:
    return lambda rows: one(rows, **where).update(cells)


# --- What comes out ---------------------------------------------------------------------------------------


def test_first_output_is_the_output_of_every_later_run(shop: Workshop) -> None:
    shop.run()
    first = shop.files()
    assert "Nothing had to be written." in shop.run()
    assert "Nothing had to be written." in shop.run(checked="")
    assert shop.files() == first


def test_updating_gives_what_a_fresh_compilation_gives(shop: Workshop) -> None:
    shop.run()
    shop.table("council_contacts.csv", lambda rows: rows[:] and rows.pop(0))
    shop.table("mps.csv", put({"email": "new@parliament.uk"}, constituency="Aldershot"))
    shop.run("--accept")
    updated = shop.files()
    for name in ("councils.yaml", "mps.yaml", "compiled.json"):
        (shop.data / name).unlink()
    shop.run()
    assert shop.files() == updated


def test_the_model_takes_every_record(shop: Workshop) -> None:
    shop.run()
    for name, model in (("councils.yaml", CouncilFile), ("mps.yaml", ConstituencyFile)):
        document = yamlio.read((shop.data / name).read_bytes(), name)
        assert document.findings == ()
        file, findings = validate(document, model)
        assert findings == []
        assert file is not None


def test_the_form_of_the_file(shop: Workshop) -> None:
    shop.run()
    text = shop.files()["councils.yaml"]
    head, _, body = text.partition("\ncouncils:\n")
    assert "Ctrl+F" in head
    assert body.startswith("- id: barnsley\n  gss: E08000038\n  former_gss:\n  - E08000016\n  dfe: '370'\n")
    assert body.count("\n\n") == body.count("\n- id:")
    assert "&id" not in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert list(shop.records()) == sorted(shop.records())


def test_councils(shop: Workshop) -> None:
    shop.run()
    councils = shop.records()
    assert councils["bristol"]["name"] == "Bristol"
    assert councils["bristol"]["official_name"] == "Bristol City Council"
    assert councils["city-of-london"]["name"] == "City of London"
    assert councils["surrey"]["successor"]["councils"][0] == {
        "name": "East Surrey Council",
        "districts": ["Elmbridge", "Epsom and Ewell", "Mole Valley", "Reigate and Banstead", "Tandridge"],
    }
    assert (
        "website: https://www.walsall.gov.uk # only one list names this address\n"
        in shop.files()["councils.yaml"]
    )
    assert (
        "# Known doubt: there may be no recognised parent carer forum.\n  contacts:"
        in shop.files()["councils.yaml"]
    )


def test_slivers_are_left_out_and_the_largest_share_stands_first(shop: Workshop) -> None:
    def add_sliver(rows: list[Row]) -> None:
        sliver = {"council_gss": "E10000030", "pop_share": "0.0004", "postcode_share": "0.001", "keep": "no"}
        rows.append({**one(rows, constituency="Aldershot"), **sliver})

    shop.table("constituency_council.csv", add_sliver)
    shop.run()
    seats = shop.records("mps.yaml")
    assert seats["aldershot"]["councils"] == [{"id": "hampshire", "share": "1.0"}]
    shares = [float(council["share"]) for council in seats["runcorn-and-helsby"]["councils"]]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("seat", "date_", "former", "party", "reason"),
    [
        ("clacton", "2026-07-08", "Nigel Farage", "Reform UK", "Nigel Farage resigned."),
        ("holborn-and-st-pancras", "2026-09-01", "Keir Starmer", "Labour", "Keir Starmer resigned."),
        (
            "runcorn-and-helsby",
            "2025-03-26",
            "Mike Amesbury",
            "Independent",
            "Mike Amesbury had left the House of Commons by this day, when the by-election was called.",
        ),
    ],
)
def test_by_elections(shop: Workshop, seat: str, date_: str, former: str, party: str, reason: str) -> None:
    shop.run()
    record = shop.records("mps.yaml")[seat]
    assert record["vacant"]["date"] == record["former"][0]["until"] == date_
    assert record["vacant"]["byelection"] == record["mp"]["since"]
    assert record["vacant"]["reason"] == reason
    assert (record["former"][0]["name"], record["former"][0]["party"]) == (former, party)
    assert "party_changes" not in record["mp"]


def test_a_winner_known_from_other_peoples_files_only_says_so(shop: Workshop) -> None:
    shop.run()
    mp = shop.records("mps.yaml")["holborn-and-st-pancras"]["mp"]
    assert not {"email", "parliament_id"} & set(mp)
    assert mp["source"] == "holborn-and-st-pancras-by-election"
    assert "Check the name on members.parliament.uk" in mp["caution"]


def test_two_lists_that_disagree_about_a_step_make_one_change_of_party(shop: Workshop) -> None:
    shop.run()
    assert shop.records("mps.yaml")["newark"]["mp"]["party_changes"] == [
        {
            "date": "2026-01-16",
            "from": "Conservative",
            "to": "Reform UK",
            "exact": "no",
            "source": "mp-changes-open-innovations",
        }
    ]


def test_an_email_outside_parliament_has_a_comment(shop: Workshop) -> None:
    shop.run()
    assert "danielzeichner.co.uk # as listed by Parliament" in shop.files()["mps.yaml"]


# --- Contacts ---------------------------------------------------------------------------------------------


def test_numbers_for_parts_of_an_area_go_to_more(shop: Workshop) -> None:
    shop.run()
    councils = shop.records()
    essex = councils["essex"]["contacts"]["send_team"]
    assert "phone" not in essex
    assert [(item["kind"], item["scope"]) for item in essex["more"]][:2] == [
        ("phone", "Mid Essex"),
        ("phone", "North East Essex"),
    ]
    assert [item["scope"] for item in councils["haringey"]["contacts"]["send_team"]["more"]][
        -1
    ] == "Year 12 and above"


def test_two_numbers_for_one_service(shop: Workshop) -> None:
    shop.run()
    councils = shop.records()
    dudley = councils["dudley"]["contacts"]["sendiass"]
    assert dudley["phone"]["value"] == "07900 161363"
    assert [item["value"] for item in dudley["more"]] == ["07929 777744"]
    # One number, printed in two ways, is one number; the service's own page counts.
    assert councils["manchester"]["contacts"]["sendiass"].keys() == {"phone"}
    assert councils["manchester"]["contacts"]["sendiass"]["phone"]["value"] == "0161 209 8356"
    # A page without a date is better than one of 2020.
    assert councils["warrington"]["contacts"]["send_team"]["phone"]["value"] == "01925 442978"


def test_doubts_stand_beside_the_value(shop: Workshop) -> None:
    shop.run()
    councils = shop.records()
    said = councils["warrington"]["contacts"]["sendiass"]["phone"]["caution"]
    assert said.startswith("The page gives no date. The council prints this same number for its SEND team.")
    said = councils["herefordshire"]["contacts"]["sendiass"]["name"]["caution"]
    assert said.startswith("From a page dated 2020. The services of Herefordshire and Worcestershire merged")
    assert "caution" not in councils["surrey"]["contacts"]["sendiass"]["name"]


def test_what_cannot_be_used_is_reported(shop: Workshop) -> None:
    said = shop.run()
    assert (
        "Left out: herefordshire: sendiass_url: www.hwsendiass.co.uk is printed without http or https" in said
    )
    assert "url" not in shop.records()["herefordshire"]["contacts"]["sendiass"]
    assert "contacts: 1 rows marked no are left out" in said
    assert "send_team" not in shop.records()["camden"]["contacts"]


def test_session_ids_are_taken_out(shop: Workshop) -> None:
    shop.run()
    assert "jsessionid" not in shop.files()["councils.yaml"]
    source = shop.records()["bedford"]["contacts"]["parent_carer_forum"]["name"]["source"]
    assert source == "https://localoffer.bedford.gov.uk/kb5/bedford/directory/advice.page?id=8PvciPhmPWc"


@pytest.mark.parametrize(
    ("cell", "dated", "said"),
    [
        ("2024", "2024", ""),
        ("2024-09", "2024-09", ""),
        ("2024-09-30", "2024-09-30", ""),
        ("2025 summer", "2025", ""),
        ("2020 (covid notice)", "2020", ""),
        ("2018-2020", "2018", "From a page of some time between 2018 and 2020."),
        ("2014-2018 (transfer of statements)", "2014", "From a page of some time between 2014 and 2018."),
        ("before 2018 (speaks of statements)", "", "From a page written before 2018."),
        (
            "December, year not shown (before the 2025-02 issue)",
            "",
            "From a page written before February 2025.",
        ),
        ("", "", ""),
    ],
)
def test_dates_of_pages(cell: str, dated: str, said: str) -> None:
    assert dates.page_date(cell) == dates.PageDate(dated, said)


def test_dates_in_words() -> None:
    assert [dates.in_words(day) for day in ("2019", "2020-03", "2020-03-05")] == [
        "2019",
        "March 2020",
        "5 March 2020",
    ]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("https://a.gov.uk/x;jsessionid=AB12?id=1", "https://a.gov.uk/x?id=1"),
        ("https://issuu.com./a", "https://issuu.com/a"),
        ("https://a.gov.uk/Child's", "https://a.gov.uk/Child%27s"),
        ("www.safe.gov.uk/a", "https://www.safe.gov.uk/a"),
    ],
)
def test_addresses(text: str, clean: str) -> None:
    assert values.url(text, {"www.safe.gov.uk"}) == clean


@pytest.mark.parametrize(
    "text", ["www.other.gov.uk", "javascript:alert(1)", "", "https://", "https://a b.uk"]
)
def test_addresses_that_cannot_be_used(text: str) -> None:
    with pytest.raises(values.Unusable):
        values.url(text, {"www.safe.gov.uk"})


def test_phones_and_names() -> None:
    assert values.phone("(01482) 396469") == "01482 396469"
    with pytest.raises(values.Unusable):
        values.phone("call 101")
    long = (
        "Special Educational Needs and Disability Information, Advice and Support Service (SENDIASS), "
        + "Town " * 8
    )
    assert values.name(long).startswith("SENDIASS, Town")
    assert values.name("SENDIASS (Town)") == "SENDIASS (Town)"


# --- What people wrote stays ------------------------------------------------------------------------------

PHONE = "        value: 01226 773966\n"


def test_what_people_wrote_stays(shop: Workshop) -> None:
    shop.run()
    shop.edit("- id: surrey\n", "# Ask Jo before you change this one.\n- id: surrey\n")
    shop.edit(PHONE, "        value: 01226 111111 # rang it, it works\n")
    shop.edit(
        "  contacts:\n    local_offer:\n      url:\n        value: https://surreylocaloffer.org.uk/",
        "  mp_enquiries:\n    position: Ours.\n    said: 2025-05\n    source: https://a.org\n"
        "    checked: 2026-11-24\n"
        "  contacts:\n    local_offer:\n      url:\n        value: https://surreylocaloffer.org.uk/",
    )
    shop.edit("From a page dated 2020. The services of", "Rang them. The services of")
    shop.edit(
        "email: alex.baker.mp@parliament.uk",
        "email: alex.baker.mp@parliament.uk\n    website: https://a.org",
        "mps.yaml",
    )
    edited = shop.files()
    said = shop.run()
    assert "Nothing had to be written." in said
    assert "Barnsley: SEND team phone stays 01226 111111; the tables have 01226 773966." in said
    assert shop.files() == edited


def test_a_change_of_one_fact_leaves_the_rest_of_the_file_byte_for_byte(shop: Workshop) -> None:
    shop.run()
    shop.edit("- id: surrey\n", "# Ask Jo.\n- id: surrey # Jo's\n")
    shop.edit(
        "        value: 07900 161363\n", "        # the mobile of the office\n        value: 07900 161363\n"
    )
    before = shop.files()["councils.yaml"].splitlines()
    shop.table("councils.csv", put({"homepage_url": "https://www.dudley.example.uk"}, slug="dudley"))
    assert (
        "Dudley: website changed from https://www.dudley.gov.uk/ to https://www.dudley.example.uk."
        in shop.run()
    )
    after = shop.files()["councils.yaml"].splitlines()
    assert [line for line in after if line not in before] == ["  website: https://www.dudley.example.uk"]
    assert len(after) == len(before)


def test_a_fact_that_a_person_took_out_stays_out(shop: Workshop) -> None:
    shop.run()
    text = shop.files()["councils.yaml"]
    start = text.index("    send_team:\n      phone:\n" + PHONE)
    end = text.index("\n\n- id: bedford")
    (shop.data / "councils.yaml").write_text(text[:start] + text[end + 1 :], encoding="utf-8")
    assert "SEND team phone was taken out by hand" in shop.run()
    assert "send_team" not in shop.records()["barnsley"]["contacts"]
    shop.table("council_contacts.csv", put({"value": "01226 222222"}, value="01226 773966"))
    assert "Barnsley: SEND team phone added: 01226 222222." in shop.run()


@pytest.mark.parametrize(
    ("checked", "wins"), [("2027-01-10", "01226 111111"), ("2026-12-01", "01226 222222")]
)
def test_when_both_changed_the_later_look_wins(shop: Workshop, checked: str, wins: str) -> None:
    shop.run()
    text = shop.files()["councils.yaml"]
    start = text.index(PHONE)
    ours = (
        text[start:]
        .replace(PHONE, "        value: 01226 111111\n", 1)
        .replace("checked: 2026-11-24", f"checked: {checked}", 1)
    )
    (shop.data / "councils.yaml").write_text(text[:start] + ours, encoding="utf-8")
    shop.table("council_contacts.csv", put({"value": "01226 222222"}, value="01226 773966"))
    shop.run(checked="2027-01-01")
    assert shop.records()["barnsley"]["contacts"]["send_team"]["phone"]["value"] == wins


def test_a_lost_line_does_not_take_its_comment_along(shop: Workshop) -> None:
    shop.run()
    shop.edit(PHONE, PHONE + "        # Sam checked this on the phone.\n")
    shop.table("council_contacts.csv", lambda rows: rows.remove(one(rows, value="01226 773966")))
    shop.run()
    assert "# Sam checked this on the phone.\n- id: barnsley\n" in shop.files()["councils.yaml"]
    assert "send_team" not in shop.records()["barnsley"]["contacts"]


def test_looking_again_moves_the_dates_forward_only(shop: Workshop) -> None:
    shop.run()
    shop.run(checked="2026-12-24")
    surrey = shop.records()["surrey"]
    assert surrey["checked"] == surrey["contacts"]["sendiass"]["name"]["checked"] == "2026-12-24"
    assert shop.records("mps.yaml")["aldershot"]["mp"]["checked"] == "2026-06-27"
    assert "Nothing had to be written." in shop.run(checked="2026-11-30")


# --- MPs --------------------------------------------------------------------------------------------------

SUCCESSOR = {
    "name": "Jo Next",
    "party": "Independent",
    "parliament_id": "9999",
    "contact_url": "https://members.parliament.uk/member/9999/contact",
    "email": "",
    "as_of": "2026-12-20",
}


def test_a_new_mp_takes_nothing_over_from_the_last(shop: Workshop) -> None:
    shop.run()
    shop.edit(
        "email: alex.baker.mp@parliament.uk",
        "email: alex.baker.mp@parliament.uk\n    website: https://a.org",
        "mps.yaml",
    )
    shop.table("mps.csv", put(SUCCESSOR, constituency="Aldershot"))
    assert "Aldershot: MP changed from Alex Baker to Jo Next." in shop.run()
    mp = shop.records("mps.yaml")["aldershot"]["mp"]
    assert (mp["name"], mp["checked"]) == ("Jo Next", "2026-12-20")
    assert not {"email", "website"} & set(mp)


def test_a_new_mp_entered_by_hand_is_not_undone(shop: Workshop) -> None:
    shop.run()
    shop.edit("    name: Alex Baker\n", "    name: Jo Next\n", "mps.yaml")
    shop.edit("    email: alex.baker.mp@parliament.uk\n", "", "mps.yaml")
    edited = shop.files()
    assert "MP's name stays Jo Next; the tables have Alex Baker" in shop.run()
    assert shop.files() == edited


# --- Records that are renamed or end ----------------------------------------------------------------------


def test_an_address_never_changes(shop: Workshop) -> None:
    shop.run()
    shop.table("councils.csv", put({"slug": "dudley-and-more", "name": "Dudley and More"}, slug="dudley"))
    assert "renamed from Dudley to Dudley and More" in shop.run()
    assert shop.records()["dudley"]["name"] == "Dudley and More"


def test_a_new_code_is_found_by_the_former_one(shop: Workshop) -> None:
    shop.run()
    shop.table(
        "councils.csv",
        put({"gss_code": "E08000099", "former_gss_codes": "E08000027", "slug": "other"}, slug="dudley"),
    )
    shop.table(
        "council_contacts.csv",
        lambda rows: [
            row.update(council_gss="E08000099") for row in rows if row["council_gss"] == "E08000027"
        ],
    )
    shop.run()
    assert shop.records()["dudley"]["gss"] == "E08000099"
    assert "other" not in shop.records()


def test_a_record_that_ends_keeps_its_page(shop: Workshop) -> None:
    shop.run()
    shop.table("councils.csv", lambda rows: rows.remove(one(rows, slug="bedford")))
    shop.table(
        "council_contacts.csv",
        lambda rows: [rows.remove(row) for row in rows[:] if row["council"] == "Bedford"],
    )
    assert "bedford: ended, no longer in the tables. The record stays" in shop.run()
    assert "bedford" in shop.records()


# --- What is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("councils.csv", put({"gss_code": "E06"}, slug="dudley"), "councils.csv, line 9, column gss_code"),
        (
            "councils.csv",
            put({"dfe_la_code": "36"}, slug="dudley"),
            'column dfe_la_code: "36" is not a DfE number',
        ),
        (
            "councils.csv",
            put({"region": "Midlands"}, slug="dudley"),
            'column region: "Midlands" is not known here',
        ),
        ("councils.csv", lambda rows: rows.append(rows[0]), "is here twice (first on line 2). Keep one"),
        (
            "councils.csv",
            lambda rows: rows.clear(),
            "councils.csv: the table has no rows. Nothing was changed",
        ),
        (
            "mps.csv",
            put({"elected_on": "4 July"}, constituency="Newark"),
            'column elected_on: "4 July" is not a date',
        ),
        ("mps.csv", put({"party": ""}, constituency="Newark"), "column party: It is empty"),
        (
            "mps.csv",
            put({"party": "Labour"}, constituency="Newark"),
            "mps_changes.csv, line 4, column to: mps.csv has",
        ),
        (
            "mps.csv",
            put({"contact_url": ""}, constituency="Newark"),
            "is not a page of members.parliament.uk",
        ),
        ("mps_changes.csv", lambda rows: rows[0].update(date_basis="hearsay"), "names no known source"),
        ("constituency_council.csv", lambda rows: rows[0].update(keep="no"), "does not fit the shares"),
        ("constituency_council.csv", lambda rows: rows[0].update(pop_share="0.5"), "add up to 0.5000"),
        ("constituency_council.csv", lambda rows: rows[0].update(pop_share="all"), '"all" is not a share'),
        (
            "constituency_council.csv",
            lambda rows: rows[0].update(council_gss="E10000099"),
            "is not in councils.csv",
        ),
        ("constituency_council.csv", lambda rows: rows.pop(0), "has no council in constituency_council.csv"),
        (
            "council_contacts.csv",
            lambda rows: rows[0].update(field="fax"),
            'column field: "fax" is not known here',
        ),
        ("council_contacts.csv", lambda rows: rows[0].update(value=""), "column value: It is empty"),
        ("council_contacts.csv", lambda rows: rows.append(rows[0]), "is here twice"),
    ],
)
def test_a_bad_table_is_refused(
    shop: Workshop, file: str, change: Callable[[list[Row]], object], said: str
) -> None:
    shop.table(file, change)
    refusal = shop.run(code=2)
    assert refusal.startswith("Refused: ")
    assert said in refusal
    assert list(shop.files()) == ["sources.yaml"]


@pytest.mark.parametrize("file", ["councils.csv", "mps.csv", "council_contacts.csv", "postcode_runs.json"])
def test_a_missing_table_is_refused(shop: Workshop, file: str) -> None:
    (shop.sources / file).unlink()
    assert f"{file}: the table is missing" in shop.run(code=2)


def test_a_missing_column_or_cell_is_refused(shop: Workshop) -> None:
    path = shop.sources / "mps.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("elected_on", "won_on", 1), encoding="utf-8")
    assert "mps.csv, line 1, column elected_on: it is missing." in shop.run(code=2)
    path.write_text(text + "E14000001,Nowhere\n", encoding="utf-8")
    assert "mps.csv, line 14" in shop.run(code=2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda runs: runs.pop("o"), "key o: it is missing or empty"),
        (
            lambda runs: runs["councils"].__setitem__(0, "E10000099"),
            "E10000099 is in none of the other tables",
        ),
        (
            lambda runs: runs["o"]["GU11"].update(r="1AA9,"),
            'outward code GU11: the run "1AA9" cannot be read',
        ),
        (lambda runs: runs["o"]["GU11"].update(p=[[99, 0]]), "a pair points outside the lists"),
        (lambda runs: runs["o"]["GU11"].update(r="2AA0,1AA0,"), "the runs are not in order"),
    ],
)
def test_bad_postcodes_are_refused(shop: Workshop, change: Callable[[Any], object], said: str) -> None:
    path = shop.sources / "postcode_runs.json"
    runs = json.loads(path.read_text(encoding="utf-8"))
    change(runs)
    path.write_text(json.dumps(runs), encoding="utf-8")
    assert said in shop.run(code=2)


def test_too_large_a_change_is_refused_unless_accepted(shop: Workshop) -> None:
    shop.run()
    before = shop.files()
    shop.table("councils.csv", lambda rows: [row.update(official_name=f"New {row['name']}") for row in rows])
    assert "councils: 20 of 20 records would change, more than 5%. Nothing was changed." in shop.run(code=2)
    assert shop.files() == before
    shop.run("--accept")
    assert shop.records()["dudley"]["official_name"] == "New Dudley"


def test_an_unknown_source_is_refused(shop: Workshop) -> None:
    shop.edit("- id: council-list\n", "- id: another-list\n", "sources.yaml")
    assert "there is no source with the id council-list" in shop.run(code=2)


def test_a_record_file_that_cannot_be_read_is_refused(shop: Workshop) -> None:
    shop.run()
    shop.edit("  name: Dudley\n", "  name: [Dudley\n")
    assert "the record that starts with `- id: dudley` cannot be read" in shop.run(code=2)


# --- How it is written ------------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing(shop: Workshop) -> None:
    assert "councils: 20 added" in shop.run("--dry-run")
    assert list(shop.files()) == ["sources.yaml"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("old\n", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        output.write(output.Output(files={"a.yaml": "new\n"}), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "old\n"


def test_keys_stand_in_one_order() -> None:
    block = "- id: a\n  name: A\n  note: mine\n"
    changes = [Change(("website",), None, "https://a.org"), Change(("gss",), None, "E06000001")]
    text = blocks.write_block(block, changes, {}, {})
    assert text == "- id: a\n  gss: E06000001\n  name: A\n  website: https://a.org\n  note: mine\n"


def test_cautions(shop: Workshop) -> None:
    shop.run()
    walsall = shop.records()["walsall"]["contacts"]["local_offer"]["url"]
    assert walsall["caution"] == f"From another organisation's page, dated 16 December 2023. {contacts.LOOK}"
    bristol = shop.records()["bristol"]["contacts"]["send_team"]["phone"]
    assert bristol["caution"] == f"The page gives no date. {contacts.LOOK}"
    assert bristol["checked"] == date.fromisoformat(DAY).isoformat()


# --- Postcodes --------------------------------------------------------------------------------------------


def test_every_run_gives_its_pair(shop: Workshop) -> None:
    shop.run()
    runs = json.loads((shop.sources / "postcode_runs.json").read_text(encoding="utf-8"))
    ids = [
        {record["gss"]: key for key, record in shop.records(name).items()}
        for name in ("councils.yaml", "mps.yaml")
    ]
    shards = Shards.load(shop.data / "postcodes")
    assert set(shards.outcodes) == set(runs["o"])
    for outcode, body in runs["o"].items():
        pairs = [Pair(ids[0][runs["councils"][a]], ids[1][runs["constituencies"][b]]) for a, b in body["p"]]
        for step in body["r"].rstrip(",").split(","):
            want = step[3:] if step[3:] in {"W", "S"} else pairs[int(step[3:])]
            assert shards.outcodes[outcode].at(step[0], step[1:3]) == want


def test_an_area_without_postcodes_loses_its_shard(shop: Workshop) -> None:
    shop.run()
    path = shop.sources / "postcode_runs.json"
    runs = json.loads(path.read_text(encoding="utf-8"))
    del runs["o"]["SY10"]
    path.write_text(json.dumps(runs), encoding="utf-8")
    assert "postcodes/SY.json (removed)" in shop.run()
    assert not (shop.data / "postcodes/SY.json").exists()
