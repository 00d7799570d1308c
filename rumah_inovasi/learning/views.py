"""Workshops as readers find them: the list, one page, calendars, a table, and files."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request
from flask_babel import force_locale, gettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.attachment_views import bytes_of
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.catalogue.showing import cards_of as write_up_cards
from rumah_inovasi.errors import NotFound
from rumah_inovasi.learning import export, proposal_queries, queries
from rumah_inovasi.learning.queries import PAGE_SIZE, Listed, Wanted
from rumah_inovasi.learning.showing import cards_of, shown, today, tombstone
from rumah_inovasi.learning.tools import tools_for
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Region
from rumah_inovasi.web.current import base_url, house, page_number
from rumah_inovasi.web.links import pager
from rumah_inovasi.web.routes import NUMBER
from rumah_inovasi.web.site import NAME
from rumah_inovasi.web.tables import as_csv, download
from rumah_inovasi.web.typed import cleaned

blueprint = Blueprint("learning", __name__)
FILE = f"/pelatihan/{NUMBER}/berkas/<name>"
YEAR = re.compile("(19|20|21)[0-9]{2}")


@dataclass(frozen=True)
class _Asked:
    """What a request asks the list for, and what may be chosen."""

    wanted: Wanted
    text: str
    years: list[int]
    regions: list[Region]

    @property
    def parameters(self) -> dict[str, Any]:
        """The same as parts of an address."""
        return {"q": self.text, "tahun": self.wanted.year, "wilayah": self.wanted.region}


@blueprint.get("/pelatihan")
def workshops() -> Response:
    """What is coming first, then what is over."""
    number, on = page_number(), today()
    with house().database.read() as session:
        asked = _asked(session)
        total = queries.count_past(session, asked.wanted, on=on)
        if number > max(1, -(-total // PAGE_SIZE)):
            raise NotFound("Halaman ini tidak ada.")
        coming = queries.upcoming(session, asked.wanted, on=on) if number == 1 else []
        is_plain = asked.wanted == Wanted() and number == 1
        page = render_template(
            "learning/list.html",
            coming=cards_of(session, coming),
            has_running=any(row.workshop.first_day and row.workshop.first_day <= on for row in coming),
            past=cards_of(session, queries.past(session, asked.wanted, number, on=on)),
            total=total,
            asked=asked,
            is_filtered=asked.wanted != Wanted(),
            pager=pager(number, total, PAGE_SIZE, addresses.workshops(**asked.parameters)),
            csv_url=addresses.workshops(**asked.parameters).replace("/pelatihan", "/pelatihan.csv", 1),
            canonical=base_url() + "/pelatihan" if is_plain else None,
        )
    return make_response(page)


@blueprint.get("/pelatihan.csv")
def as_table() -> Response:
    """The whole list for spreadsheets, in Indonesian for every reader: its words are the names of columns."""
    with house().database.read() as session, force_locale("id"):
        table = as_csv(export.HEADER, export.rows(_all(session, _asked(session).wanted, today()), base_url()))
    return download(table, "pelatihan.csv")


@blueprint.get("/pelatihan.ics")
def as_calendar() -> Response:
    """All workshops whose days are known, to be subscribed to."""
    with house().database.read() as session:
        readings = queries.read_all(session, [row.workshop for row in _all(session, Wanted(), today())])
        return _calendar(export.calendar(readings, base_url(), f"{gettext('Pelatihan')} — {NAME}"))


@blueprint.get("/pelatihan/<ref>")
def read(ref: str) -> Response:
    """A workshop; a wrong or old slug redirects, a withdrawn one answers with a tombstone."""
    with house().database.read() as session:
        found = queries.workshop(session, queries.number_of_ref(ref))
        tools = tools_for(session, current.viewer(), found)
        if found.state == State.WITHDRAWN:
            return tombstone(found, tools)
        if ref != found.ref:
            return redirect(addresses.workshop(found.ref), 301)
        reading = queries.read(session, found)
        item = shown(session, reading)
        page = render_template(
            "learning/workshop.html",
            workshop=item,
            write_ups=write_up_cards(session, catalogue.by_number(session, reading.facts.innovations)),
            jsonld=Markup(export.json_ld(item)),  # noqa: S704 - JSON with every < escaped
            canonical=item.absolute_url,
            tools=tools,
        )
    return make_response(page)


@blueprint.get("/pelatihan/<ref>.ics")
def one_as_calendar(ref: str) -> Response:
    """One workshop to be put into a calendar; where only its month is known, there is nothing to put there."""
    with house().database.read() as session:
        found = queries.published(session, queries.number_of_ref(ref))
        if ref != found.ref:
            return redirect(f"{addresses.workshop(found.ref)}.ics", 301)
        reading = queries.read(session, found)
        if not reading.facts.is_dated:
            raise NotFound("Tanggal lengkap pelatihan ini tidak diketahui, jadi belum dapat dimasukkan ke kalender.")
        return _calendar(export.calendar([reading], base_url(), reading.facts.title))


@blueprint.get(FILE)
def fetch(number: int, name: str) -> Response:
    """An open file; who may see the open proposal for the workshop sees its closed ones too."""
    with house().database.read() as session:
        try:
            found = queries.open_file(session, number, name)
        except NotFound:
            viewer = current.viewer()
            draft = proposal_queries.file_of_draft(session, viewer, number, name) if viewer else None
            if draft is None:
                raise
            found = draft
    return bytes_of(found)


def _all(session: Session, wanted: Wanted, on: date) -> list[Listed]:
    return [*queries.upcoming(session, wanted, on=on), *queries.past(session, wanted, None, on=on)]


def _calendar(content: bytes) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = export.CALENDAR_TYPE
    return response


def _asked(session: Session) -> _Asked:
    regions = queries.regions(session)
    text = cleaned(request.args.get("q", ""))
    code = request.args.get("wilayah", "")
    if code and code not in {region.code for region in regions}:
        asked = organisations.regions(session).get(code)  # it may have had workshops, and have them again
        if asked is None:
            abort(400, "Wilayah ini tidak ada. Pilih dari daftar.")
        regions = sorted([*regions, asked], key=lambda region: region.code)
    numbers = tuple(house().panels.workshops_with(session, text)) if text else None
    wanted = Wanted(_year(request.args.get("tahun", "")), code or None, numbers)
    return _Asked(wanted, text, queries.years(session), regions)


def _year(text: str) -> int | None:
    if text and not YEAR.fullmatch(text):
        abort(400, "Tahun ditulis dengan empat angka, misalnya 2026.")
    return int(text) if text else None
