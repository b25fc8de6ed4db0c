"""Who is in the groups of the chats: read by one at a time, kept as it was where it can't be read, written on the ledger."""

import asyncio
from dataclasses import replace

import pytest

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from adapters.storage.database import Database
from adapters.storage.groups import SqlGroups
from adapters.storage.store import SqlStore
from tests.contract.store.world import LEGAL, LEGAL_ROOM, MINUTE, NOW, account, known
from workflows.domain.ids import GroupKey, PersonId, PolicyHash
from workflows.engine import store as port
from workflows.engine.groups import GroupState, Moved, Reading

SLACK, TEAMS = GroupKey("slack @legal"), GroupKey("teams legal")
OTHER = PolicyHash("another version")
LATER = NOW + 10 * MINUTE


@pytest.fixture
def groups(database: Database) -> SqlGroups:
    """The book of groups beside the store."""
    return SqlGroups(database)


async def _claimed(groups: SqlGroups, key: GroupKey = SLACK) -> GroupState:
    (claimed,) = await groups.claim_groups([key], OTHER, NOW, LATER)
    return claimed


async def _seated(store: SqlStore, key: GroupKey = SLACK) -> set[str]:
    """Who is loaded as being in a group, by name, without having been asked for."""
    loaded = await store.load(None)
    assert isinstance(loaded, port.Loaded)
    return {person.name for person in loaded.people.values() if key in person.groups}


def _read(*people: PersonId) -> Reading:
    return Reading(people=frozenset(people), installation="T1", id="S1")


async def test_whoever_is_in_a_group_is_loaded_with_every_decision(store: SqlStore, groups: SqlGroups) -> None:
    """People whom no policy lists are known to a decision as soon as they are in a group, and no longer than that."""
    dan, eve = await known(store, "dan"), await known(store, "eve")
    assert await groups.keep_group(await _claimed(groups), _read(dan, eve), (), NOW) == Moved(
        came=frozenset({dan, eve})
    )
    assert await _seated(store) == {"Dan", "Eve"}
    await groups.group_told("slack", "T1", ["S1"], NOW)
    assert await groups.keep_group(await _claimed(groups), _read(eve), (), NOW) == Moved(went=frozenset({dan}))
    assert await _seated(store) == {"Eve"}
    assert await store.verify() is None


@pytest.mark.usefixtures("store")
async def test_of_two_who_look_at_once_one_reads_a_group(groups: SqlGroups) -> None:
    """A group that is due is claimed once, until it is due again."""
    claims = await asyncio.gather(*(groups.claim_groups([SLACK, TEAMS], OTHER, NOW, LATER) for _ in range(4)))
    assert sorted(one.key for claim in claims for one in claim) == [SLACK, TEAMS]
    assert len(await groups.claim_groups([SLACK, TEAMS], OTHER, LATER, LATER + MINUTE)) == 2


async def test_whoever_read_it_first_and_comes_last_writes_nothing(store: SqlStore, groups: SqlGroups) -> None:
    """A reading that took longer than the next one is older than that."""
    dan, eve = await known(store, "dan"), await known(store, "eve")
    slow = await _claimed(groups)
    await groups.group_told("slack", "", ["@legal"], NOW)
    await groups.keep_group(await _claimed(groups), _read(eve), (), NOW)
    assert await groups.keep_group(slow, _read(dan), (), NOW) == Moved()
    await groups.group_failed(slow, "no answer", NOW, NOW)
    assert await _seated(store) == {"Eve"}
    assert (await groups.group_states())[SLACK].trouble == ""


