"""The site folder holds the old site or the new one, whatever happens to the build."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import build
import sitefolder
from sitefolder import SiteFolder

GOOD = "import pathlib, sys; (pathlib.Path(sys.argv[1]) / 'index.html').write_text('new')"
BAD = GOOD + "; print('WARNING -  page.md: a link to nowhere'); sys.exit(1)"


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder.at(tmp_path / "site")


@pytest.fixture
def old_site(folder: SiteFolder) -> SiteFolder:
    folder.target.mkdir()
    (folder.target / "index.html").write_text("old")
    (folder.target / "gone.html").write_text("a page that the new site no longer has")
    return folder


@pytest.fixture(params=["one step", "two renames"])
def either_swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of swapping: the file systems that cannot exchange are not at hand in a test."""
    if request.param == "two renames":
        monkeypatch.setattr(sitefolder, "exchange", lambda _first, _second: False)
    elif not sys.platform.startswith("linux"):
        pytest.skip("only Linux exchanges two folders in one step")


def fake(monkeypatch: pytest.MonkeyPatch, code: str, check: str = "") -> None:
    """Put a small program in the place of MkDocs and of the data check."""
    monkeypatch.setattr(build, "build_command", lambda new: [sys.executable, "-c", code, str(new)])
    monkeypatch.setattr(build, "check_command", lambda: [sys.executable, "-c", check])


def run(folder: SiteFolder, *more: str) -> int:
    return build.main(["--site-dir", str(folder.target), *more])


def content(folder: SiteFolder) -> str:
    return (folder.target / "index.html").read_text()


def left_over(folder: SiteFolder) -> list[str]:
    return sorted(path.name for path in folder.target.parent.iterdir() if path.name != ".site.lock")


@pytest.mark.usefixtures("either_swap")
def test_new_site_replaces_the_old_one_whole(
    old_site: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, GOOD)
    assert run(old_site) == 0
    assert content(old_site) == "new"
    assert not (old_site.target / "gone.html").exists()
    assert left_over(old_site) == ["site"]
    said = capsys.readouterr().out
    assert "Checking the data\nBuilding the pages\nBuilt 1 pages" in said
    assert "site/index.html" in said


def test_first_build_needs_no_old_site(folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, GOOD)
    assert run(folder) == 0
    assert content(folder) == "new"


def test_failed_build_leaves_the_last_good_site(
    old_site: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, BAD)
    assert run(old_site) == 1
    assert content(old_site) == "old"
    assert left_over(old_site) == ["site"]
    said = capsys.readouterr().out
    assert "a link to nowhere" in said
    assert said.endswith("The build failed. site/ is still the last good site.\n")


def test_bad_data_stops_before_the_build(
    old_site: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, GOOD, check="print('data/mps.yaml:7: party: not known'); raise SystemExit(1)")
    assert run(old_site) == 1
    assert content(old_site) == "old"
    said = capsys.readouterr().out
    assert "data/mps.yaml:7: party: not known" in said
    assert "nothing was built" in said
    assert run(old_site, "--no-check") == 0


def test_a_build_without_a_front_page_is_not_published(
    old_site: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, "pass")
    assert run(old_site) == 1
    assert content(old_site) == "old"
    assert left_over(old_site) == ["site"]
    assert "no front page" in capsys.readouterr().out


def test_a_crash_is_one_line_for_an_editor_and_a_report_for_ci(
    folder: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, "raise OSError(28, 'No space left on device')")
    monkeypatch.setattr(build, "LOG", folder.target.with_name("report.log"))
    monkeypatch.delenv("CI", raising=False)
    assert run(folder) == 1
    said = capsys.readouterr().out
    assert "ERROR   -  OSError: [Errno 28] No space left on device" in said
    assert "Traceback" not in said
    assert "Traceback" in build.LOG.read_text()
    monkeypatch.setenv("CI", "true")
    assert run(folder) == 1
    assert "Traceback" in capsys.readouterr().out


def test_a_folder_of_something_else_is_not_replaced(
    folder: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, GOOD)
    folder.target.mkdir()
    precious = folder.target / "thesis.txt"
    precious.write_text("four years of work")
    assert run(folder) == 1
    assert precious.read_text() == "four years of work"
    assert "not a built site" in capsys.readouterr().out


def test_a_link_is_followed_not_replaced(
    old_site: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, GOOD)
    link = tmp_path / "public"
    link.symlink_to(old_site.target)
    assert build.main(["--site-dir", str(link)]) == 0
    assert link.is_symlink()
    assert content(old_site) == "new"


def test_second_build_is_turned_away_and_told_whom_to_wait_for(
    old_site: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, GOOD)
    with sitefolder.locked(old_site):
        assert run(old_site) == 1
        assert f"(process {os.getpid()})" in capsys.readouterr().out
        assert content(old_site) == "old"
    assert run(old_site) == 0


def test_a_lock_left_by_a_dead_process_stops_nobody(
    old_site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, GOOD)
    old_site.beside("lock").write_text("999999\n")
    assert run(old_site) == 0


def test_killed_between_two_renames_the_last_site_comes_back(
    old_site: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, BAD)
    old_site.target.rename(old_site.old)
    old_site.new.mkdir()
    assert run(old_site) == 1
    assert "is back as it was" in capsys.readouterr().out
    assert content(old_site) == "old"
    assert left_over(old_site) == ["site"]


