"""Attacks by people on their own words: through every surface, by a second account, by editing first."""

import pytest

from tests.attack.siege import ROOM, Siege
from workflows.cards.actions import ActionName

pytestmark = pytest.mark.attack

OWN = "These are your own words"


async def test_an_author_approves_by_the_card(siege: Siege) -> None:
    """Attack 1: Ada sits on the desk; the button on its card in the Slack channel refuses her own words."""
    ada = siege.company.in_slack("ada")
    tried = ("approve", "request_changes", "reject")
    async with siege.denied(*[("ada", name, "own_words") for name in tried]):
        await ada.clicks("Approve", ROOM)
        assert OWN in (await ada.hears(ROOM))[1]
        for button in ("Request changes", "Reject"):
            assert not await ada.clicks(button, ROOM)
            assert OWN in (await ada.hears(ROOM))[1]


async def test_an_author_approves_by_every_other_surface(siege: Siege) -> None:
    """Attack 1: forged buttons and forms refuse her too, in Slack and in Teams, whichever action they name."""
    tried: tuple[ActionName, ...] = ("approve", "request_changes", "reject", "reconsider", "open")
    async with siege.denied(*[("ada", name, "own_words") for name in tried for _ in ("in Slack", "in Teams")]):
        for name in tried:
            about = siege.action(name)
            for said in (
                await siege.slack_button("ada", about),
                await siege.teams_button("ada", about),
                await siege.teams_dialog("ada", about),
            ):
                assert OWN in said, name
            if name != "approve":
                assert OWN in await siege.slack_form("ada", about)
                assert OWN in await siege.teams_form("ada", about)


async def test_an_author_finds_no_button_of_her_own_in_teams(siege: Siege) -> None:
    """Attack 1: the view that Teams draws for the author offers nothing to decide."""
    ada = siege.company.in_teams("ada")
    assert not any("Approve" in line for line in await ada.buttons(siege.reviews))


async def test_what_an_author_types_approves_nothing(siege: Siege) -> None:
    """Attack 1: neither a slash command nor a message to Copydesk decides."""
    ada = siege.company.slack.person("ada")
    async with siege.nothing_changes():
        await ada.command("/copydesk", f"approve {siege.proposal}")
        await siege.company.in_teams("ada").says("approve", siege.reviews)
        await siege.company.in_teams("ada").says(f"approve {siege.proposal}")


async def test_one_person_with_two_accounts(siege: Siege) -> None:
    """Attack 2: the author in Slack and the same person in Teams are one, by their address; and the other way round."""
    async with siege.denied(("ada", "approve", "own_words")):
        assert OWN in await siege.teams_button("ada", siege.action("approve"))
    cleo = siege.company.in_teams("cleo")
    await cleo.proposes("We baked a cake.", chat=siege.reviews)
    (theirs,) = [one.id for one in await siege.company.proposals() if one.id != siege.proposal]
    async with siege.nothing_changes():
        assert OWN in await siege.slack_button("cleo", siege.action("approve", theirs))


SECOND_ACCOUNTS = {
    "at a private address": ("ada@mail.example", True, "it is not one of Example's"),
    "at a colleague's address, not confirmed": ("ben@example.com", False, "has not confirmed your e-mail address"),
    "without an address": (None, True, "has not confirmed your e-mail address"),
    "at an address in another domain that ends like ours": ("ada@notexample.com", True, "it is not one of"),
    "at a lookalike domain": ("ada@ехample.com", True, "it is not one of"),
}


async def test_a_second_account_that_is_nobodys(siege: Siege) -> None:
    """Attack 2: an account that no verified address ties to a person decides nothing, in either chat."""
    slack, world = siege.company.slack, siege.company.teams.world
    async with siege.nothing_changes():
        for number, (email, confirmed, says) in enumerate(SECOND_ACCOUNTS.values()):
            second = slack.add_person(f"second{number}", email=email, is_email_confirmed=confirmed)
            slack.conversation(ROOM).members.add(second.id)
            assert says in await siege.slack_button(f"second{number}", siege.action("approve"))
            if not confirmed:
                continue
            world.add_person(f"second{number}", "Ada Park", email=email)
            await siege.company.teams.person(f"second{number}").join(siege.reviews)
            assert says in await siege.teams_button(f"second{number}", siege.action("approve"))


async def test_an_editor_approves_what_she_edited(siege: Siege) -> None:
    """Attack 3: a lead who changes one word cannot approve the result, in either chat; others still can."""
    about = siege.action("edit")
    await siege.slack_form("cleo", about, {"text": "We moved to a larger kitchen.", "channels": ("linkedin",)})
    assert (await siege.stands()).head.number == 2
    approve = siege.action("approve", revision=2)
    async with siege.nothing_changes():
        for who in ("cleo", "ada"):
            assert OWN in await siege.slack_button(who, approve)
            assert OWN in await siege.teams_button(who, approve)
    await siege.teams_button("ben", approve)
    await siege.company.calm()
    assert "Approved by Ben Okafor" in siege.company.in_slack("ada").status()


async def test_an_editor_cannot_lift_a_block_on_her_own_words(siege: Siege) -> None:
    """Attack 3: the desk's lead who edited may not lift what blocks the words that she wrote."""
    await siege.teams_form("cleo", siege.action("edit"), {"text": "We moved house.", "channels": ("linkedin",)})
    await siege.teams_form("ben", siege.action("request_changes", revision=2))
    await siege.company.calm()
    async with siege.nothing_changes():
        assert OWN in await siege.slack_button("cleo", siege.action("lift_block", revision=2))
        assert OWN in await siege.teams_button("cleo", siege.action("lift_block", revision=2))
