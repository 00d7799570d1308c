"""A browser without a screen: keeps its connection, its cookie and the forms of the page it looks at."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

PATIENCE = 120.0  # seconds; nothing takes as long, it only lets a broken server fail instead of hanging

Fields = dict[str, list[str]]


class BadAnswer(Exception):
    """The site answered otherwise than anybody may expect."""


@dataclass
class Form:
    """Where a form goes and what it sends as it stands."""

    action: str
    is_post: bool
    fields: Fields = field(default_factory=dict)


class FormReader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._text: list[str] | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or take up what a field holds."""
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), is_post=found.get("method") == "post"))
        elif not self.forms:
            return
        elif tag == "input" and name:
            ticked = found.get("type") not in {"checkbox", "radio"} or "checked" in found
            if ticked and found.get("type") not in {"submit", "file"}:
                self._put(name, found.get("value", ""))
        elif tag == "textarea":
            self._text = self.forms[-1].fields.setdefault(name, [""])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self._put(self._select, found.get("value", ""))

    def handle_data(self, data: str) -> None:
        """The text of a long field."""
        if self._text is not None:
            self._text[0] += data

    def handle_endtag(self, tag: str) -> None:
        """A long field ends; a line break right after its beginning is no part of it."""
        if tag == "textarea" and self._text is not None:
            self._text[0] = self._text[0].removeprefix("\n")
            self._text = None

    def _put(self, name: str, value: str) -> None:
        self.forms[-1].fields.setdefault(name, []).append(value)


@dataclass(frozen=True)
class Answer:
    """What came back, how many bytes of it over the wire, and after how long."""

    status: int
    body: bytes
    location: str
    wire: int
    seconds: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Browser:
    """Goes from page to page; an answer with another status than the expected ones is an error."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}
        self._forms: list[Form] = []

    def get(self, path: str, status: int = 200, *, accept_encoding: str = "identity") -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, {status}, headers={"Accept-Encoding": accept_encoding})

    def send(self, action: str, values: Mapping[str, str], *status: int) -> Answer:
        """Send the form of the present page that goes to this address, with some fields filled in."""
        form = next((form for form in self._forms if form.is_post and form.action == action), None)
        if form is None:
            raise BadAnswer(f"no form to {action}")
        return self.post(action, form.fields | {name: [value] for name, value in values.items()}, *status)

    def post(self, path: str, fields: Fields, *status: int) -> Answer:
        """Send fields; by default the answer has to lead on."""
        body = urlencode([(name, value) for name, values in fields.items() for value in values]).encode()
        wanted = set(status or (303,))
        return self._ask("POST", path, wanted, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, email: str, password: str) -> None:
        """Come in by the door."""
        self.get("/masuk")
        self.send("/masuk", {"email": email, "password": password})

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def _ask(
        self, method: str, path: str, wanted: set[int], body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        sent = {"Origin": f"http://127.0.0.1:{self._port}", **(headers or {})}
        if self._cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        began = time.perf_counter()
        response, data = self._exchange(method, path, body, sent)
        took = time.perf_counter() - began
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if response.status not in wanted:
            raise BadAnswer(f"{method} {path}: {response.status} instead of {wanted}: {data[:2000]!r}")
        if data.startswith(b"<!doctype html>"):
            reader = FormReader()
            reader.feed(data.decode())
            self._forms = reader.forms
        head = sum(len(name) + len(value) + len(": \r\n") for name, value in response.headers.items())
        return Answer(response.status, data, response.headers.get("Location", ""), head + len(data), took)

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request; a connection that the server has closed while it rested is opened again."""
        for is_last in (False, True):
            is_fresh = self._connection.sock is None
            try:
                self._connection.request(method, path, body, headers)
                response = self._connection.getresponse()
                return response, response.read()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self._connection.close()
                if is_last or is_fresh:
                    raise
        raise AssertionError("the last try returns or raises")
