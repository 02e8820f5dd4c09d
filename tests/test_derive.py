"""Who holds a seat, which party, which councils: on every day that matters."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import small
from askmp.derive import Overlap, derive, ended_on, expected_on, newest_check, seat_on
from askmp.model import Constituency, Council, Expected
from askmp.postcodes import Neighbours, Pair
from askmp.project import examine
from small import CLOCK, ROOT

DATA = examine(small.SAMPLE, small.TODAY, small.TODAY)[0].data
REAL = examine(ROOT, small.TODAY, CLOCK)[0].data
SEATS = {seat.id: seat for seat in DATA.constituencies}
COUNCILS = {council.id: council for council in DATA.councils}

BASE: dict[str, Any] = {
    "id": "a",
    "gss": "E14000001",
    "name": "A",
    "region": "London",
    "councils": [{"id": "a", "share": "1"}],
}
MP: dict[str, Any] = {
    "name": "M",
    "party": "Green",
    "since": "2024-07-04",
    "elected": "general election",
    "source": "s",
    "checked": "2026-01-01",
}


def change(day: str, old: str, new: str) -> dict[str, str]:
    return {"date": day, "from": old, "to": new, "exact": "no", "source": "s"}


@pytest.mark.parametrize(
    ("seat", "today", "who", "vacant"),
    [
        ("aldershot", "2024-07-03", "Alex Baker", False),  # before all we know: the earliest we know
        ("aldershot", "2024-08-01", "Alex Baker", False),
        ("guildford", "2026-11-01", None, True),  # nothing is known before the vacancy
        ("guildford", "2026-11-02", None, True),
        ("guildford", "2027-01-01", None, True),  # the by-election is over, but nobody has entered who won
        ("holborn-and-st-pancras", "2024-07-03", "Lee Former", False),
        ("holborn-and-st-pancras", "2024-08-01", "Lee Former", False),
        ("holborn-and-st-pancras", "2026-08-31", "Lee Former", False),
        ("holborn-and-st-pancras", "2026-09-01", None, True),
        ("holborn-and-st-pancras", "2026-10-07", None, True),
        ("holborn-and-st-pancras", "2026-10-08", "Sam Newman", False),
        ("holborn-and-st-pancras", "2027-04-01", "Sam Newman", False),
    ],
)
def test_seat_on(seat: str, today: str, who: str | None, vacant: bool) -> None:
    holder, vacancy = seat_on(SEATS[seat], date.fromisoformat(today))
    assert (holder.name if holder else None) == who
    assert (vacancy is not None) is vacant


@pytest.mark.parametrize(
    ("seat", "today", "who"),
    [
        ("holborn-and-st-pancras", "2024-08-01", "Keir Starmer"),
        ("holborn-and-st-pancras", "2026-08-31", "Keir Starmer"),
        ("holborn-and-st-pancras", "2026-09-01", None),
        ("holborn-and-st-pancras", "2026-10-07", None),
    ],
)
def test_real_seat_on(seat: str, today: str, who: str | None) -> None:
    record = next(one for one in REAL.constituencies if one.id == seat)
    holder, vacancy = seat_on(record, date.fromisoformat(today))
    assert (holder.name if holder else None) == who
    assert (holder is None) is (vacancy is not None)


CHANGES = [change("2025-01-10", "Labour", "Independent"), change("2025-06-01", "Independent", "Green")]


@pytest.mark.parametrize(
    ("today", "party", "changed"),
    [
        ("2024-07-03", "Labour", None),
        ("2025-01-09", "Labour", None),
        ("2025-01-10", "Independent", "2025-01-10"),
        ("2025-05-31", "Independent", "2025-01-10"),
        ("2025-06-01", "Green", "2025-06-01"),
        ("2027-01-01", "Green", "2025-06-01"),
    ],
)
def test_party_of_the_day(today: str, party: str, changed: str | None) -> None:
    seat = Constituency.model_validate(BASE | {"mp": MP | {"party_changes": CHANGES}})
    holder, _ = seat_on(seat, date.fromisoformat(today))
    assert holder is not None
    assert holder.party == party
    assert (holder.changed.date.isoformat() if holder.changed else None) == changed


def test_party_of_a_former_mp() -> None:
    """A former MP's changes of party count on the days of the term."""
    former = [
        {
            "name": "First",
            "party": "Green",
            "since": "2024-07-04",
            "until": "2025-12-01",
            "source": "s",
            "party_changes": CHANGES,
        }
    ]
    seat = Constituency.model_validate(BASE | {"mp": MP | {"since": "2026-01-10"}, "former": former})
    parties = []
    for today in ("2024-08-01", "2025-01-10", "2025-11-30", "2025-12-20", "2026-01-10"):
        holder, _ = seat_on(seat, date.fromisoformat(today))
        assert holder is not None
        parties.append((holder.name, holder.party, holder.sitting))
    assert parties == [
        ("First", "Labour", False),
        ("First", "Independent", False),
        ("First", "Green", False),
        ("First", "Green", False),
        ("M", "Green", True),
    ]


