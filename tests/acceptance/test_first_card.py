"""The first card that somebody is to decide on explains itself in two lines: to them, on that post, and never again."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.playground.teams.render import message as teams_message
from tests.acceptance.office import MARKETING, Company, Hands, understood
from tests.acceptance.test_departures import ALL, BENS, TWO

pytestmark = pytest.mark.conversation

FIRST, SECOND = "Our first kettle.", "Our second kettle."
DIRECT = BENS.replace('"#marketing-review"', "direct")
TEAMS = BENS.replace('slack: "#marketing-review"', "teams: bound")
SAYS = "Copydesk. I bring you"


@pytest.mark.parametrize("policy", [DIRECT])
async def test_in_a_card_of_ones_own(company: Company) -> None:
    """Ben reads it above his buttons, also when the card is drawn again; the next post's card goes without, and so does his
    once he has decided.
    """
    ada, ben = company.in_slack("ada"), company.in_slack("ben")
    await ada.proposes(FIRST)
    assert ben.reads()[-6:] == snapshot(
        [
            "○ Marketing: waiting for Ben Okafor; Ivy Lund may too",
            "· Approved if marketing has read it.",
            "I'm Copydesk. I bring you the posts that need a yes from Marketing.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject] [Ask somebody else]",
            "[Suggest wording]",
        ]
    )
    await ada.clicks("Edit")
    await ada.fills(note="Please be quick.")
    assert any(SAYS in line for line in ben.reads())
    first = ben.card()
    await ada.proposes(SECOND)
    assert not any(SAYS in line for line in ben.reads())
    assert any(SAYS in line for line in ben.client.read(first))
    await ben.clicks("Approve", on=first)
    assert not any(SAYS in line for line in ben.client.read(ben.cards()[0]))


@pytest.mark.parametrize("policy", [BENS])
async def test_beside_a_card_that_all_read(company: Company) -> None:
    """In a desk's channel one card serves everyone: the notice that calls the desk says it, once."""
    ada, ben = company.in_slack("ada"), company.in_slack("ben")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    await ada.proposes(FIRST)
    assert [ben.client.read(one)[1:] for one in ben.notices(MARKETING)] == snapshot(
        [
            [
                "Marketing is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card.",
                "I'm Copydesk. I bring you the posts that need a yes from Marketing.",
                "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            ]
        ]
    )
    assert not any(SAYS in line for line in ben.reads(MARKETING))
    await ada.proposes(SECOND)
    assert [ben.client.read(one)[1:] for one in ben.notices(MARKETING)] == snapshot(
        [
            [
                "Marketing is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card.",
            ]
        ]
    )


@pytest.mark.parametrize("policy", [ALL])
async def test_somebody_who_is_new_among_those_who_know(company: Company) -> None:
    """Ivy joins a desk that has been asked before: the notice says whom it tells."""
    ada, ben = company.in_slack("ada"), company.in_slack("ben")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    alone = understood(ALL.replace("[ben@example.com, ivy@example.com]", "[ben@example.com]"))
    await company.product.reload(alone)
    await ada.proposes(FIRST)
    await company.product.reload(understood(ALL))
    await ada.proposes(SECOND)
    assert [ben.client.read(one)[1:] for one in ben.notices(MARKETING)] == snapshot(
        [
            [
                "Marketing is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card.",
                "For Ivy Lund, who is new here: I'm Copydesk. I bring you the posts that need a yes from Marketing.",
                "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            ]
        ]
    )


@pytest.mark.parametrize("policy", [TEAMS])
async def test_in_ones_own_view_in_teams(company: Company) -> None:
    """Ben's view of the card in the channel has the lines; what onlookers see of the same message has not, nor the notice."""
    ada, ben, cleo = company.in_slack("ada"), company.in_teams("ben"), company.in_teams("cleo")
    channel = company.legal
    await cleo.says("bind marketing", channel)
    await ada.proposes(FIRST)
    assert (await ben.reads(channel))[-6:] == snapshot(
        [
            "○ Marketing: waiting for Ben Okafor; Ivy Lund may too",
            "· Approved if marketing has read it.",
            "I'm Copydesk. I bring you the posts that need a yes from Marketing.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject] [Ask somebody else]",
            "[Suggest wording]",
        ]
    )
    assert not any(SAYS in line for line in await cleo.reads(channel))
    assert not any(SAYS in line for one in await ben.notices(channel) for line in teams_message(one))
    first = await ben.card(channel)
    await ada.proposes(SECOND)
    assert not any(SAYS in line for line in await ben.reads(channel))
    assert any(SAYS in line for one in await ben.cards(channel) if one.id == first.id for line in teams_message(one))


@pytest.mark.parametrize("policy", [DIRECT])
async def test_whom_a_new_policy_brings_in(company: Company, hands: Hands) -> None:
    """Ivy takes Ben's place at the desk while a post is in review: the card that she then gets explains itself, the next one
    does not.
    """
    ada, ivy = company.in_slack("ada"), company.in_slack("ivy")
    await ada.proposes(FIRST)
    hers = TWO.replace('"#marketing-review"', "direct").replace(
        "[ben@example.com, ivy@example.com]", "[ivy@example.com]"
    )
    await company.product.reload(understood(hers))
    await hands.move(company, timedelta(minutes=2))
    assert any(SAYS in line for line in ivy.reads())
    await ada.proposes(SECOND)
    assert not any(SAYS in line for line in ivy.reads())
