"""The bank holidays of England around a day. The tables are those of the package `holidays`."""

from datetime import date

import holidays

YEARS = 3  # as far back as a family may count from, and as far on as a limit may end
_SATURDAY = 5


def span(today: date) -> tuple[date, date]:
    """Return the first and the last day for which the holidays are known."""
    return date(today.year - YEARS, 1, 1), date(today.year + YEARS, 12, 31)


def bank_holidays(today: date) -> list[date]:
    """Return each bank holiday of England within `span` that is not at a weekend, in order."""
    first, last = span(today)
    years = range(first.year, last.year + 1)
    days = holidays.country_holidays("GB", subdiv="ENG", years=years)
    return sorted(day for day in days if first <= day <= last and day.weekday() < _SATURDAY)
