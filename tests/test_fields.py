"""The kinds of value: what each takes, what it makes of it, and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from askmp import fields

GOOD: list[tuple[str, Any, Any]] = [
    ("Text", " Surrey ", "Surrey"),
    ("Text", "Zoe\u0308", "Zo\u00eb"),  # one way to write one letter: names can be compared
    ("Text", "\u65e5\u672c", "\u65e5\u672c"),
    ("Slug", "east-sussex", "east-sussex"),
    ("Url", "https://www.surreycc.gov.uk", "https://www.surreycc.gov.uk"),
    ("Url", "HTTP://Example.org:8080/a/b?c=d&e=f#g", "HTTP://Example.org:8080/a/b?c=d&e=f#g"),
    ("Url", "https://example.org/caf\u00e9/(x)", "https://example.org/caf\u00e9/(x)"),
    ("Source", "council-list", "council-list"),
    ("Source", "https://example.org/", "https://example.org/"),
    ("Email", "send.team+new@camden.gov.uk", "send.team+new@camden.gov.uk"),
    ("Phone", "020 7974 6500", "020 7974 6500"),
    ("Phone", "0800 1111 11", "0800 1111 11"),
    ("Day", "2024-02-29", date(2024, 2, 29)),
    ("PartialDay", "2024", "2024"),
    ("PartialDay", "2024-09", "2024-09"),
    ("PartialDay", "2024-02-29", "2024-02-29"),
    ("Share", "1", 1.0),
    ("Share", "1.0", 1.0),
    ("Share", "0.0123", 0.0123),
    ("Share", ".5", 0.5),
    ("Count", "0", 0),
    ("Count", "543", 543),
    ("ParliamentId", "5173", 5173),
    ("YesNo", "yes", True),
    ("YesNo", "no", False),
    ("CouncilGss", "E10000030", "E10000030"),
    ("ConstituencyGss", "E14001063", "E14001063"),
    ("DfeNumber", "936", "936"),
]
BAD: list[tuple[str, Any]] = [
    *((kind, None) for kind in ("Text", "Url", "Phone", "Day", "Share", "YesNo")),
    *((kind, value) for kind in ("Text", "Url", "Day", "Share") for value in ("", " ", ["x"], {"x": "y"})),
    ("Text", "x" * 161),
    ("Sentence", "x" * 601),
    *(("Text", f"a{sign}b") for sign in "\t\n\x00\x7f\x85\u00ad\u200b\u200e\u202e\u2028\u2066\ufeff\ue000"),
    *(("Slug", value) for value in ("East", "a--b", "-a", "a-", "a_b", "caf\u00e9", "a/b", "..", "\u0661")),
    *(
        ("Url", f"{scheme}:alert(1)")
        for scheme in ("javascript", "JaVaScRiPt", "vbscript", "data", "blob", "file")
    ),
    *(
        ("Url", value)
        for value in ("//a.org", "/a", "a.org", "https:a.org", "https:/a.org", "https:///a.org")
    ),
    *(
        ("Url", value)
        for value in ("https://a@b.org", "https://a.org\\@b.org", "https://@b.org", "https://a%40@b.org")
    ),
    *(
        ("Url", value)
        for value in ("https://a", "https://1.2.3.4", "https://[::1]/", "https://[x", "https://a.org:x/")
    ),
    *(("Url", f"https://a.org/{sign}b") for sign in " \u00a0<>\"'`{}|\\^"),
    *(
        ("Url", value)
        for value in ("https://a..org", "https://-a.org", "https://a.org.", "https://\u0430.org")
    ),
    ("Url", "https://a.org\uff0fevil.org"),
    *(
        ("Email", value)
        for value in ("a", "a@b", "a@b c.org", "a@b.org,c@d.org", "A <a@b.org>", "mailto:a@b.org")
    ),
    *(("Phone", value) for value in ("12345", "+44 20 7974 6500", "020-7974-6500", "01234 567890 ext 1")),
    *(
        ("Phone", value)
        for value in (
            "020\u00a07974\u00a06500",
            "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669",
        )
    ),
    *(
        ("Day", value)
        for value in ("2026", "2026-11", "2026-2-1", "20261124", "2026-02-29", "2026-W01-1", "0000-01-01")
    ),
    ("Day", "\u0662\u0660\u0662\u0666-11-24"),
    *(
        ("PartialDay", value)
        for value in ("26", "2026-13", "2026-00", "2026-02-30", "May 2026", "0000", "2026-")
    ),
    *(
        ("Share", value)
        for value in ("0", "0.0", "1.0001", "63", "63%", "0,5", "-0.5", "nan", "inf", "1e-3", "\u0661")
    ),
    *(("Count", value) for value in ("-1", "1.0", "ten", "10000", "\u0661", "\u00b2")),
    *(("YesNo", value) for value in ("true", "Yes", "y", "1")),
    *(("CouncilGss", value) for value in ("E14001063", "E1000003", "e10000030", "W06000001", "E10000030x")),
    *(("ConstituencyGss", value) for value in ("E10000030", "E1400106", "N14000001", "S14000001")),
    *(("DfeNumber", value) for value in ("36", "0936", "101", "9\u0661\u0661")),
]


@pytest.mark.parametrize(("kind", "value", "made"), GOOD)
def test_takes(kind: str, value: Any, made: Any) -> None:
    assert TypeAdapter(getattr(fields, kind)).validate_python(value) == made


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_refuses_in_plain_words(kind: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(getattr(fields, kind)).validate_python(value)
    [error] = caught.value.errors()
    assert error["type"] == "plain"  # one of ours, never one of pydantic's
    said = error["ctx"]["said"]
    assert said.endswith(".")
    assert "\n" not in said
    assert all(sign.isprintable() for sign in said)


def test_braces_in_a_value_are_no_placeholders() -> None:
    with pytest.raises(ValidationError, match=r"javascript:\{said\}"):
        TypeAdapter(fields.Url).validate_python("javascript:{said}")


@pytest.mark.parametrize(
    ("value", "said"),
    [("a", '"a"'), ("a\nb\u202ec", '"a\u00b7b\u00b7c"'), ("x" * 61, f'"{"x" * 60}\u2026"'), (7, '"7"')],
)
def test_shown(value: object, said: str) -> None:
    assert fields.shown(value) == said
