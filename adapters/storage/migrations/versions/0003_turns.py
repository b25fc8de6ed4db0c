"""Which policy is in force is on record: the one whose turn came last, by whichever process it was adopted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add a column. The version that was adopted last until now has had the first turn."""
    op.add_column("policies", sa.Column("turn", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute(
        "UPDATE policies SET turn = 1 WHERE hash = (SELECT hash FROM policies ORDER BY adopted_at DESC, hash LIMIT 1)"
    )
