"""Compile data/councils.yaml, data/mps.yaml and data/postcodes/ from the source tables.

    python scripts/compile_data.py SOURCES_DIR [--data DIR] [--checked YYYY-MM-DD] [--dry-run] [--accept]

Safe to run again: what people wrote stays, a file is written only when its content changes, and too large a
change is refused unless it is accepted. data/README.md says which tables and columns are needed.
Exit code 2: refused.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from compilelib.output import Output, write
from compilelib.records import Options
from compilelib.run import run
from compilelib.tables import Refusal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Compile the project's data from source tables.")
    parser.add_argument("sources", type=Path, metavar="SOURCES_DIR", help="the folder with the source tables")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(__file__).resolve().parent.parent / "data",
        help="the folder to write to",
    )
    parser.add_argument(
        "--checked",
        type=date.fromisoformat,
        help="the day somebody read the sources (default: only new facts get today's date)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    parser.add_argument(
        "--accept", action="store_true", help="accept that more than 5%% of the records change"
    )
    given = parser.parse_args(arguments)
    options = Options(
        given.sources,
        given.data,
        given.checked or datetime.now(UTC).date(),
        given.checked is not None,
        given.accept,
    )
    try:
        output: Output = run(options)
    except Refusal as refusal:
        print(f"Refused: {refusal}", file=sys.stderr)
        return 2
    # Written before anything is printed: a closed pipe must not leave half the work undone.
    written = [] if given.dry_run else write(output, given.data)
    print("\n".join(output.said))
    nothing = "Dry run: nothing was written." if given.dry_run else "Nothing had to be written."
    print(f"Written: {', '.join(written)}." if written else nothing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
