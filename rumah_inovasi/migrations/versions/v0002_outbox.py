"""Outbox: what has changed and still has to reach the index and the archive.

Nothing is put into it for write-ups that stand there already: an index that is missing is built from all of them. The
house also gets an identity, by which an index tells whether it is of this house.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("retry_at", sa.DateTime(), nullable=True),
        sa.Column("parked_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.add_column("site_state", sa.Column("identity", sa.String(), nullable=False, server_default=""))
    op.get_bind().execute(sa.text("UPDATE site_state SET identity = :identity"), {"identity": secrets.token_hex(16)})
