"""The staged project is what MkDocs would get: for another generator, without this one's hook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

import leaflet_kit
import small
import stage
from askmp.artefacts import Artefact, ClashError, page, unique
from small import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = small.copy(tmp_path)
    (root / "overrides").mkdir()
    (root / "overrides/main.html").write_text("main", "utf-8")
    (root / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8"), "utf-8")
    return root


def run(project: Path, out: Path, *more: str) -> int:
    return stage.main(
        ["--root", str(project), "--out", str(out), "--today", "2026-11-24", "--pages-only", *more]
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_stages_every_artefact(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(project, out) == 0
    generated = small.site(project, repo="", commit="").artefacts
    assert capsys.readouterr().out == f"{len(generated)} generated files staged in {out}.\n"
    staged = files(out / "docs")
    for path, artefact in generated.items():
        content = artefact.content
        assert staged[path] == (content.encode() if isinstance(content, str) else content)
    # Pages by hand are there too, and what the generated ones say wins: the box is in place.
    assert "privacy.md" in staged
    assert b"<!-- due -->" not in staged["help.md"]
    assert files(out / "overrides") == {"main.html": b"main"}


def test_the_leaflets_are_staged_beside_their_pages(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert stage.main(["--root", str(project), "--out", str(out), "--today", "2026-11-24"]) == 0
    plan = leaflet_kit.small_plan()
    staged = {path for path in files(out / "docs") if path.endswith((".pdf", ".png", ".zip"))}
    assert staged == {path for path in plan.files if not path.endswith(".svg")}
    assert "PDF, A4, 2 pages, " in (out / "docs/councils/camden/leaflets/index.md").read_text("utf-8")


def test_the_same_input_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    run(project, tmp_path / "one")
    run(project, tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_replaces_an_older_folder(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(project, out)
    (out / "docs/old.md").write_text("gone", "utf-8")
    assert run(project, out) == 0
    assert not (out / "docs/old.md").exists()


def test_a_mistake_stages_nothing(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.edit(project, "data/mps.yaml", "share: 0.63", "share: 63")
    assert run(project, tmp_path / "out") == 1
    said = capsys.readouterr()
    assert said.err.startswith('data/mps.yaml:89: constituencies[4].councils[0].share: "63" is not a share.')
    assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists()


def test_the_day_is_an_argument(project: Path, tmp_path: Path) -> None:
    run(project, tmp_path / "then", "--today", "2026-08-31")
    text = (tmp_path / "then/docs/constituencies/holborn-and-st-pancras/index.md").read_text("utf-8")
    assert "Lee Former" in text
    assert "Sam Newman" not in text


def test_the_configuration_loses_the_hook_only() -> None:
    real = (ROOT / "mkdocs.yml").read_text("utf-8")
    kept = stage.config(real)

    class Loader(yaml.SafeLoader):
        """Knows MkDocs' own tag."""

    Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node))
    before, after = (yaml.load(text, Loader=Loader) for text in (real, kept))
    assert before.pop("hooks") == ["hooks/site.py"]
    assert before.pop("watch")
    assert after == before


def test_two_artefacts_with_one_path() -> None:
    with pytest.raises(ClashError, match=r"Two pages want the address a/index\.md\. Rename one of them\."):
        list(unique([Artefact("a/index.md", ""), Artefact("b", ""), Artefact("a/index.md", "")]))


def test_front_matter_cannot_be_broken() -> None:
    title = "a: \"b\" --- <x> 'c' # d\u2028{{ e }}"
    made = page("x.md", {"title": title, "wide": True}, "<p>x</p>\n\n")
    head = str(made.content).split("---\n")[1]
    assert yaml.safe_load(head) == {"title": title, "wide": True}
