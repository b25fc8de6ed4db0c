"""Whether a place can be posted to, what it is called, and whether Copydesk has introduced itself there."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add columns. Where Copydesk is already, nobody needs a greeting any more."""
    for name in ("team", "name", "team_name", "gone"):
        op.add_column("conversations", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("conversations", sa.Column("greeted", sa.Boolean(), nullable=False, server_default=sa.true()))
