"""Read the record files of a folder into the model; every problem becomes a finding with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from askmp import yamlio
from askmp.explain import explained
from askmp.findings import Finding, Loc, dotted
from askmp.glossary import Term, TermFile
from askmp.model import (
    Constituency,
    ConstituencyFile,
    Council,
    CouncilFile,
    CoverageFile,
    Deadline,
    DeadlineFile,
    Organisation,
    OrganisationFile,
    Record,
    SourceFile,
    SourceRecord,
)
from askmp.nations import Nation, NationFile
from askmp.routes import NONE_FITS, START, Reference, ReferenceFile, Route, RouteFile

COUNCILS = "data/councils.yaml"
SEATS = "data/mps.yaml"
SOURCES = "data/sources.yaml"
DEADLINES = "data/deadlines.yaml"
NATIONS = "data/nations.yaml"
ORGANISATIONS = "data/organisations.yaml"
REFERENCES = "data/references.yaml"
ROUTES = "data/routes.yaml"
GLOSSARY = "data/glossary.yaml"
COVERAGE = "data/coverage.yaml"
FILES: Mapping[str, type[Record]] = {
    COUNCILS: CouncilFile,
    SEATS: ConstituencyFile,
    SOURCES: SourceFile,
    DEADLINES: DeadlineFile,
    NATIONS: NationFile,
    ORGANISATIONS: OrganisationFile,
    REFERENCES: ReferenceFile,
    ROUTES: RouteFile,
    GLOSSARY: TermFile,
    COVERAGE: CoverageFile,
}
LISTS: Mapping[str, str] = {
    COUNCILS: "councils",
    SEATS: "constituencies",
    SOURCES: "sources",
    DEADLINES: "deadlines",
    NATIONS: "nations",
    ORGANISATIONS: "organisations",
    REFERENCES: "references",
    ROUTES: "routes",
    GLOSSARY: "terms",
}
# Records that pages name: without them there is nothing to say in their place.
OVERLAPS = "overlaps"
POSTCODES = "postcodes"
APPEAL = "appeal"
LIMITS = ("assess", "plan", "refuse")
COMMONS = "house-of-commons"
NEEDED: Mapping[str, tuple[str, ...]] = {
    SOURCES: (OVERLAPS, POSTCODES),
    DEADLINES: (APPEAL, *LIMITS),
    ORGANISATIONS: (COMMONS,),
    ROUTES: (START, NONE_FITS),
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """Every record whose form is right, and where each stands.

    `ids` lists the ids in file order as they were typed, broken records included: one bad record must not
    make every mention of it look unknown.
    """

    councils: tuple[Council, ...]
    constituencies: tuple[Constituency, ...]
    sources: tuple[SourceRecord, ...]
    deadlines: tuple[Deadline, ...]
    nations: tuple[Nation, ...]
    organisations: tuple[Organisation, ...]
    references: tuple[Reference, ...]
    routes: tuple[Route, ...]
    terms: tuple[Term, ...]
    coverage: CoverageFile | None
    documents: Mapping[str, yamlio.Document]
    ids: Mapping[str, tuple[str, ...]]

    def line(self, path: str, loc: Loc) -> int:
        """Return the line of a place in a file."""
        return self.documents[path].line(loc)

    def loc(self, path: str, record_id: str) -> Loc:
        """Return the place of a record, e.g. `("councils", 17)`."""
        return (LISTS[path], self.ids[path].index(record_id))


def load(root: Path) -> tuple[Dataset, list[Finding]]:
    """Return the records below `root` that can be used, and everything wrong with the form of the others."""
    documents: dict[str, yamlio.Document] = {}
    files: dict[str, Record | None] = {}
    findings: list[Finding] = []
    for path, model in FILES.items():
        document = _read(root, path)
        documents[path] = document
        findings += document.findings
        files[path], problems = (None, []) if document.data is None else validate(document, model)
        findings += problems

    def records(path: str) -> tuple[Any, ...]:
        return tuple(getattr(files[path], LISTS[path], ()))

    dataset = Dataset(
        councils=records(COUNCILS),
        constituencies=records(SEATS),
        sources=records(SOURCES),
        deadlines=records(DEADLINES),
        nations=records(NATIONS),
        organisations=records(ORGANISATIONS),
        references=records(REFERENCES),
        routes=records(ROUTES),
        terms=records(GLOSSARY),
        coverage=cast("CoverageFile | None", files[COVERAGE]),
        documents=documents,
        ids={path: _ids(documents[path].data, name) for path, name in LISTS.items()},
    )
    return dataset, findings


def validate(document: yamlio.Document, model: type[Record]) -> tuple[Record | None, list[Finding]]:
    """Return the document as `model`, and what is wrong with it.

    Records in a list that are wrong are left out and reported; the others are returned, so that rules between
    records can still be checked in the same run.
    """
    problems: list[tuple[Loc, str]] = []
    try:
        read = model.model_validate(document.data)
    except ValidationError as error:
        problems = [problem for problem in explained(error, model) if not document.is_broken(problem[0])]
    findings = [Finding(document.path, document.line(loc), dotted(loc), text) for loc, text in problems]
    wrong = {loc[:2] for loc, _ in problems} | {loc[:2] for loc in document.broken}
    if not wrong:
        return read, findings
    # Numbers that are not all there would contradict the records: coverage counts as a whole or not at all.
    name = LISTS.get(document.path, "")
    items = document.data.get(name) if isinstance(document.data, dict) else None
    kept = [item for index, item in enumerate(items or ()) if (name, index) not in wrong]
    if not isinstance(items, list) or not kept:
        return None, findings
    return model.model_validate({name: kept}), findings


def _read(root: Path, path: str) -> yamlio.Document:
    try:
        raw = (root / path).read_bytes()
    except OSError as error:
        reason = (
            "The file is missing." if isinstance(error, FileNotFoundError) else "The file cannot be opened."
        )
        said = f"{reason} Put it back from the last good version."
        return yamlio.Document(path, findings=(Finding(path, 1, "", said),), whole=False)
    return yamlio.read(raw, path)


def _ids(data: Any, name: str) -> tuple[str, ...]:
    items = data.get(name) if isinstance(data, dict) else None
    if not isinstance(items, list):
        return ()
    ids = (item.get("id") if isinstance(item, dict) else None for item in items)
    return tuple(one if isinstance(one, str) else "" for one in ids)
