"""Every leaflet file as a job: where it goes, what it is made from, and a key for exactly that."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from askmp.leaflets.editions import BY_ID, CODES, DRAFT, EDITIONS, PRESS, TRANSLATED, Edition
from askmp.leaflets.places import Ground, Place
from askmp.leaflets.sheet import NAME, address, sheet, square
from askmp.leaflets.typeset import FONTS, TEMPLATES
from askmp.leaflets.words import ENGLISH, Translation

PREVIEW = "-preview"
SQUARE = "square.svg"
PREVIEW_WIDTH = 300  # pixels: wide enough for a card on the leaflets page
# Whoever makes the bytes: another version of one of these may make others.
_MAKERS = ("typst", "pikepdf", "pypdfium2", "pillow", "segno")
_HANDS = ("finish.py", "pictures.py", "typeset.py")


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be made.

    Attributes:
        path: Where it goes, e.g. `councils/surrey/leaflets/leaflet-a4.pdf`.
        key: Changes when anything that the file is made from changes.
        area: The area as a person knows it, for messages.
        edition: The layout.
        title: The document's title.
        sheet: All that the template is given, as JSON, but for the square code.
        url: The address in the square code.
        press: Whether it is the twin for a print shop.
        form: `pdf`; `png` for a picture of its first page; `svg` for the square code alone.
        width: The width of a picture in pixels.
        pdf: For a picture, the key of its PDF.
    """

    path: str
    key: str
    area: str
    edition: Edition
    title: str
    sheet: str
    url: str
    press: bool = False
    form: Literal["pdf", "png", "svg"] = "pdf"
    width: int = 0
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several made files in one zip; `members` are (name in the zip, key)."""

    path: str
    key: str
    members: tuple[tuple[str, str], ...]


def area_jobs(
    places: Iterable[Place],
    codes: Mapping[str, Place],
    languages: Mapping[str, Translation],
    shared: Ground,
    site_url: str,
) -> Iterator[Job]:
    """Yield the files of every area, those of one area one after another.

    Args:
        places: The areas.
        codes: Every area by its record, for the lists of current codes.
        languages: The words; of those other than English only checked ones are used.
        shared: What is the same on every leaflet.
        site_url: Where the site will be, with a slash at the end.
    """
    _makers.cache_clear()  # a live preview outlives a change to a template
    ready = [one for one in languages.values() if one.language != ENGLISH and not one.draft]
    for place in places:
        folder = f"{place.record}/leaflets"
        text = _sheet(place, languages[ENGLISH], shared, site_url)
        for edition in EDITIONS:
            if edition.id == CODES and place.kind == "councils":
                # Only this sheet is made anew when the code of a constituency changes.
                with_codes = _sheet(place, languages[ENGLISH], shared, site_url, _listed(place, codes))
                yield from _edition(folder, place, edition, with_codes, site_url)
            elif place.kind in edition.kinds:
                yield from _edition(folder, place, edition, text, site_url)
        yield _square(f"{folder}/{SQUARE}", place, site_url)
        for language in ready:
            text = _sheet(place, language, shared, site_url)
            for edition in (BY_ID[name] for name in TRANSLATED):
                path = f"{folder}/{edition.id}-{language.language}.pdf"
                yield _job(path, place, edition, text, site_url, language.words.title)


def proof_jobs(
    places: Iterable[Place], languages: Mapping[str, Translation], shared: Ground, site_url: str
) -> Iterator[Job]:
    """Yield the proofs of each draft translation: a few areas that show every sentence between them."""
    _makers.cache_clear()
    chosen = list(proof_places(places))
    for language in languages.values():
        for place in chosen if language.draft else ():
            text = _sheet(place, language, shared, site_url)
            for edition in (BY_ID[name] for name in TRANSLATED):
                path = f"translations/{language.language}/{place.record.replace('/', '-')}-{edition.id}.pdf"
                yield _job(path, place, edition, text, site_url, language.words.title)


def proof_places(places: Iterable[Place]) -> Iterator[Place]:
    """Yield the first area of each kind that the words tell apart, each area once."""
    known = list(places)
    kinds: tuple[Callable[[Place], object], ...] = (
        lambda place: place.kind == "constituencies" and len(place.councils) == 1 and place.members[0].email,
        lambda place: len(place.councils) > 1,
        lambda place: place.kind == "constituencies" and not place.members[0].name,
        lambda place: place.kind == "councils" and len(place.members) == max(len(p.members) for p in known),
        lambda place: place.kind == "councils" and len(place.members) == 1,
        lambda place: place.kind == "councils" and place.handover,
        lambda place: any(one.phone for one in place.advice),
    )
    found = (next((place for place in known if is_kind(place)), None) for is_kind in kinds)
    yield from {place.record: place for place in found if place}.values()


def bundles(places: Iterable[Place], jobs: Iterable[Job]) -> Iterator[Bundle]:
    """Yield a zip for each council: its sheets that are ready, and the main ones of its constituencies."""
    keys = {job.path: job.key for job in jobs}
    slugs = {place.name: place.record for place in places if place.kind == "constituencies"}
    for place in places:
        if place.kind != "councils":
            continue
        slug = place.record.split("/")[1]
        wanted = [
            (f"{place.record}/leaflets/{one.file}", f"{slug}/{slug}-{one.file}")
            for one in EDITIONS
            if one.id != DRAFT
        ]
        for record in (slugs[member.seat] for member in place.members):
            seat = record.split("/")[1]
            wanted += [
                (f"{record}/leaflets/{BY_ID[name].file}", f"{slug}/by-constituency/{seat}-{BY_ID[name].file}")
                for name in ("leaflet-a4", "poster-a4")
            ]
        members = tuple((name, keys[path]) for path, name in wanted if path in keys)
        yield Bundle(f"{place.record}/leaflets/{slug}-leaflets.zip", _digest("zip", repr(members)), members)


def _edition(folder: str, place: Place, edition: Edition, text: str, site_url: str) -> Iterator[Job]:
    path = f"{folder}/{edition.file}"
    plain = _job(path, place, edition, text, site_url)
    if edition.suffix == "pdf":
        yield plain
    else:
        yield _picture(path, plain, edition.size[0])
    yield _picture(f"{folder}/{edition.id}{PREVIEW}.png", plain, PREVIEW_WIDTH)
    if edition.press:
        yield _job(f"{folder}/{edition.id}{PRESS}.pdf", place, edition, text, site_url, press=True)


def _job(
    path: str,
    place: Place,
    edition: Edition,
    text: str,
    site_url: str,
    title: str = "",
    *,
    press: bool = False,
) -> Job:
    title = f"{title}: {place.name}" if title else f"{edition.name} for {place.name}: {' '.join(NAME)}"
    layout = (edition.id, edition.template, edition.ink, edition.size, edition.pages)
    key = _digest(_makers(edition.template), text, repr(layout), title, str(press))
    return Job(path, key, place.name, edition, title, text, address(place, site_url), press)


def _picture(path: str, of: Job, width: int) -> Job:
    key = _digest(of.key, str(width))
    return replace(of, path=path, key=key, form="png", width=width, pdf=of.key)


def _square(path: str, place: Place, site_url: str) -> Job:
    url = address(place, site_url)
    return Job(path, _digest("square", *_programs(), url), place.name, EDITIONS[0], "", "", url, form="svg")


def _sheet(
    place: Place,
    language: Translation,
    shared: Ground,
    site_url: str,
    listed: tuple[tuple[str, str, str], ...] = (),
) -> str:
    return json.dumps(sheet(place, language, shared, site_url, listed), ensure_ascii=False)


def _listed(place: Place, codes: Mapping[str, Place]) -> tuple[tuple[str, str, str], ...]:
    """The current codes of a council and its constituencies: area, code, MP."""
    seats = {one.name: one for one in codes.values() if one.kind == "constituencies"}
    inside = [(one.seat, seats[one.seat].code, one.name) for one in place.members]
    return ((place.name, place.code, ""), *inside)


@cache
def _makers(template: str) -> str:
    """Everything besides a sheet that decides how it looks: its template, fonts, the programs' versions."""
    others = {edition.template for edition in EDITIONS} - {template}
    paths = (path for folder in (TEMPLATES, FONTS) for path in Path(folder).iterdir())
    files = sorted(path for path in paths if path.suffix in {".typ", ".ttf"} and path.name not in others)
    parts = [f"{path.name}:{hashlib.blake2b(path.read_bytes()).hexdigest()}" for path in files]
    return _digest(*parts, *_programs())


@cache
def _programs() -> tuple[str, ...]:
    """The versions of the programs, our own hands in the bytes among them."""
    ours = (hashlib.blake2b((Path(__file__).parent / name).read_bytes()).hexdigest() for name in _HANDS)
    return (*(version(name) for name in _MAKERS), *ours, square("https://host.example/"))


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
