"""People, their accounts, and the policy that lists them."""

import asyncio

from adapters.storage.audit import Broken
from adapters.storage.store import SqlStore
from tests.contract.store.world import (
    LEGAL,
    LEGAL_ROOM,
    MARKETING_ROOM,
    MINUTE,
    NOW,
    account,
    email,
    in_room,
    known,
    profile,
    propose,
)
from workflows.domain.ids import PersonId, PolicyHash
from workflows.domain.people import Account, Person, Role
from workflows.domain.policy import ListedPerson, Policy
from workflows.engine.chat import Conversation


def policy(version: str, **roles: Role) -> Policy:
    """A policy that lists these people."""
    people = {
        email(name): ListedPerson(name=name.title(), email=email(name), role=role, attributes=frozenset({"eu", "us"}))
        for name, role in roles.items()
    }
    return Policy(
        hash=PolicyHash(version),
        company="Example",
        domains=frozenset({"example.com"}),
        zone="UTC",
        people=people,
        desks={},
        rules=(),
        digests=(),
        slots="one_per_proposal",
    )


async def test_an_unseen_account_is_none(store: SqlStore) -> None:
    """An account, a person, an address that was never seen is None."""
    assert await store.who(account("ada")) == (None, None)
    assert await store.person(PersonId("nobody")) is None
    assert await store.person_of(email("ada")) is None


async def test_accounts_with_one_address_are_one_person(store: SqlStore) -> None:
    """Slack's Ada and Teams' Ada, by their verified address, are one person."""
    slack, teams = await known(store, "ada"), await known(store, "ada", "teams")
    assert slack == teams
    assert await store.person(slack) == Person(id=slack, name="Ada", email=email("ada"))
    assert await store.person_of(email("ada")) == await store.person(slack)


async def test_first_sights_at_once_make_one_person(store: SqlStore) -> None:
    """Both accounts seen for the first time in the same moment still make one person."""
    found = await asyncio.gather(*[known(store, "ada", chat) for chat in ("slack", "teams") for _ in range(3)])
    assert len(set(found)) == 1


async def test_linking_again_keeps_what_the_directory_leaves_out(store: SqlStore) -> None:
    """A later look-up without alias and zone keeps the known ones; an account that became nobody's has no person."""
    await store.link(account("ada"), profile("ada", alias="29:ada"), email("ada"), NOW)
    await store.link(account("ada"), profile("ada"), None, NOW)
    expected = Account(id=account("ada"), link="unknown", person=None, alias="29:ada")
    assert (await store.who(account("ada")))[0] == expected


async def test_meeting_remembers_the_alias(store: SqlStore) -> None:
    """Meeting a linked account stores the other id that its chat uses for it."""
    await known(store, "ada", "teams")
    direct = Conversation(chat="teams", installation="tenant", id="a:1", kind="direct", address="https://a.example")
    await store.meet(account("ada", "teams"), direct, "29:ada")
    found, _ = await store.who(account("ada", "teams"))
    assert found
    assert found.alias == "29:ada"


async def test_a_policy_makes_its_people(store: SqlStore) -> None:
    """Adopting a policy makes everyone it lists a person, or makes the person they are what it says."""
    ada = await known(store, "ada")
    await store.adopt_policy(policy("v1", ada="lead", ben="reviewer"), "text one", NOW)
    assert await store.person(ada) == Person(
        id=ada, name="Ada", email=email("ada"), role="lead", attributes=frozenset({"eu", "us"})
    )
    ben = await store.person_of(email("ben"))
    assert ben
    assert ben.role == "reviewer"
    assert await known(store, "ben") == ben.id
    assert await store.person(ben.id) == ben


async def test_whoever_a_policy_drops_becomes_an_employee(store: SqlStore) -> None:
    """A person whom the newest policy no longer lists keeps their id, and loses role and attributes."""
    await store.adopt_policy(policy("v1", ada="lead", ben="reviewer"), "text one", NOW)
    await store.adopt_policy(policy("v2", ben="lead"), "text two", NOW)
    ada, ben = await store.person_of(email("ada")), await store.person_of(email("ben"))
    assert ada
    assert (ada.role, ada.attributes) == ("employee", frozenset())
    assert ben
    assert ben.role == "lead"


async def test_every_policy_is_kept_once(store: SqlStore) -> None:
    """Every version's text is kept under its hash, also when replicas adopt it together; the ledger says so once, and by whom."""
    first, second = policy("v1", ada="lead"), policy("v2", ada="lead")
    await asyncio.gather(*[store.adopt_policy(first, "text one", NOW, operator="svc") for _ in range(4)])
    ada = await store.person_of(email("ada"))
    assert ada
    await store.adopt_policy(second, "text two", NOW, by=ada.email, operator="root")
    await store.adopt_policy(first, "text one", NOW)
    versions = await store.policy_versions()
    assert {known: one.text for known, one in versions.items()} == {"v1": "text one", "v2": "text two"}
    history = await store.policy_history()
    assert not isinstance(history, Broken)
    assert [(one.policy, one.name, one.operator) for one in history] == [
        ("v1", "", "svc"),
        ("v2", ada.name, "root"),
        ("v1", "", ""),
    ]
    assert await store.verify() is None


async def test_a_desk_is_bound_to_its_newest_place(store: SqlStore) -> None:
    """Binding a desk again replaces its place, and desks bound at once are all bound."""
    ada = await known(store, "ada")
    await store.bind(LEGAL, MARKETING_ROOM, ada, NOW)
    await asyncio.gather(*[store.bind(LEGAL, LEGAL_ROOM, ada, NOW) for _ in range(4)])
    assert await store.bound() == {LEGAL: LEGAL_ROOM}
    assert await store.verify() is None


async def test_a_conversation_has_its_newest_address(store: SqlStore) -> None:
    """Meeting a conversation at another address moves it; meeting it without an address keeps the old one."""
    ada = await known(store, "ada")
    await store.bind(LEGAL, LEGAL_ROOM, ada, NOW)
    moved = Conversation(chat="teams", installation="tenant", id="19:legal", kind="channel", address="https://new")
    await store.meet(None, moved)
    await store.meet(None, Conversation(chat="teams", installation="tenant", id="19:legal", kind="channel"))
    assert await store.bound() == {LEGAL: moved}


async def test_names_are_resolved(store: SqlStore) -> None:
    """A name in the policy stands for the conversation it was last resolved to."""
    await store.resolve("#legal", LEGAL_ROOM)
    await store.resolve("#legal", MARKETING_ROOM)
    assert await store.resolved() == {"#legal": MARKETING_ROOM}


async def test_what_a_name_is_found_for_again_is_open_again(store: SqlStore) -> None:
    """A closed place is kept as what its name stood for last; found anew, it can be posted to, and what waited there is due."""
    ada = await known(store, "ada")
    await store.resolve("#marketing", MARKETING_ROOM)
    await store.close_place(MARKETING_ROOM, "archived", whole_team=False)
    await propose(store, ada, in_room("p1"))
    assert (await store.resolved(), await store.last_resolved()) == ({}, {"#marketing": MARKETING_ROOM})
    assert await store.claim(NOW, 9, MINUTE) == []
    await store.resolve("#marketing", MARKETING_ROOM)
    assert await store.resolved() == {"#marketing": MARKETING_ROOM}
    assert [one.post.id for one in await store.claim(NOW, 9, MINUTE)] == ["p1"]
