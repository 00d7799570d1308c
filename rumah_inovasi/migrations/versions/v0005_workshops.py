"""Workshops with their revisions, files and proposals; the archive holds texts of several kinds."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_workshops()
    _create_their_parts()
    _create_review()
    _extend_archive()


def _create_workshops() -> None:
    op.create_table(
        "workshop",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_key", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("organiser", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_workshop_region_code")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_workshop_unit_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_workshop")),
    )
    op.create_index(op.f("ix_workshop_last_day"), "workshop", ["last_day"], unique=False)
    op.create_index(op.f("ix_workshop_unit_id"), "workshop", ["unit_id"], unique=False)
    op.create_index(op.f("ix_workshop_updated_at"), "workshop", ["updated_at"], unique=False)
    op.create_table(
        "workshop_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("markup_version", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_workshop_revision_unit_id")),
        sa.ForeignKeyConstraint(
            ["workshop_number"], ["workshop.number"], name=op.f("fk_workshop_revision_workshop_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_revision")),
        sa.UniqueConstraint("workshop_number", "number", name=op.f("uq_workshop_revision_workshop_number")),
    )
    op.create_index(op.f("ix_workshop_revision_markup_version"), "workshop_revision", ["markup_version"], unique=False)


def _create_their_parts() -> None:
    op.create_table(
        "workshop_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("has_numbers", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_number"], ["workshop.number"], name=op.f("fk_workshop_file_workshop_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_file")),
        sa.UniqueConstraint("workshop_number", "name", name=op.f("uq_workshop_file_workshop_number")),
    )
    op.create_table(
        "workshop_topic",
        sa.Column("workshop_number", sa.Integer(), nullable=False),
        sa.Column("innovation_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_number"], ["workshop.number"], name=op.f("fk_workshop_topic_workshop_number")
        ),
        sa.PrimaryKeyConstraint("workshop_number", "innovation_number", name=op.f("pk_workshop_topic")),
    )
    op.create_index(op.f("ix_workshop_topic_innovation_number"), "workshop_topic", ["innovation_number"], unique=False)


def _create_review() -> None:
    op.create_table(
        "workshop_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("hands", sa.JSON(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_authorised", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_workshop_proposal_author_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_workshop_proposal_unit_id")),
        sa.ForeignKeyConstraint(
            ["workshop_number"], ["workshop.number"], name=op.f("fk_workshop_proposal_workshop_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_proposal")),
        sqlite_autoincrement=True,
    )
    for column in ("author_id", "state", "unit_id", "workshop_number"):
        op.create_index(op.f(f"ix_workshop_proposal_{column}"), "workshop_proposal", [column], unique=False)
    op.create_index(
        "uq_workshop_proposal_open",
        "workshop_proposal",
        ["workshop_number"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('approved', 'declined')"),
        postgresql_where=sa.text("state NOT IN ('approved', 'declined')"),
    )
    op.create_table(
        "workshop_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_workshop_comment_account_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["workshop_proposal.id"], name=op.f("fk_workshop_comment_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_comment")),
    )
    op.create_index(op.f("ix_workshop_comment_proposal_id"), "workshop_comment", ["proposal_id"], unique=False)


def _extend_archive() -> None:
    op.drop_index(op.f("ix_archive_entry_innovation_number"), "archive_entry")
    op.execute("ALTER TABLE archive_entry RENAME COLUMN innovation_number TO number")
    op.add_column("archive_entry", sa.Column("kind", sa.String(), nullable=False, server_default="innovation"))
    op.create_index(op.f("ix_archive_entry_number"), "archive_entry", ["number"], unique=False)
