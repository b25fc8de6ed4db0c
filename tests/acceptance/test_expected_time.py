"""*Check* says how long each desk usually takes, in both chats, once it has decided enough posts that everybody may know of."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from tests.acceptance.office import MARKETING, Company, Hands
from tests.acceptance.people import Lines

pytestmark = pytest.mark.conversation

PRIZE = "Win a kettle!"
"""Asks marketing, and then legal."""


@pytest.fixture
def policy() -> str:
    """Legal reads a giveaway once marketing has approved it."""
    return example().replace("    desk: legal\n    when:", "    desk: legal\n    stage: 2\n    when:")


async def test_check_says_how_long_each_desk_usually_takes(company: Company, hands: Hands) -> None:
    """Nothing while no desk has decided five posts, of which a confidential one is none; then what marketing takes while only
    that is known; then both, and the sum, since legal is asked after it.
    """
    await company.bind_legal()
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.in_teams("ada").client.install()
    silent = snapshot(
        [
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "→ Then Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “win a”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
        ]
    )
    assert await _checks(company) == silent

    for minutes in (40, 25, 200, 55):
        await ada.proposes(PRIZE)
        await hands.move(company, timedelta(minutes=minutes))
        await cleo.clicks("Approve", MARKETING)
    await ada.proposes(PRIZE, readers="named")
    await hands.move(company, timedelta(minutes=1))
    await cleo.clicks("Approve")
    assert await _checks(company) == silent

    await ada.proposes(PRIZE)
    await hands.move(company, timedelta(minutes=50))
    await cleo.clicks("Approve", MARKETING)
    assert await _checks(company) == snapshot(
        [
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand. Usually decides within an hour.",
            "→ Then Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “win a”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "“Usually” means four in five of the posts that the desk decided last (at most 20, in the last 90 days), nights and weekends included.",
        ]
    )

    for card in await ben.cards(company.legal):
        await ben.clicks("Approve", company.legal, on=card)
    assert await _checks(company) == snapshot(
        [
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand. Usually decides within an hour.",
            "→ Then Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “win a”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent. Usually decides within 6 hours of its turn.",
            "One stage after another, that adds up to 7 hours.",
            "“Usually” means four in five of the posts that the desk decided last (at most 20, in the last 90 days), nights and weekends included.",
        ]
    )

    # An edit is told of the desks that it would ask again: marketing's word on the same words stands.
    await ada.proposes(PRIZE)
    await hands.move(company, timedelta(minutes=50))
    await cleo.clicks("Approve", MARKETING)
    await ada.clicks("Edit")
    assert _asked(await ada.presses("Check")) == snapshot(
        [
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand. It is not asked again: what it judges stays as it is.",
            "→ Then Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “win a”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent. Usually decides within 6 hours of its turn.",
            "“Usually” means four in five of the posts that the desk decided last (at most 20, in the last 90 days), nights and weekends included.",
        ]
    )
    assert _asked(await ada.presses("Check", text="Win a tea pot!"))[-2:] == snapshot(
        [
            "One stage after another, that adds up to 7 hours.",
            "“Usually” means four in five of the posts that the desk decided last (at most 20, in the last 90 days), nights and weekends included.",
        ]
    )


async def _checks(company: Company) -> Lines:
    """Who will be asked, as *Check* has it in Slack, and word for word in Teams."""
    ada, there = company.in_slack("ada"), company.in_teams("ada")
    await ada.client.command("/propose-post", PRIZE)
    here = _asked(await ada.presses("Check", channels=["linkedin"]))
    there.dialog = await there.opens()
    assert _asked(await there.presses("Check", text=PRIZE, channels=["linkedin"])) == here
    return here


def _asked(form: Lines) -> Lines:
    begin = form.index("Who will be asked") + 1
    return [line for line in form[begin:] if not line.startswith("[")]
