"""The one door for decisions: one call, one transaction."""

import asyncio

from adapters.storage.store import SqlStore
from tests.contract.store.world import (
    MARKETING_ROOM,
    NOW,
    POST,
    WORDS,
    accepting,
    account,
    begun,
    in_room,
    known,
    noted,
    order,
    propose,
    state,
)
from workflows.domain.ids import ProposalId
from workflows.domain.refusals import NotFound, Refusal
from workflows.engine.store import Accepted, Loaded, Recorded
from workflows.lifecycle.evolve import fold


async def test_a_decision_is_recorded_with_its_words(store: SqlStore) -> None:
    """An accepted command leads to the state that it said, words and all, and to its answer."""
    ada = await known(store, "ada")
    answer = await store.apply(order(ada, "k1"), accepting(begun(ada), say="It is a draft."))
    assert answer == Recorded(proposal=POST, say="It is a draft.")
    assert (await state(store)).head.content.text == WORDS


async def test_the_state_is_what_its_events_lead_to(store: SqlStore) -> None:
    """Folding a proposal's events gives the stored state."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await store.apply(order(ada, "k2"), accepting([noted(ada, "a"), noted(ada, "b")]))
    events = await store.events_of(POST)
    assert isinstance(events, tuple)
    assert fold(events) == await state(store)


async def test_a_repeated_input_has_one_effect(store: SqlStore) -> None:
    """The same key again gives the stored answer, marked as repeated, and no event; it is not even decided."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await store.apply(order(ada, "k2"), accepting([noted(ada, "a")], say="Noted."))

    def never(_: Loaded) -> Accepted | Refusal:
        raise AssertionError

    again = await store.apply(order(ada, "k2"), never)
    assert again == Recorded(proposal=POST, say="Noted.", repeated=True)
    assert (await state(store)).sequence == 3


async def test_copies_at_once_have_one_effect(store: SqlStore) -> None:
    """Ten concurrent copies of one input give the same answer; nine of them as a repetition."""
    ada = await known(store, "ada")
    await propose(store, ada)
    copies = [store.apply(order(ada, "k2"), accepting([noted(ada, "a")], say="Noted.")) for _ in range(10)]
    answers = [answer for answer in await asyncio.gather(*copies) if isinstance(answer, Recorded)]
    assert [answer.say for answer in answers] == ["Noted."] * 10
    assert sorted(answer.repeated for answer in answers) == [False, *[True] * 9]
    assert (await state(store)).sequence == 3


async def test_copies_of_a_proposal_begin_it_once(store: SqlStore) -> None:
    """Ten concurrent copies of a proposal's first input begin one proposal, even where each made up its own id."""
    ada = await known(store, "ada")
    ids = [ProposalId(f"post-{number}") for number in range(10)]
    copies = [store.apply(order(ada, "k1", proposal), accepting(begun(ada, proposal))) for proposal in ids]
    answers = await asyncio.gather(*copies)
    assert len({answer.proposal for answer in answers if isinstance(answer, Recorded)}) == 1
    assert len(await store.queue(["draft"])) == 1


async def test_a_refusal_stores_nothing(store: SqlStore) -> None:
    """A refused command leaves no event and no key: the same input may succeed later."""
    ada = await known(store, "ada")
    assert await store.apply(order(ada, "k1"), lambda _: NotFound()) == NotFound()
    assert await store.events_of(POST) == ()
    assert await store.apply(order(ada, "k1"), accepting(begun(ada))) == Recorded(proposal=POST, say="Done.")


async def test_an_acceptance_without_events_stores_nothing(store: SqlStore) -> None:
    """The same decision again is answered, and leaves neither an event nor a key."""
    ada = await known(store, "ada")
    await propose(store, ada)
    assert await store.apply(order(ada, "k2"), accepting([], say="So it is.")) == Recorded(
        proposal=POST, say="So it is."
    )
    assert (await state(store)).sequence == 2
    answer = await store.apply(order(ada, "k2"), accepting([noted(ada, "a")]))
    assert answer == Recorded(proposal=POST, say="Done.")


