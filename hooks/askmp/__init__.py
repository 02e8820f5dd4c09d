"""Data in, the site's artefacts out. Free of MkDocs, network, clock and working directory."""
