"""Reads rendered HTML as a browser would (html5lib) and tells what may not be there. Knows no code of ours."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import html5lib

TAGS = {"a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption"} | {
    *("figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "s", "small"),
    *("span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {"href", "src", "alt", "title", "id", "class", "rel", "start", "colspan", "rowspan", "scope"}
_PAGE = "<!DOCTYPE html><html><head><title>t</title></head><body><main>{}</main><footer>akhir</footer></body></html>"


def parsed(html: str) -> Any:
    """The element that holds `html` in a whole page."""
    page: Any = html5lib.parse(_PAGE.format(html), namespaceHTMLElements=False)
    return page.find("body/main")


def elements(html: str) -> list[Any]:
    return list(parsed(html).iter())[1:]


def names(html: str) -> list[str]:
    return [str(element.tag) for element in elements(html)]


def shape(html: str) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    """Elements in their order, with attributes and text: what has to stay the same when HTML is read and written."""
    return [
        (str(element.tag), tuple(sorted(element.attrib.items())), (element.text or "").strip())
        for element in elements(html)
    ]


def problems(html: str) -> list[str]:
    """Everything in `html` that a text may not bring into a page."""
    page: Any = html5lib.parse(_PAGE.format(html), namespaceHTMLElements=False)
    found = []
    if [element.tag for element in page.find("body")] != ["main", "footer"]:
        found.append("the text leaves its place in the page")
    identifiers: set[str] = set()
    for element in list(page.find("body/main").iter())[1:]:
        if element.tag not in TAGS:
            found.append(f"tag {element.tag}")
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES:
                found.append(f"attribute {name}")
            if name in {"href", "src"} and not _harmless(value, picture=name == "src"):
                found.append(f"address {value!r}")
            if name == "id" and (not value.startswith("u-") or value in identifiers):
                found.append(f"id {value!r}")
            if name == "id":
                identifiers.add(value)
    return found


def links(html: str) -> Iterator[tuple[str, str]]:
    for element in elements(html):
        for name in ("href", "src"):
            if name in element.attrib:
                yield str(element.tag), element.attrib[name]


def _harmless(address: str, *, picture: bool) -> bool:
    bare = "".join(sign for sign in address if sign.isprintable() and not sign.isspace())
    if bare != address or "\\" in address:
        return False
    if picture:
        return re.fullmatch(r"/berkas/\d+/[^/]+", address) is not None and ".." not in address
    if address.startswith("#u-"):
        return True
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc) and "@" not in parts.netloc
    return parts.scheme == "mailto" or (not parts.scheme and not parts.netloc and address.startswith("/"))
