"""The leaflets read back from the PDF: facts, codes, type, tags, boxes, and records that are awkward."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image

import small
from askmp.leaflets.editions import BY_ID, EDITIONS, PRESS, Edition
from askmp.leaflets.places import Advice, Member, Place
from askmp.leaflets.sheet import address, sheet
from askmp.leaflets.words import ENGLISH
from leaflet_kit import SITE, pdf, plan, real_plan, small_plan, typesetter
from pdf_reader import boxes, codes_in, squash, structure, text_of, type_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHEETS = [edition for edition in EDITIONS if edition.id != "codes"]
# Sheets for a wall or a screen leave out what nobody can write down from there.
SHORT = {"poster-a4", "poster-a4-mono", "poster-a3", "tear-off", "screen"}
FLOOR = 12.0  # points; content/leaflets.md: 12 at least, 14 recommended
_PHONE = re.compile(r"\b0\d[\d ]{8,12}\d\b")
_EMAIL = re.compile(r"[\w.'+-]+@[\w.-]+\w")


def awkward() -> dict[str, Place]:
    """Areas of England that are hard to lay out, by what makes them so."""
    places = list(real_plan().places.values())
    seats = [place for place in places if place.kind == "constituencies"]
    councils = [place for place in places if place.kind == "councils"]
    return {
        "longest council": max(councils, key=lambda place: len(place.name)),
        "longest seat": max(seats, key=lambda place: len(place.name)),
        "longest MP": max(seats, key=lambda place: len(place.members[0].name)),
        "most MPs": max(councils, key=lambda place: len(place.members)),
        "one MP": next(place for place in councils if len(place.members) == 1),
        "most councils": max(seats, key=lambda place: len(place.councils)),
        "no e-mail": next(place for place in seats if not place.members[0].email),
        "longest advice": max(
            seats, key=lambda place: max(len(one.name + one.phone + one.url) for one in place.advice)
        ),
        "no advice": next(
            place for place in places if not any(one.name or one.url or one.phone for one in place.advice)
        ),
        "ends": next(place for place in places if place.handover),
    }


AWKWARD = awkward()


def said(place: Place) -> dict[str, object]:
    """The sentences of an area's sheets, as the page says them."""
    real = real_plan()
    return sheet(place, real.inputs.languages[ENGLISH], real.ground, SITE)


def expected(place: Place, edition: Edition) -> Iterator[str]:
    """Every fact that a sheet must carry."""
    real = real_plan()
    filled = said(place)
    yield from (str(filled["letter"]), str(filled["certificate"]))
    yield place.code
    alone = len(place.members) == 1
    if edition.id == "screen":
        # Seen for some seconds from across a room: it leads to the page that has the names.
        yield str(filled["short"])
        return
    yield from place.councils
    if alone:
        yield place.members[0].name or real.inputs.languages[ENGLISH].words.no_mp
    if edition.id != "easy-read":
        yield str(filled["short"])
    if edition.id in SHORT:
        return
    for one in place.advice:
        yield one.name or ("" if one.phone and len(place.advice) == 1 else one.council)
        yield one.phone
        # An address that is too long to type is not printed: the sheet says what to search for.
    if alone and 0 < len(place.members[0].email) < 46:
        yield place.members[0].email
    if edition.id in {"large-print", "leaflet-a4", "leaflet-a4-mono"} and place.kind == "councils":
        for member in place.members if not alone else ():
            yield from (member.name, member.seat)


def compiled(place: Place, edition: Edition, *, press: bool = False) -> bytes:
    """A sheet of a place that need not exist."""
    real = real_plan()
    listed = ((place.name, place.code, ""), *((one.seat, place.code, one.name) for one in place.members))
    values = sheet(place, real.inputs.languages[ENGLISH], real.ground, SITE, listed)
    return typesetter().pdf(
        json.dumps(values, ensure_ascii=False), edition, "Test", url=address(place, SITE), press=press
    )


