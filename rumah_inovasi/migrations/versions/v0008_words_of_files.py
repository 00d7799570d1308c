"""The words of attached documents, so that open ones are found by them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("attachment", "workshop_file"):
        op.add_column(table, sa.Column("words", sa.String(), nullable=False, server_default=""))
