"""Requests that change something must come from our own pages.

Public pages hold no token (so that they can be cached); the browser's own word on where a form stood is asked
instead: `Sec-Fetch-Site`, else `Origin`. Every browser that still gets updates sends one of them with a POST.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, request

SAFE = {"GET", "HEAD", "OPTIONS"}


def install(app: Flask) -> None:
    """Refuse changes that another site started."""

    @app.before_request
    def check() -> None:
        # What has no such address, or not by this method, is told so by the routing.
        if request.method not in SAFE and request.routing_exception is None and not is_own():
            abort(403, "Isian ini dikirim dari situs lain. Buka halamannya di sini, lalu kirim lagi.")


def is_own() -> bool:
    """Tell whether the browser says that the request comes from this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.host
    except ValueError:  # brackets that do not match
        return False
