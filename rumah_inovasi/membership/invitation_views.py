"""Letting somebody take part: a new account with a link to hand over, or one more role for an account there is."""

from flask import Blueprint, make_response, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import Conflict, Forbidden, Invalid
from rumah_inovasi.membership import actions, choosing, policy
from rumah_inovasi.membership.actions import Newcomer
from rumah_inovasi.membership.choosing import Offer
from rumah_inovasi.membership.forms import InviteForm
from rumah_inovasi.membership.views import keeper
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.web.current import base_url, house
from rumah_inovasi.web.errors import answered

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/ruang-kerja/anggota/undang")
def invitation() -> str:
    """The form."""
    actor, form = keeper(), InviteForm()
    with house().database.read() as session:
        offer = _offer(session, actor, form)
    return _page(form, offer)


@blueprint.post("/ruang-kerja/anggota/undang")
def invite() -> Response:
    """Invite; the link stands on the answer, this once."""
    actor, form = keeper(), InviteForm()
    with house().database.read() as session:
        offer = _offer(session, actor, form)
    if not form.validate():
        return make_response(_page(form, offer), 400)
    who = Newcomer(form.email.data or "", form.name.data or "", form.position.data)
    try:
        with house().database.write() as session:
            unit = organisations.unit(session, form.unit.data)
            account, handed = actions.invite(
                session, actor, who, form.chosen_role, unit, site=base_url(), now=house().clock()
            )
    except (Invalid, Conflict, Forbidden) as error:
        form.refuse(error)
        return answered(_page(form, offer), error)
    return make_response(render_template("membership/invited.html", account=account, handed=handed))


def _offer(session: Session, actor: Actor, form: InviteForm) -> Offer:
    offer = choosing.offered(session, policy.managed_units(actor))
    form.offer(actor, offer.choices)
    return offer


def _page(form: InviteForm, offer: Offer) -> str:
    return render_template("membership/invite.html", form=form, offer=offer)
