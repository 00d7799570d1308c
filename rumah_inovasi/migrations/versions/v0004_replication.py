"""Replications stated by units: statements, the origin's reply, ids that are never given twice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No other table refers to this one, so that SQLite may build it anew.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(
        "replication", recreate="always" if is_sqlite else "never", table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        batch.add_column(sa.Column("ended", sa.String(), nullable=True))
        batch.add_column(sa.Column("reply", sa.String(), nullable=True))
    _create_statements()


def _create_statements() -> None:
    op.create_table(
        "replication_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("innovation_number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("degree", sa.String(), nullable=True),
        sa.Column("started", sa.String(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("source_kind", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("file_key", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("file_media_type", sa.String(), nullable=True),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("replaced", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["innovation_number"], ["innovation.number"], name=op.f("fk_replication_statement_innovation_number")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_replication_statement_unit_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_replication_statement_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_replication_statement_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replication_statement")),
        sqlite_autoincrement=True,
    )
    for column in ("innovation_number", "unit_id", "account_id", "state"):
        op.create_index(f"ix_replication_statement_{column}", "replication_statement", [column], unique=False)
    is_open = sa.text("state = 'waiting'")
    op.create_index(
        "uq_replication_statement_open",
        "replication_statement",
        ["innovation_number", "unit_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
