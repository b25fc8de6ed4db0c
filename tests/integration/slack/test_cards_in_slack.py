"""Cards in Slack: posted, brought up to date, found again, removed; and every way in which that fails."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.playground.slack import FailAfterDoing, LoseAnswer, RateLimit, RefuseWith
from bot.playground.slack.shapes import Json
from tests.integration.slack import samples
from tests.integration.slack.running import Running, running
from tests.integration.slack.test_asking import event, message
from workflows.domain.ids import CardPostId, PersonId
from workflows.domain.people import Account, AccountId, Profile
from workflows.engine.chat import (
    BesideCard,
    CannotLook,
    CardPost,
    Direct,
    MessageGone,
    MessageRef,
    MissingMessage,
    NoSuchAccount,
    PlaceGone,
    Refused,
    Removed,
    Shown,
    ShowOutcome,
    TryLater,
    UnknownOutcome,
)


async def shown(world: Running, post: CardPost) -> CardPost:
    """Show a card; the post with its message."""
    outcome = await world.chat.show(post, samples.card(), ())
    assert isinstance(outcome, Shown)
    return replace(post, ref=outcome.ref)


async def test_a_card_is_posted_once_and_updated_in_place() -> None:
    """A card post is one message for its whole life; its notification tells no word of the draft, and nobody is pinged."""
    async with running() as world:
        post = await shown(world, samples.in_room(world.place))
        await world.chat.show(post, samples.card("Newer words", heading="Newer"), ())
        (message,) = world.seen_by_ada()
        assert world.ada.read(message) == ["Newer", "The words", "Newer words", "[Approve]"]
        assert not message.pings
        posted, updated = (call for call in world.slack.calls if call.method.startswith("chat."))
        assert (posted.method, updated.method) == ("chat.postMessage", "chat.update")
        assert posted.arguments["text"] == "Legal: a post by Ada"
        assert not posted.arguments["unfurl_links"]
        assert not posted.arguments["unfurl_media"]


async def test_words_look_as_they_were_typed() -> None:
    """Whatever markup words look like, the card shows exactly them."""
    async with running() as world:
        await shown(world, samples.in_room(world.place))
        assert world.ada.read(world.seen_by_ada()[0])[2] == samples.SPECIAL


async def test_a_notice_stands_beside_its_card() -> None:
    """A notice goes into its card's thread; while the card has no message, it waits."""
    async with running() as world:
        post = await shown(world, samples.in_room(world.place))
        beside = BesideCard(parent=post.id, ref=post.ref)
        outcome = await world.chat.show(replace(post, id=CardPostId("n"), place=beside, ref=None), samples.card(), ())
        assert isinstance(outcome, Shown)
        assert post.ref is not None
        assert outcome.ref.thread == post.ref.id
        (notice,) = world.ada.thread(world.seen_by_ada()[0])
        assert notice.ts == outcome.ref.id
        early = replace(post, place=BesideCard(parent=post.id, ref=None), ref=None)
        assert isinstance(await world.chat.show(early, samples.card(), ()), TryLater)


async def test_a_card_for_one_person() -> None:
    """A person without a conversation gets one; a person without an account has no place here."""
    async with running() as world:
        post = samples.to_person(world.slack.workspace.team_id, world.ada.id)
        outcome = await world.chat.show(post, samples.card(), ())
        assert isinstance(outcome, Shown)
        assert outcome.ref.conversation.kind == "direct"
        assert len(world.ada.direct_messages()) == 1
        nobody = replace(post, place=Direct(chat="slack", person=PersonId("ada")))
        assert isinstance(await world.chat.show(nobody, samples.card(), ()), PlaceGone)


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (RefuseWith(error="not_in_channel"), PlaceGone(cause="not_in_channel")),
        (RefuseWith(error="is_archived"), PlaceGone(cause="is_archived", closed="archived")),
        (RefuseWith(error="channel_not_found"), PlaceGone(cause="channel_not_found", closed="deleted")),
        (RefuseWith(error="invalid_blocks"), Refused(cause="invalid_blocks")),
        (RateLimit(seconds=7), TryLater(after=timedelta(seconds=7), scope="conversation")),
        (RefuseWith(error="fatal_error"), UnknownOutcome(cause="fatal_error")),
        (FailAfterDoing(), UnknownOutcome(cause="status 500")),
        (LoseAnswer(), UnknownOutcome(cause="ServerDisconnectedError")),
    ],
)
async def test_how_posting_comes_out(trouble: RefuseWith | RateLimit | LoseAnswer, expected: ShowOutcome) -> None:
    """Each trouble is told as what it is, after exactly one call: the SDK would send a dropped one twice."""
    async with running() as world:
        world.slack.faults.once("chat.postMessage", trouble)
        assert await world.chat.show(samples.in_room(world.place), samples.card(), ()) == expected
        assert len([call for call in world.slack.calls if call.method == "chat.postMessage"]) == 1


