"""A conversation is known by its installation, and each installation is paused for itself."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_OF_CONVERSATIONS = """
UPDATE lanes SET installation = (SELECT installation FROM conversations WHERE conversations.key = lanes.key)
WHERE key IN (SELECT key FROM conversations)
"""
_OF_HOMES = """
UPDATE lanes SET installation = (
    SELECT home_installation FROM card_posts WHERE card_posts.lane = lanes.key AND home_installation IS NOT NULL LIMIT 1
)
WHERE key IN (SELECT lane FROM card_posts WHERE home_installation IS NOT NULL)
"""


def upgrade() -> None:
    """Add two columns, one of them to a primary key. A person's own chat is placed when it is next written to."""
    op.add_column("lanes", sa.Column("installation", sa.String(), nullable=False, server_default=""))
    op.execute(_OF_CONVERSATIONS)
    op.execute(_OF_HOMES)
    with op.batch_alter_table("pauses") as pauses:
        pauses.add_column(sa.Column("installation", sa.String(), nullable=False, server_default=""))
        pauses.drop_constraint("pk_pauses", type_="primary")
        pauses.create_primary_key("pk_pauses", ["chat", "installation"])
