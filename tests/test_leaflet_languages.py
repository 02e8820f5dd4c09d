"""The translations: what the check says of them, and their leaflets read back from the PDF."""

from __future__ import annotations

import ctypes
import io
import json
import re
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as raw
import pytest
from pypdf import PdfReader

import small
from askmp.areas import Editing
from askmp.leaflets.editions import BY_ID, TRANSLATED
from askmp.leaflets.languages import language_pages
from askmp.leaflets.places import Advice, Member, Place
from askmp.leaflets.sheet import address, long_day, sheet
from askmp.leaflets.words import ENGLISH, FOLDER, Translation, load, texts
from askmp.render import environment
from leaflet_kit import SITE, real_plan, typesetter
from pdf_reader import codes_in, squash, structure, text_of, type_sizes
from pdf_words import plain, share, spoken, words

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Paths

REAL = real_plan()
LANGUAGES = REAL.inputs.languages
OTHERS = [code for code in LANGUAGES if code != ENGLISH]
RTL = [code for code, one in LANGUAGES.items() if one.direction == "rtl"]
SEAT = REAL.places["constituencies/aldershot"]
# How much of the words three readers get back, at least: one that heeds the tags as a screen reader does,
# pypdf, and pdfium, the reader inside Chrome. Measured, then rounded down. A font must be good for the first.
# Signs that stand before the letter they follow (Bengali, Panjabi) are lost on pypdf; pdfium takes Panjabi to
# run from right to left.
READ_BACK = {
    "ar": (0.99, 0.62, 0.90),
    "bn": (0.97, 0.10, 0.94),
    "pa": (0.99, 0.10, 0.30),
    "ur": (0.99, 0.85, 0.95),
}
ALL_OF_IT = (1.0, 1.0, 1.0)


def _areas() -> dict[str, Place]:
    """Areas that are hard to lay out, by what makes them so."""
    places = list(REAL.places.values())
    seats = [place for place in places if place.kind == "constituencies"]
    councils = [place for place in places if place.kind == "councils"]
    odd = Member(SEAT.members[0].seat, "Söphie O’Łee-Ng & #1", "s.o-brien.4mp@parliament.uk")
    return {
        "a seat": SEAT,
        "three councils": max(seats, key=lambda place: len(place.councils)),
        "no MP": replace(SEAT, members=(replace(SEAT.members[0], name="", email=""),)),
        "an odd name": replace(
            SEAT, members=(odd,), advice=(Advice("X", "1st (Stop) 24/7", "01234 567890", ""),)
        ),
        "most MPs": max(councils, key=lambda place: len(place.members)),
        "a council that ends": next(place for place in councils if place.handover),
        "longest council": max(councils, key=lambda place: len(place.name)),
        "longest seat": max(seats, key=lambda place: len(place.name)),
    }


AREAS = _areas()


def values(place: Place, language: Translation) -> dict[str, Any]:
    return sheet(place, language, REAL.ground, SITE)


def make(place: Place, language: Translation, edition: str) -> bytes:
    text = json.dumps(values(place, language), ensure_ascii=False)
    title = f"{language.words.title}: {place.name}"
    return typesetter().pdf(text, BY_ID[edition], title, url=address(place, SITE))


@cache
def made(area: str, code: str, edition: str) -> bytes:
    return make(AREAS[area], LANGUAGES[code], edition)


def facts(place: Place, edition: str) -> list[str]:
    """What must stand on a sheet exactly as it is in the record."""
    one = place.members[0] if len(place.members) == 1 else None
    found = [*place.councils, place.code, place.short, one.name if one else ""]
    if edition == "leaflet-a4":
        found.append(one.email if one else "")
        found += [part for advice in place.advice for part in (advice.name, advice.phone)]
        found += [part for member in place.members if not one for part in (member.name, member.seat)]
    return [fact for fact in found if fact]


def seen(pdf: bytes) -> str:
    """The characters as they stand on the paper: line after line, each from left to right."""
    document = pypdfium2.PdfDocument(pdf)
    lines: dict[tuple[int, int], list[tuple[float, str]]] = {}
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for at in range(text.count_chars()):
                char = text.get_text_range(at, 1)
                if char.isprintable() and not char.isspace():
                    left, base = ctypes.c_double(), ctypes.c_double()
                    assert raw.FPDFText_GetCharOrigin(text.raw, at, left, base)
                    lines.setdefault((number, round(base.value)), []).append((left.value, char))
    finally:
        document.close()
    return "\n".join(_flat("".join(char for _, char in sorted(line))) for line in lines.values())


