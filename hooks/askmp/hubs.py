"""Pages that lead to the areas: home, A to Z, regions, data; and the boxes inside prose pages."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from jinja2 import Environment

from askmp.artefacts import Artefact, page
from askmp.derive import Areas
from askmp.model import REGIONS, Deadline, SourceRecord
from askmp.render import slug

# A prose page asks for a shared box with a comment on a line of its own.
_BOX = re.compile(r"^<!-- (due|can|finder|finder for leaflets|rules|organisations|routes) -->$", re.MULTILINE)


def hub_pages(
    areas: Areas, env: Environment, sources: Mapping[str, SourceRecord], deadline: Deadline
) -> Iterator[Artefact]:
    """Yield the home page, the lists of areas and the data page."""

    def render(template: str, root: str, **values: Any) -> str:
        return env.get_template(template).render(
            root=root, deadline=deadline, areas=areas, today=areas.today, **values
        )

    yield page(
        "index.md",
        {
            "title": "Find your MP and council for SEND",
            "description": "Your MP can ask the council about your child with special educational needs. "
            "Find your MP and council, what to do first, and how long you have.",
            "wide": True,
        },
        render("home.html.jinja", ""),
    )
    yield page(
        "areas/index.md",
        {
            "title": "All areas, A to Z",
            "description": "Every council and constituency in England, from A to Z and by region.",
        },
        render("areas.html.jinja", "../", by_letter=_by_letter(areas), regions=REGIONS),
    )
    for region in REGIONS:
        yield page(
            f"areas/{slug(region)}/index.md",
            {
                "title": f"{region}: councils and constituencies",
                "description": f"Every council and constituency in {region}, with its MP.",
            },
            render("region.html.jinja", "../../", region=region),
        )
    yield page(
        "data/index.md",
        {
            "title": "Data and sources",
            "description": "Where every fact comes from, under which licence, and how to download it.",
        },
        render("data.html.jinja", "../", sources=list(sources.values())),
    )


def prose_pages(
    prose: Mapping[str, str], env: Environment, deadline: Deadline, boxes: Mapping[str, Any]
) -> Iterator[Artefact]:
    """Yield those hand-written pages that ask for a shared box, with the box in place.

    Args:
        prose: The text of each page below docs/, by its path there, e.g. `help.md`.
        env: The templates.
        deadline: What the deadline box says.
        boxes: What the other boxes show: `organisations`, `rows` of the overview of routes, `shared` (what
            the leaflets say of the law).
    """
    for path, text in prose.items():
        if not _BOX.search(text):
            continue
        depth = path.removesuffix("index.md").removesuffix(".md").strip("/")
        root = "../" * len([part for part in depth.split("/") if part])

        def box(found: re.Match[str], root: str = root) -> str:
            template = env.get_template("box.html.jinja")
            return template.render(box=found[1], root=root, deadline=deadline, **boxes).strip()

        yield Artefact(path, _BOX.sub(box, text), f"docs/{path}")


def _by_letter(areas: Areas) -> list[tuple[str, list[Any]]]:
    return [
        (letter, list(group)) for letter, group in groupby(areas.seats, key=lambda seat: seat.record.name[0])
    ]
