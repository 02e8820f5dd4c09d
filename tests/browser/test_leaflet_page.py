"""A leaflets page as people use it: put a name on the leaflet, print it, without JavaScript, by keyboard."""

from __future__ import annotations

import io
import re
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from PIL import Image
from playwright.sync_api import expect
from test_pages_in_browser import KEPT, SCHEMES, TARGETS, WIDTHS, faults, too_wide

import small
from askmp.areas import Editing
from askmp.hubs import prose_pages
from askmp.leaflets.pages import leaflet_pages
from askmp.leaflets.sheet import address, square
from askmp.render import environment
from builds import ROOT
from conftest import serving
from leaflet_kit import SITE, real_plan, small_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

    from askmp.plan import Plan

SEAT = "constituencies/aldershot"
MANY = "councils/essex"  # 16 MPs
# Areas of England as different as they get, and what England does not have on every day.
REAL = (SEAT, MANY, "constituencies/tatton", "councils/surrey", "constituencies/holborn-and-st-pancras")
SMALL = ("constituencies/guildford",)  # vacant
POLICY = "default-src 'self'; img-src 'self' blob:; form-action 'none'; base-uri 'none'"
CONFIG = """site_name: Ask your MP about SEND
site_url: https://ask-your-mp.example/
theme: {name: material, custom_dir: overrides, language: en, font: false}
plugins: []
markdown_extensions: [attr_list, md_in_html, tables]
nav: [index.md]
"""
# The height that each side of the leaflet takes by itself, in millimetres.
SIDES = """html => { document.querySelector("article").innerHTML = html;
  return [...document.querySelectorAll(".twin__side")].map(side => {
    side.style.minHeight = 0; return side.getBoundingClientRect().height * 25.4 / 96; }); }"""
# The size of each piece of text that is printed, in points.
TYPE = """() => { const sizes = {}, walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const text = walk.currentNode, one = text.parentElement;
    if (text.data.trim() && one.checkVisibility() && !one.closest(".vh"))
      sizes[text.data.trim()] = parseFloat(getComputedStyle(one).fontSize) * .75; }
  return sizes; }"""
A4_HEIGHT = 297  # millimetres


def made(of: Plan) -> dict[str, str]:
    """The leaflets pages of a plan, by path."""
    env = environment({source.id: source for source in of.inputs.data.sources})
    words = of.inputs.languages
    found = leaflet_pages(of.areas, of.places, of.ground, words, {}, env, Editing(small.REPO), SITE)
    return {one.path: str(one.content) for one in found}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a few leaflets pages, the hub that leads to them, and a strict policy."""
    folder = tmp_path_factory.mktemp("leaflets")
    (folder / "overrides").symlink_to(ROOT / "overrides")
    (folder / "mkdocs.yml").write_text(CONFIG)
    docs = folder / "docs"
    docs.mkdir()
    (docs / "assets").symlink_to(ROOT / "docs" / "assets")
    (docs / "index.md").write_text("# Home\n")
    tiny, whole = small_plan(), real_plan()
    env = environment({source.id: source for source in tiny.inputs.data.sources})
    hub = {"surgeries-and-schools.md": (ROOT / "docs" / "surgeries-and-schools.md").read_text("utf-8")}
    pages = {
        one.path: str(one.content)
        for one in prose_pages(hub, env, tiny.ground.deadline, {"shared": tiny.ground})
    }
    for of, records in ((whole, REAL), (tiny, SMALL)):
        there = made(of)
        for record in records:
            path = f"{record}/leaflets/"
            pages[f"{path}index.md"] = there[f"{path}index.md"]
            pages[f"{path}square.svg"] = square(address(of.places[record], SITE))
    for name, content in pages.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(content, "utf-8")
    site = folder / "site"
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(site), docs_dir=str(docs)))
    for path in site.rglob("*.html"):
        head = f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        path.write_text(path.read_text("utf-8").replace("<head>", head, 1), "utf-8")
    for name, one in small.small_site().artefacts.items():
        if name == "assets/finder.json" or name.startswith("api/v1/postcodes/"):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_bytes(one.content if isinstance(one.content, bytes) else one.content.encode())
    for path in site.glob("*/*/leaflets"):
        for name in set(re.findall(r'src="([a-z0-9-]+\.png)"', (path / "index.html").read_text("utf-8"))):
            (path / name).write_bytes(picture("PNG"))
    with serving(site) as found:
        yield found


@pytest.fixture(scope="module")
def axe() -> str:
    """The accessibility checker, as its package brings it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.fixture