# --- What is on the paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize(
    ("area", "edition"),
    [(area, "leaflet-a4") for area in AREAS]
    + [(area, "poster-a4") for area in ("three councils", "no MP", "a council that ends", "longest seat")],
)
def test_every_area_fits_and_names_its_facts(area: str, code: str, edition: str) -> None:
    # The typesetter itself refuses another number of pages, and a file that is not PDF/UA-1.
    pdf = made(area, code, edition)
    text = squash(spoken(pdf))
    assert [fact for fact in facts(AREAS[area], edition) if squash(plain(fact)) not in text] == []
    assert min(type_sizes(pdf)) >= 12


@pytest.mark.parametrize("code", RTL)
@pytest.mark.parametrize("area", ["an odd name", "longest seat", "a council that ends"])
def test_facts_stand_from_left_to_right_among_words_from_right_to_left(area: str, code: str) -> None:
    ready = LANGUAGES[code].model_copy(update={"status": "checked"})  # no words across the page
    paper = seen(make(AREAS[area], ready, "leaflet-a4"))
    wanted = [fact for fact in facts(AREAS[area], "leaflet-a4") if fact != AREAS[area].code]
    assert [fact for fact in wanted if _flat(fact) not in paper] == []
    assert f"/editions/{AREAS[area].code}" in paper


def _flat(text: str) -> str:
    # The reader that is asked turns brackets round by itself.
    return re.sub(r"[()]", "|", squash(text))


@pytest.mark.parametrize("edition", TRANSLATED)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_words_can_be_read_back(code: str, edition: str) -> None:
    pdf = made("a seat", code, edition)
    shown = {
        "poster_title",
        "poster_lead",
        "poster_scan",
        "poster_due",
        "clock",
        "mp_of",
        "council",
        "neutral",
    }
    shown |= {"publisher", "checked", "review", "current"}
    if edition == "leaflet-a4":
        shown |= {"title", "lead", "send", "support", "helps_title", "helps", "due_title", "due", "mediation"}
        shown |= {"go", "steps_title", "steps", "can_title", "can", "cannot_title", "cannot", "limits_title"}
        shown |= {
            "limits_intro",
            "by_week",
            "must",
            "assess",
            "refuse",
            "plan",
            "help_title",
            "help",
            "formats",
        }
        shown -= {"poster_title", "poster_lead", "poster_scan", "poster_due"}
    filled = values(SEAT, LANGUAGES[code])["words"]
    said = [word for key in sorted(shown) for word in words(" ".join(_said(filled[key])))]
    assert len(said) > (60 if edition == "poster-a4" else 250)
    pypdf = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    got = [share(said, text) for text in (spoken(pdf), pypdf, text_of(pdf))]
    assert all(is_ >= least for is_, least in zip(got, READ_BACK.get(code, ALL_OF_IT), strict=True)), got
    # Names, addresses and codes by the readers that take text in its order on the page.
    for text in (spoken(pdf), pypdf):
        assert [fact for fact in facts(SEAT, edition) if squash(fact) not in squash(text)] == []


def _said(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for item in items for text in _said(item)]


@pytest.mark.parametrize("code", OTHERS)
def test_a_sheet_says_which_language_it_is_in_and_has_its_marks(code: str) -> None:
    found = structure(made("a seat", code, "leaflet-a4"))
    assert found.language.split("-")[0] == code
    assert found.pdfua
    assert found.embedded
    assert found.title.startswith(LANGUAGES[code].words.title)
    assert codes_in(made("a seat", code, "leaflet-a4")) == [address(SEAT, SITE)]


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("edition", TRANSLATED)
def test_a_draft_says_so_on_every_page_and_a_checked_sheet_does_not(code: str, edition: str) -> None:
    draft = LANGUAGES[code].model_copy(update={"status": "draft"})
    ready = draft.model_copy(
        update={"status": "checked", "by": "A translator", "checked": REAL.options.today}
    )
    english = words(LANGUAGES[ENGLISH].words.draft)
    native = words(draft.words.draft)
    pdf = make(SEAT, draft, edition)
    assert draft.words.draft in structure(pdf).title
    document = PdfReader(io.BytesIO(pdf))
    assert len(document.pages) == BY_ID[edition].pages[0]
    for page in document.pages:
        # Those who print it must be able to read the warning.
        assert share(english, page.extract_text()) == 1
    assert share(native, spoken(pdf)) > 0.9
    clean = make(SEAT, ready, edition)
    assert LANGUAGES[ENGLISH].words.draft not in " ".join(spoken(clean).split())
    assert "DRAFT" not in spoken(clean)
    assert draft.words.draft not in structure(clean).title
    assert share(native, spoken(clean)) < 0.7


