"""Which files a browser with an empty cache fetches for a page."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from playwright.sync_api import sync_playwright

from browser import find_chromium, launch_args

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *_parts: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(site: Path) -> Iterator[str]:
    """The site on this machine, on a port that is free; yields its address without the last slash."""
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def loaded_files(site: Path, pages: list[str]) -> dict[str, list[str]]:
    """For each page the files of the site that a first visit fetches, the page's own first."""
    # In a thread of its own: a test that calls this may have a browser open, and a thread holds only one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(visit_all, site, pages).result()


def visit_all(site: Path, pages: list[str]) -> dict[str, list[str]]:
    """Visit the pages one after another, each with an empty cache."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("No Chromium was found: run `python scripts/browser.py`.")
    found: dict[str, list[str]] = {}
    with served(site) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=launch_args())
        for page in pages:
            addresses = fetched(browser, f"{root}/{page}")
            found[page] = [file_of(site, address, root) for address in addresses]
        browser.close()
    return found


def fetched(browser: Browser, address: str) -> list[str]:
    """Each address that one visit asks for, once."""
    context = browser.new_context()
    tab = context.new_page()
    seen: list[str] = []
    tab.on("request", lambda request: seen.append(request.url))
    tab.goto(address, wait_until="networkidle")
    context.close()
    return list(dict.fromkeys(seen))


def file_of(site: Path, address: str, root: str) -> str:
    """The file behind an address; an address elsewhere is an error, since the site calls nobody."""
    if not address.startswith(f"{root}/"):
        raise ValueError(f"The page fetched {address}, which is not part of the site.")
    path = unquote(urlsplit(address).path).lstrip("/")
    name = f"{path}index.html" if path.endswith("/") or not path else path
    if not (site / name).is_file():
        raise ValueError(f"The page fetched {name}, which the site does not have.")
    return name
