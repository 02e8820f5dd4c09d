"""Build a folder beside the real one and swap it in whole.

Whoever looks into site/ finds the old site or the new one, never a mixture: not after a failed build, not
while one runs, not after `kill -9`. Beside the folder NAME these may stand for a while:

.NAME.lock  held by the build that runs    .NAME.new  the site being built
.NAME.old   the last site, on its way out  .NAME.rm   a folder being deleted
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
# What the kernel or the file system answers when it has no such call.
NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


class SiteFolderError(Exception):
    """Something a person can put right; the text says what."""


@dataclass(frozen=True)
class SiteFolder:
    """The published folder and the helpers beside it."""

    target: Path

    @classmethod
    def at(cls, path: Path) -> SiteFolder:
        """The folder at `path`; a link is followed, since a rename would replace the link itself."""
        return cls(path.resolve())

    def beside(self, suffix: str) -> Path:
        """A helper on the same file system, so that a rename is enough."""
        return self.target.with_name(f".{self.target.name}.{suffix}")

    @property
    def new(self) -> Path:
        """Where to build."""
        return self.beside("new")

    @property
    def old(self) -> Path:
        """Where the last site stands between two renames."""
        return self.beside("old")


@contextlib.contextmanager
def locked(folder: SiteFolder) -> Iterator[int]:
    """Keep other builds of this folder out; yields the lock's descriptor.

    The kernel lets go of the lock when its last holder dies, so there is no stale lock to judge. Hand the
    descriptor to the build command: if this process is killed, the lock stays until the command has ended.
    """
    path = folder.beside("lock")
    # Opened for appending: a loser must not wipe the winner's process id before it has read it.
    with path.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            owner = lock.read().strip() or "unknown"
            raise SiteFolderError(
                f"Another build of {folder.target.name}/ is running (process {owner}). "
                "Wait until it has finished, then try again."
            ) from None
        name_owner(lock.fileno(), os.getpid())
        try:
            yield lock.fileno()
        finally:
            name_owner(lock.fileno(), None)


def name_owner(lock: int, pid: int | None) -> None:
    """Write into the lock which process to wait for."""
    os.ftruncate(lock, 0)
    if pid is not None:
        os.write(lock, f"{pid}\n".encode())


def recover(folder: SiteFolder) -> str | None:
    """Clear up after a build that was killed; says so if the last site had to be put back."""
    message = None
    if folder.old.is_dir() and not folder.target.exists():
        folder.old.rename(folder.target)
        message = f"The last build was stopped at its last step: {folder.target.name}/ is back as it was."
    for suffix in ("new", "old", "rm"):
        discard(folder, folder.beside(suffix))
    return message


def discard(folder: SiteFolder, path: Path) -> None:
    """Delete a folder. Renamed first: a half-deleted one must never be taken for the last good site."""
    if not path.exists():
        return
    bin_ = folder.beside("rm")
    if path != bin_:
        if bin_.exists():
            shutil.rmtree(bin_)
        path.rename(bin_)
    shutil.rmtree(bin_)


def prepare(folder: SiteFolder) -> Path:
    """An empty folder to build into."""
    if folder.target.exists() and not looks_built(folder.target):
        raise SiteFolderError(
            f"{folder.target} holds something that is not a built site, so it is not replaced. "
            "Delete it yourself if it is not wanted, or choose another folder."
        )
    folder.new.mkdir()
    return folder.new


def looks_built(path: Path) -> bool:
    """Whether replacing this folder loses nothing but a site: swapping in a new one drops the rest."""
    if not path.is_dir() or (path / ".git").exists():
        return False
    marks = ("index.html", "404.html", "sitemap.xml")
    return any((path / mark).is_file() for mark in marks) or not any(path.iterdir())


def swap_in(folder: SiteFolder) -> None:
    """Publish the new site in place of the old.

    Linux can exchange two folders in one step, with no moment in which there is none. Where that is not to be
    had (macOS, some network file systems) two renames do: the gap lasts microseconds, and if the process dies
    in it, `recover` puts the last site back at the next start.
    """
    if not (folder.new / "index.html").is_file():
        raise SiteFolderError("The build made no front page (index.html), so nothing was replaced.")
    if not folder.target.exists():
        folder.new.rename(folder.target)
        return
    if exchange(folder.new, folder.target):
        doomed = folder.new
    else:
        folder.target.rename(folder.old)
        folder.new.rename(folder.target)
        doomed = folder.old
    # The site is in place: a leftover that cannot be deleted now goes at the next start.
    with contextlib.suppress(OSError):
        discard(folder, doomed)


def exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step; False where the system has no such call."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(second))
