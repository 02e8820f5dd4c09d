"""Codes on paper: the same facts give the same code, a changed fact another, and no code is ever lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import editions
import small
from askmp.leaflets import codes
from askmp.leaflets.codepages import code_pages, state
from askmp.leaflets.codes import Issue, Register, Withdrawal, changed, code_for, read, write
from askmp.render import environment
from builds import ROOT
from leaflet_kit import plan, real_plan, small_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2026, 11, 24)
FACTS = {"MP": "Alex Baker", "Council for SEND": "Hampshire"}
NONE = Register({}, {})


def issue(
    code: str = "1063-aaaaa", area: str = "constituencies/aldershot", day: date = DAY, **facts: str
) -> Issue:
    return Issue(code, area, day, facts or FACTS)


# --- The code -----------------------------------------------------------------------------------------------


def test_the_order_of_the_facts_does_not_matter() -> None:
    turned = dict(reversed(FACTS.items()))
    assert code_for("1", "a", FACTS) == code_for("1", "a", turned)


@pytest.mark.parametrize(
    ("area", "facts"),
    [
        ("b", FACTS),
        ("a", {**FACTS, "MP": "Alex Bakér"}),
        ("a", {**FACTS, "Free advice": "A"}),
        ("a", {"MP": "Alex Baker"}),
    ],
)
def test_anything_else_gives_another_code(area: str, facts: dict[str, str]) -> None:
    assert code_for("1", area, facts) != code_for("1", "a", FACTS)


def test_codes_of_england_are_all_different_and_cannot_be_misread() -> None:
    found = [place.code for place in real_plan().places.values()]
    assert len(set(found)) == 696
    for code in found:
        number, letters = code.split("-")
        assert number.isdigit()
        assert set(letters) <= set(codes.ALPHABET), code
        assert not set(letters) & set("aeiou01l"), code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Alex Baker", "name: Alex Barker"),
        ("email: alex.baker.mp@parliament.uk", "email: alex.baker@parliament.uk"),
    ],
)
def test_a_changed_fact_changes_the_code_of_every_area_that_prints_it(
    tmp_path: Path, old: str, new: str
) -> None:
    before = {record: place.code for record, place in small_plan().places.items()}
    root = small.copy(tmp_path)
    small.edit(root, "data/mps.yaml", old, new)
    after = {record: place.code for record, place in plan(root, small.TODAY).places.items()}
    differ = {record for record in before if before[record] != after[record]}
    # The council's leaflet names its MPs, but not their addresses.
    named = {"constituencies/aldershot"} | ({"councils/hampshire"} if "name" in old else set())
    assert differ == named


def test_a_fact_that_is_not_printed_changes_no_code(tmp_path: Path) -> None:
    before = {record: place.code for record, place in small_plan().places.items()}
    root = small.copy(tmp_path)
    small.edit(root, "data/mps.yaml", "    party: Independent\n", "    party: Green\n")
    assert {record: place.code for record, place in plan(root, small.TODAY).places.items()} == before


def test_words_with_another_meaning_change_every_code(tmp_path: Path) -> None:
    before = {place.code for place in small_plan().places.values()}
    root = small.copy(tmp_path)
    small.edit(root, "data/translations/en.yaml", "edition: 1\n", "edition: 2\n")
    assert not before & {place.code for place in plan(root, small.TODAY).places.values()}


# --- The record ---------------------------------------------------------------------------------------------


def registers() -> st.SearchStrategy[Register]:
    """Registers as branches have them: a code always stands for the same facts."""
    known = [issue(f"1-{letter * 5}", f"councils/{letter}", MP=letter) for letter in "bcdfg"]
    issued = st.lists(st.sampled_from(known), unique_by=lambda one: one.code)
    return st.builds(
        lambda some, days, gone: Register(
            {one.code: replace(one, issued=date(2026, 1, day)) for one, day in zip(some, days, strict=False)},
            {
                one.code: Withdrawal(one.code, DAY, "Wrong.")
                for one, _ in zip(some, days, strict=False)
                if one.code in gone
            },
        ),
        issued,
        st.lists(st.integers(1, 28), min_size=5, max_size=5),
        st.sets(st.sampled_from([one.code for one in known])),
    )


@given(registers())
def test_what_is_written_is_read_again(register: Register) -> None:
    again, findings = read(write(register))
    assert findings == []
    assert again == register


@given(registers(), registers(), st.randoms())
def test_a_merge_keeps_the_codes_of_both_branches(ours: Register, theirs: Register, chance: object) -> None:
    lines = (write(ours) + write(theirs)).splitlines()
    chance.shuffle(lines)  # type: ignore[attr-defined]
    merged, findings = read("\n".join(lines))
    assert findings == []
    assert merged.issues.keys() == ours.issues.keys() | theirs.issues.keys()
    assert merged.withdrawals.keys() == ours.withdrawals.keys() | theirs.withdrawals.keys()
    for code, one in merged.issues.items():
        known = [register.issues[code].issued for register in (ours, theirs) if code in register.issues]
        assert one.issued == min(known)


LINE = json.dumps({"code": "1-bbbbb", "area": "councils/b", "issued": "2026-11-24", "facts": {"MP": "B"}})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{LINE}\nnonsense\n", "data/editions.jsonl:2: This line is not the record of a code."),
        ("<<<<<<< HEAD\n", "data/editions.jsonl:1: This line is not the record of a code."),
        ('{"code": "1-b"}\n', "data/editions.jsonl:1: This line is not the record of a code."),
        ("[]\n", "data/editions.jsonl:1: This line is not the record of a code."),
        (
            LINE.replace("2026-11-24", "24 November"),
            "data/editions.jsonl:1: This line is not the record of a code.",
        ),
        (
            f"{LINE}\n{LINE.replace('councils/b', 'councils/c')}\n",
            'data/editions.jsonl:2: The code "1-bbbbb" stands for two different leaflets.',
        ),
        (
            '{"code": "1-zzzzz", "withdrawn": "2026-11-24", "reason": "Wrong."}\n',
            'data/editions.jsonl:1: The code "1-zzzzz" is withdrawn but was never given out.',
        ),
    ],
)
def test_a_broken_record_is_said_with_its_line_and_the_cure(text: str, said: str) -> None:
    _, findings = read(text)
    assert [str(one) for one in findings] == [
        f"{said} Put the line back as it was, or take it out and run make editions."
    ]


def test_two_leaflets_never_share_a_code() -> None:
    with pytest.raises(ValueError, match="1063-aaaaa"):
        codes.issue(Register({"1063-aaaaa": issue()}, {}), [issue(MP="Somebody Else")])


def test_the_record_of_england_is_in_its_one_form() -> None:
    text = (ROOT / codes.RECORD).read_text("utf-8")
    register, findings = read(text)
    assert findings == []
    assert write(register) == text


# --- The command --------------------------------------------------------------------------------------------


def run(root: Path, *more: str) -> int:
    return editions.main(["--root", str(root), "--today", small.TODAY.isoformat(), *more])


def test_codes_are_given_out_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small.copy(tmp_path)
    assert run(root, "--check") == 1
    assert not (root / codes.RECORD).exists()
    assert run(root) == 0
    first = (root / codes.RECORD).read_bytes()
    capsys.readouterr()
    assert run(root) == 0
    assert capsys.readouterr().out == "data/editions.jsonl: 9 codes, 0 of them new.\n"
    assert (root / codes.RECORD).read_bytes() == first
    small.edit(root, "data/mps.yaml", "name: Alex Baker", "name: Alex Barker")
    assert run(root) == 0
    assert "11 codes, 2 of them new" in capsys.readouterr().out
    assert set(first.splitlines()) < set((root / codes.RECORD).read_bytes().splitlines())
    assert {one.name for one in (root / "data").iterdir()} == {
        one.name for one in (small.SAMPLE / "data").iterdir()
    } | {"editions.jsonl"}


def test_a_lost_code_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small.copy(tmp_path)
    run(root)
    record, older = root / codes.RECORD, tmp_path / "older.jsonl"
    older.write_bytes(record.read_bytes())
    assert run(root, "--against", str(older)) == 0
    lines = record.read_text("utf-8").splitlines(keepends=True)
    record.write_text("".join(lines[1:]), "utf-8")
    assert run(root, "--against", str(older)) == 1
    assert "is gone from data/editions.jsonl. Put its line back" in capsys.readouterr().err


def test_a_code_can_be_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small.copy(tmp_path)
    run(root)
    code = small_plan().places["councils/camden"].code
    assert run(root, "--withdraw", "1-nosuch", "--reason", "A slip.") == 1
    assert run(root, "--withdraw", code, "--reason", "A number was wrong.") == 0
    made = plan(root, small.TODAY)
    page = {item.path: item.content for item in made.artefacts()}[f"editions/{code}/index.md"]
    assert isinstance(page, str)
    assert "This copy must not be used" in page
    assert "A number was wrong." in page


def test_a_reason_belongs_to_it(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        run(small.copy(tmp_path), "--withdraw", "1-bbbbb")


# --- The pages ----------------------------------------------------------------------------------------------


def pages(register: Register) -> dict[str, str]:
    made = code_pages(small_plan().places, register, environment({}))
    return {item.path: item.content for item in made if isinstance(item.content, str)}


PLACE = small_plan().places["constituencies/aldershot"]


@pytest.mark.parametrize(
    ("code", "place", "gone", "expected"),
    [
        (PLACE.code, PLACE, False, "current"),
        ("1063-aaaaa", PLACE, False, "replaced"),
        ("1063-aaaaa", None, False, "ended"),
        (PLACE.code, PLACE, True, "withdrawn"),
        ("1063-aaaaa", None, True, "withdrawn"),
    ],
)
def test_what_a_code_is_worth(code: str, place: object, gone: bool, expected: str) -> None:
    withdrawals = {code: Withdrawal(code, DAY, "Wrong.")} if gone else {}
    assert state(code, Register({}, withdrawals), place) == expected  # type: ignore[arg-type]


def test_an_old_copy_is_told_what_has_changed() -> None:
    old = Issue("1063-aaaaa", PLACE.record, DAY, {**PLACE.facts, "MP": "Lee <b>Former</b>", "Old": "gone"})
    page = pages(Register({old.code: old}, {}))["editions/1063-aaaaa/index.md"]
    assert "This copy is out of date" in page
    assert "<td>Lee &lt;b&gt;Former&lt;/b&gt;</td><td>Alex Baker</td>" in page
    assert "<td>gone</td><td>nothing</td>" in page
    assert "constituencies/aldershot/leaflets/" in page
    assert PLACE.code in page


def test_an_area_that_is_gone_still_answers() -> None:
    old = Issue("999-bbbbb", "councils/gone-shire", DAY, {"MP": "A"})
    page = pages(Register({old.code: old}, {}))["editions/999-bbbbb/index.md"]
    assert "There are no leaflets for Gone Shire any more" in page
    assert 'href="../../councils/gone-shire/"' in page
    assert "leaflets/" not in page.split("---\n")[-1]


def test_every_code_has_its_page_recorded_or_not() -> None:
    old = Issue("1063-aaaaa", PLACE.record, DAY, FACTS)
    found = pages(Register({old.code: old}, {}))
    wanted = {old.code} | {place.code for place in small_plan().places.values()}
    assert {path.split("/")[1] for path in found if path.count("/") == 2} == wanted


@pytest.mark.parametrize("name", ["current", "replaced"])
def test_golden_code_page(name: str, golden: Callable[[str, str], None]) -> None:
    old = Issue("1063-aaaaa", PLACE.record, DAY, {**PLACE.facts, "MP": "Lee Former"})
    code = PLACE.code if name == "current" else old.code
    golden(f"small/leaflet-code-{name}.md", pages(Register({old.code: old}, {}))[f"editions/{code}/index.md"])


def test_changes_come_in_the_order_of_the_sheet() -> None:
    assert changed({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "x", "d": "4"}) == [
        ("b", "2", "x"),
        ("c", "3", ""),
        ("d", "", "4"),
    ]
