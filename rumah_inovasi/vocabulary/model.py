"""A term of a vocabulary."""

from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base


class Term(Base):
    """One choice: of which vocabulary (`kind`), its id in files and addresses, its names, its place in lists."""

    __tablename__ = "term"

    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]
    group: Mapped[str | None]
    position: Mapped[int]
    is_retired: Mapped[bool] = mapped_column(default=False)  # known in texts, no longer offered in forms
    is_edited: Mapped[bool] = mapped_column(default=False)  # named by people; shipped names no longer replace it
