"""Check the data, build the site beside site/, and swap it in when every page is there.

usage: python scripts/build.py [--site-dir site] [--no-check]

A build that fails, or is stopped, leaves the last good site as it was.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sitefolder import SiteFolder, SiteFolderError, discard, locked, name_owner, prepare, recover, swap_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
LOG = ROOT / ".site.log"
CRASH = "Traceback (most recent call last):"


def say(text: str) -> None:
    """One line of progress, shown at once even through a pipe."""
    print(text, flush=True)


def environment() -> dict[str, str]:
    """What the build command sees."""
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    day = env.get("ASKMP_TODAY")
    if day and "SOURCE_DATE_EPOCH" not in env:
        # MkDocs dates the sitemap: a build as if on a day is dated that day, and so is the same every time.
        try:
            noon = datetime.datetime.fromisoformat(day).replace(hour=12, tzinfo=datetime.UTC)
        except ValueError:
            raise SiteFolderError(f"ASKMP_TODAY is {day}: write a day as YYYY-MM-DD.") from None
        env["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))
    return env


def run(command: Sequence[str | Path], lock: int) -> bool:
    """Run one step and pass on what it says; True when it went well."""
    env = environment()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        pass_fds=[lock],
    )
    name_owner(lock, process.pid)
    assert process.stdout is not None
    try:
        with process.stdout as lines:
            crash = relay(lines)
        code = process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        name_owner(lock, os.getpid())
    if crash and code == 0:
        say("\n".join(crash))
    elif crash:
        explain(crash, code)
    elif code < 0:
        say(f"The build was stopped by signal {-code}.")
    return code == 0


def relay(lines: Iterable[str]) -> list[str]:
    """Print each line as it comes, but keep a crash report back; returns that."""
    crash: list[str] = []
    for line in lines:
        if crash or line.startswith(CRASH):
            crash.append(line.rstrip("\n"))
        else:
            say(line.rstrip("\n"))
    return crash


def explain(crash: list[str], code: int) -> None:
    """Say in one line what a crash was; the whole report goes where a developer finds it."""
    report = "\n".join(crash)
    if os.environ.get("CI"):
        say(report)
        return
    say(f"ERROR   -  {next(line for line in reversed(crash) if line.strip())} (exit code {code})")
    try:
        LOG.write_text(report + "\n", encoding="utf-8")
    except OSError:
        say(report)
    else:
        say(f"That is a fault in the program, or in this machine. The whole report is in {LOG.name}.")


def check_command() -> list[str | Path]:
    day = os.environ.get("ASKMP_TODAY")
    return [sys.executable, ROOT / "scripts" / "check.py", *(["--today", day] if day else [])]


def build_command(site_dir: Path) -> list[str | Path]:
    # Never with -q: MkDocs then forgets its warnings, and a strict build passes with broken links.
    return [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "--site-dir", site_dir]


def publish(folder: SiteFolder, *, check: bool) -> bool:
    """Check, build, swap; False when a step failed (it has said why)."""
    started = time.monotonic()
    with contextlib.suppress(OSError):
        LOG.unlink(missing_ok=True)  # what it says is about an earlier build
    with locked(folder) as lock:
        if message := recover(folder):
            say(message)
        if check:
            say("Checking the data")
            if not run(check_command(), lock):
                say(f"The data has errors, so nothing was built. {standing(folder)}")
                return False
        new = prepare(folder)
        say("Building the pages")
        built = False
        try:
            built = run(build_command(new), lock)
            if built:
                swap_in(folder)
        finally:
            # What cannot be deleted now goes at the next start.
            with contextlib.suppress(OSError):
                discard(folder, folder.new)
        if not built:
            say(f"The build failed. {standing(folder)}")
            return False
    report(folder.target, time.monotonic() - started)
    return True


def standing(folder: SiteFolder) -> str:
    """What is there now."""
    name = f"{folder.target.name}/"
    return f"{name} is still the last good site." if folder.target.exists() else f"There is no {name} yet."


def report(site: Path, seconds: float) -> None:
    """Where to look and what is there."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    megabytes = sum(path.stat().st_size for path in files) / 1_000_000
    shown = site.relative_to(Path.cwd()) if site.is_relative_to(Path.cwd()) else site
    say(f"Built {pages} pages, {len(files)} files, {megabytes:.1f} MB in {seconds:.1f} s")
    say(f"Look at {shown}/index.html, or run `make serve`.")


def stop(number: int, _frame: FrameType | None) -> None:
    """Turn a request to stop into an ordinary exit, so that the clean-up runs."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--site-dir", type=Path, default=ROOT / "site", help="where the site goes (site/)")
    parser.add_argument("--no-check", action="store_true", help="build without checking the data first")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, stop)
    folder = SiteFolder.at(options.site_dir)
    try:
        return 0 if publish(folder, check=not options.no_check) else 1
    except SiteFolderError as error:
        say(str(error))
    except KeyboardInterrupt:
        say(f"Stopped. {standing(folder)}")
        return 130
    except OSError as error:
        say(f"The site could not be written: {error}. {standing(folder)}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
