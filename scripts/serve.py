"""Live preview: `python scripts/serve.py [--port 8000]`; a saved page or record shows at once.

A change to Python code under hooks/ needs a restart.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server can listen there: MkDocs finds out only after the first build, with a traceback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def main() -> None:
    """Hand over to MkDocs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if not 0 < port < 65536:
        raise SystemExit(f"{port} is not a port: choose a number from 1024 to 65535.")
    if not is_free(port):
        raise SystemExit(f"Something else already uses port {port}. Try: make serve PORT={port + 1}")
    os.chdir(ROOT)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    sys.stdout.flush()
    # Asked for by name: with some releases of click MkDocs reads its own default as "no".
    os.execv(
        sys.executable,
        [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"{HOST}:{port}"],
    )


if __name__ == "__main__":
    main()
