"""What the system administrator does with the terms of vocabularies: name, retire, bring back, add.

It stands here and not in `vocabulary/`, which lies below everything that knows actors and keeps records.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.errors import Conflict, Forbidden, Invalid
from rumah_inovasi.organisations.model import GOVERNMENT, name_key, slug
from rumah_inovasi.vocabulary import queries
from rumah_inovasi.vocabulary.model import Term

LONGEST_NAME = 120
LONGEST_ID = 40
# New kinds of offices come up all the time. All other lists are given by law, or the program decides by their ids.
OPEN = frozenset({"jenis-unit"})
# The program decides by these ids, so none of them can go: they may only be called otherwise.
FIXED = frozenset({
    "asal-tulisan", "bahasa", "lisensi", "keberlanjutan", "tahap-replikasi", "derajat-replikasi", "bukti-replikasi",
})  # fmt: skip
_TERM = "term"


def may_edit(actor: Actor) -> bool:
    """The lists are the same for the whole house, so one keeps them."""
    return actor.is_system or actor.holds(Role.SYSTEM_ADMIN)


def may_retire(term: Term) -> bool:
    """Whether forms can do without it."""
    return term.kind not in FIXED and (term.kind, term.id) != ("jenis-unit", GOVERNMENT)


def rename(session: Session, actor: Actor, term: Term, name: str, name_en: str, *, now: datetime) -> None:
    """Call a term otherwise; names of a newer shipment will not replace these.

    Raises:
        Invalid: a name is empty, too long, or that of another term of the same list.
    """
    _take_turn(session, actor)
    term.name, term.name_en = _checked(session, term, name, "name"), _checked(session, term, name_en, "name_en")
    term.is_edited = True
    _changed(session, actor, "term-renamed", term, now)


def set_retired(session: Session, actor: Actor, term: Term, *, is_retired: bool, now: datetime) -> None:
    """Let forms offer it no longer, or again. Texts that hold it keep it, and it goes on being found.

    Raises:
        Conflict: the program needs it, or no other would be left in the list.
    """
    _take_turn(session, actor)
    if is_retired and not may_retire(term):
        raise Conflict("Pilihan ini dipakai aturan program dan tidak dapat dipensiunkan. Namanya dapat diganti.")
    others = [item for item in queries.terms(session, term.kind) if item.id != term.id and not item.is_retired]
    if is_retired and not others:
        raise Conflict("Daftar ini harus punya paling sedikit satu pilihan.")
    term.is_retired = is_retired
    _changed(session, actor, "term-retired" if is_retired else "term-restored", term, now)


def add(session: Session, actor: Actor, kind: str, name: str, name_en: str, *, now: datetime) -> Term:
    """Add a term to a list that is open; its id is made of its Indonesian name.

    Raises:
        Invalid: as `rename`, or the list knows a term with this id.
        Conflict: the list is closed.
    """
    _take_turn(session, actor)
    if kind not in OPEN:
        raise Conflict("Daftar ini ditetapkan peraturan atau dipakai aturan program, jadi tidak dapat ditambah.")
    known = queries.terms(session, kind)
    term = Term(kind=kind, id=slug(name, LONGEST_ID), position=1 + max(item.position for item in known))
    term.name, term.name_en = _checked(session, term, name, "name"), _checked(session, term, name_en, "name_en")
    if term.id in {item.id for item in known}:
        raise Invalid("Pilihan dengan kode “%(term)s” sudah ada. Pakai nama lain.", field="name", term=term.id)
    term.is_retired, term.is_edited = False, True
    session.add(term)
    _changed(session, actor, "term-added", term, now)
    return term


def _take_turn(session: Session, actor: Actor) -> None:
    if not may_edit(actor):
        raise Forbidden("Daftar pilihan diubah oleh pengelola sistem.")
    public_version.raise_(session)


def _checked(session: Session, term: Term, name: str, field: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid("Nama wajib diisi, paling panjang %(most)s huruf.", field=field, most=LONGEST_NAME)
    for other in queries.terms(session, term.kind):
        if other.id != term.id and name_key(getattr(other, field)) == name_key(name):
            raise Invalid("Nama “%(name)s” sudah dipakai pilihan lain di daftar ini.", field=field, name=name)
    return name


def _changed(session: Session, actor: Actor, verb: str, term: Term, now: datetime) -> None:
    session.flush()
    audit.record(session, actor.account, verb, _TERM, f"{term.kind}/{term.id}", now=now)
    outbox.record(session, outbox.EVERYTHING, "", now=now)
