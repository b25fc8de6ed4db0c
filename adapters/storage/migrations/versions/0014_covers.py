"""Covers: who is away, until when, and who decides for them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "covers",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_covers"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_covers_person"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_covers_by"),
    )
