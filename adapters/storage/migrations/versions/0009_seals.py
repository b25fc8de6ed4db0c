"""Seals: every row of the ledger is given a number, after the click that wrote it. Rows that were there wait for theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add two tables, and the triggers that fill one and protect the other."""
    op.create_table(
        "seals",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.String(), nullable=False),
        sa.Column("seal_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_seals"),
        sa.UniqueConstraint("stream", "sequence", name="uq_seals_stream_sequence"),
    )
    op.create_table(
        "unsealed",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unsealed"),
    )
    op.execute(
        "INSERT INTO unsealed (stream, sequence) SELECT stream, sequence FROM ledger ORDER BY at, stream, sequence"
    )
    triggers = _POSTGRES if op.get_bind().dialect.name == "postgresql" else _SQLITE
    for statement in triggers:
        op.execute(statement)


_SQLITE = (
    (
        "CREATE TRIGGER ledger_wants_seal AFTER INSERT ON ledger "
        "BEGIN INSERT INTO unsealed (stream, sequence) VALUES (NEW.stream, NEW.sequence); END"
    ),
    "CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals BEGIN SELECT RAISE(ABORT, 'seals is append-only'); END",
    "CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, 'seals is append-only'); END",
    (
        "CREATE TRIGGER seals_no_replace BEFORE INSERT ON seals "
        "WHEN EXISTS (SELECT 1 FROM seals WHERE number = NEW.number OR (stream = NEW.stream AND sequence = NEW.sequence)) "
        "BEGIN SELECT RAISE(ABORT, 'seals is append-only'); END"
    ),
)

_POSTGRES = (
    (
        "CREATE FUNCTION want_seal() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO unsealed (stream, sequence) VALUES (NEW.stream, NEW.sequence); RETURN NULL; END $$"
    ),
    "CREATE TRIGGER ledger_wants_seal AFTER INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION want_seal()",
    "CREATE TRIGGER seals_no_change BEFORE UPDATE OR DELETE ON seals FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER seals_no_truncate BEFORE TRUNCATE ON seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE seals ENABLE ALWAYS TRIGGER seals_no_change",
    "ALTER TABLE seals ENABLE ALWAYS TRIGGER seals_no_truncate",
)
