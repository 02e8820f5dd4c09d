"""The page of words explained, and the links that lead to it from other pages' text."""

import re
from collections.abc import Iterable
from itertools import groupby

from jinja2 import Environment
from markupsafe import Markup, escape

from askmp.artefacts import Artefact, page
from askmp.dataset import GLOSSARY
from askmp.finder import GLOSSARY_PAGE
from askmp.glossary import Term
from askmp.model import Deadline


class Linker:
    """Turns each word of the glossary into a link, the first time it stands on a page.

    One for each page: it remembers what it has linked.
    """

    def __init__(self, terms: Iterable[Term], root: str) -> None:
        """Make one for a page; `root` is the way to the site's root."""
        self.ids = {word: term.id for term in terms for word in term.words}
        self.root = root
        self.met: set[str] = set()
        # The longest first, so that "mediation certificate" is not met as "mediation".
        words = "|".join(re.escape(word) for word in sorted(self.ids, key=len, reverse=True))
        self.pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])" if words else r"(?!)")

    def __call__(self, text: str) -> Markup:
        """Return the text as HTML, its words linked."""
        out, at = [], 0
        for hit in self.pattern.finditer(text):
            term = self.ids[hit[0]]
            if term not in self.met:
                self.met.add(term)
                link = Markup('<a data-term href="{}glossary/#{}">{}</a>').format(self.root, term, hit[0])
                out += [escape(text[at : hit.start()]), link]
                at = hit.end()
        return Markup("").join([*out, escape(text[at:])])


def glossary_page(terms: Iterable[Term], env: Environment, deadline: Deadline) -> Artefact:
    """Return the page with every word, by letter; each word's place on it is its id."""
    ordered = sorted(terms, key=lambda term: term.name.lower())
    by_letter = [
        (letter, list(group)) for letter, group in groupby(ordered, key=lambda term: term.name[0].upper())
    ]
    html = env.get_template("glossary.html.jinja").render(root="../", by_letter=by_letter, deadline=deadline)
    meta = {
        "title": GLOSSARY_PAGE.title,
        "description": "The words of SEND in plain English, from annual review to Tribunal, with sources.",
    }
    return page(f"{GLOSSARY_PAGE.address}index.md", meta, html, GLOSSARY)
