"""The leaflets page of each area: editions to download, how to print them, and the words to read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from jinja2 import Environment

from askmp.areas import Editing
from askmp.artefacts import Artefact, page
from askmp.derive import Areas, CouncilArea, SeatArea, newest_check
from askmp.leaflets.editions import BY_ID, DRAFT, EDITIONS, PRESS, TRANSLATED, Edition, Made
from askmp.leaflets.jobs import PREVIEW, PREVIEW_WIDTH, SQUARE
from askmp.leaflets.places import Ground, Place
from askmp.leaflets.sheet import long_day, runs, sheet
from askmp.leaflets.words import ENGLISH, Translation
from askmp.model import Council, Successor

ROOT = "../../../"


@dataclass(frozen=True, slots=True)
class Card:
    """An edition as the page offers it. Sizes are in words, or empty while the file is not made.

    Attributes:
        form: What the file is: `PDF, A4, 2 pages`.
        preview: Its picture.
        thumb: Width and height of that, in pixels.
        press: The print shop's file, or empty.
    """

    edition: Edition
    form: str
    size: str
    preview: str
    thumb: tuple[int, int]
    press: str


@dataclass(frozen=True, slots=True)
class Printing:
    """How to print some editions: what goes for all of them, then what goes for one."""

    names: tuple[str, ...]
    all: str
    each: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A council about to end: its record, the day, who takes over."""

    record: str
    successor: Successor
    day: str


def leaflet_pages(
    areas: Areas,
    places: Mapping[str, Place],
    shared: Ground,
    languages: Mapping[str, Translation],
    made: Mapping[str, Made],
    env: Environment,
    editing: Editing,
    site_url: str,
) -> Iterator[Artefact]:
    """Yield the leaflets page of every area.

    Args:
        areas: The areas on the day of the build.
        places: Their facts for paper by record, e.g. `councils/surrey`; a council that has ended has none.
        shared: What is the same on every leaflet.
        languages: The words by language, English among them; of the others only checked ones are offered.
        made: The files that are there by path, e.g. `councils/surrey/leaflets/leaflet-a4.pdf`.
        env: The templates.
        editing: Where people change records.
        site_url: Where the site will be, with a slash at the end.
    """
    template = env.get_template("leaflets.html.jinja")
    others = [one for one in languages.values() if one.language != ENGLISH]
    common = {
        "root": ROOT,
        "today": areas.today,
        "shared": shared,
        "runs": runs,
        "raw": shared.english.words,
        "square": SQUARE,
        "draft_languages": sorted(one.english for one in others if one.draft),
    }
    checked = [one for one in others if not one.draft]
    both: tuple[SeatArea | CouncilArea, ...] = (*areas.councils, *areas.seats)
    for area in both:
        record = f"{'councils' if isinstance(area, CouncilArea) else 'constituencies'}/{area.record.id}"
        place = places.get(record)
        values = _values(area, place, checked, made) if place else {}
        if place:
            leaf = sheet(place, shared.english, shared, site_url)
            values |= {"leaf": leaf, "w": leaf["words"], "room": _room(leaf)}
        newest = place.checked[1] if place else newest_check([area.record])
        edit = editing.link(area.path, area.line)
        body = template.render(
            area=area, record=record, place=place, newest=newest, edit=edit, **common, **values
        )
        path = f"{record}/leaflets/index.md"
        yield page(path, _meta(area, record, newest), body, f"{area.path}#L{area.line}")


def _values(
    area: SeatArea | CouncilArea, place: Place, checked: Iterable[Translation], made: Mapping[str, Made]
) -> dict[str, Any]:
    """What the template needs of the files that an area has."""
    folder = f"{place.record}/leaflets"
    ready = [one for one in EDITIONS if place.kind in one.kinds and one.id != DRAFT]
    council = isinstance(area, CouncilArea)
    bundle = f"{area.record.id}-leaflets.zip"
    return {
        "cards": [_card(one, folder, made) for one in ready],
        "untested": _card(BY_ID[DRAFT], folder, made),
        "printing": list(how_to_print(ready)),
        "translated": _translated(folder, checked, made),
        "zip": bundle if council else "",
        "zip_size": _size(made.get(f"{folder}/{bundle}")),
        "council_ids": [one.id for one in _standing(area)],
        "seat_ids": [seat.record.id for seat in (area.seats if isinstance(area, CouncilArea) else (area,))],
        "leaving": _leaving(area),
    }


