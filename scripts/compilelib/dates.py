"""The date that a source page carries: from the words of a table to a date, and to words for a reader."""

import re
from dataclasses import dataclass
from datetime import date

_PLAIN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PERIOD = re.compile(r"(\d{4})-(\d{4})\b.*")
_BEFORE = re.compile(r".*\bbefore (?:the )?(\d{4}(?:-\d{2})?)\b.*")
_LOOSE = re.compile(r"(\d{4})\b(?!-).*")
OLD = "2021"
"""A page dated before this year is shown with a caution."""


@dataclass(frozen=True, slots=True)
class PageDate:
    """What a page says of its own age.

    `dated` is YYYY, YYYY-MM or YYYY-MM-DD, or empty. `said` are the words for a caution, when the date alone
    would say too much or too little: a period, or a time before which the page must have been written.
    """

    dated: str = ""
    said: str = ""

    @property
    def old(self) -> bool:
        """Whether the page is from before 2021."""
        return bool(self.dated) and self.dated < OLD


def page_date(text: str) -> PageDate:
    """Return the date in a table's cell.

    A year, a month or a day is taken as it is ("2025 summer" is 2025). Of a period ("2018-2020") the
    earliest year is taken; the caution names the period. "before 2018" is no date; the caution says so.
    """
    if _PLAIN.fullmatch(text):
        return PageDate(text)
    if found := _PERIOD.fullmatch(text):
        return PageDate(found[1], f"From a page of some time between {found[1]} and {found[2]}.")
    if found := _BEFORE.fullmatch(text):
        return PageDate("", f"From a page written before {in_words(found[1])}.")
    if found := _LOOSE.fullmatch(text):
        return PageDate(found[1])
    return PageDate()


def in_words(dated: str) -> str:
    """Return a date, or a part of one, as people write it: 2019, March 2020, 25 March 2020."""
    parts = [int(part) for part in dated.split("-")]
    if len(parts) == 1:
        return dated
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    return f"{day:%B %Y}" if len(parts) == 2 else f"{day.day} {day:%B %Y}"
