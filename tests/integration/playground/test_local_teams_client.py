"""The local Teams as the client in front of people: what they do reaches the bot in the platform's own shapes."""

from typing import Any

import pytest

from bot.playground.teams import (
    Closed,
    Dialog,
    Inserted,
    LocalTeams,
    MissingInput,
    ShownCard,
    Toast,
)
from bot.playground.teams.example import OTHER_TENANT
from tests.integration.playground.standin import APPROVE, CARD_TYPE, Json, StandIn, card, dialog, says, shows, words

REJECT: Json = {"type": "Action.Submit", "title": "Reject", "data": {"msteams": {"type": "task/fetch"}, "revision": 1}}
REASON: Json = {"type": "Input.Text", "id": "reason", "label": "Reason", "isRequired": True, "errorMessage": "Say why."}
TONE: Json = {
    "type": "Input.ChoiceSet",
    "id": "code",
    "label": "Code",
    "choices": [{"title": "Tone", "value": "tone"}, {"title": "Timing", "value": "timing"}],
    "value": "timing",
}
SEND: Json = {"type": "Action.Submit", "title": "Send", "data": {"step": "reject"}}
FORM = card(REASON, TONE, actions=[SEND])


def refreshed(*user_ids: str, **extra: Any) -> Json:
    """Write a base card that asks to be refreshed for these people."""
    action = {"type": "Action.Execute", "verb": "refresh", "data": {"proposal": "p1"}}
    return card(words("Base"), refresh={"action": action, "userIds": list(user_ids)}, **extra)


async def test_installing_tells_the_bot(teams: LocalTeams, bot: StandIn) -> None:
    """Installing for oneself sends conversationUpdate and installationUpdate; in a channel both name the team."""
    await teams.person("ben").install()
    update, installation = bot.received
    assert (update["type"], update["membersAdded"][0]["id"]) == ("conversationUpdate", f"28:{teams.app_id}")
    assert (installation["type"], installation["action"]) == ("installationUpdate", "add")
    assert installation["conversation"]["conversationType"] == "personal"
    await teams.person("ada").install(teams.world.channel("Secret", "General"))
    assert bot.received[-1]["channelData"]["team"]["name"] == "Secret"


async def test_a_typed_message_has_the_real_shape(teams: LocalTeams, bot: StandIn) -> None:
    """A personal message tells who, where, in which tenant, at what local time and in which zone."""
    ben = teams.person("ben")
    await ben.install()
    typed = await ben.say("propose")
    sent = bot.received[-1]
    assert (sent["type"], sent["id"], sent["text"]) == ("message", typed.id, "propose")
    assert (sent["channelId"], sent["serviceUrl"]) == ("msteams", teams.service_url)
    assert sent["from"] == {
        "id": ben.person.user_id,
        "name": "Ben Fischer",
        "aadObjectId": ben.person.aad_object_id,
    }
    assert sent["conversation"] == {"conversationType": "personal", "tenantId": teams.tenant_id, "id": ben.chat.id}
    assert sent["channelData"] == {"tenant": {"id": teams.tenant_id}}
    assert sent["recipient"] == {"id": f"28:{teams.app_id}", "name": "Copydesk"}
    assert sent["entities"][-1]["timezone"] == sent["localTimezone"] == "Europe/Berlin"


async def test_the_bot_hears_only_mentions_outside_the_personal_chat(teams: LocalTeams, bot: StandIn) -> None:
    """In a channel a plain message stays among people; a mention arrives with its entity and its thread."""
    channel = teams.world.channel("Legal", "Reviews")
    ben = teams.person("ben")
    await ben.say("looks good", channel)
    assert bot.received == []
    typed = await ben.mention("bind legal", channel)
    sent = bot.received[-1]
    assert sent["text"] == "<at>Copydesk</at> bind legal"
    assert sent["entities"][0]["mentioned"]["id"] == f"28:{teams.app_id}"
    assert sent["conversation"]["id"] == f"{channel.id};messageid={typed.id}"
    assert sent["channelData"]["channel"]["id"] == channel.id
    await ben.mention("thanks", channel, root=typed.id)
    assert bot.received[-1]["conversation"]["id"] == f"{channel.id};messageid={typed.id}"


async def test_nobody_reads_or_writes_where_they_are_not(teams: LocalTeams) -> None:
    """A person cannot see or type in a chat that they are not in."""
    with pytest.raises(LookupError):
        await teams.person("ada").see(teams.world.channel("Legal", "Reviews"))
    with pytest.raises(LookupError):
        await teams.person("ada").say("hi", teams.world.channel("Legal", "Reviews"))


async def test_outsiders_look_like_outsiders(teams: LocalTeams, bot: StandIn) -> None:
    """A person of another tenant, a guest and somebody without an account each act as what they are."""
    await teams.person("mallory").install()
    assert bot.received[-1]["channelData"]["tenant"]["id"] == OTHER_TENANT
    await teams.person("gus").mention("hi", teams.world.channel("Partners", "General"))
    assert bot.received[-1]["channelData"]["tenant"]["id"] == teams.tenant_id
    await teams.person("nobody").mention("hi", teams.world.group_chat("Open house"))
    assert "aadObjectId" not in bot.received[-1]["from"]


