"""Attacks by timing: two people act at the same moment, in two chats. Either order is right; two outcomes never are."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal

import pytest

from tests.attack.siege import ROOM, Siege
from workflows.domain.events import ApprovalReached, Event, ReviewGiven, RevisionAdded, WasRejected, WasWithdrawn
from workflows.domain.ids import ProposalId
from workflows.lifecycle.evolve import fold

pytestmark = pytest.mark.attack

ROUNDS = 2
WITHDRAWN = "This post was withdrawn, so nothing more can be decided."
EDITED = {"text": "Other words.", "channels": ("linkedin",)}


async def at_once(*acts: Callable[[], Awaitable[object]]) -> None:
    """Release everybody from one barrier, so that their requests leave within one turn of the loop."""
    barrier = asyncio.Barrier(len(acts))

    async def act(do: Callable[[], Awaitable[object]]) -> None:
        await barrier.wait()
        await do()

    await asyncio.gather(*(act(do) for do in acts))


def order(
    first: Literal["slack", "teams"], *acts: Callable[[], Awaitable[object]]
) -> tuple[Callable[[], Awaitable[object]], ...]:
    """Who stands nearer to the door; the network may still turn them round."""
    return acts if first == "slack" else acts[::-1]


@pytest.mark.parametrize("first", ["slack", "teams"])
async def test_an_approval_against_an_edit(siege_on_both: Siege, first: Literal["slack", "teams"]) -> None:
    """Attack 25: Ada edits in Slack while Ben approves in Teams: the new words are never approved by a click on the old."""
    siege = siege_on_both
    for _ in range(ROUNDS):
        post = await siege.propose("ada")
        edit = await siege.filling("ada", siege.action("edit", post), EDITED)
        approve = siege.executing("ben", siege.action("approve", post))
        await at_once(
            *order(first, partial(siege.company.slack.send, edit), partial(siege.company.teams.deliver, approve))
        )
        stands, events = await siege.stands(post), await _events(siege, post)
        assert stands.head.number == 2
        (edited,) = [at for at, event in enumerate(events) if isinstance(event, RevisionAdded) and event.number == 2]
        reviews = [at for at, event in enumerate(events) if isinstance(event, ReviewGiven)]
        assert all(at < edited for at in reviews)
        assert all(at < edited for at, event in enumerate(events) if isinstance(event, ApprovalReached))
        assert not await _is_approved(siege, post)


@pytest.mark.parametrize("first", ["slack", "teams"])
async def test_an_approval_against_a_rejection(siege_on_both: Siege, first: Literal["slack", "teams"]) -> None:
    """Attack 27: Cleo rejects in Slack while Ben approves in Teams: one of them is first, the other is told, both cards agree."""
    siege = siege_on_both
    for _ in range(ROUNDS):
        post = await siege.propose("ada")
        reject = await siege.filling("cleo", siege.action("reject", post), {"code": "tone", "why": "No."})
        approve = siege.executing("ben", siege.action("approve", post))
        await at_once(
            *order(first, partial(siege.company.slack.send, reject), partial(siege.company.teams.deliver, approve))
        )
        events = await _events(siege, post)
        rejected = any(isinstance(event, WasRejected) for event in events)
        approved = any(isinstance(event, ApprovalReached) for event in events)
        assert [rejected, approved].count(True) == 1
        assert sum(isinstance(event, ReviewGiven) for event in events) == 1
        await siege.company.calm()
        outcome = "Rejected by Cleo Marsh" if rejected else "Approved by Ben Okafor"
        assert outcome in siege.company.in_slack("ada").status()
        assert outcome in await siege.company.in_teams("ben").status(siege.reviews)
    assert await siege.company.product.store.verify() is None


@pytest.mark.parametrize("first", ["slack", "teams"])
async def test_an_approval_against_a_withdrawal(siege_on_both: Siege, first: Literal["slack", "teams"]) -> None:
    """Attack 26: Ada withdraws in Slack while Ben approves in Teams: it ends withdrawn, whatever came first, on every card;
    nothing is left to publish.
    """
    siege = siege_on_both
    for _ in range(ROUNDS):
        post = await siege.propose("ada")
        withdraw = await siege.filling("ada", siege.action("withdraw", post), {})
        approve = siege.executing("ben", siege.action("approve", post))
        await at_once(
            *order(first, partial(siege.company.slack.send, withdraw), partial(siege.company.teams.deliver, approve))
        )
        events = await _events(siege, post)
        assert isinstance(events[-1], WasWithdrawn)
        assert sum(isinstance(event, WasWithdrawn) for event in events) == 1
        assert sum(isinstance(event, ReviewGiven) for event in events) <= 1
        assert not await _is_approved(siege, post)
        await siege.company.calm()
        assert "Withdrawn by Ada Park" in siege.company.in_slack("ada").status()
        assert "Withdrawn by Ada Park" in await siege.company.in_teams("ben").status(siege.reviews)
    assert await siege.company.product.store.verify() is None


async def test_an_approval_after_a_withdrawal(siege_on_both: Siege) -> None:
    """Attack 26: what was approved and then withdrawn has no words to publish any more, and no late approval brings it back."""
    siege = siege_on_both
    await siege.teams_button("ben", siege.action("approve"))
    await siege.company.calm()
    before = siege.company.in_slack("cleo").card(ROOM)
    await siege.slack_form("ada", siege.action("withdraw"), {})
    await siege.company.calm()
    async with siege.nothing_changes():
        for said in (
            await siege.slack_button("cleo", siege.action("approve")),
            await siege.slack_form("cleo", siege.action("reconsider")),
            await siege.teams_button("ben", siege.action("approve")),
            await siege.teams_form("ben", siege.action("reconsider")),
        ):
            assert WITHDRAWN in said
        cleo = siege.company.in_slack("cleo")
        await cleo.clicks("Copy the words", ROOM, on=before)
        assert WITHDRAWN in "\n".join(await cleo.hears(ROOM))
    assert not await _is_approved(siege, siege.proposal)


async def test_two_edits_of_the_same_words(siege_on_both: Siege) -> None:
    """Attack 25: two edits of one revision at once are never merged: one is revision 2, the other gets its words back."""
    siege = siege_on_both
    mine = await siege.filling("ada", siege.action("edit"), {"text": "Ada's words.", "channels": ("linkedin",)})
    theirs = siege.submitting("cleo", siege.action("edit"), {"text": "Cleo's words.", "channels": ("linkedin",)})
    await at_once(partial(siege.company.slack.send, mine), partial(siege.company.teams.deliver, theirs))
    assert (await siege.stands()).head.number == 2
    assert await siege.company.product.store.verify() is None


async def _events(siege: Siege, post: ProposalId) -> tuple[Event, ...]:
    events = await siege.events(post)
    assert fold(events) == await siege.stands(post)
    return events


async def _is_approved(siege: Siege, post: ProposalId) -> bool:
    queue = await siege.company.product.store.queue(("approved",))
    return post in {one.proposal.id for one in queue if one.proposal}
