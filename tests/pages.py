"""A test client that looks at every page it fetches, as a careful reader and a careful browser would."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from html5lib.constants import E as PARSE_ERRORS
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

_UNLABELLED = {"hidden", "submit", "reset", "button", "image"}
# What these name by id has to be on the page.
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details")
_PAGE_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Forms of public pages, which hold no token: their requests are known by their origin.
_PUBLIC = re.compile(
    r"/(bahasa|masuk|minta-akun|atur-ulang(/[^/]+)?|inovasi/[^/]+/keliru|langganan/berhenti/[^/]+|masalah#hasil|kebutuhan)$"
)
ORIGIN = {"Origin": "http://localhost"}
_HEADERS = ("Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy")


def _words(element: Element) -> str:
    """Return what a reader sees of an element, with the alternative texts of its images."""
    parts: list[str] = []

    def collect(node: Element) -> None:
        if node.tag in {"script", "style"} or not isinstance(node.tag, str):
            return
        parts.append(node.get("alt") or "")
        parts.append(node.text or "")
        for child in node:
            collect(child)
            parts.append(child.tail or "")

    collect(element)
    return " ".join("".join(parts).split())


class Tree:
    """One parsed page and the questions that are asked about it."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        # A template's author has to see where: line, column, what.
        self.parse_errors = [
            f"line {line}, column {column}: {PARSE_ERRORS[code] % details}"
            for (line, column), code, details in parser.errors
        ]
        self.elements = [node for node in self.root.iter() if isinstance(node.tag, str)]
        self.ids = Counter(node.attrib["id"] for node in self.elements if "id" in node.attrib)

    def all(self, *tags: str) -> list[Element]:
        """Return the elements of these kinds in the order of the page."""
        return [node for node in self.elements if node.tag in tags]

    def problems(self) -> Iterator[str]:
        """Yield a sentence for everything that is wrong with the page."""
        yield from self.parse_errors
        yield from self._frame()
        yield from self._identifiers()
        yield from self._fields()
        yield from self._forms()
        yield from self._code()
        for image in self.all("img"):
            if "alt" not in image.attrib:
                yield f"image {image.get('src')} has no alt"
        for node in self.all("a", "button"):
            if not (_words(node) or node.get("aria-label") or node.get("aria-labelledby")):
                yield f"{node.tag} {node.get('href') or node.get('name') or ''} has no text"

    def _frame(self) -> Iterator[str]:
        if not self.root.get("lang"):
            yield "html has no lang"
        if (count := len(self.all("main"))) != 1:
            yield f"{count} main elements instead of one"
        titles = [_words(node) for node in self.all("title") if node.text]
        headings = [_words(node) for node in self.all("h1")]
        if len(titles) != 1 or len(headings) != 1:
            yield f"one title and one h1 wanted, found {titles} and {headings}"
        elif not headings[0] or headings[0].casefold() not in titles[0].casefold():
            yield f"title {titles[0]!r} does not contain the h1 {headings[0]!r}"

    def _identifiers(self) -> Iterator[str]:
        for name, count in self.ids.items():
            if count > 1:
                yield f"id {name} occurs {count} times"
        for node in self.elements:
            targets = [(key, name) for key in _REFERENCES for name in node.get(key, "").split()]
            href = node.get("href", "")
            if href.startswith("#") and href not in {"#", "#top"}:
                targets.append(("href", href[1:]))
            for key, name in targets:
                if name not in self.ids:
                    yield f"{node.tag} {key}={name} points to no id on the page"

    def _fields(self) -> Iterator[str]:
        labels = self.all("label")
        named = {label.get("for") for label in labels if _words(label)}
        wrapped = {child for label in labels if _words(label) for child in label.iter()}
        for node in self.all("input", "select", "textarea"):
            if node.get("type") in _UNLABELLED or node.get("aria-label") or node.get("aria-labelledby"):
                continue
            if node.get("id") not in named and node not in wrapped:
                yield f"{node.tag} {node.get('name')} has no label"

    def _forms(self) -> Iterator[str]:
        for form in self.all("form"):
            action = form.get("action", "")
            if not action:
                yield "form has no action"
            names = {node.get("name") for node in form.iter() if isinstance(node.tag, str)}
            if (
                form.get("method", "get").casefold() == "post"
                and "csrf_token" not in names
                and not _PUBLIC.match(action)
            ):
                yield f"form {action} has no csrf_token"

    def _code(self) -> Iterator[str]:
        for node in self.elements:
            if "style" in node.attrib or node.tag == "style":
                yield f"{node.tag} has an inline style"
            for name, value in node.attrib.items():
                if name.startswith("on") or value.strip().casefold().startswith("javascript:"):
                    yield f"{node.tag} has inline code in {name}"
        for node in self.all("script", "link", "img"):
            address = node.get("src") or (node.get("href") if node.get("rel") in {"stylesheet", "icon"} else None)
            if address and (address.startswith("//") or not address.startswith(("/", "data:"))):
                yield f"{node.tag} loads {address} from elsewhere"
        for script in self.all("script"):
            if script.get("type") == "application/ld+json":
                yield from _data_block(script.text or "")
            elif "src" not in script.attrib:
                yield "inline script"


