"""Statements that the store would never run, for tests that tamper or look underneath."""

from typing import Any

from sqlalchemy import text

from adapters.storage.database import Database


async def run(database: Database, *statements: str, **parameters: Any) -> None:
    """Run statements in one transaction."""
    await database.write(
        lambda connection: [connection.execute(text(statement), parameters) for statement in statements]
    )


async def rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    return await database.read(lambda connection: [tuple(row) for row in connection.execute(text(statement))])


async def unlock(database: Database) -> None:
    """Take the ledger's triggers away, as someone with the owner's rights could."""
    kept = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    if await is_postgres(database):
        kept = "SELECT tgname, relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal"
    for name, table in await rows(database, kept):
        await run(database, f"DROP TRIGGER {name}" + (f" ON {table}" if await is_postgres(database) else ""))


async def is_postgres(database: Database) -> bool:
    """Whether it is PostgreSQL."""
    return await database.read(lambda connection: connection.dialect.name == "postgresql")
