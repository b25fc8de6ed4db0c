"""Attacks by words that are SQL: whatever is written anywhere stays words, on both databases."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice, product
from typing import Final

import pytest
from sqlalchemy import Connection, MetaData, func, inspect, select

from adapters.storage.database import Database, connect
from adapters.storage.store import SqlStore
from tests.architecture.rules import built_sql, built_statements
from tests.architecture.sources import product as every_module
from tests.architecture.test_rules import broken
from tests.attack.siege import Siege
from tests.contract.store.world import MARKETING_ROOM, NOW, accepting, begun, in_room, noted, order, profile
from workflows.domain.content import Content
from workflows.domain.events import Proposed, RevisionAdded
from workflows.domain.ids import DeskId, Email, PersonId, ProposalId
from workflows.domain.people import AccountId
from workflows.engine.agenda import Lists
from workflows.engine.chat import Conversation, MessageRef
from workflows.engine.store import Recorded

pytestmark = pytest.mark.attack

OPENS: Final = ("", "'", '"', "')", "'))", "`", "\\'", "%", "_", "\u02bc", "\uff07", "$$", "1", "0)", "x'/**/")
PAYLOADS: Final = (
    "; DROP TABLE ledger; --", " OR 1=1 --", " OR 'a'='a", " UNION SELECT id, name, email FROM people --",
    "; DELETE FROM proposals --", "; UPDATE people SET role = 'lead' --",
    " AND 1=CAST((SELECT version()) AS int) --", "; SELECT pg_sleep(10) --", " OR randomblob(1000000000) --",
    "; ATTACH DATABASE 'x' AS y; --", "; COPY people TO '/tmp/x'; --", "; PRAGMA writable_schema=1; --",
    " ORDER BY 100 --", ", (SELECT 1)) --", " LIMIT 0 --", "' || (SELECT text FROM policies) || '", "%' ESCAPE '!",
    "_%_%_%", "%s%s%(id)s", ":id :key {0} {id} %(x)s", "?,?,?", "$1 $2", "; SET ROLE postgres; --", "\\'; --",
    "' IS NOT NULL --", "/* */", "--", "#", "E'\\x27'", "'; NOTIFY wake, 'x'; --", " COLLATE nocase", "NULL",
    "'::regclass", "; BEGIN; COMMIT; --",
)  # fmt: skip
CORPUS: Final = tuple(islice((f"{opens}{payload}" for payload, opens in product(PAYLOADS, OPENS)), 500))
"""Five hundred strings: each way to end a literal, before each thing that could come after it."""
TEXTS: Final = tuple(" ".join(CORPUS[at : at + 10]) for at in range(0, 500, 10))
"""All of them, ten to a text: whichever of them gets out of its literal first, the statement is another."""


def test_there_are_five_hundred() -> None:
    """Attack 52: the strings are as many as they say, and no two alike."""
    assert len(set(CORPUS)) == 500


def test_sql_is_never_built_from_strings() -> None:
    """Attack 52: no value can become SQL, because no statement is put together from strings."""
    assert broken(built_sql, every_module()) == ""
    assert broken(built_statements, tuple(m for m in every_module() if m.within("adapters.storage"))) == ""


async def counted(database: Database) -> Mapping[str, int]:
    """How many rows each table has."""

    def on_record(connection: Connection) -> Mapping[str, int]:
        tables = MetaData()
        tables.reflect(connection)
        assert set(tables.tables) == set(inspect(connection).get_table_names())
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.tables.items()
        }

    return await database.read(on_record)


async def test_words_in_every_column(database_url: str) -> None:
    """Attack 52: the strings in every text that the store takes, and in every question it is asked, on both databases:
    it comes back to the letter, finds nothing that is not there, and harms no table.
    """
    database = connect(database_url)
    store = SqlStore(database)
    linked = await store.link(
        AccountId(chat="slack", installation="T1", user="U1"), profile("ada"), Email("a@b.c"), NOW
    )
    assert linked.person
    before = await counted(database)
    for number, words in enumerate(TEXTS):
        await _written(store, linked.person, number, words)
        await _asked(store, words)
    after = await counted(database)
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    new = len(TEXTS)
    assert grown == {
        "people": new, "accounts": new, "conversations": new, "proposals": new, "inputs": 2 * new, "ledger": 3 * new,
        "ledger_words": 3 * new, "unsealed": 3 * new, "card_posts": new, "lanes": new, "resolved_names": new,
    }  # fmt: skip
    assert await store.verify() is None
    await database.close()


async def _written(store: SqlStore, by: PersonId, number: int, words: str) -> None:
    """Put the words wherever there is a text, and read them back."""
    account = AccountId(chat="slack", installation="T1", user=f"{number}{words}")
    address = Email(f"{number}{words}@example.com")
    linked = await store.link(account, replace(profile("ada", f"{number}{words}"), name=words), address, NOW)
    assert linked.person
    found, person = await store.who(account)
    assert (found and found.alias, person and person.name, person and person.email) == (
        f"{number}{words}",
        words,
        address,
    )
    room = Conversation(
        chat="teams", installation="t", id=f"{number}{words}", kind="channel", address=words, team=words
    )
    await store.resolve(f"{number}{words}", room)
    post = ProposalId(f"{number}{words}")
    first, second = begun(by, post)
    assert isinstance(first, Proposed)
    assert isinstance(second, RevisionAdded)
    content = Content(text=words, channels=second.content.channels, link=words)
    events = (replace(first, note=words, source=words), replace(second, content=content))
    card = in_room(f"{number}{words}", room, post)
    made = await store.apply(order(by, f"{number}{words}", post), accepting(events, wishes=(card,), say=words))
    assert isinstance(made, Recorded)
    assert made.say == words
    noted_too = await store.apply(order(by, f"{number}{words}'", post), accepting([noted(by, f"{words}'")]))
    assert isinstance(noted_too, Recorded)
    read = await store.events_of(post)
    assert read == (*events, noted(by, f"{words}'"))


async def _asked(store: SqlStore, words: str) -> None:
    """Ask for what is called like that, in every way there is to ask."""
    assert await store.named(words) is None
    assert await store.person(PersonId(words)) is None
    assert await store.person_of(Email(words)) is None
    assert await store.newest_of(PersonId(words)) is None
    assert await store.shown_at(MessageRef(conversation=MARKETING_ROOM, id=words)) is None
    lists = Lists(person=PersonId(words), desks=(DeskId(words),), lead=False)
    assert (await store.on_lists(lists, "needs_you", 5, 5)).total == 0
    assert len(await store.unlisted(words, 1)) <= 1


async def test_words_in_every_field_of_a_form(siege_on_both: Siege) -> None:
    """Attack 52: over HTTP, in both chats, the strings in a post, its note and a reason are the words that are on record; in
    questions they find nothing.
    """
    siege = siege_on_both
    before = await counted(siege.database)
    for number, words in enumerate(CORPUS[7::25], start=1):
        text = f"{number} {words}".strip()
        filled = {"text": text, "channels": ("linkedin",), "note": text}
        reason = {"code": "tone", "why": text}
        edit, no = siege.action("edit", revision=number), siege.action("request_changes", revision=number + 1)
        if number % 2:
            await siege.slack_form("ada", edit, filled)
            await siege.teams_form("ben", no, reason)
        else:
            await siege.teams_form("ada", edit, filled)
            await siege.slack_form("ben", no, reason)
        stands = await siege.stands()
        (review,) = [one for one in stands.reviews if one.revision == number + 1]
        assert review.reason is not None
        assert (stands.head.content.text, stands.note, review.reason.words) == (text, text, text)
    for words in CORPUS[3::50]:
        said = "\n".join(await siege.company.in_slack("cleo").asks(f"why {words}"))
        assert "Ada Park" not in said, words
    after = await counted(siege.database)
    assert after.keys() == before.keys()
    for table in ("people", "policies", "proposals"):
        assert after[table] == before[table]
