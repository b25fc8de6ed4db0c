"""A copy of a SQLite file beside it, made before its tables are migrated: the way back if a new version disappoints."""

import logging
import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from workflows.domain.value import value

KEPT: Final = 5
"""So many copies are kept of one file; older ones are deleted when a new one is whole."""

_STAMP: Final = "%Y%m%dT%H%M%SZ"

log: Final = logging.getLogger(__name__)


@value
class NoBackup:
    """The copy could not be written, so nothing was migrated."""

    why: str

    @property
    def sentence(self) -> str:
        """What to tell whoever starts it."""
        return (
            f"The database has to be migrated, and the copy that is made before could not be written beside it: {self.why}. "
            "Nothing was changed. Make room there, or let Copydesk write there, and start again."
        )


def back_up(file: Path, revision: str) -> Path | NoBackup:
    """Copy a SQLite file, whose tables are at `revision`, to `FILE.backup-REVISION-TIME`, and see it onto the disk.

    Whoever calls holds the file's write lock, so the copy is what will be migrated, and no other process copies.
    """
    whole = file.with_name(f"{file.name}.backup-{revision}-{datetime.now(UTC).strftime(_STAMP)}")
    partial = file.with_name(f"{file.name}.backup-partial")
    try:
        partial.unlink(missing_ok=True)
        # As readable as the file itself, and to nobody more, from the first byte.
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, file.stat().st_mode & 0o777))
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as target:
            source.backup(target)
        _sync(partial)
        partial.replace(whole)
        _sync(file.parent)
    except (OSError, sqlite3.Error) as failed:
        return NoBackup(why=_plainly(failed))
    log.info("copied the database before migrating it: %s", whole.name)
    _forget_old(file)
    return whole


def _forget_old(file: Path) -> None:
    ours = re.compile(re.escape(file.name) + r"\.backup-\w+-([0-9]{8}T[0-9]{6}Z)")
    found = sorted((match[1], one) for one in file.parent.iterdir() if (match := ours.fullmatch(one.name)))
    for _, old in found[:-KEPT]:
        try:
            old.unlink()
        except OSError:
            log.warning("an old copy of the database could not be deleted: %s", old.name)


def _sync(path: Path) -> None:
    """Wait until the disk has it. A folder cannot be opened on Windows, and need not be."""
    if path.is_dir() and os.name == "nt":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _plainly(failed: OSError | sqlite3.Error) -> str:
    return (failed.strerror or type(failed).__name__) if isinstance(failed, OSError) else str(failed)
