"""What words mean at present: the groups that come with the program, and those that editors have added.

Every change of a group raises the counter of public changes. So what is remembered for a state of the house is seen
anew at once by all processes, and a new set is built only where the groups are others.
"""

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi.remembered import remembered
from rumah_inovasi.search.language.synonyms import Group, Synonyms
from rumah_inovasi.search.model import OwnSynonyms

KEPT = 4  # sets: those of the present state, and of transactions that began before it


def groups(session: Session) -> list[OwnSynonyms]:
    """The own groups, in the order in which they were added."""
    return list(session.scalars(select(OwnSynonyms).order_by(OwnSynonyms.id)))


def present(session: Session) -> Synonyms:
    """All groups as they are now, in what this transaction sees."""
    own = remembered(session, "own synonyms", lambda: tuple(row.group for row in groups(session)))
    return _built(own) if own else Synonyms.shipped()


@lru_cache(KEPT)
def _built(own: tuple[Group, ...]) -> Synonyms:
    return Synonyms.shipped_with(own)