@pytest.mark.parametrize("trouble", [LoseAnswer(), FailAfterDoing()])
async def test_a_lost_card_is_found_again(trouble: LoseAnswer) -> None:
    """When the answer was lost, the message is found by its metadata: in its room, its thread, a direct message."""
    async with running() as world:
        first = await shown(world, samples.in_room(world.place))
        places = (
            samples.in_room(world.place, 2),
            replace(samples.in_room(world.place, 3), place=BesideCard(parent=first.id, ref=first.ref)),
            samples.to_person(world.slack.workspace.team_id, world.ada.id),
        )
        for post in places:
            assert await world.chat.find(post) == MissingMessage()
            world.slack.faults.once("chat.postMessage", trouble)
            assert isinstance(await world.chat.show(post, samples.card(), ()), UnknownOutcome)
            found = await world.chat.find(post)
            assert isinstance(found, MessageRef)
            updated = await world.chat.show(replace(post, ref=found), samples.card("Found"), ())
            assert updated == Shown(ref=found)
        assert len(world.seen_by_ada()) == 3


async def test_looking_may_not_be_possible() -> None:
    """Where the app may not read, it says so; where it was not heard, it asks for another try."""
    async with running() as world:
        post = samples.in_room(world.place)
        world.slack.faults.once("conversations.history", RefuseWith(error="not_in_channel"))
        assert await world.chat.find(post) == CannotLook()
        world.slack.faults.once("conversations.history", RefuseWith(error="internal_error"))
        assert isinstance(await world.chat.find(post), TryLater)


async def test_a_card_that_is_gone() -> None:
    """A deleted message is told as gone; removing it twice is as well as once."""
    async with running() as world:
        post = await shown(world, samples.in_room(world.place))
        assert await world.chat.remove(post) == Removed()
        assert await world.chat.remove(post) == Removed()
        assert await world.chat.remove(replace(post, ref=None)) == Removed()
        assert await world.chat.show(post, samples.card(), ()) == MessageGone()
        assert not world.seen_by_ada()


async def test_who_somebody_is() -> None:
    """The directory's word on an account: verified only for a full member with a confirmed address."""
    async with running() as world:
        slack, team = world.slack, world.slack.workspace.team_id
        slack.add_person("guest", is_restricted=True)
        slack.add_person("unsure", is_email_confirmed=None)
        slack.add_person("robot", is_bot=True)
        slack.add_person("gone", deleted=True)
        slack.add_person("partner", team_id="T0PARTNER", is_stranger=True)

        async def asked(name: str, installation: str = team) -> tuple[str, bool]:
            account = AccountId(chat="slack", installation=installation, user=slack.person(name).id)
            found = await world.chat.look_up(account, None)
            assert isinstance(found, Profile)
            return found.standing, found.verified

        assert await asked("ada") == ("member", True)
        assert await asked("guest") == ("guest", True)
        assert await asked("unsure") == ("member", False)
        assert await asked("robot") == ("bot", False)
        assert await asked("gone") == ("deactivated", False)
        assert await asked("partner", "T0PARTNER") == ("outsider", False)
        assert await asked("ada", "T0PARTNER") == ("outsider", False)
        nobody = AccountId(chat="slack", installation=team, user="U0NOBODY")
        assert await world.chat.look_up(nobody, None) == NoSuchAccount()
        slack.faults.once("users.info", RateLimit(seconds=3))
        late = await world.chat.look_up(AccountId(chat="slack", installation=team, user=world.ada.id), None)
        assert late == TryLater(after=timedelta(seconds=3), scope="installation")


async def test_seeking_by_address() -> None:
    """Somebody never seen is found by an address that Slack itself confirmed, and by no other."""
    async with running() as world:
        world.slack.add_person("unsure", is_email_confirmed=False)
        found = await world.chat.seek("Ada@Example.com")
        assert isinstance(found, Account)
        assert found.id.user == world.ada.id
        assert await world.chat.seek("unsure@example.com") == NoSuchAccount()
        assert await world.chat.seek("nobody@example.com") == NoSuchAccount()


