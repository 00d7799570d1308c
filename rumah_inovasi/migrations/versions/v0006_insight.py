"""Own synonyms, counts of what was asked, and what readers need."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_words()
    _create_needs()


def _create_words() -> None:
    op.create_table(
        "own_synonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("is_one_way", sa.Boolean(), nullable=False),
        sa.Column("in_capitals", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_synonyms")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "asked_query",
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("words", "week", name=op.f("pk_asked_query")),
    )
    op.create_index(op.f("ix_asked_query_week"), "asked_query", ["week"], unique=False)
    op.create_table(
        "settled_query",
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("words", name=op.f("pk_settled_query")),
    )


def _create_needs() -> None:
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("unit_kind", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("is_of_editors", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("innovation_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["innovation_number"], ["innovation.number"], name=op.f("fk_need_innovation_number")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_need_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sqlite_autoincrement=True,
    )
    for column in ("state", "words"):
        op.create_index(op.f(f"ix_need_{column}"), "need", [column], unique=False)
