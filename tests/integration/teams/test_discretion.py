"""What others could read, in a conversation or in a log, holds no words of a draft."""

from bot.playground.teams.render import card as lines_of
from bot.playground.teams.shapes import Json
from bot.playground.teams.world import Chat
from tests.integration.teams.desk import Desk
from tests.integration.teams.samples import APPROVE, review_card
from workflows.cards.actions import encode
from workflows.engine.requests import ShowCard

DRAFT = "Secret words."


def legacy(desk: Desk, chat: Chat | None = None) -> Json:
    """A button as an old client sends it: a message with a value, which nobody waits for."""
    return desk.teams.person("ben").activity("message", chat, value={"copydesk": encode(APPROVE.action)})


async def test_a_card_that_nobody_waits_for_is_not_shown_to_others(desk: Desk) -> None:
    """An old client's click in a channel or group chat is answered there by a sentence, never by a card with the words."""
    ben = desk.teams.person("ben")
    for chat in (desk.teams.world.channel("Legal", "Reviews"), desk.teams.world.group_chat("Lunch")):
        await ben.install(chat)
        for say, told in (("Already decided.", "Already decided."), ("", "Open it from the post's newest card")):
            desk.door.answer = ShowCard(card=review_card(DRAFT), say=say)
            await desk.teams.courier.send(legacy(desk, chat))
            seen = await ben.latest(chat)
            assert seen.card is not None
            assert told in "\n".join(lines_of(seen.card))
        assert DRAFT not in str([message.card for message in await ben.see(chat)])


async def test_a_card_that_nobody_waits_for_is_shown_in_ones_own_chat(desk: Desk) -> None:
    """An old client's click in the personal chat gets the fresh card."""
    ben = desk.teams.person("ben")
    await ben.install()
    desk.door.answer = ShowCard(card=review_card(DRAFT))
    await desk.teams.courier.send(legacy(desk))
    seen = await ben.latest()
    assert seen.card is not None
    assert DRAFT in "\n".join(lines_of(seen.card))
