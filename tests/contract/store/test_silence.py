"""What goes wrong in the database is told without anyone's words: exceptions end up in logs."""

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from adapters.storage.database import Database, connect
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import run
from tests.contract.store.world import POST, SALT, accepting, begun, known, order, propose
from tests.support.databases import Postgres

SECRET = "The merger is on Monday."


@pytest.mark.attack
async def test_a_failing_statement_does_not_quote_the_words(store: SqlStore, database: Database) -> None:
    """Where the database refuses a draft's words, the error holds neither words nor salt nor platform account."""
    ada = await known(store, "ada")
    await run(database, "DROP TABLE ledger_words")
    with pytest.raises(DBAPIError) as raised:
        await store.apply(order(ada, "k1"), accepting(begun(ada, words=SECRET)))
    assert not [words for words in (SECRET, SALT, "U-ada") if words in str(raised.value)]


@pytest.mark.attack
@pytest.mark.parametrize(
    "state",
    [
        f'{{"proposal": {{"author": ["{SECRET}"]}}, "stage": {{"Draft": {{}}}}}}',
        f'{{"proposal": ["{SECRET}"], "stage": {{}}}}',
    ],
)
async def test_a_state_that_cannot_be_read_is_not_quoted(store: SqlStore, database: Database, state: str) -> None:
    """The error about a proposal's damaged row does not repeat what stands there."""
    await propose(store, await known(store, "ada"))
    await run(database, "UPDATE proposals SET state = :state", state=state)
    with pytest.raises(ValueError, match="error") as raised:
        await store.load(POST)
    assert SECRET not in str(raised.value)


async def test_a_server_that_takes_nobody_in_does_not_answer_pings(postgres_server: Postgres) -> None:
    """`ping` is False, not an error, where the server is there but does not let us into that database."""
    with postgres_server.empty() as url:
        database = connect(url)
        ours = make_url(url)
        missing = connect(ours.set(database="nowhere").render_as_string(hide_password=False))
        assert await database.ping()
        assert not await missing.ping()
        await missing.close()
        await database.close()
