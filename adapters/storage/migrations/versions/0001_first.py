"""The first tables, and the triggers that keep the ledger append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_OPEN = sa.text("shown < wanted AND parked = ''")


def upgrade() -> None:
    """Make every table. Going back is restoring a backup: the record is never taken apart."""
    _people()
    _record()
    _posts()
    triggers = _POSTGRES if op.get_bind().dialect.name == "postgresql" else _SQLITE
    for statement in triggers:
        op.execute(statement)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("was_listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
    )
    op.create_index("ix_people_was_listed", "people", ["was_listed"])
    op.create_table(
        "accounts",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("installation", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", "installation", "user", name="pk_accounts"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_accounts_person"),
    )
    op.create_index("ix_accounts_person", "accounts", ["person"])
    op.create_table(
        "conversations",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("installation", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("owner_installation", sa.String(), nullable=True),
        sa.Column("owner_user", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_conversations"),
    )
    op.create_index(
        "ix_conversations_owner_installation_owner_user", "conversations", ["owner_installation", "owner_user"]
    )
    for table, key in (("place_bindings", "desk"), ("resolved_names", "name")):
        op.create_table(
            table,
            sa.Column(key, sa.String(), nullable=False),
            sa.Column("conversation", sa.String(), nullable=False),
            sa.PrimaryKeyConstraint(key, name=f"pk_{table}"),
            sa.ForeignKeyConstraint(["conversation"], ["conversations.key"], name=f"fk_{table}_conversation"),
        )


def _record() -> None:
    op.create_table(
        "policies",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_policies"),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("wanted", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.ForeignKeyConstraint(["author"], ["people.id"], name="fk_proposals_author"),
    )
    op.create_index("ix_proposals_status_wanted", "proposals", ["status", "wanted"])
    op.create_table(
        "ledger",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("chat", sa.String(), nullable=True),
        sa.Column("policy", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("row_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "sequence", name="pk_ledger"),
    )
    op.create_table(
        "ledger_words",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "sequence", name="pk_ledger_words"),
        sa.ForeignKeyConstraint(
            ["stream", "sequence"], ["ledger.stream", "ledger.sequence"], name="fk_ledger_words_stream_sequence"
        ),
    )
    op.create_table(
        "inputs",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("say", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_inputs"),
    )


def _posts() -> None:
    op.create_table(
        "lanes",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_lanes"),
    )
    op.create_table(
        "card_posts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=True),
        sa.Column("conversation", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("chat", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("wanted", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parked", sa.Text(), nullable=False),
        sa.Column("ref_conversation", sa.String(), nullable=True),
        sa.Column("ref_id", sa.String(), nullable=True),
        sa.Column("ref_thread", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_card_posts"),
        sa.UniqueConstraint("nature", name="uq_card_posts_nature"),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name="fk_card_posts_proposal"),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.key"], name="fk_card_posts_conversation"),
        sa.ForeignKeyConstraint(["parent"], ["card_posts.id"], name="fk_card_posts_parent"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_card_posts_person"),
        sa.ForeignKeyConstraint(["lane"], ["lanes.key"], name="fk_card_posts_lane"),
        sa.ForeignKeyConstraint(["ref_conversation"], ["conversations.key"], name="fk_card_posts_ref_conversation"),
    )
    op.create_index("ix_card_posts_proposal", "card_posts", ["proposal"])
    op.create_index("ix_card_posts_open", "card_posts", ["due"], postgresql_where=_OPEN, sqlite_where=_OPEN)
    op.create_index("ix_card_posts_open_lane", "card_posts", ["lane"], postgresql_where=_OPEN, sqlite_where=_OPEN)
    op.create_table(
        "digests",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "day", name="pk_digests"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_digests_person"),
    )


# The words beside the ledger may be destroyed but never altered.
# SQLite's INSERT OR REPLACE deletes without firing a delete trigger, so inserting over a row is refused too.
_SQLITE = (
    (
        "CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
    (
        "CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
    (
        "CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger "
        "WHEN EXISTS (SELECT 1 FROM ledger WHERE stream = NEW.stream AND sequence = NEW.sequence) "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
    (
        "CREATE TRIGGER ledger_words_no_update BEFORE UPDATE ON ledger_words "
        "BEGIN SELECT RAISE(ABORT, 'words beside the ledger are never altered'); END"
    ),
    (
        "CREATE TRIGGER ledger_words_no_replace BEFORE INSERT ON ledger_words "
        "WHEN EXISTS (SELECT 1 FROM ledger_words WHERE stream = NEW.stream AND sequence = NEW.sequence) "
        "BEGIN SELECT RAISE(ABORT, 'words beside the ledger are never altered'); END"
    ),
)

# ENABLE ALWAYS: they fire in sessions that replay replication too, where ordinary triggers sleep.
_POSTGRES = (
    (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    ),
    "CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER ledger_words_no_change BEFORE UPDATE ON ledger_words FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_no_change",
    "ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_no_truncate",
    "ALTER TABLE ledger_words ENABLE ALWAYS TRIGGER ledger_words_no_change",
)
