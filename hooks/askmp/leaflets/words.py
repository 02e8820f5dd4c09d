"""The leaflets' words, one file for each language; English is the first of them. What editors write."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field

from askmp import yamlio
from askmp.dataset import validate
from askmp.fields import Count, Day, Sentence, Slug, Text, one_of, shown
from askmp.findings import Finding, Loc, dotted
from askmp.model import Record, Sourced

FOLDER = "data/translations"
ENGLISH = "en"
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


class Step(Record):
    """One of the steps a family takes."""

    title: Sentence
    text: Sentence


class Words(Record):
    """Every sentence of the main leaflet and the poster, in the order of the paper."""

    title: Sentence
    lead: Sentence
    send: Sentence
    support: Sentence
    mp_of: Sentence
    mp: Sentence
    one_of: Sentence
    no_mp: Sentence
    no_mp_note: Sentence
    council: Sentence
    councils: Sentence
    handover: Sentence
    helps_title: Sentence
    helps: tuple[Sentence, Sentence, Sentence]
    due_title: Sentence
    due: Sentence
    letter: Sentence
    certificate: Sentence
    mediation: Sentence
    clock: Sentence
    go: Sentence
    steps_title: Sentence
    steps: tuple[Step, Step, Step, Step]
    email: Sentence
    post: Sentence
    can_title: Sentence
    can: tuple[Sentence, Sentence, Sentence]
    cannot_title: Sentence
    cannot: tuple[Sentence, Sentence, Sentence]
    mps_title: Sentence
    limits_title: Sentence
    limits_intro: Sentence
    by_week: Sentence
    must: Sentence
    assess: Sentence
    refuse: Sentence
    plan: Sentence
    limits_picture: Sentence
    late: Sentence
    help_title: Sentence
    help: Sentence
    search: Sentence
    phone: Sentence
    stamp: Sentence
    formats: Sentence
    neutral: Sentence
    publisher: Sentence
    checked: Sentence
    review: Sentence
    current: Sentence
    side: Sentence
    page: Sentence
    qr: Sentence
    draft: Sentence
    poster_title: tuple[Sentence, Sentence]
    poster_lead: Sentence
    poster_scan: Sentence
    poster_due: Sentence


class EasyStep(Record):
    """One picture of the Easy Read draft, and the short sentences beside it."""

    icon: one_of("ask", "pencil", "pin", "talk", "clock", "tick", "cross", "letter", "many")  # type: ignore[valid-type]
    title: Sentence
    lines: Annotated[tuple[Sentence, ...], Field(min_length=1)]


class EnglishOnly(Record):
    """Words of the editions that no other language has."""

    tear: Sentence
    screen: Sentence
    easy_label: Sentence
    easy_title: Sentence
    easy: Annotated[tuple[EasyStep, ...], Field(min_length=1)]
    easy_many: tuple[Sentence, Sentence]
    easy_web_title: Sentence
    easy_web: tuple[Sentence, Sentence]
    codes_title: Sentence
    codes_lead: Sentence
    codes_area: Sentence
    codes_code: Sentence
    codes_mp: Sentence
    codes_council: Sentence
    codes_below: Sentence


class Grounds(Sourced):
    """Where a rule in the words can be read."""

    rule: Annotated[Text, Field(alias="for")]


class Translation(Record):
    """One language: its words, and whether somebody qualified has checked them."""

    language: Slug
    name: Annotated[Text, Field(description="The language's own name")]
    english: Text
    direction: one_of("ltr", "rtl")  # type: ignore[valid-type]
    status: Annotated[
        one_of("draft", "checked"),  # type: ignore[valid-type]
        Field(
            description="draft until a qualified person has read it all; drafts are never offered as ready"
        ),
    ]
    by: Annotated[Text | None, Field(description="Who checked it")] = None
    checked: Annotated[Day | None, Field(description="The day that was done")] = None
    edition: Annotated[Count, Field(description="Raise it by one when the meaning of the words changes")]
    changed: Annotated[
        tuple[Sentence, ...], Field(description="What each edition changed, first one first")
    ] = ()
    words: Words
    english_only: EnglishOnly | None = None
    sources: tuple[Grounds, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether it may not be offered as ready."""
        return bool(self.status == "draft")


def load(root: Path) -> tuple[dict[str, Translation], list[Finding]]:
    """Return the languages below `root` by their code, English first, and everything wrong with them."""
    found: dict[str, Translation] = {}
    findings: list[Finding] = []
    documents: dict[str, yamlio.Document] = {}
    for file in sorted((root / FOLDER).glob("*.yaml"), key=lambda file: (file.stem != ENGLISH, file.stem)):
        path = f"{FOLDER}/{file.name}"
        document = yamlio.read(file.read_bytes(), path)
        findings += document.findings
        read, problems = (None, []) if document.data is None else validate(document, Translation)
        findings += problems
        if isinstance(read, Translation):
            found[file.stem], documents[file.stem] = read, document
    if ENGLISH not in found:
        if not findings:
            text = "The English words are missing. Put the file back from the last good version."
            findings.append(Finding(f"{FOLDER}/{ENGLISH}.yaml", 1, "", text))
        return found, findings
    for code, translation in found.items():
        for loc, text in _wrong(code, translation, found[ENGLISH]):
            findings.append(Finding(f"{FOLDER}/{code}.yaml", documents[code].line(loc), dotted(loc), text))
    return found, findings


def texts(record: BaseModel, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yield every text inside some words, with its place."""
    for name in type(record).model_fields:
        value: Any = getattr(record, name)
        for step, item in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            place = (*loc, name) if step is None else (*loc, name, step)
            if isinstance(item, BaseModel):
                yield from texts(item, place)
            elif isinstance(item, str):
                yield place, item


def _wrong(code: str, translation: Translation, english: Translation) -> Iterator[tuple[Loc, str]]:
    if translation.language != code:
        yield ("language",), f"This file is for {shown(code)}, its name says so. Use the same code in both."
    if code == ENGLISH and translation.draft:
        yield ("status",), "English is what the leaflets are made from: it must be checked."
    if code == ENGLISH and translation.english_only is None:
        yield (), "The part `english_only` is missing. Put it back from the last good version."
    if not translation.draft and translation.edition < english.edition:
        told = (
            f"The English words are edition {english.edition}, and these are edition {translation.edition}."
        )
        yield ("edition",), f"{told} Have the changes checked and raise it, or set `status` to draft."
    if not translation.draft:
        for key in ("by", "checked"):
            if getattr(translation, key) is None:
                yield (
                    ("status",),
                    f"A checked translation must say `{key}`. Add the line, or set it to draft.",
                )
    wanted = dict(texts(english.words, ("words",)))
    for loc, text in texts(translation.words, ("words",)):
        here, there = (Counter(_PLACEHOLDER.findall(value)) for value in (text, wanted[loc]))
        for missing in there - here:
            yield loc, f"{missing} is missing: a fact is filled in there. Put it back, spelled like that."
        for extra in here - there:
            yield loc, f"{extra} is nothing that is filled in here. Take it out."
