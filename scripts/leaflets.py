"""Make the leaflets of one area, or of all, into build/out/.

Usage: python scripts/leaflets.py [AREA] [--edition EDITION] [--out FOLDER] [--today YYYY-MM-DD]
"""

import argparse
import difflib
import sys
from pathlib import Path

from askmp.leaflets import workshop
from askmp.leaflets.editions import BY_ID
from planned import ROOT, add_arguments, plan_of, store_of


def main(argv: list[str] | None = None) -> int:
    """Make them and list them; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("area", nargs="?", default="", help="e.g. constituencies/aldershot; all if left out")
    parser.add_argument("--edition", choices=sorted(BY_ID), help="only this one")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "out", help="where to (build/out)")
    add_arguments(parser)
    args = parser.parse_args(argv)
    if (plan := plan_of(args.root, args.today)) is None:
        return 1
    area = args.area.strip("/")
    if area and area not in plan.places:
        print(unknown(area, sorted(plan.places)), file=sys.stderr)
        return 1
    jobs = [
        job
        for job in plan.jobs
        if job.path.startswith(f"{area}/" if area else "")
        and (not args.edition or job.edition.id == args.edition)
    ]
    if not jobs:
        print(f"There is no {args.edition} for {area}: only councils have it.", file=sys.stderr)
        return 1
    store = store_of(args.root)
    failures = workshop.make(jobs, store, lambda text: print(text, flush=True))
    for failure in failures:
        print(failure, file=sys.stderr)
    made = workshop.made(jobs, store)
    workshop.hand_out(jobs, store, args.out)
    for path, one in made.items() if area else ():
        pages = f"{one.pages} page{'s' if one.pages != 1 else ''}" if path.endswith(".pdf") else "picture"
        print(f"{path:<80} {pages:>8} {one.bytes / 1000:7.1f} KB")
    total = sum(one.bytes for one in made.values()) / 1_000_000
    print(f"{len(made):,} files, {total:.1f} MB, in {args.out}")
    return int(bool(failures))


def unknown(area: str, known: list[str]) -> str:
    """What to say of an area that is not there."""
    area = area.lower().replace(" ", "-")
    near = [one for one in known if one.split("/")[1] == area.split("/")[-1]]
    near = near or difflib.get_close_matches(area, known, n=1, cutoff=0.8)
    meant = f" Did you mean {' or '.join(near)}?" if near else " Areas are listed on the page /areas/."
    return f"There is no area {area}.{meant} Write it like constituencies/aldershot or councils/surrey."


if __name__ == "__main__":
    sys.exit(main())
