"""Where writers begin and find their writings."""

from flask import Blueprint, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import labels, policy, proposal_actions, writing_queries
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.presentation import Card
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.catalogue.writing_forms import StartForm
from rumah_inovasi.catalogue.writing_queries import WITHDRAWN, Writing
from rumah_inovasi.errors import Invalid, NotFound
from rumah_inovasi.organisations import picker as pickers
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.web import tables
from rumah_inovasi.web.current import base_url, house, page_number
from rumah_inovasi.web.filters import WIB
from rumah_inovasi.web.links import pager

blueprint = Blueprint("writings", __name__)
PAGE_SIZE = 50
HEADER = ("Nomor", "Judul", "Keadaan", "Unit", "Wilayah", "Penulis", "Diubah", "Alamat")


@blueprint.get("/ruang-kerja/tulis")
def start() -> Response:
    """Which unit, which title."""
    return _start_page(StartForm())


@blueprint.post("/ruang-kerja/tulis")
def begin() -> Response:
    """Begin a new write-up, unless one like it is known and nobody has said that this is another."""
    actor, form = current.actor(), StartForm()
    if not form.validate():
        return _start_page(form, 400)
    title = " ".join((form.title.data or "").split())
    with house().database.read() as session:
        twins = [] if request.form.get("yakin") == title else _like(session, form.unit.data, title)
    if twins:
        return _start_page(form, twins=twins)
    now = house().clock()
    try:
        with house().database.write() as session:
            unit = organisations.unit(session, form.unit.data)
            made = proposal_actions.start(session, actor, unit, now=now)
            draft = Draft({**made.stored, "judul": title}, "")
            proposal_actions.save(session, actor, made, draft, version=made.version, now=now)
    except (Invalid, NotFound) as error:
        form.refuse(error)
        return _start_page(form, 400)
    return redirect(f"/ruang-kerja/usulan/{made.id}/sunting", 303)


@blueprint.get("/ruang-kerja/tulisan")
def writings() -> Response:
    """The own writings and those of the own units."""
    rows, state = _rows(current.actor())
    number = page_number()
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    if number > 1 and not shown:
        raise NotFound("Halaman ini tidak ada.")
    page = render_template(
        "writing/list.html",
        rows=shown,
        total=len(rows),
        state=state,
        states=_states(),
        pager=pager(number, len(rows), PAGE_SIZE, "/ruang-kerja/tulisan" + (f"?keadaan={state}" if state else "")),
    )
    return make_response(page)


@blueprint.get("/ruang-kerja/tulisan.csv")
def writings_as_csv() -> Response:
    """The same as a table."""
    rows, _state = _rows(current.actor())
    words, base = _states(), base_url()
    lines = [
        (
            row.number,
            row.title,
            words[row.state],
            row.unit,
            row.region,
            row.author,
            row.changed_at.astimezone(WIB).strftime("%Y-%m-%d %H:%M"),
            base + row.url,
        )
        for row in rows
    ]
    return tables.download(tables.as_csv(HEADER, lines), "tulisan.csv")


def _start_page(form: StartForm, status: int = 200, twins: list[Card] | None = None) -> Response:
    actor = current.actor()
    policy.require(actor.writes)
    with house().database.read() as session:
        within = writing_queries.units_to_write_for(actor)
        picker = pickers.picker(session, within, actor.own_units, request.values.get("cari", ""), form.unit.data)
    page = render_template("writing/start.html", form=form, picker=picker, twins=twins or [])
    return make_response(page, status)


def _like(session: Session, unit_id: int, title: str) -> list[Card]:
    unit = session.get(Unit, unit_id)
    region = unit.region_code if unit else ""
    return cards_of(session, writing_queries.titles_like(session, title, region))


def _rows(actor: Actor) -> tuple[list[Writing], str]:
    policy.require(actor.writes)
    state = request.args.get("keadaan", "")
    state = state if state in _states() else ""
    with house().database.read() as session:
        rows = writing_queries.own_writings(session, actor)
    return [row for row in rows if not state or row.state == state], state


def _states() -> dict[str, str]:
    return {**labels.PROPOSAL_STATES, WITHDRAWN: gettext("Ditarik")}
