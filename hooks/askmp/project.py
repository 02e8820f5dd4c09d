"""The project's folder as input: reads what is below a root, checks it, and never looks elsewhere."""

import difflib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from askmp.checks import check
from askmp.coverage import strangers
from askmp.dataset import COUNCILS, LISTS, SEATS, Dataset, load
from askmp.fields import shown
from askmp.findings import DataError, Finding, Loc, dotted
from askmp.leaflets import codes, words
from askmp.plan import Inputs
from askmp.postcodes import read_shard

SHARDS = "data/postcodes"
_AGAIN = "It is compiled, not written by hand: run scripts/compile_data.py again."


def examine(root: Path, today: date, clock: date) -> tuple[Inputs, list[Finding]]:
    """Return all that can be read below `root`, and everything wrong with it.

    Args:
        root: The project's folder.
        today: The day the site is for.
        clock: The real day. A site for an earlier day may rest on facts checked since.
    """
    data, findings = load(root)
    findings += check(data, today, max(today, clock))
    languages, problems = words.load(root)
    findings += problems
    register, problems = codes.load(root)
    findings += problems
    prose, problems = _prose(root / "docs")
    findings += problems
    shards, problems = _shards(root)
    problems += _unnamed(data, shards, today)
    expected = data.coverage.postcode_areas if data.coverage else None
    if not findings and not problems and expected not in (None, len(shards)):
        cure = f"There should be {expected} (data/coverage.yaml). {_AGAIN}"
        problems.append(Finding(SHARDS, 1, "", f"There are files for {len(shards)} postcode areas. {cure}"))
    return Inputs(data, shards, prose, languages, register), sorted(findings + problems)


def inputs(root: Path, today: date, clock: date) -> Inputs:
    """Return all a site is made from.

    Raises:
        DataError: A record is wrong; carries every finding.
    """
    found, findings = examine(root, today, clock)
    if findings:
        raise DataError(findings)
    return found


def _prose(docs: Path) -> tuple[dict[str, str], list[Finding]]:
    """Read the pages written by hand."""
    prose: dict[str, str] = {}
    findings: list[Finding] = []
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).as_posix()
        try:
            prose[name] = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            findings.append(
                Finding(f"docs/{name}", line, "", "This file is not saved as UTF-8. Save it again so.")
            )
    return prose, findings


def _shards(root: Path) -> tuple[dict[str, Any], list[Finding]]:
    """Read the postcode shards; each must have its form."""
    shards: dict[str, Any] = {}
    findings: list[Finding] = []
    for path in sorted((root / SHARDS).glob("*.json")):
        name = f"{SHARDS}/{path.name}"
        try:
            shard = json.loads(path.read_bytes())
            read_shard(shard, path.name)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            findings.append(Finding(name, line, "", f"This is not a file of postcodes. {_AGAIN}"))
            continue
        shards[path.name] = shard
    if not shards and not findings:
        findings.append(Finding(SHARDS, 1, "", f"The postcodes are missing. {_AGAIN}"))
    return shards, findings


def _unnamed(data: Dataset, shards: Mapping[str, Any], today: date) -> list[Finding]:
    """Report each area that the postcodes name and no record has, unless another finding tells of it."""
    pairs = [pair for shard in shards.values() for pair in shard["pairs"]]
    said = {share.id for seat in data.constituencies for share in seat.councils}
    findings = []
    for path, named in ((COUNCILS, {pair[0] for pair in pairs} - said), (SEATS, {pair[1] for pair in pairs})):
        loose = [one for one in data.ids[path] if one not in named]
        for missing in strangers(data, path, named, today):
            near = difflib.get_close_matches(missing, loose, n=1)
            loc: Loc = (*data.loc(path, near[0]), "id") if near else (LISTS[path],)
            text = (
                f"The postcodes name {shown(missing)}, but no record here has that id. An id never changes: "
                "put it back. If the area is gone, run scripts/compile_data.py again."
            )
            findings.append(Finding(path, data.line(path, loc), dotted(loc), text))
    return findings
