"""What the app hears from the local Slack beyond clicks, and who sees and acts where."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.playground.slack import LocalSlack, NotThereError, PersonClient, Workspace
from tests.integration.playground.slack_standin import (
    StandIn,
    acme,
    actions,
    modal,
    text_field,
)

EVERYTHING = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "message.channels",
        "message.im",
        "reaction_added",
        "user_change",
    }
)


@pytest_asyncio.fixture
async def app() -> AsyncIterator[StandIn]:
    async with acme(LocalSlack()) as standing:
        yield standing


@pytest_asyncio.fixture
async def listening() -> AsyncIterator[StandIn]:
    """The app subscribed to everything, with a Slack that retries at once."""
    slack = LocalSlack(workspace=Workspace(subscriptions=EVERYTHING), event_retry_seconds=(0, 0, 0))
    async with acme(slack) as standing:
        yield standing


@pytest.fixture
def ada(app: StandIn) -> PersonClient:
    return app.slack.person("ada")


@pytest.fixture
def cleo(app: StandIn) -> PersonClient:
    return app.slack.person("cleo")


async def test_events_come_with_an_envelope_and_are_retried(listening: StandIn) -> None:
    """An event that failed comes again under the same id with the number of the try, until it is taken."""
    app, cleo = listening, listening.slack.person("cleo")
    app.statuses = [500, 503]
    await cleo.open_home()
    await app.slack.settled()
    assert {each["event_id"] for each in app.received} == {app.received[0]["event_id"]}
    assert [each.get("X-Slack-Retry-Num") for each in app.headers] == [None, "1", "2"]
    assert app.headers[1]["X-Slack-Retry-Reason"] == "http_error"
    envelope = app.received[0]
    assert (envelope["type"], envelope["event"]["type"], envelope["event"]["user"]) == (
        "event_callback",
        "app_home_opened",
        "U0CLEO",
    )


async def test_messages_are_heard_where_the_app_is(listening: StandIn) -> None:
    """A mention and a reaction in its channel are told; words elsewhere are not."""
    app, ada, cleo = listening, listening.slack.person("ada"), listening.slack.person("cleo")
    said = await cleo.say("#marketing-review", "@Copydesk see https://example.com & <this>")
    await app.slack.settled()
    await cleo.react(said, "eyes")
    await ada.say("#random", "nobody hears this, @Copydesk")
    await app.slack.settled()
    events = [each["event"] for each in app.received]
    assert sorted(each["type"] for each in events) == ["app_mention", "message", "reaction_added"]
    assert events[0]["text"] == "<@U0COPYDESK> see <https://example.com> &amp; &lt;this&gt;"


async def test_what_is_not_subscribed_to_is_not_heard(app: StandIn, cleo: PersonClient) -> None:
    """Without the subscription a message in the app's channel tells it nothing."""
    await cleo.say("#marketing-review", "@Copydesk hello")
    await app.slack.settled()
    assert app.received == []


async def test_what_the_app_does_not_have() -> None:
    """A shortcut is offered only where the app has it, and no Home is opened or published where it has none."""
    workspace = Workspace(shortcuts={"propose": "global", "take_over": "message"}, home_tab=False)
    async with acme(LocalSlack(workspace=workspace)) as app:
        cleo = app.slack.person("cleo")
        said = await cleo.say("#marketing-review", "Post this")
        for attempt in (
            cleo.message_shortcut(said, "propose"),
            cleo.global_shortcut("take_over"),
            cleo.global_shortcut("unknown"),
            cleo.open_home(),
        ):
            with pytest.raises(NotThereError):
                await attempt
        assert app.received == []
        home = {"type": "home", "blocks": []}
        assert await app.code(app.client.views_publish(user_id=cleo.id, view=home)) == "not_enabled"


async def test_shortcuts_carry_a_trigger(app: StandIn, cleo: PersonClient) -> None:
    """A message shortcut brings the message along, a global one nothing but the person."""
    said = await cleo.say("#marketing-review", "Post this")
    await cleo.message_shortcut(said, "propose_message")
    assert (app.received[-1]["type"], app.received[-1]["message"]["text"]) == ("message_action", "Post this")
    app.open_on("shortcut", modal(text_field("Text")))
    await cleo.global_shortcut("propose")
    assert app.received[-1]["type"] == "shortcut"
    assert cleo.modal() is not None


async def test_nobody_sees_a_private_channel_from_outside(app: StandIn, ada: PersonClient) -> None:
    """Not a full member who is not in it, and not a guest even in a public one."""
    app.slack.add_conversation("legal", private=True, members=["ben"])
    with pytest.raises(NotThereError):
        ada.messages("#legal")
    guest = app.slack.add_person("gus", is_restricted=True)
    with pytest.raises(NotThereError):
        guest.messages("#marketing-review")


async def test_a_stranger_of_a_shared_channel_acts_under_their_own_team(app: StandIn) -> None:
    """The click names the stranger's team beside the workspace's."""
    stranger = app.slack.add_person("sam", team_id="T0OTHER", is_stranger=True)
    place = app.slack.conversation("marketing-review")
    place.is_ext_shared = True
    place.members.add(stranger.id)
    await app.client.chat_postMessage(channel=place.id, text="A", blocks=[actions("Approve")])
    [card] = stranger.messages(place)
    await stranger.click(card, "Approve")
    assert (app.received[-1]["user"]["team_id"], app.received[-1]["team"]["id"]) == ("T0OTHER", "T0ACME")


async def test_a_deactivated_account_is_told(listening: StandIn) -> None:
    """`user_change` carries the account as it is now."""
    app = listening
    app.slack.change_person("ben", deleted=True)
    await app.slack.settled()
    event = app.received[-1]["event"]
    assert (event["type"], event["user"]["deleted"]) == ("user_change", True)
