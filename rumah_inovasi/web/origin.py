"""Requests that change something must come from our own pages.

Public pages hold no token (so that they can be cached); the browser's own word on where a form stood is asked
instead: `Sec-Fetch-Site`, else `Origin`. Every browser that still gets updates sends one of them with a POST.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

SAFE = {"GET", "HEAD", "OPTIONS"}
View = TypeVar("View", bound=Callable[..., object])
_from_anywhere: set[str] = set()


def install(app: Flask) -> None:
    """Refuse changes that another site started."""

    @app.before_request
    def check() -> None:
        # What has no such address, or not by this method, is told so by the routing.
        if request.method in SAFE or request.routing_exception is not None:
            return
        view = current_app.view_functions.get(request.endpoint or "")
        if (view is None or name_of(view) not in _from_anywhere) and not is_own():
            abort(403, "Isian ini dikirim dari situs lain. Buka halamannya di sini, lalu kirim lagi.")


def from_anywhere(view: View) -> View:
    """What programs post as well, for whoever holds a signed address: the address is the right, nothing else is."""
    _from_anywhere.add(name_of(view))
    return view


def name_of(view: Callable[..., object]) -> str:
    """A view by its name, which stays where others wrap it."""
    return f"{view.__module__}.{view.__name__}"


def is_own() -> bool:
    """Tell whether the browser says that the request comes from this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.host
    except ValueError:  # brackets that do not match
        return False
