"""Installations: tokens are sealed, whoever changes one names what they knew, and an installation is returned to once."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, and_, select

from adapters.storage.database import Database
from adapters.storage.installations import MOST_USED, STREAM, SqlInstallations
from adapters.storage.safe import Safe
from adapters.storage.store import SqlStore
from adapters.storage.tables import INSTALL_STATES, INSTALLATIONS, LEDGER, LEDGER_WORDS
from tests.contract.store.world import NOW
from tests.support.installations import acme
from workflows.engine.chat import Conversation
from workflows.engine.installations import SEALED, Installation

OLD, NEW = "o" * 64, "n" * 64
TOKEN, REFRESH = "xoxb-canary-token", "xoxe-canary-refresh"
LATER = NOW + timedelta(minutes=10)

ACME = acme(TOKEN, REFRESH, NOW, LATER)
WHOLE = replace(ACME, organisation="E1", workspace="", name="All of Acme")
PART = replace(ACME, organisation="E1", workspace="T2", name="A part of it")


@pytest.fixture
async def kept(database: Database) -> SqlInstallations:
    """Where installations are kept, with one key."""
    return SqlInstallations(database, Safe((OLD,)))


async def only(kept: SqlInstallations) -> Installation:
    """The only one."""
    (found,) = await kept.every("slack")
    return found


async def test_what_was_attached_is_there(kept: SqlInstallations) -> None:
    """All of it is read back, a workspace before the whole organisation that it is in, and only of that chat."""
    for one in (WHOLE, PART, ACME):
        await kept.attach(one)
    found = await kept.every("slack")
    assert found == tuple(replace(one, version=1) for one in (ACME, PART, WHOLE))
    assert await kept.every("teams") == ()


async def test_no_token_can_be_read_in_the_database(kept: SqlInstallations, database: Database) -> None:
    """Neither token stands in a row, the same token never looks the same twice, and a row's token opens in no other row."""
    await kept.attach(ACME)
    await kept.attach(PART)

    def sealed(connection: Connection) -> list[tuple[str, str]]:
        return [(row.token, row.refresh) for row in connection.execute(select(INSTALLATIONS))]

    texts = await database.read(sealed)
    assert len({text for pair in texts for text in pair}) == 4
    assert not any(canary in text for pair in texts for text in pair for canary in (TOKEN, REFRESH))

    def swap(connection: Connection) -> None:
        mine = INSTALLATIONS.c.workspace == "T2"
        connection.execute(INSTALLATIONS.update().where(mine).values(token=texts[0][0], refresh=texts[0][1]))

    await database.write(swap)
    moved = {one.workspace: one for one in await kept.every("slack")}
    assert (moved["T1"].lost, moved["T2"].lost) == ("", SEALED)
    assert (moved["T2"].token, moved["T2"].refresh) == ("", "")


async def test_a_new_key_in_front_of_the_old(kept: SqlInstallations, database: Database) -> None:
    """What the old key sealed opens as long as it is listed; what is sealed anew needs the new one alone."""
    await kept.attach(ACME)
    both, fresh = SqlInstallations(database, Safe((NEW, OLD))), SqlInstallations(database, Safe((NEW,)))
    assert (await only(both)).token == TOKEN
    assert (await only(fresh)).lost == SEALED
    assert await both.renew(await only(both), "xoxb-2", "xoxe-2", LATER)
    assert (await only(fresh)).token == "xoxb-2"
    assert (await only(kept)).lost == SEALED


async def test_a_process_without_the_key(kept: SqlInstallations, database: Database) -> None:
    """What one process cannot read is no news to it: it tells nobody that it was lost, and leaves it to one that can."""
    await kept.attach(ACME)
    assert await SqlInstallations(database, Safe((NEW,))).news() == ()
    assert await kept.news() == (await only(kept),)


async def test_an_old_key_can_be_dropped(kept: SqlInstallations, database: Database) -> None:
    """After a start with both keys the new one alone opens everything, and nothing else about an installation has changed."""
    await kept.attach(ACME)
    before = await only(kept)
    both, fresh = SqlInstallations(database, Safe((NEW, OLD))), SqlInstallations(database, Safe((NEW,)))
    await fresh.reseal()
    assert await only(kept) == before
    for _ in range(2):
        await both.reseal()
        assert await only(fresh) == before


