"""The MkDocs adapter: checks the data, makes the leaflets, hands the artefacts over as virtual files."""

import logging
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from askmp.findings import DataError
from askmp.leaflets import workshop
from askmp.leaflets.live import made_on_demand
from askmp.leaflets.store import Store
from askmp.plan import Options, Plan
from askmp.project import inputs

log = logging.getLogger("mkdocs.hooks.askmp")
# Material's own scripts and styles: no page of ours uses them.
UNUSED = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
_state: dict[str, Any] = {}
_bodies: dict[str, str] = {}


def on_startup(*, command: str, dirty: bool) -> None:
    """A live preview makes leaflets when they are asked for; ASKMP_LEAFLETS=none builds the pages alone."""
    _state["whole"] = command != "serve" and os.environ.get("ASKMP_LEAFLETS") != "none"


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Check the data, make the leaflets: MkDocs empties the site folder next, so a mistake stops here."""
    root = Path(config.config_file_path).parent
    clock = date.today()  # noqa: DTZ011 - the one clock; ASKMP_TODAY builds the site as of another day
    try:
        today = date.fromisoformat(os.environ.get("ASKMP_TODAY") or clock.isoformat())
    except ValueError:
        raise PluginError("ASKMP_TODAY is not a date. Use year-month-day, like 2026-11-24.") from None
    commit = os.environ.get("ASKMP_COMMIT", "")
    try:
        found = inputs(root, today, clock)
        plan = Plan(found, Options(today, config.repo_url or "", commit, config.site_url or ""))
        store = _state.get("store") or Store(
            Path(os.environ.get("ASKMP_CACHE") or root / "build" / "leaflets")
        )
        if _state["whole"]:
            workshop.supply(plan.jobs, plan.bundles, store, time.time(), log.info)
    except (DataError, workshop.LeafletsError) as error:
        for finding in error.findings:
            log.error(str(finding))
        count, what = len(error.findings), "data" if isinstance(error, DataError) else "leaflets"
        raise PluginError(
            f"{count} mistake{'s' if count > 1 else ''} in the {what}. Nothing was built."
        ) from None
    except OSError as error:
        cure = "Free some room, or set ASKMP_CACHE to a folder that you may write."
        raise PluginError(f"The leaflets cannot be written: {error}. {cure}") from None
    _state.update(plan=plan, store=store)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add every artefact; one made from a page in docs/ takes that page's place."""
    for file in list(files):
        if file.src_uri.startswith(UNUSED):
            files.remove(file)
        elif file.is_documentation_page():
            file.edit_uri = f"docs/{file.src_uri}"
    plan = _state["plan"]
    for artefact in plan.artefacts(workshop.made(plan.files.values(), _state["store"])):
        if (handmade := files.get_file_from_path(artefact.path)) is not None:
            files.remove(handmade)
        file = File.generated(config, artefact.path, content=artefact.content)
        file.edit_uri = artefact.edit
        # Undecided, MkDocs would report 700 pages that the navigation leaves out on purpose.
        file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Lead the pages of areas past Markdown: they are HTML already, and reading it takes most of a build."""
    if not page.meta.get("search"):
        return markdown
    _bodies[page.file.src_uri] = markdown.strip()
    return ""


def on_page_content(html: str, *, page: Page, **_: Any) -> str:
    """Put the HTML of those pages back."""
    return _bodies.pop(page.file.src_uri, html)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Put the leaflets beside their pages."""
    if _state["whole"]:
        plan = _state["plan"]
        workshop.hand_out(plan.files.values(), _state["store"], Path(config.site_dir))


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:
    """Answer for the leaflets when they are asked for."""
    server.set_app(
        made_on_demand(server.get_app(), _state["store"], lambda: _state["plan"].files, server.mount_path)
    )
