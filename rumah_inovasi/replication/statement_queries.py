"""What can be seen of statements: by the adopter's members, the origin and the curator. Nothing here is public."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.errors import NotFound
from rumah_inovasi.membership import queries as membership
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Region, Unit
from rumah_inovasi.replication.policy import MEMBERS, ORIGIN, may_confirm, may_see, may_verify
from rumah_inovasi.replication.statement import Statement, StatementState

PAGE_SIZE = 20
Origin = aliased(Unit)
_VERDICTS = frozenset({StatementState.CONFIRMED, StatementState.VERIFIED, StatementState.REJECTED})


@dataclass(frozen=True)
class ListedStatement:
    """A statement with what it is about and who said it."""

    statement: Statement
    innovation: Innovation
    unit: Unit
    region: Region
    origin: Unit
    author: Account


class Side(StrEnum):
    """From where somebody looks at statements."""

    ADOPTER = "kami"
    ORIGIN = "asal"


@dataclass(frozen=True)
class Wanted:
    """Which statements are asked for; none stands for all."""

    side: Side | None = None
    state: StatementState | None = None


def statement(session: Session, actor: Actor, number: int) -> ListedStatement:
    """The statement with this number.

    Raises:
        NotFound: there is none, or not for this actor; both look the same.
    """
    found = session.execute(_rows().where(Statement.id == number)).first()
    if found is None or not may_see(actor, found[0], found[1]):
        raise NotFound("Pernyataan replikasi nomor %(number)s tidak ada, atau bukan untuk Anda.", number=number)
    return ListedStatement(*found)


def statements(session: Session, actor: Actor, wanted: Wanted, page: int) -> list[ListedStatement]:
    """One page of those that the actor may see: waiting ones first, the one that has waited longest at the top."""
    query = _ordered(actor, wanted).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return [ListedStatement(*found) for found in session.execute(query)]


def all_statements(session: Session, actor: Actor, wanted: Wanted) -> list[ListedStatement]:
    """All of them, in the same order."""
    return [ListedStatement(*found) for found in session.execute(_ordered(actor, wanted))]


def count(session: Session, actor: Actor, wanted: Wanted) -> int:
    """How many there are."""
    query = select(func.count()).select_from(Statement)
    query = query.join(Innovation, Innovation.number == Statement.innovation_number)
    return session.scalars(query.where(*_conditions(actor, wanted))).one()


def waiting_for(session: Session, actor: Actor, now: datetime) -> list[ListedStatement]:
    """Those that the actor can decide now: as the origin, or as the curator in its place; the oldest first."""
    query = _rows().where(Statement.state == StatementState.WAITING.value, Innovation.state == State.PUBLISHED)
    query = query.where(Statement.account_id != actor.account).order_by(Statement.created_at, Statement.id)
    if not actor.holds(Role.CURATOR):
        query = query.where(_at_origin(actor))
    rows = [ListedStatement(*found) for found in session.execute(query)]
    return [
        row
        for row in rows
        if may_confirm(actor, row.statement, row.innovation)
        or may_verify_now(session, actor, row.statement, row.innovation, now)
    ]


def open_of(session: Session, number: int, unit_id: int) -> Statement | None:
    """What a unit, or one whose work it carries on, has stated about an innovation and waits for a decision."""
    units = organisations.with_predecessors(session, unit_id)
    own = Statement.innovation_number == number, Statement.unit_id.in_(units)
    query = select(Statement).where(*own, Statement.state == StatementState.WAITING.value)
    return session.scalars(query.order_by(Statement.id.desc())).first()


def history(session: Session, number: int, unit_id: int) -> list[Statement]:
    """All that a unit has stated about an innovation, the newest first."""
    own = Statement.innovation_number == number, Statement.unit_id == unit_id
    return list(session.scalars(select(Statement).where(*own).order_by(Statement.id.desc())))


def deciders(session: Session, found: Statement, innovation: Innovation) -> list[Account]:
    """Open accounts at the origin that can decide."""
    people = at_the_origin(session, innovation)
    actors = [Actor(person.id, person.name, grants=membership.grants_of(session, person.id)) for person in people]
    able = {actor.account for actor in actors if may_confirm(actor, found, innovation)}
    return [person for person in people if person.id in able]


def was_rejected(session: Session, number: int, unit_id: int) -> bool:
    """Whether a curator has said no to a unit's replication of an innovation, and nobody has borne it since."""
    verdicts = [found.state for found in history(session, number, unit_id) if found.state in _VERDICTS]
    return bool(verdicts) and verdicts[0] == StatementState.REJECTED


def concerned(session: Session, innovation: Innovation, record_id: int) -> list[Account]:
    """Open accounts at the origin, and those that have stated what a record says."""
    said = select(Statement.account_id).where(Statement.record_id == record_id)
    stated = session.scalars(select(Account).where(Account.id.in_(said), Account.closed_at.is_(None)))
    return list({person.id: person for person in (*at_the_origin(session, innovation), *stated)}.values())


def may_verify_now(session: Session, actor: Actor, found: Statement, innovation: Innovation, now: datetime) -> bool:
    """Whether the actor, as the curator, may decide in place of the origin."""
    if not actor.holds(Role.CURATOR):
        return False
    has_origin = bool(deciders(session, found, innovation))
    return may_verify(actor, found, innovation, has_origin=has_origin, now=now)


def at_the_origin(session: Session, innovation: Innovation) -> list[Account]:
    """Open accounts of those who write for the unit that made an innovation."""
    people = [person for role in ORIGIN for person in membership.members_with(session, role, innovation.unit_id)]
    return list({person.id: person for person in people}.values())


def _ordered(actor: Actor, wanted: Wanted) -> Select[Statement, Innovation, Unit, Region, Unit, Account]:
    is_waiting = Statement.state == StatementState.WAITING.value
    # Of those that are decided, the one decided last.
    order = is_waiting.desc(), Statement.decided_at.desc(), Statement.created_at, Statement.id
    return _rows().where(*_conditions(actor, wanted)).order_by(*order)


def _conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    sides = {Side.ADOPTER: _at_adopter(actor), Side.ORIGIN: _at_origin(actor)}
    seen = sides[wanted.side] if wanted.side else or_(*sides.values())
    conditions = [] if actor.holds(Role.CURATOR) and not wanted.side else [seen]
    if wanted.state:
        conditions.append(Statement.state == wanted.state.value)
    return conditions


def _at_adopter(actor: Actor) -> ColumnElement[bool]:
    return _among(Statement.unit_id.in_(sorted(actor.units_with(*MEMBERS) or ())), actor, *MEMBERS)


def _at_origin(actor: Actor) -> ColumnElement[bool]:
    return _among(Innovation.unit_id.in_(sorted(actor.units_with(*ORIGIN) or ())), actor, *ORIGIN)


def _among(condition: ColumnElement[bool], actor: Actor, *roles: Role) -> ColumnElement[bool]:
    return condition if actor.holds(*roles) else false()


def _rows() -> Select[Statement, Innovation, Unit, Region, Unit, Account]:
    return (
        select(Statement, Innovation, Unit, Region, Origin, Account)
        .join(Innovation, Innovation.number == Statement.innovation_number)
        .join(Unit, Unit.id == Statement.unit_id)
        .join(Region, Region.code == Unit.region_code)
        .join(Origin, Origin.id == Innovation.unit_id)
        .join(Account, Account.id == Statement.account_id)
    )
