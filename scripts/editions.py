"""Give out the codes of today's leaflets: adds those that data/editions.jsonl does not have yet.

Usage: python scripts/editions.py [--check] [--against FILE] [--today YYYY-MM-DD] [--root FOLDER]

Lines are only ever added. With --check nothing is written, and the exit code is 1 if a code is missing; with
--against it is 1 if a code of an older record has been lost.
To take leaflets back although their facts stand: python scripts/editions.py --withdraw CODE --reason "Why."
"""

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from askmp.leaflets import codes
from planned import add_arguments, plan_of


def main(argv: list[str] | None = None) -> int:
    """Add what is missing and say what; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say what is missing")
    parser.add_argument("--against", type=Path, help="an older record, none of whose codes may be lost")
    parser.add_argument("--withdraw", metavar="CODE", help="take back a code")
    parser.add_argument("--reason", help="why, in one sentence that the public may read")
    add_arguments(parser)
    args = parser.parse_args(argv)
    if bool(args.withdraw) != bool(args.reason):
        parser.error("--withdraw and --reason go together")
    if (plan := plan_of(args.root, args.today)) is None:
        return 1
    today, old = plan.options.today, plan.inputs.register
    if args.against:
        before, wrong = codes.read(args.against.read_text("utf-8"))
        for finding in wrong:
            print(f"The older record, {args.against}, is broken: {finding}", file=sys.stderr)
        return int(bool(wrong)) or compare(before, old)
    current = [codes.Issue(one.code, one.record, today, one.facts) for one in plan.places.values()]
    new = codes.issue(old, current)
    if args.withdraw:
        if args.withdraw not in new.issues:
            print(
                f"{args.withdraw} is not a code that was given out. Is there a slip in it?", file=sys.stderr
            )
            return 1
        gone = codes.Withdrawal(args.withdraw, today, args.reason)
        new = replace(new, withdrawals={**new.withdrawals, gone.code: gone})
    added = [one for code, one in new.issues.items() if code not in old.issues]
    for one in added[:20]:
        print(f"{one.code}  {one.area}")
    if len(added) > 20:
        print(f"and {len(added) - 20} more")
    if args.check:
        print(f"{len(added)} codes are not recorded yet." if added else "Every code is recorded.")
        return int(bool(added))
    if new != old:
        write(args.root / codes.RECORD, codes.write(new))
    print(f"{codes.RECORD}: {len(new.issues)} codes, {len(added)} of them new.")
    return 0


def compare(before: codes.Register, now: codes.Register) -> int:
    """Say which codes are not in the record any more; a leaflet on a wall still carries them."""
    lost = sorted(before.issues.keys() - now.issues.keys())
    changed = sorted(
        code for code in before.issues.keys() & now.issues.keys() if before.issues[code] != now.issues[code]
    )
    for code in (*lost, *changed):
        what = "is gone from" if code in lost else "has changed in"
        print(f"{code} {what} {codes.RECORD}. Put its line back: leaflets carry it.", file=sys.stderr)
    print(f"{len(before.issues)} codes of the older record, {len(lost) + len(changed)} lost or changed.")
    return int(bool(lost or changed))


def write(path: Path, text: str) -> None:
    """Replace a file in one step: whoever reads it finds the old one or the new one."""
    descriptor, temporary = tempfile.mkstemp(prefix=".", dir=path.parent)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - the descriptor is open already
        file.write(text)
    os.chmod(temporary, 0o644)  # noqa: PTH101 - a temporary file is the owner's alone
    Path(temporary).replace(path)


if __name__ == "__main__":
    sys.exit(main())
