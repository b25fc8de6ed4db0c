"""Who is let in, who is not, and what they are told."""

from asyncio import Event

import pytest
from inline_snapshot import snapshot

from bot.demo import Known
from bot.playground.slack import HoldAnswer, RateLimit
from bot.playground.slack.limits import ACKNOWLEDGE_SECONDS
from bot.playground.teams.faults import Fail
from bot.playground.teams.render import outcome as teams_outcome
from tests.acceptance.office import MARKETING, Company
from workflows.engine.people import LOOK_UP_SECONDS

pytestmark = pytest.mark.conversation

ONLY_CLEO: Known = {"teams": ["cleo"]}
CLAIM = "Our new kettle is the fastest on the market."
OTHER = "c4e81f6a-7b20-4d93-b5fe-91a3d07c6e58"


async def test_an_employee_nobody_listed_is_known_on_first_sight(company: Company) -> None:
    """Ada is in no policy file: her verified address at example.com is enough, and her card calls her by name."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    assert await company.people("ada@example.com") == []
    await ada.proposes(CLAIM)
    assert cleo.reads(MARKETING)[0] == "Marketing: a post by Ada Park"
    assert len(await company.people("ada@example.com")) == 1


async def test_one_person_in_two_chats_is_one_person(company: Company) -> None:
    """Ada proposes in Slack and in Teams: both posts are hers."""
    here, there = company.in_slack("ada"), company.in_teams("ada")
    await there.client.install()
    await here.proposes(CLAIM)
    await there.proposes(CLAIM)
    first, second = await company.proposals()
    assert first.author == second.author


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("guest", snapshot("Guests can't use Copydesk unless the policy lists them. Ask Cleo Marsh to add you.")),
        ("bot", snapshot("Only people can propose and decide.")),
        ("elsewhere", snapshot("Copydesk here is for people at Example. Ask Cleo Marsh if you should take part.")),
        (
            "stranger",
            snapshot(
                "I don't know you: I go by the e-mail address of your account here, and it is not one of Example's. "
                "Ask Cleo Marsh to link this account to you, or to add your address to the policy."
            ),
        ),
        (
            "unconfirmed",
            snapshot(
                "This chat has not confirmed your e-mail address, so I can't tell who you are. "
                "Confirm it in your profile and try again. Ask Cleo Marsh if that does not help."
            ),
        ),
    ],
)
async def test_outsiders_in_slack_are_told_whom_to_ask(company: Company, who: str, told: str) -> None:
    """Whoever may not take part reads why and whom to ask; no form opens, and no click counts."""
    add = company.slack.add_person
    match who:
        case "guest":
            add("gus", is_restricted=True, email="gus@example.com")
        case "bot":
            add("gus", is_bot=True)
        case "elsewhere":
            add("gus", team_id="T0OTHER", is_stranger=True)
        case "stranger":
            add("gus", email="gus@partner.example")
        case _:
            add("gus", is_email_confirmed=None)
    gus, ada = company.in_slack("gus"), company.in_slack("ada")
    company.slack.conversation(MARKETING).members.add(gus.client.id)
    await ada.proposes(CLAIM)

    await gus.clicks("Approve", MARKETING)
    assert await gus.hears(MARKETING) == ["(only visible to you)", told]
    assert await gus.clicks("Request changes", MARKETING) == []
    assert await company.decided() == []


async def test_outsiders_in_teams_are_told_whom_to_ask(company: Company) -> None:
    """A guest and somebody of another organisation in legal's own channel can neither decide nor read a desk's view."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    world = company.teams.world
    world.add_person("gus", "Gus Guest", email="gus@example.com", role="guest")
    world.add_person("mallory", "Mallory Vane", email="mallory@other.example", tenant_id=OTHER)
    await company.bind_legal()
    company.legal.members.extend(["gus", "mallory"])
    await ada.proposes(CLAIM)
    card = await ben.card(company.legal)

    told = [await company.in_teams(who).clicks("Approve", company.legal, on=card) for who in ("gus", "mallory")]
    assert told == snapshot(
        [
            ["(Guests can't use Copydesk unless the policy lists them. Ask Cleo Marsh to add you.)"],
            ["(Copydesk here is for people at Example. Ask Cleo Marsh if you should take part.)"],
        ]
    )
    assert await company.in_teams("gus").buttons(company.legal) == snapshot(["[Open]"])
    assert await company.decided() == []


