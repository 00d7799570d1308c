"""What editors do with own synonyms: add a group, remove one. What readers find changes at once."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import Conflict, NotFound
from rumah_inovasi.insight.policy import may_curate, require
from rumah_inovasi.insight.synonym_rules import checked
from rumah_inovasi.search import own_synonyms
from rumah_inovasi.search.language.synonyms import Kind
from rumah_inovasi.search.model import OwnSynonyms

MOST_GROUPS = 1_000
_ENTITY = "synonyms"


def add(
    session: Session,
    actor: Actor,
    kind: Kind,
    forms: list[str],
    *,
    is_one_way: bool,
    in_capitals: bool,
    now: datetime,
) -> OwnSynonyms:
    """Add a group; its first form is the one that leads to the others where it is one way.

    Raises:
        Invalid: the search would not understand it, or it adds nothing.
        Conflict: there are as many as the search can hold.
    """
    require(may_curate(actor))
    public_version.take_turn(session)  # two of the same at once: the second one adds nothing
    if (session.scalar(select(func.count()).select_from(OwnSynonyms)) or 0) >= MOST_GROUPS:
        raise Conflict("Paling banyak %(most)s kelompok. Hapus dahulu yang tidak dipakai lagi.", most=MOST_GROUPS)
    known = own_synonyms.present(session)
    group = checked(kind, forms, known, is_one_way=is_one_way, in_capitals=in_capitals)
    made = OwnSynonyms(
        kind=kind.value, forms=list(group.forms), is_one_way=is_one_way, in_capitals=in_capitals, created_at=now
    )
    session.add(made)
    session.flush()
    public_version.raise_(session)
    audit.record(session, actor.account, "synonyms-added", _ENTITY, made.id, now=now)
    return made


def remove(session: Session, actor: Actor, number: int, *, now: datetime) -> OwnSynonyms:
    """Remove a group; those that come with the program stay.

    Raises:
        NotFound: there is none with this number.
    """
    require(may_curate(actor))
    found = session.get(OwnSynonyms, number)
    if found is None:
        raise NotFound("Sinonim nomor %(number)s tidak ada, atau sudah dihapus.", number=number)
    session.delete(found)
    public_version.raise_(session)
    audit.record(session, actor.account, "synonyms-removed", _ENTITY, number, now=now)
    return found