def test_a_half_deleted_site_is_never_put_back(folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, BAD)
    folder.beside("rm").mkdir()
    assert run(folder) == 1
    assert left_over(folder) == []


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT])
def test_a_disk_error_is_a_sentence(
    old_site: SiteFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: int,
) -> None:
    fake(monkeypatch, GOOD)

    def refuse(path: Path, *_more: object, **_options: object) -> None:
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert run(old_site) == 1
    said = capsys.readouterr().out
    assert os.strerror(code) in said
    assert "still the last good site" in said
    assert content(old_site) == "old"


def test_a_day_that_is_none_is_refused(
    folder: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(monkeypatch, GOOD)
    monkeypatch.setenv("ASKMP_TODAY", "24 November")
    assert run(folder) == 1
    assert "write a day as YYYY-MM-DD" in capsys.readouterr().out


def test_a_build_as_if_on_a_day_carries_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("ASKMP_TODAY", "2026-11-24")
    assert build.environment()["SOURCE_DATE_EPOCH"] == "1795521600"


class Builder:
    """scripts/build.py in a process of its own, with a program that waits in the place of MkDocs."""

    def __init__(self, folder: SiteFolder, scripts: Path, code: str) -> None:
        self.folder = folder
        program = (
            "import sys; sys.path.insert(0, sys.argv.pop(1)); code = sys.argv.pop(1)\n"
            "import build\n"
            "build.build_command = lambda new: [sys.executable, '-c', code, str(new)]\n"
            "sys.exit(build.main())"
        )
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-c", program, str(scripts), code),
                *("--no-check", "--site-dir", str(folder.target)),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, path: Path) -> None:
        limit = time.monotonic() + 30
        while not path.exists():
            assert self.process.poll() is None, self.process.communicate()[0]
            assert time.monotonic() < limit, f"{path} did not appear"
            time.sleep(0.01)


@pytest.fixture
def scripts() -> Path:
    return Path(build.__file__).parent


def waiting(gate: Path) -> str:
    """A build that writes half a site, waits for the gate, then finishes."""
    return (
        "import pathlib, sys, time; new = pathlib.Path(sys.argv[1]); (new / 'half.html').write_text('half')\n"
        f"gate = pathlib.Path({str(gate)!r}); limit = time.monotonic() + 30\n"
        "while not gate.exists() and time.monotonic() < limit: time.sleep(0.01)\n" + GOOD
    )


def test_killed_outright_the_old_site_stands_and_nothing_mixes(
    old_site: SiteFolder, tmp_path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = tmp_path / "gate"
    first = Builder(old_site, scripts, waiting(gate))
    first.wait_for(old_site.new / "half.html")
    first.process.kill()
    first.process.wait()
    assert content(old_site) == "old"
    # The build command itself lives on, and so does the lock: a second build must not share its folder.
    fake(monkeypatch, GOOD)
    assert run(old_site) == 1
    gate.touch()
    assert first.process.stdout is not None
    first.process.stdout.close()
    limit = time.monotonic() + 30
    while run(old_site):
        assert time.monotonic() < limit
        time.sleep(0.05)
    assert content(old_site) == "new"
    assert not (old_site.target / "half.html").exists()
    gate.unlink()
    assert left_over(old_site) == ["site"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_asked_to_stop_it_clears_up(
    old_site: SiteFolder, tmp_path: Path, scripts: Path, number: int, code: int
) -> None:
    first = Builder(old_site, scripts, waiting(tmp_path / "gate"))
    first.wait_for(old_site.new / "half.html")
    first.process.send_signal(number)
    said, _ = first.process.communicate(timeout=30)
    assert first.process.returncode == code
    assert "Traceback" not in said
    assert content(old_site) == "old"
    assert left_over(old_site) == ["site"]


def test_whoever_reads_during_the_swaps_sees_a_whole_site(
    old_site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux exchanges two folders in one step")
    fake(monkeypatch, GOOD)
    watcher = (
        "import pathlib, sys, time; page = pathlib.Path(sys.argv[1])\n"
        "end = time.monotonic() + 2; missed = 0\n"
        "while time.monotonic() < end:\n"
        "    missed += not page.exists()\n"
        "print(missed)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", watcher, str(old_site.target / "index.html")],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None:
            assert run(old_site, "--no-check") == 0
        assert process.stdout is not None
        assert process.stdout.read().strip() == "0"


def test_real_site_is_complete(built_site: Path) -> None:
    for page in ("index.html", "404.html", "areas/index.html", "sitemap.xml"):
        assert (built_site / page).is_file(), page


def test_strict_build_alone_works(tmp_path: Path) -> None:
    """A host runs just `mkdocs build --strict`: no script, no import path set for it."""
    root = Path(build.__file__).parents[1]
    project = tmp_path / "project"
    for name in ("data", "docs", "hooks", "overrides"):
        shutil.copytree(root / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "mkdocs.yml", project)
    done = subprocess.run(
        # -I: neither PYTHONPATH nor the folder; the copied hooks must find the copied package.
        [sys.executable, "-I", "-m", "mkdocs", "build", "--strict"],
        cwd=project,
        # The leaflets of all England take minutes: those that another test has made will do.
        env={**os.environ, "ASKMP_CACHE": str(root / "build" / "leaflets")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "site" / "index.html").is_file()
    assert (project / "site" / "councils" / "surrey" / "leaflets" / "leaflet-a4.pdf").is_file()
