"""A counter that every public change raises in its own transaction.

Whatever keeps public pages (an ETag, a cache, a feed) can tell by it whether it is still true.
"""

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from rumah_inovasi.database import Base


class SiteState(Base):
    """The one row of figures that concern the whole site."""

    __tablename__ = "site_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str]  # of this house, kept by its copies; what stands outside tells by it where it came from
    public_version: Mapped[int]
    shipped: Mapped[str | None]  # which shipped facts are in the database
    starter_imported: Mapped[bool]  # whether the first import of content/ came to its end
    archive_folder: Mapped[str | None]  # where the whole archive was written last; changes go on from there


# For those who ask at every request, without building a statement.
CURRENT = "SELECT public_version FROM site_state"


def state(session: Session) -> SiteState:
    """The row itself."""
    return session.scalars(select(SiteState)).one()


def current(session: Session) -> int:
    """The number of public changes so far."""
    return session.scalars(select(SiteState.public_version)).one()


def current_on(connection: Connection) -> int:
    """As `current`, over a bare connection."""
    number: int = connection.exec_driver_sql(CURRENT).scalar_one()
    return number


def raise_(session: Session) -> None:
    """Say that what the public sees has changed. Also makes concurrent publishers wait for one another."""
    session.execute(update(SiteState).values(public_version=SiteState.public_version + 1))


def take_turn(session: Session) -> None:
    """Wait for whoever else gives out numbers or publishes, without saying that the public sees anything new."""
    session.execute(select(SiteState.id).with_for_update())
