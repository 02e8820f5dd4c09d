"""Everything the site is made of: the leaflets to make, and all other files as one stream of artefacts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from askmp.api import api_files, envelope, shard_files
from askmp.areas import Editing, area_pages
from askmp.artefacts import Artefact, unique
from askmp.dataset import APPEAL, OVERLAPS, POSTCODES, Dataset
from askmp.derive import Areas, derive
from askmp.finder import GLOSSARY_PAGE, finder_index
from askmp.hubs import hub_pages, prose_pages
from askmp.leaflets.codepages import code_pages
from askmp.leaflets.codes import Register
from askmp.leaflets.editions import Made
from askmp.leaflets.jobs import Bundle, Job, area_jobs, bundles, proof_jobs
from askmp.leaflets.languages import language_pages
from askmp.leaflets.pages import leaflet_pages
from askmp.leaflets.places import Ground, Place, ground, places
from askmp.leaflets.words import Translation
from askmp.postcodes import Pair, Shards, neighbours, read_shard
from askmp.render import day, environment
from askmp.routepages import finder_page, overview, route_pages
from askmp.short import short_pages
from askmp.tools import tool_pages
from askmp.words import glossary_page


@dataclass(frozen=True, slots=True)
class Options:
    """What the host decides: the day, the repository's address, the commit, the site's address."""

    today: date
    repo_url: str = ""
    commit: str = ""
    site_url: str = "https://ask-your-mp.example/"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Checked records, postcode shards by file name, prose by path in docs/, leaflets' words and codes."""

    data: Dataset
    postcodes: Mapping[str, Any]
    prose: Mapping[str, str]
    languages: Mapping[str, Translation]
    register: Register = field(default_factory=lambda: Register({}, {}))


class Plan:
    """A site that can be made from some inputs: what its leaflets are, and every other file."""

    def __init__(self, inputs: Inputs, options: Options) -> None:
        self.inputs = inputs
        self.options = options

    @cached_property
    def shards(self) -> Shards:
        """Which areas each postcode lies in."""
        files = self.inputs.postcodes.items()
        return Shards({out: cell for name, body in files for out, cell in read_shard(body, name).items()})

    @cached_property
    def areas(self) -> Areas:
        """Every area as it stands on the day."""
        pairs = [Pair(*pair) for body in self.inputs.postcodes.values() for pair in body["pairs"]]
        return derive(self.inputs.data, self.options.today, neighbours(self.shards), pairs)

    @cached_property
    def ground(self) -> Ground:
        """What is the same on every leaflet."""
        return ground(self.inputs.data, self.inputs.languages)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every area that has leaflets, by its record."""
        return {place.record: place for place in places(self.areas, self.ground)}

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """Every leaflet file there is to be."""
        return (*self._area_jobs(), *self._proofs)

    @cached_property
    def bundles(self) -> tuple[Bundle, ...]:
        """Every zip of leaflets."""
        return tuple(bundles(self.places.values(), self.jobs))

    @cached_property
    def files(self) -> dict[str, Job | Bundle]:
        """Both, by their path on the site."""
        files: tuple[Job | Bundle, ...] = (*self.jobs, *self.bundles)
        return {one.path: one for one in files}

    def _area_jobs(self) -> Iterator[Job]:
        words, shared = self.inputs.languages, self.ground
        return area_jobs(self.places.values(), self.places, words, shared, self.options.site_url)

    @property
    def proofs(self) -> dict[str, list[tuple[str, str]]]:
        """For each draft translation its PDFs: their paths, and what each is of."""
        found: dict[str, list[tuple[str, str]]] = {}
        for job in self._proofs:
            found.setdefault(job.path.split("/")[1], []).append((job.path, f"{job.area}, {job.edition.name}"))
        return found

    @cached_property
    def _proofs(self) -> tuple[Job, ...]:
        words, shared = self.inputs.languages, self.ground
        return tuple(proof_jobs(self.places.values(), words, shared, self.options.site_url))

    def artefacts(self, made: Mapping[str, Made] | None = None) -> Iterator[Artefact]:
        """Yield every file but the leaflets themselves.

        Args:
            made: Size and pages of the leaflets that are there, by path; pages say nothing of the others.

        Raises:
            ClashError: Two files want one path.
        """
        return unique(self._all(made or {}))

    def _all(self, made: Mapping[str, Made]) -> Iterator[Artefact]:
        inputs, options, areas = self.inputs, self.options, self.areas
        data = inputs.data
        sources = {source.id: source for source in data.sources}
        deadline = next(deadline for deadline in data.deadlines if deadline.id == APPEAL)
        env = environment(sources)
        editing = Editing(options.repo_url)
        yield from hub_pages(areas, env, sources, deadline)
        boxes = {"organisations": data.organisations, "rows": overview(data), "shared": self.ground}
        yield from prose_pages(inputs.prose, env, deadline, boxes)
        yield from route_pages(data, env)
        yield glossary_page(data.terms, env, deadline)
        yield from tool_pages(data.deadlines, env, sources, deadline, options.today)
        yield from area_pages(areas, env, editing, deadline, sources[OVERLAPS].checked)
        yield from leaflet_pages(
            areas, self.places, self.ground, inputs.languages, made, env, editing, options.site_url
        )
        yield from language_pages(inputs.languages, self.proofs, env, editing)
        yield from code_pages(self.places, inputs.register, env)
        yield from short_pages(self.places.values(), options.site_url, inputs.prose)
        yield from api_files(areas, options.commit)
        yield from shard_files(inputs.postcodes, envelope(areas, options.commit))
        lists = (finder_page(data), GLOSSARY_PAGE)
        dated = day(sources[POSTCODES].dated)
        yield finder_index(areas, inputs.prose, lists, data.nations, self.shards.outcodes, dated)


def build(inputs: Inputs, options: Options, made: Mapping[str, Made] | None = None) -> Iterator[Artefact]:
    """Yield every artefact of a site; see `Plan.artefacts`."""
    return Plan(inputs, options).artefacts(made)
