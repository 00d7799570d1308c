"""What can be done with units: create, rename, add an alias, move, merge, close.

Every change raises the public version: unit names stand on public pages.
"""

import re
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.organisations import queries
from rumah_inovasi.organisations.model import (
    GOVERNMENT,
    LONGEST_NAME,
    Unit,
    UnitName,
    UnitState,
    UnitSuccession,
    name_key,
)
from rumah_inovasi.organisations.policy import may_administer, may_rename, may_reshape, require


def create(
    session: Session, actor: Actor, region_code: str, name: str, kind: str, *, now: datetime, parent: Unit | None = None
) -> Unit:
    """Add a unit to the tree of a region, under `parent` or under the regional government.

    Raises:
        Invalid: the name is empty, too long, or known in this region already; a second government; an unfit parent.
        NotFound: no such region.
    """
    queries.region(session, region_code)
    above = parent or queries.government(session, region_code)
    require(may_administer(actor, above))
    _take_turn(session, above)
    if kind == GOVERNMENT:
        raise Invalid("Wilayah ini sudah memiliki pemerintah daerah: pakai nama “%(name)s”.", name=above.name)
    name = _checked_name(session, region_code, name)
    _require_parent(above, region_code)
    unit = Unit(region_code=region_code, parent_id=above.id, kind=kind, name=name, created_at=now)
    session.add(unit)
    session.flush()
    _add_name(session, unit, name, is_current=True)
    _changed(session, actor, "unit-created", unit, now)
    return unit


def find_or_create(
    session: Session, actor: Actor, region_code: str, name: str, kind: str, *, now: datetime
) -> tuple[Unit, bool]:
    """The unit known by this name in the region (a former name counts), else a new one; tells which.

    Raises: as `create`.
    """
    known = queries.unit_by_name(session, region_code, name)
    if known is None:
        require(may_administer(actor))
        _take_turn(session)  # another import may be adding this very unit: look again once it is done
        known = queries.unit_by_name(session, region_code, name)
    if known:
        return known, False
    return create(session, actor, region_code, name, kind, now=now), True


def rename(session: Session, actor: Actor, unit: Unit, name: str, *, now: datetime) -> None:
    """Give the unit a new name; the old one still leads to it.

    Raises:
        Invalid: the name is empty, too long, or belongs to another unit of the region.
    """
    require(may_rename(actor, unit))
    _take_turn(session, unit)
    name = _tidy(name)
    known = queries.unit_by_name(session, unit.region_code, name)
    if known and known.id != unit.id:
        raise _taken(name)
    session.execute(update(UnitName).where(UnitName.unit_id == unit.id).values(is_current=False))
    if known is None:
        _add_name(session, unit, name, is_current=True)
    else:
        own = UnitName.unit_id == unit.id, UnitName.key == name_key(name)
        session.execute(update(UnitName).where(*own).values(is_current=True, name=name))
    unit.name = name
    _changed(session, actor, "unit-renamed", unit, now)


def add_alias(session: Session, actor: Actor, unit: Unit, name: str, *, now: datetime) -> None:
    """Let another spelling or an abbreviation lead to the unit.

    Raises:
        Invalid: the name is known in this region already.
    """
    require(may_administer(actor, unit))
    _take_turn(session, unit)
    _add_name(session, unit, _checked_name(session, unit.region_code, name), is_current=False)
    _changed(session, actor, "unit-alias-added", unit, now)


def move(session: Session, actor: Actor, unit: Unit, parent: Unit, *, now: datetime) -> None:
    """Hang the unit under another one of the same region.

    Raises:
        Invalid: one of them has ended, the other is in another region, or is below the unit itself.
    """
    require(may_reshape(actor, unit, parent))
    _take_turn(session, unit, parent)
    if unit.state != UnitState.ACTIVE:
        raise Invalid("Unit “%(name)s” sudah tidak aktif.", name=unit.name)
    _require_parent(parent, unit.region_code)
    if unit.id in queries.line_of_descent(session, parent):
        raise Invalid("Unit “%(name)s” tidak dapat berada di bawah dirinya sendiri.", name=unit.name)
    unit.parent_id = parent.id
    _changed(session, actor, "unit-moved", unit, now, parent=parent.id)


