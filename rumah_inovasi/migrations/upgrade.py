"""Runs the migrations; Alembic is imported only here, and only when there is something to do."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from rumah_inovasi.database import Database
from rumah_inovasi.errors import Unusable

HEAD = "0005"  # the newest step; a test compares it with the files
FOLDER = Path(__file__).parent


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


def upgrade(database: Database) -> bool:
    """Bring the database to the present form; tells whether anything had to be done.

    Raises:
        Unusable: the database cannot be reached, or was made by a newer version of the program.
    """
    database.make_file()
    at = version(database)
    if at == HEAD:
        return False
    if at is not None and at > HEAD:
        raise Unusable(
            f"Basis data ini dibuat oleh versi yang lebih baru (langkah {at}, program ini mengenal {HEAD}). "
            "Pasang versi program yang lebih baru."
        )
    from alembic import command  # noqa: PLC0415 - half a second that a start without migrations need not wait
    from alembic.config import Config  # noqa: PLC0415 - same

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = database.engine
    command.upgrade(config, "head")
    return True
