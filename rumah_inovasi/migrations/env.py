"""What Alembic runs: all steps in one transaction, so that a killed migration leaves the former form."""

from contextlib import AbstractContextManager, nullcontext

from alembic import context
from sqlalchemy import Connection, Engine

from rumah_inovasi.database import IMMEDIATE
from rumah_inovasi.models import metadata

TURN = 7_352_668  # any number: whoever holds the lock of this number migrates, others wait and find it done


def own_connection() -> AbstractContextManager[Connection]:
    """The connection that was handed over with its transaction, else one of our own."""
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        return nullcontext(given)
    engine: Engine = context.config.attributes["engine"]
    return engine.execution_options(**{IMMEDIATE: True}).connect()


with own_connection() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,  # SQLite can do it, since the driver begins and commits nothing by itself
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
        context.run_migrations()
