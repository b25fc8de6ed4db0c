"""What the slow sweep reads and wishes for, and what an operator sees and frees."""

from datetime import timedelta

from adapters.policy_file.load import Loaded as LoadedPolicy
from adapters.policy_file.load import load_text
from adapters.policy_file.texts import example
from adapters.storage.store import SqlStore
from bot.compose import new_id
from tests.contract.store.world import (
    LEGAL_ROOM,
    MARKETING_ROOM,
    MINUTE,
    NOW,
    POST,
    accepting,
    email,
    in_room,
    known,
    noted,
    order,
    propose,
    to,
)
from workflows.domain.commands import Command
from workflows.domain.ids import CardPostId, ProposalId
from workflows.domain.refusals import Refusal
from workflows.engine.chat import MessageRef
from workflows.engine.drawing import drawing
from workflows.engine.execute import Executor
from workflows.engine.following import Following
from workflows.engine.homes import Homes
from workflows.engine.policies import Policies
from workflows.engine.store import Claimed, Recorded, Settled
from workflows.engine.sweep import ROUND, Sweep

OTHER = ProposalId("post-2")
OLD = ProposalId("post-3")
DAY = timedelta(days=1)


def policies() -> Policies:
    """The example's."""
    read = load_text(example())
    assert isinstance(read, LoadedPolicy)
    return Policies(read.policy)


def sweeping(store: SqlStore, rules: Policies) -> Sweep:
    """A sweep under these rules."""
    executor = Executor(store, rules, new_id, heard=_unheard)
    following = Following(posts=store, executor=executor, policies=rules, chats=("slack", "teams"), new_id=new_id)
    return Sweep(store, Homes(store, rules, new_id), following, rules, new_id)


def _unheard(_command: Command, _answer: Recorded | Refusal) -> None:
    """Nobody counts here."""


async def shown(store: SqlStore, rules: Policies | None = None, digest: str = "d") -> list[Claimed]:
    """Everything due is shown as it should be, or under this digest."""
    taken = list(await store.claim(NOW + MINUTE, 10, MINUTE))
    for one in taken:
        drawn = drawing(one.post, one.loaded, rules, NOW) if rules else None
        ref = MessageRef(conversation=MARKETING_ROOM, id=f"m {one.post.id}")
        await store.settle(one, Settled(shown=one.post.wanted, digest=drawn.digest if drawn else digest, ref=ref))
    return taken


async def test_what_is_open_or_closed_lately_is_read_in_pieces(store: SqlStore) -> None:
    """The pieces hold each open proposal once, and those closed since then; what was closed before is not among them."""
    ada = await known(store, "ada")
    for proposal in (POST, OTHER, OLD):
        await propose(store, ada, proposal=proposal)
    for proposal, at in ((OTHER, NOW + DAY), (OLD, NOW)):
        closing = accepting([noted(ada, "closed")], status="withdrawn", changed=at)
        await store.apply(order(ada, f"close {proposal}", proposal), closing)
    first = await store.standing(None, 1, NOW + DAY)
    assert [one.proposal.id for one in first.loaded if one.proposal] == [POST]
    second = await store.standing(first.last, 1, NOW + DAY)
    assert [one.proposal.id for one in second.loaded if one.proposal] == [OTHER]
    assert (await store.standing(second.last, 1, NOW + DAY)).last is None


async def test_only_what_differs_is_made_due(store: SqlStore) -> None:
    """Somebody is called differently: the sweep makes the cards that say so due, and no others; afterwards, none."""
    rules, ada = policies(), await known(store, "ada")
    await propose(store, ada, to("p1", ada))
    await propose(store, ada, in_room("p2", proposal=OTHER), proposal=OTHER)
    await shown(store, rules)
    sweep = sweeping(store, rules)
    assert not await sweep.step(NOW)
    await shown(store, rules)
    (stale,) = [post for one in (await store.standing(None, 9, NOW)).loaded for post in one.posts if post.id == "p1"]
    await store.want([stale.id, CardPostId("nobody's")], NOW)
    await shown(store, digest="as it was before")
    assert not await sweep.step(NOW + ROUND / 2), "a round is not begun before its time"
    assert await sweep.step(NOW + ROUND)
    assert [one.post.id for one in await shown(store, rules)] == ["p1"]
    assert not await sweep.step(NOW + 2 * ROUND)


async def test_what_waits_already_is_not_wanted_twice(store: SqlStore) -> None:
    """The sweep adds no wish to a card post that waits for the courier or is parked."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), in_room("p2", LEGAL_ROOM))
    _, parked = await store.claim(NOW, 10, MINUTE)
    await store.settle(parked, Settled(shown=0, digest="", ref=None, park="too large"))
    await store.want([CardPostId("p1"), CardPostId("p2")], NOW)
    page = await store.standing(None, 9, NOW)
    assert [post.wanted for one in page.loaded for post in one.posts] == [1, 1]


async def test_an_operator_sees_and_frees_what_is_parked(store: SqlStore) -> None:
    """Each parked card post is told with its place and its cause; freed, it is due at once, alone or with all others."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), to("p2", ada))
    for one in await store.claim(NOW, 10, MINUTE):
        await store.settle(one, Settled(shown=0, digest="", ref=None, park="is_archived", attempts=1))
    told = {one.post: (one.where, one.why, one.proposal, one.chat) for one in await store.parked()}
    assert told == {
        "p1": (MARKETING_ROOM.id, "is_archived", POST, "slack"),
        "p2": (email("ada"), "is_archived", POST, "slack"),
    }
    assert await store.retry([CardPostId("p1"), CardPostId("nobody's")]) == ["p1"]
    assert [one.post.id for one in await store.claim(NOW, 10, MINUTE)] == ["p1"]
    assert await store.retry(None) == ["p2"]
    assert await store.parked() == []
