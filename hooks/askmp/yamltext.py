"""What a YAML file's lines alone tell: what to mend before parsing, and why a record is no YAML.

A parser stops at the first mistake and often points below it. Here every record is looked at on its own, so a
mistake in one never hides those in others, and the line is the one that an editor has to change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Problem = tuple[int, str]
"""The number of a line, counted from 1, and what to say of it."""

# A record starts at the left edge with a dash; a key alone at the left edge holds a list of them.
_RECORD = re.compile(r"-(?=\s|\w|$)")
_TOP = re.compile(r"\w+:\s*(\[\]\s*)?(#.*)?$")
_ID = re.compile(r"-?\s*id:\s*([^\s#]+)")
_LOST_DASH = re.compile(r" {1,3}(?=id:\s)")
# Neither a line break that only some programs see, nor a sign that turns or hides text.
_STRANGE = re.compile(
    "[^\t\x20-\x7e\xa0-\u200a\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LINE = re.compile(r"(?P<left>(?: |- )*)(?:(?P<key>[\w.-]+):(?: +(?P<value>.*))?|(?P<text>.*))")
_COMMENT = re.compile(r"(^|\s)#.*")
_QUOTED = re.compile(r"\"([^\"\\]|\\.)*\"|'([^']|'')*'")
_DOCUMENT = re.compile(r"(---|\.\.\.)(\s|$)|%")
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_MISALIGNED = "It is not lined up with the ones around it. Use two spaces for each level."


@dataclass(slots=True)
class Text:
    """A file's lines, with records that cannot be read taken out (their ids stay) so that the rest can be."""

    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    """The first lines of the records taken out."""
    whole: bool = True
    """False when the end is missing, so that nothing can be said of what is not there."""

    def records(self) -> Iterator[tuple[int, int]]:
        """Yield where each record starts and ends, as places in `lines`."""
        start = None
        for place, line in enumerate([*self.lines, "end:"]):
            if line[:1] not in ("", " ", "#") and (_RECORD.match(line) or _TOP.match(line)):
                if start is not None:
                    yield start, place
                start = place if line.startswith("-") else None

    def drop(self, start: int, end: int) -> None:
        """Take a record out, but for its id: others may name it."""
        found = _ID.match(self.lines[start])
        self.lines[start:end] = [f"- id: {found[1]}" if found else "-", *[""] * (end - start - 1)]
        self.broken.add(start + 1)

    def strays(self) -> Iterator[int]:
        """Yield the places of lines with text that belongs to no record."""
        inside = {place for start, end in self.records() for place in range(start, end)}
        for place, line in enumerate(self.lines):
            if place not in inside and _COMMENT.sub("", line).strip() and not _TOP.match(line):
                yield place

    def drop_lines(self, numbers: set[int]) -> None:
        """Take out the records around some lines, and the lines that stand in none."""
        for start, end in list(self.records()):
            if numbers & set(range(start + 1, end + 1)):
                self.drop(start, end)
        for number in numbers:
            if number - 1 < len(self.lines) and number not in self.broken:
                self.lines[number - 1] = ""


def prepare(raw: str) -> Text:
    """Return a file's text ready for the parser, with what was wrong with its lines."""
    lines = [line.removesuffix("\r") for line in raw.split("\n")]
    ends = lines[-1] == ""
    if ends:
        del lines[-1]
    text = Text(lines, whole=ends)
    _merge_marks(text)
    bad = {}
    any_text = False
    for number, line in enumerate(lines, start=1):
        if strange := _STRANGE.search(line):
            bad[number] = f"There is a hidden character in this line (U+{ord(strange[0]):04X}). Delete it."
        elif "\t" in line:
            bad[number] = "There is a tab in this line. Use spaces instead, two for each level."
        elif said := _cut_value(line):
            bad[number] = said
        elif _DOCUMENT.match(line) and (any_text or not line.startswith("---")):
            text.problems.append((number, f"`{line.split()[0]}` does not belong here. Delete this line."))
            lines[number - 1] = ""
        elif _LOST_DASH.match(line) and number > 1 and not lines[number - 2].strip():
            text.problems.append((number, f"A record starts with a dash: `- {line.strip()}`."))
            lines[number - 1] = _LOST_DASH.sub("- ", line)
        any_text = any_text or line[:1] not in ("", "#")
    text.problems += bad.items()
    text.drop_lines(set(bad))
    if not ends:
        cure = "Check the last record and press Enter after it."
        said = f"The file does not end with a new line, so its end may be missing. {cure}"
        text.problems.append((len(lines), said))
        text.drop_lines({len(lines)})
    return text


