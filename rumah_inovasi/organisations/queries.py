"""What can be seen of regions and units."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rumah_inovasi.errors import NotFound
from rumah_inovasi.organisations.model import (
    GOVERNMENT,
    PROVINCE,
    Region,
    Unit,
    UnitName,
    UnitState,
    UnitSuccession,
    name_key,
)
from rumah_inovasi.remembered import remembered, remembered_each

Row = TypeVar("Row", Region, Unit)
REGION_REF = re.compile(r"(\d\d(?:\.\d\d)?)(?:-.*)?", re.ASCII)
_REGIONS = select(Region).order_by(Region.code)
UNIT_REF = re.compile(r"(\d{1,9})(?:-.*)?", re.ASCII)


@dataclass(frozen=True)
class UnitBranch:
    """A unit with the units below it."""

    unit: Unit
    children: tuple["UnitBranch", ...]


def region(session: Session, code: str) -> Region:
    """The region with this code.

    Raises:
        NotFound: there is none.
    """
    found = remembered_each(session, "region", [code], partial(_present, session, Region)).get(code)
    if found is None:
        raise NotFound("Wilayah dengan kode “%(code)s” tidak ada.", code=code)
    return found


def _present(session: Session, kind: type[Row], keys: Collection[Any]) -> dict[Any, Row]:
    return {key: row for key in keys if (row := session.get(kind, key))}


def region_of_ref(session: Session, ref: str) -> Region:
    """The region of an address part such as `35.15-sidoarjo`; only the code counts."""
    match = REGION_REF.fullmatch(ref)
    if not match:
        raise NotFound("Wilayah ini tidak ada.")
    return region(session, match[1])


def regions(session: Session) -> dict[str, Region]:
    """The province and the 38, by code, in the order of their codes."""
    return remembered(session, "regions", lambda: {found.code: found for found in session.scalars(_REGIONS)})


def regencies(session: Session) -> list[Region]:
    """The 38 without the province."""
    return [found for code, found in regions(session).items() if code != PROVINCE]


def unit(session: Session, number: int) -> Unit:
    """The unit with this number.

    Raises:
        NotFound: there is none.
    """
    found = remembered_each(session, "unit", [number], partial(_present, session, Unit)).get(number)
    if found is None:
        raise NotFound("Unit nomor %(number)s tidak ada.", number=number)
    return found


def unit_of_ref(session: Session, ref: str) -> Unit:
    """The unit of an address part such as `17-dinas-sosial`; only the number counts."""
    match = UNIT_REF.fullmatch(ref)
    if not match:
        raise NotFound("Unit ini tidak ada.")
    return unit(session, int(match[1]))


def unit_by_name(session: Session, region_code: str, name: str) -> Unit | None:
    """The unit known by this name, present or former, in one region; spelling of case and spaces aside."""
    query = (
        select(Unit)
        .join(UnitName, UnitName.unit_id == Unit.id)
        .where(UnitName.region_code == region_code, UnitName.key == name_key(name))
    )
    return session.scalars(query).first()


def government(session: Session, region_code: str) -> Unit:
    """The root of a region's tree."""
    return session.scalars(select(Unit).where(Unit.region_code == region_code, Unit.kind == GOVERNMENT)).one()


def units_by_id(session: Session, ids: set[int]) -> dict[int, Unit]:
    """Several units at once."""

    def found(missing: Collection[int]) -> dict[int, Unit]:
        return {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(missing)))}

    return remembered_each(session, "unit", ids, found)


def names_of(session: Session, ids: Iterable[int]) -> dict[int, list[str]]:
    """All names under which each of the units is known, the present one first."""
    query = (
        select(UnitName.unit_id, UnitName.name)
        .where(UnitName.unit_id.in_(set(ids)))
        .order_by(UnitName.is_current.desc(), UnitName.id)
    )
    names: dict[int, list[str]] = {}
    for found in session.execute(query):
        names.setdefault(found[0], []).append(found[1])
    return names


def former_names(session: Session, unit_id: int) -> list[str]:
    """Names other than the present one under which the unit is known."""
    query = select(UnitName.name).where(UnitName.unit_id == unit_id, ~UnitName.is_current).order_by(UnitName.id)
    return list(session.scalars(query))


