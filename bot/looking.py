"""Looking at the database without touching it: a start brings its tables up to date, an examination only says that it will."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from adapters.storage.database import UNREACHABLE, Database, NotDurable, connect, is_absent
from adapters.storage.migrate import NewerDatabase, revision_of, revisions
from bot.settings import Settings
from workflows.engine.checkup import Finding, bad, good, untried


@asynccontextmanager
async def looked_at(settings: Settings) -> AsyncGenerator[tuple[Finding, Database | None]]:
    """How the database is, and the database itself where its tables are those of this version. Nothing is made or migrated."""
    try:
        absent = is_absent(settings.database_url)
    except ValueError as wrong:
        yield bad("database", f"COPYDESK_DATABASE_URL: {wrong}"), None
        return
    if absent:
        yield (
            untried(
                "database",
                "There is no database file yet: the next `copydesk run` makes it. Start it, then look again.",
            ),
            None,
        )
        return
    database = connect(settings.database_url)
    try:
        finding = await _examined(database)
        yield finding, database if finding.state == "good" else None
    finally:
        await database.close()


async def _examined(database: Database) -> Finding:
    try:
        found = await database.read(revision_of)
        lossy = await database.durability()
    except UNREACHABLE as failed:
        # The driver's own words may hold the address with its password.
        return bad(
            "database",
            f"The database can't be opened ({type(failed).__name__}). Check COPYDESK_DATABASE_URL, and that it is running and "
            "lets this role in.",
        )
    known = revisions()
    if found is None:
        return untried(
            "database",
            "The database answers and is empty: the next `copydesk run` makes its tables. Start it, then look again.",
        )
    if found not in known:
        return bad("database", NewerDatabase(revision=found).sentence)
    if found != known[-1]:
        return untried(
            "database",
            f"The database is at version {found}, and this Copydesk wants {known[-1]}: the next `copydesk run` migrates it. "
            "Nothing was changed, and no button was tried. Start it, then look again.",
        )
    if lossy:
        return bad("database", NotDurable(why=lossy).sentence)
    return good("database", "The database answers and is up to date.")
