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
from askmp.finder import finder_index
from askmp.hubs import hub_pages, prose_pages
from askmp.postcodes import Pair, Shards, neighbours, read_shard
from askmp.render import day, environment


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
    yield from prose_pages(inputs.prose, env, deadline)
    yield from area_pages(areas, env, Editing(options.repo_url), deadline, sources[OVERLAPS].checked)
    yield from api_files(areas, options.commit)
    yield from shard_files(inputs.postcodes, envelope(areas, options.commit))
    yield finder_index(areas, inputs.prose, data.nations, shards.outcodes, day(sources[POSTCODES].dated))
