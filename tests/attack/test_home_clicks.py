"""Attacks by people on their own words from Home, by shortcut and in words to Copydesk."""

import pytest

from adapters.slack.inbound import PROPOSE_SHORTCUT
from tests.attack.siege import ROOM, Siege

pytestmark = pytest.mark.attack

OWN = "These are your own words"


async def _home_button(siege: Siege, who: str, value: str) -> str:
    """Send a click on somebody's Home whose button carries `value`; the form that is then open."""
    person = siege.company.in_slack(who)
    home = person.client.home()
    assert home is not None
    payload = person.client.clicking_in_view(home, home.blocks[2]["elements"][0]["action_id"])
    payload["actions"][0]["value"] = value
    siege.company.slack.world.stack(person.client.id).clear()
    (sent,) = await siege.company.slack.send(payload)
    assert (sent.status, sent.text) == (200, "")
    said = "\n".join(person.reads_form())
    siege.company.slack.world.stack(person.client.id).clear()
    return said


async def test_an_author_approves_from_home(siege: Siege) -> None:
    """Attack 1: Ada sits on the desk, yet her Home only lets her read her own post; forged buttons there refuse her."""
    ada = siege.company.in_slack("ada")
    home = await ada.opens_home()
    assert "[Decide]" not in home
    assert "[Open]" in home
    async with siege.nothing_changes():
        for name in ("approve", "request_changes", "reject", "reconsider", "open"):
            assert OWN in await _home_button(siege, "ada", siege.action(name)), name
        assert "I don't know that button any more" in await _home_button(siege, "ada", "approve everything")


async def test_an_author_approves_by_shortcut(siege: Siege) -> None:
    """Attack 1: neither the form that a shortcut opens nor a shortcut of an unknown name decides."""
    ada = siege.company.slack.person("ada")
    async with siege.nothing_changes():
        await ada.global_shortcut(PROPOSE_SHORTCUT)
        form = ada.modal()
        assert form is not None
        payload = ada.submitting(form)
        payload["view"]["private_metadata"] = siege.action("approve")
        (sent,) = await siege.company.slack.send(payload)
        assert "I don't know that form any more" in sent.text or OWN in sent.text
        said = await ada.say(ROOM, "approve")
        siege.company.slack.workspace.shortcuts = None
        assert (await ada.message_shortcut(said, siege.action("approve"))).answer == {}
        assert (await ada.global_shortcut(siege.action("approve"))).answer == {}


async def test_an_author_approves_in_words(siege: Siege) -> None:
    """Attack 1: no word after /copydesk decides, not even one that names the post, its number or its button."""
    ada = siege.company.in_slack("ada")
    (number,) = await siege.company.numbers()
    async with siege.nothing_changes():
        for words in (
            f"approve {number}",
            siege.action("approve"),
            f"why approve {number}",
            f"status approve {number}",
        ):
            await ada.asks(words)


async def test_a_person_approves_from_the_home_of_their_other_account(siege: Siege) -> None:
    """Attack 2: what Cleo proposed in Teams is hers on her Slack Home too."""
    await siege.company.in_teams("cleo").proposes("We baked a cake.", chat=siege.reviews)
    (theirs,) = [one.id for one in await siege.company.proposals() if one.id != siege.proposal]
    await siege.company.in_slack("cleo").opens_home()
    async with siege.nothing_changes():
        assert OWN in await _home_button(siege, "cleo", siege.action("approve", theirs))


async def test_a_second_account_has_no_home(siege: Siege) -> None:
    """Attack 2: an account that no verified address ties to a person reads why it has no Home, and its buttons decide nothing."""
    slack = siege.company.slack
    second = slack.add_person("second", real_name="Ada Park", email="ada@mail.example")
    assert any("I don't know you" in line for line in await siege.company.in_slack("second").opens_home())
    home = second.home()
    assert home is not None
    async with siege.nothing_changes():
        payload = slack.person("ada").clicking(siege.card, "Approve")
        forged = {name: payload[name] for name in ("type", "team", "api_app_id", "actions", "trigger_id")}
        forged |= {
            "user": {"id": second.id, "team_id": slack.workspace.team_id},
            "view": {"type": "home", "id": home.id},
        }
        forged["trigger_id"] = slack.world.new_trigger(second.id)
        forged["actions"][0]["value"] = siege.action("approve")
        (sent,) = await slack.send(forged)
        assert sent.status == 200
        assert "I don't know you" in "\n".join(siege.company.in_slack("second").reads_form())
