"""Looking at the database without touching it: a start brings its tables up to date, whoever only reads says that it will."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from adapters.storage.database import UNREACHABLE, Database, NotDurable, connect, is_absent
from adapters.storage.migrate import NewerDatabase, revision_of, revisions
from bot.settings import Settings
from workflows.domain.value import value
from workflows.engine.checkup import Finding, bad, good, untried


@value
class CannotLook:
    """Why the database can't be read, and what to do. `early` if that is only to start this Copydesk first."""

    says: str
    early: bool = False


async def open_to_read(url: str) -> Database | CannotLook:
    """The database where its tables are those of this version; nothing is made or migrated."""
    try:
        absent = is_absent(url)
    except ValueError as wrong:
        return CannotLook(says=f"COPYDESK_DATABASE_URL: {wrong}")
    if absent:
        return _early("COPYDESK_DATABASE_URL names a file that does not exist: the next `copydesk run` makes it.")
    database = connect(url)
    try:
        refused = _refused(await database.read(revision_of))
    except UNREACHABLE as failed:
        refused = unreadable(failed)
    if refused is None:
        return database
    await database.close()
    return refused


def unreadable(failed: Exception) -> CannotLook:
    """One of `UNREACHABLE` was raised. The driver's own words may hold the address with its password."""
    return CannotLook(
        says=f"The database can't be read ({type(failed).__name__}). Check COPYDESK_DATABASE_URL, and that it is running and "
        "lets this role in."
    )


@asynccontextmanager
async def looked_at(settings: Settings) -> AsyncGenerator[tuple[Finding, Database | None]]:
    """How the database is, and the database itself where it can be worked with. Nothing is made or migrated."""
    database = await open_to_read(settings.database_url)
    if isinstance(database, CannotLook):
        yield _finding(database), None
        return
    try:
        finding = await _examined(database)
        yield finding, database if finding.state == "good" else None
    finally:
        await database.close()


async def _examined(database: Database) -> Finding:
    try:
        lossy = await database.durability()
    except UNREACHABLE as failed:
        return _finding(unreadable(failed))
    if lossy:
        return bad("database", NotDurable(why=lossy).sentence)
    return good("database", "The database answers and is up to date.")


def _finding(why: CannotLook) -> Finding:
    return untried("database", why.says) if why.early else bad("database", why.says)


def _refused(found: str | None) -> CannotLook | None:
    known = revisions()
    if found is None:
        return _early("The database answers and is empty: the next `copydesk run` makes its tables.")
    if found not in known:
        return CannotLook(says=NewerDatabase(revision=found).sentence)
    if found != known[-1]:
        return _early(
            f"The database is at version {found}, and this Copydesk wants {known[-1]}: the next `copydesk run` migrates it. "
            "Nothing was changed."
        )
    return None


def _early(how: str) -> CannotLook:
    return CannotLook(says=f"{how} Start it, then look again.", early=True)