def leaflets(open_page: Callable[..., Page], url: str) -> Callable[..., Page]:
    """A call that opens the leaflets page of an area; it fails at the end if the console said anything."""
    said: list[str] = []

    def opened(record: str = SEAT, **options: Any) -> Page:
        page = open_page(**options)
        page.on("console", lambda message: said.append(message.text))
        page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
        page.goto(f"{url}{record}/leaflets/")
        return page

    yield opened
    assert said == []


def picture(kind: str, size: tuple[int, int] = (300, 120)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 90)).save(out, kind)
    return out.getvalue()


def choose(page: Page, content: bytes, name: str = "logo.png", kind: str = "image/png") -> None:
    page.set_input_files("#stamp-logo", {"name": name, "mimeType": kind, "buffer": content})


def printed(page: Page) -> pypdfium2.PdfDocument:
    """The page as a printer gets it, without backgrounds, as browsers do unless told otherwise."""
    return pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=False))


def text_of(sheet: Any) -> str:
    return " ".join(sheet.get_textpage().get_text_range().split())


def pictures_on(sheet: Any) -> int:
    return sum(1 for one in sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))


# --- A name and a logo ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_name_and_a_logo_are_printed_in_the_stamp_box(kind: str, leaflets: Callable[..., Page]) -> None:
    page = leaflets()
    asked = list(page.requests)  # type: ignore[attr-defined]
    page.get_by_label("Name of your surgery, school or library").fill("  Hill   Surgery & <b>Sons</b> ")
    choose(page, picture(kind), f"logo.{kind.lower()}", f"image/{kind.lower()}")
    stamp = page.locator("#stamp")
    expect(stamp.locator("canvas")).to_be_visible()
    expect(stamp.locator(".stamp__name")).to_have_text("Hill Surgery & <b>Sons</b>")
    expect(page.locator("#stamp-status")).to_have_text(
        "In the box on side 2: “Hill Surgery & <b>Sons</b>” and your logo."
    )
    page.get_by_role("button", name="Print my leaflet").click()
    page.wait_for_function("window.printed === 1")
    sheets = printed(page)
    assert len(sheets) == 2
    assert "Hill Surgery & <b>Sons</b>" in text_of(sheets[1])
    assert "Hill Surgery" not in text_of(sheets[0])
    assert pictures_on(sheets[1]) == 1
    # Nothing has been sent, kept, or put in the address.
    more = page.requests[len(asked) :]  # type: ignore[attr-defined]
    assert [one for one in more if not one.endswith(("-preview.png", "/mark.svg"))] == []
    assert page.evaluate(KEPT) == ["", 0, 0, 0, 0, 0]
    assert page.evaluate("location.search + location.hash") == ""


def test_the_longest_name_and_a_tall_logo_still_print_on_two_sides(leaflets: Callable[..., Page]) -> None:
    page = leaflets(MANY)
    page.fill("#stamp-name", ("Wolverhampton and Bilston Community Medical Practice " * 2)[:80])
    choose(page, picture("PNG", (400, 2000)))
    expect(page.locator("#stamp canvas")).to_be_visible()
    assert len(printed(page)) == 2


