"""Whose an account is: what the directory, people and admins say of it, and what stays of that."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.store import SqlStore
from tests.contract.store.world import NOW, account, email, known, profile
from workflows.domain.ids import Chat, PersonId
from workflows.domain.people import AccountId, LinkState
from workflows.engine.chat import CardPost
from workflows.engine.linking import Answered, Override

NO_ALERTS: Sequence[CardPost] = ()
SLACK, TEAMS = account("ben"), account("ben", "teams")


async def link_of(store: SqlStore, of: AccountId) -> LinkState | None:
    """How sure it is whose an account is."""
    found, _ = await store.who(of)
    return found.link if found else None


def yes(of: AccountId, person: PersonId, through: AccountId | None = None) -> Answered:
    """That an account is theirs, said through it unless through another."""
    return Answered(account=of, person=person, says="confirmed", through=through or of)


def admin(of: AccountId, **says: str) -> Override:
    """What an admin says."""
    return replace(Override(account=of, says="confirmed", by="Olu", reason="Asked her."), **says)  # pyright: ignore[reportArgumentType]  # words of a literal


async def test_the_first_account_is_confirmed_by_itself_the_second_by_the_first(store: SqlStore) -> None:
    """A person's first yes stands; in another chat it has to be said through the account that is confirmed."""
    ben = await known(store, "ben")
    await known(store, "ben", "teams")
    assert await store.settle_account(yes(TEAMS, ben, SLACK), NO_ALERTS, NOW) == "stale"
    assert await store.settle_account(yes(SLACK, ben), NO_ALERTS, NOW) == "recorded"
    assert await store.settle_account(yes(SLACK, ben), NO_ALERTS, NOW) == "stale"
    assert await store.settle_account(yes(TEAMS, ben), NO_ALERTS, NOW) == "asks_elsewhere"
    assert await link_of(store, TEAMS) == "matched"
    assert await store.settle_account(yes(TEAMS, ben, SLACK), NO_ALERTS, NOW) == "recorded"
    assert [one.link for one in await store.accounts_of(ben)] == ["confirmed", "confirmed"]
    assert await store.verify() is None


async def test_two_accounts_that_say_yes_at_once(store: SqlStore) -> None:
    """Both say so in the same moment: one is confirmed, the other has to be vouched for."""
    ben = await known(store, "ben")
    await known(store, "ben", "teams")
    said = await asyncio.gather(*(store.settle_account(yes(one, ben), NO_ALERTS, NOW) for one in (SLACK, TEAMS)))
    assert sorted(said) == ["asks_elsewhere", "recorded"]
    assert await store.verify() is None


async def test_nobody_says_so_for_somebody_else(store: SqlStore) -> None:
    """Another person's account, one that was never seen, and one that was denied: nothing to say."""
    ben, ada = await known(store, "ben"), await known(store, "ada")
    await store.settle_account(yes(account("ada"), ada), NO_ALERTS, NOW)
    for answer in (yes(SLACK, ada), yes(SLACK, ada, account("ada")), yes(SLACK, ben, account("ada")), yes(TEAMS, ben)):
        assert await store.settle_account(answer, NO_ALERTS, NOW) == "stale"
    assert await link_of(store, SLACK) == "matched"


async def test_what_was_denied_stays_so_until_an_admin_says_otherwise(store: SqlStore) -> None:
    """Neither another look at the directory nor a yes brings it back; an admin's word does."""
    ben = await known(store, "ben")
    no = Answered(account=SLACK, person=ben, says="denied", through=SLACK)
    assert await store.settle_account(no, NO_ALERTS, NOW) == "recorded"
    assert (await store.link(SLACK, profile("ben"), email("ben"), NOW)).link == "denied"
    assert await store.settle_account(yes(SLACK, ben), NO_ALERTS, NOW) == "stale"
    assert await store.accounts_of(ben) == ()
    assert await store.is_denied(SLACK)
    assert await store.override(admin(SLACK), NOW) == (await store.who(SLACK))[0]
    assert await link_of(store, SLACK) == "confirmed"
    assert not await store.is_denied(SLACK)
    assert await store.verify() is None


async def test_a_confirmed_account_stays_so_while_it_has_its_address(store: SqlStore) -> None:
    """Looked up again it is still confirmed; with another's address it is theirs by that alone; without, nobody's."""
    ben, ada = await known(store, "ben"), await known(store, "ada")
    await store.settle_account(yes(SLACK, ben), NO_ALERTS, NOW)
    assert (await store.link(SLACK, profile("ben"), email("ben"), NOW)).link == "confirmed"
    taken = await store.link(SLACK, profile("ada"), email("ada"), NOW)
    assert (taken.link, taken.person) == ("matched", ada)
    nobodys = await store.link(SLACK, profile("ada"), None, NOW)
    assert (nobodys.link, nobodys.person) == ("unknown", None)
    assert await store.verify() is None


async def test_what_an_admin_ties_stays_tied_whatever_its_address(store: SqlStore) -> None:
    """An account that was never seen is linked to Ben, and stays his with Ada's address; unlinked, it is nobody's."""
    ben = await known(store, "ben")
    other: Chat = "teams"
    linked = await store.override(admin(account("x", other), says="linked", email="ben@example.com"), NOW)
    assert not isinstance(linked, str)
    assert (linked.link, linked.person, linked.tie) == ("confirmed", ben, "admin")
    again = await store.link(account("x", other), profile("ada"), email("ada"), NOW)
    assert (again.link, again.person) == ("confirmed", ben)
    unlinked = await store.override(admin(account("x", other), says="unlinked"), NOW)
    assert not isinstance(unlinked, str)
    assert (unlinked.link, unlinked.person, unlinked.tie) == ("unknown", None, "address")
    assert (await store.link(account("x", other), profile("ada"), email("ada"), NOW)).link == "matched"
    assert await store.verify() is None


async def test_what_an_admin_cannot_say(store: SqlStore) -> None:
    """An account never seen, one that is nobody's, an address that is nobody's."""
    await store.link(SLACK, profile("ben"), None, NOW)
    assert await store.override(admin(SLACK), NOW) == "nobodys"
    assert await store.override(admin(TEAMS, says="denied"), NOW) == "never_seen"
    assert await store.override(admin(SLACK, says="linked", email="nobody@example.com"), NOW) == "no_such_person"
    assert [(one.id, person) for one, person in await store.listed_accounts()] == [(SLACK, None)]
