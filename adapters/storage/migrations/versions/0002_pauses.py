"""What a chat may do on its own: its lanes are told apart, it can be paused, and a claim that was never settled shows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a table and two columns. A lane's chat is read from its key, which begins with it."""
    op.create_table(
        "pauses",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_pauses"),
    )
    op.add_column("lanes", sa.Column("chat", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE lanes SET chat = CASE WHEN key LIKE '[\"slack\",%' OR key LIKE 'direct slack %' THEN 'slack' ELSE 'teams' END"
    )
    op.add_column("card_posts", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