def _values(form: Element) -> dict[str, Any]:
    """Return what a form holds before anybody has typed: names with their values, several as a list."""
    held: dict[str, list[str]] = {}
    for node in form.iter():
        name, kind = node.get("name"), node.get("type", "text")
        if not name or "disabled" in node.attrib:
            continue
        if node.tag == "input" and kind not in {"submit", "button", "file", "image", "reset"}:
            if kind not in {"checkbox", "radio"} or "checked" in node.attrib:
                held.setdefault(name, []).append(node.get("value", "on" if kind in {"checkbox", "radio"} else ""))
        elif node.tag == "textarea":
            held.setdefault(name, []).append("".join(node.itertext()).removeprefix("\n"))
        elif node.tag == "select":
            options = list(node.iter("option"))
            chosen = [option for option in options if "selected" in option.attrib]
            if not chosen and "multiple" not in node.attrib:
                chosen = options[:1]
            held.setdefault(name, []).extend(option.get("value", "".join(option.itertext())) for option in chosen)
    return {name: values[0] if len(values) == 1 else values for name, values in held.items() if values}


def _data_block(text: str) -> Iterator[str]:
    if "<" in text:
        yield "the JSON-LD block has a bare <"
    try:
        json.loads(text)
    except ValueError as error:
        yield f"the JSON-LD block is no JSON: {error}"


def inspect(html: str, *, path: str) -> list[str]:
    """Return a line for everything that is wrong with a page; an empty list for a good one."""
    return [f"{path}: {problem}" for problem in Tree(html).problems()]


@dataclass(frozen=True)
class Answer:
    """What came back for one request."""

    path: str
    status: int
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def html(self) -> str:
        """The body as it was sent."""
        return self.body.decode()

    @cached_property
    def tree(self) -> Tree:
        """The body as a tree."""
        return Tree(self.html)

    @property
    def is_page(self) -> bool:
        """Whether this is a page for people."""
        return self.headers.get("Content-Type", "").startswith("text/html") and bool(self.body)

    @property
    def text(self) -> str:
        """What a reader sees, in single spaces; the body itself where it is no page."""
        return _words(next(iter(self.tree.all("body")))) if self.is_page else self.html

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)

    @property
    def title(self) -> str:
        """The title of the page."""
        return _words(self.tree.all("title")[0])

    @property
    def links(self) -> list[str]:
        """Addresses within the site to which the page leads, each once, without their fragments."""
        found = (node.get("href", "").partition("#")[0] for node in self.tree.all("a", "area"))
        return list(dict.fromkeys(href for href in found if href.startswith("/") and not href.startswith("//")))


def _header_problems(answer: Answer) -> Iterator[str]:
    """Yield what the answer lacks of the headers that every answer carries."""
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "nosniff is missing"
    for name in _HEADERS:
        if not answer.headers.get(name):
            yield f"{name} is missing"
    pairs = (part.strip().partition(" ") for part in answer.headers.get("Content-Security-Policy", "").split(";"))
    policy = {name: value.strip() for name, _, value in pairs if name}
    # A file may have a stricter policy of its own than a page.
    wanted = _PAGE_POLICY if answer.is_page else {"default-src": "'none'"}
    for name, value in wanted.items():
        if policy.get(name) != value:
            yield f"policy {name} is {policy.get(name)!r} instead of {value!r}"


class PageClient:
    """A test client of Flask that inspects what it fetches: status, headers, and every page.

    Use: ``client.get("/wilayah").text``, ``client.get("/nothing", status=404)``.
    """

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, *, status: int = 200, **options: Any) -> Answer:
        """Fetch an address without following redirects.

        Raises:
            AssertionError: another status came back, a header is missing or something is wrong with the page.

        """
        return self._examine(path, self.client.get(path, **options), status)

    def post(self, path: str, data: dict[str, Any] | None = None, *, status: int = 303, **options: Any) -> Answer:
        """Send a form; errors as with ``get``."""
        return self._examine(path, self.client.post(path, data=data, **options), status)

    def submit(
        self,
        page: Answer,
        fields: dict[str, Any] | None = None,
        *,
        to: str | None = None,
        status: int = 303,
        **more: Any,
    ) -> Answer:
        """Fill in the form of a page and send it as a browser would: with its hidden fields and what it shows already.

        `to` is the form's address where the page has several, and a field with None is left out; `button=value` and
        the like are further fields, as of the button that is pressed.
        """
        forms = [form for form in page.tree.all("form") if form.get("method", "get").casefold() == "post"]
        found = [form for form in forms if (form.get("action") == to if to else form.get("action") != "/bahasa")]
        found = [form for form in found if to or form.get("action") != "/keluar"]
        assert len(found) == 1, f"{page.path}: forms to {[form.get('action') for form in forms]}, wanted {to or 'one'}"
        sent = {**_values(found[0]), **(fields or {}), **more}
        data = {name: value for name, value in sent.items() if value is not None}
        return self.post(found[0].attrib["action"], data, status=status, headers=ORIGIN)

    def _examine(self, path: str, response: TestResponse, status: int) -> Answer:
        answer = Answer(path, response.status_code, response.headers, response.get_data())
        response.close()
        assert answer.status == status, f"{path}: status {answer.status} instead of {status}\n{answer.html[:2000]}"
        problems = [f"{path}: {problem}" for problem in _header_problems(answer)]
        # The page behind a redirect is for old programs only.
        if answer.is_page and not 300 <= status < 400:
            problems += inspect(answer.html, path=path)
        assert not problems, "\n".join(problems)
        return answer
