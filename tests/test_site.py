"""What every page of the built site must keep, read from its files without a browser."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import socket
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from askmp.render import day
from builds import ROOT, build_real, build_small, newest_check, small_project
from html_page import Page, is_internal, target

Pages = dict[str, Page]
STANCE = "Not the MP, the council, the NHS or a party"
# What the parties call their own colours, as far as they differ from ours.
PARTY_COLOURS = (
    "#e4003b",
    "#d50000",
    "#dc241f",
    "#0087dc",
    "#00539f",
    "#faa61a",
    "#fdbb30",
    "#12b6cf",
    "#02a95b",
    "#6ab023",
)
TEXT_FILES = {".html", ".json", ".css", ".js", ".xml", ".svg", ".txt"}


@pytest.fixture(scope="session")
def everything(built_site: Path) -> Pages:
    """Every HTML file of the site, by its path below the root."""
    found = {}
    for file in sorted(built_site.rglob("*.html")):
        path = file.relative_to(built_site).as_posix()
        found[path] = Page.read(path, file.read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def pages(everything: Pages) -> Pages:
    """Every page that people read."""
    return {path: page for path, page in everything.items() if not forward(page)}


def forward(page: Page) -> str:
    """Where a short address sends the reader on to, or nothing on a page to be read."""
    refresh = [e.attrs["content"] for e in page.all("meta") if e.attrs.get("http-equiv") == "refresh"]
    return refresh[0].removeprefix("0; url=") if refresh else ""


@pytest.fixture(scope="session")
def areas(pages: Pages) -> Pages:
    """The pages of councils and constituencies; those of their leaflets are below them."""
    kinds = ("councils/", "constituencies/")
    return {path: page for path, page in pages.items() if path.startswith(kinds) and path.count("/") == 2}


@pytest.fixture(scope="session")
def base(pages: Pages) -> str:
    """The path under which the site is published: / or /name/."""
    home = next(e for e in pages["index.html"].all("link") if e.attrs.get("rel") == "canonical")
    return urlsplit(home.attrs["href"]).path


def records(site: Path, kind: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = json.loads((site / "api" / "v1" / f"{kind}.json").read_bytes())["items"]
    return items


# --- What is there ----------------------------------------------------------------------------------------


def test_every_area_of_england_has_its_page(built_site: Path, areas: Pages) -> None:
    for kind, number in (("councils", 153), ("constituencies", 543)):
        paths = {f"{kind}/{item['id']}/index.html" for item in records(built_site, kind)}
        assert len(paths) == number
        assert paths == {path for path in areas if path.startswith(f"{kind}/")}


def test_area_pages_say_which_record_they_show(built_site: Path, areas: Pages) -> None:
    for kind in ("councils", "constituencies"):
        for item in records(built_site, kind):
            article = next(e for e in areas[f"{kind}/{item['id']}/index.html"].all("article"))
            assert article.attrs["data-record"] == f"{kind}/{item['id']}"
            assert article.attrs["data-gss"] == item["gss"]


def test_the_files_are_only_ours(built_site: Path) -> None:
    files = {path.relative_to(built_site).as_posix() for path in built_site.rglob("*") if path.is_file()}
    assets = sorted(name for name in files if name.startswith("assets/"))
    assert [name for name in assets if not name.startswith("assets/fonts/")] == [
        "assets/area.js",
        "assets/brief-page.js",
        "assets/brief.js",
        "assets/dates.js",
        "assets/deadlines-page.js",
        "assets/deadlines.js",
        "assets/deadlines.json",
        "assets/finder.js",
        "assets/finder.json",
        "assets/forms.js",
        "assets/ics.js",
        "assets/leaflet.css",
        "assets/look.css",
        "assets/mark.svg",
        "assets/personal.js",
        "assets/rtf.js",
    ]
    strange = {name for name in files if Path(name).suffix not in {*TEXT_FILES, ".woff2", ".gz"}}
    paper = {name for name in strange if re.search(r"/leaflets/[\w-]+\.(pdf|png|zip)$", name)}
    proofs = {name for name in strange if re.fullmatch(r"translations/\w+/[\w-]+\.pdf", name)}
    strange -= paper | proofs
    assert strange == set()


def test_the_page_for_lost_readers_is_the_only_one_kept_from_search_engines(pages: Pages) -> None:
    assert [path for path, page in pages.items() if page.meta("robots")] == ["404.html"]
    for path, page in pages.items():
        canonical = [e.attrs["href"] for e in page.all("link") if e.attrs.get("rel") == "canonical"]
        assert len(canonical) == (path != "404.html"), path
        if canonical:
            assert canonical[0].endswith("/" + path.removesuffix("index.html")), path


def test_short_addresses_lead_to_their_areas(built_site: Path, everything: Pages, areas: Pages) -> None:
    """Those that stand on paper. They work without a script, and search engines pass them by."""
    found = {path: forward(page) for path, page in everything.items() if forward(page)}
    assert len(found) == 696
    assert {f"{there.removeprefix('../')}index.html" for there in found.values()} == set(areas)
    for path, there in found.items():
        page = everything[path]
        assert [e.attrs["href"] for e in page.all("a")] == [there], path
        assert page.meta("robots") == "noindex", path
        assert (built_site / path).parent.parent == built_site, path


# --- Links ------------------------------------------------------------------------------------------------


def test_every_link_inside_the_site_leads_somewhere(built_site: Path, pages: Pages, base: str) -> None:
    files = {path.relative_to(built_site).as_posix() for path in built_site.rglob("*") if path.is_file()}
    ids = {path: set(page.ids) for path, page in pages.items()}
    lost = set()
    for path, page in pages.items():
        for address in filter(is_internal, page.addresses):
            found = target(path, address, base)
            if found is None or found[0] not in files:
                lost.add(f"{path}: {address}")
            elif found[1] and found[1] not in ids.get(found[0], ()):
                lost.add(f"{path}: {address} (no such place on that page)")
    assert sorted(lost) == []


def test_links_are_relative_so_that_the_site_works_below_any_address(pages: Pages) -> None:
    whole = {
        f"{path}: {address}"
        for path, page in pages.items()
        if path != "404.html"
        for address in page.addresses
        if is_internal(address) and address.startswith("/")
    }
    assert whole == set()


def test_the_page_for_lost_readers_works_below_any_address(tmp_path: Path) -> None:
    """A host shows it for any missing address, so its links must be whole paths, from the site's own root."""
    project = small_project(tmp_path / "project")
    site = build_small(project, tmp_path / "site", ASKMP_SITE_URL="https://host.example/ask-your-mp/")
    page = Page.read("404.html", (site / "404.html").read_text("utf-8"))
    inside = [address for address in page.addresses if is_internal(address) and not address.startswith("#")]
    assert inside
    for address in inside:
        assert address.startswith("/ask-your-mp/"), address
        found = target("404.html", address, "/ask-your-mp/")
        assert found, address
        assert (site / found[0]).is_file(), address
    assert [e.attrs["data-root"] for e in page.all("form")] == ["/ask-your-mp/"]
    other = Page.read("help/index.html", (site / "help" / "index.html").read_text("utf-8"))
    assert not [address for address in other.addresses if is_internal(address) and address.startswith("/")]


