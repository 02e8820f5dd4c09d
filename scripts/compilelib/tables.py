"""Read the source tables. Whatever is wrong is refused with the file, the line, the column and the cure."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

COUNCIL_GSS = re.compile(r"E(06|08|09|10)\d{6}")
SEAT_GSS = re.compile(r"E14\d{6}")
DFE = re.compile(r"\d{3}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Refusal(Exception):
    """The script stops before it writes anything. The text says where, what, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `row["column"]` is the text without spaces around it."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def refuse(self, column: str, what: str, cure: str) -> Refusal:
        """Return a refusal that points at one cell of this row."""
        return Refusal(f"{self.file}, line {self.line}, column {column}: {what} {cure}")

    def match(self, column: str, pattern: re.Pattern[str], what: str) -> str:
        """Return a cell that must have a certain form."""
        text = self[column]
        if not pattern.fullmatch(text):
            raise self.refuse(column, f'"{text}" is not {what}.', "Correct it in the table.")
        return text

    def one_of(self, column: str, words: Iterable[str]) -> str:
        """Return a cell that must hold one of a few words."""
        known = list(words)
        if self[column] not in known:
            raise self.refuse(
                column, f'"{self[column]}" is not known here.', f"Use one of: {', '.join(known)}."
            )
        return self[column]

    def day(self, column: str) -> date:
        """Return a cell that must hold a date."""
        try:
            return date.fromisoformat(self[column])
        except ValueError:
            raise self.refuse(column, f'"{self[column]}" is not a date.', "Use year-month-day.") from None

    def share(self, column: str) -> float:
        """Return a cell that holds a share of 1. Blank counts as 0."""
        try:
            number = float(self[column] or 0)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise self.refuse(column, f'"{self[column]}" is not a share.', "Use a number from 0 to 1.")
        return number


def read(folder: Path, file: str, columns: Iterable[str]) -> list[Row]:
    """Return the rows of a table.

    Args:
        folder: Where the source tables lie.
        file: The table's file name.
        columns: The columns that the table must have; others are ignored.

    Raises:
        Refusal: The table is missing, empty, not UTF-8, lacks a column or has a ragged line.
    """
    path = folder / file
    if not path.is_file():
        raise Refusal(
            f"{file}: the table is missing from {folder}. Put it there; data/README.md lists its columns."
        )
    try:
        rows = list(_rows(path, file, list(columns)))
    except UnicodeDecodeError:
        raise Refusal(
            f"{file}: the table is not saved as UTF-8. Save it again with the encoding UTF-8."
        ) from None
    if not rows:
        raise Refusal(
            f"{file}: the table has no rows. Nothing was changed. Get the table again from where it came."
        )
    return rows


def _rows(path: Path, file: str, columns: list[str]) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        for column in columns:
            if column not in header:
                raise Refusal(f"{file}, line 1, column {column}: it is missing. Add it (see data/README.md).")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                count = f"The line has {len(cells)} cells, the header has {len(header)}."
                raise Refusal(
                    f"{file}, line {reader.line_num}, column {header[-1]}: {count} "
                    "Look for a missing comma or quote."
                )
            yield Row(file, reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True)))


def unique(rows: Iterable[Row], *columns: str, key: Callable[[Row], object] | None = None) -> None:
    """Refuse two rows that hold the same thing in some columns."""
    first: dict[object, int] = {}
    for row in rows:
        value = key(row) if key else tuple(row[column] for column in columns)
        if value in first:
            said = " / ".join(row[column] for column in columns)
            where = f"is here twice (first on line {first[value]})."
            raise row.refuse(" + ".join(columns), f'"{said}" {where}', "Keep one of the two lines.")
        first[value] = row.line


def slug(name: str) -> str:
    """Return a name as it stands in an address."""
    plain = name.lower().replace("&", " and ").replace("'", "").replace("\u2019", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
