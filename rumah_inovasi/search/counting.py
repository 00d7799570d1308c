"""Which requests count as a question of a person, and where they are counted."""

import re
from functools import lru_cache
from typing import Any, cast
from urllib.parse import parse_qsl

from flask import Flask, current_app, request
from werkzeug.datastructures import EnvironHeaders, Headers

from rumah_inovasi.accounts import current
from rumah_inovasi.house import House
from rumah_inovasi.search import grammar
from rumah_inovasi.search.asked import Tally, normalised
from rumah_inovasi.search.finding import Found
from rumah_inovasi.search.port import Sort
from rumah_inovasi.search.selection import PATH, Selection
from rumah_inovasi.web.current import house
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.typed import cleaned

_EXTENSION = "rumah_inovasi_tally"
KEPT = 1_000  # addresses whose words are remembered
_BROWSER = "Mozilla/"  # all browsers begin so, and few programs
_PROGRAM = re.compile(r"bot|crawl|spider|slurp|headless|preview|monitor|scan|archive|fetch|http", re.IGNORECASE)


def install(app: Flask, house: House) -> None:
    """Count for this app."""
    app.extensions[_EXTENSION] = Tally(house.database)


def tally() -> Tally:
    """What counts for this app."""
    return cast("Tally", current_app.extensions[_EXTENSION])


def note_kept(app: Flask, environ: dict[str, Any]) -> None:
    """Count a question that the cache of pages answers. It keeps answers only where something was found."""
    words = _words_of(environ.get("QUERY_STRING", "")) if environ["PATH_INFO"] == PATH else ""
    if words and _is_shown(environ["REQUEST_METHOD"], EnvironHeaders(environ)):
        with app.app_context():
            _count(words, current.address_key(environ.get("REMOTE_ADDR", "")), is_found=True)


@lru_cache(KEPT)
def _words_of(query: str) -> str:
    """The words of an address that asks for words and nothing else; else none."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=1)
    except ValueError:
        return ""
    if [name for name, _ in pairs] != ["q"]:
        return ""
    typed = grammar.parse(cleaned(pairs[0][1]))
    has_more = typed.filters or typed.barred or any(clause.is_excluded for clause in typed.clauses)
    return "" if has_more else normalised(typed.rest)


def note(selection: Selection, found: Found) -> None:
    """Count the question of this request if a person asks it for the first time today."""
    words = normalised(selection.text) if _is_plain(selection) and not found.is_limited else ""
    if words and _is_of_person():
        _count(words, current.address_key(), is_found=found.complete > 0)


def _count(words: str, visitor: str, *, is_found: bool) -> None:
    today = house().clock().astimezone(WIB).date()
    tally().note(words, visitor, is_found=is_found, today=today)


def _is_plain(selection: Selection) -> bool:
    """Whether it is words and nothing else: whoever narrows, sorts or turns pages has asked before."""
    has_more = selection.chosen or selection.barred or selection.all_words or selection.page > 1
    is_narrowed = any(clause.is_excluded for clause in selection.clauses)
    return not has_more and not is_narrowed and selection.sort is Sort.RELEVANCE


def _is_of_person() -> bool:
    """Whether a browser shows the answer to somebody; editors who try out words do not count."""
    if not _is_shown(request.method, request.headers):
        return False
    viewer = current.viewer()
    return viewer is None or not viewer.curates


def _is_shown(method: str, headers: Headers) -> bool:
    """Whether a browser asks in order to show the answer to somebody."""
    agent = headers.get("User-Agent", "")
    purpose = headers.get("Sec-Purpose", "") + headers.get("Purpose", "")
    if method != "GET" or not agent.startswith(_BROWSER) or _PROGRAM.search(agent) or "prefetch" in purpose:
        return False
    return headers.get("X-Moz") != "prefetch" and headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
