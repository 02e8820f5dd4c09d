"""Find a Chromium for the browser tests, or install one; prints its path.

Looked for in this order: ASKMP_CHROMIUM, the usual names on PATH, the places of macOS, Playwright's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# The tests' pages are on this machine; without these a browser calls its maker at every start.
LAUNCH_ARGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
)


def launch_args() -> list[str]:
    """Arguments to start it with. Chromium refuses to run its sandbox as root, as containers often are."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*LAUNCH_ARGS, *(["--no-sandbox"] if as_root else [])]


def works(path: str) -> bool:
    """Whether it starts: Ubuntu has a `chromium-browser` that only says where to get the real one."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def playwright_chromium() -> str | None:
    """The one that `playwright install chromium` put away."""

    def ask() -> str:
        with sync_playwright() as playwright:
            return playwright.chromium.executable_path

    # In a thread of its own: a test that calls this may have a browser open, and a thread holds only one.
    with ThreadPoolExecutor(1) as thread:
        path = thread.submit(ask).result()
    return path if Path(path).exists() else None


def find_chromium() -> str | None:
    """The path of a Chromium that starts, or None."""
    chosen = os.environ.get("ASKMP_CHROMIUM")
    if chosen:
        # Named by hand: if it does not work, that is worth an error, not a silent other choice.
        if not works(chosen):
            raise SystemExit(f"ASKMP_CHROMIUM is {chosen}, and that does not start.")
        return chosen
    on_path = (path for name in NAMES if (path := shutil.which(name)))
    for path in (*on_path, *MAC_APPS):
        if works(path):
            return path
    return playwright_chromium()


def install_chromium() -> None:
    """Install one: Debian's package as root, else Playwright's."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        print("Installing Chromium with apt-get", file=sys.stderr, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            done = subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=sys.stderr, check=False)
            if done.returncode:
                break
        if find_chromium():
            return
    print("Installing Chromium with Playwright", file=sys.stderr, flush=True)
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False
    )


def main() -> None:
    """Print the path of a Chromium that works."""
    path = find_chromium()
    if path is None:
        install_chromium()
        path = find_chromium()
    if path is None:
        raise SystemExit(
            "The browser tests need Chromium or Chrome, and none could be found or installed.\n"
            "Install one (on Debian: apt-get install chromium), or name one you have: "
            "ASKMP_CHROMIUM=/path/to/chromium make test"
        )
    print(f"Browser: {path}")


if __name__ == "__main__":
    main()