# --- All of England -----------------------------------------------------------------------------------------


def test_every_area_has_every_edition(built_site: Path) -> None:
    missing = []
    for place in real_plan().places.values():
        folder = built_site / place.record / "leaflets"
        for edition in (one for one in EDITIONS if place.kind in one.kinds):
            names = [edition.file, f"{edition.id}-preview.png"]
            names += [f"{edition.id}{PRESS}.pdf"] if edition.press else []
            missing += [str(folder / name) for name in names if not (folder / name).is_file()]
    assert missing == []


@pytest.mark.parametrize("edition", [one for one in SHEETS if one.suffix == "pdf"], ids=lambda one: one.id)
def test_each_sheet_carries_the_facts_of_its_record_and_no_others(built_site: Path, edition: Edition) -> None:
    wrong = []
    for place in real_plan().places.values():
        text = text_of((built_site / place.record / "leaflets" / edition.file).read_bytes())
        squashed = squash(text)
        wrong += [
            f"{place.record}: {fact} is not on it"
            for fact in expected(place, edition)
            if squash(fact) not in squashed
        ]
        known = squash(" ".join([*place.facts.values(), *(one.email for one in place.members)]))
        for found in [*_PHONE.findall(text), *_EMAIL.findall(text)]:
            if squash(found) not in known:
                wrong.append(f"{place.record}: {found} is not in the record")
    assert wrong == []


def test_the_list_of_codes_has_every_current_code(built_site: Path) -> None:
    places = real_plan().places
    seats = {place.name: place for place in places.values() if place.kind == "constituencies"}
    for place in (one for one in places.values() if one.kind == "councils"):
        text = squash(text_of((built_site / place.record / "leaflets" / "codes.pdf").read_bytes()))
        inside = [seats[member.seat] for member in place.members]
        for one in (place, *inside):
            assert squash(one.name) in text, (place.record, one.name)
            assert one.code in text, (place.record, one.code)


def test_every_leaflet_is_small(built_site: Path) -> None:
    large = {
        str(path.relative_to(built_site)): path.stat().st_size
        for path in built_site.glob("*/*/leaflets/*.pdf")
        # Other scripts bring their own fonts, and are not in every area's folder of English sheets.
        if not re.search(r"-(?!a\d|dl)[a-z]{2}\.pdf$", path.name) and path.stat().st_size > 80_000
    }
    assert large == {}


# --- What a printer, a telephone and a screen reader get ----------------------------------------------------


@pytest.mark.parametrize("kind", AWKWARD)
@pytest.mark.parametrize("edition", [one for one in SHEETS if one.id != "easy-read"], ids=lambda one: one.id)
def test_the_square_code_opens_the_page_of_the_area_printed_in_grey(edition: Edition, kind: str) -> None:
    place = AWKWARD[kind]
    assert set(codes_in(compiled(place, edition))) == {f"{SITE}{place.record}/"}


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: one.id)
def test_no_type_is_smaller_than_12_points(edition: Edition) -> None:
    for kind, place in AWKWARD.items():
        if place.kind in edition.kinds:
            sizes = type_sizes(compiled(place, edition))
            small_ones = {size: text for size, text in sizes.items() if size < FLOOR - 0.05}
            assert small_ones == {}, kind


def test_the_main_leaflet_is_set_in_14_points() -> None:
    sizes = type_sizes(compiled(AWKWARD["one MP"], BY_ID["leaflet-a4"]))
    assert 14.0 in sizes


def test_large_print_is_large() -> None:
    sizes = type_sizes(compiled(AWKWARD["most MPs"], BY_ID["large-print"]))
    assert min(sizes) >= 16
    assert 18.0 in sizes


