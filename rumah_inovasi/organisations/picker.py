"""Choosing one of the units that somebody may act for: a few at once, the others by searching."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from rumah_inovasi.organisations.model import Region, Unit, UnitState

MOST = 20


@dataclass(frozen=True)
class UnitChoice:
    """A unit with the region that tells it from its namesakes."""

    unit: Unit
    region: Region


@dataclass(frozen=True)
class Picker:
    """What a page offers: the first choices, how many the words leave, whether there are more than fit."""

    choices: list[UnitChoice]
    total: int
    words: str
    has_search: bool
    picked: int | None


def picker(
    session: Session,
    within: frozenset[int] | None,
    own: Collection[int],
    words: str = "",
    chosen: int | None = None,
) -> Picker:
    """Active units among `within` (None: all) whose name or region holds all the words, `own` ones first, then by name.

    What was chosen before stays a choice whatever is searched for; a sole choice is chosen.
    """
    query = _active(within)
    for word in words.split():
        like = Unit.name.icontains(word, autoescape=True), Region.full_name.icontains(word, autoescape=True)
        query = query.where(or_(*like))
    found = _choices(session, query.order_by(Unit.id.in_(sorted(own)).desc(), Unit.name, Unit.id).limit(MOST))
    before = _choices(session, _active(within).where(Unit.id == chosen)) if chosen else []
    total = _count(session, query)
    known = {choice.unit.id for choice in before}
    return Picker(
        choices=before + [choice for choice in found if choice.unit.id not in known],
        total=total,
        words=words,
        has_search=_count(session, _active(within)) > MOST,
        picked=chosen if before else found[0].unit.id if total == 1 else None,
    )


def _active(within: frozenset[int] | None) -> Select[Unit, Region]:
    query = select(Unit, Region).join(Region, Region.code == Unit.region_code)
    query = query.where(Unit.state == UnitState.ACTIVE.value)
    return query if within is None else query.where(Unit.id.in_(sorted(within)))


def _choices(session: Session, query: Select[Unit, Region]) -> list[UnitChoice]:
    rows: Sequence[tuple[Unit, Region]] = [(found[0], found[1]) for found in session.execute(query)]
    return [UnitChoice(*row) for row in rows]


def _count(session: Session, query: Select[Unit, Region]) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
