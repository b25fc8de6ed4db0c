"""Groups of the chats: who is in those whose people sit on desks, and when that was last read."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add a column and a table; until they are read, nobody is in any."""
    op.add_column("people", sa.Column("groups", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_people_groups", "people", ["groups"])
    op.create_table(
        "chat_groups",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("installation", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("lost", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_chat_groups"),
    )
