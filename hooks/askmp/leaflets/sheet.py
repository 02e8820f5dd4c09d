"""What the typesetter gets: an area's facts in one language's words, as plain values."""

import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from babel.dates import format_date

from askmp.leaflets.places import Ground, Place
from askmp.leaflets.words import ENGLISH, Translation

# The site's name as it stands beside the mark, in two lines.
NAME = ("Ask your MP", "about SEND")
_SPRITE = Path(__file__).parents[3] / "overrides" / "partials" / "icons.html"
# An address longer than this is not printed: the sheet says what to search for instead.
_TYPED = 48
_PARTS = re.compile(r"\{(\w+)\}")
# The face of each script that the reading font does not have, by the script's name in Unicode.
FACES = {
    "ARABIC": "Vazirmatn",
    "BENGALI": "Hind Siliguri",
    "CYRILLIC": "PT Sans",
    "GURMUKHI": "Noto Sans Gurmukhi",
}

Runs = list[tuple[str, bool]]


@cache
def icons() -> dict[str, str]:
    """Return the site's icons, as the inside of an SVG of 24 units, by name."""
    return dict(re.findall(r"""^ *"([a-z]+)": '(<.*>)',$""", _SPRITE.read_text("utf-8"), re.MULTILINE))


def fill(text: str, **values: object) -> str:
    """Return a sentence with its { } filled in. A value's own braces stay as they are."""
    return _PARTS.sub(lambda found: str(values[found[1]]), text)


def runs(text: str, **values: object) -> Runs:
    """Return a sentence in parts, those filled in marked as bold."""
    parts = _PARTS.split(text)
    return [(str(values[part]) if at % 2 else part, bool(at % 2)) for at, part in enumerate(parts) if part]


def long_day(day: date, language: str) -> str:
    """Return a date in a language's own words: day, month, year, with the digits 0 to 9."""
    # Not the language's own long form: some put a comma, or a short word with a full stop, into the sentence.
    return str(format_date(day, "d MMMM y", locale=language))


def span(days: tuple[date, date], language: str) -> str:
    """Return two days as one stretch: 27 June 2026 – 24 November 2026, or the one day they are."""
    first, last = (long_day(day, language) for day in days)
    return first if first == last else f"{first} – {last}"


def face(language: Translation) -> str | None:
    """Return the font of a language's script, which its own name is written in; None for the reading font."""
    return FACES.get(unicodedata.name(language.name[0]).split()[0])


def isolated(value: str) -> str:
    """Return a name, number or address so that words from right to left do not turn it about (UAX 9)."""
    return f"\u2066{value}\u2069" if value else ""


def host(site_url: str) -> str:
    """Return the site's address as people type it: without https:// and the last slash."""
    return re.sub(r"^https?://", "", site_url).strip("/")


@cache
def square(url: str) -> str:
    """Return a QR code as SVG, with the quiet zone of 4 modules (ISO/IEC 18004), error correction M."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=4, light="#fff", xmldecl=False)
    return out.getvalue().decode()


def address(place: Place, site_url: str) -> str:
    """Return the address of an area's page, which the square code opens."""
    return f"{site_url}{place.record}/"