def how_to_print(editions: Iterable[Edition]) -> Iterator[Printing]:
    """Yield how to print some editions, each instruction once for all that share their first one."""
    found = sorted(editions, key=lambda one: _FIRST.index(one.how[0]))
    for first, group in groupby(found, key=lambda one: one.how[0]):
        alike = list(group)
        each = tuple((one.name if len(alike) > 1 else "", text) for one in alike for text in one.how[1:])
        yield Printing(tuple(one.name for one in alike), first, each)


_FIRST = list(dict.fromkeys(one.how[0] for one in EDITIONS))


def _meta(area: SeatArea | CouncilArea, record: str, newest: date) -> dict[str, Any]:
    name = area.record.name
    whose = "this council’s area" if isinstance(area, CouncilArea) else "this constituency"
    return {
        "title": f"Leaflets for {name}{' (council)' if isinstance(area, CouncilArea) else ''}",
        "description": f"Free leaflets and posters for {name}, to print for a surgery, school or library: "
        f"the MP and council of {whose}, and the time limit to appeal.",
        "gss": area.record.gss,
        "record": record,
        "checked": newest.isoformat(),
        "search": {"exclude": True},
    }


def _card(edition: Edition, folder: str, made: Mapping[str, Made]) -> Card:
    file = made.get(f"{folder}/{edition.file}")
    width, height = edition.size
    return Card(
        edition,
        _form(edition, file),
        _size(file),
        f"{edition.id}{PREVIEW}.png",
        (PREVIEW_WIDTH, round(PREVIEW_WIDTH * height / width)),
        f"{edition.id}{PRESS}.pdf" if edition.press else "",
    )


def _form(edition: Edition, file: Made | None) -> str:
    if edition.suffix == "png":
        return "PNG picture, {} by {}".format(*edition.size)
    least, most = edition.pages
    pages = file.pages if file else least if least == most else 0
    count = f", {pages} page{'s' if pages > 1 else ''}" if pages else ""
    return f"PDF, {edition.paper}{count}"


def _size(file: Made | None) -> str:
    """A size in words: 48 KB, 3.2 MB. One KB is 1000 bytes."""
    if file is None:
        return ""
    thousands = max(1, round(file.bytes / 1000))
    return f"{thousands} KB" if thousands < 1000 else f"{file.bytes / 1_000_000:.1f} MB"


def _translated(
    folder: str, languages: Iterable[Translation], made: Mapping[str, Made]
) -> list[tuple[Translation, list[tuple[str, str, str]]]]:
    """Each checked language with its files: name, address, size."""
    found = []
    for language in languages:
        files = [(BY_ID[one].name, f"{one}-{language.language}.pdf") for one in TRANSLATED]
        found.append((language, [(name, path, _size(made.get(f"{folder}/{path}"))) for name, path in files]))
    return found


def _standing(area: SeatArea | CouncilArea) -> list[Council]:
    """The councils of `Place.advice`, in its order."""
    if isinstance(area, CouncilArea):
        return [area.record]
    return [overlap.council for overlap in area.overlaps if not overlap.ended]


def _leaving(area: SeatArea | CouncilArea) -> Leaving | None:
    """The council of `Place.handover`."""
    for council in _standing(area):
        if one := council.successor:
            return Leaving(f"councils/{council.id}", one, long_day(one.date, ENGLISH))
    return None


def _room(leaf: Mapping[str, Any]) -> tuple[str, str]:
    """Return a class of leaflet.css for each side: smaller type where there is more than most areas have.

    At 14 point a side holds about two lines more than a plain area's. A line is a long name, one more
    council, a part of the note on an empty seat. A test measures in a browser that this is enough.
    """
    words, members, councils = leaf["words"], leaf["members"], leaf["councils"]
    alone = len(members) == 1
    first = (
        len(councils) - 1,
        2 if words["handover"] else 0,
        1 if not alone else len(members[0]["name"]) > 20 if members[0]["name"] else 3,
        len(councils[0]) > 20,
        len(words["mp_of"]) > 38,
        len(leaf["short"]) > 38,
    )
    several = len(leaf["advice"]) > 1
    second = [
        len(one["council"] + one["name"]) // 34 + bool(one["phone"]) + 1 + (several and not one["name"])
        for one in leaf["advice"]
    ]
    rows = 0 if alone else -(-len(members) // 3) * 2 - 3
    return _class(sum(first)), _class(sum(second) + rows - 2)


def _class(lines: int) -> str:
    return ("", " fuller", " fullest")[max(0, min(lines, 2))]
