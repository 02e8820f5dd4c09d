"""The locks, the workflows and the commands keep their promises."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bootstrap
import browser
import build
import lock

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def locked(name: str) -> dict[str, set[str]]:
    """Package to versions: a lock for every system may hold two, for different Pythons."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([a-zA-Z0-9._-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


def wanted(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for."""
    lines = [*PROJECT["project"]["dependencies"]]
    for group in groups:
        lines += PROJECT["dependency-groups"][group]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("name", "groups"), [("requirements.txt", ()), ("requirements-dev.txt", lock.GROUPS)]
)
def test_lock_holds_what_is_asked_for(name: str, groups: tuple[str, ...]) -> None:
    have = locked(name)
    for requirement in wanted(*groups):
        versions = have.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {name}: run `make lock`"
        assert all(version in requirement.specifier for version in versions), (
            f"{requirement}: run `make lock`"
        )


def test_every_group_is_locked() -> None:
    assert set(lock.GROUPS) == set(PROJECT["dependency-groups"])


def test_tools_come_with_the_very_packages_of_the_site() -> None:
    tools = locked("requirements-dev.txt")
    assert {name: tools.get(name) for name in locked("requirements.txt")} == locked("requirements.txt")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_is_hashed_and_names_no_machine(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host|(?m:(?:^|\s)/\w)", text)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_has_few_rights_and_fixed_actions(path: Path) -> None:
    text = path.read_text("utf-8")
    workflow = yaml.load(text, Loader=yaml.CBaseLoader)
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    for name, job in workflow["jobs"].items():
        assert "permissions" in job, name
        assert 0 < int(job["timeout-minutes"]) <= 60, name
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false", name
    for line in (line for line in text.splitlines() if "uses:" in line):
        assert re.search(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_an_action_is_the_same_everywhere() -> None:
    seen: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action, commit in re.findall(r"uses: (\S+)@(.+)$", path.read_text("utf-8"), re.MULTILINE):
            seen.setdefault(action, set()).add(commit)
    assert {action: commits for action, commits in seen.items() if len(commits) > 1} == {}


def test_ci_runs_what_a_person_runs() -> None:
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    assert "make test" in path.read_text()
    subprocess.run(["bash", "-n", path], check=True)


def test_make_alone_lists_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (help .*)$", makefile, re.MULTILINE)
    assert phony
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [line.split()[1] for line in listed.stdout.splitlines()]
    assert sorted(names) == sorted(phony[1].split())


def test_build_is_strict_and_never_quiet() -> None:
    command = [str(part) for part in build.build_command(Path("site"))]
    assert "--strict" in command
    assert not {"-q", "--quiet"} & set(command)


def test_environment_is_judged_by_content_not_by_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("one==1\n")
    first = bootstrap.fingerprint("site", "3.11.7")
    (tmp_path / "requirements.txt").touch()
    assert bootstrap.fingerprint("site", "3.11.7") == first
    assert bootstrap.fingerprint("site", "3.12.0") != first
    (tmp_path / "requirements.txt").write_text("one==2\n")
    assert bootstrap.fingerprint("site", "3.11.7") != first


def test_a_python_without_venv_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(SystemExit):
        bootstrap.create_venv()
    assert f"apt-get install python3.{sys.version_info[1]}-venv" in capsys.readouterr().err


def test_the_browser_that_is_found_starts() -> None:
    path = browser.find_chromium()
    assert path
    assert browser.works(path)


def test_a_browser_named_by_hand_must_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKMP_CHROMIUM", "/no/such/browser")
    with pytest.raises(SystemExit, match="/no/such/browser"):
        browser.find_chromium()
