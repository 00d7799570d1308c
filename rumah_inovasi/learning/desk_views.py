"""Where those who write workshops begin and find them, change what is published, and withdraw it."""

from datetime import date, datetime

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import labels
from rumah_inovasi.catalogue.policy import may_see, may_withdraw, require
from rumah_inovasi.catalogue.stewardship_views import ask_and_withdraw
from rumah_inovasi.errors import Invalid, NotFound
from rumah_inovasi.learning import actions, policy, proposal_actions, proposal_queries, queries
from rumah_inovasi.learning.forms import StartForm
from rumah_inovasi.learning.workshop_kind import WORKSHOPS
from rumah_inovasi.organisations import picker as pickers
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.web.current import house
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("workshop_desk", __name__)
DESK = "/ruang-kerja/pelatihan"


@blueprint.get(DESK)
def writings() -> Response:
    """The own proposals and those of the own units, and what waits for a decision of the reader."""
    actor = current.actor()
    require(actor.trains)
    with house().database.read() as session:
        waiting = proposal_queries.waiting_for(session, actor) if actor.reviews else []
        above = {row.proposal.id for row in waiting}
        rows = [row for row in proposal_queries.writings(session, actor) if row.proposal.id not in above]
    page = render_template(
        "learning/desk.html",
        kind=WORKSHOPS,
        waiting=waiting,
        writings=rows,
        states=labels.PROPOSAL_STATES,
    )
    return make_response(page)


@blueprint.get(f"{DESK}/tulis")
def start() -> Response:
    """Which unit, which title."""
    return _start_page(StartForm())


@blueprint.post(f"{DESK}/tulis")
def begin() -> Response:
    """Begin a new workshop."""
    actor, form = current.actor(), StartForm()
    if not form.validate():
        return _start_page(form, 400)
    title = " ".join((form.title.data or "").split())
    try:
        with house().database.write() as session:
            unit = organisations.unit(session, form.unit.data)
            made = proposal_actions.start(session, actor, unit, title, now=house().clock())
    except (Invalid, NotFound) as error:
        form.refuse(error)
        return _start_page(form, 400)
    return redirect(f"{WORKSHOPS.url(made.id)}/sunting", 303)


@blueprint.post(f"{DESK}/{NUMBER}/revisi")
def change(number: int) -> Response:
    """Begin a change of what is published, or go on with the one that is open."""
    actor = current.actor()
    with house().database.write() as session:
        found = queries.workshop(session, number)
        known = proposal_queries.open_of(session, number)
        if known and may_see(actor, known):
            flash(gettext("Tulisan ini sudah punya usulan yang terbuka; lanjutkan yang ini."))
            return redirect(WORKSHOPS.url(known.id), 303)
        base = queries.revision(session, number, found.revision)
        made = proposal_actions.start_revision(session, actor, found, base, now=house().clock())
    return redirect(f"{WORKSHOPS.url(made.id)}/sunting", 303)


@blueprint.route(f"{DESK}/{NUMBER}/tarik", methods=["GET", "POST"])
def withdraw(number: int) -> Response:
    """Take a workshop from the public, with a reason that stays readable."""
    actor = current.actor()
    with house().database.read() as session:
        found = queries.published(session, number)
        require(may_withdraw(actor, found))

    def deed(session: Session, reason: str, on: date, now: datetime) -> None:
        actions.withdraw(session, actor, queries.workshop(session, number), reason, on=on, now=now)

    return ask_and_withdraw(found, WORKSHOPS.SHELF, addresses.workshop(found.ref), deed)


def _start_page(form: StartForm, status: int = 200) -> Response:
    actor = current.actor()
    require(actor.trains)
    with house().database.read() as session:
        within, words = policy.units_of(actor), request.values.get("cari", "")
        picker = pickers.picker(session, within, actor.own_units, words, form.unit.data)
    return make_response(render_template("learning/start.html", form=form, picker=picker), status)
