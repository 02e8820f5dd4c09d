"""Reads a leaflet back: its text, sizes of type, tags and page boxes, and its square code."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2
import zxingcpp
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

POINTS_PER_MM = 72 / 25.4


@cache
def text_of(pdf: bytes) -> str:
    """All words of a file, page after page, on one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    # The reader's own sign for a hyphen at the end of a line; marks that only steer the eye.
    text = re.sub("[\x02\ufffe]", "-", " ".join(pages))
    return " ".join(re.sub("[\u00ad\u200e\u200f\u2066-\u2069]", "", text).split())


def squash(text: str) -> str:
    """Text without any white space: an address may be broken over two lines."""
    return re.sub(r"\s+", "", text)


def codes_in(pdf: bytes, dpi: int = 150) -> list[str]:
    """What the square codes say when the file is printed in grey, page after page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        images = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()
    return [code.text for image in images for code in zxingcpp.read_barcodes(image)]


def type_sizes(pdf: bytes) -> dict[float, str]:
    """Each size of type in points, with some words set in it."""
    found: dict[float, str] = {}

    def see(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            # The vertical scale of the text's and the page's matrix together (ISO 32000-1, 9.4.4).
            rise = abs((tm[2] ** 2 + tm[3] ** 2) ** 0.5 * (cm[2] ** 2 + cm[3] ** 2) ** 0.5)
            found.setdefault(round(size * rise, 1), text.strip())

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=see)
    return found


@dataclass(frozen=True)
class Tag:
    """An element of the structure tree: its role and its alternative text."""

    role: str
    alt: str | None


@dataclass(frozen=True)
class Structure:
    """What a screen reader is told besides the words."""

    language: str
    title: str
    shows_title: bool
    marked: bool
    pdfua: bool
    tags: tuple[Tag, ...]
    embedded: bool

    @property
    def roles(self) -> list[str]:
        """The roles in reading order."""
        return [tag.role for tag in self.tags]


def structure(pdf: bytes) -> Structure:
    """Read the tags and the marks of an accessible file (ISO 14289-1)."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    tree = root["/StructTreeRoot"].get_object()
    tags: list[Tag] = []
    _walk(tree.get("/K"), tags)
    metadata = root["/Metadata"].get_object().get_data().decode("utf-8")
    return Structure(
        language=str(root.get("/Lang", "")),
        title=str(reader.metadata.title if reader.metadata else ""),
        shows_title=bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        marked=bool(root.get("/MarkInfo", {}).get("/Marked")),
        pdfua=bool(re.search(r"pdfuaid:part\W+1\b", metadata)),
        tags=tuple(tags),
        embedded=all(_embedded(page) for page in reader.pages),
    )


def _walk(node: Any, tags: list[Tag]) -> None:
    if isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            _walk(child, tags)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        tags.append(Tag(str(node["/S"]).lstrip("/"), str(node["/Alt"]) if "/Alt" in node else None))
        _walk(node.get("/K"), tags)


def _embedded(page: Any) -> bool:
    fonts = page["/Resources"].get("/Font", {})
    for font in (one.get_object() for one in fonts.values()):
        for below in (one.get_object() for one in font.get("/DescendantFonts", [font])):
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & below["/FontDescriptor"].get_object().keys():
                return False
    return True


def boxes(pdf: bytes) -> list[dict[str, tuple[float, float, float, float]]]:
    """The page boxes in millimetres: left, bottom, right, top."""
    return [
        {
            name: tuple(round(float(edge) / POINTS_PER_MM, 1) for edge in page[f"/{name}"])  # type: ignore[misc]
            for name in ("MediaBox", "TrimBox", "BleedBox")
            if f"/{name}" in page
        }
        for page in PdfReader(io.BytesIO(pdf)).pages
    ]
