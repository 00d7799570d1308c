"""What the counts of questions say: what is often found, and what is often missed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rumah_inovasi.database import parts
from rumah_inovasi.search.asked import TELLING
from rumah_inovasi.search.model import AskedQuery, SettledQuery

OFTEN = 5  # questions from which on words are offered to readers
OFTEN_WEEKS = 3  # over which they are spread at least, so that nobody makes them look frequent in an evening
_FOUND, _MISSED = func.sum(AskedQuery.found), func.sum(AskedQuery.missed)


@dataclass(frozen=True)
class Question:
    """Words that were asked for, how often in all, and how often in each week (by its Monday)."""

    words: str
    count: int
    weeks: dict[date, int]


def _is_settled() -> ColumnElement[bool]:
    return AskedQuery.words.in_(select(SettledQuery.words))


def starting(session: Session, start: str, limit: int) -> list[str]:
    """What readers have often asked for and found, and what begins so; the most frequent first."""
    if not start:
        return []
    begins = AskedQuery.words.startswith(start, autoescape=True), AskedQuery.found > 0, ~_is_settled()
    query = select(AskedQuery.words).where(*begins).group_by(AskedQuery.words)
    return list(session.scalars(query.having(*_is_often()).order_by(_FOUND.desc(), AskedQuery.words).limit(limit)))


def often_found(session: Session, limit: int) -> list[Question]:
    """What is offered to readers."""
    query = select(AskedQuery.words, _FOUND).where(AskedQuery.found > 0, ~_is_settled()).group_by(AskedQuery.words)
    rows = session.execute(query.having(*_is_often()).order_by(_FOUND.desc(), AskedQuery.words).limit(limit))
    return _with_weeks(session, [(row[0], int(row[1])) for row in rows], AskedQuery.found)


def missed(session: Session, *, is_settled: bool, offset: int = 0, limit: int | None = None) -> list[Question]:
    """What was asked for and not found, the most frequent first; nothing that is rarer than TELLING."""
    which = _is_settled() if is_settled else ~_is_settled()
    query = select(AskedQuery.words, _MISSED).where(which).group_by(AskedQuery.words).having(_MISSED >= TELLING)
    rows = session.execute(query.order_by(_MISSED.desc(), AskedQuery.words).offset(offset).limit(limit))
    return _with_weeks(session, [(row[0], int(row[1])) for row in rows], AskedQuery.missed)


def count_missed(session: Session, *, is_settled: bool) -> int:
    """How many they are."""
    which = _is_settled() if is_settled else ~_is_settled()
    query = select(AskedQuery.words).where(which).group_by(AskedQuery.words).having(_MISSED >= TELLING)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _is_often() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _FOUND >= OFTEN, func.count() >= OFTEN_WEEKS


def _with_weeks(session: Session, counted: list[tuple[str, int]], figure: InstrumentedAttribute[int]) -> list[Question]:
    weeks: dict[str, dict[date, int]] = {words: {} for words, _count in counted}
    for part in parts(list(weeks)):
        query = select(AskedQuery.words, AskedQuery.week, figure).where(AskedQuery.words.in_(part))
        for words, week, count in session.execute(query):
            weeks[words][week] = count
    return [Question(words, count, weeks[words]) for words, count in counted]