async def test_one_gets_the_next_token(kept: SqlInstallations) -> None:
    """Of many who ask at once one gets the lease; it ends by itself, by giving it back, or with the next token."""
    await kept.attach(ACME)
    known = await only(kept)
    asked = await asyncio.gather(*(kept.lease(known, NOW, LATER) for _ in range(5)))
    assert sorted(asked) == [False, False, False, False, True]
    assert await kept.lease(known, LATER, LATER + timedelta(minutes=1))
    await kept.release(known)
    assert await kept.lease(known, NOW, LATER)
    assert await kept.renew(known, "xoxb-2", "xoxe-2", None)
    assert not await kept.lease(known, LATER, LATER + timedelta(minutes=1))
    renewed = await only(kept)
    assert (renewed.token, renewed.refresh, renewed.expires) == ("xoxb-2", "xoxe-2", None)
    assert not await kept.renew(known, "xoxb-3", "xoxe-3", None)
    assert await kept.lease(renewed, NOW, LATER)


async def test_lost_and_attached_again(kept: SqlInstallations) -> None:
    """A lost one keeps no token; one who knew an older one cannot lose the newer; each change is news until it is noted."""
    await kept.attach(ACME)
    first = await only(kept)
    assert await kept.news() == (first,)
    assert await kept.noted(first)
    assert await kept.news() == ()
    assert await kept.lose(first, "token_revoked", NOW)
    lost = await only(kept)
    assert (lost.lost, lost.token, lost.refresh) == ("token_revoked", "", "")
    assert await kept.news() == (lost,)
    await kept.attach(ACME)
    again = await only(kept)
    assert (again.lost, again.token) == ("", TOKEN)
    assert not await kept.lose(first, "token_revoked", NOW)
    assert not await kept.lose(lost, "token_revoked", NOW)
    assert not await kept.noted(lost)
    assert await kept.news() == (again,)


async def test_on_the_ledger(kept: SqlInstallations, store: SqlStore, database: Database) -> None:
    """Who let Copydesk in where, and why it was cut off, is on record; the next token, and who knew less, is not."""
    await kept.attach(ACME)
    attached = await only(kept)
    assert await kept.renew(attached, "xoxb-2", "xoxe-2", LATER)
    assert not await kept.lose(attached, "token_revoked", LATER)
    assert await kept.lose(await only(kept), "token_revoked", LATER)

    def read(connection: Connection) -> list[tuple[str, str, datetime, object, object]]:
        same = LEDGER_WORDS.c.stream == LEDGER.c.stream, LEDGER_WORDS.c.sequence == LEDGER.c.sequence
        whole = select(LEDGER, LEDGER_WORDS.c.words).join(LEDGER_WORDS, and_(*same)).where(LEDGER.c.stream == STREAM)
        rows = connection.execute(whole.order_by(LEDGER.c.sequence)).all()
        words = [json.loads(row.words) for row in rows]
        return [
            (row.kind, row.body, row.at, told["account"], told["private"])
            for row, told in zip(rows, words, strict=True)
        ]

    by = {"chat": "slack", "installation": "T1", "user": "U2"}
    where = {"organisation": "", "workspace": "T1"}
    assert await database.read(read) == [
        ("installation_attached", "{}", NOW, by, where),
        ("installation_lost", '{"why":"token_revoked"}', LATER, None, where),
    ]
    assert await store.verify() is None


async def test_places_close_and_open_with_it(kept: SqlInstallations, store: SqlStore) -> None:
    """Its conversations alone are closed when it is lost, and open once it is back; whoever is late changes nothing."""
    here, there = (
        Conversation(chat="slack", installation=workspace, id="C1", kind="channel") for workspace in ("T1", "T9")
    )
    await kept.attach(ACME)
    await store.resolve("#here", here)
    await store.resolve("#there", there)
    attached = await only(kept)
    assert await kept.lose(attached, "token_revoked", NOW)
    lost = await only(kept)
    await kept.close_installation(lost)
    assert await store.resolved() == {"#there": there}
    assert await store.last_resolved() == {"#here": here, "#there": there}
    await kept.reopen_installation(attached)
    assert await store.resolved() == {"#there": there}
    await kept.attach(ACME)
    await kept.reopen_installation(await only(kept))
    await kept.close_installation(lost)
    assert await store.resolved() == {"#here": here, "#there": there}


