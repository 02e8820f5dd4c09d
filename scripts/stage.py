"""Write the whole site's source to a folder, so that another generator than MkDocs can build it.

Usage: python scripts/stage.py --out FOLDER [--today YYYY-MM-DD] [--pages-only]

The folder gets docs/ (pages by hand and all generated ones), overrides/ and an mkdocs.yml without the hook.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from askmp.leaflets import workshop
from askmp.leaflets.store import Store
from askmp.plan import Plan
from planned import add_arguments, plan_of, store_of

# The hook's job is done by this script; `watch` names folders that are not staged.
UNSTAGED = ("hooks:", "watch:")


def main(argv: list[str] | None = None) -> int:
    """Write the folder; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="the folder to make; it is replaced")
    parser.add_argument("--pages-only", action="store_true", help="leave the leaflets out")
    add_arguments(parser)
    args = parser.parse_args(argv)
    if (plan := plan_of(args.root, args.today)) is None:
        return 1
    store = store_of(args.root)
    try:
        if not args.pages_only:
            workshop.supply(plan.jobs, plan.bundles, store, time.time(), lambda text: print(text, flush=True))
    except workshop.LeafletsError as error:
        print(error, file=sys.stderr)
        return 1
    count = stage(args.root, args.out, plan, None if args.pages_only else store)
    print(f"{count} generated files staged in {args.out}.")
    return 0


def stage(root: Path, out: Path, plan: Plan, store: Store | None = None) -> int:
    """Write the staged project, with the leaflets of a store; return how many files were generated."""
    if out.exists():
        shutil.rmtree(out)
    shutil.copytree(root / "docs", out / "docs")
    shutil.copytree(root / "overrides", out / "overrides")
    (out / "mkdocs.yml").write_text(config((root / "mkdocs.yml").read_text("utf-8")), "utf-8")
    count = 0
    files = plan.files if store else {}
    made = workshop.made(files.values(), store) if store else {}
    for artefact in plan.artefacts(made):
        path = out / "docs" / artefact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        content = artefact.content.encode() if isinstance(artefact.content, str) else artefact.content
        path.write_bytes(content)
        count += 1
    if store:
        workshop.hand_out(files.values(), store, out / "docs")
    return count + len(made)


def config(text: str) -> str:
    """Return mkdocs.yml without the blocks that only the MkDocs build needs."""
    kept, skipping = [], False
    for line in text.splitlines(keepends=True):
        if not line.startswith((" ", "-", "#", "\n")):
            skipping = line.startswith(UNSTAGED)
        if not skipping:
            kept.append(line)
    return "".join(kept)


if __name__ == "__main__":
    sys.exit(main())
