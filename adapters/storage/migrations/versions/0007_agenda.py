"""Lists and Homes: on whose list each proposal stands, and card posts on a person's own page."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add a table, three columns and the indexes that lists are read by. The rows of what is open are written at the start."""
    op.create_table(
        "agenda",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("without", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("proposal", "owner", name="pk_agenda"),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name="fk_agenda_proposal"),
    )
    op.create_index("ix_agenda_owner_section_due_proposal", "agenda", ["owner", "section", "due", "proposal"])
    op.add_column("card_posts", sa.Column("home", sa.String(), nullable=True))
    op.add_column("card_posts", sa.Column("home_installation", sa.String(), nullable=True))
    op.add_column("card_posts", sa.Column("home_user", sa.String(), nullable=True))
    op.create_index("ix_card_posts_home", "card_posts", ["home"])
    op.create_index("ix_card_posts_ref_conversation_ref_id", "card_posts", ["ref_conversation", "ref_id"])
    op.create_index("ix_proposals_author_created", "proposals", ["author", "created"])