@pytest.mark.parametrize("kind", ["most MPs", "most councils", "no e-mail"])
@pytest.mark.parametrize("edition", [one for one in EDITIONS if one.suffix == "pdf"], ids=lambda one: one.id)
def test_a_screen_reader_is_told_what_the_eye_sees(edition: Edition, kind: str) -> None:
    place = AWKWARD[kind]
    if place.kind not in edition.kinds:
        pytest.skip("this kind of area has no such sheet")
    found = structure(compiled(place, edition))
    assert (found.language, found.shows_title, found.marked, found.pdfua) == ("en-GB", True, True, True)
    assert found.title == "Test"
    assert found.embedded
    levels = [int(role[1]) for role in found.roles if re.fullmatch(r"H\d", role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for before, after in pairwise(levels):
        assert after <= before + 1, levels
    figures = [tag for tag in found.tags if tag.role == "Figure"]
    assert all(tag.alt for tag in figures)
    if edition.id not in {"easy-read", "codes"}:
        assert any(place.record in (tag.alt or "") for tag in figures)
    if "Table" in found.roles:
        assert "TH" in found.roles


@pytest.mark.parametrize(
    "edition", [one for one in SHEETS if one.id not in {"easy-read", *SHORT}], ids=lambda one: one.id
)
def test_the_deadline_is_read_before_anybody_is_sent_to_the_mp(edition: Edition) -> None:
    place = AWKWARD["longest MP"]
    text = squash(text_of(compiled(place, edition)))
    assert 0 <= text.find(squash(str(said(place)["letter"]))) < text.find(squash(place.members[0].email))


@pytest.mark.parametrize("edition", [one for one in EDITIONS if one.press], ids=lambda one: one.id)
def test_a_print_shop_gets_bleed_and_the_trimmed_size(edition: Edition) -> None:
    width, height = edition.size
    for box in boxes(compiled(AWKWARD["most councils"], edition, press=True)):
        left, bottom, right, top = box["TrimBox"]
        assert (right - left, top - bottom) == pytest.approx((width, height), abs=0.2)
        outer = box.get("BleedBox", box["MediaBox"])
        assert left - outer[0] >= 2.9
        assert bottom - outer[1] >= 2.9
        assert outer[2] - right >= 2.9
        assert outer[3] - top >= 2.9


def inks(content: bytes) -> set[int]:
    """How many parts each colour space of the pages has: 3 for a screen's colours."""
    with pikepdf.open(io.BytesIO(content)) as document:
        spaces = [
            space for page in document.pages for space in page.Resources.get("/ColorSpace", {}).values()
        ]
        return {int(space[1].N) for space in spaces if space[0] == "/ICCBased"}


@pytest.mark.parametrize(
    "edition", [one for one in EDITIONS if one.press and one.id != "easy-read"], ids=lambda one: one.id
)
def test_a_print_shop_gets_four_inks_and_no_screen_colours(edition: Edition) -> None:
    content = compiled(AWKWARD["one MP"], edition, press=True)
    assert 3 not in inks(content)
    assert 3 in inks(compiled(AWKWARD["one MP"], edition))
    assert text_of(content) == text_of(compiled(AWKWARD["one MP"], edition))


@pytest.mark.parametrize("edition", [one for one in EDITIONS if one.ink == "mono"], ids=lambda one: one.id)
def test_a_sheet_for_a_mono_printer_has_no_colour(edition: Edition) -> None:
    place = AWKWARD["most MPs"]
    for page in pypdfium2.PdfDocument(compiled(place, edition)):
        image = page.render(scale=1).to_pil().convert("RGB")
        strongest = max(max(colour) - min(colour) for _, colour in image.getcolors(1 << 24) or [])
        assert strongest < 8
        dark = sum(count for count, shade in image.convert("L").getcolors(256) or [] if shade < 128)
        assert dark < 0.15 * image.width * image.height  # toner


def test_the_waiting_room_picture_has_the_size_of_a_screen(built_site: Path) -> None:
    for place in AWKWARD.values():
        with Image.open(
            io.BytesIO((built_site / place.record / "leaflets/screen.png").read_bytes())
        ) as image:
            assert image.size == (1920, 1080)


def test_the_same_facts_give_the_same_bytes() -> None:
    place = AWKWARD["longest council"]
    for edition in EDITIONS:
        assert compiled(place, edition) == compiled(place, edition), edition.id


# --- Records that nobody has thought of ---------------------------------------------------------------------

LONG = "Kensington, Hammersmith, Bournemouth, Christchurch and Poole"
assert len(LONG) == 60
NASTY = "A & B #1 $x$ _y_ *z* @here \\n <b> \"q\" 'r' `c` [l](m) {s} ~é’ß"
MEMBERS = tuple(
    Member(f"Seat Number {number} and Its Longer Name", f"Sir Member Number {number} Longname", "")
    for number in range(18)
)


def strange() -> dict[str, Place]:
    """Places that no record describes yet."""
    seat, council = AWKWARD["longest MP"], AWKWARD["most MPs"]
    return {
        "60 characters": replace(
            seat, name=LONG, members=(Member(LONG, LONG, f"{'a' * 40}.mp@parliament.uk"),), councils=(LONG,)
        ),
        "three long councils": replace(
            seat,
            councils=(LONG[13:], LONG[13:], LONG[13:]),
            advice=tuple(Advice(LONG[13:], LONG[13:], "01234 567890", "") for _ in range(3)),
        ),
        "18 MPs": replace(council, members=MEMBERS),
        "council of 60 characters": replace(council, name=LONG, councils=(LONG,)),
        "vacant": replace(seat, members=(Member(seat.name, "", ""),)),
        "signs": replace(
            seat,
            name=NASTY,
            members=(Member(NASTY, NASTY, ""),),
            councils=(NASTY,),
            advice=(Advice(NASTY, NASTY, "", ""),),
        ),
        "no advice": replace(seat, advice=(Advice(LONG, "", "", ""),)),
        "only a number": replace(seat, advice=(Advice(LONG, "", "01234 567890", ""),)),
        "a long address": replace(
            seat,
            advice=(
                Advice("X", NASTY, "01234 567890", f"https://www.{'long-name.' * 6}gov.uk/a/{'path-' * 20}"),
            ),
        ),
    }


@pytest.mark.parametrize("kind", strange())
@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: one.id)
def test_an_awkward_record_fits(edition: Edition, kind: str) -> None:
    """The page count is asserted by the typesetter, fixed panels by the templates: neither cuts a word."""
    place = strange()[kind]
    if place.kind not in edition.kinds:
        return
    made = compiled(place, edition)
    text = squash(text_of(made))
    if edition.id != "codes":
        for fact in expected(place, edition):
            assert squash(fact) in text, fact
    assert min(type_sizes(made)) >= FLOOR - 0.05


def test_names_are_text_and_never_code(tmp_path: Path) -> None:
    """A record with Typst code in it prints the code."""
    root = small.copy(tmp_path)
    small.edit(root, "data/mps.yaml", "name: Alex Baker", "name: '#panic(\"x\") $a$ = *b*'")
    made = pdf(plan(root, small.TODAY), "constituencies/aldershot/leaflets/leaflet-a4.pdf")
    assert '#panic("x") $a$ = *b*' in text_of(made)


@pytest.mark.parametrize(
    ("day", "area", "words"),
    [
        ("2026-11-24", "constituencies/guildford", "No MP at the moment"),
        (
            "2026-11-24",
            "councils/surrey",
            "From 1 April 2027 it is East Surrey Council or West Surrey Council.",
        ),
        ("2026-09-15", "constituencies/holborn-and-st-pancras", "No MP at the moment"),
        ("2026-08-01", "constituencies/holborn-and-st-pancras", "Lee Former"),
    ],
)
def test_what_a_leaflet_says_on_a_day(day: str, area: str, words: str) -> None:
    made = pdf(small_plan(date.fromisoformat(day)), f"{area}/leaflets/leaflet-a4.pdf")
    assert squash(words) in squash(text_of(made))
