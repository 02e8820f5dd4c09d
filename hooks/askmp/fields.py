"""The kinds of value that records are made of, each with a message that says what is wrong and what to do.

Values arrive as the text an editor typed (see `yamlio`). Each kind either turns it into the right type or
raises one `PydanticCustomError`, so that a field never reports the same mistake twice.
"""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A share as people write it; Decimal would take NaN, 1e-9 and the digits of other scripts too.
_NUMBER = re.compile(r"\d{0,3}\.?\d{1,9}", re.ASCII)
# Narrower than the standard on purpose: ? & % = in a mailto: link would add headers, such as a blind copy.
_EMAIL = re.compile(r"[A-Za-z0-9.'*+_~-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)
_WHOLE_DATE_LENGTH = 10


def wrong(what: str, cure: str) -> PydanticCustomError:
    """Return the one kind of error a field raises: what is wrong, then what to do."""
    # The text goes in as context, so braces in an editor's value are never read as placeholders.
    return PydanticCustomError("plain", "{said}", {"said": f"{what} {cure}"})


def shown(value: object, longest: int = 60) -> str:
    """Return a value for a message: in quotes, on one line, cut when long."""
    text = str(value)
    text = text if len(text) <= longest else text[:longest] + "…"
    return f'"{"".join(c if c.isprintable() else "·" for c in text)}"'


def _as_text(value: Any) -> str:
    if value is None:
        raise wrong("The value is missing.", "Write it, or delete the whole line if nobody knows it.")
    if not isinstance(value, str):
        kind = "a list" if isinstance(value, list) else "a block of keys"
        raise wrong(f"This is {kind}, but one line of text belongs here.", "Write the value after the colon.")
    text = value.strip()
    if not text:
        raise wrong("The value is empty.", "Write it, or delete the whole line if nobody knows it.")
    for character in text:
        # Cc: control, Cf: invisible (a right-to-left override makes an address read as another), Cs: broken.
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
            name = f"U+{ord(character):04X}"
            raise wrong(
                f"There is a hidden character ({name}) in the value.", "Delete it and type the value again."
            )
    return unicodedata.normalize("NFC", text)


def _limited(longest: int) -> Any:
    def check(value: Any) -> str:
        text = _as_text(value)
        if len(text) > longest:
            raise wrong(f"The text has {len(text)} characters.", f"Say it in {longest} or fewer.")
        return text

    return check


def matching(pattern: str, what: str, cure: str) -> Any:
    """Return a check that a text has one form; `what` and `cure` say so when it has not."""
    compiled = re.compile(pattern, re.ASCII)

    def check(value: Any) -> str:
        text = _as_text(value)
        if not compiled.fullmatch(text):
            raise wrong(f"{shown(text)} is not {what}.", cure)
        return text

    return check


def _url(value: Any) -> str:
    text = _as_text(value)
    again = "Copy the address again from the browser."
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - reading it raises ValueError when the port is not a number
    except ValueError:
        raise wrong(f"{shown(text)} is not a web address.", again) from None
    if parts.scheme.lower() not in {"http", "https"}:
        cure = "Use a full address that starts with https:// or http://."
        raise wrong(f"{shown(text)} is not a link this site may make.", cure)
    if "@" in parts.netloc:
        raise wrong(f"{shown(text)} leads to another place than it seems to: the one after the @.", again)
    if re.search(r"[\s<>\"'`{}|\\^]", text):
        raise wrong(f"{shown(text)} holds a space, quote or bracket.", again)
    if not _HOST.fullmatch(host):
        raise wrong(f"{shown(text)} is not a web address.", again)
    return text


def _source(value: Any) -> str:
    text = _as_text(value)
    return text if _SLUG.fullmatch(text) else _url(text)


def email(value: Any) -> str:
    """Return a value that is an e-mail address."""
    text = _as_text(value)
    if not _EMAIL.fullmatch(text):
        raise wrong(f"{shown(text)} is not an e-mail address.", "Use the form name@council.gov.uk.")
    return text


def phone(value: Any) -> str:
    """Return a value that is a phone number of this country."""
    text = _as_text(value)
    digits = text.replace(" ", "")
    if (
        not digits.isascii()
        or not digits.isdigit()
        or not digits.startswith("0")
        or len(digits) not in {10, 11}
    ):
        cure = "Use digits and spaces only, starting with 0, like 01234 567890."
        raise wrong(f"{shown(text)} is not a phone number.", cure)
    return text


def _real_date(text: str, rest: str = "") -> date:
    try:
        return date.fromisoformat(text + rest)
    except ValueError:
        raise wrong(f"{shown(text)} is not a date in the calendar.", "Check the day and the month.") from None


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = _as_text(value)
    if not _PARTIAL.fullmatch(text) or len(text) != _WHOLE_DATE_LENGTH:
        raise wrong(f"{shown(text)} is not a date.", "Use year-month-day, like 2026-11-24.")
    return _real_date(text)


def _partial_date(value: Any) -> str:
    text = _as_text(value)
    found = _PARTIAL.fullmatch(text)
    if not found:
        raise wrong(
            f"{shown(text)} is not a date.", "Use a year, year-month or year-month-day, like 2024-09."
        )
    _real_date(text, "-01" * found.groups().count(None))
    return text


def _month_day(value: Any) -> str:
    text = _as_text(value)
    if not _MONTH_DAY.fullmatch(text):
        raise wrong(f"{shown(text)} is not a month and a day.", "Use month-day, like 12-25.")
    try:
        date.fromisoformat(f"2023-{text}")  # no leap year: the day must be there every year
    except ValueError:
        raise wrong(f"{shown(text)} is not a day of every year.", "Check the day and the month.") from None
    return text


def _share(value: Any) -> float:
    text = _as_text(value)
    if not _NUMBER.fullmatch(text):
        raise wrong(f"{shown(text)} is not a number.", "Use a share of 1, like 0.63 for 63%.")
    if not 0 < float(text) <= 1:
        raise wrong(f"{shown(text)} is not a share.", "Use a number above 0 and up to 1, like 0.63 for 63%.")
    return float(text)


def _count(longest: int, least: int = 0) -> Any:
    def check(value: Any) -> int:
        text = _as_text(value)
        if not (text.isascii() and text.isdigit()) or len(text) > longest:
            raise wrong(f"{shown(text)} is not a whole number.", "Use digits only, like 10.")
        if int(text) < least:
            raise wrong(f"{shown(text)} is too small.", f"Use {least} or more.")
        return int(text)

    return check


def _yes_no(value: Any) -> bool:
    text = _as_text(value)
    if text not in {"yes", "no"}:
        raise wrong(f"{shown(text)} is neither yes nor no.", "Write yes or no.")
    return text == "yes"


def one_of(*allowed: str) -> Any:
    """Return a kind of text that must be one of a few words."""

    def check(value: Any) -> str:
        text = _as_text(value)
        if text not in allowed:
            raise wrong(
                f"{shown(text)} is not one of the words used here.", f"Use one of: {', '.join(allowed)}."
            )
        return text

    return Annotated[str, BeforeValidator(check), WithJsonSchema({"type": "string", "enum": list(allowed)})]


def _text(pattern: str | None = None, **extra: Any) -> WithJsonSchema:
    schema: dict[str, Any] = {"type": "string", **extra}
    if pattern:
        schema["pattern"] = f"^{pattern}$"
    return WithJsonSchema(schema)


_DAY_PATTERN = r"\d{4}-\d{2}-\d{2}"
_CODES = {
    "council": r"E(06|08|09|10)\d{6}",
    "constituency": r"E14\d{6}",
    "dfe": r"[2-9]\d{2}",
}

Text = Annotated[str, BeforeValidator(_limited(160)), _text(maxLength=160)]
Sentence = Annotated[str, BeforeValidator(_limited(600)), _text(maxLength=600)]
Slug = Annotated[
    str,
    BeforeValidator(
        matching(_SLUG.pattern, "an id", "Use small letters, digits and hyphens, like east-sussex.")
    ),
    _text(_SLUG.pattern),
]
Url = Annotated[str, BeforeValidator(_url), _text(format="uri")]
Source = Annotated[
    str, BeforeValidator(_source), _text(description="A web address, or an id in data/sources.yaml")
]
Email = Annotated[str, BeforeValidator(email), _text(format="email")]
Phone = Annotated[str, BeforeValidator(phone), _text(r"0[0-9 ]+")]
Day = Annotated[
    date,
    BeforeValidator(_day),
    PlainSerializer(lambda day: day.isoformat(), return_type=str, when_used="json"),
    _text(_DAY_PATTERN, format="date"),
]
PartialDay = Annotated[str, BeforeValidator(_partial_date), _text(r"\d{4}(-\d{2}(-\d{2})?)?")]
MonthDay = Annotated[str, BeforeValidator(_month_day), _text(r"\d{2}-\d{2}")]
Share = Annotated[
    float, BeforeValidator(_share), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1})
]
Count = Annotated[int, BeforeValidator(_count(4)), WithJsonSchema({"type": "integer", "minimum": 0})]
ParliamentId = Annotated[
    int, BeforeValidator(_count(6, 1)), WithJsonSchema({"type": "integer", "minimum": 1})
]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no"]})]
CouncilGss = Annotated[
    str,
    BeforeValidator(
        matching(
            _CODES["council"],
            "a council's GSS code",
            "It starts with E06, E08, E09 or E10 and has six more digits.",
        )
    ),
    _text(_CODES["council"]),
]
ConstituencyGss = Annotated[
    str,
    BeforeValidator(
        matching(
            _CODES["constituency"],
            "an English constituency's GSS code",
            "It starts with E14 and has six more digits.",
        )
    ),
    _text(_CODES["constituency"]),
]
DfeNumber = Annotated[
    str,
    BeforeValidator(matching(_CODES["dfe"], "a council's DfE number", "It has three digits, like '936'.")),
    _text(_CODES["dfe"]),
]
PostcodeArea = Annotated[
    str,
    BeforeValidator(matching(r"[A-Z]{1,2}", "a postcode area", "Use one or two capital letters, like CF.")),
    _text(r"[A-Z]{1,2}"),
]
