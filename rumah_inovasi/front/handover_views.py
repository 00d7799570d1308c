"""Hand-over: whoever moves on leaves open proposals, of whatever kind, to somebody else of the unit."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import InputRequired, Length

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue import policy, proposal_queries, review_actions
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.catalogue.proposal_queries import ListedText
from rumah_inovasi.catalogue.review_actions import no_heir
from rumah_inovasi.errors import DomainError
from rumah_inovasi.learning import proposal_queries as learning
from rumah_inovasi.learning.model import WorkshopProposal
from rumah_inovasi.membership import member_queries
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.web.current import house
from rumah_inovasi.web.forms import BaseForm
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("handover", __name__)


class HandOverForm(BaseForm):
    """Who carries on the open work of somebody else."""

    email = EmailField(
        lazy_gettext("Surel penerus"),
        description=lazy_gettext("Anggota yang menulis untuk unit yang sama."),
        validators=[InputRequired(), Length(max=200)],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


@blueprint.route(f"/ruang-kerja/anggota/{NUMBER}/serah-terima", methods=["GET", "POST"])
def hand_over(number: int) -> Response:
    """The open work of a member of the own tree, and who is to carry it on."""
    actor, form = current.actor(), HandOverForm()
    with house().database.read() as session:
        leaving, rows = _work(session, actor, number)
    if rows and form.validate_on_submit():
        try:
            with house().database.write() as session:
                heir = _heir(session, form.email.data or "")
                heir_actor = Actor(heir.id, heir.name, grants=membership.grants_of(session, heir.id))
                _leaving, work = _work(session, actor, number)
                review_actions.hand_over(session, actor, work, heir, heir_actor, now=house().clock())
            flash(gettext("Pekerjaan diserahkan kepada %(name)s.", name=heir.name))
            return redirect(f"/ruang-kerja/anggota/{number}", 303)
        except DomainError as error:
            form.refuse(error)
    kinds = {Proposal.ENTITY: gettext("tulisan inovasi"), WorkshopProposal.ENTITY: gettext("pelatihan")}
    page = render_template("writing/hand_over.html", form=form, leaving=leaving, rows=rows, kinds=kinds)
    return make_response(page, 400 if form.is_submitted() else 200)


def _work(session: Session, actor: Actor, number: int) -> tuple[Account, list[ListedText]]:
    """Somebody's open proposals that this actor may hand over; who has none must be a member of the own tree."""
    found = [*proposal_queries.open_by(session, number), *learning.open_by(session, number)]
    rows = [row for row in found if policy.may_hand_over(actor, row.proposal)]
    if not rows:
        return member_queries.member(session, actor, number).account, []
    return accounts.account(session, number), rows


def _heir(session: Session, email: str) -> Account:
    found = accounts.by_email(session, email)
    if found is None:
        raise no_heir()
    return found
