"""Runs the migrations; Alembic is imported only here, and only when there is something to do."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from rumah_inovasi.database import Database
from rumah_inovasi.errors import Unusable

HEAD = "0008"  # the newest step; a test compares it with the files
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Upgraded:
    """What was done: from which form, or none where the database was empty, to which."""

    former: str | None
    present: str


def version(database: Database) -> str | None:
    """The step that the database is at, or None where it is empty.

    Raises:
        Unusable: the database cannot be reached, or the file is none.
    """
    try:
        with database.engine.connect() as connection:
            if not database.is_sqlite:
                _require_utf8(connection)
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return found
    except DBAPIError as error:
        reason = str(error.orig).partition("\n")[0]
        raise Unusable(
            "Basis data tidak dapat dibuka: %(reason)s. Periksa RUMAH_DATABASE_URL atau RUMAH_DATA_DIR.", reason=reason
        ) from None


def _require_utf8(connection: Connection) -> None:
    encoding = connection.execute(text("SHOW server_encoding")).scalar()
    if encoding not in {"UTF8", b"UTF8"}:
        raise Unusable(
            "Basis data PostgreSQL ini tidak memakai UTF8. Buat yang baru dengan: "
            "createdb --encoding=UTF8 --template=template0 NAMA."
        )


def require_house(database: Database) -> str:
    """The step of the database of a house that is there, of this form or an older one; leaves nothing behind.

    Raises:
        Unusable: there is none, it is lost, cannot be reached, or was made by a newer version of the program.
    """
    database.require_not_lost()
    at = None if database.is_absent() else version(database)
    if at is None:
        place = database.place if database.is_sqlite else "basis data yang disebut RUMAH_DATABASE_URL"
        raise Unusable("Belum ada rumah di %(place)s. Jalankan dahulu: rumah-inovasi init.", place=place)
    require_known(at)
    return at


def require_present(database: Database) -> None:
    """Refuse what only `serve`, `init` and `migrate` may make or change.

    Raises:
        Unusable: as `require_house`, or it is of an older form.
    """
    at = require_house(database)
    if at != HEAD:
        raise Unusable(
            "Rumah ini memakai bentuk basis data %(found)s, program ini %(wanted)s. Buat cadangan, lalu jalankan: "
            "rumah-inovasi migrate.",
            found=at,
            wanted=HEAD,
        )


def upgrade(database: Database) -> Upgraded | None:
    """Bring the database to the present form; tells what was done, if anything had to be.

    Raises:
        Unusable: the database cannot be reached, or was made by a newer version of the program.
    """
    database.make_file()
    at = version(database)
    if at == HEAD:
        return None
    require_known(at)
    _run("head", engine=database.engine)
    return Upgraded(at, HEAD)


def upgrade_within(connection: Connection, step: str = "head") -> None:
    """Bring the database to a step in the transaction of the caller, who commits it or takes it back.

    On PostgreSQL nobody else changes the form of the database until then.
    """
    _run(step, connection=connection)


def require_known(step: str | None) -> None:
    """Refuse a form of the database that only a newer program knows.

    Raises:
        Unusable: it is newer.
    """
    if step is not None and step > HEAD:
        raise Unusable(
            f"Basis data ini dibuat oleh versi yang lebih baru (langkah {step}, program ini mengenal {HEAD}). "
            "Pasang versi program yang lebih baru."
        )


def steps() -> set[str]:
    """All forms that a database of a house can have had."""
    return {path.name[1:5] for path in (FOLDER / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py")}


def _run(step: str, **what: Engine | Connection) -> None:
    from alembic import command  # noqa: PLC0415 - half a second that a start without migrations need not wait
    from alembic.config import Config  # noqa: PLC0415 - same

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes.update(what)
    command.upgrade(config, step)
