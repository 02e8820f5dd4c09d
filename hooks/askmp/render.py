"""The Jinja environment: templates of this package, escaped by default, and the filters they use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from askmp.model import Contact, Fact, SourceRecord, Successor

MONTHS = ("January February March April May June July August September October November December").split()
_WORDS = "no one two three four five six seven eight nine ten".split()
# The finder's form is shared with the theme, whose 404 page shows it too.
_HERE = Path(__file__).parent
# Hosts that readers know by another name than their address.
_HOST_NAMES = {
    "members.parliament.uk": "UK Parliament",
    "commonslibrary.parliament.uk": "House of Commons Library",
    "www.ipsea.org.uk": "IPSEA",
    "schoolsweek.co.uk": "Schools Week",
    "contact.org.uk": "Contact",
    "dps-family-hubs.pages.dev": "a copy of Camden’s glossary",
    "nnpcf.org.uk": "National Network of Parent Carer Forums",
    "norfolksendiass.org.uk": "Norfolk SENDIASS",
    "sendadvicesurrey.org.uk": "SEND Advice Surrey",
    "sendiasluton.co.uk": "SENDIAS Luton",
    "sheffieldsendias.org.uk": "Sheffield SENDIAS",
    "sossen.org.uk": "SOS!SEN",
    "www.lgo.org.uk": "the Ombudsman",
    "www.swindonsias.org.uk": "Swindon SENDIASS",
    "www.walthamforestsendiass.org.uk": "Waltham Forest SENDIASS",
    "www.healthwatchbrightonandhove.co.uk": "the charity Contact, on Healthwatch’s site",
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a reader sees it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """The values of one contact that share a source."""

    source: str
    checked: date
    caution: str | None
    what: str
    note: str


def environment(sources: Mapping[str, SourceRecord]) -> Environment:
    """Return the environment for all templates; `sources` gives names to source ids."""
    env = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE.parents[1] / "overrides" / "partials"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    @pass_context
    def cite(context: Context, source: str) -> Cited:
        return cited(source, sources, context["root"])

    env.filters |= {
        "capitalize_first": lambda text: text[:1].upper() + text[1:],
        "cite": cite,
        "day": day,
        "handover": handover,
        "host": host,
        "listed": listed,
        "provenance": provenance,
        "slug": slug,
        "the": the,
        "word": word,
    }
    return env


def cited(source: str, sources: Mapping[str, SourceRecord], root: str) -> Cited:
    """Return what a reader sees of a source, an address or an id; `root` is the way to the site's root."""
    if source in sources:
        return Cited(sources[source].short, f"{root}data/#{source}")
    return Cited(_HOST_NAMES.get(urlsplit(source).netloc, host(source)), source)


def day(value: date | str) -> str:
    """Return a date in words: 24 November 2026. A partial date gives what there is: September 2024, 2024."""
    parts = str(value).split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def host(url: str) -> str:
    """Return the part of an address that people know: surreycc.gov.uk."""
    return urlsplit(url).netloc.removeprefix("www.")


def slug(text: str) -> str:
    """Return a region's name as it stands in an address."""
    return text.lower().replace(" ", "-")


def the(region: str) -> str:
    """Return a region's name as it follows "in": the South East, London."""
    return region if region.startswith(("London", "Yorkshire")) else f"the {region}"


def word(number: int) -> str:
    """Return a small number in words, a large one in digits."""
    return _WORDS[number] if number < len(_WORDS) else str(number)


def listed(items: Iterable[str]) -> str:
    """Return "a, b and c"."""
    *most, last = list(items)
    return f"{', '.join(most)} and {last}" if most else last


def handover(successor: Successor, today: date) -> str:
    """Return one sentence on who takes over from a council, true on that day."""
    names = " or ".join(council.name for council in successor.councils)
    if successor.date <= today:
        return f"Since {day(successor.date)} it is {names}."
    return f"From {day(successor.date)} it is {names}. Your rights do not change."


def provenance(contact: Contact) -> list[Provenance]:
    """Return a contact's sources, each once, saying which values it stands for when there are several."""
    named: list[tuple[str, Fact]] = [
        (label, fact)
        for label, fact in (
            ("name", contact.name),
            ("website", contact.url),
            ("phone", contact.phone),
            ("email", contact.email),
        )
        if fact is not None
    ]
    named += [
        (f"{more.kind} for {more.scope}" if more.scope else f"other {more.kind}", more)
        for more in contact.more
    ]
    groups: dict[tuple[Any, ...], list[str]] = {}
    for label, fact in named:
        groups.setdefault((fact.source, fact.checked, fact.caution, fact.dated), []).append(label)
    return [
        Provenance(
            source,
            checked,
            caution,
            listed(labels) if len(groups) > 1 else "",
            f"Page dated {day(dated)}." if dated else "",
        )
        for (source, checked, caution, dated), labels in groups.items()
    ]
