"""Read a postcode, or the start of one, as people type it."""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

UNITS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters in use in the last two places of a postcode."""

# No district starts with 0 unless it is 0 alone, and none ends in I, L, O, Q or Z: so slips show.
OUTCODE = re.compile(r"[A-Z]{1,2}(?:\d|[1-9]\d|\d[A-HJKMNPR-Y])")
_INCODE = re.compile(rf"(?:\d[{UNITS}]{{0,2}})?")
_SLIPS = {"O": "O0", "0": "0O", "I": "I1", "L": "L1", "1": "1IL"}
_WHOLE = len("1AA")


class Parsed(NamedTuple):
    """A postcode, or the start of one, in its two halves: `GU11` and `1AA`."""

    outcode: str
    incode: str


def parse(text: str) -> Iterator[Parsed]:
    """Yield the ways to read what somebody typed, the likeliest first: whole postcodes before parts."""
    parts = re.sub(r"[^A-Z0-9 ]", "", " ".join(text.upper().split())).split()
    compact = "".join(parts)
    if not 2 <= len(compact) <= len("SW1A1AA"):
        return
    # "GU1 1" is a sector; "GU11" is an outward code before it is a sector. A space decides.
    spaced = [len(parts[1])] if len(parts) == len(Parsed._fields) else []
    for size in dict.fromkeys((_WHOLE, *spaced, 0, 1, 2)):
        cut = len(compact) - size
        for outcode in _readings(compact[: max(cut, 0)], OUTCODE):
            yield from (Parsed(outcode, incode) for incode in _readings(compact[cut:], _INCODE))


def _readings(part: str, form: re.Pattern[str]) -> Iterator[str]:
    """Yield the readings of a part that have the right form: as typed first, then with slips put right."""
    readings = map("".join, product(*(_SLIPS.get(sign, sign) for sign in part)))
    yield from (one for one in sorted(readings, key=lambda one: _slips(part, one)) if form.fullmatch(one))


def _slips(typed: str, reading: str) -> int:
    return sum(a != b for a, b in zip(typed, reading, strict=True))
