"""Every character that a leaflet may have to show is in the font that shows it."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from askmp.leaflets.sheet import FACES, face, long_day
from askmp.leaflets.typeset import FONTS, TEMPLATES
from askmp.leaflets.words import ENGLISH, texts
from leaflet_kit import real_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Paths

READING = "Atkinson Hyperlegible Next"
LANGUAGES = real_plan().inputs.languages
# What Typst needs no picture for.
UNSEEN = "\u2066\u2069"


@cache
def families() -> dict[str, list[set[int]]]:
    """The characters of each file, by family."""
    found: dict[str, list[set[int]]] = {}
    for path in sorted(Path(FONTS).glob("*.ttf")):
        font = TTFont(path)
        name = font["name"].getDebugName(16) or font["name"].getDebugName(1)
        found.setdefault(name, []).append(set(font.getBestCmap()))
    return found


def missing(text: str, *names: str) -> set[str]:
    """The characters of a text that some weight of all these families lacks, as they are and taken apart."""
    files = [families()[name] for name in names]
    lost = set()
    for char in set(text) - set(UNSEEN):
        # A font may have a letter whole, or as a letter and its mark: the shaper puts them together.
        ways = (char, unicodedata.normalize("NFD", char))
        if not any(
            all(ord(part) in one for one in weights for part in way) for weights in files for way in ways
        ):
            lost.add(char)
    return lost


def facts() -> Iterator[str]:
    for place in real_plan().places.values():
        yield from (place.name, place.code, *place.councils, *place.facts.values())
        for member in place.members:
            yield from (member.seat, member.name, member.email)
        for one in place.advice:
            yield from (one.council, one.name, one.phone, one.url)


def latin(text: str) -> str:
    """The part of a text that the reading font sets in every language (see `faces` in lib.typ)."""
    return "".join(char for char in text if char.isdigit() or "LATIN" in unicodedata.name(char, ""))


@pytest.mark.parametrize("file", ["councils", "mps", "organisations", "deadlines"])
def test_the_reading_font_has_every_character_of_the_records(paths: Paths, file: str) -> None:
    # The whole file, comments too: what stands there today may be on paper tomorrow.
    text = (paths.data / f"{file}.yaml").read_text("utf-8")
    assert missing(text.replace("\n", ""), READING) == set()


def test_the_reading_font_has_every_character_of_the_facts() -> None:
    assert missing("".join(facts()), READING) == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_fonts_of_a_language_have_every_character_of_its_words(code: str) -> None:
    language = LANGUAGES[code]
    said = [text for _, text in texts(language.words)]
    if language.english_only:
        said += [text for _, text in texts(language.english_only)]
    # The months of a whole year, and what joins two dates.
    said += [long_day(real_plan().options.today.replace(month=month, day=9), code) for month in range(1, 13)]
    said.append("–")
    text = "".join(said)
    own = face(language)
    assert missing(latin(text), READING) == set()
    assert missing("".join(set(text) - set(latin(text))), own or READING, READING) == set()


@pytest.mark.parametrize("text", ["ĄĆĘŁŃÓŚŹŻąćęłńóśźż„”", "ĂÂÎȘȚăâîșț", "‘’“”–"])
def test_the_reading_font_has_the_letters_of_its_languages(text: str) -> None:
    assert missing(text, READING) == set()
    # Romanian takes a comma below; the letter with a cedilla is another one.
    assert not set("ŞşŢţ") & set("".join(said for _, said in texts(LANGUAGES["ro"].words)))


def test_a_missing_character_is_found() -> None:
    assert missing("a☃", READING) == {"☃"}
    assert missing("ж", READING) == {"ж"}


@pytest.mark.parametrize("name", sorted(FACES.values()))
def test_a_face_is_there_in_regular_and_bold_with_its_licence(name: str) -> None:
    assert len(families()[name]) >= 2
    slug = name.lower().replace(" ", "-")
    text = (Path(FONTS) / f"LICENSE-OFL-{slug}.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert name in (Path(FONTS) / "README.md").read_text("utf-8")


def test_every_font_file_is_used() -> None:
    assert set(families()) == {READING, *FACES.values()}
    assert READING in (Path(TEMPLATES) / "lib.typ").read_text("utf-8")


def test_english_needs_no_other_font() -> None:
    assert face(LANGUAGES[ENGLISH]) is None
