"""Finished files on the disk, found again by the key of what they were made from.

A file's name says its key, its pages and its size: KEY.PAGES.SIZE.pdf. One that is cut short does not have
the size that its name says, and counts as missing. Files are written beside their place and renamed: a run
that is killed leaves whole files or none.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished file: its pages (0 for what has none) and its size in bytes."""

    path: Path
    pages: int
    size: int


class Store:
    """The finished files below one folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._entries = dict(_scan(folder))

    def get(self, key: str) -> Entry | None:
        """Return the file made from `key`, if there is one."""
        return self._entries.get(key)

    def read(self, key: str) -> bytes | None:
        """Return the content of the file made from `key`, if there is one."""
        entry = self._entries.get(key)
        with contextlib.suppress(FileNotFoundError):  # another build may have tidied up
            return entry.path.read_bytes() if entry else None
        return None

    def put(self, key: str, suffix: str, content: bytes, pages: int = 0) -> Entry:
        """Keep a file.

        Raises:
            OSError: The disk is full, or the folder may not be written.
        """
        folder = self.folder / key[:2]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{key}.{pages}.{len(content)}.{suffix}"
        descriptor, temporary = tempfile.mkstemp(prefix=".", dir=folder)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123 - the descriptor is open already
                file.write(content)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        entry = Entry(path, pages, len(content))
        self._entries[key] = entry
        return entry

    def adopt(self, key: str, entry: Entry) -> None:
        """Take note of a file that another process has put here."""
        self._entries[key] = entry

    def forget(self, kept: Iterable[str], before: float) -> None:
        """Delete what no key in `kept` names and nobody wanted since `before`, in seconds since 1970."""
        wanted = set(kept)
        for key, entry in list(self._entries.items()):
            with contextlib.suppress(FileNotFoundError):  # another build may be tidying up too
                if key in wanted:
                    os.utime(entry.path)
                elif entry.path.stat().st_mtime < before:
                    entry.path.unlink()
                    del self._entries[key]


def deliver(entry: Entry, path: Path) -> None:
    """Put a finished file in its place: as a second name for it where the disk can, else as a copy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Never written in place: what stands there may be a second name of another finished file.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    try:
        os.link(entry.path, temporary)
    except OSError:
        shutil.copyfile(entry.path, temporary)
    temporary.replace(path)
    temporary.unlink(missing_ok=True)  # renaming does nothing where both are one file already


def _scan(folder: Path) -> Iterator[tuple[str, Entry]]:
    if not folder.is_dir():
        return
    for below in folder.iterdir():
        for file in os.scandir(below) if below.is_dir() else ():
            parts = file.name.split(".")
            if len(parts) != 4 or not (parts[1].isdigit() and parts[2].isdigit()):
                continue
            size = int(parts[2])
            if file.stat().st_size == size:
                yield parts[0], Entry(Path(file.path), int(parts[1]), size)
