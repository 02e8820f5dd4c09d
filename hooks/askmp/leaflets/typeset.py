"""Typst in this process: a sheet and an edition in, a PDF out. No clock, no network."""

import json
import re
import shutil
import weakref
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import typst

from askmp.leaflets.editions import Edition
from askmp.leaflets.finish import finish
from askmp.leaflets.sheet import square

HERE = Path(__file__).parent
TEMPLATES = HERE / "typst"
FONTS = HERE / "fonts"
# PDF/UA-1 (ISO 14289-1), checked by the compiler: a missing title or alternative text is an error.
STANDARD: Final = "ua-1"
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


class LeafletError(Exception):
    """A leaflet could not be made as it must be."""


class Typesetter:
    """One compiler with its fonts, used for many sheets. Not to be shared between threads."""

    def __init__(self) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        # The sheet is a file beside the templates, not one of Typst's inputs: while those are the same, Typst
        # keeps what it laid out for the next sheet of that edition. Half the time; lost after ten others.
        self._root = Path(mkdtemp(prefix="askmp-leaflets-"))
        # Clears the desk: when nobody holds the typesetter any more, or when the program ends.
        self.close = weakref.finalize(self, shutil.rmtree, self._root, ignore_errors=True)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, self._root / template.name)
        self._compiler = typst.Compiler(str(self._root), font_paths=fonts)

    def pdf(self, sheet: str, edition: Edition, title: str, *, url: str, press: bool = False) -> bytes:
        """Return the PDF of a sheet (see `sheet.sheet`, as JSON).

        Args:
            sheet: The words and facts.
            edition: The layout.
            title: The document's title.
            url: The address in the square code.
            press: Whether it is for a print shop.

        Raises:
            LeafletError: The template failed or warned, or the words took more pages than there are.
        """
        made = self._compile(sheet, edition, title, "press" if press else edition.ink, url)
        pages = len(_PAGE.findall(made))
        least, most = edition.pages
        if not least <= pages <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            raise LeafletError(f"it has {pages} pages, not {wanted}: something is too long for its place.")
        return finish(made, press=press)

    def _compile(self, sheet: str, edition: Edition, title: str, ink: str, url: str) -> bytes:
        width, height = edition.size
        about = {"id": edition.id, "title": title, "ink": ink, "width": width, "height": height}
        self._lay("edition.json", json.dumps(about))
        self._lay("sheet.json", sheet)
        self._lay("square.svg", square(url))
        try:
            made, warnings = self._compiler.compile_with_warnings(
                str(self._root / edition.template),
                format="pdf",
                pdf_standards=STANDARD,
                timestamp=0,
            )
        except RuntimeError as error:  # a TypstError is one; so is a template that is not there
            raise LeafletError(_plain(error)) from None
        if warnings:
            # An unknown font is only a warning, and the page would be empty.
            raise LeafletError("; ".join(_plain(warning) for warning in warnings))
        if not isinstance(made, bytes):
            raise LeafletError("the typesetter made nothing.")
        return made

    def _lay(self, name: str, text: str) -> None:
        (self._root / name).write_text(text, "utf-8")


def _plain(error: Exception) -> str:
    """What the compiler says, on one line."""
    return " ".join(str(getattr(error, "message", error)).split())
