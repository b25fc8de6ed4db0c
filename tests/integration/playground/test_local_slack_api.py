"""The local Slack's Web API, called with Slack's own client."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, Workspace
from tests.integration.playground.slack_standin import StandIn, acme, actions, modal, section, text_field


class Clock:
    """A clock that a test moves by hand, in seconds since 1970."""

    def __init__(self) -> None:
        """Start some day in November 2026."""
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def app(clock: Clock) -> AsyncIterator[StandIn]:
    async with acme(LocalSlack(clock=clock)) as standing:
        yield standing


async def test_auth_test_names_the_workspace_and_the_bot(app: StandIn) -> None:
    """`auth.test` tells the app who and where it is."""
    answer = await app.told(app.client.auth_test())
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0ACME", "U0COPYDESK", "B0COPYDESK")


async def test_a_call_needs_the_token(app: StandIn) -> None:
    """No token, a wrong token and an unknown method are told apart, and none of them does anything."""
    base = app.slack.api_url
    assert await app.code(AsyncWebClient(base_url=base).auth_test()) == "not_authed"
    assert await app.code(AsyncWebClient(token="xoxb-other", base_url=base).auth_test()) == "invalid_auth"
    assert await app.code(app.client.api_call("chat.shout")) == "unknown_method"
    assert [call.outcome for call in app.slack.refused] == ["not_authed", "invalid_auth", "unknown_method"]


async def test_a_posted_message_can_be_read_updated_and_deleted(app: StandIn) -> None:
    """A message keeps its time through its life; its metadata comes back when asked for; then it is gone."""
    place = app.slack.conversation("#marketing-review")
    metadata = {"event_type": "card", "event_payload": {"post": "cp1"}}
    posted = await app.told(
        app.client.chat_postMessage(
            channel=place.id, text="A card", blocks=[section("A card"), actions("Approve")], metadata=metadata
        )
    )
    ts = str(posted["ts"])
    await app.client.chat_update(channel=place.id, ts=ts, text="Approved", blocks=[section("Approved")])
    history = await app.told(app.client.conversations_history(channel=place.id, include_all_metadata=True))
    [message] = history["messages"]
    assert (message["ts"], message["text"], message["metadata"]) == (ts, "Approved", metadata)
    assert message["edited"]["user"] == "U0COPYDESK"
    assert "metadata" not in (await app.told(app.client.conversations_history(channel=place.id)))["messages"][0]
    await app.client.chat_delete(channel=place.id, ts=ts)
    gone = app.client.chat_update(channel=place.id, ts=ts, text="Too late")
    assert await app.code(gone) == "message_not_found"


async def test_an_update_with_text_alone_keeps_the_blocks(app: StandIn) -> None:
    """Blocks stay unless the update brings others, be they none."""
    place = app.slack.conversation("marketing-review")
    posted = await app.told(app.client.chat_postMessage(channel=place.id, text="A", blocks=[section("A")]))
    ts = str(posted["ts"])
    await app.client.chat_update(channel=place.id, ts=ts, text="B")
    assert place.messages[ts].blocks
    await app.client.chat_update(channel=place.id, ts=ts, text="B", blocks=[])
    assert not place.messages[ts].blocks


async def test_times_are_unique_and_rise_while_the_clock_stands(app: StandIn) -> None:
    """Two messages never share a time."""
    channel = app.slack.conversation("marketing-review").id
    times = [str((await app.told(app.client.chat_postMessage(channel=channel, text="x")))["ts"]) for _ in range(3)]
    assert times == sorted(set(times))


async def test_replies_belong_to_their_thread(app: StandIn) -> None:
    """A reply shows under its parent and not in the channel; a reply to a reply goes to the same thread."""
    channel = app.slack.conversation("marketing-review").id
    root = str((await app.told(app.client.chat_postMessage(channel=channel, text="Card")))["ts"])
    reply = await app.told(app.client.chat_postMessage(channel=channel, text="Asked", thread_ts=root))
    await app.client.chat_postMessage(channel=channel, text="Again", thread_ts=str(reply["ts"]))
    thread = await app.told(app.client.conversations_replies(channel=channel, ts=root))
    assert [each["text"] for each in thread["messages"]] == ["Card", "Asked", "Again"]
    channel_messages = (await app.told(app.client.conversations_history(channel=channel)))["messages"]
    assert [(each["text"], each["reply_count"]) for each in channel_messages] == [("Card", 2)]
    lost = app.client.chat_postMessage(channel=channel, text="x", thread_ts="1.000000")
    assert await app.code(lost) == "thread_not_found"


async def test_writing_is_refused_where_the_platform_refuses_it(app: StandIn) -> None:
    """Unknown, foreign and archived places, other people's messages, empty and endless words: each has its code."""
    client, slack = app.client, app.slack
    inside, outside = slack.conversation("marketing-review").id, slack.conversation("random").id
    secret = slack.add_conversation("secret", private=True, with_bot=False)
    closed = slack.add_conversation("closed")
    closed.is_archived = True
    theirs = await slack.person("cleo").say("#marketing-review", "hello")
    own = str((await app.told(client.chat_postMessage(channel=inside, text="mine")))["ts"])
    refusals = {
        "channel_not_found": client.chat_postMessage(channel=secret.id, text="x"),
        "not_in_channel": client.chat_postMessage(channel=outside, text="x"),
        "is_archived": client.chat_postMessage(channel=closed.id, text="x"),
        "cant_update_message": client.chat_update(channel=inside, ts=theirs.ts, text="x"),
        "cant_delete_message": client.chat_delete(channel=inside, ts=theirs.ts),
        "no_text": client.api_call("chat.postMessage", json={"channel": inside}),
        "msg_too_long": client.chat_update(channel=inside, ts=own, text="x" * 4_001),
    }
    for code, call in refusals.items():
        assert await app.code(call) == code