def test_the_finder_knows_the_way_to_the_root(pages: Pages, base: str) -> None:
    forms = {
        path: e.attrs["data-root"]
        for path, page in pages.items()
        for e in page.all("form")
        if e.attrs.get("id") == "finder-form"
    }
    assert {"index.html", "404.html", "areas/index.html", "areas/london/index.html"} <= set(forms)
    for path, root in forms.items():
        found = target(path, root or ".", base)
        assert found is not None, path
        assert found[0] == "index.html", path


def test_links_to_others_are_of_a_safe_kind(pages: Pages) -> None:
    kinds = {urlsplit(a).scheme for page in pages.values() for a in page.addresses if not is_internal(a)}
    assert kinds <= {"https", "http", "mailto", "tel"}
    bad = {
        address
        for page in pages.values()
        for address in page.addresses
        if (address.startswith("tel:") and not re.fullmatch(r"tel:\+?\d{10,13}", address))
        or (address.startswith("mailto:") and not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+\.[^@\s]+", address))
    }
    assert bad == set()


# --- Markup -----------------------------------------------------------------------------------------------


def test_every_page_has_the_bones_of_one(pages: Pages) -> None:
    for path, page in pages.items():
        assert [e.attrs.get("lang") for e in page.all("html")] == ["en-GB"], path
        assert len(page.all("main")) == 1, path
        assert len(page.all("h1")) == 1, path
        # Symbols have no title; a page's own is in its head.
        assert [bool(e.text.strip()) for e in page.all("title")] == [True], path
        assert 50 <= len(page.meta("description") or "") <= 250, (path, page.meta("description"))
        assert page.meta("viewport") == "width=device-width,initial-scale=1", path
        assert page.stray == [], path


def test_titles_tell_pages_apart(pages: Pages) -> None:
    titles = [page.all("title")[0].text for page in pages.values()]
    assert len(titles) == len(set(titles))


def test_headings_are_in_order(pages: Pages) -> None:
    for path, page in pages.items():
        levels = [int(heading.tag[1]) for heading in page.headings]
        assert levels[0] == 1, path
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        assert jumps == [], path
        assert all(heading.text.strip() for heading in page.headings), path


def test_ids_are_unique_and_labels_point_at_them(pages: Pages) -> None:
    for path, page in pages.items():
        ids = page.ids
        assert len(ids) == len(set(ids)), (path, sorted({i for i in ids if ids.count(i) > 1}))
        for element in page.elements:
            for name in ("for", "aria-controls", "aria-describedby", "aria-labelledby"):
                assert set(element.attrs.get(name, "").split()) <= set(ids), (path, name, element.attrs)


def test_nothing_runs_and_nothing_is_styled_inside_a_page(pages: Pages) -> None:
    found = set()
    for path, page in pages.items():
        for e in page.elements:
            found |= {f"{path}: {e.tag} {a}" for a in e.attrs if a == "style" or a.startswith("on")}
            if e.tag == "style" or (e.tag == "script" and ("src" not in e.attrs or e.text.strip())):
                found.add(f"{path}: {e.tag}")
            if e.tag in {"iframe", "object", "embed", "base"}:
                found.add(f"{path}: {e.tag}")
    assert found == set()


def test_nothing_is_loaded_from_elsewhere(built_site: Path, pages: Pages) -> None:
    away = {f"{p}: {a}" for p, page in pages.items() for a in page.loaded if not is_internal(a)}
    assert away == set()
    for sheet in built_site.rglob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        assert "@import" not in css
        addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", css)
        assert addresses or sheet.name != "look.css"
        for address in addresses:
            assert is_internal(address), address
            assert (sheet.parent / address).is_file(), address
    for script in built_site.rglob("*.js"):
        assert re.findall(r"https?://", script.read_text("utf-8")) == [], script.name
    for drawing in built_site.rglob("*.svg"):
        assert not re.search(r"<script|(?:href|src)=|url\(", drawing.read_text("utf-8")), drawing.name


def test_the_theme_we_build_on_leaves_nothing_behind(built_site: Path, pages: Pages) -> None:
    for folder in ("javascripts", "stylesheets", "images"):
        assert not (built_site / "assets" / folder).exists()
    for path, page in pages.items():
        assert page.meta("generator") is None, path
        assert "__config" not in page.ids, path
        names = {name for e in page.elements for name in e.classes if name.startswith("md-")}
        unknown = names - {
            *("md-header", "md-header__inner", "md-grid", "md-container", "md-main", "md-main__inner"),
            *("md-content", "md-content__inner", "md-typeset", "md-footer", "md-footer__in"),
        }
        assert unknown == set(), path


def test_every_icon_is_drawn_on_its_page(pages: Pages) -> None:
    """And none is left that no page shows: each costs every reader a little."""
    shown, drawn = set(), set()
    for path, page in pages.items():
        uses = {e.attrs["href"].removeprefix("#") for e in page.all("use")}
        symbols = {e.attrs["id"] for e in page.all("symbol")}
        assert uses <= symbols, path
        shown |= uses
        drawn |= symbols
    assert drawn - shown <= {"i-menu"}


# --- Words ------------------------------------------------------------------------------------------------


def test_every_page_says_who_we_are_not(pages: Pages) -> None:
    assert [path for path, page in pages.items() if STANCE not in page.text] == []
    footers = [
        path
        for path, page in pages.items()
        if "not the MP, not the council, not the NHS, not a party" not in page.text
    ]
    assert footers == []


def test_the_deadline_comes_before_any_way_to_write(areas: Pages) -> None:
    for path, page in areas.items():
        due = [e.place for e in page.all("section") if "due" in e.classes]
        assert len(due) == 1, path
        writes = [e.place for e in page.all("a") if e.attrs.get("href", "").startswith("mailto:")]
        writes += [h.place for h in page.headings if h.text.strip().startswith("Write to")]
        assert all(due[0] < place for place in writes), path
        box = next(e for e in page.all("section") if "due" in e.classes)
        assert box.text.index("does not stop that clock") < box.text.index("Source:"), path


def test_facts_say_where_they_are_from_and_when_somebody_looked(areas: Pages) -> None:
    for path, page in areas.items():
        sources = [e for e in page.all("p") if "src" in e.classes and e.text.startswith("Source")]
        assert sources, path
        for source in sources:
            assert re.search(r"[Cc]hecked \d{1,2} [A-Z][a-z]+ 20\d\d", source.text), (path, source.text)


def test_no_party_has_a_colour_or_a_class(built_site: Path, pages: Pages) -> None:
    parties = {str(item["mp"]["party"]) for item in records(built_site, "constituencies") if item["mp"]}  # type: ignore[index]
    assert len(parties) > 4
    names = {re.sub(r"\W+", "-", party.lower()) for party in parties} | {
        p.split()[0].lower() for p in parties
    }
    names -= {"independent"}
    for path, page in pages.items():
        for element in page.elements:
            marks = {*element.classes, *element.attrs.get("id", "").split()}
            assert not marks & names, (path, element.attrs)
            assert not {"bgcolor", "color"} & set(element.attrs), (path, element.attrs)
    for file in [*built_site.rglob("*.css"), *built_site.rglob("*.svg")]:
        text = file.read_text("utf-8").lower()
        assert [colour for colour in PARTY_COLOURS if colour in text] == []
        assert [name for name in names if f".{name}" in text] == []


def test_nothing_of_the_machine_that_built_it_shows(built_site: Path) -> None:
    folders = r"(?<![\w./-])/(?:tmp|root|home|Users|work|var|mnt|private)/\w"
    told = re.compile(
        rf"{folders}|\b127\.0\.0\.1\b|\blocalhost\b|file://|\\\\Users\\\\|Traceback \(most recent"
    )
    here = [name for name in (str(ROOT), str(built_site), socket.gethostname()) if len(name) > 5]
    for file in built_site.rglob("*"):
        if file.suffix in TEXT_FILES:
            text = file.read_text("utf-8")
            assert not told.search(text), (file.name, told.search(text))
            assert [name for name in here if name in text] == [], file.name


# --- Lists of pages ---------------------------------------------------------------------------------------


def test_the_sitemap_lists_every_page_with_its_records_date(
    built_site: Path, pages: Pages, areas: Pages
) -> None:
    xml = (built_site / "sitemap.xml").read_bytes()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    dates = {
        str(entry.findtext(f"{space}loc")): entry.findtext(f"{space}lastmod")
        for entry in ElementTree.fromstring(xml)
    }
    addresses = {
        path: next(e.attrs["href"] for e in page.all("link") if e.attrs.get("rel") == "canonical")
        for path, page in pages.items()
        if path != "404.html"
    }
    assert set(dates) == set(addresses.values())
    newest = newest_check(ROOT / "data")
    leaflets = {path: page for path, page in pages.items() if path.endswith("/leaflets/index.html")}
    dated = areas | leaflets
    for path, page in dated.items():
        said = dates[addresses[path]]
        assert said is not None, path
        assert f"was last checked on {day(said)}" in page.text, path
        assert said <= newest, path
    # A page without a record has no date of its own: the day of the build would say something changed.
    assert {
        date for path, address in addresses.items() if path not in dated for date in [dates[address]]
    } == {None}
    assert gzip.decompress((built_site / "sitemap.xml.gz").read_bytes()) == xml


def test_area_pages_are_neither_in_the_menu_nor_in_the_search_index(built_site: Path, pages: Pages) -> None:
    for path, page in pages.items():
        menus = [e for e in page.all("nav") if e.attrs.get("aria-label") in {"Main", "Main menu"}]
        assert len(menus) == 2, path
        assert all(len(menu.text) < 120 for menu in menus), path
    index = json.loads((built_site / "search" / "search_index.json").read_bytes())
    places = {doc["location"] for doc in index["docs"]}
    assert "help/" in places
    assert [place for place in places if place.startswith(("councils/", "constituencies/"))] == []


def test_two_builds_are_the_same_to_the_byte(built_site: Path, tmp_path: Path) -> None:
    if "ASKMP_SITE" in os.environ:
        pytest.skip("a site that is there already was built on another day, perhaps")
    # Another order of sets, as every run of Python has.
    again = build_real(tmp_path / "again", PYTHONHASHSEED="1")
    assert digests(again) == digests(built_site)


def digests(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
