"""What words mean at present: the groups that come with the program, and those that editors have added.

Built once in each process for each state of the house. That a change is seen at once by all processes costs a search
one small query, for the counter of public changes, which every change of a group raises.
"""

import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.search.language.synonyms import Group, Synonyms
from rumah_inovasi.search.model import OwnSynonyms


@dataclass(frozen=True)
class _Known:
    """What was built, of which own groups, and at which count of public changes they were the present ones."""

    version: int
    own: tuple[Group, ...]
    built: Synonyms


_known: WeakKeyDictionary[Engine | Connection, _Known] = (
    WeakKeyDictionary()
)  # by database: tests have many in a process
_turn = threading.Lock()  # to build: never held while the database is asked


def groups(session: Session) -> list[OwnSynonyms]:
    """The own groups, in the order in which they were added."""
    return list(session.scalars(select(OwnSynonyms).order_by(OwnSynonyms.id)))


def present(session: Session) -> Synonyms:
    """All groups as they are now, in what this transaction sees."""
    version, database = public_version.current(session), session.get_bind()
    known = _known.get(database)
    if known and known.version == version:
        return known.built
    own = tuple(row.group for row in groups(session))
    with _turn:
        known = _known.get(database)
        built = known.built if known and known.own == own else _built(own)
        # A transaction that began earlier may come later: its older state stays with it.
        if known is None or known.version < version:
            _known[database] = _Known(version, own, built)
    return built


def _built(own: tuple[Group, ...]) -> Synonyms:
    return Synonyms.shipped_with(own) if own else Synonyms.shipped()
