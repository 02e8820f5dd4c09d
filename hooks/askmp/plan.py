"""Everything the site is made of, as one stream of artefacts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from askmp.api import api_files, envelope, shard_files
from askmp.areas import Editing, area_pages
from askmp.artefacts import Artefact, unique
from askmp.dataset import APPEAL, OVERLAPS, POSTCODES, Dataset
from askmp.derive import derive
from askmp.finder import GLOSSARY_PAGE, finder_index
from askmp.hubs import hub_pages, prose_pages
from askmp.postcodes import Pair, Shards, neighbours, read_shard
from askmp.render import day, environment
from askmp.routepages import finder_page, overview, route_pages
from askmp.tools import tool_pages
from askmp.words import glossary_page


@dataclass(frozen=True, slots=True)
class Options:
    """What the host decides: the day, the repository's address, the commit."""

    today: date
    repo_url: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Checked records, postcode shards by file name, and prose by its path in docs/."""

    data: Dataset
    postcodes: Mapping[str, Any]
    prose: Mapping[str, str]


def build(inputs: Inputs, options: Options) -> Iterator[Artefact]:
    """Yield every artefact of the site; raise ClashError if two want one path."""
    return unique(_all(inputs, options))


def _all(inputs: Inputs, options: Options) -> Iterator[Artefact]:
    data = inputs.data
    sources = {source.id: source for source in data.sources}
    deadline = next(deadline for deadline in data.deadlines if deadline.id == APPEAL)
    shards = Shards(
        {out: cell for name, body in inputs.postcodes.items() for out, cell in read_shard(body, name).items()}
    )
    pairs = [Pair(*pair) for body in inputs.postcodes.values() for pair in body["pairs"]]
    areas = derive(data, options.today, neighbours(shards), pairs)
    env = environment(sources)
    yield from hub_pages(areas, env, sources, deadline)
    boxes = {"organisations": data.organisations, "rows": overview(data)}
    yield from prose_pages(inputs.prose, env, deadline, boxes)
    yield from route_pages(data, env)
    yield glossary_page(data.terms, env, deadline)
    yield from tool_pages(data.deadlines, env, sources, deadline, options.today)
    yield from area_pages(areas, env, Editing(options.repo_url), deadline, sources[OVERLAPS].checked)
    yield from api_files(areas, options.commit)
    yield from shard_files(inputs.postcodes, envelope(areas, options.commit))
    made = (finder_page(data), GLOSSARY_PAGE)
    postcodes_dated = day(sources[POSTCODES].dated)
    yield finder_index(areas, inputs.prose, made, data.nations, shards.outcodes, postcodes_dated)
