"""The cleaner: from HTML of any kind to HTML of the allow list. The only file that knows bleach.

Markdown's HTML is cleaned once and not touched afterwards: what has to change (ids, addresses, alignment) changes in
the same stream of tokens, between bleach's filter and its serialiser. A tag that is not allowed is shown as the
text it is, so no word of an author vanishes. Another cleaner would replace this file alone.
"""

import html
from collections.abc import Iterator
from typing import Any

from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]  # the stubs hide what filters are made of
from bleach.sanitizer import Cleaner

from rumah_inovasi.markup.addresses import image_address, is_external, link_address, own_id
from rumah_inovasi.markup.allowed import (
    ALIGNMENTS,
    CLASSES,
    EXTERNAL_REL,
    HEADINGS,
    ID_PREFIX,
    TAGS,
    attributes_of,
)

_Token = dict[str, Any]
_SCOPES = {"col", "row", "colgroup", "rowgroup"}
_MAX_SPAN = 99
_MAX_START = 999_999


def sanitise(dirty: str) -> str:
    """HTML of the allow list; never raises for strange HTML, may raise RecursionError for too deep one."""
    # The level-one heading and the alignment pass bleach, because our filter turns them into something allowed.
    # A cleaner keeps state while it works, so each call makes its own.
    cleaner = Cleaner(
        tags=TAGS | {"h1"},
        attributes=_may_enter,
        protocols={"http", "https", "mailto"},
        strip=False,
        strip_comments=True,
        filters=[_HouseRules],
    )
    return cleaner.clean(dirty)


def _may_enter(tag: str, name: str, _value: str) -> bool:
    if name == "rel":
        return False
    return name in attributes_of(tag) or (name == "align" and tag in {"td", "th"})


class _HouseRules(Filter):  # type: ignore[misc]  # untyped base
    """Token by token: headings, ids, addresses, classes and numbers as this house wants them."""

    def __init__(self, source: object) -> None:
        super().__init__(source)
        self._ids: set[str] = set()
        self._sections = 0

    def __iter__(self) -> Iterator[_Token]:
        for token in super().__iter__():
            if token["type"] in {"StartTag", "EndTag", "EmptyTag"}:
                # The page has its own first-level heading.
                token["name"] = "h2" if token["name"] == "h1" else token["name"]
            if token["type"] in {"StartTag", "EmptyTag"}:
                yield self._opened(token)
            else:
                yield token

    def _opened(self, token: _Token) -> _Token:
        tag: str = token["name"]
        # bleach leaves entities in values as they were typed; they are read here, once, as a browser reads them.
        given = {name: html.unescape(value) for (_, name), value in token["data"].items()}
        kept: dict[str, str] = {}
        if tag == "img":
            address = image_address(given.get("src", ""))
            if address is None:
                return {"type": "Characters", "data": given.get("alt", "")}
            kept |= {"src": address, "alt": given.get("alt", "")}
        elif tag == "a":
            kept |= _link(given)
        kept |= self._id(tag, given) | _class(given) | _numbers(given)
        if "title" in given:
            kept["title"] = given["title"]
        if given.get("scope", "").lower() in _SCOPES:
            kept["scope"] = given["scope"].lower()
        # Escaped wholly: the serialiser escapes only what it does not take for an entity.
        token["data"] = {(None, name): html.escape(value) for name, value in kept.items()}
        return token

    def _id(self, tag: str, given: dict[str, str]) -> dict[str, str]:
        wanted = own_id(given.get("id", ""))
        if tag in HEADINGS:
            while wanted is None or wanted in self._ids:
                self._sections += 1
                wanted = f"{ID_PREFIX}bagian-{self._sections}"
        if wanted is None or wanted in self._ids:
            return {}
        self._ids.add(wanted)
        return {"id": wanted}


def _link(given: dict[str, str]) -> dict[str, str]:
    address = link_address(given.get("href", ""))
    if address is None:
        return {}
    return {"href": address, "rel": EXTERNAL_REL} if is_external(address) else {"href": address}


def _class(given: dict[str, str]) -> dict[str, str]:
    names = [name for name in given.get("class", "").split() if name in CLASSES]
    align = ALIGNMENTS.get(given.get("align", "").strip().lower())
    if align is not None:
        names = [*(name for name in names if name not in ALIGNMENTS.values()), align]
    return {"class": " ".join(dict.fromkeys(names))} if names else {}


def _numbers(given: dict[str, str]) -> dict[str, str]:
    limits = {"start": _MAX_START, "colspan": _MAX_SPAN, "rowspan": _MAX_SPAN}
    return {
        name: given[name]
        for name, limit in limits.items()
        if given.get(name, "").isascii()
        and given.get(name, "").isdigit()
        and len(given[name]) <= len(str(limit))
        and int(given[name]) > 0
    }
