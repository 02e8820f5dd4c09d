"""Read a YAML record file as plain text values with their line numbers.

YAML 1.1 guesses: `NO` becomes false, `0123` octal, `12:30` minutes. Here every value stays the text that the
editor typed (only an empty value, `~` or `null` is None) and the model decides what it means. Anchors,
aliases and tags are refused, so a small file can never unfold into a large one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from askmp.findings import Finding, Loc, dotted
from askmp.yamltext import Text, explain, prepare

_LIBYAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 16
_NONE = {"", "~", "null", "Null", "NULL"}
_TOO_DEEP = "This is nested too deep. Line it up as in the other records."
_EMPTY = "The file is empty. Put its records back from the last good version."


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its values, the line of each place in it, and what was wrong with its form.

    `broken` are the places whose content was reported and cannot be judged any further. `data` is None when
    nothing could be read. `whole` is False when the end of the file is missing.
    """

    path: str
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    broken: frozenset[Loc] = frozenset()
    whole: bool = True

    def line(self, loc: Loc) -> int:
        """Return the line of a place, or of the nearest thing around it (a missing key has no line)."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def is_broken(self, loc: Loc) -> bool:
        """Whether a place, or something around it, was reported already."""
        return bool(self.broken) and any(loc[:depth] in self.broken for depth in range(len(loc) + 1))


def read(raw: bytes, path: str) -> Document:
    """Return the document in `raw`, without what could not be read; that is in its `findings`.

    Args:
        raw: The file's bytes.
        path: How the file is called in messages, e.g. `data/councils.yaml`.
    """
    try:
        text = prepare(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        said = "This file is not saved as UTF-8. Save it again with the encoding UTF-8."
        return Document(path, findings=(Finding(path, line, "", said),))
    builder = _Builder(path)
    try:
        try:
            builder.run(text.lines)
        except yaml.YAMLError:
            _drop_unreadable(text)
            builder = _Builder(path)
            builder.run(text.lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = min(mark.line + 1 if mark else 1, max(len(text.lines), 1))
        text.problems.append(
            (line, "Nothing from here on can be read. Compare it with the last good version.")
        )
        builder.root = None
    findings = [Finding(path, line, "", said) for line, said in text.problems] + builder.findings
    if builder.root is None and not findings:
        findings = [Finding(path, 1, "", _EMPTY)]
    broken = {loc for loc, line in builder.lines.items() if len(loc) == 2 and line in text.broken}
    return Document(
        path,
        builder.root,
        builder.lines,
        tuple(findings),
        frozenset(broken | builder.broken),
        text.whole and builder.whole,
    )


def _drop_unreadable(text: Text) -> None:
    """Take out and report every record that is no YAML by itself, and text around the records."""
    for place in list(text.strays()):
        text.problems.append(
            (place + 1, "This line cannot be read. It belongs to no record. Delete it, or put # before it.")
        )
        text.lines[place] = ""
    for start, end in list(text.records()):
        try:
            for _ in _events(text.lines[start:end]):
                pass
        except _TooDeepError as error:
            text.problems.append((start + error.line, _TOO_DEEP))
            text.drop(start, end)
        except yaml.YAMLError:
            place, said = explain(text.lines[start:end])
            text.problems.append((start + place + 1, f"This line cannot be read. {said}"))
            text.drop(start, end)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled."""

    value: Any
    loc: Loc
    key: str | None = None
    repeated: bool = False
    """The key that waits for its value was there before."""


class _TooDeepError(yaml.YAMLError):
    """Blocks within blocks without end, which take long to read and have no meaning here."""

    def __init__(self, line: int) -> None:
        super().__init__(_TOO_DEEP)
        self.line = line


def _events(lines: list[str]) -> Iterator[yaml.Event]:
    depth = 0
    for event in yaml.parse("\n".join(lines) + "\n", Loader=_LIBYAML):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise _TooDeepError(_line(event))
        yield event


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Turns libyaml's events into lists, dicts and text. Never recurses, never expands anything."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.root: Any = None
        self.lines: dict[Loc, int] = {}
        self.findings: list[Finding] = []
        self.broken: set[Loc] = set()
        self.whole = True
        self._open: list[_Open] = []
        self._skip = 0
        self._last = 1

    def run(self, lines: list[str]) -> None:
        self._last = max(len(lines), 1)
        for event in _events(lines):
            if self._skip:
                if isinstance(event, yaml.CollectionStartEvent):
                    self._skip += 1
                elif isinstance(event, yaml.CollectionEndEvent):
                    self._skip -= 1
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(event, f"`*{event.anchor}` repeats another value. Write the value out here.")
                self._put(None, event)
            elif isinstance(event, yaml.ScalarEvent):
                self._refuse_extras(event)
                self._scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._refuse_extras(event)
                self._start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._open.pop()

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(
                event, f"`&{event.anchor}` names a value to repeat it. Remove the `&{event.anchor}`."
            )
        elif event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(
                event, f"`{tag}` is a tag, which is not used here. Remove it, or put the value in quotes."
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self._wants_key():
            self._key(event)
        else:
            self._put(None if not event.style and event.value in _NONE else event.value, event)

    def _wants_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _key(self, event: yaml.ScalarEvent) -> None:
        holder = self._open[-1]
        holder.key = event.value
        loc = (*holder.loc, event.value)
        if event.value not in holder.value:
            holder.repeated = False
            self.lines[loc] = self._line(event)
            return
        # Keys that repeat one after the other are one mistake: an item whose dash is missing.
        if not holder.repeated:
            cure = "Keep one. If a new item starts here, put `- ` before it."
            self._find(event, loc, f"`{event.value}` is here twice (first on line {self.lines[loc]}). {cure}")
        holder.repeated = True
        if holder.loc:
            self.broken.add(loc)
        else:
            self.whole = False  # a second list of records is not read

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        new: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if self._wants_key():
            self._refuse(event, "A list or block may not be a key. Line it up as in the other records.")
            self._open[-1].key = "?"
        elif self._open and isinstance(self._open[-1].value, dict) and self._open[-1].repeated:
            self._open[-1].key = None
        else:
            self._open.append(_Open(new, self._put(new, event)))
            return
        self._skip = 1

    def _put(self, value: Any, event: yaml.NodeEvent) -> Loc:
        """Add a value to the list or mapping that is open; return its place."""
        line = self._line(event)
        if not self._open:
            self.root = value
            self.lines[()] = line
            return ()
        holder = self._open[-1]
        if isinstance(holder.value, list):
            loc: Loc = (*holder.loc, len(holder.value))
            self.lines[loc] = line
            holder.value.append(value)
            return loc
        if holder.key is None:  # an alias used as a key
            holder.key = "?"
            return holder.loc
        loc = (*holder.loc, holder.key)
        holder.value.setdefault(holder.key, value)
        holder.key = None
        return loc

    def _line(self, event: yaml.Event) -> int:
        """Return the line of an event; of an empty value at the very end, the last line."""
        return min(_line(event), self._last)

    def _here(self) -> Loc:
        if not self._open:
            return ()
        holder = self._open[-1]
        step = len(holder.value) if isinstance(holder.value, list) else holder.key
        return holder.loc if step is None else (*holder.loc, step)

    def _refuse(self, event: yaml.NodeEvent, text: str) -> None:
        """Report something that must not be here; what stands in its place is judged no further."""
        loc = self._here()
        self.broken.add(loc)
        self._find(event, loc, text)

    def _find(self, event: yaml.Event, loc: Loc, text: str) -> None:
        self.findings.append(Finding(self.path, self._line(event), dotted(loc), text))
