"""What can be seen of memberships: what each reaches, and who holds which role where."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, Select, select, union_all
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import EVERYWHERE, Grant, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import NotFound
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.organisations.model import Region, Unit, UnitState, UnitSuccession


@dataclass(frozen=True)
class Post:
    """A membership as people see it: a role, the unit and its region."""

    id: int
    account_id: int
    role: Role
    unit: Unit
    region: Region


def grants_of(session: Session, account_id: int) -> tuple[Grant, ...]:
    """What an account may do where: its memberships with the units that each reaches."""
    rows = session.scalars(select(Membership).where(Membership.account_id == account_id).order_by(Membership.id)).all()
    return tuple(
        Grant(
            Role(row.role),
            row.unit_id,
            None if Role(row.role) in EVERYWHERE else reached_from(session, _place_of(session, row)),
        )
        for row in rows
    )


def _place_of(session: Session, row: Membership) -> int:
    """Where a membership counts: who worked in a unit that was merged goes on in the one that carries on its work.

    A local admin does not: nobody has meant the larger tree by that.
    """
    place, seen = row.unit_id, {row.unit_id}
    merged = select(UnitSuccession.successor_id).join(Unit, Unit.id == UnitSuccession.unit_id)
    while row.role != Role.LOCAL_ADMIN:
        query = merged.where(Unit.id == place, Unit.state == UnitState.MERGED.value)
        heir = session.scalars(query).first()
        if heir is None or heir in seen:
            break
        place = heir
        seen.add(heir)
    return place


def reached_from(session: Session, unit_id: int) -> frozenset[int]:
    """The unit, all below it, and all whose work one of them carries on."""
    edges = _edges().subquery()
    found = select(Unit.id).where(Unit.id == unit_id).cte("reached", recursive=True)
    found = found.union(select(edges.c.below).join(found, edges.c.above == found.c.id))
    return frozenset(session.scalars(select(found.c.id)))


def reaching(session: Session, unit_id: int) -> frozenset[int]:
    """The unit and all from which it is reached: those above it, and those that carry on its work."""
    edges = _edges().subquery()
    found = select(Unit.id).where(Unit.id == unit_id).cte("reaching", recursive=True)
    found = found.union(select(edges.c.above).join(found, edges.c.below == found.c.id))
    return frozenset(session.scalars(select(found.c.id)))


def members_with(session: Session, role: Role, unit_id: int) -> list[Account]:
    """Open accounts that hold the role with a reach that includes the unit."""
    where = None if role in EVERYWHERE else reaching(session, unit_id)
    return list(session.scalars(_holders(role, where)))


def curators(session: Session) -> list[Account]:
    """Open accounts of those who look after the whole province."""
    return list(session.scalars(_holders(Role.CURATOR)))


def system_admins(session: Session) -> list[Account]:
    """Open accounts of those who run the site."""
    return list(session.scalars(_holders(Role.SYSTEM_ADMIN)))


def membership(session: Session, number: int) -> Membership:
    """The membership with this number.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Membership, number)
    if found is None:
        raise NotFound("Keanggotaan ini tidak ada.")
    return found


def posts_of(session: Session, accounts: Sequence[int]) -> dict[int, list[Post]]:
    """All memberships of some accounts, by account."""
    query = (
        select(Membership, Unit, Region)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Region, Region.code == Unit.region_code)
        .where(Membership.account_id.in_(accounts))
        .order_by(Unit.name, Membership.id)
    )
    found: dict[int, list[Post]] = {number: [] for number in accounts}
    for row, unit, region in session.execute(query):
        found[row.account_id].append(Post(row.id, row.account_id, Role(row.role), unit, region))
    return found


def _holders(role: Role, units: frozenset[int] | None = None) -> Select[Account]:
    holding = select(Membership.account_id).where(Membership.role == role.value)
    if units is not None:
        holding = holding.where(Membership.unit_id.in_(units))
    return select(Account).where(Account.closed_at.is_(None), Account.id.in_(holding)).order_by(Account.id)


def _edges() -> CompoundSelect[tuple[int | None, int]]:
    """From each unit to those right below it and to those whose work it carries on."""
    return union_all(
        select(Unit.parent_id.label("above"), Unit.id.label("below")).where(Unit.parent_id.is_not(None)),
        select(UnitSuccession.successor_id, UnitSuccession.unit_id),
    )
