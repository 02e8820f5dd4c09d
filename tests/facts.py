"""The facts that a generated page prints, as its markup marks them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Void in HTML only by their slash: the icons and bars are SVG.
CLOSED = {"use", "rect", "path"}
INLINE = {"a", "b", "em", "i", "rect", "span", "strong", "svg", "time", "use"}


@dataclass
class Fact:
    """One element with `data-fact`: its record, its handle, what it says."""

    record: str
    name: str
    attrs: dict[str, str]
    text: str = ""

    @property
    def value(self) -> str:
        """What the element gives as its value: an attribute meant for it, else its text."""
        for attribute in ("data-value", "datetime", "href"):
            if attribute in self.attrs:
                return self.attrs[attribute].removeprefix("mailto:").removeprefix("tel:")
        return " ".join(self.text.split())


@dataclass
class Body(HTMLParser):
    """A page's elements: facts, tags, attributes, text; and whether each tag was closed in its turn."""

    record: str
    facts: list[Fact] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    _open: list[tuple[str, str, Fact | None, list[bool]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that can be read on the page, on one line."""
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag not in INLINE:
            self.words.append(" ")
        for *_, full in self._open:
            full[:] = [True]
        if tag in VOID:
            return
        record = found.get("data-record") or (self._open[-1][1] if self._open else self.record)
        fact = Fact(record, found["data-fact"], found) if "data-fact" in found else None
        if fact:
            self.facts.append(fact)
        # A bar of colour and a place for a script to write in hold nothing.
        self._open.append((tag, record, fact, [tag == "i" or "role" in found]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in CLOSED, f"<{tag}/>"
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        for *_, full in self._open:
            full[:] = [True]

    def handle_endtag(self, tag: str) -> None:
        opened, _, _, full = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        if tag not in INLINE:
            self.words.append(" ")
        if not any(full):
            self.empty.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for _, _, fact, full in self._open:
            if data.strip():
                full[:] = [True]
            if fact:
                fact.text += data


@cache
def read(page: str) -> Body:
    """Read a generated page: front matter, then HTML."""
    meta, body = split(page)
    parsed = Body(meta.get("record", ""))
    HTMLParser.__init__(parsed, convert_charrefs=True)
    parsed.feed(body)
    parsed.close()
    assert not parsed._open, f"never closed: {[tag for tag, *_ in parsed._open]}"
    return parsed


def split(page: str) -> tuple[dict[str, Any], str]:
    """Return a generated page's front matter and its body."""
    found = re.fullmatch(r"---\n(.*?)\n---\n(.*)", page, re.DOTALL)
    assert found, page[:80]
    meta = dict(line.split(": ", 1) for line in found[1].split("\n"))
    return {key: json.loads(value) for key, value in meta.items()}, found[2]


def resolve(item: Any, name: str) -> Any:
    """Return what a handle such as `contacts.sendiass.more[0]` leads to in an item."""
    for step in re.findall(r"[a-z_]+|\d+", name):
        item = item[int(step) if step.isdigit() else step]
    return item["value"] if isinstance(item, dict) and "value" in item else item


def same(said: str, value: Any) -> bool:
    """Whether a printed value and one from a data file are the same."""
    if isinstance(value, float) or (
        isinstance(value, str) and re.fullmatch(r"[\d.]+", value) and "." in said
    ):
        return float(said) == float(value)
    return " ".join(said.split()) == " ".join(str(value).split())
