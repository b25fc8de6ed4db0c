"""Opening the database that a URL names: migrated, durable, or refused with a sentence."""

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from adapters.storage.backup import NoBackup
from adapters.storage.migrate import NewerDatabase, upgrade
from adapters.storage.postgres import Postgres
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


Unusable = NewerDatabase | NoBackup | NotDurable

UNREACHABLE: Final = (OSError, SQLAlchemyError)
"""What opening a database raises where it cannot be reached or made; the words of it may hold a password."""


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


def connect(url: str) -> Database:
    """The database of a URL as it is, not migrated. Raises `ValueError` as `normalise` does."""
    parsed = normalise(url)
    return Sqlite(parsed) if parsed.get_backend_name() == "sqlite" else Postgres(parsed)


async def prepare(url: str) -> Database | Unusable:
    """Open a database and bring its tables up to date, all or nothing; a SQLite file is made if there is none.

    Raises `ValueError` as `normalise` does.
    """
    database = connect(url)
    refused = await database.write(upgrade)
    if refused is None:
        why = await database.durability()
        refused = NotDurable(why=why) if why else None
    if refused is None:
        return database
    await database.close()
    return refused