async def test_a_place_of_the_policy_is_resolved() -> None:
    """A conversation is found by id or name, on any page; archived or shared with outsiders, it is none."""
    async with running() as world:
        for number in range(250):
            world.slack.add_conversation(f"#filler-{number}")
        last = world.slack.add_conversation("#legal", private=True)
        shared = world.slack.add_conversation("#with-agency", is_ext_shared=True)
        assert await world.chat.resolve(world.room.id) == world.place
        found = await world.chat.resolve("#legal")
        assert found == replace(world.place, id=last.id)
        for place in ("#nowhere", "C0NOWHERE", "#with-agency", shared.id):
            assert await world.chat.resolve(place) == NoSuchAccount()
        world.slack.faults.once("conversations.info", RefuseWith(error="internal_error"))
        assert isinstance(await world.chat.resolve(world.room.id), TryLater)


async def test_where_nobody_may_look_nothing_is_found() -> None:
    """An installation that lacks a scope has no place of that name: nobody waits for it, and another may have one."""
    async with running() as world:
        world.slack.faults.once("conversations.list", RefuseWith(error="missing_scope"))
        assert await world.chat.resolve("#legal") == NoSuchAccount()


async def test_somebody_elses_metadata_is_not_our_card() -> None:
    """A message of another app with our metadata is not taken for the card."""
    async with running() as world:
        post = await shown(world, samples.in_room(world.place))
        (message,) = world.slack.conversation(world.room.id).messages.values()
        message.bot_id = "B0OTHER"
        forged: Json = {"event_type": "copydesk_card", "event_payload": {"card_post": post.id}}
        assert message.metadata == forged
        assert await world.chat.find(post) == MissingMessage()


async def test_nothing_is_done_before_slack_says_who_we_are() -> None:
    """While the bot's own identity is unknown nothing is heard and nothing guessed; it is asked for again later."""
    async with running() as world:
        for method in ("auth.test", "bots.info"):
            for look in (
                world.chat.resolve("#legal"),
                world.chat.seek("ada@example.com"),
                world.chat.find(samples.in_room(world.place)),
                world.chat.show(samples.to_person("T0ACME", world.ada.id), samples.card(), ()),
            ):
                world.slack.faults.once(method, RefuseWith(error="internal_error"))
                assert isinstance(await look, TryLater)
            world.slack.faults.once(method, RefuseWith(error="internal_error"))
            delivery = await world.ada.command("/propose-post", "hi")
            assert delivery.status == 503
        assert not world.door.heard
        assert (await world.ada.command("/propose-post", "hi")).status == 200
        assert len(world.door.heard) == 1


async def test_people_who_cannot_be_written_to() -> None:
    """A bot or a deactivated account has no direct message; a busy Slack is asked again."""
    async with running() as world:
        team = world.slack.workspace.team_id
        gone = world.slack.add_person("gone", deleted=True)
        outcome = await world.chat.show(samples.to_person(team, gone.id), samples.card(), ())
        assert outcome == PlaceGone(cause="user_disabled")
        assert await world.chat.find(samples.to_person(team, gone.id)) == CannotLook()
        world.slack.faults.once("conversations.open", FailAfterDoing())
        again = await world.chat.show(samples.to_person(team, world.ada.id), samples.card(), ())
        assert isinstance(again, TryLater)


async def test_no_words_go_where_outsiders_have_come_to_read() -> None:
    """Once an event shows that a channel became shared, nothing is posted or updated there; if it ends, it goes on."""
    async with running() as world:
        post = await shown(world, samples.in_room(world.place))
        gone = PlaceGone(cause="the channel is shared with another organisation")
        for shared, number in ((True, "1"), (False, "2")):
            said = message(world, "hello") | {"channel": world.room.id, "channel_type": "channel"}
            await world.slack.send(event(world, said, number) | {"is_ext_shared_channel": shared})
            fresh = samples.in_room(world.place, 2)
            beside = replace(fresh, place=BesideCard(parent=post.id, ref=post.ref))
            outcomes = [await world.chat.show(one, samples.card("New words."), ()) for one in (post, fresh, beside)]
            assert [outcome == gone for outcome in outcomes] == [shared] * 3
            told = "\n".join(line for seen in world.seen_by_ada() for line in world.ada.read(seen))
            assert ("New words." in told) is not shared
