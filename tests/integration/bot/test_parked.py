"""`copydesk courier`: what an operator reads of cards that were given up, and how they are tried again."""

import asyncio
from pathlib import Path

from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from tests.contract.store.world import MINUTE, NOW, WORDS, in_room, known, propose, to
from tests.integration.bot.typed import SLACK, copydesk, elsewhere
from tests.support.databases import copy
from workflows.engine.store import Settled


async def _park(url: str) -> None:
    database = connect(url)
    store = SqlStore(database)
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), to("p2", ada, "teams"))
    for one in await store.claim(NOW, 1, MINUTE, "slack"):
        await store.settle(one, Settled(shown=0, digest="", ref=None, park="is_archived"))
    await database.close()


def test_parked_cards_are_listed_and_retried(sqlite_file: Path) -> None:
    """The list says where, what and why, and never a word of the draft; `retry` puts a card back in the queue."""
    url = copy(sqlite_file)
    asyncio.run(_park(url))
    with elsewhere() as folder:
        policy = folder / "policy.yaml"
        assert copydesk("policy", "init", str(policy)).exit_code == 0
        settings = {**SLACK, "COPYDESK_DATABASE_URL": url, "COPYDESK_POLICY": str(policy)}
        listed = copydesk("courier", **settings)
        assert (listed.exit_code, listed.stderr) == (0, "")
        head, found = listed.stdout.split("\n\n")[0].splitlines(), listed.stdout.split("\n\n")[1]
        assert head[0] == "slack: 0 cards wait, 1 parked"
        assert head[1].startswith("teams: 1 card waits (the oldest for ")
        assert found.splitlines()[0] == "p1  slack, C1"
        assert "proposal post-1, due " in found
        assert "why: is_archived" in found
        assert WORDS.split()[0] not in listed.stdout

        wrong = copydesk("courier", "retry", "p2", **settings)
        assert (wrong.exit_code, wrong.stdout) == (2, "")
        assert wrong.stderr == "p2 is not parked. `copydesk courier` lists what is.\n"
        assert copydesk("courier", "retry", **settings).exit_code == 2
        again = copydesk("courier", "retry", "p1", **settings)
        assert again.stdout == "1 card will be tried again by the running Copydesk, within seconds.\n"
        assert "0 parked" in copydesk("courier", **settings).stdout
        none = copydesk("courier", "retry", "--all", **settings)
        assert none.stdout == "0 cards will be tried again by the running Copydesk, within seconds.\n"
