"""Reading record files: every value stays text, every place has its line, and nothing breaks the reader."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import small
from askmp.dataset import FILES
from askmp.project import examine
from askmp.yamlio import read

PROPERTY = settings(
    derandomize=True,
    max_examples=200,
    deadline=timedelta(seconds=2),
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
EXAMPLE = b"""\
# a comment
councils:
- id: one   # the first
  name: NO
  phone: 0123
  time: 12:30
  on: yes
  nothing:
  tilde: ~
  word: null
  quoted: 'null'
  empty: ''
  text: >
    two
    lines
  list:
  - a
  - b

- id: two
  inner:
    deep: 1e3
"""


def test_values_stay_what_the_editor_typed() -> None:
    document = read(EXAMPLE, "x.yaml")
    assert document.findings == ()
    assert document.data == {
        "councils": [
            {
                "id": "one",
                "name": "NO",
                "phone": "0123",
                "time": "12:30",
                "on": "yes",
                "nothing": None,
                "tilde": None,
                "word": None,
                "quoted": "null",
                "empty": "",
                "text": "two lines\n",
                "list": ["a", "b"],
            },
            {"id": "two", "inner": {"deep": "1e3"}},
        ]
    }


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        ((), 2),
        (("councils",), 2),
        (("councils", 0), 3),
        (("councils", 0, "id"), 3),
        (("councils", 0, "name"), 4),
        (("councils", 0, "text"), 13),
        (("councils", 0, "list"), 16),
        (("councils", 0, "list", 1), 18),
        (("councils", 1), 20),
        (("councils", 1, "inner", "deep"), 22),
        # What is not there has the line of what is around it.
        (("councils", 1, "inner", "missing"), 21),
        (("councils", 1, "gss"), 20),
        (("councils", 7), 2),
        (("other",), 2),
    ],
)
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_every_place_has_its_line(loc: tuple[str | int, ...], line: int, ends: bytes) -> None:
    assert read(EXAMPLE.replace(b"\n", ends), "x.yaml").line(loc) == line


@pytest.mark.parametrize("name", FILES)
def test_reads_the_real_files_as_pyyaml_does(name: str, paths: object) -> None:
    """Against another reader: the same structure, and texts where that one has no numbers or dates."""
    raw = (small.SAMPLE.parents[2] / name).read_bytes()
    document = read(raw, name)
    assert document.findings == ()
    assert document.broken == frozenset()
    assert document.whole
    assert document.data == yaml.load(raw, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("name", FILES)
def test_lines_of_the_real_files(name: str) -> None:
    """Each key stands in the line that the reader names."""
    raw = (small.SAMPLE.parents[2] / name).read_bytes()
    lines = raw.decode().split("\n")
    for loc, line in read(raw, name).lines.items():
        if loc and isinstance(loc[-1], str):
            assert f"{loc[-1]}:" in lines[line - 1]


def test_a_broken_record_leaves_the_others() -> None:
    document = read(EXAMPLE.replace(b"  name: NO", b"  name: 'NO"), "x.yaml")
    assert [(found.line, found.where) for found in document.findings] == [(4, "")]
    assert document.data == {"councils": [{"id": "one"}, {"id": "two", "inner": {"deep": "1e3"}}]}
    assert document.broken == {("councils", 0)}
    assert document.is_broken(("councils", 0, "gss"))
    assert not document.is_broken(("councils", 1, "gss"))
    assert document.line(("councils", 1, "inner", "deep")) == 22


def test_a_repeated_key_keeps_the_first_value_and_its_lines() -> None:
    raw = b"a:\n- id: x\n  b:\n    c: 1\n  b:\n    c: 2\n    d: 3\n"
    document = read(raw, "x.yaml")
    assert document.data == {"a": [{"id": "x", "b": {"c": "1"}}]}
    assert [str(found) for found in document.findings] == [
        "x.yaml:5: a[0].b: `b` is here twice (first on line 3). "
        "Keep one. If a new item starts here, put `- ` before it."
    ]
    assert document.line(("a", 0, "b", "c")) == 4


def in_file(raw: bytes) -> range:
    """The numbers of the lines that an editor can go to."""
    return range(1, raw.count(b"\n") + 2)


def check_read(raw: bytes) -> None:
    document = read(raw, "x.yaml")
    assert document.data is not None or document.findings
    assert all(found.line in in_file(raw) for found in document.findings)
    assert all(line in in_file(raw) for line in document.lines.values())
    assert all(found.text.endswith((".", "?")) for found in document.findings)


@PROPERTY
@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    check_read(raw)


PIECES = st.sampled_from(
    [
        *"\n\n\n-:#?&*!|>%@`'\"[]{},~ \t\r\u2028\ufeff\x00\x85",
        "- ",
        ": ",
        "  ",
        "\n- id: x",
        "\n  a: b",
        "---",
        "...",
        "<<<<<<< a\n",
        "=======\n",
        ">>>>>>> b\n",
        "councils:\n",
        "name",
        "&a ",
        "*a",
        "😀",
        "\ud7ff",
        "é",
    ]
)


@PROPERTY
@given(st.lists(PIECES, max_size=60).map("".join))
def test_anything_that_looks_like_yaml(text: str) -> None:
    check_read(text.encode())
    check_read(text.encode() + b"\n")


def check_project(root: Path, name: str) -> None:
    """There is a dataset or there are findings, and each finding leads to a line of its file."""
    read, findings = examine(root, small.TODAY, small.TODAY)
    for found in findings:
        assert found.line in in_file((root / found.path).read_bytes()), str(found)
        assert "\n" not in str(found)
        assert "pydantic" not in found.text
        assert "Input should" not in found.text
    assert len({str(found) for found in findings}) == len(findings)
    if not findings:
        assert len(read.data.councils) == 4
        assert len(read.data.constituencies) == 5


@PROPERTY
@given(
    name=st.sampled_from(sorted(FILES)),
    at=st.integers(min_value=0, max_value=140),
    how=st.sampled_from(["delete", "double", "move", "indent", "dedent", "insert"]),
    line=st.sampled_from(
        [
            "",
            "x",
            "  x: y",
            "- id: new",
            "  mp:",
            "- ",
            "    - a",
            "'",
            "  name: 'x",
            "councils:",
            "\t",
            "? a",
            "[",
            "{",
        ]
    ),
)
def test_a_line_is_lost_doubled_or_moved(name: str, at: int, how: str, line: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = small.copy(Path(folder))
        lines = (root / name).read_text("utf-8").split("\n")
        at %= len(lines) - 1
        match how:
            case "delete":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(len(lines) // 2, lines.pop(at))
            case "indent":
                lines[at] = " " + lines[at]
            case "dedent":
                lines[at] = lines[at].removeprefix(" ")
            case _:
                lines.insert(at, line)
        (root / name).write_text("\n".join(lines), "utf-8")
        check_project(root, name)


@PROPERTY
@given(
    name=st.sampled_from(sorted(FILES)),
    at=st.floats(min_value=0, max_value=1),
    new=st.one_of(
        st.just(b""), st.binary(max_size=3), PIECES.map(lambda text: text.encode("utf-8", "surrogatepass"))
    ),
    cut=st.booleans(),
)
def test_a_byte_goes_wrong_or_the_end_is_lost(name: str, at: float, new: bytes, cut: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = small.copy(Path(folder))
        raw = (root / name).read_bytes()
        place = int(at * len(raw))
        (root / name).write_bytes(raw[:place] if cut else raw[:place] + new + raw[place + 1 :])
        check_project(root, name)


def test_cut_at_every_byte(tmp_path: Path) -> None:
    """A file that was not written to its end never passes, and never gives a traceback."""
    root = small.copy(tmp_path)
    path = root / "data" / "mps.yaml"
    raw = path.read_bytes()
    for place in range(0, len(raw) - 1, 13):
        path.write_bytes(raw[:place])
        findings = examine(root, small.TODAY, small.TODAY)[1]
        assert findings, f"cut at byte {place}, and nobody noticed"
    shutil.rmtree(root)
