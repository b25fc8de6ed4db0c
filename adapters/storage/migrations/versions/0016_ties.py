"""An account is tied to its person by its address, or by an admin's word; it is denied only where somebody said so."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add a column. Accounts that were deactivated are nobody's to act through, which is no longer called denied."""
    op.add_column("accounts", sa.Column("tie", sa.String(), nullable=False, server_default="address"))
    op.execute("UPDATE accounts SET link = 'unknown' WHERE link = 'denied'")
