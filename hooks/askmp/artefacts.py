"""The one thing this package makes: files, each a path and its content."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file of the site's source: a page with front matter, JSON, CSV, SVG, PDF.

    `edit` is the file and line where a person changes what it shows, e.g. `data/mps.yaml#L14`.
    """

    path: str
    content: str | bytes
    edit: str | None = None


class ClashError(Exception):
    """Two artefacts want the same path."""


def unique(artefacts: Iterable[Artefact]) -> Iterator[Artefact]:
    """Pass artefacts on; raise ClashError when a path comes twice."""
    seen: set[str] = set()
    for artefact in artefacts:
        if artefact.path in seen:
            raise ClashError(f"Two pages want the address {artefact.path}. Rename one of them.")
        seen.add(artefact.path)
        yield artefact


def page(path: str, meta: Mapping[str, Any], body: str, edit: str | None = None) -> Artefact:
    """Return a page: front matter, then its HTML as one block that Markdown leaves alone.

    JSON is YAML: a title with quotes, colons or angle brackets cannot break the front matter.
    """
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    return Artefact(path, f"---\n{head}---\n{body.strip()}\n", edit)


def json_bytes(value: Any) -> bytes:
    """Return compact JSON with keys in the order given, ending in a new line."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
