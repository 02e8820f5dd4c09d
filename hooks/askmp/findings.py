"""What a check found: where it is, what is wrong and what to do about it."""

from dataclasses import dataclass

Loc = tuple[str | int, ...]
"""A place inside a record file, e.g. `("councils", 17, "contacts", "sendiass", "phone")`."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem in one file, in words that tell an editor the cure."""

    path: str
    line: int
    where: str
    text: str

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{self.path}:{self.line}: {place}{self.text}"


def dotted(loc: Loc) -> str:
    """Return a place as an editor reads it, e.g. `councils[17].contacts.sendiass.phone`.

    The last step `value` of a sourced fact is dropped: people know the field, not its wrapping.
    """
    if loc and loc[-1] == "value":
        loc = loc[:-1]
    out = ""
    for step in loc:
        if isinstance(step, int):
            out += f"[{step}]"
        else:
            out += f".{step}" if out else step
    return out


class DataError(Exception):
    """The data cannot be used. Carries every finding, not the first one only."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings
