"""One member: roles given and ended, a link for a new password, the account closed and opened again."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.errors import Conflict, Forbidden, Invalid, NotFound
from rumah_inovasi.membership import actions, choosing, member_queries, policy, queries, roles
from rumah_inovasi.membership.choosing import Offer
from rumah_inovasi.membership.forms import RoleForm
from rumah_inovasi.membership.member_queries import Member
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.membership.views import keeper, state_of
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.web.current import base_url, house
from rumah_inovasi.web.errors import answered
from rumah_inovasi.web.routes import NUMBER

blueprint = Blueprint("member", __name__)
MEMBER = f"/ruang-kerja/anggota/{NUMBER}"
MEMBERSHIP = f"/ruang-kerja/keanggotaan/{NUMBER}"


@blueprint.get(MEMBER)
def member(number: int) -> str:
    """A member with the roles within the own tree."""
    actor, form = keeper(), RoleForm()
    with house().database.read() as session:
        return _page(session, actor, number, form, _offer(session, actor, form))


@blueprint.post(f"{MEMBER}/peran")
def give_role(number: int) -> Response:
    """Give one more role."""
    actor, form = keeper(), RoleForm()
    with house().database.read() as session:
        offer = _offer(session, actor, form)
        if not form.validate():
            return make_response(_page(session, actor, number, form, offer), 400)
        member_queries.member(session, actor, number)
    try:
        with house().database.write() as session:
            unit, account = organisations.unit(session, form.unit.data), accounts.account(session, number)
            actions.grant(session, actor, account, form.chosen_role, unit, now=house().clock())
    except (Invalid, Conflict, Forbidden) as error:
        form.refuse(error)
        with house().database.read() as session:
            return answered(_page(session, actor, number, form, offer), error)
    flash(gettext("Peran ditambahkan."))
    return redirect(_address(number), 303)


@blueprint.get(f"{MEMBERSHIP}/akhiri")
def ask_to_end(number: int) -> str:
    """What will end, before it does."""
    actor = keeper()
    with house().database.read() as session:
        found = _own_membership(session, actor, number)
        (posts,) = queries.posts_of(session, [found.account_id]).values()
        account = accounts.account(session, found.account_id)
        post = next(post for post in posts if post.id == number)
        return render_template("membership/end.html", post=post, account=account, roles=roles.NAMES)


@blueprint.post(f"{MEMBERSHIP}/akhiri")
def end(number: int) -> Response:
    """End a role."""
    actor = keeper()
    with house().database.write() as session:
        found = _own_membership(session, actor, number)
        account = found.account_id
        actions.end(session, actor, found, now=house().clock())
        still_own = policy.may_see(actor, queries.grants_of(session, account))
    flash(gettext("Peran diakhiri."))
    return redirect(_address(account) if still_own else "/ruang-kerja/anggota", 303)


@blueprint.post(f"{MEMBER}/tautan")
def give_link(number: int) -> str:
    """A link by which the member sets a password; it stands on the answer, this once."""
    actor = keeper()
    with house().database.write() as session:
        found = member_queries.member(session, actor, number)
        handed = actions.give_link(session, actor, found.account, site=base_url(), now=house().clock())
        return render_template("membership/link.html", account=found.account, handed=handed)


@blueprint.post(f"{MEMBER}/tutup")
def close(number: int) -> Response:
    """Close the account; the member's page opens it again."""
    actor = keeper()
    with house().database.write() as session:
        actions.close(session, actor, member_queries.member(session, actor, number).account, now=house().clock())
    flash(gettext("Akun ditutup. Orang ini tidak dapat masuk lagi."))
    return redirect(_address(number), 303)


@blueprint.post(f"{MEMBER}/buka")
def reopen(number: int) -> Response:
    """Open a closed account again."""
    actor = keeper()
    with house().database.write() as session:
        actions.reopen(session, actor, member_queries.member(session, actor, number).account, now=house().clock())
    flash(gettext("Akun dibuka lagi."))
    return redirect(_address(number), 303)


def _own_membership(session: Session, actor: Actor, number: int) -> Membership:
    found = queries.membership(session, number)
    if not policy.may_manage(actor, found.unit_id):
        raise NotFound("Keanggotaan ini tidak ada.")
    policy.require(policy.may_grant(actor, Role(found.role), found.unit_id))
    return found


def _offer(session: Session, actor: Actor, form: RoleForm) -> Offer:
    offer = choosing.offered(session, policy.managed_units(actor))
    form.offer(actor, offer.choices)
    return offer


def _page(session: Session, actor: Actor, number: int, form: RoleForm, offer: Offer) -> str:
    found: Member = member_queries.member(session, actor, number)
    grants = queries.grants_of(session, number)
    return render_template(
        "membership/member.html",
        member=found,
        state=state_of(found),
        roles=roles.NAMES,
        endable={post.id for post in found.posts if policy.may_grant(actor, post.role, post.unit.id)},
        may_reset=found.account.is_open and policy.may_reset(actor, number, grants),
        may_close=policy.may_close(actor, number),
        form=form,
        offer=offer,
    )


def _address(number: int) -> str:
    return f"/ruang-kerja/anggota/{number}"
