"""The finder's index: every name a family may type, in one small file that the page's script searches."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from askmp.artefacts import Artefact, json_bytes
from askmp.derive import Areas
from askmp.model import REGIONS
from askmp.nations import Nation
from askmp.render import slug

INDEX = "assets/finder.json"

_NOT_FOUND = {
    "index.md",
    "404.md",
}  # nobody looks for the home page, nor for the page that says nothing is there
_FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"""^(title|search_words): *["']?(.*?)["']? *$""", re.MULTILINE)
_HEADING = re.compile(r"^# +(.+?) *#*$", re.MULTILINE)
_SECTION = re.compile(r"^#{2,3} +(.+?) *#*$|<h[23][^>]*>(.+?)</h[23]>", re.MULTILINE)
_MARKUP = re.compile(r"<[^>]+>|\]\([^)]*\)|\{[^}]*\}|[\[*_`,]")


class FinderPage(NamedTuple):
    """A page: its address below the site's root, its title, and other words for it, with commas between."""

    address: str
    title: str
    words: str = ""


DEADLINES_PAGE = FinderPage(
    "deadlines/",
    "Work out your deadline",
    "deadline,time limit,appeal,mediation,how long,calculator,late,6 weeks,20 weeks,ombudsman",
)
BRIEF_PAGE = FinderPage(
    "brief/", "Make a one-page case brief", "letter,write to my MP,template,e-mail,what to send"
)
PAPER_PAGE = FinderPage("brief/paper/", "A blank case brief to print", "paper,print,letter,form")
GLOSSARY_PAGE = FinderPage("glossary/", "Words explained", "glossary,what does it mean,jargon,terms")
LISTS = (
    DEADLINES_PAGE,
    BRIEF_PAGE,
    PAPER_PAGE,
    FinderPage("areas/", "All areas, A to Z", "councils,constituencies,list,regions"),
    *(FinderPage(f"areas/{slug(region)}/", f"{region}: all areas", region) for region in REGIONS),
)
"""The pages for families that are made from the data and not written by hand."""


def finder_index(
    areas: Areas,
    prose: Mapping[str, str],
    made: Iterable[FinderPage],
    nations: Iterable[Nation],
    outcodes: Iterable[str],
    postcodes_dated: str,
) -> Artefact:
    """Return the index as the site publishes it.

    Args:
        areas: Every area as it stands on the day of the build.
        prose: The text of each hand-written page below docs/, by its path there.
        made: Pages from records, beside those that are always there.
        nations: What is said of postcodes outside England.
        outcodes: The outcodes with an English postcode; their letters name the files in api/v1/postcodes/.
        postcodes_dated: The month of the postcode table in words, like `October 2025`.
    """
    places = {area.record.id: number for number, area in enumerate(areas.councils)}
    index: dict[str, Any] = {
        "councils": [
            [c.record.id, c.record.name, c.record.official_name, list(c.record.districts), c.record.region]
            for c in areas.councils
        ],
        "constituencies": [
            [
                seat.record.id,
                seat.record.name,
                seat.holder.name if seat.holder else "",
                [places[overlap.council.id] for overlap in seat.overlaps],
                seat.record.region,
            ]
            for seat in areas.seats
        ],
        "pages": [list(page) for page in sorted((*LISTS, *made, *written_pages(prose)))],
        "nations": [_nation(nation) for nation in sorted(nations, key=lambda nation: nation.id)],
        # So that the script never asks for a file that is not there.
        "areas": " ".join(sorted({outcode[: 2 if outcode[1].isalpha() else 1] for outcode in outcodes})),
        "postcodes": postcodes_dated,
    }
    return Artefact(INDEX, json_bytes(index))


def written_pages(prose: Mapping[str, str]) -> Iterator[FinderPage]:
    """Yield the hand-written pages.

    A page is found by the `title` of its front matter (or its first heading), by its sections' headings,
    and by the front matter's `search_words`.
    """
    for path, text in prose.items():
        if path in _NOT_FOUND or not path.endswith(".md"):
            continue
        front = _FRONT.match(text)
        fields = dict(_FIELD.findall(front[1])) if front else {}
        heading = _HEADING.search(text)
        title = fields.get("title") or (heading[1] if heading else "")
        if title:
            address = path.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"
            sections = (_MARKUP.sub("", "".join(found)).strip() for found in _SECTION.findall(text))
            words = (fields.get("search_words", ""), *sections)
            yield FinderPage(address, title, ",".join(filter(None, words)))


def _nation(nation: Nation) -> dict[str, Any]:
    return {
        "name": nation.name,
        "mark": nation.mark or "",
        "areas": " ".join(nation.areas),
        "shared": " ".join(nation.shared),
        "text": " ".join(nation.text),
        "links": [[link.name, link.url] for link in nation.links],
    }
