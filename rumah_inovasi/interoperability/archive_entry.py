"""What the archive has written where, so that it never replaces what somebody changed by hand."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from rumah_inovasi.database import Base, parts


class Item(NamedTuple):
    """A text of the archive: of which kind (as the outbox calls it), and its number among those of its kind."""

    kind: str
    number: int


class ArchiveEntry(Base):
    """A file of the archive. `next_sha256` is told before the file is written, `sha256` afterwards.

    After a kill in between the file holds one of the two.
    """

    __tablename__ = "archive_entry"

    path: Mapped[str] = mapped_column(primary_key=True)  # below the content folder
    kind: Mapped[str]
    number: Mapped[int] = mapped_column(index=True)
    sha256: Mapped[str | None]
    next_sha256: Mapped[str | None]

    @property
    def item(self) -> Item:
        """The text whose file it is."""
        return Item(self.kind, self.number)

    def knows(self, sha256: str) -> bool:
        """Whether bytes with this sum were written here, or imported from here: the database has them."""
        return sha256 in {self.sha256, self.next_sha256}

    def is_at_rest(self, sha256: str) -> bool:
        """Whether these bytes, and no others, are known to stand here."""
        return self.sha256 == sha256 and self.next_sha256 is None


def entries(session: Session, items: Collection[Item], paths: Sequence[str]) -> dict[str, ArchiveEntry]:
    """Entries of these texts or at these paths, by path."""
    conditions: list[ColumnElement[bool]] = [
        tuple_(ArchiveEntry.kind, ArchiveEntry.number).in_(part) for part in parts(sorted(items))
    ]
    conditions += [ArchiveEntry.path.in_(part) for part in parts(paths)]
    rows = (row for condition in conditions for row in session.scalars(select(ArchiveEntry).where(condition)))
    return {row.path: row for row in rows}


def items(session: Session) -> set[Item]:
    """All texts that have entries."""
    return {Item(*found) for found in session.execute(select(ArchiveEntry.kind, ArchiveEntry.number).distinct())}


def note_imported(session: Session, item: Item, sums: Mapping[str, str]) -> set[Item]:
    """Note bytes that a text was imported from, by path: they may be replaced from now on.

    Gives the texts whose files they are.
    """
    known = entries(session, {item}, list(sums))
    for path, sha256 in sums.items():
        entry = known.get(path)
        if entry is None:
            session.add(ArchiveEntry(path=path, kind=item.kind, number=item.number, sha256=sha256))
        elif not entry.knows(sha256):
            entry.next_sha256 = sha256
    return {item, *(known[path].item for path in sums if path in known)}
