"""What all browser tests share: one Chromium, a server for a folder, a page that stays on this machine."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from browser import find_chromium, launch_args

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

PATIENCE = 10_000  # ms: what a busy machine may take


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; each test gets a fresh, empty context of it."""
    path = find_chromium()
    if path is None:
        pytest.fail("The browser tests need Chromium: install it, or set ASKMP_CHROMIUM to its path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=launch_args())
        yield browser
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer like a static host: any missing address gets 404.html, if there is one."""
        if code == 404 and not self.path.endswith("/404.html"):
            own = Path(self.directory, "404.html")
            body = own.read_bytes() if own.is_file() else b"Not found"
            self.send_response(404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            return
        super().send_error(code, message, explain)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that closes before its files have come is nothing to report."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; yields its address, ending in a slash."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def site_dir(built_site: Path) -> Path:
    """The folder of the real site."""
    return built_site


@pytest.fixture(scope="session")
def site_url(site_dir: Path) -> Iterator[str]:
    """The address of the real site."""
    with serving(site_dir) as url:
        yield url


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A call that opens an empty page; its arguments are those of Playwright's `new_context`.

    The page has a list `page.requests` of every address it asked for. At the end the test fails if one of
    them was on another machine, or if a script of the page threw an error.
    """
    opened: list[tuple[Page, list[str]]] = []

    def make(**options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 390, "height": 844}, **options})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        errors: list[str] = []
        page.requests = []  # type: ignore[attr-defined]
        context.on("request", lambda request: page.requests.append(request.url))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: errors.append(str(error)))
        opened.append((page, errors))
        return page

    yield make
    problems = []
    for page, errors in opened:
        away = [url for url in page.requests if not _is_here(url)]  # type: ignore[attr-defined]
        problems += [f"asked another machine for {url}" for url in away] + [
            f"threw: {error}" for error in errors
        ]
        page.context.close()
    assert not problems, problems


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname == "127.0.0.1"


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """An empty page the size of a phone."""
    return open_page()