# --- Numbers and dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_numbers_come_from_the_records(code: str) -> None:
    ground = REAL.ground
    limits = tuple(
        limit.model_copy(update={"number": 5 if limit.id == "letter" else 7})
        for limit in ground.deadline.limits
    )
    assert {limit.id for limit in limits} == {"letter", "certificate"}
    other = replace(ground, deadline=ground.deadline.model_copy(update={"limits": limits}))
    for shared, letter, certificate in ((ground, "2", "1"), (other, "5", "7")):
        filled = sheet(SEAT, LANGUAGES[code], shared, SITE)
        assert letter in words_and_digits(filled["letter"])
        assert certificate in words_and_digits(filled["certificate"])
        for key in ("due", "poster_due"):
            bold = [text for text, is_bold in filled["words"][key] if is_bold]
            assert bold == [filled["letter"], filled["certificate"]]
        assert letter in words_and_digits(filled["words"]["mediation"])
    weeks = values(SEAT, LANGUAGES[code])["words"]["limits_picture"]
    assert {"6", "16", "20"} <= set(words_and_digits(weeks))


def words_and_digits(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()


def test_arabic_names_the_months_that_the_law_names() -> None:
    """Arabic has a word for two months: it stands beside the number, so it must change with the law."""
    limits = {limit.id: limit.number for limit in REAL.ground.deadline.limits}
    assert limits == {"letter": 2, "certificate": 1}, "change `letter`, `certificate`, `mediation` in ar.yaml"
    arabic = LANGUAGES["ar"].words
    assert arabic.letter.startswith("شهرين")
    assert arabic.certificate.startswith("شهر واحد")
    assert "الشهرين" in arabic.mediation


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "4 May 2027"),
        ("pl", "4 maja 2027"),
        ("ro", "4 mai 2027"),
        ("uk", "4 травня 2027"),
        ("so", "4 Maayo 2027"),
        ("ar", "4 مايو 2027"),
        ("ur", "4 مئی 2027"),
        ("pa", "4 ਮਈ 2027"),
        ("bn", "4 মে 2027"),
    ],
)
def test_dates_are_in_words_with_the_digits_0_to_9(code: str, said: str) -> None:
    assert long_day(date(2027, 5, 4), code) == said
    for month in range(1, 13):
        text = long_day(date(2026, month, 28), code)
        assert text.startswith("28 ")
        assert text.endswith(" 2026")
        assert "." not in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_words_use_the_digits_0_to_9(code: str) -> None:
    assert [
        text for _, text in texts(LANGUAGES[code].words) for char in text if char.isdigit() > char.isascii()
    ] == []


# --- The check ----------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, paths: Paths) -> Path:
    """A project that has only the translations."""
    shutil.copytree(paths.root / FOLDER, tmp_path / FOLDER)
    return tmp_path


def findings(root: Path) -> list[str]:
    return [str(finding) for finding in load(root)[1]]


def line(root: Path, code: str, start: str) -> int:
    """The number of the line that starts so."""
    rows = (root / FOLDER / f"{code}.yaml").read_text("utf-8").split("\n")
    return next(number for number, row in enumerate(rows, 1) if row.strip().startswith(start))


