"""An index of the card posts that are parked, so that they are counted without reading all others."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

PARKED = sa.text("shown < wanted AND parked != ''")


def upgrade() -> None:
    """Add the index; there are few rows in it."""
    op.create_index("ix_card_posts_parked", "card_posts", ["lane"], postgresql_where=PARKED, sqlite_where=PARKED)
