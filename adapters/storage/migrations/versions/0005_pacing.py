"""Pacing below the chats' limits, what was clicked, and copies of a message that are too many."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add a table, columns for card posts, and an index by which the recently closed are found."""
    op.create_table(
        "budgets",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("spent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_budgets"),
    )
    for name in ("clicked", "twice"):
        op.add_column("card_posts", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name in ("extra_conversation", "extra_id", "extra_thread"):
        op.add_column("card_posts", sa.Column(name, sa.String(), nullable=True))
    op.create_index("ix_proposals_status_changed", "proposals", ["status", "changed"])