def test_the_translations_have_every_word_and_nothing_is_wrong(root: Path) -> None:
    assert findings(root) == []
    assert {"pl", "ro", "pa", "ur", "ar", "bn", "so", "uk"} <= set(LANGUAGES)
    for code in OTHERS:
        assert LANGUAGES[code].english_only is None


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("key", ["letter", "due", "review"])
def test_a_lost_placeholder_is_named_with_its_line(root: Path, code: str, key: str) -> None:
    where = line(root, code, f"{key}:")
    name = {"letter": "number", "due": "certificate", "review": "date"}[key]
    path = root / FOLDER / f"{code}.yaml"
    rows = path.read_text("utf-8").split("\n")
    rows[where - 1] = rows[where - 1].replace(f"{{{name}}}", "x")
    path.write_text("\n".join(rows), "utf-8")
    assert findings(root) == [
        f"{FOLDER}/{code}.yaml:{where}: words.{key}: {{{name}}} is missing: a fact is filled in there. "
        "Put it back, spelled like that."
    ]


def test_a_placeholder_too_many_is_named_with_its_line(root: Path) -> None:
    where = line(root, "so", "lead:")
    small.edit(root, f"{FOLDER}/so.yaml", "weydiin karaa sababta", "weydiin karaa {Number} sababta")
    assert findings(root) == [
        f"{FOLDER}/so.yaml:{where}: words.lead: {{Number}} is nothing that is filled in here. Take it out."
    ]


def test_checked_needs_to_say_by_whom_and_when(root: Path) -> None:
    where = line(root, "pl", "status:")
    small.edit(root, f"{FOLDER}/pl.yaml", "status: draft\n", "status: checked\n")
    assert findings(root) == [
        f"{FOLDER}/pl.yaml:{where}: status: A checked translation must say `{key}`. "
        "Add the line, or set it to draft."
        for key in ("by", "checked")
    ]
    small.edit(
        root, f"{FOLDER}/pl.yaml", "status: checked\n", "status: checked\nby: A. B.\nchecked: 2026-12-01\n"
    )
    languages, found = load(root)
    assert found == []
    assert not languages["pl"].draft


def test_a_file_is_named_like_its_language(root: Path) -> None:
    (root / FOLDER / "so.yaml").rename(root / FOLDER / "sv.yaml")
    where = line(root, "sv", "language:")
    assert findings(root) == [
        f'{FOLDER}/sv.yaml:{where}: language: This file is for "sv", its name says so. '
        "Use the same code in both."
    ]


def test_a_lost_sentence_is_found(root: Path) -> None:
    path = root / FOLDER / "bn.yaml"
    rows = path.read_text("utf-8").split("\n")
    path.write_text("\n".join(row for row in rows if not row.startswith("  clock:")), "utf-8")
    [said] = findings(root)
    assert said.startswith(f"{FOLDER}/bn.yaml:")
    assert "clock" in said


# --- The page that asks for help ----------------------------------------------------------------------------


def page_of(languages: dict[str, Translation], editing: Editing) -> str:
    proofs = {code: [(f"translations/{code}/one.pdf", "Aldershot, A4 leaflet")] for code in OTHERS}
    env = environment({})
    [page] = language_pages(languages, proofs, env, editing)
    assert page.path == "translations/index.md"
    assert isinstance(page.content, str)
    return page.content


def test_the_page_shows_every_draft_with_its_file_and_its_proofs() -> None:
    html = page_of(LANGUAGES, Editing(small.REPO))
    assert "Please do not hand out a draft." in html
    for code in OTHERS:
        one = LANGUAGES[code]
        assert f'<span lang="{code}" dir="{one.direction}">{one.name}</span> ({one.english})' in html
        assert f'href="{small.REPO}/edit/main/{FOLDER}/{code}.yaml#L1"' in html
        assert f'href="../translations/{code}/one.pdf" hreflang="{code}"' in html


def test_the_page_has_no_edit_link_where_there_is_no_repository() -> None:
    html = page_of(LANGUAGES, Editing(""))
    assert "/edit/" not in html
    assert "tell-us-without-github" in html


def test_a_checked_language_is_no_draft_on_the_page() -> None:
    done = LANGUAGES["pl"].model_copy(
        update={"status": "checked", "by": "A <translator>", "checked": date(2026, 12, 1)}
    )
    html = page_of({**LANGUAGES, "pl": done}, Editing(small.REPO))
    assert "checked by A &lt;translator&gt;" in html
    assert 'href="../translations/pl/one.pdf"' not in html