async def test_a_desk_is_not_bound_where_outsiders_read(company: Company) -> None:
    """With a guest in legal's channel, binding it is refused with the reason; once the guest has left, it is done."""
    world, cleo = company.teams.world, company.in_teams("cleo")
    world.add_person("gus", "Gus Guest", email="gus@partner.example", role="guest")
    company.legal.members.append("gus")
    said = await cleo.says("bind legal", company.legal)
    assert said == snapshot(
        [
            "Drafts are not posted where guests or other organisations read along, or where I can't see who does. Bind the desk in a channel or group chat of your own people."
        ]
    )
    assert await company.product.places.unbound() == ("legal",)

    company.legal.members.remove("gus")
    await company.bind_legal()
    assert await company.product.places.unbound() == ()


async def test_when_slacks_directory_is_down_nothing_is_recorded(company: Company) -> None:
    """The directory fails when Ada is first seen: she is asked to click again, and then it works."""
    ada = company.in_slack("ada")
    company.slack.faults.once("users.info", RateLimit(seconds=30))
    await ada.client.command("/propose-post", CLAIM)
    (said,) = [one for one in ada.client.direct_messages() if one.seen_by]
    assert ada.client.read(said) == snapshot(
        ["(only visible to you)", "I couldn't look you up just now, so nothing was recorded. Please click again."]
    )
    assert ada.client.modal() is None
    await ada.proposes(CLAIM)
    assert len(ada.cards()) == 1


async def test_when_slacks_directory_is_slow_nothing_is_recorded(company: Company) -> None:
    """A first look that finds no end is given up, long before Slack gives up on us, and nothing opens."""
    ada = company.in_slack("ada")
    company.slack.faults.once("users.info", HoldAnswer(until=Event()))
    (sent,) = await company.slack.send(ada.client.commanding("/propose-post", CLAIM))
    assert sent.status == 200
    assert ada.client.modal() is None
    assert LOOK_UP_SECONDS < ACKNOWLEDGE_SECONDS / 2


@pytest.mark.parametrize("known", [ONLY_CLEO])
async def test_when_teams_directory_is_down_nothing_is_recorded(company: Company) -> None:
    """The roster fails when Ben is first seen: nothing is recorded, he is asked to click again, and then who he is."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    company.teams.faults.inject("member", Fail(status=503), times=2)
    assert await ben.clicks("Open", company.legal) == snapshot(
        ["(I couldn't look you up just now, so nothing was recorded. Please click again.)"]
    )
    assert "Is that you?" in "\n".join(await ben.clicks("Open", company.legal))
    assert await company.decided() == []


async def test_a_message_extension_where_copydesk_knows_nobody_says_how_to_be_known(company: Company) -> None:
    """Ada starts a post in a chat without Copydesk, and has no chat with it either: she reads what to add, and it works."""
    ada = company.in_teams("ada")
    lunch = company.teams.world.group_chat("Lunch")
    company.expected |= {"BotNotInConversationRoster", "ForbiddenOperationException"}
    assert teams_outcome(await ada.client.compose("propose", lunch)) == snapshot(
        [
            "(I can't see who you are from here, so nothing was recorded. Add Copydesk to your own apps, which opens a chat between us, and try again.)"
        ]
    )
    await ada.client.install()
    assert await ada.proposes("Tea is better in company.", chat=lunch) == snapshot(
        ["(Sent to Marketing. I'll keep your card up to date and tell you when somebody needs you.)"]
    )
