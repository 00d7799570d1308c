"""What can be seen of needs, and what editors have answered to those who search for the same."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import NotFound
from rumah_inovasi.insight.model import Need, NeedState
from rumah_inovasi.insight.policy import may_curate, may_read_need, may_read_needs, require

PAGE_SIZE = 20
MOST_ANSWERS = 3  # write-ups that are named to one question


def need(session: Session, actor: Actor, number: int) -> Need:
    """The need with this number.

    Raises:
        Forbidden: needs are nothing for this actor at all.
        NotFound: there is none, or not for this actor; both look the same.
    """
    require(may_read_needs(actor))
    found = session.get(Need, number)
    if found is None or not may_read_need(actor, found):
        raise NotFound("Kebutuhan nomor %(number)s tidak ada, atau bukan untuk Anda.", number=number)
    return found


def needs(session: Session, actor: Actor, state: NeedState | None, page: int | None = None) -> list[Need]:
    """Needs that the actor may read, new ones first, or all of them: a page of the list, or the whole."""
    rank = [NeedState.NEW.value, NeedState.ASKED_FOR.value, NeedState.CLOSED.value]
    query = _readable(actor, state)
    offset, limit = ((page - 1) * PAGE_SIZE, PAGE_SIZE) if page else (0, None)
    ordered = query.order_by(*(Need.state != each for each in rank), Need.id.desc())
    return list(session.scalars(ordered.offset(offset).limit(limit)))


def count(session: Session, actor: Actor, state: NeedState | None) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(_readable(actor, state).subquery())) or 0


def answers_to(session: Session, words: str) -> list[int]:
    """The write-ups that editors have named to those who search for these words, the newest answer first."""
    named = Need.words == words, Need.state == NeedState.CLOSED.value, Need.innovation_number.is_not(None)
    query = select(Need.innovation_number).where(*named).order_by(Need.id.desc()).limit(MOST_ANSWERS)
    return list(dict.fromkeys(number for number in session.scalars(query) if number is not None))


def asked_for(session: Session, words: list[str]) -> set[str]:
    """Those of some words about which a text is asked for already."""
    query = select(Need.words).where(Need.state == NeedState.ASKED_FOR.value, Need.words.in_(words))
    return set(session.scalars(query))


def _readable(actor: Actor, state: NeedState | None) -> Select[Need]:
    require(may_read_needs(actor))
    query = select(Need)
    if not may_curate(actor):
        query = query.where(Need.state == NeedState.ASKED_FOR.value)
    return query.where(Need.state == state.value) if state else query