def test_two_by_elections() -> None:
    """The newest event that has begun decides, however the record lists them."""
    former = [
        {"name": "Second", "party": "Y", "since": "2025-05-01", "until": "2026-02-01", "source": "s"},
        {"name": "First", "party": "X", "since": "2024-07-04", "until": "2025-04-01", "source": "s"},
    ]
    vacant = {"date": "2026-02-01", "reason": "Gone.", "source": "s", "checked": "2026-02-02"}
    seat = Constituency.model_validate(
        BASE | {"mp": MP | {"name": "Third", "since": "2026-03-01"}, "vacant": vacant, "former": former}
    )
    days = ("2024-07-04", "2025-04-30", "2025-05-01", "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
    holders = [seat_on(seat, date.fromisoformat(day))[0] for day in days]
    names = [holder.name if holder else None for holder in holders]
    assert names == ["First", "First", "Second", "Second", None, None, "Third"]


@pytest.mark.parametrize(
    ("today", "ended"), [("2024-08-01", False), ("2027-03-31", False), ("2027-04-01", True)]
)
def test_ended_on(today: str, ended: bool) -> None:
    assert ended_on(COUNCILS["surrey"], date.fromisoformat(today)) is ended
    assert not ended_on(COUNCILS["camden"], date.fromisoformat(today))


@pytest.mark.parametrize(
    ("today", "number"),
    [("2020-01-01", 4), ("2023-04-01", 4), ("2027-03-31", 4), ("2027-04-01", 5), ("2030-01-01", 5)],
)
def test_expected_on(today: str, number: int) -> None:
    assert DATA.coverage is not None
    assert expected_on(reversed(DATA.coverage.councils), date.fromisoformat(today)) == number
    one = Expected.model_validate({"from": "2026-01-01", "number": "7", "source": "s"})
    assert expected_on([one], date.fromisoformat(today)) == 7


@pytest.mark.parametrize(("share", "percent"), [(1.0, 100), (0.995, 100), (0.63, 63), (0.012, 1), (0.004, 1)])
def test_percent(share: float, percent: int) -> None:
    assert Overlap(COUNCILS["camden"], share, ended=False).percent == percent


PAIRS = [Pair("surrey", "guildford"), Pair("hampshire", "guildford"), Pair("surrey", "aldershot")]


def test_slivers_are_councils_with_a_postcode_and_no_share() -> None:
    areas = derive(DATA, small.TODAY, Neighbours({}, {}), PAIRS)
    slivers = {area.record.id: [link.name for link in area.slivers] for area in areas.seats if area.slivers}
    assert slivers == {"aldershot": ["Surrey"], "guildford": ["Hampshire"]}


def test_areas_are_in_order_of_their_names_and_know_their_lines() -> None:
    areas = derive(DATA, small.TODAY, Neighbours({"camden": ("surrey", "gone", "hampshire")}, {}), PAIRS)
    assert [area.record.name for area in areas.councils] == ["Camden", "Hampshire", "Slough", "Surrey"]
    camden = areas.councils[0]
    assert [link.name for link in camden.nearby] == ["Hampshire", "Surrey"]  # an unknown id is left out
    assert [seat.record.id for seat in camden.seats] == ["holborn-and-st-pancras"]
    lines = (small.SAMPLE / "data/councils.yaml").read_text("utf-8").split("\n")
    assert [lines[area.line - 1] for area in areas.councils] == [
        f"- id: {area.record.id}" for area in areas.councils
    ]


def test_newest_check_looks_into_every_block() -> None:
    raw = {
        "id": "a",
        "gss": "E09000007",
        "dfe": "202",
        "name": "A",
        "official_name": "A",
        "type": "London borough",
        "region": "London",
        "website": "https://a.org",
        "source": "s",
        "checked": "2026-01-01",
    }
    fact = {"value": "https://a.org", "source": "s"}
    assert newest_check([Council.model_validate(raw)]) == date(2026, 1, 1)
    more: list[tuple[dict[str, Any], date]] = [
        ({"contacts": {"sendiass": {"url": fact | {"checked": "2026-01-02"}}}}, date(2026, 1, 2)),
        (
            {
                "contacts": {
                    "sendiass": {
                        "more": [
                            {"kind": "email", "source": "s", "value": "a@b.org", "checked": "2026-01-03"}
                        ]
                    }
                }
            },
            date(2026, 1, 3),
        ),
        (
            {"mp_enquiries": {"position": "x", "said": "2025", "source": "s", "checked": "2026-01-04"}},
            date(2026, 1, 4),
        ),
        (
            {
                "successor": {
                    "date": "2027-04-01",
                    "councils": [{"name": "B"}],
                    "source": "s",
                    "checked": "2026-01-05",
                }
            },
            date(2026, 1, 5),
        ),
    ]
    for block, day in more:
        assert newest_check([Council.model_validate(raw | block)]) == day
