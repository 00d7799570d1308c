"""What the archive has written where, so that it never replaces what somebody changed by hand."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rumah_inovasi.database import Base, parts


class ArchiveEntry(Base):
    """A file of the archive. `next_sha256` is told before the file is written, `sha256` afterwards.

    After a kill in between the file holds one of the two.
    """

    __tablename__ = "archive_entry"

    path: Mapped[str] = mapped_column(primary_key=True)  # below the content folder
    innovation_number: Mapped[int] = mapped_column(index=True)
    sha256: Mapped[str | None]
    next_sha256: Mapped[str | None]

    def knows(self, sha256: str) -> bool:
        """Whether bytes with this sum were written here, or imported from here: the database has them."""
        return sha256 in {self.sha256, self.next_sha256}

    def is_at_rest(self, sha256: str) -> bool:
        """Whether these bytes, and no others, are known to stand here."""
        return self.sha256 == sha256 and self.next_sha256 is None


def entries(session: Session, numbers: Collection[int], paths: Sequence[str]) -> dict[str, ArchiveEntry]:
    """Entries of these write-ups or at these paths, by path."""
    conditions = [ArchiveEntry.innovation_number.in_(part) for part in parts(sorted(numbers))]
    conditions += [ArchiveEntry.path.in_(part) for part in parts(paths)]
    rows = (row for condition in conditions for row in session.scalars(select(ArchiveEntry).where(condition)))
    return {row.path: row for row in rows}


def numbers(session: Session) -> set[int]:
    """Numbers of all write-ups that have entries."""
    return set(session.scalars(select(ArchiveEntry.innovation_number).distinct()))


def note_imported(session: Session, number: int, sums: Mapping[str, str]) -> set[int]:
    """Note bytes that a write-up was imported from, by path: they may be replaced from now on.

    Gives the numbers of the write-ups whose files they are.
    """
    known = entries(session, {number}, list(sums))
    for path, sha256 in sums.items():
        entry = known.get(path)
        if entry is None:
            session.add(ArchiveEntry(path=path, innovation_number=number, sha256=sha256))
        elif not entry.knows(sha256):
            entry.next_sha256 = sha256
    return {number, *(known[path].innovation_number for path in sums if path in known)}