async def test_each_viewer_gets_their_own_card(teams: LocalTeams, bot: StandIn) -> None:
    """A card with a refresh is refreshed once per viewer, automatically, and remembered until the message changes."""
    chat = teams.world.group_chat("Investor relations")
    bot.answers["adaptiveCard/action"] = lambda activity: shows(card(words(f"For {activity['from']['name']}")))
    ivy, ben = teams.person("ivy"), teams.person("ben")
    posted = await bot.post(chat.id, refreshed(ivy.person.user_id))
    for _ in range(2):
        assert (await ivy.latest(chat)).card == card(words("For Ivy Tanaka"))
        assert (await ben.latest(chat)).card == card(words("For Ben Fischer"))
    assert len(bot.received) == 2
    sent = bot.received[0]
    assert (sent["name"], sent["replyToId"]) == ("adaptiveCard/action", posted.body["id"])
    assert sent["value"] == {
        "action": {"type": "Action.Execute", "verb": "refresh", "data": {"proposal": "p1"}},
        "trigger": "automatic",
    }
    message = {
        "type": "message",
        "attachments": [{"contentType": CARD_TYPE, "content": refreshed(ivy.person.user_id)}],
    }
    await bot.call("PUT", f"v3/conversations/{chat.id}/activities/{posted.body['id']}", message)
    await ivy.see(chat)
    assert len(bot.received) == 3


async def test_big_chats_refresh_only_for_the_listed(teams: LocalTeams, bot: StandIn) -> None:
    """Above sixty members only the listed people's clients refresh; the others keep the base card."""
    for number in range(60):
        teams.world.add_person(f"p{number}", f"Person {number}")
    everyone = [f"p{number}" for number in range(60)]
    chat = teams.world.add_group_chat("All hands", ["ben", "ivy", *everyone])
    bot.answers["adaptiveCard/action"] = shows(card(words("Own")))
    base = refreshed(teams.person("ben").person.user_id)
    await bot.post(chat.id, base)
    assert (await teams.person("ben").latest(chat)).card == card(words("Own"))
    assert (await teams.person("ivy").latest(chat)).card == base


async def test_a_failed_refresh_is_not_tried_again(teams: LocalTeams, bot: StandIn) -> None:
    """After a refresh that failed the viewer keeps the base card, and the mishap is on record."""
    chat = teams.world.group_chat("Investor relations")
    bot.answers["adaptiveCard/action"] = {"nonsense": True}
    ben = teams.person("ben")
    base = refreshed(ben.person.user_id)
    await bot.post(chat.id, base)
    for _ in range(2):
        assert (await ben.latest(chat)).card == base
    assert len(bot.received) == 1
    assert [mishap.person for mishap in teams.log.mishaps] == ["ben"]


async def test_execute_replaces_the_clickers_card(teams: LocalTeams, bot: StandIn) -> None:
    """Action.Execute sends verb, id and data; the answered card is shown to the clicker alone."""
    chat = teams.world.group_chat("Investor relations")
    await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
    ben = teams.person("ben")
    bot.answers["adaptiveCard/action"] = shows(card(words("Approved by you")))
    outcome = await ben.click(await ben.latest(chat), "Approve")
    assert outcome == ShownCard(card=card(words("Approved by you")))
    assert bot.received[-1]["value"]["action"] == {
        "type": "Action.Execute",
        "id": "a1",
        "title": "Approve",
        "verb": "approve",
        "data": {"revision": 1},
    }
    assert bot.received[-1]["value"]["trigger"] == "manual"
    assert (await ben.latest(chat)).card == card(words("Approved by you"))
    assert (await teams.person("ivy").latest(chat)).card == card(words("Decide"), actions=[APPROVE])


async def test_execute_may_answer_with_a_sentence(teams: LocalTeams, bot: StandIn) -> None:
    """A message as the answer is a private sentence; the card stays; a stale button is still clickable."""
    chat = teams.world.group_chat("Investor relations")
    posted = await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
    ben = teams.person("ben")
    stale = await ben.latest(chat)
    gone = {"type": "message", "attachments": [{"contentType": CARD_TYPE, "content": card(words("Done"))}]}
    await bot.call("PUT", f"v3/conversations/{chat.id}/activities/{posted.body['id']}", gone)
    with pytest.raises(LookupError, match="no button"):
        await ben.click(await ben.latest(chat), "Approve")
    bot.answers["adaptiveCard/action"] = says("This was already decided.")
    outcome = await ben.click(stale, "Approve", forged={"revision": 9, "isApprover": True})
    assert outcome == Toast(text="This was already decided.")
    assert bot.received[-1]["value"]["action"]["data"] == {"revision": 9, "isApprover": True}


