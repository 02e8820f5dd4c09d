"""The command an editor runs: what it prints, where, and with which exit code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import check
import small
from askmp.dataset import FILES
from small import CLOCK, ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run(root: Path, *more: str) -> int:
    return check.main(["--root", str(root), "--today", "2026-11-24", *more])


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(small.SAMPLE) == 0
    said = capsys.readouterr()
    assert said.out == "The data is in order: 4 councils, 5 constituencies.\n"
    assert said.err == ""


def test_one_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small.copy(tmp_path)
    small.edit(root, "data/mps.yaml", "    party: Independent\n", "    party:\n")
    assert run(root) == 1
    said = capsys.readouterr()
    assert said.out == "1 mistake in 1 file. Each line above says where, and what to do.\n"
    assert said.err == (
        "data/mps.yaml:96: constituencies[4].mp.party: There is nothing after the colon. "
        "Write it, or delete the line if nobody knows it.\n"
    )


def test_mistakes_in_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small.copy(tmp_path)
    small.edit(root, "data/mps.yaml", "    share: 0.63\n", "    share: 63\n")
    small.edit(root, "data/councils.yaml", "gss: E06000039", "gss: E6")
    small.edit(root, "data/councils.yaml", "dfe: '202'", "dfe: '2'")
    assert run(root) == 1
    said = capsys.readouterr()
    assert said.out == "3 mistakes in 2 files. Each line above says where, and what to do.\n"
    assert [line.split(": ")[0] for line in said.err.splitlines()] == [
        "data/councils.yaml:5",
        "data/councils.yaml:52",
        "data/mps.yaml:89",
    ]


def test_another_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--root", str(small.SAMPLE), "--today", "2027-04-01"]) == 1
    assert "There should be 5." in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        check.main(["--today", "tomorrow"])


def test_a_folder_without_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == 1
    said = capsys.readouterr()
    count = len(FILES) + 2  # the leaflets' words, and the postcodes
    assert len(said.err.splitlines()) == count
    assert said.out == f"{count} mistakes in {count} files. Each line above says where, and what to do.\n"


def command(*more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, ROOT / "scripts/check.py", *more],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_real_data_in_about_a_second() -> None:
    """As an editor runs it, from anywhere. The limit is for a busy machine."""
    start = time.perf_counter()
    done = command("--today", CLOCK.isoformat())
    seconds = time.perf_counter() - start
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The data is in order: ")
    assert seconds < 3


def test_broken_real_files_are_judged_in_time(tmp_path: Path) -> None:
    """Also when every record of the largest file has a mistake."""
    root = small.copy(tmp_path)
    text = (ROOT / "data/mps.yaml").read_text("utf-8")
    (root / "data/mps.yaml").write_text(re.sub(r"^  name: ", "  name: '", text, flags=re.MULTILINE), "utf-8")
    start = time.perf_counter()
    lines = small.said(root)
    assert time.perf_counter() - start < 4
    pattern = re.compile(r"data/mps\.yaml:\d+: This line cannot be read\. .*quote")
    assert sum(bool(pattern.match(line)) for line in lines) == 543
