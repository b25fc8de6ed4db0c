"""Teams places come, go and come back: who is greeted, who is asked meanwhile, and who is told."""

import pytest
from inline_snapshot import snapshot

from bot.demo import DECIDERS, Known
from bot.playground.teams import Chat, Dialog
from bot.playground.teams.faults import Duplicate
from bot.playground.teams.render import message
from tests.acceptance.office import DECIDE, Company
from tests.acceptance.people import InTeams, Lines

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
HELLO = "Hello, I'm Copydesk."
GONE = "Legal is asked by direct message for now"


@pytest.fixture
def known() -> Known:
    """Who decides was never seen in Slack, so all that they are told is told in Teams."""
    return {"teams": DECIDERS["teams"]}


async def said_by_copydesk(person: InTeams, chat: Chat | None = None) -> list[Lines]:
    """All that Copydesk has written in a place, message by message."""
    seen = [one for one in await person.sees(chat) if one.author == person.client.world.app_name]
    return [[line.removeprefix("  ") for line in message(one)[1:]] for one in seen]


async def greetings(person: InTeams, chat: Chat | None = None) -> list[Lines]:
    """How often Copydesk has introduced itself there."""
    return [lines for lines in await said_by_copydesk(person, chat) if lines[0].startswith(HELLO)]


async def test_copydesk_introduces_itself_once_in_each_place(company: Company) -> None:
    """Added by a person, in a group chat and in a team: one card each, though Teams tells twice and repeats itself. Whoever joins
    later is not greeted; added again after it was removed, Copydesk greets again.
    """
    world, ben = company.teams.world, company.in_teams("ben")
    company.teams.faults.inject_delivery(Duplicate(copies=2))
    await ben.client.install()
    assert await greetings(ben) == snapshot(
        [
            [
                "Hello, I'm Copydesk. Propose a post, and I find out who has to agree, ask them, and keep every card up to date. To begin, press the button. When somebody needs you, I write to you here.",
                "[Propose a post]",
            ]
        ]
    )
    group = world.add_group_chat("Kettle people", ["ada", "ben"], installed=False)
    await ben.client.install(group)
    assert await greetings(ben, group) == snapshot(
        [
            [
                "Hello, I'm Copydesk. Propose a post, and I find out who has to agree, ask them, and keep every card up to date. Anybody here can begin with the button. To have a desk asked here, one of its comms leads writes “@Copydesk bind DESK”, with the desk's name.",
                "[Propose a post]",
            ]
        ]
    )
    team = world.add_team("Press", ["ben"], ["General"], installed=False)
    general = world.channel("Press", "General")
    await ben.client.install(general)
    assert len(await greetings(ben, general)) == 1
    await company.in_teams("ivy").client.join(general)
    await company.calm()
    assert len(await greetings(ben, general)) == 1
    assert team.id in world.installed
    await ben.client.uninstall(general)
    await ben.client.install(general)
    assert len(await greetings(ben, general)) == 2


async def test_a_message_becomes_a_post(company: Company) -> None:
    """Ada chooses “Propose as post” on Ben's message: its words are in the form, and the reviewers see where they come from."""
    ada, ben, cleo = company.in_teams("ada"), company.in_teams("ben"), company.in_slack("cleo")
    lunch = company.teams.world.group_chat("Lunch")
    await ada.client.install()
    await ben.client.say("Tea & kettles <now> boil in 90 seconds.\nHow about that?", lunch)
    (words,) = await ada.sees(lunch)
    opened = await ada.client.compose("propose_message", lunch, on=words)
    assert isinstance(opened, Dialog)
    ada.dialog = opened
    await ada.presses("Send for review", channels=["linkedin"])
    assert "Tea & kettles <now> boil in 90 seconds.\nHow about that?" in "\n".join(cleo.reads("#marketing-review"))
    source = f"https://teams.microsoft.com/l/message/{lunch.id}/{words.id}"
    assert source in "\n".join(cleo.reads("#marketing-review"))
    (proposal,) = await company.proposals()
    assert proposal.source == source
    assert source not in proposal.head.content.text + proposal.head.content.link