async def test_a_bug_in_a_decision_stores_nothing(store: SqlStore) -> None:
    """Where deciding raises, nothing is kept and the store goes on working."""
    ada = await known(store, "ada")

    def broken(_: Loaded) -> Accepted | Refusal:
        raise ZeroDivisionError

    raised = await asyncio.gather(store.apply(order(ada, "k1"), broken), return_exceptions=True)
    assert [type(error) for error in raised] == [ZeroDivisionError]
    await propose(store, ada)
    assert (await state(store)).sequence == 2


async def test_racing_writers_get_one_order(store: SqlStore) -> None:
    """Ten different commands on one proposal at once are decided one after another, each on the state before it."""
    ada = await known(store, "ada")
    await propose(store, ada)
    seen: list[int] = []

    def deciding(name: str) -> asyncio.Task[Recorded | Refusal]:
        def decide(loaded: Loaded) -> Accepted | Refusal:
            assert loaded.proposal
            seen.append(loaded.proposal.sequence)
            return accepting([noted(ada, name)])(loaded)

        return asyncio.ensure_future(store.apply(order(ada, name), decide))

    await asyncio.gather(*[deciding(f"note {number}") for number in range(10)])
    assert seen == list(range(2, 12))
    assert (await state(store)).sequence == 12
    assert await store.verify() is None


async def test_racing_beginnings_of_one_proposal_give_one(store: SqlStore) -> None:
    """Two different inputs that begin the same proposal at once: the second is decided on what the first began."""
    ada = await known(store, "ada")

    def begin_or_refuse(loaded: Loaded) -> Accepted | Refusal:
        return NotFound() if loaded.proposal else accepting(begun(ada))(loaded)

    answers = await asyncio.gather(*[store.apply(order(ada, f"k{number}"), begin_or_refuse) for number in range(5)])
    assert answers.count(NotFound()) == 4
    assert (await state(store)).sequence == 2


async def test_a_decision_knows_who_asks_and_who_is_concerned(store: SqlStore) -> None:
    """What is loaded holds the asker, everyone the proposal refers to, their accounts, and the proposal's card posts."""
    ada, ben = await known(store, "ada"), await known(store, "ben", "teams")
    await known(store, "eve")
    await propose(store, ada, in_room("p1"))
    found: list[Loaded] = []

    def decide(loaded: Loaded) -> Accepted | Refusal:
        found.append(loaded)
        return NotFound()

    await store.apply(order(ben, "k2"), decide)
    (loaded,) = found
    assert set(loaded.people) == {ada, ben}
    assert [known.id for known in loaded.accounts[ada]] == [account("ada")]
    assert [known.id for known in loaded.accounts[ben]] == [account("ben", "teams")]
    assert [card.place for card in loaded.posts] == [in_room("p1").place]
    assert loaded.resolved == {}
    await store.resolve("#marketing", MARKETING_ROOM)
    assert (await _loaded(store)).resolved == {"#marketing": MARKETING_ROOM}


async def test_an_unknown_proposal_loads_without_one(store: SqlStore) -> None:
    """For an unknown id, and for none, what is loaded has no proposal."""
    unknown, nothing = await store.load(ProposalId("nope")), await store.load(None)
    assert isinstance(unknown, Loaded)
    assert unknown.proposal is None
    assert unknown == nothing


async def test_lists_read_their_own_row(store: SqlStore) -> None:
    """A queue holds proposals by status, soonest wanted first; a row without a new `changed` keeps the one it has."""
    ada = await known(store, "ada")
    for name, wanted in (("later", NOW.replace(day=9)), ("never", None), ("soon", NOW.replace(day=3))):
        proposal = ProposalId(name)
        wish = accepting(begun(ada, proposal), wanted=wanted, status="in_review")
        await store.apply(order(ada, name, proposal), wish)
    assert [_id(found) for found in await store.queue(["in_review"])] == ["soon", "later", "never"]
    later = order(ada, "k", ProposalId("soon"))
    await store.apply(later, accepting([noted(ada, "x")], status="in_review", changed=None))
    assert len(await store.queue(["in_review"], since=NOW)) == 3
    assert await store.queue(["in_review"], since=NOW.replace(hour=10)) == []
    assert await store.queue(["draft"]) == []


async def _loaded(store: SqlStore) -> Loaded:
    loaded = await store.load(None)
    assert isinstance(loaded, Loaded)
    return loaded


def _id(loaded: Loaded) -> str:
    assert loaded.proposal
    return loaded.proposal.id
