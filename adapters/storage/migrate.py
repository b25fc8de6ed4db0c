"""Migrations, run by Alembic inside one transaction."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from adapters.storage.backup import NoBackup, back_up
from workflows.domain.value import value

_MIGRATIONS: Final = Path(__file__).parent / "migrations"

ONE_AT_A_TIME: Final = 5_276_330_117
"""The key of PostgreSQL's advisory lock under which replicas that start together migrate one after another."""


@value
class NewerDatabase:
    """A newer version of Copydesk has migrated this database; this version left it untouched."""

    revision: str

    @property
    def sentence(self) -> str:
        """What to tell whoever starts it."""
        return (
            f"The database was migrated by a newer version of Copydesk (to “{self.revision}”, unknown here). "
            "Nothing was changed. Start that version or a later one."
        )


def upgrade(connection: Connection, to: str = "head") -> NewerDatabase | NoBackup | None:
    """Bring the tables up to a revision, in the connection's transaction; the caller commits.

    A SQLite file that has tables already is copied before. PostgreSQL's replicas wait for one another here.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    found, known = revision_of(connection), revisions()
    if found and found not in known:
        return NewerDatabase(revision=found)
    if found != known[-1]:
        copied = _copied(connection, found)
        if isinstance(copied, NoBackup):
            return copied
        _migrate(connection, to)
    return None


def _migrate(connection: Connection, to: str) -> None:
    # Late: a start with nothing to migrate does without, which saves it half a second and 8 MB.
    from alembic import command  # noqa: PLC0415 - said above
    from alembic.config import Config  # noqa: PLC0415 - said above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _copied(connection: Connection, revision: str | None) -> Path | NoBackup | None:
    """The copy of what is there, where that can be lost and can be copied from here."""
    file = connection.engine.url.database
    if revision is None or not file or connection.dialect.name != "sqlite":
        return None
    return back_up(Path(file), revision)


def revision_of(connection: Connection) -> str | None:
    """Which revision a database is at; None for one without tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def revisions() -> Sequence[str]:
    """The revisions that this version knows, oldest first: each migration's file is named after its own."""
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))
