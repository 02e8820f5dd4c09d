"""The store of finished leaflets and the workshop that fills it: nothing half-made, nothing made twice."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import leaflets
import small
from askmp.leaflets import workshop
from askmp.leaflets.jobs import Bundle, Job
from askmp.leaflets.live import made_on_demand
from askmp.leaflets.store import Store, deliver
from askmp.leaflets.typeset import LeafletError, Typesetter
from builds import ROOT
from leaflet_kit import job, plan, small_plan

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_800_000_000.0
LEAFLET = "constituencies/aldershot/leaflets/leaflet-a4.pdf"
PREVIEW = "constituencies/aldershot/leaflets/leaflet-a4-preview.png"
PRESS = "constituencies/aldershot/leaflets/leaflet-a4-press.pdf"


def jobs(*paths: str) -> list[Job]:
    return [job(small_plan(), path) for path in paths]


# --- The store ----------------------------------------------------------------------------------------------


def test_a_file_is_found_again_by_its_key(tmp_path: Path) -> None:
    Store(tmp_path / "new").put("abcd", "pdf", b"content", pages=2)
    again = Store(tmp_path / "new")
    entry = again.get("abcd")
    assert entry
    assert (entry.pages, entry.size, again.read("abcd")) == (2, 7, b"content")
    assert again.get("other") is None
    assert again.read("other") is None


@pytest.mark.parametrize("content", [b"", b"conten", b"content and more"])
def test_a_file_that_was_cut_short_does_not_count(tmp_path: Path, content: bytes) -> None:
    entry = Store(tmp_path).put("abcd", "pdf", b"content")
    entry.path.write_bytes(content)
    assert Store(tmp_path).get("abcd") is None
    assert Store(tmp_path).put("abcd", "pdf", b"content").path == entry.path
    assert Store(tmp_path).read("abcd") == b"content"


def test_what_does_not_belong_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "notes.txt").write_text("mine")
    (tmp_path / "a-file").write_text("mine")
    store = Store(tmp_path)
    store.forget([], before=time.time() + 60)
    assert (tmp_path / "ab" / "notes.txt").read_text() == "mine"


def test_a_disk_that_is_full_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space left"):
        Store(tmp_path).put("abcd", "pdf", b"content")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_old_files_that_nobody_wants_go(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old, kept, fresh = (store.put(key, "pdf", b"x") for key in ("aa1", "bb2", "cc3"))
    for entry in (old, kept):
        os.utime(entry.path, (1, 1))
    store.forget(["bb2"], before=time.time() - 60)
    assert [entry.path.exists() for entry in (old, kept, fresh)] == [False, True, True]
    assert store.get("aa1") is None


@pytest.mark.parametrize("links", [True, False])
def test_a_file_is_delivered_also_where_a_disk_has_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", lambda *names: (_ for _ in ()).throw(OSError("no links here")))
    entry = Store(tmp_path / "store").put("abcd", "pdf", b"content")
    target = tmp_path / "site" / "a" / "b.pdf"
    deliver(entry, target)
    deliver(entry, target)
    assert target.read_bytes() == b"content"


# --- The workshop -------------------------------------------------------------------------------------------


def test_it_makes_what_is_missing_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    wanted = jobs(LEAFLET, PREVIEW, PRESS)
    assert workshop.make(wanted, store) == []
    made = workshop.made(wanted, store)
    assert {path: one.pages for path, one in made.items()} == {LEAFLET: 2, PREVIEW: 2, PRESS: 2}
    monkeypatch.setattr(Typesetter, "pdf", None)  # whoever calls it now fails
    assert workshop.make(wanted, Store(tmp_path)) == []


def test_two_processes_make_the_same_bytes_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [one for one in small_plan().jobs if one.edition.id in {"leaflet-a4", "poster-a4"}]
    one, two = Store(tmp_path / "one"), Store(tmp_path / "two")
    assert workshop.make(wanted, one, workers=1) == []
    monkeypatch.setattr(workshop, "FEW", 0)
    monkeypatch.setattr(workshop, "_AREAS", 1)
    monkeypatch.setattr(workshop, "_Bench", None)  # this process must not make any itself
    assert workshop.make(wanted, two, workers=2) == []
    assert {item.key: one.read(item.key) for item in wanted} == {
        item.key: two.read(item.key) for item in wanted
    }


def test_an_edited_record_makes_only_its_own_leaflets_anew(tmp_path: Path) -> None:
    root = small.copy(tmp_path)
    small.edit(root, "data/mps.yaml", "email: alex.baker.mp@parliament.uk", "email: alex@parliament.uk")
    after = plan(root, small.TODAY)
    before = {one.key for one in small_plan().jobs}
    touched = {one.path.split("/leaflets/")[0] for one in after.jobs if one.key not in before}
    # The council's own sheets do not print the address; its list of codes has the new code.
    assert touched == {"constituencies/aldershot", "councils/hampshire"}
    fresh = {one.edition.id for one in after.jobs if one.key not in before and "councils/" in one.path}
    assert fresh == {"codes"}


class Picky(Typesetter):
    """A typesetter that cannot do one area."""

    def pdf(self, sheet: str, *arguments: Any, **options: Any) -> bytes:
        if '"area": "Windsor"' in sheet:
            raise LeafletError("something is too long for its place.")
        return super().pdf(sheet, *arguments, **options)


def test_one_that_fails_is_named_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop, "Typesetter", Picky)
    monkeypatch.setattr(workshop._Bench, "__init__", lambda self, store: _bench(self, store))
    windsor = [path.replace("aldershot", "windsor") for path in (LEAFLET, PREVIEW, PRESS)]
    store = Store(tmp_path)
    with pytest.raises(workshop.LeafletsError) as caught:
        workshop.supply(jobs(*windsor, LEAFLET), [], store, NOW)
    assert str(caught.value) == (
        "constituencies/windsor/leaflets/leaflet-a4.pdf: Windsor, A4 leaflet: "
        "something is too long for its place."
    )
    assert list(workshop.made(jobs(*windsor, LEAFLET), store)) == [LEAFLET]


def _bench(self: Any, store: Store) -> None:
    self.store, self.typesetter = store, Picky()


def test_progress_is_told_while_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "_TALK_EVERY", 0.0)
    monkeypatch.setattr(workshop, "_AREAS", 1)
    said: list[str] = []
    windsor = LEAFLET.replace("aldershot", "windsor")
    workshop.supply(jobs(LEAFLET, PREVIEW, windsor), [], Store(tmp_path), NOW, said.append)
    assert said[0].startswith("Leaflets: 2 of 3 files, about ")
    assert said[-1].startswith("Leaflets: 3 of 3 files were made")
    said.clear()
    workshop.supply(jobs(LEAFLET, PREVIEW, windsor), [], Store(tmp_path), NOW, said.append)
    assert said == []


def test_a_zip_holds_what_it_says_and_is_the_same_each_time(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = jobs(LEAFLET, PRESS)
    bundle = Bundle("a.zip", "zipkey", (("x/one.pdf", first.key), ("x/two.pdf", second.key)))
    workshop.pack([bundle], store)
    assert store.get("zipkey") is None  # its members are not there yet
    workshop.make([first, second], store)
    workshop.pack([bundle], store)
    content = store.read("zipkey")
    assert content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "x/one.pdf": store.read(first.key),
            "x/two.pdf": store.read(second.key),
        }
    again = replace(bundle, key="other")
    workshop.pack([again], store)
    assert store.read("other") == content


def test_each_council_has_a_zip_with_its_own_sheets_and_those_of_its_constituencies() -> None:
    bundles = {bundle.path: bundle for bundle in small_plan().bundles}
    assert set(bundles) == {
        f"councils/{name}/leaflets/{name}-leaflets.zip"
        for name in ("camden", "hampshire", "slough", "surrey")
    }
    names = {name for name, _ in bundles["councils/hampshire/leaflets/hampshire-leaflets.zip"].members}
    assert "hampshire/hampshire-leaflet-a4.pdf" in names
    assert "hampshire/hampshire-codes.pdf" in names
    assert {name for name in names if "by-constituency" in name} == {
        f"hampshire/by-constituency/{seat}-{edition}.pdf"
        for seat in ("aldershot", "fareham", "windsor")
        for edition in ("leaflet-a4", "poster-a4")
    }


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    """A build that is killed leaves no process behind, and only whole files."""
    script = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r} + name for name in ('/hooks', '/tests', '/scripts')]\n"
        "from pathlib import Path\n"
        "from askmp.leaflets import workshop\n"
        "from askmp.leaflets.store import Store\n"
        "from leaflet_kit import small_plan\n"
        "if __name__ == '__main__':\n"
        "    workshop.FEW, workshop._AREAS = 0, 1\n"
        f"    workshop.make(small_plan().jobs, Store(Path({str(tmp_path / 'store')!r})), workers=2)\n"
    )
    program = tmp_path / "program.py"
    program.write_text(script)
    parent = subprocess.Popen([sys.executable, program], start_new_session=True)
    store = tmp_path / "store"
    deadline = time.monotonic() + 60
    while not list(store.rglob("*.pdf")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(store.rglob("*.pdf"))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    while _alive(parent.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(parent.pid)
    assert all(Store(store).get(path.name.split(".")[0]) for path in store.rglob("[!.]*.pdf"))


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


# --- On demand ----------------------------------------------------------------------------------------------


def ask(store: Store, path: str) -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []

    def site(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [])
        return [b"the site"]

    app = made_on_demand(site, store, lambda: small_plan().files, "/base/")
    body = b"".join(app({"PATH_INFO": path}, lambda status, headers: said.extend([status, dict(headers)])))
    return said[0], said[1], body


def test_a_leaflet_is_made_when_somebody_asks(tmp_path: Path) -> None:
    store = Store(tmp_path)
    status, headers, body = ask(store, f"/base/{LEAFLET}")
    assert (status, headers["Content-Type"]) == ("200 OK", "application/pdf")
    assert body.startswith(b"%PDF")
    assert len(list(tmp_path.rglob("*.pdf"))) == 1  # that one, not all of them
    assert ask(store, f"/base/{PREVIEW}")[1]["Content-Type"] == "image/png"
    assert ask(store, "/base/index.html")[2] == b"the site"


def test_a_zip_is_made_when_somebody_asks(tmp_path: Path) -> None:
    status, headers, body = ask(Store(tmp_path), "/base/councils/camden/leaflets/camden-leaflets.zip")
    assert (status, headers["Content-Type"]) == ("200 OK", "application/zip")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None


def test_a_fault_is_shown_to_who_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any, **options: Any) -> bytes:
        raise LeafletError("something is too long for its place.")

    monkeypatch.setattr(Typesetter, "pdf", fail)
    status, _, body = ask(Store(tmp_path), f"/base/{LEAFLET}")
    assert status.startswith("500")
    assert b"Aldershot, A4 leaflet: something is too long" in body


# --- The command --------------------------------------------------------------------------------------------


def run(root: Path, out: Path, *more: str) -> int:
    return leaflets.main(["--root", str(root), "--out", str(out), "--today", small.TODAY.isoformat(), *more])


def test_the_command_makes_one_area(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small.copy(tmp_path)
    assert run(root, tmp_path / "out", "councils/camden", "--edition", "leaflet-a4") == 0
    assert {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")} == {
        f"councils/camden/leaflets/{name}"
        for name in ("leaflet-a4.pdf", "leaflet-a4-press.pdf", "leaflet-a4-preview.png", "square.svg")
    }
    assert "leaflet-a4.pdf" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("aldershot", "There is no area aldershot. Did you mean constituencies/aldershot?"),
        ("councils/camdem", "There is no area councils/camdem. Did you mean councils/camden?"),
        ("zzz", "There is no area zzz. Areas are listed on the page /areas/."),
    ],
)
def test_an_area_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], area: str, said: str
) -> None:
    assert run(small.copy(tmp_path), tmp_path / "out", area) == 1
    assert capsys.readouterr().err == f"{said} Write it like constituencies/aldershot or councils/surrey.\n"
