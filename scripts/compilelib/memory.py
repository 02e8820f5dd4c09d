"""data/compiled.json: what the last compilation made of each fact, as fingerprints."""

import json
from collections.abc import Mapping
from pathlib import Path

from compilelib.councils import Made
from compilelib.merge import Bases, bases
from compilelib.tables import Refusal

FILE = "compiled.json"
ABOUT = (
    "Made by scripts/compile_data.py, not for people: what it wrote last, as fingerprints. "
    "So it can tell an edit by a person from its own."
)


def read(folder: Path) -> dict[str, dict[str, Bases]]:
    """Return the fingerprints by list and record, or nothing if no compilation is remembered."""
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError:
        raise Refusal(f"{FILE}: this is not JSON. Put it back from the last good version.") from None


def text(lists: Mapping[str, Mapping[str, Made]]) -> str:
    """Return the file, one line for each record."""
    parts = [f'"about": {json.dumps(ABOUT)}']
    for kind, made in lists.items():
        rows = {
            one.record["id"]: json.dumps(bases(one.record), separators=(",", ":")) for one in made.values()
        }
        lines = ",\n".join(f"{json.dumps(ident)}: {rows[ident]}" for ident in sorted(rows))
        parts.append(f'"{kind}": {{\n{lines}\n}}')
    return "{\n" + ",\n".join(parts) + "\n}\n"
