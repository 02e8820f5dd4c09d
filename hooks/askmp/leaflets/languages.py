"""The page that asks for help with the translations: what is a draft, who may check it, and how."""

from collections.abc import Iterator, Mapping, Sequence

from jinja2 import Environment

from askmp.areas import Editing
from askmp.artefacts import Artefact, page
from askmp.leaflets.words import ENGLISH, FOLDER, Translation

ADDRESS = "translations/"


def language_pages(
    languages: Mapping[str, Translation],
    proofs: Mapping[str, Sequence[tuple[str, str]]],
    env: Environment,
    editing: Editing,
) -> Iterator[Artefact]:
    """Yield the page on which people find the drafts and learn how to check them.

    Args:
        languages: The words by language, English among them.
        proofs: For each draft the PDFs that show its words: their paths on the site, and what each is of.
        env: The templates.
        editing: Where people change the files.
    """
    others = sorted(
        (one for one in languages.values() if one.language != ENGLISH), key=lambda one: one.english
    )
    body = env.get_template("languages.html.jinja").render(
        root="../",
        drafts=[one for one in others if one.draft],
        ready=[one for one in others if not one.draft],
        proofs=proofs,
        # The first line says how to check it.
        edit={one.language: editing.link(f"{FOLDER}/{one.language}.yaml", 1) for one in languages.values()},
    )
    meta = {
        "title": "Help us check a translation",
        "description": "Our leaflets in other languages are drafts that nobody qualified has checked. "
        "Who we need, how to check one, and why not to hand them out yet.",
    }
    yield page(f"{ADDRESS}index.md", meta, body, f"{FOLDER}/{ENGLISH}.yaml#L1")
