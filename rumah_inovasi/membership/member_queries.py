"""Members as their admins see them: lists, one of them, and units to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts import queries as accounts
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import NotFound
from rumah_inovasi.membership import queries
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.membership.policy import managed_units, may_see
from rumah_inovasi.membership.queries import Post
from rumah_inovasi.organisations.model import Region, Unit, UnitName, UnitState, name_key

MOST_WORDS = 8


@dataclass(frozen=True)
class Member:
    """An account with those of its memberships that the admin keeps."""

    account: Account
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Wanted:
    """Which members are asked for."""

    words: str = ""
    unit: int | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Place:
    """A unit to choose, with the region that tells namesakes apart."""

    unit: Unit
    region: Region


def members(
    session: Session, actor: Actor, wanted: Wanted, *, offset: int = 0, limit: int | None = None
) -> tuple[list[Member], int]:
    """Members of the actor's tree by name, and how many there are; for who runs the site, those without a role too."""
    matching = _matching(actor, wanted)
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    query = select(Account).where(Account.id.in_(matching)).order_by(func.lower(Account.name), Account.id)
    found = session.scalars(query.offset(offset).limit(limit)).all()
    return _with_posts(session, actor, found), total


def member(session: Session, actor: Actor, number: int) -> Member:
    """One member of the actor's tree.

    Raises:
        NotFound: no such account, or none of the actor's own.
    """
    if not may_see(actor, queries.grants_of(session, number)):
        raise NotFound("Anggota ini tidak ada.")
    (found,) = _with_posts(session, actor, [accounts.account(session, number)])
    return found


def places(
    session: Session, units: frozenset[int] | None, words: str, *, most: int, region: str | None = None
) -> tuple[list[Place], int]:
    """Active units to choose from: by number, or by words of their names and regions; and how many there are."""
    query = select(Unit, Region).join(Region, Region.code == Unit.region_code).where(Unit.state == UnitState.ACTIVE)
    if units is not None:
        query = query.where(Unit.id.in_(units))
    if region:
        query = query.where(Unit.region_code == region)
    if words.isascii() and words.isdigit() and len(words) <= len("999999999"):
        query = query.where(Unit.id == int(words))
    else:
        for word in name_key(words).split()[:MOST_WORDS]:
            named = select(UnitName.unit_id).where(UnitName.key.contains(word, autoescape=True))
            in_region = func.lower(Region.full_name).contains(word, autoescape=True)
            query = query.where(or_(Unit.id.in_(named), in_region))
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Unit.id).subquery())) or 0
    rows = session.execute(query.order_by(Region.code, Unit.parent_id.is_not(None), Unit.name).limit(most))
    return [Place(unit, region) for unit, region in rows], total


def _matching(actor: Actor, wanted: Wanted) -> Select[int]:
    units = managed_units(actor)
    query = (
        select(Account.id)
        .outerjoin(Membership, Membership.account_id == Account.id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .distinct()
    )
    if units is not None:
        query = query.where(Membership.unit_id.in_(units), Account.closed_at.is_(None))
    if wanted.unit:
        query = query.where(Membership.unit_id == wanted.unit)
    if wanted.role:
        query = query.where(Membership.role == wanted.role.value)
    for word in wanted.words.lower().split()[:MOST_WORDS]:
        columns = Account.name, Account.email, Account.position, Unit.name
        query = query.where(or_(*(func.lower(column).contains(word, autoescape=True) for column in columns)))
    return query


def _with_posts(session: Session, actor: Actor, found: Sequence[Account]) -> list[Member]:
    units = managed_units(actor)
    posts = queries.posts_of(session, [account.id for account in found])
    return [
        Member(account, tuple(post for post in posts[account.id] if units is None or post.unit.id in units))
        for account in found
    ]