def successors(session: Session, unit_id: int) -> list[Unit]:
    """Units that carry on the work of one that has ended."""
    query = (
        select(Unit)
        .join(UnitSuccession, UnitSuccession.successor_id == Unit.id)
        .where(UnitSuccession.unit_id == unit_id)
        .order_by(Unit.name)
    )
    return list(session.scalars(query))


def successions(session: Session) -> list[tuple[int, int]]:
    """Every unit that has ended with each that carries on its work, in the order in which that was decided."""
    query = select(UnitSuccession.unit_id, UnitSuccession.successor_id).order_by(UnitSuccession.id)
    return [(found[0], found[1]) for found in session.execute(query)]


def with_predecessors(session: Session, unit_id: int) -> set[int]:
    """The unit and all whose work it carries on, directly or over several steps."""
    found, fresh = {unit_id}, {unit_id}
    while fresh:
        query = select(UnitSuccession.unit_id).where(UnitSuccession.successor_id.in_(fresh))
        fresh = set(session.scalars(query)) - found
        found |= fresh
    return found


def with_successors(session: Session, unit_id: int) -> set[int]:
    """The unit and all that carry on its work, directly or over several steps."""
    found, fresh = {unit_id}, {unit_id}
    while fresh:
        query = select(UnitSuccession.successor_id).where(UnitSuccession.unit_id.in_(fresh))
        fresh = set(session.scalars(query)) - found
        found |= fresh
    return found


def children(session: Session, unit_id: int) -> list[Unit]:
    """Units directly below, by name."""
    return list(session.scalars(select(Unit).where(Unit.parent_id == unit_id).order_by(Unit.name)))


def line_of_descent(session: Session, start: Unit) -> list[int]:
    """Ids of the unit and of all above it, from the unit up to the regional government."""
    line = [start.id]
    above = start.parent_id
    while above is not None and above not in line:
        line.append(above)
        above = session.scalars(select(Unit.parent_id).where(Unit.id == above)).one()
    return line


def tree(session: Session, region_code: str) -> UnitBranch:
    """All units of a region as a tree under its government."""
    units = session.scalars(select(Unit).where(Unit.region_code == region_code).order_by(Unit.name)).all()
    below: dict[int | None, list[Unit]] = {}
    for item in units:
        below.setdefault(item.parent_id, []).append(item)

    def branch(item: Unit) -> UnitBranch:
        return UnitBranch(item, tuple(branch(child) for child in below.get(item.id, [])))

    return branch(next(item for item in units if item.kind == GOVERNMENT))


def active_units(session: Session, region_code: str, within: frozenset[int] | None = None) -> list[Unit]:
    """Units of a region that are at work, by name; `within` leaves out all others."""
    query = select(Unit).where(Unit.region_code == region_code, Unit.state == UnitState.ACTIVE).order_by(Unit.name)
    return [unit for unit in session.scalars(query) if within is None or unit.id in within]


def named_like(session: Session, words: str, within: frozenset[int] | None, limit: int) -> list[Unit]:
    """Units that have, or had, a name which holds the words, by name; `within` leaves out all others."""
    known = select(UnitName.unit_id).where(UnitName.key.contains(name_key(words), autoescape=True))
    query = select(Unit).where(Unit.id.in_(known)).order_by(Unit.name, Unit.id)
    if within is not None:
        query = query.where(Unit.id.in_(sorted(within)))
    return list(session.scalars(query.limit(limit)))


def counts_by_region(session: Session) -> dict[str, int]:
    """How many units of each region are at work."""
    query = select(Unit.region_code, func.count()).where(Unit.state == UnitState.ACTIVE).group_by(Unit.region_code)
    return {found[0]: found[1] for found in session.execute(query)}


def branch(session: Session, unit: Unit) -> UnitBranch:
    """A unit with all below it."""
    waiting = [tree(session, unit.region_code)]
    while waiting:
        found = waiting.pop()
        if found.unit.id == unit.id:
            return found
        waiting.extend(found.children)
    return UnitBranch(unit, ())
