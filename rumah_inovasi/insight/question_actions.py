"""What editors say of words that people search for: dealt with, or to be shown again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import NotFound
from rumah_inovasi.insight.policy import may_curate, require
from rumah_inovasi.search.model import AskedQuery, SettledQuery

# The record of deeds never names words of readers.
_ENTITY, _ID = "question", "-"


def settle(session: Session, actor: Actor, words: str, *, now: datetime) -> None:
    """Put words aside: they are neither listed among what is missing nor offered while readers type.

    Raises:
        NotFound: nobody has asked for them.
    """
    require(may_curate(actor))
    if session.scalars(select(AskedQuery.words).where(AskedQuery.words == words).limit(1)).first() is None:
        raise NotFound("Kata ini tidak ada dalam hitungan, atau sudah terhapus karena lama tidak dicari.")
    if session.get(SettledQuery, words) is None:
        session.add(SettledQuery(words=words, settled_at=now))
        _changed(session, actor, "question-settled", now)


def reopen(session: Session, actor: Actor, words: str, *, now: datetime) -> None:
    """Show words again that were put aside."""
    require(may_curate(actor))
    found = session.get(SettledQuery, words)
    if found is not None:
        session.delete(found)
        _changed(session, actor, "question-reopened", now)


def _changed(session: Session, actor: Actor, verb: str, now: datetime) -> None:
    session.flush()
    public_version.raise_(session)  # readers are offered other words
    audit.record(session, actor.account, verb, _ENTITY, _ID, now=now)
