"""What the check says of every kind of mistake: all of it, word for word, with the right line.

The mistakes and the lines are in tests/data/messages.txt.
"""

from __future__ import annotations

import re
import time
import tracemalloc
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import small

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = Path(__file__).parent / "data" / "messages.txt"
EMPTY = "The file is empty. Put its records back from the last good version."
GONE = "Put it back from the last good version."
UTF8 = "This file is not saved as UTF-8. Save it again with the encoding UTF-8."
CUT = (
    "The file does not end with a new line, so its end may be missing. "
    "Check the last record and press Enter after it."
)


@dataclass
class Entry:
    """One kind of mistake."""

    name: str
    edits: list[tuple[str, str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    today: date = small.TODAY


def entries() -> list[Entry]:
    """Read the table."""
    found: list[Entry] = []
    for part in re.split(r"^## ", TABLE.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, *body = part.rstrip("\n").split("\n")
        entry = Entry(name)
        file, signs = "", ""
        old: list[str] = []
        new: list[str] = []

        def close(file: str, old: list[str], new: list[str], entry: Entry = entry) -> None:
            if old or new:
                entry.edits.append((f"data/{file}", "".join(old), "".join(new)))
                old.clear()
                new.clear()

        for line in body:
            sign, text = line[:1], re.sub(r"<U\+(....)>", lambda hit: chr(int(hit[1], 16)), line[2:])
            if sign == "@" or (sign == "-" and signs[-1:] == "+"):
                close(file, old, new)
            if sign == "@" and text.startswith("today "):
                entry.today = date.fromisoformat(text.removeprefix("today "))
            elif sign == "@":
                file = text
            elif sign == ">":
                entry.lines.append(text)
            if sign in ("-", " "):
                old.append(text + "\n")
            if sign in ("+", " "):
                new.append(text + "\n")
            signs += sign
        close(file, old, new)
        found.append(entry)
    return found


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_mistake_is_said_once_with_its_line(entry: Entry, tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    for edit in entry.edits:
        small.edit(root, *edit)
    assert small.said(root, entry.today, max(entry.today, small.TODAY)) == entry.lines


def cut_at(part: bytes, more: int = 0) -> Callable[[bytes], bytes]:
    return lambda raw: raw[: raw.index(part) + more]


# Mistakes that are no exchange of lines: the file, what happens to its bytes, what is said.
WHOLE_FILES: dict[str, tuple[str, Callable[[bytes], bytes], list[str]]] = {
    "empty": ("councils", lambda _: b"", [f"data/councils.yaml:1: {EMPTY}"]),
    "only spaces": ("mps", lambda _: b"  \n\n", [f"data/mps.yaml:1: {EMPTY}"]),
    "only a comment": ("sources", lambda _: b"# to be done\n", [f"data/sources.yaml:1: {EMPTY}"]),
    "a word": (
        "deadlines",
        lambda _: b"hello\n",
        [
            "data/deadlines.yaml:1: The file must start with `deadlines: \u2026` "
            "at the left edge, and its records under it."
        ],
    ),
    "no records": (
        "councils",
        lambda _: b"councils:\n",
        [
            "data/councils.yaml:1: councils: There is nothing after the colon. "
            "Write it, or delete the line if nobody knows it."
        ],
    ),
    "an empty list": (
        "councils",
        lambda _: b"councils: []\n",
        [
            "data/councils.yaml:1: councils: The list is empty. "
            "Add at least one item, each on a line that starts with `- `."
        ],
    ),
    "the key of the list mistyped": (
        "councils",
        lambda raw: raw.replace(b"\ncouncils:", b"\ncouncil:"),
        ["data/councils.yaml:2: council: `council` is not a key used here. Did you mean `councils`?"],
    ),
    "Latin-1": ("mps", lambda raw: raw.decode().encode("latin-1", "replace"), [f"data/mps.yaml:95: {UTF8}"]),
    "UTF-16": ("mps", lambda raw: raw.decode().encode("utf-16"), [f"data/mps.yaml:1: {UTF8}"]),
    "a broken character": (
        "mps",
        lambda raw: raw.replace(b"Alex Baker", b"Alex\xed\xa0\x80Baker"),
        [f"data/mps.yaml:11: {UTF8}"],
    ),
    "a zero byte": (
        "mps",
        lambda raw: raw.replace(b"Alex Baker", b"Alex\x00Baker"),
        ["data/mps.yaml:11: There is a hidden character in this line (U+0000). Delete it."],
    ),
    "a byte order mark": ("mps", lambda raw: b"\xef\xbb\xbf" + raw, []),
    "Windows line ends": ("mps", lambda raw: raw.replace(b"\n", b"\r\n"), []),
    "no new line at the end": ("mps", lambda raw: raw[:-1], [f"data/mps.yaml:101: {CUT}"]),
    "cut in a line": ("councils", cut_at(b"E06000039", 5), [f"data/councils.yaml:52: {CUT}"]),
    "cut in a quote": ("councils", cut_at(b"'871'", 2), [f"data/councils.yaml:55: {CUT}"]),
    "cut between records": (
        "councils",
        cut_at(b"- id: surrey"),
        [
            "data/councils.yaml:2: councils: Councils in force on 2026-11-24: 3. There should be 4. "
            "Add what is missing (data/mps.yaml names surrey), or explain the gap in data/coverage.yaml."
        ],
    ),
    "a conflict without an end": (
        "councils",
        lambda raw: raw.replace(b"- id: slough\n", b"<<<<<<< HEAD\n- id: slough\n"),
        [
            "data/councils.yaml:51: Merge markers were left here. "
            "Keep one of the two versions and delete the marker lines."
        ],
    ),
}


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_whole_files(name: str, tmp_path: Path) -> None:
    file, change, lines = WHOLE_FILES[name]
    root = small.copy(tmp_path)
    path = root / "data" / f"{file}.yaml"
    path.write_bytes(change(path.read_bytes()))
    assert small.said(root) == lines


@pytest.mark.parametrize(
    "name",
    [
        *("councils", "mps", "sources", "deadlines", "nations", "organisations"),
        *("references", "routes", "glossary", "coverage"),
    ],
)
def test_missing_file(name: str, tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    (root / "data" / f"{name}.yaml").unlink()
    assert small.said(root) == [f"data/{name}.yaml:1: The file is missing. {GONE}"]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    (root / "data" / "mps.yaml").unlink()
    (root / "data" / "mps.yaml").mkdir()
    assert small.said(root) == [f"data/mps.yaml:1: The file cannot be opened. {GONE}"]


AGAIN = "It is compiled, not written by hand: run scripts/compile_data.py again."


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"[]", 1),
        (b'{"area": "GU",\n"pairs": [,]\n}', 2),
        (b'{"area": "GU", "pairs": [], "outcodes": {"GU1": {"pairs": [0], "runs": {"1": "AA0"}}}}', 1),
        (b'{"pairs": [["a"]], "outcodes": {}}', 1),
        (b"\xff\xfe", 1),
        (b"[" * 100_000, 1),
    ],
)
def test_a_broken_postcode_file(content: bytes, line: int, tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    (root / "data/postcodes/GU.json").write_bytes(content)
    assert small.said(root) == [f"data/postcodes/GU.json:{line}: This is not a file of postcodes. {AGAIN}"]


def test_no_postcode_files(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    (root / "data/postcodes/GU.json").unlink()
    assert small.said(root) == [f"data/postcodes:1: The postcodes are missing. {AGAIN}"]


# A dozen mistakes by one editor on one bad day: each is said once, none hides another.
DOZEN = [
    ("councils", "  dfe: '202'\n", ""),
    ("councils", "        value: 020 7974 6500\n", "        value: 020 7974 65OO\n"),
    ("councils", "  name: Hampshire\n", "  name: 'Hampshire\n"),
    ("councils", "  type: unitary authority\n", "  type: unitary\n"),
    (
        "councils",
        "        value: https://www.slough.gov.uk/local-offer\n",
        "        value: javascript:alert(1)\n",
    ),
    ("councils", "    said: 2025-05\n", "    said: May 2025\n"),
    ("mps", "    parliament_id: 5173\n", "    parlament_id: 5173\n    party: Green\n"),
    ("mps", "      exact: no\n", "      exact: perhaps\n"),
    ("mps", "  - id: camden\n", "  - id: camdem\n"),
    ("mps", "    share: 0.63\n", "    share: 0.36\n"),
    (
        "sources",
        "  publisher: Test Office\n  dated: 2025-07\n",
        "\tpublisher: Test Office\n  dated: 2025-07\n",
    ),
    ("deadlines", "general-advice\n  checked: 2026-11-24\n", "general-advice\n  checked: 2027-11-24\n"),
    ("coverage", "gaps: []\n", "gaps: none\n"),
]
DOZEN_SAID = """\
data/councils.yaml:3: councils[0].dfe: `dfe` is missing. Add a line `dfe: …`.
data/councils.yaml:19: councils[0].contacts.sendiass.phone: "020 7974 65OO" is not a phone number. \
Use digits and spaces only, starting with 0, like 01234 567890.
data/councils.yaml:39: This line cannot be read. \
A quote is opened and never closed. Close it on the same line.
data/councils.yaml:57: councils[2].type: "unitary" is not one of the words used here. \
Use one of: county council, unitary authority, metropolitan borough, London borough, city corporation.
data/councils.yaml:65: councils[2].contacts.local_offer.url: "javascript:alert(1)" \
is not a link this site may make. Use a full address that starts with https:// or http://.
data/councils.yaml:98: councils[3].mp_enquiries.said: "May 2025" is not a date. \
Use a year, year-month or year-month-day, like 2024-09.
data/coverage.yaml:13: gaps: A list belongs here. Start each item on a line of its own with `- `.
data/deadlines.yaml:42: deadlines[0].checked: 2027-11-24 is in the future. \
Enter the day on which you looked at the source.
data/mps.yaml:13: constituencies[0].mp.parlament_id: `parlament_id` is not a key used here. \
Did you mean `parliament_id`?
data/mps.yaml:14: constituencies[0].mp.party: `party` is here twice (first on line 12). \
Keep one. If a new item starts here, put `- ` before it.
data/mps.yaml:40: constituencies[1].mp.party_changes[0].exact: "perhaps" is neither yes nor no. \
Write yes or no.
data/mps.yaml:62: constituencies[3].councils[0].id: There is no council with the id "camdem". \
Did you mean "camden"?
data/mps.yaml:88: constituencies[4].councils: The shares add up to 0.730, not to 1. \
Correct them, or add the council that is missing.
data/sources.yaml:5: There is a tab in this line. Use spaces instead, two for each level.
"""


def test_a_dozen_mistakes_at_once(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    for file, old, new in DOZEN:
        small.edit(root, f"data/{file}.yaml", old, new)
    assert "\n".join(small.said(root)) + "\n" == DOZEN_SAID


def bomb(levels: int = 30) -> bytes:
    """A file of a kilobyte that unfolds to 9 to the power of `levels` words."""
    lines = ["a0: &a0 lol"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return ("\n".join(lines) + "\n").encode()


def test_an_anchor_bomb_is_refused_fast_and_in_little_memory(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    (root / "data" / "coverage.yaml").write_bytes(bomb())
    tracemalloc.start()
    start = time.perf_counter()
    lines = small.said(root)
    seconds, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 2
    assert peak < 20_000_000
    assert lines[0] == "data/coverage.yaml:1: a0: `&a0` names a value to repeat it. Remove the `&a0`."
    assert "data/coverage.yaml:2: a1: `&a1` names a value to repeat it. Remove the `&a1`." in lines
    assert all(line.startswith("data/coverage.yaml:") for line in lines)


@pytest.mark.parametrize("opened", [b"[", b"{a: ", b"- ", b"? "])
def test_deep_nesting_is_refused_fast(opened: bytes, tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    (root / "data" / "councils.yaml").write_bytes(b"councils:\n- " + opened * 50_000 + b"\n")
    start = time.perf_counter()
    assert small.said(root)
    assert time.perf_counter() - start < 3
