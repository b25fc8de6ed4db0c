"""What stops everything at once, while it does."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add a table of one row at most; nothing is stopped."""
    op.create_table(
        "standstill",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("only", name="pk_standstill"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_standstill_by"),
    )
