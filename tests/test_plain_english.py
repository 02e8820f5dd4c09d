"""A tripwire for the families' pages: no long words in long sentences. Reading age 9 to 11 is the aim.

The grade is Flesch and Kincaid's: 0.39 words a sentence + 11.8 syllables a word - 15.59. It knows nothing of
sense, so it is a limit and not a goal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from html_page import Page

if TYPE_CHECKING:
    from pathlib import Path

# US grade 4 is read at 9 to 10 years.
HIGHEST = 4.0
# Words a family must meet, since every letter has them; the glossary explains them. Each counts as two.
KNOWN = re.compile(
    r"education|assessments?|mediation|certificates?|council(?:lor)?s?|tribunal|disabilit(?:y|ies)|ombudsman|adviser|"
    r"SENDIASS|IPSEA|constituenc(?:y|ies)|judicial|consultation|parliament(?:ary)?|complaints?|england|november|section",
    re.IGNORECASE,
)
PAGES = ("help/", "glossary/", "how-mps-help/", "after-you-write/", "deadlines/", "brief/")
SKIPPED = {"src", "crumb", "keep", "md-footer", "vh"}


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee"))
    silent = silent or (word.endswith("ed") and not word.endswith(("ted", "ded")))
    return max(1, groups - silent)


def grade(sentences: list[str]) -> float:
    """The US school grade that reads this with ease."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’'-]+", sentence)]
    weight = sum(2 if KNOWN.fullmatch(word) else syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * weight / len(words) - 15.59


def sentences(page: Page) -> list[str]:
    """What a family reads on a page, without sources, navigation and the frame."""
    text = " . ".join(
        own
        for element in page.all("p", "li", "dt", "dd", "td", "h1", "h2", "h3")
        if not SKIPPED & set(element.classes)
        and (own := " ".join(element.text.split()))
        and len(own) < 600
        and "Source" not in own
    )
    found = (part.strip() for part in re.split(r"[.!?:;](?:\s|$)|\s\.\s", text))
    return [part for part in found if len(part.split()) > 3]


def read(site: Path, path: str) -> Page:
    html = (site / path / "index.html").read_text("utf-8")
    return Page.read(path, html[html.index("<main") : html.index("</main>")])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_for_families_is_easy_to_read(path: str, built_site: Path) -> None:
    found = sentences(read(built_site, path))
    assert len(found) > 15
    assert grade(found) <= HIGHEST


def test_the_routes_are_easy_to_read(built_site: Path) -> None:
    pages = sorted(
        path.parent.relative_to(built_site).as_posix() for path in built_site.glob("route/**/index.html")
    )
    assert len(pages) == 43
    grades = {path: grade(sentences(read(built_site, path))) for path in pages}
    assert {path: found for path, found in grades.items() if found > HIGHEST} == {}


def test_the_measure_tells_hard_from_easy() -> None:
    easy = ["The cat sat on the mat.", "Ask the school for help today."]
    hard = ["Notwithstanding the aforementioned obligations, the authority may discontinue the provision."]
    assert grade(easy) < 3
    assert grade(hard) > 15
    assert [syllables(word) for word in ("late", "needed", "help", "people", "tribunal")] == [1, 2, 1, 2, 3]
