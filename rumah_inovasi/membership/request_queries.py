"""What can be seen of requests for an account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.errors import NotFound
from rumah_inovasi.membership.model import AccountRequest
from rumah_inovasi.membership.policy import managed_units, may_decide
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import GOVERNMENT, Unit


def readable_request(session: Session, actor: Actor, number: int, *, to_decide: bool = False) -> AccountRequest:
    """The request with this number; `to_decide` lets others wait until this transaction ends.

    Raises:
        NotFound: there is none, or not in the actor's tree.
    """
    found = session.get(AccountRequest, number, with_for_update=to_decide)
    if found is None or not may_decide(actor, place_of(session, found)):
        raise NotFound("Permintaan ini tidak ada atau sudah dijawab.")
    return found


def waits_for(session: Session, email: str) -> bool:
    """Whether a request from this address is open."""
    return session.scalars(select(AccountRequest.id).where(AccountRequest.email == email)).first() is not None


def place_of(session: Session, request: AccountRequest) -> int:
    """The unit by which it is decided whose tree a request belongs to: the government where the unit is unknown."""
    return request.unit_id or organisations.government(session, request.region_code).id


def open_requests(session: Session, actor: Actor) -> list[AccountRequest]:
    """Requests that the actor may decide as keeper of a tree or of the site, the oldest first; for curators all."""
    units = None if actor.holds(Role.CURATOR) else managed_units(actor)
    query = select(AccountRequest).order_by(AccountRequest.created_at, AccountRequest.id)
    if units is None:
        return list(session.scalars(query))
    governments = select(Unit.region_code).where(Unit.kind == GOVERNMENT, Unit.id.in_(units))
    unplaced = AccountRequest.unit_id.is_(None) & AccountRequest.region_code.in_(governments)
    return list(session.scalars(query.where(AccountRequest.unit_id.in_(units) | unplaced)))
