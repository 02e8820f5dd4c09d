"""Write the locks from pyproject.toml: one version of each package, with hashes, for every system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GROUPS = ("scripts", "test", "lint", "lock")
# Nothing of the machine that ran it may land in the lock: no index, no folder of wheels, no command line.
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-index-annotation"),
    *("--custom-compile-command", "make lock"),
)


def compile_lock(output: str, source: str, *more: str) -> None:
    """Resolve one lock and write it."""
    command = [sys.executable, "-m", "uv", "pip", "compile", source, *OPTIONS, *more, "--output-file", output]
    if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode:
        raise SystemExit(f"{output} could not be locked; it is as it was.")
    print(f"Locked {output}")


def main() -> None:
    """Lock the site first; the tools then go with the very same versions."""
    compile_lock("requirements.txt", "pyproject.toml")
    groups = [part for group in GROUPS for part in ("--group", group)]
    compile_lock("requirements-dev.txt", "pyproject.toml", *groups, "--constraint", "requirements.txt")
    compile_lock("requirements-bench.txt", "requirements-bench.in")


if __name__ == "__main__":
    main()