async def test_a_button_opens_a_dialog(teams: LocalTeams, bot: StandIn) -> None:
    """Action.Submit with task/fetch opens a dialog; its submit may answer with another one, a sentence, or close it."""
    channel = teams.world.channel("Legal", "Reviews")
    posted = await bot.post(channel.id, card(words("Decide"), actions=[REJECT]))
    ben = teams.person("ben")
    bot.answers["task/fetch"] = dialog("Reject", FORM)
    opened = await ben.click(await ben.latest(channel), "Reject")
    assert isinstance(opened, Dialog)
    fetch = bot.received[-1]
    assert fetch["value"] == {"data": REJECT["data"], "context": {"theme": "default"}}
    assert fetch["conversation"]["id"] == f"{channel.id};messageid={posted.body['id']}"
    assert await ben.submit(opened, "Send") == MissingInput(errors={"reason": "Say why."})
    assert len(bot.received) == 1
    bot.answers["task/submit"] = dialog("Reject, again", FORM)
    again = await ben.submit(opened, "Send", {"Reason": "Too loud", "Code": "Tone"})
    assert isinstance(again, Dialog)
    assert again.title == "Reject, again"
    assert bot.received[-1]["value"]["data"] == {"step": "reject", "reason": "Too loud", "code": "tone"}
    assert bot.received[-1]["replyToId"] == posted.body["id"]
    bot.answers["task/submit"] = {"task": {"type": "message", "value": "Recorded."}}
    assert await ben.submit(again, "Send", {"reason": "x"}) == Toast(text="Recorded.")
    assert bot.received[-1]["value"]["data"]["code"] == "timing"
    bot.answers["task/submit"] = {}
    assert await ben.submit(again, "Send", {"reason": "x"}) == Closed()


async def test_a_plain_submit_is_a_message(teams: LocalTeams, bot: StandIn) -> None:
    """Action.Submit without task/fetch sends the card's data as a message without text."""
    ben = teams.person("ben")
    await ben.install()
    await bot.post(ben.chat.id, card(REASON, actions=[{"type": "Action.Submit", "title": "OK", "data": {"a": 1}}]))
    assert await ben.click(await ben.latest(), "OK", {"reason": "because"}) == Closed()
    assert bot.received[-1]["type"] == "message"
    assert bot.received[-1]["value"] == {"a": 1, "reason": "because"}
    assert "text" not in bot.received[-1]


async def test_the_message_extension_works_without_the_bot(teams: LocalTeams, bot: StandIn) -> None:
    """The compose-box action opens its dialog in a chat without the app, where the roster is closed to the bot."""
    lunch = teams.world.group_chat("Lunch")
    bot.answers["composeExtension/fetchTask"] = dialog("Propose", FORM)
    ada = teams.person("ada")
    opened = await ada.compose("propose", lunch)
    assert isinstance(opened, Dialog)
    assert bot.received[-1]["value"] == {
        "commandId": "propose",
        "commandContext": "compose",
        "context": {"theme": "default"},
    }
    assert (await bot.call("GET", f"v3/conversations/{lunch.id}/members")).code == "BotNotInConversationRoster"
    result = {"contentType": CARD_TYPE, "content": card(words("Proposed"))}
    bot.answers["composeExtension/submitAction"] = {
        "composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [result]}
    }
    assert await ada.submit(opened, "Send", {"Reason": "x"}) == Inserted(card=card(words("Proposed")))
    assert bot.received[-1]["value"]["commandId"] == "propose"
    assert bot.received[-1]["value"]["data"]["reason"] == "x"


async def test_a_message_action_carries_the_message(teams: LocalTeams, bot: StandIn) -> None:
    """A message extension started on a message brings that message's words and author along."""
    channel = teams.world.channel("Marketing", "Launch")
    idea = await teams.person("ada").say("We should post this", channel)
    bot.answers["composeExtension/fetchTask"] = {"task": {"type": "message", "value": "Install me first."}}
    outcome = await teams.person("cleo").compose("propose", channel, on=idea)
    assert outcome == Toast(text="Install me first.")
    payload = bot.received[-1]["value"]["messagePayload"]
    assert payload["body"]["content"] == "<div>We should post this</div>"
    assert payload["from"]["user"]["id"] == teams.world.people["ada"].aad_object_id


async def test_people_come_and_go(teams: LocalTeams, bot: StandIn) -> None:
    """Joining and leaving a place where the app is installed is told to the bot, and the roster follows."""
    chat = teams.world.group_chat("Investor relations")
    ada = teams.person("ada")
    await ada.join(chat)
    assert bot.received[-1]["membersAdded"][0]["aadObjectId"] == ada.person.aad_object_id
    assert (await bot.call("GET", f"v3/conversations/{chat.id}/members/{ada.person.user_id}")).status == 200
    await ada.leave(chat)
    assert bot.received[-1]["membersRemoved"][0]["id"] == ada.person.user_id
    assert (await bot.call("GET", f"v3/conversations/{chat.id}/members/{ada.person.user_id}")).status == 404
    await ada.leave(teams.world.group_chat("Lunch"))
    assert len(bot.received) == 2
