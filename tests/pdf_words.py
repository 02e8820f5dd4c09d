"""Reads a PDF's words as its tags tell a screen reader to: a part's actual text instead of its glyphs.

Scripts that join or move their letters need that (ISO 32000-1, 14.9.4): one glyph may stand for several
letters, and before the one that it follows. Common libraries read the glyphs alone.
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import cache
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

_MARKS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_HEX = re.compile(rb"<([0-9a-fA-F ]+)>")


def plain(text: str) -> str:
    """Text in one normal form, without marks of direction."""
    return unicodedata.normalize("NFKC", _MARKS.sub("", text))


def words(text: str) -> list[str]:
    """The words of two letters or more; vowel signs and other marks belong to them."""
    cut = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in plain(text))
    return [word for word in cut.split() if len(word) > 1]


def share(said: list[str], text: str) -> float:
    """Which part of some words a text has."""
    there = set(words(text))
    return sum(word in there for word in said) / len(said)


@cache
def spoken(pdf: bytes) -> str:
    """All words of a file as they are to be read aloud."""
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(_page(reader, page) for page in reader.pages).split())


def _page(reader: PdfReader, page: Any) -> str:
    fonts = {name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    out: list[str] = []
    marks: list[str] = []  # the marked parts that are open
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"BDC" | b"BMC":
                actual = operands[1].get("/ActualText") if operator == b"BDC" else None
                if actual is not None and "text" not in marks:
                    out.append(str(actual))
                marks.append("text" if actual is not None else str(operands[0]))
            case b"EMC":
                # A word from right to left is a part of its own; the next one may be left of it.
                out.append(" " if marks.pop() == "/ReversedChars" else "")
            case b"Tf":
                letters = fonts[operands[0]]
            case b"Tj" | b"TJ" if "text" not in marks:
                parts = operands[0] if operator == b"TJ" else [operands[0]]
                glyphs = [
                    glyph
                    for part in parts
                    if isinstance(part, str | bytes)
                    for glyph in _decoded(part, letters)
                ]
                out += reversed(glyphs) if "/ReversedChars" in marks else glyphs
            case b"ET":
                out.append(" ")
    return "".join(out)


def _decoded(part: Any, letters: dict[int, str]) -> list[str]:
    raw = part.original_bytes if hasattr(part, "original_bytes") else part
    return [letters.get(int.from_bytes(raw[at : at + 2]), "\ufffd") for at in range(0, len(raw), 2)]


def _letters(font: Any) -> dict[int, str]:
    """What each two-byte code of a font stands for (its ToUnicode map)."""
    found: dict[int, str] = {}
    for kind, body in re.findall(rb"beginbf(char|range)(.*?)endbf", font["/ToUnicode"].get_data(), re.DOTALL):
        codes = [part.replace(b" ", b"").decode() for part in _HEX.findall(body)]
        if kind == b"char":
            pairs = zip(codes[::2], codes[1::2], strict=True)
            found |= {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
            continue
        for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(text, 16) + step)
    return found
