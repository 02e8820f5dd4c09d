"""Edition codes: a short name for what a leaflet says, to hold a sheet on a wall against today's facts.

The code is made from the area and its facts alone. The same facts give the same code in every build, on every
machine and in every branch; a changed fact gives another one. A change of layout does not.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from askmp.fields import shown
from askmp.findings import Finding

RECORD = "data/editions.jsonl"
# No vowels, so that no word appears, and nothing that is mistaken for something else: 0 o, 1 i l, u v.
ALPHABET = "23456789bcdfghjkmnpqrstwxyz"
_LENGTH = 5
_AGAIN = "Put the line back as it was, or take it out and run make editions."


@dataclass(frozen=True, slots=True)
class Issue:
    """A code that has been given out: for which area, since when, and what its sheets say."""

    code: str
    area: str
    issued: date
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A code that must not be used any more though its facts stand, and why."""

    code: str
    withdrawn: date
    reason: str


@dataclass(frozen=True, slots=True)
class Register:
    """Every code ever given out, by the code."""

    issues: Mapping[str, Issue]
    withdrawals: Mapping[str, Withdrawal]


def code_for(prefix: str, area: str, facts: Mapping[str, str]) -> str:
    """Return a code like 936-7k4xb.

    Args:
        prefix: A number that people know the area by: a council's DfE number, the end of a seat's GSS code.
        area: The area, e.g. `councils/surrey`.
        facts: What its leaflets say, by label.
    """
    said = json.dumps([area, dict(sorted(facts.items()))], ensure_ascii=False, separators=(",", ":"))
    number = int.from_bytes(hashlib.blake2b(said.encode(), digest_size=16).digest(), "big")
    digits = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits += ALPHABET[digit]
    return f"{prefix}-{digits}"


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return each fact that differs: its label, what a sheet says, what is right now ("" for nothing)."""
    labels = [*before, *(label for label in now if label not in before)]
    pairs = ((label, before.get(label, ""), now.get(label, "")) for label in labels)
    return [(label, old, new) for label, old, new in pairs if old != new]


def read(text: str) -> tuple[Register, list[Finding]]:
    """Return the codes of a record file, and each line that is not one.

    One JSON object a line, in any order, repeats allowed: what a merge of two branches leaves is right.
    """
    issues: dict[str, Issue] = {}
    withdrawals: dict[str, Withdrawal] = {}
    findings: list[Finding] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            one = _entry(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            findings.append(Finding(RECORD, number, "", f"This line is not the record of a code. {_AGAIN}"))
            continue
        if isinstance(one, Withdrawal):
            withdrawals[one.code] = one
            continue
        before = issues.get(one.code)
        if before and (before.area, before.facts) != (one.area, one.facts):
            text_ = f"The code {shown(one.code)} stands for two different leaflets. {_AGAIN}"
            findings.append(Finding(RECORD, number, "", text_))
        elif not before or one.issued < before.issued:
            issues[one.code] = one
    for code in withdrawals.keys() - issues.keys():
        text_ = f"The code {shown(code)} is withdrawn but was never given out. {_AGAIN}"
        findings.append(Finding(RECORD, 1, "", text_))
    return Register(issues, withdrawals), findings


def load(root: Path) -> tuple[Register, list[Finding]]:
    """Return the codes recorded below `root`. No file yet is no mistake: none has been given out."""
    path = root / RECORD
    try:
        return read(path.read_text("utf-8")) if path.exists() else (Register({}, {}), [])
    except (OSError, UnicodeDecodeError):
        said = f"The file cannot be read. {_AGAIN}"
        return Register({}, {}), [Finding(RECORD, 1, "", said)]


def write(register: Register) -> str:
    """Return the record file's text: sorted, so that the same codes give the same file."""
    return "".join(line + "\n" for line in _lines(register))


def _lines(register: Register) -> Iterator[str]:
    for one in sorted(register.issues.values(), key=lambda one: (one.area, one.issued, one.code)):
        fields = {"code": one.code, "area": one.area, "issued": one.issued.isoformat(), "facts": one.facts}
        yield json.dumps(fields, ensure_ascii=False, sort_keys=False)
        if gone := register.withdrawals.get(one.code):
            said = {"code": gone.code, "withdrawn": gone.withdrawn.isoformat(), "reason": gone.reason}
            yield json.dumps(said, ensure_ascii=False)


def issue(register: Register, current: Iterable[Issue]) -> Register:
    """Return the register with those current codes added that it did not have.

    Raises:
        ValueError: A code is taken by another leaflet; two of 14 million for one area, so it should never be.
    """
    issues = dict(register.issues)
    for one in current:
        before = issues.setdefault(one.code, one)
        if (before.area, before.facts) != (one.area, one.facts):
            raise ValueError(f"The code {one.code} stands for two different leaflets of {one.area}.")
    return Register(issues, register.withdrawals)


def _entry(line: Mapping[str, str | Mapping[str, str]]) -> Issue | Withdrawal:
    code = line["code"]
    if not isinstance(code, str) or not code:
        raise ValueError("code")
    if "withdrawn" in line:
        return Withdrawal(code, date.fromisoformat(str(line["withdrawn"])), str(line["reason"]))
    facts = line["facts"]
    if not isinstance(facts, Mapping) or not all(isinstance(value, str) for value in facts.values()):
        raise ValueError("facts")
    return Issue(code, str(line["area"]), date.fromisoformat(str(line["issued"])), facts)
