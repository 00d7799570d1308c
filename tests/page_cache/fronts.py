"""An application with its cache, which tells what the cache has left to it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.test import Client, TestResponse

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from rumah_inovasi.page_cache.middleware import EXTENSION, PageCache

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ENGLISH = {"Cookie": "bahasa=en"}
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


class Front:
    """A cache over an app of a house, and how often the app was asked."""

    def __init__(self, house: House, app: Flask | None = None) -> None:
        self.app = app or create_app(house)
        self.cache: PageCache = self.app.extensions[EXTENSION]
        self.asked = 0
        self._app = self.cache.behind
        self.cache.behind = self._count

    def _count(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self.asked += 1
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> TestResponse:
        """The answer of the cache, which may be the app's."""
        return Client(self.cache, use_cookies=False).open(path, method=method, headers=headers, buffered=True)

    def from_app(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> TestResponse:
        """What the app itself says now."""
        return Client(self._app, use_cookies=False).open(path, method=method, headers=headers, buffered=True)

    def keep(self, path: str, headers: dict[str, str] | None = None) -> TestResponse:
        """Ask until the answer is kept."""
        self.get(path, headers)
        return self.get(path, headers)

    def is_kept(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> bool:
        """Whether the next answer is given without the app."""
        before = self.asked
        self.get(path, headers, method)
        return self.asked == before


def said(answer: TestResponse) -> tuple[str, list[tuple[str, str]], bytes]:
    """All of an answer but its date, which the server sets."""
    headers = sorted((name, value) for name, value in answer.headers if name != "Date")
    return answer.status, headers, answer.data
