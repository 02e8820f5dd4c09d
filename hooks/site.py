"""The MkDocs adapter: checks the data, then hands the artefacts over as virtual files."""

import logging
import os
from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from askmp.findings import DataError
from askmp.plan import Inputs, Options, build
from askmp.project import inputs

log = logging.getLogger("mkdocs.hooks.askmp")
# Material's own scripts and styles: no page of ours uses them.
UNUSED = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
_state: dict[str, tuple[Inputs, Options]] = {}


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Read and check everything: MkDocs empties the site folder next, so a mistake must stop here."""
    clock = date.today()  # noqa: DTZ011 - the one clock; ASKMP_TODAY builds the site as of another day
    try:
        today = date.fromisoformat(os.environ.get("ASKMP_TODAY") or clock.isoformat())
    except ValueError:
        raise PluginError("ASKMP_TODAY is not a date. Use year-month-day, like 2026-11-24.") from None
    try:
        found = inputs(Path(config.config_file_path).parent, today, clock)
    except DataError as error:
        for finding in error.findings:
            log.error(str(finding))
        count = len(error.findings)
        raise PluginError(
            f"{count} mistake{'s' if count > 1 else ''} in the data. Nothing was built."
        ) from None
    _state["build"] = found, Options(today, config.repo_url or "", os.environ.get("ASKMP_COMMIT", ""))


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add every artefact; one made from a page in docs/ takes that page's place."""
    for file in list(files):
        if file.src_uri.startswith(UNUSED):
            files.remove(file)
        elif file.is_documentation_page():
            file.edit_uri = f"docs/{file.src_uri}"
    for artefact in build(*_state["build"]):
        if (handmade := files.get_file_from_path(artefact.path)) is not None:
            files.remove(handmade)
        file = File.generated(config, artefact.path, content=artefact.content)
        file.edit_uri = artefact.edit
        # Undecided, MkDocs would report 700 pages that the navigation leaves out on purpose.
        file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
    return files
