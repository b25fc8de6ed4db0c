"""People who have left are known as such: nobody waits for them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add a column; until a chat's directory says otherwise, everyone is here. The index finds who was not asked about lately."""
    op.add_column("people", sa.Column("gone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_accounts_seen_at", "accounts", ["seen_at"])
