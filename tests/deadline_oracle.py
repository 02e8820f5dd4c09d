"""The time limits counted a second time, in Python, to hold the page's script against."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import holidays
import yaml

from builds import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """One time limit: its record, the date that started it, its legal last day and the day to act by."""

    rule: str
    start: str
    last: date
    by: date


@cache
def records() -> list[dict[str, Any]]:
    """Every record of data/deadlines.yaml, as text."""
    return list(
        yaml.load((ROOT / "data" / "deadlines.yaml").read_text("utf-8"), yaml.BaseLoader)["deadlines"]
    )


class England:
    """Working days of England, as the page knows them: bank holidays of a few years only."""

    def __init__(self, first: int, last: int) -> None:
        self.off = set(holidays.country_holidays("GB", subdiv="ENG", years=range(first, last + 1)))

    def works(self, day: date) -> bool:
        return day.isoweekday() <= 5 and day not in self.off

    def following(self, day: date) -> date:
        """The first working day after a day."""
        day += DAY
        while not self.works(day):
            day += DAY
        return day

    def preceding(self, day: date) -> date:
        """The last working day up to a day."""
        while not self.works(day):
            day -= DAY
        return day


def months_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def end(limit: Mapping[str, Any], start: date, england: England) -> date:
    number, unit = int(limit["number"]), limit["unit"]
    if limit.get("counts_first") == "yes":
        start -= DAY
    if unit == "months":
        return months_later(start, number)
    if unit == "working days":
        for _ in range(number):
            start = england.following(start)
        return start
    return start + timedelta(**{unit: number})


def postponed(day: date, england: England) -> date:
    """A Tribunal limit: none ends in August, nor from Christmas Day to New Year's Day."""
    if day.month == 8:
        return england.following(date(day.year, 8, 31))
    if (day.month, day.day) >= (12, 25):
        return england.following(date(day.year + 1, 1, 1))
    if (day.month, day.day) == (1, 1):
        return england.following(day)
    return day


def count(dates: Mapping[str, date], england: England) -> set[Found]:
    """Every time limit that some dates start."""
    found = set()
    for rule in records():
        main, *others = rule["limits"]
        letters = sorted(
            (dates[name], main["start"].index(name), name) for name in main["start"] if name in dates
        )
        loose = [(other, dates[name]) for other in others for name in other["start"] if name in dates]
        ends: dict[str, list[date]] = {name: [end(main, day, england)] for day, _, name in letters}
        for other, day in loose:
            older = [name for letter, _, name in letters if letter <= day]
            if older:
                ends[older[-1]].append(end(other, day, england))
            elif not letters:
                ends[other["start"][0]] = [end(other, day, england)]
        for name, days in ends.items():
            last = max(days)
            if rule["id"] == "appeal":
                last = postponed(last, england)
            by = england.preceding(last) if rule["who"] == "you" else last
            found.add(Found(rule["id"], name, last, by))
    return found
