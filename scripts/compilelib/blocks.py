"""A record file as text: one block for each record. A block that does not change keeps every byte."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from compilelib.merge import Change
from compilelib.tables import Refusal

# The order of keys in every block of every file. No key may stand in two places in one kind of block.
ORDER = (
    "id gss former_gss dfe name official_name type party parliament_id since elected url phone email more "
    "region website caution councils districts source checked successor mp_enquiries contacts local_offer "
    "sendiass send_team parent_carer_forum mp vacant former party_changes"
).split()


@dataclass(slots=True)
class RecordFile:
    """A file of records: what stands before the first one, and the text of each by its id."""

    head: str
    blocks: dict[str, str]
    original: str = ""
    before: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the file: records by id, one blank line between two; as it was when no record changed."""
        if self.original and self.blocks == self.before:
            return self.original
        return self.head + "\n".join(self.blocks[ident] for ident in sorted(self.blocks))


def read_file(text: str, key: str, name: str) -> RecordFile:
    """Take a file apart.

    Args:
        text: The file.
        key: The key of its list, e.g. `councils`.
        name: How to call the file in a message.
    """
    start = re.search(rf"^{key}:[ ]*\n", text, re.MULTILINE)
    if not start:
        raise Refusal(f"{name}: there is no line `{key}:`. Put it back above the first record.")
    parts: list[list[str]] = [[]]
    above: list[str] = []  # comments at the left edge: they belong to the record that follows them at once
    for line in text[start.end() :].splitlines():
        if line.startswith("#"):
            above.append(line)
            continue
        if line.startswith("- "):
            parts.append([])
        parts[-1] += [*above, line]
        above = []
    parts[-1] += above
    if any(line.strip() for line in parts[0]):
        raise Refusal(f"{name}: the first record does not start with `- ` at the left edge. Move it there.")
    blocks: dict[str, str] = {}
    for part in parts[1:]:
        block = "\n".join(part).rstrip() + "\n"
        ident = str(values(block, name).get("id", ""))
        if not ident or ident in blocks:
            raise Refusal(f'{name}: the id "{ident}" is missing or used twice. Give every record its own id.')
        blocks[ident] = block
    return RecordFile(text[: start.end()], blocks, text, dict(blocks))


def values(block: str, name: str) -> dict[str, Any]:
    """Return the values of a block, every scalar as text."""
    try:
        content = yaml.load(block, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        return dict(content[0])
    except (yaml.YAMLError, TypeError, ValueError, IndexError):
        first = block.strip().splitlines()[0]
        raise Refusal(
            f"{name}: the record that starts with `{first}` cannot be read. Mend it first (`make check`)."
        ) from None


def write_block(
    block: str | None, changes: list[Change], comments: Mapping[str, str], notes: Mapping[str, str]
) -> str:
    """Return a block with some facts changed.

    Args:
        block: The block as it stands, or None for a new record.
        changes: What to change.
        comments: What to say behind a fact, by its dotted path; written with the fact.
        notes: What to say above a key of a new record.
    """
    tool = YAML()
    tool.indent(mapping=2, sequence=2, offset=0)
    tool.width = 4096
    tool.preserve_quotes = True
    tool.representer.ignore_aliases = lambda *_: True  # the same day twice is not one day with an anchor
    content = tool.load(block) if block else CommentedSeq([CommentedMap()])
    for change in changes:
        _apply(content[0], change, comments.get(".".join(change.path), ""), set(comments.values()))
    if block is None:
        for key, note in notes.items():
            content[0].yaml_set_comment_before_after_key(key, before=note, indent=2)
    stream = StringIO()
    tool.dump(content, stream)
    text = "\n".join(line.rstrip() for line in stream.getvalue().splitlines() if line.strip()) + "\n"
    return _lost_comments(block or "", text) + text


def _apply(record: CommentedMap, change: Change, comment: str, generated: set[str]) -> None:
    holder = record
    for key in change.path[:-1]:
        if key not in holder:
            _insert(holder, key, CommentedMap())
        holder = holder[key]
    key = change.path[-1]
    if change.new is None:
        holder.pop(key, None)
        _drop_empty(record, change.path)
        return
    if isinstance(holder.get(key), CommentedMap) and isinstance(change.new, Mapping):
        _update(holder[key], change.new)
    elif key in holder:
        holder[key] = _native(change.new)
    else:
        _insert(holder, key, _native(change.new))
    if change.dates_only:
        return
    spot, spot_key = (holder[key], "value") if isinstance(holder[key], CommentedMap) else (holder, key)
    if comment and not _behind(spot, spot_key):
        spot.yaml_add_eol_comment(comment, spot_key, column=0)


def _behind(holder: CommentedMap, key: str) -> bool:
    return bool(holder.ca.items.get(key) and holder.ca.items[key][2])


def _insert(holder: CommentedMap, key: str, value: Any) -> None:
    """Add a key at its place in the order; keys that the order does not know stay where they are."""
    rank = ORDER.index(key) if key in ORDER else len(ORDER)
    before = [at for at, other in enumerate(holder) if other in ORDER and ORDER.index(other) <= rank]
    place = before[-1] + 1 if before else 0
    holder.insert(place, key, value)


def _update(holder: CommentedMap, new: Mapping[str, Any]) -> None:
    """Give a fact new content in place, so that comments on its other lines stay."""
    for key in [key for key in holder if key not in new]:
        del holder[key]
    for place, (key, value) in enumerate(new.items()):
        if key in holder:
            holder[key] = _native(value, key)
        else:
            holder.insert(place, key, _native(value, key))


def _drop_empty(record: CommentedMap, path: tuple[str, ...]) -> None:
    for end in range(len(path) - 1, 0, -1):
        holder = record
        for key in path[: end - 1]:
            holder = holder[key]
        if path[end - 1] in holder and not holder[path[end - 1]]:
            del holder[path[end - 1]]


def _native(value: Any, key: str = "") -> Any:
    """Return what ruamel writes as editors do: a year or a day without quotes."""
    if isinstance(value, Mapping):
        return CommentedMap((name, _native(item, name)) for name, item in value.items())
    if isinstance(value, list):
        return CommentedSeq(map(_native, value))
    if key == "dated" and value.count("-") != 1:
        return date.fromisoformat(value) if "-" in value else int(value)
    return value


def _lost_comments(old: str, new: str) -> str:
    """A comment that stood beside a fact that went is put above the record: nobody's words are lost."""
    said = [
        Counter(line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))
        for text in (old, new)
    ]
    return "".join(f"{line}\n" for line in (said[0] - said[1]).elements())
