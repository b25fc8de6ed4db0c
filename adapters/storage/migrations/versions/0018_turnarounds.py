"""How long desks are waited for, from now on; what runs already begins with the next time that a desk is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add a table, and the index by which a desk's newest decisions are found."""
    op.create_table(
        "turnarounds",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name="fk_turnarounds_proposal"),
        sa.PrimaryKeyConstraint("proposal", "desk", name="pk_turnarounds"),
    )
    op.create_index("ix_turnarounds_desk_decided", "turnarounds", ["desk", "decided"])
