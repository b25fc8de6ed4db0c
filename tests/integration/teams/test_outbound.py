"""Cards in Teams: posted, updated, deleted; and everything that may come of a call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.teams.outbound import TeamsChat
from bot.playground.teams.faults import Fail, FailAfter, Fault, LoseAnswer, Throttle
from bot.playground.teams.world import Chat
from tests.integration.teams.desk import Desk, config_for
from tests.integration.teams.samples import LEGAL, PROPOSAL, REFRESH, account_of, conversation_of, post_in, review_card
from workflows.cards.card import Card, Mention
from workflows.domain.ids import CardPostId, PersonId
from workflows.engine.chat import (
    BesideCard,
    CannotLook,
    CardPost,
    ChatPlatform,
    Direct,
    InConversation,
    MessageGone,
    MessageRef,
    NoSuchAccount,
    NoticeSubject,
    PlaceGone,
    Refused,
    Removed,
    RemoveOutcome,
    Shown,
    ShowOutcome,
    TryLater,
    UnknownOutcome,
)


def reviews(desk: Desk) -> Chat:
    """The channel of the legal desk."""
    return desk.teams.world.channel("Legal", "Reviews")


async def shown_in(desk: Desk, chat: Chat) -> CardPost:
    """A card post that stands in a place."""
    post = post_in(desk, chat)
    outcome = await desk.chat.show(post, review_card(), ())
    assert isinstance(outcome, Shown)
    return replace(post, ref=outcome.ref)


async def test_the_adapter_is_a_chat(desk: Desk) -> None:
    """It has every method of the port."""
    chat: ChatPlatform = desk.chat
    assert chat.chat == "teams"


async def test_a_card_is_posted_alone_and_its_id_comes_back(desk: Desk) -> None:
    """Words and card in one message would be split and could never be updated: only a card and a summary go out."""
    post = await shown_in(desk, reviews(desk))
    call = desk.teams.log.calls_to("send")[0]
    assert call.body.keys() == {"type", "summary", "attachments"}
    assert post.ref is not None
    assert post.ref.id in reviews(desk).messages


async def test_a_card_is_updated_in_place(desk: Desk) -> None:
    """The second show of a card post changes its message and keeps its place."""
    post = await shown_in(desk, reviews(desk))
    assert await desk.chat.show(post, review_card("Newer words."), ()) == Shown(ref=_ref(post))
    assert len(reviews(desk).messages) == 1
    assert "Newer words." in str((await desk.teams.person("ben").latest(reviews(desk))).card)


async def test_a_notice_stands_in_the_thread_of_its_card_and_calls_only_those_awaited(desk: Desk) -> None:
    """In a channel a notice replies to the card; only the people in its mention are pinged."""
    parent = await shown_in(desk, reviews(desk))
    notice = CardPost(
        id=CardPostId("n1"),
        subject=NoticeSubject(proposal=PROPOSAL, desk=LEGAL, says="awaited", to=(PersonId("ben"),), occasion=1),
        place=BesideCard(parent=parent.id, ref=parent.ref),
    )
    mention = Mention(
        people=((PersonId("ben"), "Ben"), (PersonId("zoe"), "Zoe")),
        accounts=(account_of(desk, "ben"),),
        text="please look, <at>Ivy Tanaka</at>",
    )
    outcome = await desk.chat.show(notice, Card(summary="You are asked", elements=(mention,)), ())
    assert isinstance(outcome, Shown)
    message = reviews(desk).messages[outcome.ref.id]
    assert message.root == _ref(parent).id
    assert message.pings == ("ben",)
    assert outcome.ref.thread == _ref(parent).id
    assert isinstance(await desk.chat.show(replace(notice, ref=outcome.ref), review_card(), ()), Shown)


async def test_beside_a_card_in_a_chat_is_after_it(desk: Desk) -> None:
    """Group chats have no threads: the notice is the next message."""
    chat = desk.teams.world.group_chat("Investor relations")
    parent = await shown_in(desk, chat)
    beside = BesideCard(parent=parent.id, ref=parent.ref)
    assert isinstance(await desk.chat.show(replace(parent, ref=None, place=beside), review_card(), ()), Shown)
    assert [message.root for message in chat.messages.values()] == [None, None]


async def test_a_notice_waits_for_its_card(desk: Desk) -> None:
    """A notice whose card is not posted yet is tried later, without a call."""
    post = replace(post_in(desk, reviews(desk)), place=BesideCard(parent=CardPostId("c0")))
    assert isinstance(await desk.chat.show(post, review_card(), ()), TryLater)
    assert desk.teams.log.calls == []


async def test_a_direct_card_opens_the_persons_own_chat(desk: Desk) -> None:
    """Somebody who has the app is written to in their own chat, whose conversation comes back to be kept."""
    await desk.teams.person("ada").install()
    post = replace(
        post_in(desk, reviews(desk)),
        place=Direct(chat="teams", person=PersonId("ada"), account=account_of(desk, "ada")),
    )
    outcome = await desk.chat.show(post, review_card(), ())
    assert isinstance(outcome, Shown)
    assert outcome.ref.conversation.kind == "direct"
    assert outcome.ref.conversation.id == desk.teams.person("ada").chat.id


async def test_nobody_is_written_to_without_the_app_or_an_account(desk: Desk) -> None:
    """A person who was never seen, and one who never installed the app, cannot be written to directly."""
    post = post_in(desk, reviews(desk))
    unseen = replace(post, place=Direct(chat="teams", person=PersonId("x")))
    assert isinstance(await desk.chat.show(unseen, review_card(), ()), PlaceGone)
    noel = Direct(chat="teams", person=PersonId("noel"), account=account_of(desk, "mallory"))
    assert isinstance(await desk.chat.show(replace(post, place=noel), review_card(), ()), PlaceGone)


async def test_only_viewers_whose_id_is_known_refresh_the_card(desk: Desk) -> None:
    """Refresh lists hold 29: ids, never directory ids."""
    post = post_in(desk, reviews(desk))
    viewers = (account_of(desk, "ben"), replace(account_of(desk, "ivy"), alias=""))
    assert isinstance(await desk.chat.show(post, review_card(refresh=REFRESH), viewers), Shown)
    card = desk.teams.log.calls_to("send")[0].body["attachments"][0]["content"]
    assert card["refresh"]["userIds"] == [desk.teams.world.people["ben"].user_id]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Throttle(retry_after="7"), TryLater(after=timedelta(seconds=7))),
        (Throttle(retry_after=None), TryLater(after=timedelta(seconds=30))),
        (Throttle(retry_after="soon"), TryLater(after=timedelta(seconds=30))),
        (Fail(status=412, code="PreconditionFailed"), TryLater(after=timedelta(seconds=2))),
        (Fail(status=413, code="MessageSizeTooBig"), Refused(cause="413 MessageSizeTooBig")),
        (Fail(status=403, code="MessageWritesBlocked"), PlaceGone(cause="403 MessageWritesBlocked")),
        (Fail(status=404, code="ConversationNotFound"), PlaceGone(cause="404 ConversationNotFound")),
        (Fail(status=502), UnknownOutcome(cause="502 ServiceError")),
        (FailAfter(status=500), UnknownOutcome(cause="500 ServiceError")),
        (LoseAnswer(), UnknownOutcome(cause="ServerDisconnectedError")),
    ],
)
async def test_each_failure_to_post_is_an_outcome(desk: Desk, fault: Fault, expected: ShowOutcome) -> None:
    """What the connector says, or does not say, comes back as a value, after exactly one call."""
    desk.teams.faults.inject("send", fault)
    assert await desk.chat.show(post_in(desk, reviews(desk)), review_card(), ()) == expected
    assert len(desk.teams.log.calls_to("send")) == 1


async def test_a_message_that_someone_deleted_is_gone(desk: Desk) -> None:
    """Updating it says so; deleting it again is no failure."""
    post = await shown_in(desk, reviews(desk))
    assert await desk.chat.remove(post) == Removed()
    assert await desk.chat.show(post, review_card(), ()) == MessageGone()
    assert await desk.chat.remove(post) == Removed()
    assert await desk.chat.remove(replace(post, ref=None)) == Removed()


async def test_a_place_the_bot_was_removed_from_is_gone(desk: Desk) -> None:
    """Where the bot is not in the roster, nothing can be posted."""
    post = post_in(desk, desk.teams.world.group_chat("Lunch"))
    assert await desk.chat.show(post, review_card(), ()) == PlaceGone(cause="403 BotNotInConversationRoster")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Throttle(retry_after="3"), TryLater(after=timedelta(seconds=3))),
        (Fail(status=403, code="ForbiddenOperationException"), Refused(cause="403 ForbiddenOperationException")),
    ],
)
async def test_each_failure_to_delete_is_an_outcome(desk: Desk, fault: Fault, expected: RemoveOutcome) -> None:
    """A message that may still stand is never called removed."""
    post = await shown_in(desk, reviews(desk))
    desk.teams.faults.inject("delete", fault)
    assert await desk.chat.remove(post) == expected


async def test_messages_people_and_places_cannot_be_searched_for(desk: Desk) -> None:
    """Teams has no way to look for a message, an address or a named place."""
    post = post_in(desk, reviews(desk))
    assert await desk.chat.find(post) == CannotLook()
    assert await desk.chat.seek("ada@example.com") == CannotLook()
    assert await desk.chat.resolve("#legal") == NoSuchAccount()


async def test_an_account_is_looked_up_in_the_roster_it_was_met_in(desk: Desk) -> None:
    """An employee with an address is verified; the 29: id comes along."""
    profile = await desk.chat.look_up(account_of(desk, "ben").id, conversation_of(desk, reviews(desk)))
    assert not isinstance(profile, CannotLook | NoSuchAccount | TryLater)
    assert (profile.email, profile.verified, profile.standing) == ("ben@example.com", True, "member")
    assert profile.alias == desk.teams.world.people["ben"].user_id


async def test_where_the_bot_is_not_installed_the_persons_own_chat_is_asked(desk: Desk) -> None:
    """A message extension runs in chats whose roster is closed to the bot."""
    await desk.teams.person("ada").install()
    lunch = conversation_of(desk, desk.teams.world.group_chat("Lunch"))
    profile = await desk.chat.look_up(account_of(desk, "ada").id, lunch)
    assert not isinstance(profile, CannotLook | NoSuchAccount | TryLater)
    assert profile.email == "ada@example.com"
    assert await desk.chat.look_up(account_of(desk, "mallory").id, lunch) == CannotLook()


async def test_a_directory_that_does_not_answer_is_asked_later(desk: Desk) -> None:
    """Nobody is unknown because a server was busy."""
    desk.teams.faults.inject("member", Fail(status=503))
    answer = await desk.chat.look_up(account_of(desk, "ben").id, conversation_of(desk, reviews(desk)))
    assert isinstance(answer, TryLater)


async def test_foreign_accounts_are_not_looked_up(desk: Desk) -> None:
    """An account of another tenant or another chat is unknown, without a call."""
    ben = account_of(desk, "ben").id
    assert await desk.chat.look_up(replace(ben, installation="elsewhere"), None) == NoSuchAccount()
    assert await desk.chat.look_up(replace(ben, chat="slack"), None) == NoSuchAccount()
    assert desk.teams.log.calls == []


async def test_one_token_serves_all_calls_until_it_is_refused(desk: Desk) -> None:
    """The token is fetched once, from the home tenant; after a refusal the next call brings a new one."""
    await shown_in(desk, reviews(desk))
    await shown_in(desk, reviews(desk))
    assert len(desk.teams.log.calls_to("token")) == 1
    assert desk.teams.tenant_id in desk.teams.log.calls_to("token")[0].path
    desk.teams.login.revoke()
    refused = await desk.chat.show(post_in(desk, reviews(desk)), review_card(), ())
    assert isinstance(refused, TryLater)
    await shown_in(desk, reviews(desk))
    assert len(desk.teams.log.calls_to("token")) == 2


async def test_without_a_token_nothing_was_sent(desk: Desk) -> None:
    """A login server that fails means later, never "it may have happened"."""
    desk.teams.faults.inject("token", Fail(status=500))
    outcome = await desk.chat.show(post_in(desk, reviews(desk)), review_card(), ())
    assert outcome == TryLater(after=timedelta(seconds=30), scope="installation")
    assert desk.teams.log.calls_to("send") == []


async def test_a_connector_that_cannot_be_reached_was_sent_nothing(desk: Desk) -> None:
    """A refused connection is tried later: nothing has happened."""
    config = replace(config_for(desk.teams), service_urls=("http://127.0.0.1:9/",))
    chat = TeamsChat(config, desk.chat.session)
    place = replace(conversation_of(desk, reviews(desk)), address="http://127.0.0.1:9/")
    post = replace(post_in(desk, reviews(desk)), place=InConversation(conversation=place))
    assert isinstance(await chat.show(post, review_card(), ()), TryLater)


def _ref(post: CardPost) -> MessageRef:
    assert post.ref is not None
    return post.ref


async def test_the_newest_way_to_a_conversation_is_taken(desk: Desk) -> None:
    """Where a conversation was last heard from, there it is written to: what was stored with it may have moved."""
    moved_from = "http://127.0.0.1:9/"
    settings = config_for(desk.teams)
    chat = TeamsChat(replace(settings, service_urls=(*settings.service_urls, moved_from)), desk.chat.session)
    fresh = conversation_of(desk, reviews(desk))
    stale = replace(fresh, address=moved_from)
    post = replace(post_in(desk, reviews(desk)), place=InConversation(conversation=stale))
    assert isinstance(await chat.show(post, review_card(), ()), TryLater)
    chat.remember(fresh)
    shown = await chat.show(post, review_card(), ())
    assert isinstance(shown, Shown)
    stale_ref = replace(shown.ref, conversation=stale)
    assert isinstance(await chat.show(replace(post, ref=stale_ref), review_card("New."), ()), Shown)
    chat.remember(replace(fresh, id="19:another", address=moved_from))
    chat.remember(replace(fresh, address="https://elsewhere.example/"))
    assert isinstance(await chat.remove(replace(post, ref=stale_ref)), Removed)
