"""Who left, and buttons that were sent out to try the way back."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta

from adapters.storage.store import SqlStore
from tests.contract.store.world import NOW, accepting, account, begun, email, known, order, profile
from workflows.cards.alerts import ButtonTrial
from workflows.domain.ids import CardPostId, ProposalId
from workflows.domain.refusals import Refusal
from workflows.engine.chat import AlertSubject, CardPost, Direct
from workflows.engine.store import Recorded


async def test_a_person_has_left_with_their_last_account(store: SqlStore) -> None:
    """While another account of theirs works they are here; told twice, it is recorded once; a new link brings them back."""
    ada = await known(store, "ada")
    first, second = account("ada"), account("ada", "teams")
    await store.link(second, profile("ada"), email("ada"), NOW)
    assert await store.leave(first, NOW) is None
    left = await store.leave(second, NOW)
    assert left is not None
    assert (left.person.id, left.person.left, left.drafts) == (ada, True, ())
    assert await store.leave(second, NOW) is None
    await store.link(first, profile("ada"), email("ada"), NOW)
    back = await store.person(ada)
    assert back is not None
    assert not back.left
    assert await store.verify() is None


async def test_two_accounts_that_go_at_once(store: SqlStore) -> None:
    """Two processes take note at the same moment, of a person's two accounts or twice of the same: they have left, once."""
    people = [f"person{number}" for number in range(10)]
    for name in people:
        await known(store, name)
        await store.link(account(name, "teams"), profile(name), email(name), NOW)
    told = await asyncio.gather(
        *(store.leave(account(name, chat), NOW) for name in people for chat in ("slack", "teams", "slack", "teams"))
    )
    assert sorted(left.person.email for left in told if left) == sorted(email(name) for name in people)
    assert await store.verify() is None


async def test_whoever_is_asked_first_is_asked_first_once(store: SqlStore) -> None:
    """Two proposals ask the same people at the same time: each of them was first asked about one, and stays so."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    new = frozenset({ada, ben})

    def asks(proposal: ProposalId) -> Coroutine[object, object, Recorded | Refusal]:
        decide = accepting(begun(ada, proposal), newcomers=new)
        return store.apply(order(ada, f"ask {proposal}", proposal), decide)

    await asyncio.gather(asks(ProposalId("post-1")), asks(ProposalId("post-2")))
    first = {one.first_asked for one in [await store.person(ada), await store.person(ben)] if one}
    assert len(first) == 1
    await store.ask_first(new, ProposalId("post-3"))
    again = {one.first_asked for one in [await store.person(ada), await store.person(ben)] if one}
    assert again == first


async def test_the_directory_is_asked_about_whom_it_said_nothing_of_for_longest(store: SqlStore) -> None:
    """Accounts come oldest first, those confirmed since are left out, and those without a link too."""
    await known(store, "ada")
    later = NOW + timedelta(hours=1)
    await store.link(account("ben"), profile("ben"), email("ben"), later)
    end = NOW + timedelta(days=1)
    assert [found.id for found, _ in await store.unchecked(end, 9)] == [account("ada"), account("ben")]
    assert [found.id for found, _ in await store.unchecked(end, 1)] == [account("ada")]
    await store.checked(account("ada"), end)
    await store.leave(account("ben"), NOW)
    assert await store.unchecked(end, 9) == []


async def test_a_trial_counts_when_its_own_person_clicks(store: SqlStore) -> None:
    """A button sent to Ada is tried by Ada, whoever else knows its name."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    post = CardPostId("a" * 30)
    subject = AlertSubject(alert=ButtonTrial(post=post), occasion=post)
    await store.wish([CardPost(id=post, subject=subject, place=Direct(chat="slack", person=ada))])
    assert not await store.trial_shown(post)
    assert not await store.note_trial(post, ben, NOW)
    assert not await store.note_trial(CardPostId("nothing"), ada, NOW)
    assert not await store.trial_noted(post)
    assert await store.note_trial(post, ada, NOW)
    assert await store.note_trial(post, ada, NOW)
    assert await store.trial_noted(post)