def sheet(
    place: Place,
    language: Translation,
    shared: Ground,
    site_url: str,
    listed: Sequence[tuple[str, str, str]] = (),
) -> dict[str, Any]:
    """Return all that a template needs for one area in one language.

    Args:
        place: The area's facts.
        language: The words.
        shared: The facts that all leaflets have in common.
        site_url: Where the site will be, with a slash at the end.
        listed: For the list of current codes: the name, the code and the MP of each area ("" for none).
    """
    code = language.language
    full = address(place, site_url)
    short = f"{host(site_url)}/{place.short}"
    words = language.words
    keep = isolated if language.direction == "rtl" else str
    alone = len(place.members) == 1
    weeks = shared.weeks
    months = {limit.id: limit.number for limit in shared.deadline.limits}
    letter = fill(words.letter, number=months["letter"])
    certificate = fill(words.certificate, number=months["certificate"])
    said: dict[str, Any] = words.model_dump(mode="json")
    said |= {
        "mp_of": fill(words.mp_of, area=keep(place.name)),
        "one_of": fill(words.one_of, count=len(place.members)),
        "due": runs(words.due, letter=letter, certificate=certificate),
        "poster_due": runs(words.poster_due, letter=letter, certificate=certificate),
        "mediation": fill(words.mediation, number=months["letter"]),
        "post": fill(words.post, address=keep(shared.commons.post or "")),
        "limits_picture": fill(words.limits_picture, **weeks),
        "publisher": fill(words.publisher, name=keep(" ".join(NAME))),
        "checked": fill(words.checked, date=span(place.checked, code)),
        "review": fill(words.review, date=long_day(place.review, code)),
        "handover": _handover(place, words.handover, code, keep),
        "qr": fill(words.qr, address=full),
    }
    return {
        "lang": code,
        "region": "GB" if code == ENGLISH else None,
        "dir": language.direction,
        "font": face(language),
        # In English too: whoever hands out paper must be able to read it.
        "draft": [words.draft, shared.english.words.draft] if language.draft else [],
        "name": NAME,
        "publisher": " ".join(NAME),
        "kind": place.kind,
        "area": keep(place.name),
        "members": [
            # Where there are many, their addresses are not printed.
            {"seat": keep(one.seat), "name": keep(one.name), "email": keep(one.email if alone else "")}
            for one in place.members
        ],
        "councils": [keep(name) for name in place.councils],
        "advice": [
            {
                "council": keep(one.council),
                "name": keep(one.name),
                "phone": fill(words.phone, number=keep(one.phone)) if one.phone else "",
                "url": keep(_bare(one.url)),
                # One run with the word before it, as it is to be typed.
                "search": fill(words.search, area=one.council),
            }
            for one in place.advice
        ],
        "weeks": weeks,
        "letter": letter,
        "certificate": certificate,
        "short": keep(short),
        "code": place.code,
        "listed": listed,
        "code_address": f"{host(site_url)}/editions/{place.code}",
        "icons": icons(),
        "words": said,
        "more": _more(language, place, letter, certificate),
    }


def _handover(place: Place, words: str, language: str, keep: Callable[[str], str]) -> str:
    if place.handover is None:
        return ""
    day, names, council = place.handover
    if language != ENGLISH:  # the word between two names is English
        names = names.replace(" or ", " / ")
    which = f"{keep(council)}: " if len(place.councils) > 1 else ""
    return which + fill(words, date=long_day(day, language), names=keep(names))


def _bare(url: str) -> str:
    """An address as it is printed, without https:// and the last slash; "" if nobody would type all of it."""
    typed = re.sub(r"^https?://(www\.)?", "", url).rstrip("/")
    return typed if len(typed) <= _TYPED else ""


def _more(language: Translation, place: Place, letter: str, certificate: str) -> dict[str, Any] | None:
    """The words that only English has, with the Easy Read lines filled in."""
    only = language.english_only
    if only is None:
        return None
    lines = {
        "council": list(place.councils),
        "mp": [one.name or language.words.no_mp for one in place.members] if len(place.members) == 1 else [],
        "write": [one.email for one in place.members if one.email] if len(place.members) == 1 else [],
        "help": [one.name or fill(language.words.search, area=one.council) for one in place.advice],
    }
    more: dict[str, Any] = only.model_dump(mode="json")
    for step in more["easy"]:
        step["lines"] = [
            (said, line in {f"{{{name}}}" for name in lines})
            for line in step["lines"]
            for said in _easy(line, lines, letter=letter, certificate=certificate)
        ]
    return more


def _easy(line: str, lines: Mapping[str, list[str]], **values: str) -> list[str]:
    """One line of Easy Read; a line that is only a fact becomes as many lines as there are."""
    name = line.strip("{}")
    return lines[name] if line == f"{{{name}}}" and name in lines else [fill(line, **values)]
