"""What can be seen of saved searches: by their owners, and by the relay those that are due."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import NotFound
from rumah_inovasi.saved.model import WEEK, SavedSearch
from rumah_inovasi.saved.policy import is_own

KEPT_AFTER_CLOSING = timedelta(days=30)  # an account that was closed by mistake is opened again within these


def own(session: Session, actor: Actor) -> list[SavedSearch]:
    """The searches of who asks, the newest first."""
    query = select(SavedSearch).where(SavedSearch.account_id == actor.account)
    return list(session.scalars(query.order_by(SavedSearch.id.desc())))


def one(session: Session, actor: Actor, number: int) -> SavedSearch:
    """An own search.

    Raises:
        NotFound: there is none with this number, or it is somebody else's, which is not told.
    """
    found = session.get(SavedSearch, number)
    if found is None or not is_own(actor, found):
        raise NotFound("Pencarian tersimpan ini tidak ada.")
    return found


def same(session: Session, account: int, query: str) -> SavedSearch | None:
    """The search of this account for the same, if there is one."""
    return session.scalars(select(SavedSearch).filter_by(account_id=account, query=query)).first()


def count(session: Session, account: int) -> int:
    """How many searches an account has."""
    return session.scalars(select(func.count()).select_from(SavedSearch).filter_by(account_id=account)).one()


def due(session: Session, *, now: datetime, limit: int) -> list[SavedSearch]:
    """Searches that are to be looked at now, those that wait longest first.

    A look further away than a week can only come from a clock that was wrong: it is given too.
    """
    is_due = or_(SavedSearch.look_at <= now, SavedSearch.look_at > now + WEEK)
    query = select(SavedSearch).join(Account, Account.id == SavedSearch.account_id)
    query = query.where(is_due, Account.closed_at.is_(None))
    return list(session.scalars(query.order_by(SavedSearch.look_at, SavedSearch.id).limit(limit)))


def abandoned(session: Session, *, now: datetime, limit: int) -> list[SavedSearch]:
    """Searches of accounts that were closed long enough ago to be gone."""
    query = select(SavedSearch).join(Account, Account.id == SavedSearch.account_id)
    return list(session.scalars(query.where(Account.closed_at <= now - KEPT_AFTER_CLOSING).limit(limit)))