async def test_an_archived_team_is_replaced_until_it_is_back(company: Company) -> None:
    """While legal is awaited its team is archived: Ben gets the card directly, Cleo is told once. Unarchived, legal is asked
    there again, also about what came meanwhile.
    """
    ada, ben, cleo = company.in_slack("ada"), company.in_teams("ben"), company.in_teams("cleo")
    await ben.client.install()
    await cleo.client.install()
    await company.bind_legal()
    await ada.proposes(CLAIM)
    team = company.teams.world.teams[company.legal.team.id] if company.legal.team else None
    assert team is not None
    team = await ben.client.rename_team(team, "Lawyers")
    await ben.client.archive(team)
    await ben.client.archive(team)
    await company.calm()
    assert await ben.buttons() == DECIDE
    told = [lines for lines in await said_by_copydesk(cleo) if lines[0] == GONE]
    assert told == snapshot(
        [
            [
                "Legal is asked by direct message for now",
                "The team Lawyers was archived. What is open was sent to the desk's people directly.",
                "Restore it, and I ask there again. Or bind Legal elsewhere: write “@Copydesk bind legal” there.",
            ]
        ]
    )
    assert await company.product.places.unbound() == ("legal",)
    await ada.proposes(CLAIM + " Hot!")
    assert len(await ben.cards()) == 2
    place = company.teams.world.channel("Lawyers", "Reviews")
    assert len(await ben.cards(place)) == 1

    await ben.client.unarchive(team)
    await company.calm()
    assert len(await ben.cards(place)) == 2
    assert await company.product.places.unbound() == ()
    await ben.clicks("Approve", place)
    assert ada.status() == "In review. Waiting for Cleo Marsh (Marketing)."
    assert await ben.buttons() == ["[Change my decision]"]


async def test_copydesk_is_removed_from_a_team(company: Company) -> None:
    """The app is removed where legal is asked, and a deleted channel is the same: nothing is written there any more, the people
    are asked directly, and the lead hears why.
    """
    ada, ben, cleo = company.in_slack("ada"), company.in_teams("ben"), company.in_teams("cleo")
    await ben.client.install()
    await cleo.client.install()
    await company.bind_legal()
    await ben.client.uninstall(company.legal)
    await ada.proposes(CLAIM)
    assert await ben.buttons() == DECIDE
    await ben.client.install(company.legal)
    await company.calm()
    assert await ben.buttons(company.legal) == DECIDE
    channel = company.legal
    await ben.client.delete_channel(channel)
    await ada.clicks("Edit")
    await ada.fills(text=CLAIM + " Hot!")
    assert (await ben.reads())[3] == CLAIM + " Hot!"
    told = [lines[1] for lines in await said_by_copydesk(cleo) if lines[0] == GONE]
    assert told == snapshot(
        [
            "Copydesk was removed from the team Legal. What is open was sent to the desk's people directly.",
            "Reviews in the team Legal was deleted. What is open was sent to the desk's people directly.",
        ]
    )
    await ben.client.restore_channel(channel)
    await company.calm()
    assert (await ben.reads(channel))[3] == CLAIM + " Hot!"


async def test_a_person_removes_the_app(company: Company) -> None:
    """Ben, asked directly, removes Copydesk: his card finds him in Slack, and nothing more is written to Teams until he is back."""
    ada, ben, ben_in_slack = company.in_slack("ada"), company.in_teams("ben"), company.in_slack("ben")
    await ben.client.install()
    await ada.proposes(CLAIM)
    assert await ben.buttons() == DECIDE
    await ben.client.uninstall()
    await company.calm()
    assert ben_in_slack.buttons() == DECIDE
    await ada.clicks("Edit")
    await ada.fills(text=CLAIM + " Hot!")
    assert ben_in_slack.reads()[3] == CLAIM + " Hot!"
    await ben.client.install()
    await company.calm()
    assert (await ben.reads())[3] == CLAIM + " Hot!"


async def test_a_guest_joins_where_a_desk_is_asked(company: Company) -> None:
    """A guest comes to legal's team: drafts stay away from there, and legal's people are asked directly until the guest leaves."""
    world, ada, ben, cleo = (
        company.teams.world,
        company.in_slack("ada"),
        company.in_teams("ben"),
        company.in_teams("cleo"),
    )
    await ben.client.install()
    await cleo.client.install()
    await company.bind_legal()
    world.add_person("gus", "Gus Guest", email="gus@partner.example", role="guest")
    gus = company.in_teams("gus")
    await gus.client.join(company.legal)
    await ada.proposes(CLAIM)
    assert await ben.cards(company.legal) == []
    assert await ben.buttons() == DECIDE
    told = [lines for lines in await said_by_copydesk(cleo) if lines[0] == GONE]
    assert told == snapshot(
        [
            [
                "Legal is asked by direct message for now",
                "Guests or other organisations may read the team Legal now, and drafts are not posted there. What is open was sent to the desk's people directly.",
                "Once only your own people are in it, I ask there again. Or bind Legal elsewhere: write “@Copydesk bind legal” there.",
            ]
        ]
    )
    await gus.client.leave(company.legal)
    await company.calm()
    assert await ben.buttons(company.legal) == DECIDE