async def test_an_ephemeral_message_is_seen_by_one_member_only(app: StandIn) -> None:
    """It needs the person in the channel, nobody else sees it, and it cannot be updated."""
    channel = app.slack.conversation("marketing-review").id
    cleo, ada = app.slack.person("cleo"), app.slack.person("ada")
    sent = await app.told(app.client.chat_postEphemeral(channel=channel, user=cleo.id, text="Only you"))
    assert [each.text for each in cleo.messages("#marketing-review")] == ["Only you"]
    assert ada.messages("#marketing-review") == []
    changing = app.client.chat_update(channel=channel, ts=str(sent["message_ts"]), text="x")
    assert await app.code(changing) == "message_not_found"
    absent = app.client.chat_postEphemeral(channel=channel, user=ada.id, text="x")
    assert await app.code(absent) == "user_not_in_channel"


async def test_a_direct_message_opens_once(app: StandIn) -> None:
    """Opening it again, or posting to the person's id, leads to the same conversation."""
    ada = app.slack.person("ada")
    first = (await app.told(app.client.conversations_open(users=ada.id)))["channel"]["id"]
    again = (await app.told(app.client.conversations_open(users=[ada.id])))["channel"]["id"]
    posted = (await app.told(app.client.chat_postMessage(channel=ada.id, text="Hello")))["channel"]
    assert first == again == posted
    assert [each.text for each in ada.direct_messages()] == ["Hello"]


async def test_lists_come_in_pages(app: StandIn) -> None:
    """A cursor leads from page to page until it is empty; a made-up one is refused."""
    seen: list[str] = []
    cursor = ""
    while True:
        answer = await app.told(app.client.conversations_list(limit=1, cursor=cursor))
        seen += [each["name"] for each in answer["channels"]]
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert seen == ["marketing-review", "random"]
    assert await app.code(app.client.conversations_list(cursor="bogus")) == "invalid_cursor"


async def test_people_are_told_with_what_slack_knows_of_them(app: StandIn) -> None:
    """A guest, a bot, somebody deactivated and an address that Slack does not vouch for are told apart."""
    guest = app.slack.add_person("gus", is_restricted=True)
    unsure = app.slack.add_person("una", is_email_confirmed=None)
    told = (await app.told(app.client.users_info(user=guest.id)))["user"]
    assert (told["is_restricted"], told["is_email_confirmed"], told["profile"]["email"]) == (
        True,
        True,
        "gus@example.com",
    )
    assert "is_email_confirmed" not in (await app.told(app.client.users_info(user=unsure.id)))["user"]
    app.slack.change_person("ben", deleted=True)
    assert (await app.told(app.client.users_info(user=app.slack.person("ben").id)))["user"]["deleted"] is True
    assert await app.code(app.client.users_info(user="U0NOBODY")) == "user_not_found"
    found = await app.told(app.client.users_lookupByEmail(email="Ada@Example.com"))
    assert found["user"]["id"] == app.slack.person("ada").id
    assert await app.code(app.client.users_lookupByEmail(email="ben@example.com")) == "users_not_found"


async def test_a_missing_scope_is_named() -> None:
    """What the app was not granted it may not call, and without the e-mail scope no address is told."""
    slack = LocalSlack(workspace=Workspace(scopes=frozenset({"chat:write", "users:read"})))
    async with acme(slack) as app:
        assert await app.code(app.client.conversations_open(users="U0ADA")) == "missing_scope"
        told = (await app.told(app.client.users_info(user=slack.person("ada").id)))["user"]
        assert "email" not in told["profile"]


