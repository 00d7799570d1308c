"""Style sheets, scripts and pictures: served under an address that changes with their content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask

FOLDER = Path(__file__).parent / "static"


def install(app: Flask) -> None:
    """Offer `asset()` to templates."""
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a file in `static/` with the mark of its content, so that browsers may keep it for ever."""
    # Not by url_for: a request for a foreign host has no addresses, and its error page needs its looks too.
    return f"/static/{name}?v={mark(name)}"


@cache
def mark(name: str) -> str:
    """The mark of a file's content."""
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:10]
