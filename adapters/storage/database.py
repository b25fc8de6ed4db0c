"""Opening the database that a URL names: migrated, durable, or refused with a sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from adapters.storage.backup import NoBackup
from adapters.storage.migrate import NewerDatabase, revision_of, revisions, upgrade
from adapters.storage.roles import grant, role_of
from adapters.storage.sql import Undone
from adapters.storage.sqlite import Sqlite
from workflows.domain.value import value

T = TypeVar("T")


@value
class NotDurable:
    """It would lose what was committed: a decision that someone was told is recorded."""

    why: str

    @property
    def sentence(self) -> str:
        """What to tell whoever starts it."""
        return f"The database would lose recorded decisions when the power fails. {self.why}"


@value
class OtherDatabase:
    """The owner migrated another database than the one that Copydesk is to run on."""

    @property
    def sentence(self) -> str:
        """What to tell whoever starts it."""
        return "COPYDESK_DATABASE_OWNER_URL names another database than COPYDESK_DATABASE_URL, or another schema of it."


Unusable = NewerDatabase | NoBackup | NotDurable | OtherDatabase

UNREACHABLE: Final = (OSError, SQLAlchemyError)
"""What opening a database raises where it cannot be reached or made; the words of it may hold a password."""


class Bell(Protocol):
    """One process's end of the bell between those that share a database."""

    def ring(self) -> None:
        """Let the others look."""
        ...

    async def hang(self) -> None:
        """Listen and ring until cancelled."""
        ...


class Database(Protocol):
    """Work on SQLAlchemy connections: the same functions on both databases."""

    async def write(self, work: Callable[[Connection], T | Undone[T]]) -> T:
        """Run `work` in one transaction and commit it, or take all of it back where its answer is `Undone`."""
        ...

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which only reads."""
        ...

    async def ping(self) -> bool:
        """Whether it answers."""
        ...

    async def durability(self) -> str:
        """What would lose committed transactions; empty where nothing would."""
        ...

    async def exposed(self) -> bool:
        """Whether the role that Copydesk runs as could change the record; False where the database knows no roles."""
        ...

    def bell(self, heard: Callable[[], None]) -> Bell | None:
        """The bell between the processes on this database, to be hung by whoever asks; None where there is none."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


def normalise(url: str) -> URL:
    """Read `sqlite:///FILE` or `postgresql://…` (also `postgres://` and with a driver's name); the driver is ours to choose.

    Raises `ValueError` with a sentence that does not repeat the URL, which may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE") from None
    match parsed.get_backend_name():
        case "sqlite":
            if parsed.database in {None, "", ":memory:"}:
                raise ValueError("expected a file: sqlite:///FILE")
            return parsed.set(drivername="sqlite+pysqlite")
        case "postgresql" | "postgres":
            query = {("ssl" if name == "sslmode" else name): given for name, given in parsed.query.items()}
            return parsed.set(drivername="postgresql+asyncpg", query=query)
        case _:
            raise ValueError("expected a URL that begins with sqlite:/// or postgresql://")


def is_absent(url: str) -> bool:
    """Whether the URL names a file that is not there, and that connecting would make. Raises `ValueError` as `normalise`."""
    parsed = normalise(url)
    return parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists()


def connect(url: str) -> Database:
    """The database of a URL as it is, not migrated. Raises `ValueError` as `normalise` does."""
    parsed = normalise(url)
    if parsed.get_backend_name() == "sqlite":
        return Sqlite(parsed)
    # Late: its driver costs every start on a file a fifth of a second.
    from adapters.storage.postgres import Postgres  # noqa: PLC0415 - said above

    return Postgres(parsed)


async def prepare(url: str, owner_url: str = "") -> Database | Unusable:
    """Open a database and bring its tables up to date, all or nothing; a SQLite file is made if there is none.

    With `owner_url` another role of the same PostgreSQL database migrates it, and lets the role of `url` run on it, which
    then can only add to the record. Raises `ValueError` as `normalise` does.
    """
    refused = await _migrate_as_owner(url, owner_url) if owner_url else None
    if refused is not None:
        return refused
    database = connect(url)
    refused = await database.write(upgrade)
    if refused is None:
        why = await database.durability()
        refused = NotDurable(why=why) if why else None
    if refused is None:
        return database
    await database.close()
    return refused


async def _migrate_as_owner(url: str, owner_url: str) -> Unusable | None:
    running, owning = connect(url), connect(owner_url)
    try:
        role = await running.read(role_of)

        def migrate(connection: Connection) -> NewerDatabase | NoBackup | None:
            refused = upgrade(connection)
            if refused is None:
                grant(connection, role)
            return refused

        refused = await owning.write(migrate)
        if refused is None and await running.read(revision_of) != revisions()[-1]:
            return OtherDatabase()
        return refused
    finally:
        await running.close()
        await owning.close()
