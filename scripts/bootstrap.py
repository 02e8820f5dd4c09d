"""Make .venv ready: `python3 scripts/bootstrap.py site` or `... dev`.

Standard library only: it runs before anything is installed. `make` calls it when a lock is newer than its
stamp; whether there is really something to install is decided here, from the lock's content.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCKS = {"site": "requirements.txt", "dev": "requirements-dev.txt"}
# What a lock needs to have been installed for; `dev` holds all that `site` holds.
SATISFIED_BY = {"site": ("site", "dev"), "dev": ("dev",)}


def fail(text: str) -> NoReturn:
    """Stop with a message a person can act on."""
    print(text, file=sys.stderr)
    raise SystemExit(1)


def stamp_path(name: str) -> Path:
    """The file that says which lock was installed; `make` compares its date."""
    return VENV / f".installed-{name}"


def fingerprint(name: str, python: str) -> str:
    """Changes when the lock or the Python that it was installed into changes."""
    lock = (ROOT / LOCKS[name]).read_bytes()
    return hashlib.sha256(lock + python.encode()).hexdigest()


def venv_version() -> str | None:
    """The version of .venv's Python, or None when the environment is missing or broken."""
    try:
        done = subprocess.run(
            [VENV / "bin" / "python", "-c", "import pip, sys; print(sys.version)"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def create_venv() -> None:
    """Make .venv anew with the Python that runs this script."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        fail(
            "This Python cannot make an environment: its venv and ensurepip parts are missing.\n"
            f"On Debian or Ubuntu: apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv "
            "(with sudo, unless you are root). Then run the same command again."
        )
    print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        fail(f"The environment .venv could not be made:\n{made.stdout}{made.stderr}".rstrip())


def install(lock: str) -> None:
    """Install one lock, every file checked against its hash."""
    started = time.monotonic()
    print(f"Installing what {lock} lists (some minutes the first time)", flush=True)
    done = subprocess.run(
        [
            *(VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--no-input", "--require-hashes", "--requirement", ROOT / lock),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        last = "\n".join(done.stdout.splitlines()[-15:])
        fail(f"{last}\nThe packages in {lock} could not be installed. Is there a network connection?")
    print(f"Installed in {time.monotonic() - started:.0f} s", flush=True)


def add_package_path() -> None:
    """Put hooks/ on .venv's import path, so that `import askmp` works without activation.

    The path is relative to site-packages: a moved project keeps working.
    """
    done = subprocess.run(
        [VENV / "bin" / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    packages = Path(done.stdout.strip())
    line = os.path.relpath(ROOT / "hooks", packages.resolve()) + "\n"
    (packages / "askmp.pth").write_text(line, encoding="utf-8")


def prepare(name: str) -> None:
    """Create the environment where needed, install the lock where it changed, leave a stamp."""
    version = venv_version()
    if version is None:
        create_venv()
        version = venv_version()
        if version is None:
            fail("The new .venv does not work. Delete the folder .venv and run the same command again.")
    installed = any(
        stamp_path(other).is_file() and stamp_path(other).read_text() == fingerprint(other, version)
        for other in SATISFIED_BY[name]
    )
    if not installed:
        install(LOCKS[name])
    add_package_path()
    # Written last, so that a run that was stopped halfway is done again.
    stamp_path(name).write_text(fingerprint(name, version))


def main() -> None:
    """Prepare .venv, one process at a time."""
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        fail(f"usage: python3 scripts/bootstrap.py {'|'.join(LOCKS)}")
    if sys.version_info < (3, 11):  # noqa: UP036 - the whole point is to run on an older one and say so
        fail(f"This needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}.")
    try:
        with (ROOT / ".venv.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Waiting for another run that is making .venv ready", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
            prepare(sys.argv[1])
    except OSError as error:
        fail(f".venv could not be made ready: {error}")


if __name__ == "__main__":
    main()