async def test_a_trigger_opens_one_view_within_three_seconds(app: StandIn, clock: Clock) -> None:
    """After three seconds it is expired, after use exchanged; a made-up one is invalid."""
    view = modal(text_field("Text"))
    ada = app.slack.person("ada")
    trigger = str(ada.commanding("/propose-post")["trigger_id"])
    clock.now += 3
    await app.client.views_open(trigger_id=trigger, view=view)
    assert await app.code(app.client.views_open(trigger_id=trigger, view=view)) == "exchanged_trigger_id"
    late = str(ada.commanding("/propose-post")["trigger_id"])
    clock.now += 3.1
    assert await app.code(app.client.views_open(trigger_id=late, view=view)) == "expired_trigger_id"
    assert await app.code(app.client.views_open(trigger_id="1.2.3", view=view)) == "invalid_trigger_id"


async def test_a_view_is_updated_by_id_and_only_with_its_own_hash(app: StandIn) -> None:
    """An old hash conflicts, an unknown view is not found."""
    ada = app.slack.person("ada")
    trigger = str(ada.commanding("/propose-post")["trigger_id"])
    opening = app.client.views_open(trigger_id=trigger, view=modal(text_field("Text")))
    opened = (await app.told(opening))["view"]
    new = modal(text_field("Text"), title="Checked")
    updated = await app.told(app.client.views_update(view_id=opened["id"], hash=opened["hash"], view=new))
    assert updated["view"]["hash"] != opened["hash"]
    stale = app.client.views_update(view_id=opened["id"], hash=opened["hash"], view=new)
    assert await app.code(stale) == "hash_conflict"
    assert await app.code(app.client.views_update(view_id="V0NONE", view=new)) == "not_found"
    top = ada.modal()
    assert top is not None
    assert top.title == "Checked"


async def test_a_home_is_published_per_person(app: StandIn) -> None:
    """Each sees their own; an old hash conflicts."""
    ada, ben = app.slack.person("ada"), app.slack.person("ben")
    home = {"type": "home", "blocks": [section("Needs you: nothing")]}
    first = (await app.told(app.client.views_publish(user_id=ada.id, view=home)))["view"]
    await app.client.views_publish(user_id=ada.id, view=home, hash=first["hash"])
    stale = app.client.views_publish(user_id=ada.id, view=home, hash=first["hash"])
    assert await app.code(stale) == "hash_conflict"
    shown = ada.home()
    assert shown is not None
    assert ada.read(shown) == ["Needs you: nothing"]
    assert ben.home() is None


async def test_a_permalink_names_the_message(app: StandIn) -> None:
    """It holds the conversation and the time without its dot."""
    channel = app.slack.conversation("marketing-review").id
    ts = str((await app.told(app.client.chat_postMessage(channel=channel, text="x")))["ts"])
    link = str((await app.told(app.client.chat_getPermalink(channel=channel, message_ts=ts)))["permalink"])
    assert link.endswith(f"/archives/{channel}/p{ts.replace('.', '')}")


async def test_the_record_holds_every_call_without_the_token(app: StandIn) -> None:
    """What was asked and what came of it stands there; the token does not."""
    await app.client.api_call("auth.test", params={"token": app.slack.workspace.bot_token})
    await app.client.users_info(user=app.slack.person("ada").id)
    assert [(call.method, call.arguments, call.outcome) for call in app.slack.calls] == [
        ("auth.test", {}, "ok"),
        ("users.info", {"user": "U0ADA"}, "ok"),
    ]
    assert app.slack.workspace.bot_token not in repr(app.slack.calls) + repr(app.slack.workspace)


async def test_history_is_cut_by_time(app: StandIn) -> None:
    """Between two times, the edges only on request; newest first, page by page."""
    channel = app.slack.conversation("marketing-review").id
    times = [str((await app.client.chat_postMessage(channel=channel, text=f"{n}"))["ts"]) for n in range(4)]

    async def found(**window: str) -> list[str]:
        answer = await app.told(app.client.api_call("conversations.history", params={"channel": channel, **window}))
        return [str(each["text"]) for each in answer["messages"]]

    assert await found(oldest=times[0], latest=times[3]) == ["2", "1"]
    assert await found(oldest=times[2], inclusive="true") == ["3", "2"]
    assert await found(limit="1") == ["3"]
    page = await app.told(app.client.conversations_history(channel=channel, limit=3))
    assert page["has_more"] is True
    assert await found(cursor=page["response_metadata"]["next_cursor"]) == ["0"]
