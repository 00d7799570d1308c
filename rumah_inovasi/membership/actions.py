"""What can be done with members: invited, given a role, let go of it, helped to a new password, closed out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts import letters as account_letters
from rumah_inovasi.accounts import queries as account_queries
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.accounts.model import Account, Purpose
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.mail import letters as mail
from rumah_inovasi.membership import letters, queries
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.membership.policy import LOCAL_ROLES, may_close, may_grant, may_reset, require
from rumah_inovasi.organisations.model import Unit, UnitState

LINK_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Newcomer:
    """Whom one invites, as typed."""

    email: str
    name: str
    position: str | None = None


@dataclass(frozen=True)
class Handed:
    """A link that is shown once to who asked for it, and the text that goes with it."""

    link: str
    text: str


def grant(session: Session, actor: Actor, account: Account, role: Role, unit: Unit, *, now: datetime) -> Membership:
    """Give an account a role in a unit.

    Raises:
        Forbidden: the actor may not give this role there.
        Invalid: the unit has ended, or the account has this very role there.
        Conflict: the account is closed.
    """
    require(may_grant(actor, role, unit.id))
    return add(session, actor, account, role, unit, now=now)


def add(session: Session, actor: Actor, account: Account, role: Role, unit: Unit, *, now: datetime) -> Membership:
    """Write a membership down for whoever has checked the right to it; raises as `grant`, but for the right."""
    public_version.take_turn(session)  # else two at once would both find it missing
    if not account.is_open:
        raise Conflict("Akun %(email)s sudah ditutup. Minta pengelola situs membukanya lagi.", email=account.email)
    if unit.state != UnitState.ACTIVE:
        raise Invalid("Unit “%(name)s” sudah tidak aktif.", field="unit", name=unit.name)
    _end_keys_that_would_open_more(session, account, role, unit)
    own = Membership.account_id == account.id, Membership.unit_id == unit.id, Membership.role == role.value
    if session.scalars(select(Membership).where(*own)).first():
        raise Invalid("%(name)s sudah punya peran ini di unit itu.", field="role", name=account.name)
    made = Membership(account_id=account.id, unit_id=unit.id, role=role.value, created_at=now)
    session.add(made)
    session.flush()
    details = {"role": role.value, "unit": unit.id}
    audit.record(session, actor.account, "role-given", "account", account.id, now=now, **details)
    return made


def end(session: Session, actor: Actor, membership: Membership, *, now: datetime) -> None:
    """Take a role away.

    Raises:
        Forbidden: the actor may not.
        Conflict: it is the last one that makes somebody run the site.
    """
    require(may_grant(actor, Role(membership.role), membership.unit_id))
    if membership.role == Role.SYSTEM_ADMIN:
        _require_another(session, membership.account_id, but=membership.id)
    session.delete(membership)
    session.flush()
    details = {"role": membership.role, "unit": membership.unit_id}
    audit.record(session, actor.account, "role-ended", "account", membership.account_id, now=now, **details)


def invite(
    session: Session, actor: Actor, who: Newcomer, role: Role, unit: Unit, *, site: str, now: datetime
) -> tuple[Account, Handed | None]:
    """Let somebody take part. Only for a new account is there a link to hand over: it would open any other one.

    Raises: as `grant`, and Invalid where the address or the name is none.
    """
    require(may_grant(actor, role, unit.id))
    return admit(session, actor, who, role, unit, site=site, now=now)


def admit(
    session: Session, actor: Actor, who: Newcomer, role: Role, unit: Unit, *, site: str, now: datetime
) -> tuple[Account, Handed | None]:
    """Let somebody in for whoever has checked the right to it; raises as `invite`, but for the right."""
    public_version.take_turn(session)  # else two at once would both find that there is none
    account = account_queries.by_email(session, who.email)
    if account:
        add(session, actor, account, role, unit, now=now)
        text = letters.added(account.name, actor.name, role, unit.name, site)
        mail.send(session, account.email, *text, now=now)
        return account, None
    account = accounts.create(session, actor, who.email, who.name, now=now, position=who.position)
    add(session, actor, account, role, unit, now=now)
    word = accounts.give_key(session, account, Purpose.INVITATION, now=now)
    link, to = account_letters.key_link(site, word), (account.name, account.email)
    mail.send(session, account.email, *letters.invited(*to, link, actor.name, role, unit.name), now=now)
    return account, Handed(link, letters.invited_by_phone(*to, link, role, unit.name))


def give_link(session: Session, actor: Actor, account: Account, *, site: str, now: datetime) -> Handed:
    """A link by which a member sets a password; the member is told by letter that there is one.

    Raises:
        Forbidden: the account can do more than the actor may give.
        Conflict: it is closed.
    """
    require(may_reset(actor, account.id, queries.grants_of(session, account.id)))
    if not account.is_open:
        raise Conflict("Akun %(email)s sudah ditutup. Minta pengelola situs membukanya lagi.", email=account.email)
    is_new = account.password_hash is None
    purpose, lasts = (Purpose.INVITATION, None) if is_new else (Purpose.RESET, LINK_LASTS)
    word = accounts.give_key(session, account, purpose, now=now, lasts=lasts)
    mail.send(session, account.email, *letters.link_given(account.name, actor.name), now=now)
    audit.record(session, actor.account, "key-given", "account", account.id, now=now, purpose=purpose.value)
    link = account_letters.key_link(site, word)
    said = account_letters.ONE_WEEK if is_new else account_letters.ONE_DAY
    return Handed(link, letters.reset_by_phone(account.name, account.email, link, said))


def close(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """Let nobody use an account any more; its roles stay, in case it is opened again.

    Raises:
        Forbidden: the actor does not run the site, or it is the own account.
        Conflict: it is the last one that runs the site.
    """
    require(may_close(actor, account.id))
    if any(grant.role is Role.SYSTEM_ADMIN for grant in queries.grants_of(session, account.id)):
        _require_another(session, account.id)
    accounts.close(session, actor, account, now=now)


def reopen(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """Let a closed account be used again.

    Raises:
        Forbidden: the actor does not run the site.
    """
    require(may_close(actor, account.id))
    accounts.reopen(session, actor, account, now=now)


def _end_keys_that_would_open_more(session: Session, account: Account, role: Role, unit: Unit) -> None:
    """A link that an admin has handed out must not open what only others may give."""
    held = queries.grants_of(session, account.id)
    within = any(unit.id in queries.reached_from(session, grant.unit) for grant in held)
    if role not in LOCAL_ROLES or not within:
        accounts.end_keys(session, account)


def _require_another(session: Session, account: int, *, but: int | None = None) -> None:
    """Somebody who can sign in has to go on running the site, be it by another role of the same account."""
    public_version.take_turn(session)  # else two could take away each other's
    left = (
        select(func.count())
        .select_from(Membership)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.role == Role.SYSTEM_ADMIN.value, Account.closed_at.is_(None))
        .where(Account.password_hash.is_not(None))
        .where(Membership.id != but if but else Membership.account_id != account)
    )
    if not session.scalar(left):
        raise Conflict("Ini pengelola situs yang terakhir. Angkat dahulu pengelola lain yang sudah dapat masuk.")