def _merge_marks(text: Text) -> None:
    """Report what Git left of a conflict, once for each, and keep its first version."""
    side = ""
    for place, line in enumerate(text.lines):
        mark = line[:7] if line.startswith(_MARKS) else ""
        if mark == _MARKS[0]:
            said = "Merge markers were left here. Keep one of the two versions and delete the marker lines."
            text.problems.append((place + 1, said))
        elif mark and not side:
            text.problems.append((place + 1, "A merge marker was left in the file. Delete this line."))
        if mark and (side or mark == _MARKS[0]):
            side = "" if mark == _MARKS[3] else mark
        if mark or side in _MARKS[1:]:
            text.lines[place] = ""
    text.whole = text.whole and not side


def _cut_value(line: str) -> str | None:
    """Notice a value that YAML ends at a `#`, although no comment was meant."""
    found = _LINE.fullmatch(line)
    value = (found["value"] or found["text"] or "") if found else ""
    if value[:1] in ("", "#", '"', "'") or not (cut := _COMMENT.search(value)):
        return None
    comment = cut[0].strip()
    if comment[1:2] in ("", " ", "#"):
        return None
    return f"YAML stops reading at `{comment[:20]}`. Put the value in quotes, or a space after the #."


def explain(lines: list[str]) -> Problem:
    """Return the place (from 0) of the line that keeps a record from being read, and what to do about it."""
    levels = [0]
    opens = False  # the line before is a key with nothing after it
    previous = ""
    for place, line in enumerate(lines):
        if not _COMMENT.sub("", line).strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None:  # a line break inside: never after prepare()
            return place, _MISALIGNED
        column = len(line) - len(line.lstrip(" "))
        dashes = found["left"].count("-")
        if found["key"] is None and not dashes and not (previous and not opens and column > levels[-1]):
            return place, _no_key(found["text"], opens)
        if said := _no_space(line):
            return place, said
        if found["key"] is not None or dashes:
            fits = column in levels or (opens and column == levels[-1] + 2)
            if not fits or (place and not column):
                return _misplaced(lines, place, column), _MISALIGNED
            levels = [level for level in levels if level < column] + [column]
            levels += [column + 2 * step for step in range(1, dashes + 1)]
        value = _value(found["value"] if found["key"] is not None else found["text"])
        if said := _bad_value(value):
            return place, said
        opens = found["key"] is not None and not value
        previous = line
    return 0, "Something in this record is not lined up or not closed. Compare it with the other records."


def _misplaced(lines: list[str], place: int, column: int) -> int:
    """Return the line to blame: the one before, if it belongs under a key without a value."""
    opener, child = lines[max(place - 2, 0)], lines[max(place - 1, 0)]
    indents = [len(line) - len(line.lstrip(" ")) for line in (opener, child)]
    empty = opener.endswith(":") and not child.lstrip().startswith("- ")
    return place - 1 if empty and indents == [column - 2] * 2 else place


def _value(text: str | None) -> str:
    """Return a value without the comment behind it; text in quotes as it is."""
    text = (text or "").strip()
    return text if text[:1] in ("'", '"') else _COMMENT.sub("", text).strip()


def _no_key(text: str, opens: bool) -> str:
    if opens and ":" not in text:
        return _no_space(text) or f"An item of a list starts with a dash and a space: `- {text[:40]}`."
    return _no_space(text) or "A key needs a colon and a space after it, like `name: Surrey`."


def _no_space(line: str) -> str | None:
    found = re.match(r" *-(\w.*)", line)
    return f"A dash needs a space after it: `- {found[1][:40]}`." if found else None


def _bad_value(value: str) -> str | None:
    """Return what keeps YAML from reading a value, if its look shows it."""
    first = value[:1]
    if first in ("'", '"'):
        quoted = _QUOTED.match(value)
        rest = _COMMENT.sub("", value[quoted.end() :]).strip() if quoted else ""
        if quoted is None:
            return "A quote is opened and never closed. Close it on the same line."
        cure = "Close the quotes at the very end. If the value holds a ', put \" around it."
        return f"There is text after the closing quote. {cure}" if rest else None
    if f"{value} ".startswith("- "):
        return "A list starts on a line of its own, under its key."
    if first and first in "@`%*&!|>[]{},":
        return f"A value may not start with {first} unless it is in quotes. Put quotes around it."
    if ": " in value or value.endswith(":"):
        return "A colon inside a value confuses YAML. Put the whole value in quotes."
    return None
