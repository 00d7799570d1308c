"""What can be done with saved searches. The record of deeds tells that one was kept, never what is looked for in it."""

from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import Invalid
from rumah_inovasi.mail import letters
from rumah_inovasi.saved import queries
from rumah_inovasi.saved.model import LONGEST_NAME, MOST, SavedSearch
from rumah_inovasi.saved.policy import is_own, may_keep, require

ENTITY = "saved-search"


def save(
    session: Session, actor: Actor, query: str, name: str, *, wants_letters: bool, now: datetime
) -> tuple[SavedSearch, bool]:
    """Keep a search, and tell whether it is new: who has kept the same before is given that one as it is.

    Raises:
        Invalid: no name, or one too long; or there are as many as anybody may have.
    """
    require(may_keep(actor))
    # Two at once wait for each other, else both would find that there is none.
    account = session.get_one(Account, actor.account, with_for_update=True)
    known = queries.same(session, account.id, query)
    if known:
        return known, False
    if queries.count(session, account.id) >= MOST:
        raise Invalid("Paling banyak %(most)s pencarian dapat disimpan. Hapus dahulu yang tidak dipakai.", most=MOST)
    made = SavedSearch(account_id=account.id, name=_checked(name), query=query, created_at=now)
    _set_letters(made, wants_letters=wants_letters, now=now)
    session.add(made)
    session.flush()
    audit.record(session, account.id, "search-saved", ENTITY, made.id, now=now)
    return made, True


def change(
    session: Session,
    actor: Actor,
    search: SavedSearch,
    name: str,
    *,
    wants_letters: bool | None,
    now: datetime,
    letters_end: str = "",
) -> None:
    """Call it otherwise, begin or end its letters, also one that waits to be sent; None leaves them as they are.

    Raises:
        Invalid: no name, or one too long.
    """
    require(is_own(actor, search))
    session.refresh(search, with_for_update=True)
    search.name = _checked(name)
    if wants_letters is False:
        letters.withdraw(session, letters_end)
    if wants_letters is not None:
        _set_letters(search, wants_letters=wants_letters, now=now)
    audit.record(session, actor.account, "search-changed", ENTITY, search.id, now=now)


def remove(session: Session, actor: Actor, search: SavedSearch, *, now: datetime, letters_end: str = "") -> None:
    """Remove it with its letters, also one that waits; the system removes what belonged to accounts that are gone."""
    require(actor.is_system or is_own(actor, search))
    letters.withdraw(session, letters_end)
    session.delete(search)
    audit.record(session, actor.account, "search-removed", ENTITY, search.id, now=now)


def end_letters(session: Session, number: int, *, now: datetime, letters_end: str) -> None:
    """End the letters of a search for whoever holds the link in one of them; doing it again is harmless.

    Also one that waits to be sent is not sent any more.
    """
    letters.withdraw(session, letters_end)
    found = session.get(SavedSearch, number, with_for_update=True)
    if found is not None and found.sends_letters:
        _set_letters(found, wants_letters=False, now=now)
        audit.record(session, None, "search-letters-ended", ENTITY, number, now=now)


def _set_letters(search: SavedSearch, *, wants_letters: bool, now: datetime) -> None:
    """Begin them, with a first look as soon as the relay can, or end them; what is so already stays as it is."""
    if wants_letters is not search.sends_letters:
        since = now if wants_letters else None
        search.letters_since, search.look_at, search.known = since, since, None


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid("Nama wajib diisi, paling panjang %(most)s huruf.", field="name", most=LONGEST_NAME)
    return name