async def test_one_of_several_under_one_name(kept: SqlInstallations, store: SqlStore) -> None:
    """Where an organisation and one of its workspaces are installed, losing the workspace closes its own conversations only."""
    mine, shared = (
        Conversation(chat="slack", installation="E1", id=f"C{team}", kind="channel", team=team) for team in ("T2", "")
    )
    await kept.attach(PART)
    await kept.attach(WHOLE)
    await store.resolve("#mine", mine)
    await store.resolve("#shared", shared)
    part, whole = await kept.every("slack")
    assert await kept.lose(part, "token_revoked", NOW)
    await kept.close_installation((await kept.every("slack"))[0])
    assert await store.resolved() == {"#shared": shared}
    assert await kept.lose(whole, "token_revoked", NOW)
    await kept.close_installation((await kept.every("slack"))[1])
    assert await store.resolved() == {}


async def test_the_next_token_is_no_news(kept: SqlInstallations) -> None:
    """Nobody is told that a token was replaced; what was not noted before still is news after."""
    await kept.attach(ACME)
    assert await kept.renew(await only(kept), "xoxb-2", "xoxe-2", LATER)
    (news,) = await kept.news()
    assert await kept.noted(news)
    assert await kept.renew(await only(kept), "xoxb-3", "xoxe-3", LATER)
    assert await kept.news() == ()


async def test_returned_to_once(kept: SqlInstallations) -> None:
    """A beginning is good for once, in its browser, for its time; whatever the answer, it is used up."""
    one, two, three = (kept.begin(f"browser {number}", LATER) for number in (1, 2, 3))
    assert await kept.finish("never", "browser 1", NOW) == "unknown"
    assert await kept.finish(one, "browser 1", NOW) == "begun here"
    assert await kept.finish(one, "browser 1", NOW) == "used"
    assert await kept.finish(two, "browser 1", NOW) == "in another browser"
    assert await kept.finish(two, "browser 2", NOW) == "used"
    assert await kept.finish(three, "browser 3", LATER) == "expired"


async def test_returned_to_once_by_many(kept: SqlInstallations) -> None:
    """Of many who return at the same moment one finds it."""
    state = kept.begin("browser", LATER)
    answers = await asyncio.gather(*(kept.finish(state, "browser", NOW) for _ in range(5)))
    assert sorted(answers) == ["begun here", *["used"] * 4]


async def test_one_state_in_other_letters(kept: SqlInstallations) -> None:
    """What reads the same is the same: a used state with something in it that decoding leaves out stays used."""
    state = kept.begin("browser", LATER)
    assert await kept.finish(state, "browser", NOW) == "begun here"
    assert await kept.finish(f"{state[:9]}.{state[9:]}", "browser", NOW) == "used"


async def test_states_that_somebody_made(kept: SqlInstallations, database: Database) -> None:
    """One of another deployment, a changed one, and a sealed token are no states; one of before a new key came still is."""
    await kept.attach(ACME)
    state = kept.begin("browser", LATER)
    sealed = await database.read(lambda connection: connection.execute(select(INSTALLATIONS.c.token)).scalars().all())
    elsewhere = SqlInstallations(database, Safe((NEW,))).begin("browser", LATER)
    changed = f"{state[:20]}{'A' if state[20] != 'A' else 'B'}{state[21:]}"
    for wrong in (elsewhere, changed, state[:-4], "", *sealed):
        assert await kept.finish(wrong, "browser", NOW) == "unknown"
    assert await SqlInstallations(database, Safe((NEW, OLD))).finish(state, "browser", NOW) == "begun here"


async def test_used_states_do_not_pile_up(kept: SqlInstallations, database: Database) -> None:
    """Whoever returns without end fills no disk: what is over is forgotten, and of too many the oldest."""

    def fill(connection: Connection) -> None:
        rows = [
            {"state": f"s{number}", "browser": "b", "until": LATER + timedelta(seconds=number)}
            for number in range(MOST_USED)
        ]
        connection.execute(INSTALL_STATES.insert(), rows)

    async def standing() -> set[str]:
        return await database.read(lambda connection: set(connection.execute(select(INSTALL_STATES.c.state)).scalars()))

    await database.write(fill)
    newest = kept.begin("b", LATER + timedelta(days=1))
    assert await kept.finish(newest, "b", NOW) == "begun here"
    assert len(await standing()) == MOST_USED
    assert "s0" not in await standing()
    later = kept.begin("b", LATER + timedelta(days=3))
    assert await kept.finish(newest, "b", NOW) == "used"
    assert await kept.finish(later, "b", LATER + timedelta(days=2)) == "begun here"
    assert len(await standing()) == 1
