"""Hand-over: whoever moves on leaves open proposals to somebody else of the unit."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue import policy, proposal_queries, review_actions
from rumah_inovasi.catalogue.proposal_queries import ListedProposal
from rumah_inovasi.catalogue.stewardship_forms import HandOverForm
from rumah_inovasi.errors import DomainError, Invalid, NotFound
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.web.current import house
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("handover", __name__)


@blueprint.route(f"/ruang-kerja/anggota/{NUMBER}/serah-terima", methods=["GET", "POST"])
def hand_over(number: int) -> Response:
    """The open work of a member of the own tree, and who is to carry it on."""
    actor, form = current.actor(), HandOverForm()
    with house().database.read() as session:
        leaving, rows = _work(session, actor, number)
    if form.validate_on_submit():
        try:
            with house().database.write() as session:
                heir = _heir(session, form.email.data or "")
                heir_actor = Actor(heir.id, heir.name, grants=membership.grants_of(session, heir.id))
                for row in _work(session, actor, number)[1]:
                    review_actions.hand_over(session, actor, row.proposal, heir, heir_actor, now=house().clock())
            flash(gettext("Pekerjaan diserahkan kepada %(name)s.", name=heir.name))
            return redirect(f"/ruang-kerja/anggota/{number}", 303)
        except DomainError as error:
            form.refuse(error)
    page = render_template("writing/hand_over.html", form=form, leaving=leaving, rows=rows)
    return make_response(page, 400 if form.is_submitted() else 200)


def _work(session: Session, actor: Actor, number: int) -> tuple[Account, list[ListedProposal]]:
    """Somebody's open proposals that this actor may hand over; who has none here is not told about."""
    rows = [row for row in proposal_queries.open_by(session, number) if policy.may_hand_over(actor, row.proposal)]
    if not rows:
        raise NotFound("Tidak ada pekerjaan terbuka yang dapat Anda serahkan dari orang ini.")
    return accounts.account(session, number), rows


def _heir(session: Session, email: str) -> Account:
    found = accounts.by_email(session, email)
    if found is None or not found.is_open:
        raise Invalid(
            "Tidak ada penulis unit ini dengan surel itu. Undang dahulu orangnya sebagai penyusun.", field="email"
        )
    return found
