"""What others could read, in a conversation or in a log, holds no words of a draft."""

import logging

import pytest

from bot.playground.teams.outcomes import Toast
from bot.playground.teams.render import card as lines_of
from bot.playground.teams.shapes import Json
from bot.playground.teams.world import Chat
from tests.integration.teams.desk import Desk
from tests.integration.teams.samples import APPROVE, EDIT, posted, review_card
from workflows.cards.actions import encode
from workflows.cards.forms import Form, TextField
from workflows.engine.requests import Answer, OpenForm, Request, ShowCard

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


async def test_a_bug_is_logged_under_its_number_without_its_words(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """What an exception says may quote a draft: the log has its kind, its place and the number that the person is told."""

    async def broken(request: Request) -> Answer:
        raise ZeroDivisionError(DRAFT, request)

    caplog.set_level(logging.DEBUG)
    ben = desk.teams.person("ben")
    seen = await posted(desk, "ben")
    desk.door.react = broken
    first = await ben.click(seen, "Approve")
    desk.door.react = None
    wrong = TextField(name="intent", label=DRAFT, value=DRAFT)
    desk.door.answer = OpenForm(form=Form(title=DRAFT, action=EDIT.action, items=(wrong,)))
    second = await ben.click(seen, "Edit")
    for outcome, kind in ((first, "ZeroDivisionError"), (second, "ValueError")):
        assert isinstance(outcome, Toast)
        number = outcome.text.rstrip(".").rpartition(" ")[2]
        (line,) = [record for record in caplog.records if number in record.getMessage()]
        assert kind in line.getMessage()
        assert "line " in line.getMessage()
    assert DRAFT not in caplog.text
