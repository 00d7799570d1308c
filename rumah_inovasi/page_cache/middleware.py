"""The cache in front of the application: what it has kept is answered without any of the application's work."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.http import parse_etags, remove_entity_headers

from rumah_inovasi.page_cache.freshness import Freshness, State
from rumah_inovasi.page_cache.question import Question, Rules
from rumah_inovasi.page_cache.store import Answer, Header, Store, answer
from rumah_inovasi.web.headers import ASKED_ANEW, FOR_EVER
from rumah_inovasi.web.keeping import LEFT_OUT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXTENSION = "rumah_inovasi_page_cache"
Noticed = Callable[[dict[str, Any]], None]
OK = "200 OK"
NOT_MODIFIED = "304 NOT MODIFIED"


def install(app: Flask, locale: str, freshness: Freshness, noticed: "Noticed | None" = None) -> None:
    """Put a cache in front of an app whose cookies are configured; `noticed` is told of what the app is not asked."""
    cache = PageCache(app.wsgi_app, Rules(app.config["SESSION_COOKIE_NAME"], locale), freshness, noticed)
    app.extensions[EXTENSION] = cache
    app.wsgi_app = cache  # type: ignore[method-assign]


class PageCache:
    """An application that asks the one behind it only for what it has not kept."""

    def __init__(
        self, app: "WSGIApplication", rules: Rules, freshness: Freshness, noticed: "Noticed | None" = None
    ) -> None:
        self.store = Store()
        self.behind = app
        self._rules = rules
        self._freshness = freshness
        self._noticed = noticed

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        question = self._rules.question(environ)
        state = self._freshness.state() if question else None
        if question is None or state is None:
            return self.behind(environ, start_response)
        found = self.store.get(state, question)
        if found is None:
            return self._asked(environ, start_response, question, state)
        if self._noticed:
            self._noticed(environ)
        if _is_known(environ, found):
            start_response(NOT_MODIFIED, _without_entity(found.headers))
            return []
        start_response(OK, list(found.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]

    def _asked(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", question: Question, state: State
    ) -> Iterable[bytes]:
        """The application's answer, which is kept where it may be."""
        if environ["REQUEST_METHOD"] == "HEAD" or not self.store.is_wanted(question):
            return self.behind(environ, start_response)
        said: list[tuple[str, list[Header]]] = []

        def listen(status: str, headers: list[Header], exc_info: Any = None) -> Any:  # noqa: ANN401 - as WSGI has it
            said.append((status, headers))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        body = self.behind(environ, listen)
        status, headers = said[-1]
        etag = _etag(status, headers)
        if etag is None or LEFT_OUT in environ:
            return body
        try:
            whole = b"".join(body)
        finally:
            if close := getattr(body, "close", None):
                close()
        if self._freshness.state() == state:  # else it may be of either state
            self.store.put(state, question, answer(headers, whole, etag))
        return [whole]


def _etag(status: str, headers: list[Header]) -> str | None:
    """The mark of an answer that may be kept: whole, for everybody, and setting no cookie."""
    given = {name.lower(): value for name, value in headers}
    is_public = given.get("cache-control") in {ASKED_ANEW, FOR_EVER}
    return given.get("etag") if status == OK and is_public and "set-cookie" not in given else None


def _is_known(environ: "WSGIEnvironment", found: Answer) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH")
    return bool(known) and (known == found.etag or parse_etags(known).contains_weak(_bare(found.etag)))


def _bare(etag: str) -> str:
    return etag.removeprefix("W/").strip('"')


def _without_entity(headers: tuple[Header, ...]) -> list[Header]:
    kept = list(headers)
    remove_entity_headers(kept)
    return kept
