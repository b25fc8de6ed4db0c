"""PostgreSQL's two roles: one owns the tables and migrates them; the other runs Copydesk and cannot change the ledger.

The product's role may read and add to the record, and may do with the other tables what the product does. What it does not own
it cannot alter, and triggers it does not own it cannot switch off.
"""

from typing import Final

from sqlalchemy import Connection, text

RECORD: Final = ("ledger", "ledger_words", "seals", "policies")
"""What is only ever added to."""

_GRANTS: Final = """
    SELECT format('GRANT SELECT, INSERT ON %I.%I TO %I', schemaname, tablename, CAST(:role AS text))
    FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY(:record)
    UNION ALL
    SELECT format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I.%I TO %I', schemaname, tablename, CAST(:role AS text))
    FROM pg_tables WHERE schemaname = current_schema() AND tablename <> ALL(:record) AND tablename <> 'alembic_version'
    UNION ALL
    SELECT format('GRANT SELECT ON %I.%I TO %I', schemaname, tablename, CAST(:role AS text))
    FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'alembic_version'
    UNION ALL
    SELECT format('GRANT USAGE ON SEQUENCE %I.%I TO %I', schemaname, sequencename, CAST(:role AS text))
    FROM pg_sequences WHERE schemaname = current_schema()
    UNION ALL
    SELECT format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), CAST(:role AS text))
"""
_TOO_MUCH: Final = """
    SELECT rolsuper OR EXISTS (
        SELECT 1 FROM pg_tables
        WHERE schemaname = current_schema() AND tablename = ANY(:record) AND (
            pg_has_role(current_user, tableowner, 'MEMBER')
            OR has_table_privilege(format('%I.%I', schemaname, tablename), 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        )
    )
    FROM pg_roles WHERE rolname = current_user
"""


def role_of(connection: Connection) -> str:
    """Whom the server takes us for."""
    return connection.execute(text("SELECT current_user")).scalar_one()


def grant(connection: Connection, role: str) -> None:
    """Let a role run Copydesk on tables that this connection's role owns."""
    for statement in connection.execute(text(_GRANTS), {"role": role, "record": list(RECORD)}).scalars().all():
        # Quoted by the server itself.
        connection.exec_driver_sql(statement)


def could_rewrite(connection: Connection) -> bool:
    """Whether this role could change the record, or switch off what refuses it."""
    return connection.execute(text(_TOO_MUCH), {"record": list(RECORD)}).scalar_one()