def merge(session: Session, actor: Actor, unit: Unit, into: Unit, *, now: datetime) -> None:
    """End the unit and let another one carry on its work; its children move along, its address redirects.

    Raises:
        Invalid: the unit has ended already, or the two are the same or in different regions.
        Conflict: the other unit has ended itself.
    """
    require(may_reshape(actor, unit, into))
    _take_turn(session, unit, into)
    _end(session, actor, unit, [into], UnitState.MERGED, now)
    for child in session.scalars(select(Unit).where(Unit.parent_id == unit.id)):
        child.parent_id = into.id
        outbox.record(session, outbox.UNIT, child.id, now=now)
    session.flush()


def close(session: Session, actor: Actor, unit: Unit, successors: list[Unit], *, now: datetime) -> None:
    """End the unit; none, one or several others carry on its work.

    Raises:
        Invalid: the unit still has active units below it, or has ended already.
        Conflict: a successor has ended itself.
    """
    require(may_reshape(actor, unit, *successors))
    _take_turn(session, unit, *successors)
    below = select(Unit.name).where(Unit.parent_id == unit.id, Unit.state == UnitState.ACTIVE)
    child = session.scalars(below.limit(1)).first()
    if child:
        raise Invalid("Pindahkan dahulu unit di bawahnya, misalnya “%(name)s”.", name=child)
    _end(session, actor, unit, successors, UnitState.CLOSED, now)


def _end(session: Session, actor: Actor, unit: Unit, successors: list[Unit], state: UnitState, now: datetime) -> None:
    if unit.kind == GOVERNMENT:
        raise Invalid("Pemerintah daerah adalah akar pohon unit dan tidak dapat ditutup.")
    for successor in successors:
        if successor.id == unit.id or successor.region_code != unit.region_code:
            raise Invalid("Penerus harus unit lain di wilayah yang sama.")
        if successor.state != UnitState.ACTIVE:
            raise Conflict("Unit penerus “%(name)s” sudah tidak aktif.", name=successor.name)
        if unit.id in queries.line_of_descent(session, successor):
            raise Invalid("Penerus “%(name)s” berada di bawah unit ini; pindahkan dahulu.", name=successor.name)
    unit.end(state, now=now)
    heirs = list(dict.fromkeys(successor.id for successor in successors))
    session.add_all(UnitSuccession(unit_id=unit.id, successor_id=heir) for heir in heirs)
    _changed(session, actor, f"unit-{state}", unit, now, successors=heirs)


def _take_turn(session: Session, *units: Unit) -> None:
    """Wait for others who change something public, then look anew at what they left.

    Otherwise two moves at once could make a circle on PostgreSQL, each rule being kept when seen alone.
    """
    public_version.raise_(session)
    for unit in units:
        session.refresh(unit)


def _require_parent(parent: Unit, region_code: str) -> None:
    if parent.region_code != region_code:
        raise Invalid("Unit induk “%(name)s” berada di wilayah lain.", name=parent.name)
    if parent.state != UnitState.ACTIVE:
        raise Invalid("Unit induk “%(name)s” sudah tidak aktif.", name=parent.name)


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if not re.search(r"\w", name) or len(name) > LONGEST_NAME:
        raise Invalid("Nama unit harus 1 sampai %(most)s huruf.", most=LONGEST_NAME)
    return name


def _checked_name(session: Session, region_code: str, name: str) -> str:
    name = _tidy(name)
    if queries.unit_by_name(session, region_code, name):
        raise _taken(name)
    return name


def _taken(name: str) -> Invalid:
    return Invalid("Nama “%(name)s” sudah dipakai unit lain di wilayah ini.", name=name)


def _add_name(session: Session, unit: Unit, name: str, *, is_current: bool) -> None:
    row = UnitName(unit_id=unit.id, region_code=unit.region_code, key=name_key(name), name=name, is_current=is_current)
    session.add(row)
    session.flush()


def _changed(session: Session, actor: Actor, verb: str, unit: Unit, now: datetime, **details: object) -> None:
    session.flush()
    audit.record(session, actor.account, verb, "unit", unit.id, now=now, **details)
    outbox.record(session, outbox.UNIT, unit.id, now=now)
