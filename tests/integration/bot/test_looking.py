"""Commands that only read leave the database as it is: nothing is made or migrated, and what keeps them from it is told."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from adapters.storage.database import connect
from adapters.storage.migrate import revisions, upgrade
from tests.contract.store.rawly import run
from tests.integration.bot.typed import SLACK, copydesk, elsewhere
from tests.support.databases import copy

READING = pytest.mark.parametrize(
    "command",
    [("audit", "verify"), ("audit", "show", "post"), ("courier",), ("digest", "--preview", "Cleo Marsh")],
    ids=" ".join,
)


def typed(*words: str, url: str) -> tuple[int, str, str]:
    """What a command ends with, prints, and says beside it, under the example policy and on this database."""
    with elsewhere() as folder:
        copydesk("policy", "init", "policy.yaml", "--example", "demo")
        settings = {**SLACK, "COPYDESK_POLICY": str(folder / "policy.yaml"), "COPYDESK_DATABASE_URL": url}
        result = copydesk(*words, **settings)
    return result.exit_code, result.stdout, result.stderr


@READING
def test_a_database_that_is_not_there_yet(command: tuple[str, ...], tmp_path: Path) -> None:
    """A file that does not exist is not made, and an empty one stays empty."""
    file = tmp_path / "copydesk.db"
    assert typed(*command, url=f"sqlite:///{file}") == (
        2,
        "",
        "COPYDESK_DATABASE_URL names a file that does not exist: the next `copydesk run` makes it. Start it, then look again.\n",
    )
    assert not file.exists()
    file.touch()
    assert typed(*command, url=f"sqlite:///{file}") == (
        2,
        "",
        "The database answers and is empty: the next `copydesk run` makes its tables. Start it, then look again.\n",
    )
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b""


@READING
def test_a_database_of_the_version_before(command: tuple[str, ...], tmp_path: Path) -> None:
    """It is neither migrated nor copied, and whoever reads is told which version it has and what brings it up to date."""
    file = tmp_path / "copydesk.db"

    async def older() -> None:
        database = connect(f"sqlite:///{file}")
        await database.write(partial(upgrade, to="0009"))
        await database.close()

    asyncio.run(older())
    before = file.read_bytes()
    code, printed, said = typed(*command, url=f"sqlite:///{file}")
    assert (code, printed) == (2, "")
    assert said == (
        f"The database is at version 0009, and this Copydesk wants {revisions()[-1]}: the next `copydesk run` migrates it. "
        "Nothing was changed. Start it, then look again.\n"
    )
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.backup-*"))


@READING
def test_a_database_of_a_newer_version(command: tuple[str, ...], sqlite_file: Path) -> None:
    """Whoever reads is sent to the version that wrote it."""
    url = copy(sqlite_file)

    async def newer() -> None:
        database = connect(url)
        await run(database, "UPDATE alembic_version SET version_num = '9999'")
        await database.close()

    asyncio.run(newer())
    code, printed, said = typed(*command, url=url)
    assert (code, printed) == (2, "")
    assert said == (
        "The database was migrated by a newer version of Copydesk (to “9999”, unknown here). "
        "Nothing was changed. Start that version or a later one.\n"
    )


@READING
def test_a_database_that_cannot_be_reached(command: tuple[str, ...], tmp_path: Path) -> None:
    """The sentence names the setting, and not what stands in it."""
    code, printed, said = typed(*command, url=f"postgresql://nobody:canary@/none?host={tmp_path}")
    assert (code, printed) == (2, "")
    assert said.startswith("The database can't be read (")
    assert "canary" not in said
    code, printed, said = typed(*command, url="mysql://x")
    assert (code, printed) == (2, "")
    assert said.startswith("COPYDESK_DATABASE_URL")
    assert "mysql" not in said