async def test_what_was_read_last_stays_while_a_group_cannot_be_read(store: SqlStore, groups: SqlGroups) -> None:
    """The trouble is noted beside when it was last read well, and a good reading ends it."""
    dan = await known(store, "dan")
    await groups.keep_group(await _claimed(groups), _read(dan), (), NOW)
    (again,) = await groups.claim_groups([SLACK], OTHER, LATER, LATER + 10 * MINUTE)
    await groups.group_failed(again, "no answer", LATER + MINUTE, LATER)
    kept = GroupState(
        key=SLACK, installation="T1", id="S1", read_at=NOW, trouble="no answer", people=1, turn=again.turn
    )
    assert await groups.group_states() == {SLACK: kept}
    assert await _seated(store) == {"Dan"}
    (soon,) = await groups.claim_groups([SLACK], OTHER, LATER + MINUTE, LATER + 20 * MINUTE)
    await groups.keep_group(soon, _read(dan), (), LATER + MINUTE)
    well = replace(kept, trouble="", read_at=LATER + MINUTE, turn=soon.turn)
    assert await groups.group_states() == {SLACK: well}


async def test_a_group_that_is_lost_seats_nobody_and_is_found_again(store: SqlStore, groups: SqlGroups) -> None:
    """Where it was found stays known: another installation's group of that name was never meant."""
    dan = await known(store, "dan")
    await groups.keep_group(await _claimed(groups), _read(dan), (), NOW)
    await groups.group_told("slack", "T1", ["S1"], NOW)
    await groups.keep_group(await _claimed(groups), Reading(lost="disabled"), (), NOW)
    state = (await groups.group_states())[SLACK]
    assert (state.lost, state.people, state.installation, state.id) == ("disabled", 0, "T1", "S1")
    assert await _seated(store) == set()


@pytest.mark.parametrize(
    ("installation", "name", "due"),
    [
        ("T1", "S1", True),
        ("T1", "@legal", True),
        ("T2", "S1", False),
        ("T2", "@legal", False),
        ("T1", "S2", False),
        ("T1", "@press", False),
    ],
)
async def test_only_news_of_this_group_makes_it_due(
    store: SqlStore, groups: SqlGroups, *, installation: str, name: str, due: bool
) -> None:
    """By its id or its handle, in the installation that it was found in."""
    await groups.keep_group(await _claimed(groups), _read(await known(store, "dan")), (), NOW)
    await groups.group_told("slack", installation, [name], NOW)
    assert bool(await groups.claim_groups([SLACK], OTHER, NOW, LATER)) is due


async def test_a_desk_that_is_bound_elsewhere_has_its_people_read_anew(store: SqlStore, groups: SqlGroups) -> None:
    """The place comes with the claim, and another place is read at once."""
    cleo = await known(store, "cleo")
    assert (await _claimed(groups, TEAMS)).place is None
    await store.bind(LEGAL, LEGAL_ROOM, cleo, NOW)
    assert (await _claimed(groups, TEAMS)).place == LEGAL_ROOM


async def test_a_group_that_the_policy_in_force_does_not_name_is_forgotten(store: SqlStore, groups: SqlGroups) -> None:
    """Who was in it sits nowhere by it; an older version that still runs elsewhere forgets nothing and begins none."""
    dan = await known(store, "dan")
    await groups.keep_group(await _claimed(groups), _read(dan), (), NOW)
    assert [one.key for one in await groups.claim_groups([TEAMS], OTHER, NOW, LATER)] == [TEAMS]
    assert await _seated(store) == {"Dan"}
    read = load_text(example())
    assert isinstance(read, Loaded)
    await store.adopt_policy(read.policy, read.text, NOW)
    assert not await groups.claim_groups([TEAMS], read.policy.hash, NOW, LATER)
    assert await _seated(store) == set()
    assert list(await groups.group_states()) == [TEAMS]
    assert not await groups.claim_groups([SLACK], OTHER, NOW, LATER)
    assert list(await groups.group_states()) == [TEAMS]


async def test_whoever_left_is_counted_in_no_group(store: SqlStore, groups: SqlGroups) -> None:
    """Somebody whose last account is deactivated sits nowhere, whatever a group says until it is read again."""
    dan = await known(store, "dan")
    await groups.keep_group(await _claimed(groups), _read(dan), (), NOW)
    await store.leave(account("dan"), NOW)
    assert (await groups.group_states())[SLACK].people == 0
