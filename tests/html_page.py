"""One built page as its markup says it: links, ids, headings and whatever else the site tests ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
# Elements whose address is fetched when the page is opened, and not only when a reader follows it.
LOADS = {"script", "img", "iframe", "embed", "object", "source", "video", "audio", "track", "image", "use"}
LOADING_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
}


@dataclass
class Element:
    """A start tag: where it is in the page (in order), its attributes, and the text inside it."""

    tag: str
    attrs: dict[str, str]
    place: int
    text: str = ""

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()


@dataclass
class Page(HTMLParser):
    """All of a page's elements in order."""

    path: str  # below the site's root, such as help/index.html
    elements: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: str, html: str) -> Page:
        page = cls(path)
        HTMLParser.__init__(page, convert_charrefs=True)
        page.feed(html)
        page.close()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, len(self.elements))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, len(self.elements)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.stray.append(tag)
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(element.tag in {"script", "style"} for element in self.open[-1:]):
            self.open[-1].text += data
            return
        self.words.append(data)
        for element in self.open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def ids(self) -> list[str]:
        return [element.attrs["id"] for element in self.elements if "id" in element.attrs]

    @property
    def headings(self) -> list[Element]:
        return [element for element in self.elements if element.tag in HEADINGS]

    def meta(self, name: str) -> str | None:
        found = [e.attrs.get("content", "") for e in self.all("meta") if e.attrs.get("name") == name]
        return found[0] if found else None

    @property
    def addresses(self) -> list[str]:
        """Every address on the page, of links and of things that load."""
        return [
            e.attrs[name]
            for e in self.elements
            for name in ("href", "src", "action", "data")
            if name in e.attrs
        ]

    @property
    def loaded(self) -> list[str]:
        """The addresses that the page fetches by itself."""
        found = []
        for element in self.elements:
            if element.tag in LOADS or (
                element.tag == "link" and LOADING_LINKS & set(element.attrs.get("rel", "").split())
            ):
                found += [
                    element.attrs[name] for name in ("src", "href", "data", "srcset") if name in element.attrs
                ]
        return found


def is_internal(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def target(page: str, address: str, base: str = "/") -> tuple[str, str] | None:
    """The file (below the site's root) and the anchor an address inside the site leads to; None: it leaves.

    Args:
        page: The page with the link, below the site's root.
        address: What its `href` says.
        base: The path under which the site is published.
    """
    parts = urlsplit(address)
    path = unquote(parts.path)
    if path.startswith("/"):
        if not path.startswith(base):
            return None
        steps, path = [], path.removeprefix(base)
    else:
        steps = list(PurePosixPath(page).parent.parts)
    if not path and not address.startswith("/"):
        return page, unquote(parts.fragment)
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in {"", "."}:
            steps.append(step)
    folder = path.endswith(("/", "..")) or path in {"", "."}
    return "/".join([*steps, "index.html"] if folder else steps), unquote(parts.fragment)
