"""The post about which somebody was first asked to decide: its card explains itself to them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add a column; whoever was asked before is explained it once more."""
    op.add_column("people", sa.Column("first_asked", sa.String(), nullable=False, server_default=""))
