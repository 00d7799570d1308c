"""What becomes of somebody's wish for an account: asked, accepted or declined. The row goes with the decision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts import queries as account_queries
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import Invalid
from rumah_inovasi.files.enclosures import Enclosure
from rumah_inovasi.mail import letters as mail
from rumah_inovasi.membership import actions, letters, queries, request_queries
from rumah_inovasi.membership.actions import Handed, Newcomer
from rumah_inovasi.membership.model import AccountRequest
from rumah_inovasi.membership.policy import may_admit, may_decide, require
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.personal_data import find_personal_numbers


@dataclass(frozen=True)
class Wish:
    """What somebody typed who asks for an account."""

    name: str
    email: str
    position: str
    office_contact: str
    region_code: str
    unit_name: str
    note: str | None


@dataclass(frozen=True)
class NewUnit:
    """A unit that is to be made for somebody who is let in."""

    name: str
    kind: str
    parent: Unit


def ask(session: Session, wish: Wish, letter: Enclosure | None, *, site: str, now: datetime) -> AccountRequest | None:
    """Pass the wish to those who can decide it; none where the address has an account or has asked already.

    Raises:
        NotFound: no such region.
    """
    public_version.take_turn(session)  # else two at once would both find that nobody has asked yet
    email = account_queries.plain_email(wish.email)
    known = account_queries.by_email(session, email)
    if known:
        if known.is_open:
            mail.send(session, known.email, *letters.known_already(known.name, site), now=now)
        return None
    if request_queries.waits_for(session, email):
        return None
    organisations.region(session, wish.region_code)
    unit = organisations.unit_by_name(session, wish.region_code, wish.unit_name)
    made = AccountRequest(
        **{**vars(wish), "email": email},
        unit_id=unit.id if unit else None,
        letter_key=letter.key if letter else None,
        letter_name=letter.name if letter else None,
        letter_media_type=letter.media_type if letter else None,
        created_at=now,
    )
    session.add(made)
    session.flush()
    audit.record(session, None, "account-asked-for", "account-request", made.id, now=now)
    text = letters.asked(wish.name, unit.name if unit else wish.unit_name, f"{site}{address(made.id)}")
    for account in _deciders(session, request_queries.place_of(session, made)):
        mail.send(session, account.email, *text, now=now)
    return made


def accept(
    session: Session,
    actor: Actor,
    request: AccountRequest,
    role: Role,
    place: Unit | NewUnit,
    *,
    site: str,
    now: datetime,
) -> tuple[Account, Handed | None]:
    """Make the account, in a unit of the region that was asked for, and invite the person.

    Raises:
        Forbidden: the actor may not decide this, or not with this role in this unit.
        Invalid: the unit is of another region or has ended; the new one has no name of its own.
    """
    require_decider(session, actor, request)
    if isinstance(place, NewUnit):
        require(may_admit(actor, role, place.parent.id))
        if not place.kind:
            raise Invalid("Pilih jenis unit yang baru.", field="kind")
        name, kind, region = place.name, place.kind, request.region_code
        unit = organisation_actions.create(session, actor, region, name, kind, now=now, parent=place.parent)
    else:
        require(may_admit(actor, role, place.id))
        unit = place
    if unit.region_code != request.region_code:
        raise Invalid("Unit “%(name)s” berada di wilayah lain.", field="unit", name=unit.name)
    who = Newcomer(request.email, request.name, request.position)
    result = actions.admit(session, actor, who, role, unit, site=site, now=now)
    _close(session, actor, request, "account-request-accepted", now)
    return result


def decline(session: Session, actor: Actor, request: AccountRequest, reason: str, *, site: str, now: datetime) -> None:
    """Say no, with a reason that goes to the person by letter.

    Raises:
        Forbidden: the actor may not decide this.
        Invalid: no reason.
    """
    require_decider(session, actor, request)
    if not reason.strip():
        raise Invalid("Tulis alasannya.", field="reason")
    text = letters.declined(request.name, request.unit_name, reason.strip(), site)
    mail.send(session, request.email, *text, now=now)
    _close(session, actor, request, "account-request-declined", now)


def require_decider(session: Session, actor: Actor, request: AccountRequest) -> None:
    """Refuse those to whose tree the request does not belong.

    Raises:
        Forbidden: it does not.
    """
    require(may_decide(actor, request_queries.place_of(session, request)))


def require_no_numbers(wish: Wish) -> None:
    """Refuse numbers of persons: an office is verified by its own telephone.

    Raises:
        Invalid: at the field that holds one.
    """
    for field in ("name", "position", "office_contact", "unit_name", "note"):
        if find_personal_numbers(getattr(wish, field) or ""):
            raise Invalid(
                "Jangan menulis NIK, nomor KK, atau nomor ponsel. Pakai telepon atau alamat kantor.", field=field
            )


def address(number: int) -> str:
    """Where a request is decided."""
    return f"/ruang-kerja/permintaan/{number}"


def _deciders(session: Session, unit: int) -> list[Account]:
    """Local admins of the tree; where there is none, curators and those who run the site."""
    found = queries.members_with(session, Role.LOCAL_ADMIN, unit)
    if not found:
        found = [*queries.curators(session), *queries.system_admins(session)]
    return list({account.id: account for account in found}.values())


def _close(session: Session, actor: Actor, request: AccountRequest, verb: str, now: datetime) -> None:
    session.delete(request)
    session.flush()
    audit.record(session, actor.account, verb, "account-request", request.id, now=now)
