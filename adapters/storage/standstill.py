"""Everything stopped, and going on: one row while it lasts, a stream of its own on the ledger, and every card made due."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from adapters.storage.codec import Halves
from adapters.storage.ledger import Entry, append
from adapters.storage.posts import want_every_again, want_every_home
from adapters.storage.sql import insert_new
from adapters.storage.tables import PEOPLE, STANDSTILL
from workflows.domain.ids import PersonId
from workflows.domain.people import AccountId
from workflows.domain.standstill import Standstill

STREAM: Final = "standstill"
ONLY: Final = 1
"""The key of the one row."""


def stopped(connection: Connection) -> Standstill | None:
    """What stops everything, if something does."""
    row = connection.execute(select(STANDSTILL, PEOPLE.c.name).join(PEOPLE, PEOPLE.c.id == STANDSTILL.c.by)).first()
    return Standstill(by=row.by, name=row.name, at=row.at, reason=row.reason) if row else None


def stop(connection: Connection, standstill: Standstill, account: AccountId | None) -> Standstill | None:
    """Stop everything; what stops it already, where something does: then nothing is recorded."""
    row = {"only": ONLY, "by": standstill.by, "at": standstill.at, "reason": standstill.reason}
    if not insert_new(connection, STANDSTILL, row):
        return stopped(connection)
    halves = Halves(kind="everything_stopped", chained={}, private={"reason": standstill.reason})
    append(connection, STREAM, [_entry(halves, standstill.by, account, standstill.at)])
    _draw_everything_again(connection, standstill.at)
    return None


def resume(connection: Connection, by: PersonId, account: AccountId | None, at: datetime) -> bool:
    """Let everything go on; False where nothing was stopped."""
    if not connection.execute(delete(STANDSTILL)).rowcount:
        return False
    halves = Halves(kind="everything_resumed", chained={}, private={})
    append(connection, STREAM, [_entry(halves, by, account, at)])
    _draw_everything_again(connection, at)
    return True


def _entry(halves: Halves, by: PersonId, account: AccountId | None, at: datetime) -> Entry:
    return Entry(halves=halves, at=at, actor=by, chat=account.chat if account else None, account=account)


def _draw_everything_again(connection: Connection, at: datetime) -> None:
    """Every card of a post that is on its way, and every Home: all of them say whether everything is stopped."""
    want_every_again(connection, at, ("in_review", "approved"))
    want_every_home(connection, at)
