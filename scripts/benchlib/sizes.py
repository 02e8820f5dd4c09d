"""Sizes in a built site and the limits they must keep. 1 KB is 1000 bytes."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

KB = 1000
# The areas' pages are most of the site, and many families are on a phone with little data left.
AREA_PAGE = 25 * KB
FIRST_VISIT = 120 * KB
POSTCODE_LOOK_UP = 5 * KB

# Compressed already: a server sends these as they are.
PACKED = {".woff2", ".woff", ".png", ".jpg", ".webp", ".pdf", ".gz"}


@dataclass(frozen=True, kw_only=True)
class Size:
    """One measured size beside its limit."""

    what: str
    bytes: int
    limit: int | None = None
    detail: str = ""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept; True where there is none."""
        return self.limit is None or self.bytes <= self.limit


def area_pages(site: Path) -> list[Path]:
    """Every council's and every constituency's page."""
    return [
        path for kind in ("councils", "constituencies") for path in sorted(site.glob(f"{kind}/*/index.html"))
    ]


def transfer_bytes(path: Path) -> int:
    """What a server sends for a file: compressed, unless the format is so already."""
    content = path.read_bytes()
    return len(content) if path.suffix in PACKED else len(gzip.compress(content, 6, mtime=0))


def largest(paths: Iterable[Path], *, sent: bool = False) -> tuple[Path, int]:
    """The largest of some files, as it is or as it is sent."""
    sizes = ((path, transfer_bytes(path) if sent else path.stat().st_size) for path in paths)
    return max(sizes, key=lambda pair: pair[1])


def largest_page(site: Path) -> Size:
    """The area page with most HTML."""
    path, size = largest(area_pages(site))
    detail = f"{path.parent.relative_to(site)}, {transfer_bytes(path) / KB:.1f} KB sent"
    return Size(what="Largest area page", bytes=size, limit=AREA_PAGE, detail=detail)


def largest_look_up(site: Path) -> Size:
    """The postcode file that costs a family most."""
    path, size = largest(site.glob("api/v1/postcodes/*.json"), sent=True)
    return Size(what="Largest postcode look-up, sent", bytes=size, limit=POSTCODE_LOOK_UP, detail=path.name)


def first_visit(site: Path, page: str, loaded: Iterable[str]) -> Size:
    """A visit with an empty cache: the files in `loaded` are what a browser fetched for the page."""
    sizes = {name: transfer_bytes(site / name) for name in loaded}
    most = sorted(sizes.items(), key=lambda pair: -pair[1])[:3]
    detail = ", ".join(f"{name.rsplit('/', 1)[-1]} {size / KB:.1f}" for name, size in most)
    return Size(
        what=f"First visit to /{page}, sent", bytes=sum(sizes.values()), limit=FIRST_VISIT, detail=detail
    )
