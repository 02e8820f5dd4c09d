"""Short addresses for paper: /aldershot, /surrey-council. Each is a page that sends the reader on."""

from collections.abc import Iterable, Iterator

from markupsafe import escape

from askmp.artefacts import Artefact, ClashError
from askmp.leaflets.places import Place

# No script and no style: it must work everywhere, also where only plain files can be served.
_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{name} - Ask your MP about SEND</title>
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<link rel="canonical" href="{url}">
<meta http-equiv="refresh" content="0; url=../{record}/">
</head>
<body>
<main><h1>{name}</h1><p><a href="../{record}/">Go on to {name}</a></p></main>
</body>
</html>
"""


def short_pages(places: Iterable[Place], site_url: str, prose: Iterable[str]) -> Iterator[Artefact]:
    """Yield the page behind each short address.

    Args:
        places: The areas.
        site_url: Where the site will be, with a slash at the end.
        prose: The pages written by hand, by their path in docs/.

    Raises:
        ClashError: A short address is that of another page.
    """
    taken = {path.split("/")[0].removesuffix(".md") for path in prose}
    for place in places:
        if place.short in taken:
            raise ClashError(f"The short address of {place.name}, /{place.short}, is another page’s address.")
        html = _PAGE.format(
            name=escape(place.name), record=place.record, url=escape(f"{site_url}{place.record}/")
        )
        yield Artefact(f"{place.short}/index.html", html)
