"""Words explained: the page of them, and the links that lead there."""

from __future__ import annotations

import re

from askmp.words import Linker
from facts import read
from small import real_site, small_site


def test_a_word_is_linked_the_first_time_only() -> None:
    words = Linker(small_site().data.terms, "../")
    link = '<a data-term href="../glossary/#mediation">mediation</a>'
    assert words("No mediation, and no mediation.") == f"No {link}, and no mediation."
    assert words("Again: mediation.") == "Again: mediation."


def test_the_longer_word_wins_and_a_part_of_a_word_is_none() -> None:
    words = Linker(small_site().data.terms, "")
    assert words("A mediation certificate.") == (
        'A <a data-term href="glossary/#mediation-certificate">mediation certificate</a>.'
    )
    assert words("remediation, mediation-like, EHC plans") == "remediation, mediation-like, EHC plans"


def test_text_around_a_word_stays_text() -> None:
    words = Linker(small_site().data.terms, "")
    assert words('<b>"mediation"</b> & more') == (
        '&lt;b&gt;&#34;<a data-term href="glossary/#mediation">mediation</a>&#34;&lt;/b&gt; &amp; more'
    )
    assert Linker((), "")("mediation <b>") == "mediation &lt;b&gt;"


def test_every_word_is_on_the_page_in_order() -> None:
    html = real_site().text("glossary/index.md")
    names = re.findall(r'<div id="([a-z0-9-]+)"><dt>', html)
    assert sorted(names) == sorted(term.id for term in real_site().data.terms)
    titles = [term.name.lower() for term in real_site().data.terms]
    shown = [name.lower() for name in re.findall(r"<dt>([^<]+)</dt>", html)]
    assert shown == sorted(titles)


def test_what_is_no_law_says_so() -> None:
    data = real_site().data
    proposed = [term for term in data.terms if term.proposal]
    assert [term.id for term in proposed] == ["individual-support-plan"]
    text = read(real_site().text("glossary/index.md")).text
    assert text.count("This is not law.") == 1
