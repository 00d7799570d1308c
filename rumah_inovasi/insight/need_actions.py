"""What is done with needs: told by readers, asked for by editors, closed with an answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.errors import Conflict, Invalid, TooMany
from rumah_inovasi.insight.model import LONGEST, Need, NeedState
from rumah_inovasi.insight.policy import may_curate, require
from rumah_inovasi.personal_data import refuse_personal_numbers
from rumah_inovasi.search.asked import normalised

MOST_NEW = 500  # that wait for editors; a script must not fill the disk
_HOUR = 3_600
_ENTITY = "need"


@dataclass(frozen=True)
class Wish:
    """What somebody needs, for which kind of unit and region where that matters, and what was searched in vain."""

    body: str
    words: str = ""
    unit_kind: str | None = None
    region_code: str | None = None


def tell(session: Session, wish: Wish, *, now: datetime) -> Need:
    """Keep what a reader needs; who it is is kept nowhere.

    Raises:
        Invalid: nothing is said, or too much, or a number of a person.
        TooMany: editors have not read what was told already.
    """
    waiting = select(func.count()).select_from(Need).where(Need.state == NeedState.NEW.value)
    if (session.scalar(waiting) or 0) >= MOST_NEW:
        raise TooMany("Masih banyak kebutuhan yang belum dibaca redaksi. Coba lagi besok.", seconds=_HOUR)
    made = _made(wish, NeedState.NEW, now)
    session.add(made)
    session.flush()
    audit.record(session, None, "need-told", _ENTITY, made.id, now=now)
    return made


def ask_for(session: Session, actor: Actor, wish: Wish, *, now: datetime) -> Need:
    """Ask all who write for a text about something that people search for.

    Raises:
        Invalid: as `tell`.
        Conflict: it is asked for already.
    """
    require(may_curate(actor))
    made = _made(wish, NeedState.ASKED_FOR, now, is_of_editors=True)
    same = Need.words == made.words, Need.state == NeedState.ASKED_FOR.value
    if made.words and session.scalars(select(Need.id).where(*same)).first() is not None:
        raise Conflict("Tulisan tentang ini sudah diminta.")
    session.add(made)
    session.flush()
    audit.record(session, actor.account, "need-asked-for", _ENTITY, made.id, now=now)
    return made


def pass_on(session: Session, actor: Actor, found: Need, *, now: datetime) -> None:
    """Show what a reader needs to all who write.

    Raises:
        Conflict: somebody has decided otherwise meanwhile.
    """
    require(may_curate(actor))
    _require_state(session, found, NeedState.NEW)
    found.state = NeedState.ASKED_FOR.value
    audit.record(session, actor.account, "need-asked-for", _ENTITY, found.id, now=now)


def close(session: Session, actor: Actor, found: Need, answer: str, number: int | None, *, now: datetime) -> None:
    """Say what became of it; whoever searches for the same words in vain is led to the write-up that is named.

    Raises:
        Invalid: nothing is said and no write-up named, too much is said, or the write-up is not public.
        Conflict: somebody has closed it meanwhile.
    """
    require(may_curate(actor))
    _require_state(session, found, NeedState.NEW, NeedState.ASKED_FOR)
    answer = answer.strip()
    if len(answer) > LONGEST or not (answer or number):
        raise Invalid(
            "Tulis hasilnya, paling panjang %(most)s huruf, atau sebut nomor tulisannya.", field="answer", most=LONGEST
        )
    if number is not None:
        innovation = session.get(Innovation, number)
        if innovation is None or innovation.state != State.PUBLISHED:
            raise Invalid("Tidak ada tulisan terbit dengan nomor %(number)s.", field="write_up", number=number)
        public_version.raise_(session)
    found.state, found.closed_at = NeedState.CLOSED.value, now
    found.answer, found.innovation_number = answer or None, number
    audit.record(session, actor.account, "need-closed", _ENTITY, found.id, now=now)


def _made(wish: Wish, state: NeedState, now: datetime, *, is_of_editors: bool = False) -> Need:
    body = wish.body.strip()
    if not 0 < len(body) <= LONGEST:
        raise Invalid("Tulis apa yang dibutuhkan, paling panjang %(most)s huruf.", field="body", most=LONGEST)
    refuse_personal_numbers(body, "body")
    return Need(
        state=state.value,
        words=normalised(wish.words),
        body=body,
        unit_kind=wish.unit_kind or None,
        region_code=wish.region_code or None,
        is_of_editors=is_of_editors,
        created_at=now,
    )


def _require_state(session: Session, found: Need, *states: NeedState) -> None:
    session.refresh(found, with_for_update=True)
    if found.state not in states:
        raise Conflict("Kebutuhan ini sudah diputuskan orang lain. Muat ulang halamannya.")
