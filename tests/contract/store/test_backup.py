"""Before a SQLite file is migrated it is copied, whole and onto the disk; without the copy nothing is migrated."""

import re
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect as open_file

import pytest
from sqlalchemy import Connection, insert

from adapters.storage.backup import KEPT, NoBackup
from adapters.storage.database import Unusable, connect, prepare
from adapters.storage.migrate import revision_of, revisions, upgrade
from adapters.storage.tables import Row
from tests.contract.store.samples import SAMPLES
from tests.support.databases import folder, migrate

FIRST = revisions()[0]


@pytest.fixture
async def old_file() -> AsyncIterator[Path]:
    """A file as the first version left it, with rows."""
    with folder() as files:
        file = files / "copydesk.db"
        database = connect(f"sqlite:///{file}")

        def fill(connection: Connection) -> None:
            assert upgrade(connection, FIRST) is None
            for table, row in SAMPLES[FIRST]:
                connection.execute(insert(Row.metadata.tables[table]).values(**row))

        await database.write(fill)
        await database.close()
        file.chmod(0o640)
        yield file


def copies(file: Path) -> list[Path]:
    """What lies beside a file as its copies, the oldest first."""
    return sorted(file.parent.glob(f"{file.name}.backup-*"))


def mode(file: Path) -> int:
    """Who may read a file."""
    return file.stat().st_mode


def people(file: Path) -> list[object]:
    """What a file holds, read without Copydesk."""
    with closing(open_file(file)) as opened:
        return opened.execute("SELECT id, name FROM people").fetchall()


async def test_a_file_is_copied_before_it_is_migrated(old_file: Path) -> None:
    """The copy is at the older revision, holds every row and is as readable as the file; a second start makes no other."""
    before = people(old_file)
    await migrate(f"sqlite:///{old_file}")
    await migrate(f"sqlite:///{old_file}")
    (copied,) = copies(old_file)
    assert re.match(rf"copydesk\.db\.backup-{FIRST}-\d{{4}}", copied.name)
    assert people(copied) == people(old_file) == before
    assert mode(copied) == mode(old_file)
    database = connect(f"sqlite:///{copied}")
    assert await database.read(revision_of) == FIRST
    await database.close()


async def test_few_copies_are_kept(old_file: Path) -> None:
    """The newest copies are kept and older ones deleted; what somebody else put there is not touched."""
    old = [old_file.with_name(f"copydesk.db.backup-0001-2020010{day}T000000Z") for day in range(1, KEPT + 3)]
    mine = old_file.with_name("copydesk.db.backup-before-the-audit")
    for file in (*old, mine):
        file.touch()
    await migrate(f"sqlite:///{old_file}")
    assert mine in copies(old_file)
    left = [file for file in copies(old_file) if file != mine]
    assert len(left) == KEPT
    assert left[:-1] == old[-KEPT + 1 :]


async def test_a_new_file_has_nothing_to_lose() -> None:
    """The first start makes no copy."""
    with folder() as files:
        await migrate(f"sqlite:///{files / 'new.db'}")
        assert copies(files / "new.db") == []


async def test_without_a_copy_nothing_is_migrated(old_file: Path) -> None:
    """Where the copy can't be written the start is refused with a sentence, and the file stays as it was."""
    old_file.with_name(f"{old_file.name}.backup-partial").mkdir()
    refused = await prepare(f"sqlite:///{old_file}")
    assert isinstance(refused, Unusable)
    assert isinstance(refused, NoBackup)
    assert refused.sentence == (
        "The database has to be migrated, and the copy that is made before could not be written beside it: "
        f"{refused.why}. Nothing was changed. Make room there, or let Copydesk write there, and start again."
    )
    database = connect(f"sqlite:///{old_file}")
    assert await database.read(revision_of) == FIRST
    await database.close()
