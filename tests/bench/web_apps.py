"""Applications that a bench compares: run in server processes, never in the measuring one.

hello      nothing but two words: what the server itself can do
site       the house as it is
uncached   the same without the cache of whole pages
fixed      the same pages again, by the same templates, from data that was fetched once
"""

import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import Flask, make_response, render_template, request

from rumah_inovasi import settings
from rumah_inovasi.app import build_house, create_app
from rumah_inovasi.catalogue import views as catalogue_views
from rumah_inovasi.page_cache.middleware import EXTENSION
from rumah_inovasi.search import views as search_views

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
HELLO = b"halo dunia"


def hello(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer every request alike."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(HELLO)))])
    return [HELLO]


def site() -> Flask:
    """The house."""
    return create_app(build_house(settings.load(os.environ)))


def uncached() -> Wsgi:
    """The house without the cache of whole pages."""
    behind: Wsgi = site().extensions[EXTENSION].behind
    return behind


def fixed() -> Wsgi:
    """Search page and reading page from what their views gave to the templates when they were asked first."""
    app = site()
    for endpoint, module in (("search.results", search_views), ("catalogue.read", catalogue_views)):
        app.view_functions[endpoint] = _again(app.view_functions[endpoint], module)
    behind: Wsgi = app.extensions[EXTENSION].behind
    return behind


def _again(view: Callable[..., Any], module: Any) -> Callable[..., Any]:
    given: dict[str, tuple[str, dict[str, Any]]] = {}

    def note(address: str, template: str, **context: Any) -> str:
        given[address] = template, context
        return render_template(template, **context)

    def answer(**parts: Any) -> Any:
        if request.full_path not in given:
            module.render_template = partial(note, request.full_path)
            return view(**parts)
        template, context = given[request.full_path]
        return make_response(render_template(template, **context))

    return answer