@pytest.mark.parametrize(
    ("content", "name", "kind", "message"),
    [
        (b"just words", "logo.png", "image/png", "This is not a PNG, JPEG or WebP picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "image/svg+xml", "This is not a PNG, JPEG"),
        (b"GIF89a" + b"\0" * 40, "logo.gif", "image/gif", "This is not a PNG, JPEG or WebP picture."),
        (b"", "empty.png", "image/png", "This is not a PNG, JPEG or WebP picture."),
        (picture("PNG")[:60], "cut.png", "image/png", "We cannot read this picture."),
        (
            picture("PNG") + b"\0" * 2**21,
            "big.png",
            "image/png",
            "This picture is too large. Use one of up to 2 MB",
        ),
    ],
    ids=["words", "svg", "gif", "empty", "cut", "large"],
)
def test_a_file_that_is_no_use_is_refused_beside_its_field(
    content: bytes, name: str, kind: str, message: str, leaflets: Callable[..., Page]
) -> None:
    page = leaflets()
    field = page.get_by_label("Your logo, if you like")
    choose(page, picture("PNG"))
    expect(page.locator("#stamp canvas")).to_be_visible()
    choose(page, content, name, kind)
    expect(page.locator("#stamp-logo-error")).to_contain_text(message)
    expect(page.locator("#stamp canvas")).to_have_count(0)
    assert field.get_attribute("aria-invalid") == "true"
    assert "stamp-logo-error" in (field.get_attribute("aria-describedby") or "")
    page.get_by_role("button", name="Print my leaflet").click()
    expect(field).to_be_focused()
    assert page.evaluate("window.printed") == 0
    choose(page, picture("JPEG"), "logo.png")  # a wrong ending is no matter
    expect(page.locator("#stamp-logo-error")).to_be_empty()
    expect(page.locator("#stamp canvas")).to_be_visible()
    assert field.get_attribute("aria-invalid") is None


def test_a_name_may_have_80_characters_and_no_more(leaflets: Callable[..., Page]) -> None:
    page = leaflets()
    page.fill("#stamp-name", "é" * 80)
    expect(page.locator("#stamp .stamp__name")).to_have_text("é" * 80)
    page.fill("#stamp-name", "é" * 81)
    expect(page.locator("#stamp-name-error")).to_have_text("This name is too long. Use up to 80 characters.")
    expect(page.locator("#stamp .stamp__name")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#stamp-name")).to_be_focused()
    assert page.evaluate("window.printed") == 0


def test_remove_takes_everything_out_again(leaflets: Callable[..., Page]) -> None:
    page = leaflets()
    page.fill("#stamp-name", "Hill School")
    choose(page, picture("PNG"))
    expect(page.locator("#stamp canvas")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#stamp")).to_have_text("Stamp or name of the surgery or school")
    expect(page.locator("#stamp canvas")).to_have_count(0)
    expect(page.locator("#stamp-status")).to_have_text("The box on side 2 is empty.")
    assert page.input_value("#stamp-name") == ""
    assert page.evaluate("document.getElementById('stamp-logo').files.length") == 0


def test_it_works_by_keyboard(leaflets: Callable[..., Page]) -> None:
    page = leaflets()
    page.locator("#stamp-name").focus()
    page.keyboard.type("Hill Library")
    for at in ("#stamp-logo", "[type=submit]", "[type=reset]"):
        page.keyboard.press("Tab")
        expect(page.locator(f".personal {at}" if at.startswith("[") else at)).to_be_focused()
    page.locator("#stamp-name").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.printed === 1")
    expect(page.locator("#stamp")).to_contain_text("Hill Library")


# --- Paper ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", [*REAL, *SMALL])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_page_prints_as_the_leaflet_and_nothing_else(
    record: str, script: bool, leaflets: Callable[..., Page]
) -> None:
    page = leaflets(
        record, java_script_enabled=script, color_scheme="dark", viewport={"width": 1280, "height": 844}
    )
    if not script:
        expect(page.locator(".personal")).to_have_count(0)
        expect(page.get_by_text("You can stamp it by hand.")).to_be_visible()
        expect(page.locator(".js")).to_be_hidden()
    place = (small_plan() if record in SMALL else real_plan()).places[record]
    sheets = printed(page)
    assert len(sheets) == 2
    assert [tuple(round(one / 72 * 25.4) for one in sheet.get_size()) for sheet in sheets] == [(210, 297)] * 2
    words = real_plan().ground.english.words
    for number, sheet in enumerate(sheets, 1):
        text = text_of(sheet)
        assert f"{place.code} Side {number} of 2" in text
        assert words.neutral in text
        for gone in ("Every edition", "Download", "Correct this page", "Put your name", "Menu", "Source"):
            assert gone not in text, gone
    both = [text_of(sheet) for sheet in sheets]
    assert words.title in both[0]
    assert words.clock in both[0]
    assert words.steps_title in both[1]
    assert all(name in both[0] for name in place.councils)
    assert all((member.name or words.no_mp) in " ".join(both) for member in place.members)


def test_every_areas_words_fit_on_two_sides(leaflets: Callable[..., Page]) -> None:
    """With a short web address and with a long one; some room is left for other browsers' roundings."""
    page = leaflets(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    long = "https://families-of-a-county.example/ask-your-mp-about-send/"
    wrong = {}
    for of, site_url in ((real_plan(), SITE), (real_plan(), long), (small_plan(), SITE)):
        env = environment({source.id: source for source in of.inputs.data.sources})
        found = leaflet_pages(
            of.areas, of.places, of.ground, of.inputs.languages, {}, env, Editing(""), site_url
        )
        # A name or an address breaks its line elsewhere: every place of one kind is not the same.
        for one in list(found)[:: 1 if of is small_plan() else 3]:
            html = re.sub(
                r'<img src="[a-z].*?>',
                '<img width="180" height="180">',
                str(one.content).split("---\n", 2)[2],
            )
            heights = page.evaluate(SIDES, html)
            if max(heights) > A4_HEIGHT - 2:
                wrong[f"{one.path} {site_url}"] = heights
    assert wrong == {}


@pytest.mark.parametrize("record", [SEAT, MANY, "councils/surrey"])
def test_no_type_on_paper_is_below_12_point(record: str, leaflets: Callable[..., Page]) -> None:
    page = leaflets(record)
    page.emulate_media(media="print")
    sizes = page.evaluate(TYPE)
    assert len(sizes) > 40
    assert {text: size for text, size in sizes.items() if size < 12} == {}


# --- For all ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", [SEAT, MANY, "constituencies/guildford"])
def test_a_checker_finds_no_barrier(record: str, leaflets: Callable[..., Page], axe: str, url: str) -> None:
    page = leaflets(record, bypass_csp=True)  # the checker is put into the page
    page.fill("#stamp-name", "x" * 81)
    choose(page, b"words")
    expect(page.locator("#stamp-logo-error")).not_to_be_empty()
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert faults(page, axe) == [], (width, scheme)


@pytest.mark.parametrize("record", [SEAT, MANY])
def test_it_fits_small_screens_and_thumbs(record: str, leaflets: Callable[..., Page]) -> None:
    page = leaflets(record)
    page.fill("#stamp-name", "W" * 80)
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert too_wide(page) == [], width
        assert [one for one in page.evaluate(TARGETS) if one[1] < 24 or one[2] < 44] == [], width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(page) == []


def test_previews_wait_until_they_are_wanted(leaflets: Callable[..., Page]) -> None:
    page = leaflets()
    page.wait_for_load_state("networkidle")
    first = [one for one in page.requests if one.endswith("-preview.png")]  # type: ignore[attr-defined]
    shown = page.locator(".papers img")
    assert len(first) < shown.count()
    shown.last.scroll_into_view_if_needed()
    expect(shown.last).to_have_js_property("complete", True)


# --- The way here -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("Aldershot", "constituencies/aldershot/leaflets/"),
        ("Hampshire", "councils/hampshire/leaflets/"),
        ("Alex Baker", "constituencies/aldershot/leaflets/"),
        ("GU11 1AA", "constituencies/aldershot/leaflets/"),
    ],
)
def test_the_hubs_finder_leads_to_leaflets(typed: str, leads: str, url: str, page: Page) -> None:
    page.goto(f"{url}surgeries-and-schools/")
    page.fill("#finder", typed)
    page.press("#finder", "Enter")
    answer: Locator = page.locator("#finder-results li a").first
    expect(answer).to_have_attribute("href", f"../{leads}")
    expect(page.locator("#finder-results")).to_contain_text("Each link opens the leaflets for that area.")


def test_the_hubs_finder_leads_to_other_pages_as_ever(url: str, page: Page) -> None:
    page.goto(f"{url}surgeries-and-schools/")
    page.fill("#finder", "South East: all areas")
    page.press("#finder", "Enter")
    expect(page.locator("#finder-results li a").first).to_have_attribute("href", "../areas/south-east/")
    expect(page.locator("#finder-results")).not_to_contain_text("opens the leaflets")
