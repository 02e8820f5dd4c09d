"""Typst in this process: a sheet and an edition in, a PDF or a picture out. No clock, no network."""

import json
import re
from pathlib import Path
from typing import Any, Literal

import typst

from askmp.leaflets.editions import PRESS, Edition

HERE = Path(__file__).parent
TEMPLATES = HERE / "typst"
FONTS = HERE / "fonts"
# PDF/UA-1 (ISO 14289-1), checked by the compiler: a missing title or alternative text is an error.
STANDARD = ["ua-1"]
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


class LeafletError(Exception):
    """A leaflet could not be made as it must be."""


class Typesetter:
    """One compiler with its fonts, used for many sheets. Not to be shared between threads."""

    def __init__(self) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        self._compiler = typst.Compiler(str(TEMPLATES), font_paths=fonts)

    def pdf(self, sheet: str, edition: Edition, title: str, *, press: bool = False) -> bytes:
        """Return the PDF of a sheet (see `sheet.sheet`, as JSON).

        Raises:
            LeafletError: The template failed or warned, or the words took more pages than there are.
        """
        made = self._compile(sheet, edition, title, "press" if press else edition.ink, "pdf")
        pages = len(_PAGE.findall(made))
        least, most = edition.pages
        if not least <= pages <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            raise LeafletError(f"it has {pages} pages, not {wanted}: something is too long for its place.")
        return made

    def picture(self, sheet: str, edition: Edition, title: str, ppi: float) -> bytes:
        """Return the first page as PNG, at some pixels per inch.

        Raises:
            LeafletError: The template failed or warned.
        """
        return self._compile(sheet, edition, title, edition.ink, "png", ppi)

    def _compile(
        self,
        sheet: str,
        edition: Edition,
        title: str,
        ink: str,
        form: Literal["pdf", "png"],
        ppi: float | None = None,
    ) -> bytes:
        width, height = edition.size
        about = {"id": edition.id, "title": title, "ink": ink, "width": width, "height": height}
        options: dict[str, Any] = (
            {"pdf_standards": STANDARD, "timestamp": 0} if form == "pdf" else {"ppi": ppi}
        )
        try:
            made, warnings = self._compiler.compile_with_warnings(
                str(TEMPLATES / edition.template),
                format=form,
                sys_inputs={"sheet": sheet, "edition": json.dumps(about)},
                **options,
            )
        except typst.TypstError as error:
            raise LeafletError(_plain(error)) from None
        if warnings:
            # An unknown font is only a warning, and the page would be empty.
            raise LeafletError("; ".join(_plain(warning) for warning in warnings))
        pages = made if isinstance(made, list) else [made]
        if not pages or pages[0] is None:
            raise LeafletError("the typesetter made nothing.")
        return pages[0]


def _plain(error: Exception) -> str:
    """What the compiler says, on one line."""
    return " ".join(str(getattr(error, "message", error)).split())


def name_of(edition: Edition, *, press: bool) -> str:
    """Return the file's name: leaflet-a4.pdf, leaflet-a4-press.pdf."""
    return f"{edition.id}{PRESS if press else ''}.{edition.suffix}"
