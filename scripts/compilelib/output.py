"""Write files whole or not at all, and only when their content changes."""

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Output:
    """What a run wants to write, by the path below the data folder, and what it has to say."""

    files: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def write(output: Output, folder: Path) -> list[str]:
    """Write the files that differ from what is there; return their names."""
    written = []
    for name, text in output.files.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            _replace(path, text)
            written.append(name)
    shards = [name for name in written if name.startswith("postcodes/")]
    rest = [name for name in written if name not in shards]
    for name in output.gone:
        (folder / name).unlink()
        rest.append(f"{name} (removed)")
    return rest + ([f"{len(shards)} postcode shards"] if shards else [])


def _replace(path: Path, text: str) -> None:
    """Write a file beside the old one and swap them, so that a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        # A temporary file is private; the data is for everybody, like the file it replaces.
        new.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
