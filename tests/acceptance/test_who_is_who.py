"""One person, two chats: unlinked, linked, confirmed in one chat, then in the other; and somebody says that it is not them."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.demo import Known
from tests.acceptance.office import MARKETING, Company, Hands

pytestmark = pytest.mark.conversation

BOTH = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
desks:
  editors:
    name: Editors
    members: [ben@example.com]
    reach: {slack: "#marketing-review", teams: bound}
rules:
  - {name: the editors have read it, why: Every post speaks for the brand., desk: editors}
"""
"""Ben alone is asked, in both chats."""
PLAIN = "We moved to a bigger kitchen."


@pytest.fixture
def known() -> Known:
    """Cleo alone has said who she is, in Teams."""
    return {"teams": ["cleo"]}


@pytest.fixture
def policy() -> str:
    """Ben is asked in both chats."""
    return BOTH


async def asked_in_both(company: Company) -> None:
    """A post of Ada's is on the table in both chats."""
    company.slack.conversation(MARKETING).members.add(company.slack.person("ben").id)
    await company.in_teams("cleo").says("bind editors", company.legal)
    await company.in_slack("ada").proposes(PLAIN)


async def test_unlinked_then_linked_then_confirmed_in_one_chat_then_the_other(company: Company) -> None:
    """Ben's address is wrong, then right; in Slack he says who he is and decides; in Teams his Slack account vouches for him."""
    here, there = company.in_slack("ben"), company.in_teams("ben")
    here.client.person.email = "ben@mail.example"
    company.expected |= {"users_not_found"}
    await asked_in_both(company)
    await here.clicks("Approve", MARKETING)
    assert await here.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "I don't know you: I go by the e-mail address of your account here, and it is not one of Example's. Ask Cleo Marsh to link this account to you, or to add your address to the policy.",
        ]
    )

    here.client.person.email = "ben@example.com"
    await here.clicks("Approve", MARKETING)
    assert await here.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "You are Ben Okafor (ben@example.com) here, as in the policy. Is that you? Nothing was recorded yet: I ask once, before your first decision in this chat.",
            "[Yes, that's me] [No, that's not me]",
        ]
    )
    assert await company.decided() == []
    assert await here.answers("Yes, that's me", MARKETING) == snapshot(
        [
            "(only visible to you)",
            "Thank you, Ben Okafor: I know you in Slack now, and your decisions there count. Your click before was not recorded: decide on the post now.",
        ]
    )
    await here.clicks("Request changes", MARKETING)
    await here.fills(code="Tone", why="Say where it is.")
    assert len(await company.decided()) == 1

    await there.client.install()
    assert await there.says("me") == snapshot(
        [
            "You are Ben Okafor",
            "I know you by ben@example.com. These accounts are yours:",
            "✓ Slack: confirmed",
            "○ Teams, where you are now: has your address, not confirmed yet",
            "You are Ben Okafor (ben@example.com) here, by your address. Is that you? Say so once, and you may decide on others' posts here.",
            "[Yes, that's me] [No, that's not me]",
        ]
    )
    await company.in_slack("ada").clicks("Edit")
    await company.in_slack("ada").fills(text="We moved to Leeds.")
    card = await there.card(company.legal)
    assert await there.clicks("Approve", on=card) == snapshot(
        [
            "You are Ben Okafor (ben@example.com) here, as in the policy. Is that you? Nothing was recorded yet: I ask once, before your first decision in this chat.",
            "[Yes, that's me] [No, that's not me]",
        ]
    )
    (asked,) = [one for one in await there.sees(company.legal) if one.id == card.id]
    assert await there.clicks("Yes, that's me", on=asked) == snapshot(
        [
            "(Nearly done, Ben Okafor: I sent you a question in Slack, where I know you already. Say yes there, and your decisions count here too. It keeps others from becoming you.)"
        ]
    )
    assert here.reads() == snapshot(
        [
            "Is the account in Teams yours?",
            "An account in Teams has your address, ben@example.com, and whoever uses it has just said that it is you. It decides nothing until you say so here.",
            "[Yes, that's me] [No, that's not me]",
        ]
    )
    await here.clicks("Yes, that's me")
    assert await here.hears() == snapshot(
        ["(only visible to you)", "Thank you, Ben Okafor: I know you in Teams now, and your decisions there count."]
    )
    await there.clicks("Approve", on=card)
    assert len([one for one in await company.decided() if one.decision == "approve"]) == 1
    assert await here.asks("me") == snapshot(
        [
            "(only visible to you)",
            "You are Ben Okafor",
            "I know you by ben@example.com. These accounts are yours:",
            "✓ Slack, where you are now: confirmed",
            "✓ Teams: confirmed",
        ]
    )


async def test_somebody_says_that_it_is_not_them(company: Company) -> None:
    """Whoever has Ben's address in Slack is not Ben: the account does nothing any more, Cleo is told, and his Home says so."""
    ben = company.in_slack("ben")
    await asked_in_both(company)
    assert (await ben.opens_home())[:3] == snapshot(
        [
            "Copydesk",
            "You are Ben Okafor (ben@example.com) here, by your address. Is that you? Say so once, and you may decide on others' posts here.",
            "[Yes, that's me] [No, that's not me]",
        ]
    )
    assert await ben.clicks_at_home("No, that's not me") == snapshot(
        [
            "== Copydesk ==",
            "Noted: that account is not Ben Okafor's. Nobody can do anything here through it now. I told Cleo Marsh, who will see whose it is.",
            "[Close]",
        ]
    )
    company.slack.world.stack(ben.client.id).clear()
    assert await ben.opens_home() == snapshot(
        [
            "Copydesk",
            "Somebody said that this account is not theirs, so it can do nothing here. Ask Cleo Marsh: an admin can put that right.",
        ]
    )
    await ben.clicks("Approve", MARKETING)
    assert await ben.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "Somebody said that this account is not theirs, so it can do nothing here. Ask Cleo Marsh: an admin can put that right.",
        ]
    )
    cleo = company.in_teams("cleo")
    await cleo.client.install()
    await company.calm()
    assert await cleo.reads() == snapshot(
        [
            "Somebody else has Ben Okafor's address in Slack",
            "An account in Slack has the address ben@example.com, and I was told that it is not Ben Okafor's. Nobody can do anything here through it now.",
            "Find out who uses it. Then whoever runs Copydesk says whose it is: “copydesk accounts --help” tells how.",
        ]
    )
    assert await company.decided() == []


async def test_a_changed_address_has_to_be_confirmed_anew(company: Company, hands: Hands) -> None:
    """Ben's confirmed account has a new address: a day later that is seen, and his decision waits for him to say who he is."""
    await company.introduce({"slack": ["ben"]})
    ben = company.in_slack("ben")
    await asked_in_both(company)
    ben.client.person.email = "bo@example.com"
    await hands.move(company, timedelta(hours=25))
    await ben.clicks("Approve", MARKETING)
    assert await ben.hears(MARKETING) == snapshot(
        ["(only visible to you)", "Editors is waiting for Ben Okafor, not for you."]
    )
    ben.client.person.email = "ben@example.com"
    await hands.move(company, timedelta(hours=25))
    await ben.clicks("Approve", MARKETING)
    assert await ben.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "You are Ben Okafor (ben@example.com) here, as in the policy. Is that you? Nothing was recorded yet: I ask once, before your first decision in this chat.",
            "[Yes, that's me] [No, that's not me]",
        ]
    )
    assert await company.decided() == []
