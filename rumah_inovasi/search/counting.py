"""Which requests count as a question of a person, and where they are counted."""

import re
from collections.abc import Mapping
from typing import Any, cast

from flask import Flask, current_app, request

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
_BROWSER = "Mozilla/"  # all browsers begin so, and few programs
_PROGRAM = re.compile(r"bot|crawl|spider|slurp|headless|preview|monitor|scan|archive|fetch|http", re.IGNORECASE)


def install(app: Flask, house: House) -> None:
    """Count for this app."""
    app.extensions[_EXTENSION] = Tally(house.database)


def tally() -> Tally:
    """What counts for this app."""
    return cast("Tally", current_app.extensions[_EXTENSION])


def note_kept(app: Flask, environ: Mapping[str, Any]) -> None:
    """Count a question that the cache of pages answers. It keeps answers only where something was found."""
    if environ["PATH_INFO"] != PATH or not environ.get("QUERY_STRING", "").startswith("q="):
        return
    with app.request_context(dict(environ)):
        if request.args.keys() != {"q"} or len(request.args.getlist("q")) > 1:
            return
        text = cleaned(request.args["q"])
        typed = grammar.parse(text)
        has_more = typed.filters or typed.barred or any(clause.is_excluded for clause in typed.clauses)
        _note("" if has_more else normalised(text), is_found=True)


def note(selection: Selection, found: Found) -> None:
    """Count the question of this request if a person asks it for the first time today."""
    if _is_plain(selection) and not found.is_limited:
        _note(normalised(selection.text), is_found=found.complete > 0)


def _note(words: str, *, is_found: bool) -> None:
    if words and _is_of_person():
        today = house().clock().astimezone(WIB).date()
        tally().note(words, current.address_key(), is_found=is_found, today=today)


def _is_plain(selection: Selection) -> bool:
    """Whether it is words and nothing else: whoever narrows, sorts or turns pages has asked before."""
    has_more = selection.chosen or selection.barred or selection.all_words or selection.page > 1
    is_narrowed = any(clause.is_excluded for clause in selection.clauses)
    return not has_more and not is_narrowed and selection.sort is Sort.RELEVANCE


def _is_of_person() -> bool:
    """Whether a browser shows the answer to somebody; editors who try out words do not count."""
    agent = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if request.method != "GET" or not agent.startswith(_BROWSER) or _PROGRAM.search(agent) or "prefetch" in purpose:
        return False
    if request.headers.get("X-Moz") == "prefetch" or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    viewer = current.viewer()
    return viewer is None or not viewer.curates
