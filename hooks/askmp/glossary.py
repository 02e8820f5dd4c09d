"""Words explained: the records of data/glossary.yaml."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from askmp.fields import Sentence, Slug, Text, matching
from askmp.model import Record, Sourced

# Letters, digits and spaces only: these words are looked for in the pages' text.
_PHRASE = r"[A-Za-z0-9](?:[A-Za-z0-9 ’-]{0,58}[A-Za-z0-9!])?"
Phrase = Annotated[
    str,
    BeforeValidator(matching(_PHRASE, "a word to look for", "Use letters, digits, spaces and hyphens only.")),
    WithJsonSchema({"type": "string", "pattern": f"^{_PHRASE}$"}),
]


class Term(Sourced):
    """A word of the SEND system, in plain English."""

    id: Annotated[Slug, Field(description="Its place on the page /glossary/. Never changes")]
    name: Annotated[Text, Field(description="The word itself, with its short form in brackets")]
    meaning: Annotated[Sentence, Field(description="What it means, in our own plain words")]
    words: Annotated[
        tuple[Phrase, ...],
        Field(description="How pages write it, as it stands inside a sentence: linked where it comes first"),
    ] = ()
    proposal: Annotated[
        Sentence | None, Field(description="For a thing that is not law: whose proposal, and since when")
    ] = None
    caution: Annotated[Sentence | None, Field(description="A doubt, shown beside it")] = None


class TermFile(Record):
    """data/glossary.yaml."""

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
