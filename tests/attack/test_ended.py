"""Attacks on posts that nobody is asked about any more, or not yet: no late approval, in either chat, by any surface."""

import pytest

from bot.playground.slack import Message
from bot.playground.teams import Seen
from tests.attack.siege import ROOM, Siege, Typed
from tests.attack.test_matrix import Stage, post_in

pytestmark = pytest.mark.attack

UNKNOWN = "I don't know that post"
SAYS: dict[Stage, str] = {
    "draft": UNKNOWN,
    "rejected": "This post was rejected, so nothing more can be decided",
    "withdrawn": "This post was withdrawn, so nothing more can be decided",
}
"""What a reviewer is told who approves in each stage that takes no approval."""
APPROVING: Typed = {"decision": "approve"}


@pytest.mark.parametrize("stage", SAYS)
async def test_an_approval_in_a_stage_that_takes_none(siege: Siege, stage: Stage) -> None:
    """Attack 28: by forged buttons and forms of either chat, a draft, a rejected and a withdrawn post are approved by nobody."""
    post = await post_in(siege, stage)
    async with siege.nothing_changes():
        for who in ("ben", "cleo"):
            for said in (
                await siege.slack_button(who, siege.action("approve", post)),
                await siege.teams_button(who, siege.action("approve", post)),
                *[await siege.slack_form(who, siege.action(name, post), APPROVING) for name in ("open", "reconsider")],
                *[await siege.teams_form(who, siege.action(name, post), APPROVING) for name in ("open", "reconsider")],
            ):
                assert SAYS[stage] in said, who


async def test_an_approval_of_a_draft_that_was_thrown_away(siege: Siege) -> None:
    """Attack 28: a draft that was never sent and then discarded is unknown to everybody else, as it always was."""
    post = await post_in(siege, "draft")
    await siege.slack_form("ada", siege.action("withdraw", post), {})
    async with siege.nothing_changes():
        for who in ("ben", "cleo"):
            assert UNKNOWN in await siege.slack_button(who, siege.action("approve", post))
            assert UNKNOWN in await siege.teams_form(who, siege.action("open", post), APPROVING)


async def test_an_author_approves_their_own_draft(siege: Siege) -> None:
    """Attack 28: the author of a draft is no way round the review either."""
    post = await post_in(siege, "draft")
    async with siege.nothing_changes():
        for said in (
            await siege.slack_button("ada", siege.action("approve", post)),
            await siege.teams_button("ada", siege.action("approve", post)),
            await siege.slack_form("ada", siege.action("open", post), APPROVING),
        ):
            assert "This is still a draft" in said


async def test_a_second_approval(siege: Siege) -> None:
    """Attack 28: once a post is approved as often as it needs, another approval is not counted beside it."""
    post = await post_in(siege, "approved")
    async with siege.nothing_changes():
        for said in (
            await siege.slack_button("cleo", siege.action("approve", post)),
            await siege.teams_button("cleo", siege.action("approve", post)),
        ):
            assert "Ben Okafor decided for Editors first" in said


@pytest.mark.parametrize("ending", ["reject", "withdraw"])
async def test_the_card_as_it_was_before_the_end(siege: Siege, ending: str) -> None:
    """Attack 28: a client that still shows the card of before decides nothing with its buttons, and learns how it ended."""
    old: tuple[Message, Seen] = siege.card, siege.seen
    if ending == "reject":
        await siege.slack_form("cleo", siege.action("reject"), {"code": "tone", "why": "No."})
    else:
        await siege.slack_form("ada", siege.action("withdraw"), {})
    await siege.company.calm()
    says = SAYS["rejected" if ending == "reject" else "withdrawn"]
    cleo, ben = siege.company.in_slack("cleo"), siege.company.in_teams("ben")
    async with siege.nothing_changes():
        for button in ("Approve", "Reject"):
            assert not await cleo.clicks(button, ROOM, on=old[0])
            assert says in "\n".join(await cleo.hears(ROOM))
            assert says in "\n".join(await ben.clicks(button, on=old[1]))
