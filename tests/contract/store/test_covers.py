"""Who is away: what a decision is told of it, whose lists it widens, and what stands on the ledger."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, select

from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from adapters.storage.tables import LEDGER
from tests.contract.store.world import LEGAL, NOW, accepting, account, begun, known, order
from workflows.cards.away import CoverTold
from workflows.domain.covers import Cover
from workflows.domain.ids import CardPostId, PersonId, ProposalId
from workflows.engine.agenda import Lists
from workflows.engine.chat import AlertSubject, CardPost, Direct
from workflows.engine.store import AgendaRow, Loaded

DAY: Final = timedelta(days=1)


def cover(person: PersonId, by: PersonId) -> Cover:
    """Away from now on, for a day."""
    return Cover(person=person, by=by, since=NOW, until=NOW + DAY, zone="Europe/Zurich")


def nothing(_: Cover | None) -> Sequence[CardPost]:
    """Nobody is told."""
    return ()


async def held(store: SqlStore, person: PersonId) -> Cover | None:
    """What a decision on somebody's post is told of their being away."""
    post = ProposalId(f"post of {person}")
    await store.apply(order(person, f"begin {person}", post), accepting(begun(person, post)))
    loaded = await store.load(post)
    assert isinstance(loaded, Loaded)
    return next((one for one in loaded.covers if one.person == person), None)


async def recorded(database: Database) -> list[tuple[str, str, object]]:
    """What stands on the ledger of people who are away."""

    def read(connection: Connection) -> list[tuple[str, str, object]]:
        rows = select(LEDGER).where(LEDGER.c.stream == "covers").order_by(LEDGER.c.sequence)
        return [(row.kind, row.actor, json.loads(row.body)) for row in connection.execute(rows)]

    return await database.read(read)


async def test_a_cover_is_set_replaced_and_ended(store: SqlStore, database: Database) -> None:
    """Each change is one event with random ids; the same again is none, and what is not there can't be ended."""
    ada, ben, cleo = [await known(store, name) for name in ("ada", "ben", "cleo")]
    first, second = cover(ada, ben), replace(cover(ada, cleo), until=NOW + 2 * DAY)
    assert await held(store, ada) is None
    for one in (first, first, second):
        await store.set_cover(one, account("ada"), NOW, nothing)
    assert await held(store, ada) == second
    assert [one.id for one in await store.covered_by(cleo, NOW + DAY)] == [ada]
    assert await store.covered_by(cleo, NOW + 2 * DAY) == []
    assert await store.covered_by(ben, NOW) == []
    assert await store.end_cover(ada, account("ada"), NOW, nothing) == second
    assert await store.end_cover(ada, account("ada"), NOW, nothing) is None
    assert await held(store, ada) is None

    times = [{"since": one.since.isoformat(), "until": one.until.isoformat()} for one in (first, second)]
    assert await recorded(database) == [
        ("cover_set", ada, {"person": ada, "by": ben, **times[0]}),
        ("cover_set", ada, {"person": ada, "by": cleo, **times[1]}),
        ("cover_ended", ada, {"person": ada}),
    ]
    assert await store.verify() is None


async def test_one_that_is_over_can_not_be_ended(store: SqlStore) -> None:
    """It ended by itself: coming back then records nothing, and a new one replaces nobody's."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    await store.set_cover(cover(ada, ben), account("ada"), NOW, nothing)
    assert await store.end_cover(ada, account("ada"), NOW + DAY, nothing) is None
    replaced: list[Cover | None] = []

    def heard(before: Cover | None) -> Sequence[CardPost]:
        replaced.append(before)
        return ()

    again = replace(cover(ada, ben), since=NOW + 2 * DAY, until=NOW + 3 * DAY)
    await store.set_cover(again, account("ada"), NOW + 2 * DAY, heard)
    assert replaced == [None]


async def test_the_message_is_wished_with_the_cover(store: SqlStore) -> None:
    """Whoever covers is told in the same transaction."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    told = CoverTold(news="named", name="Ada", since=NOW, until=NOW + DAY, zone="Europe/Zurich", desks=(LEGAL,))
    post = CardPost(
        id=CardPostId("told"), subject=AlertSubject(alert=told, occasion="x"), place=Direct(chat="slack", person=ben)
    )
    await store.set_cover(cover(ada, ben), account("ada"), NOW, lambda _: (post,))
    (claimed,) = await store.claim(NOW, 9, timedelta(minutes=1))
    assert claimed.post.subject == post.subject


async def test_a_list_holds_what_one_covers(store: SqlStore) -> None:
    """Ben, who decides for Cleo at legal, has on his list what waits there, without what either of them can't act on."""
    ada, ben, cleo = [await known(store, name) for name in ("ada", "ben", "cleo")]
    asked = AgendaRow(section="needs_you", desk=LEGAL)
    for name, without in (("open", ()), ("cleo's", (cleo,)), ("ben's", (ben,))):
        post = ProposalId(name)
        row = replace(asked, without=frozenset(without))
        await store.apply(order(ada, name, post), accepting(begun(ada, post), agenda=(row,)))
    mine = Lists(person=ben, desks=(), lead=False, covers={LEGAL: cleo})
    page = await store.on_lists(mine, "needs_you", 9, 9)
    assert [one.proposal.id for one in page.first if one.proposal] == ["open"]
