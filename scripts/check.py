"""Check the data files: every mistake with its line and what to do. Exit code 1 if there are any.

Usage: python scripts/check.py [--today YYYY-MM-DD] [--root FOLDER]
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from askmp.findings import Finding
from askmp.project import examine

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Print findings and a closing line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--today", type=date.fromisoformat, help="check as if on this day")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    args = parser.parse_args(argv)
    clock = date.today()  # noqa: DTZ011 - a data file's dates are local days
    found, findings = examine(args.root, args.today or clock, clock)
    for finding in findings:
        print(finding, file=sys.stderr)
    print(_summary(findings, len(found.data.councils), len(found.data.constituencies)))
    return int(bool(findings))


def _summary(findings: list[Finding], councils: int, seats: int) -> str:
    if not findings:
        return f"The data is in order: {councils} councils, {seats} constituencies."
    files = len({finding.path for finding in findings})
    counted = f"{_count(len(findings), 'mistake')} in {_count(files, 'file')}."
    return f"{counted} Each line above says where, and what to do."


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
