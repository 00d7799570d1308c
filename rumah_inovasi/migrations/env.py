"""What Alembic runs: all steps in one transaction, so that a killed migration leaves the former form."""

from alembic import context

from rumah_inovasi.database import IMMEDIATE
from rumah_inovasi.models import metadata

TURN = 7_352_668  # any number: whoever holds the lock of this number migrates, others wait and find it done

engine = context.config.attributes["engine"].execution_options(**{IMMEDIATE: True})
with engine.connect() as connection:
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
