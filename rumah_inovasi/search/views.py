"""The search page, its list in other forms, and what the search box offers."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, json, jsonify, make_response, render_template, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from rumah_inovasi.search import counting, feed, finding, results_page, selection, workshops
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.search.finding import Found
from rumah_inovasi.search.results_csv import as_csv
from rumah_inovasi.search.results_json import as_json
from rumah_inovasi.search.selection import Selection
from rumah_inovasi.search.suggestions import suggestions
from rumah_inovasi.web.current import base_url, house, page_number, vocabularies
from rumah_inovasi.web.keeping import leave_out
from rumah_inovasi.web.site import NAME
from rumah_inovasi.web.tables import download
from rumah_inovasi.web.typed import cleaned

blueprint = Blueprint("search", __name__)
MOST_IN_FEED = 100


@dataclass(frozen=True)
class _Asked:
    """What a request asks for, and the answer."""

    selection: Selection
    choices: Choices
    found: Found


@blueprint.get("/cari")
def results() -> Response:
    """Write-ups that hold words of the query within the chosen filters, or all write-ups."""
    with house().database.read() as session:
        asked = _asked(session)
        context = results_page.context(session, asked.selection, asked.choices, asked.found)
        beside = workshops.matching(session, asked.selection)
        rests = results_page.card_rests(session, asked.found)
        response = make_response(render_template("search/results.html", workshops=beside, rests=rests, **context))
    counting.note(asked.selection, asked.found)
    if asked.found.is_missing:
        leave_out()  # each asking counts, and an answer may come any moment
        response.cache_control.no_store = True
    return response


@blueprint.get("/cari.json")
def results_json() -> Response:
    """The whole list for programs."""
    with house().database.read() as session:
        return jsonify(_as_json(_asked(session, whole=True)))


@blueprint.get("/api/v1/inovasi")
def api() -> Response:
    """One page of the list for programs."""
    with house().database.read() as session:
        return jsonify(_as_json(_asked(session)))


@blueprint.get("/cari.csv")
def results_csv() -> Response:
    """The whole list for spreadsheets, in Indonesian for every reader: its words are the names of columns."""
    with house().database.read() as session, force_locale("id"):
        table = as_csv(_asked(session, whole=True, is_plain=True).found.results, base_url())
    return download(table, "rumah-inovasi.csv")


@blueprint.get("/cari.atom")
def results_atom() -> Response:
    """The newest of the list as a feed, in Indonesian for every reader: whoever subscribes hears of what joins it.

    It is the same feed whatever the order of the list, and holds only what has all words: a write-up that has but one
    of them is no news for whoever asked for several.
    """
    with house().database.read() as session, force_locale("id"):
        choices = Choices(session, vocabularies(session))
        chosen = selection.read(request.args, choices).subject
        newest = finding.newest(session, chosen, choices, MOST_IN_FEED)
        return feed.feed(
            f"{results_page.heading(chosen, choices)} — {NAME}",
            feed.entries((result.row, result.card) for result in newest),
            own_path=chosen.url(results_page.FEED),
            page_path=chosen.url(),
            subtitle=gettext("Tulisan yang memuat semua kata dan cocok dengan semua saringan, yang terbaru dahulu."),
        )


@blueprint.get("/cari/saran")
def suggest() -> Response:
    """What begins as the query does, in the form of OpenSearch: the query, then texts to search for."""
    leave_out()  # every letter typed asks another question, hardly one of them again
    start = cleaned(request.args.get("q", ""))
    with house().database.read() as session:
        found = suggestions(session, start)
    response = make_response(json.dumps([start, found]))
    response.headers["Content-Type"] = "application/x-suggestions+json; charset=utf-8"
    return response


def _asked(session: Session, *, whole: bool = False, is_plain: bool = False) -> _Asked:
    choices = Choices(session, vocabularies(session))
    chosen = selection.read(request.args, choices, page=1 if whole else page_number())
    return _Asked(chosen, choices, finding.find(session, chosen, choices, whole=whole, is_plain=is_plain))


def _as_json(asked: _Asked) -> dict[str, Any]:
    return as_json(asked.found, asked.selection, asked.choices, base_url())
