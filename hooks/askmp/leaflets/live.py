"""Leaflets for a live preview: each is made when somebody asks for it; nobody waits for all of them."""

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from askmp.leaflets import workshop
from askmp.leaflets.jobs import Bundle, Job
from askmp.leaflets.store import Store

App = Callable[..., Iterable[bytes]]


def made_on_demand(
    app: App, store: Store, files: Callable[[], Mapping[str, Job | Bundle]], mount: str
) -> App:
    """Return a WSGI application (PEP 3333) that answers for the leaflets, and leaves the rest to `app`.

    Args:
        app: The site's server.
        store: Where finished files are kept.
        files: Gives what there is to be made, by its path below the site; a saved record changes it.
        mount: The path below which the site is served, ending in a slash.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", "")).removeprefix(mount).lstrip("/")
        wanted = files().get(path)
        if wanted is None:
            return app(environ, start_response)
        keys = {key for _, key in wanted.members} if isinstance(wanted, Bundle) else {wanted.key}
        jobs = [one for one in files().values() if isinstance(one, Job) and one.key in keys]
        failures = workshop.make(jobs, store, workers=1)
        workshop.pack([wanted] if isinstance(wanted, Bundle) else [], store)
        content = store.read(wanted.key)
        if failures or content is None:
            said = "\n".join(str(failure) for failure in failures)
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [said.encode()]
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]

    return answer
