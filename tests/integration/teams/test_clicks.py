"""What people do in Teams reaches the door as a request, and its answer reaches them."""

import asyncio

import pytest

from bot.playground.teams.outcomes import Dialog, ShownCard, Toast
from bot.playground.teams.render import card as lines_of
from tests.integration.teams.desk import Desk, serving
from tests.integration.teams.samples import (
    APPROVE,
    EDIT,
    REFRESH,
    edit_form,
    posted,
    review_card,
)
from workflows.cards.forms import Form, TextField
from workflows.domain.people import AccountId
from workflows.engine.requests import (
    Answer,
    Asked,
    CloseForm,
    FormErrors,
    Nothing,
    OpenForm,
    Pressed,
    Request,
    Say,
    Sent,
    ShowCard,
    Typed,
    Viewed,
)


async def test_a_typed_word_comes_from_the_account_its_chat_and_its_zone(desk: Desk) -> None:
    """A message in the personal chat names the directory account, the 29: id, the place and the client's zone."""
    ada = desk.teams.world.people["ada"]
    await desk.teams.person("ada").install()
    desk.door.requests.clear()
    await desk.teams.person("ada").say("propose A new tea")
    request = desk.door.only
    assert isinstance(request, Typed)
    assert (request.text, request.to) == ("propose A new tea", "direct")
    assert request.origin.account == AccountId(
        chat="teams", installation=desk.teams.tenant_id, user=ada.aad_object_id or ""
    )
    assert request.origin.alias == ada.user_id
    assert request.origin.zone == "Europe/London"
    assert request.origin.conversation is not None
    assert request.origin.conversation.kind == "direct"
    assert request.origin.conversation.address == desk.teams.service_url


async def test_an_answer_to_typed_words_is_written_into_the_chat(desk: Desk) -> None:
    """A sentence with a button answers a message, for a message cannot open a dialog."""
    ada = desk.teams.person("ada")
    await ada.install()
    desk.door.answer = Say(text="Press to start.", buttons=(EDIT,))
    await ada.say("propose")
    seen = await ada.latest()
    assert seen.notification == "Press to start."
    desk.door.answer = OpenForm(form=edit_form())
    assert isinstance(await ada.click(seen, "Edit"), Dialog)
    assert isinstance(desk.door.requests[-1], Pressed)


async def test_a_form_that_words_cannot_open_gets_a_button_that_can(desk: Desk) -> None:
    """Where the engine wants a form and Teams takes none, a card with the button for it is posted."""
    ada = desk.teams.person("ada")
    await ada.install()
    desk.door.answer = OpenForm(form=edit_form())
    await ada.say("propose")
    assert isinstance(await ada.click(await ada.latest(), "Open"), Dialog)


async def test_a_mention_is_taken_out_once_and_the_answer_stays_in_the_thread(desk: Desk) -> None:
    """`@Copydesk bind legal Copydesk` binds "legal Copydesk": only the mention goes, not every word like it."""
    channel = desk.teams.world.channel("Legal", "Reviews")
    ben = desk.teams.person("ben")
    desk.door.answer = Say(text="Done here.")
    asked = await ben.mention("bind legal for Copydesk", channel)
    request = desk.door.only
    assert isinstance(request, Typed)
    assert (request.text, request.to) == ("bind legal for Copydesk", "mention")
    assert request.origin.conversation is not None
    assert request.origin.conversation.id == channel.id
    assert (await ben.latest(channel)).root == asked.id


async def test_a_click_shows_the_viewers_fresh_card_with_the_sentence_above_it(desk: Desk) -> None:
    """Action.Execute is answered with a card for the viewer alone; a private sentence stands on top of it."""
    seen = await posted(desk, "ben")
    desk.door.answer = ShowCard(card=review_card(), say="Already decided by Ivy.")
    outcome = await desk.teams.person("ben").click(seen, "Approve")
    assert isinstance(outcome, ShownCard)
    assert lines_of(outcome.card)[0] == "Already decided by Ivy."
    request = desk.door.only
    assert isinstance(request, Pressed)
    assert request.action == APPROVE.action
    assert request.on == seen.id


async def test_a_click_is_answered_by_a_sentence(desk: Desk) -> None:
    """A refusal comes as a message to the one who clicked; the card stays."""
    seen = await posted(desk, "ben")
    desk.door.answer = Say(text="Legal waits for Ivy.")
    assert await desk.teams.person("ben").click(seen, "Approve") == Toast(text="Legal waits for Ivy.")


async def test_nothing_to_say_is_still_said(desk: Desk) -> None:
    """An empty answer makes Teams send the click again, so even Nothing has words."""
    seen = await posted(desk, "ben")
    desk.door.answer = Nothing()
    assert isinstance(await desk.teams.person("ben").click(seen, "Approve"), Toast)
    assert len(desk.door.requests) == 1


async def test_an_automatic_refresh_is_only_a_view(desk: Desk) -> None:
    """A client that redraws a card for its viewer asks to view, never to press."""
    chat = desk.teams.world.channel("Legal", "Reviews")
    desk.door.answer = ShowCard(card=review_card("for Ben alone"))
    await posted(desk, "ben", chat=chat, refresh=REFRESH)
    seen = await desk.teams.person("ben").latest(chat)
    assert seen.card is not None
    assert "for Ben alone" in "\n".join(lines_of(seen.card))
    assert [type(request) for request in desk.door.requests] == [Viewed]


async def test_a_form_comes_back_with_its_errors_and_all_that_was_typed(desk: Desk) -> None:
    """A dialog is sent, returned with errors beside its fields, corrected and closed."""
    seen = await posted(desk, "ben")
    ben = desk.teams.person("ben")
    desk.door.answer = OpenForm(form=edit_form())
    dialog = await ben.click(seen, "Edit")
    assert isinstance(dialog, Dialog)
    typed = {"Text": "Tea\n*time* & <at>all</at>", "Channels": ["LinkedIn", "X"], "Day (optional)": "2026-12-01"}

    async def with_errors(request: Request) -> Answer:
        assert isinstance(request, Sent)
        return FormErrors(form=edit_form(request.values, {"text": "Too long for X."}))

    desk.door.react = with_errors
    again = await ben.submit(dialog, "Submit", typed)
    assert isinstance(again, Dialog)
    assert "Too long for X." in "\n".join(lines_of(again.card))
    desk.door.react, desk.door.answer = None, CloseForm(say="Sent to legal.")
    assert await ben.submit(again, "Submit") == Toast(text="Sent to legal.")
    request = desk.door.requests[-1]
    assert isinstance(request, Sent)
    assert request.intent == "send"
    assert request.action == EDIT.action
    assert request.values == {
        "text": "Tea\n*time* & <at>all</at>",
        "channels": ("linkedin", "x"),
        "day": "2026-12-01",
        "at": "",
    }


async def test_a_forms_second_button_says_which_it_was(desk: Desk) -> None:
    """*Check* sends the form with its own intent and gets the form again."""
    seen = await posted(desk, "ben")
    desk.door.answer = OpenForm(form=edit_form())
    dialog = await desk.teams.person("ben").click(seen, "Edit")
    assert isinstance(dialog, Dialog)
    assert isinstance(await desk.teams.person("ben").submit(dialog, "Check"), Dialog)
    request = desk.door.requests[-1]
    assert isinstance(request, Sent)
    assert (request.intent, request.values["channels"]) == ("check", ())


async def test_a_button_inside_a_dialog_is_a_press(desk: Desk) -> None:
    """A card shown in a dialog keeps its buttons: they press, without sending a form."""
    seen = await posted(desk, "ben")
    desk.door.answer = ShowCard(card=review_card())
    dialog = await desk.teams.person("ben").click(seen, "Edit")
    assert isinstance(dialog, Dialog)
    desk.door.answer = Say(text="Approved.")
    assert await desk.teams.person("ben").submit(dialog, "Approve") == Toast(text="Approved.")
    assert [type(request) for request in desk.door.requests] == [Pressed, Pressed]


async def test_a_message_action_asks_with_the_messages_words(desk: Desk) -> None:
    """`Propose as post` on a message opens the form where the app is not installed, with that message's words."""
    lunch = desk.teams.world.group_chat("Lunch")
    said = await desk.teams.person("ben").say("Soup is on & it's good", lunch)
    desk.door.answer = OpenForm(form=edit_form())
    dialog = await desk.teams.person("ada").compose("propose", lunch, on=said)
    assert isinstance(dialog, Dialog)
    request = desk.door.only
    assert isinstance(request, Asked)
    assert request.text == "Soup is on & it's good"
    desk.door.answer = CloseForm(say="Saved.")
    assert await desk.teams.person("ada").submit(dialog, "Submit") == Toast(text="Saved.")
    assert isinstance(desk.door.requests[-1], Sent)


async def test_the_compose_box_asks_without_words(desk: Desk) -> None:
    """The action in the compose box opens an empty form."""
    desk.door.answer = OpenForm(form=edit_form())
    await desk.teams.person("ada").compose("propose")
    request = desk.door.only
    assert isinstance(request, Asked)
    assert request.text == ""


async def test_coming_and_going_is_told(desk: Desk) -> None:
    """Installing tells of a place that opens, and by whom; removing the app of one that is gone. Neither is a request."""
    await desk.teams.person("ada").install()
    assert {(news.fate, news.greets, news.origin is None) for news in desk.door.news} == {("open", True, False)}
    desk.door.news.clear()
    await desk.teams.person("ada").uninstall()
    assert {news.fate for news in desk.door.news} == {"removed"}
    assert desk.door.requests == []


async def test_a_bug_of_ours_is_a_sentence_with_its_number(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """What breaks behind the door is logged under an id, and the person is told that id."""

    async def broken(request: Request) -> Answer:
        raise ZeroDivisionError(request)

    seen = await posted(desk, "ben")
    desk.door.react = broken
    outcome = await desk.teams.person("ben").click(seen, "Approve")
    assert isinstance(outcome, Toast)
    number = outcome.text.rstrip(".").rpartition(" ")[2]
    assert any(number in record.getMessage() for record in caplog.records)


async def test_a_bug_in_drawing_is_told_too(desk: Desk) -> None:
    """A form that cannot be drawn is a bug of ours; the person gets a sentence, never an empty error."""
    seen = await posted(desk, "ben")
    wrong = TextField(name="intent", label="A field of a name that is ours")
    desk.door.answer = OpenForm(form=Form(title="Edit", action=EDIT.action, items=(wrong,)))
    outcome = await desk.teams.person("ben").click(seen, "Edit")
    assert isinstance(outcome, Toast)
    assert outcome.text.startswith("Something went wrong on our side.")


async def test_a_late_answer_says_so_and_the_work_goes_on(desk: Desk) -> None:
    """An invoke is answered in time; what was begun is finished, not cancelled."""
    async with serving(desk.teams, answer_seconds=0.05) as slow:
        let_go, finished = asyncio.Event(), asyncio.Event()

        async def late(request: Request) -> Answer:
            del request
            await let_go.wait()
            finished.set()
            return Nothing()

        seen = await posted(slow, "ben")
        slow.door.react = late
        outcome = await slow.teams.person("ben").click(seen, "Approve")
        assert isinstance(outcome, Toast)
        assert "I'm checking" in outcome.text
        let_go.set()
        await slow.app.drain()
        assert finished.is_set()


async def test_an_unknown_invoke_is_told_so(desk: Desk) -> None:
    """What we do not serve is 501 with a body."""
    answer = await desk.teams.courier.send(desk.teams.person("ben").activity("invoke", name="fileConsent/invoke"))
    assert answer.status == 501
    assert answer.json() == {"error": {"code": "NotImplemented", "message": "This request was not understood."}}


async def test_a_client_cannot_ask_for_the_answer_in_another_form(desk: Desk) -> None:
    """`deliveryMode: expectReplies` changes nothing: the SDK would answer with what it buffered."""
    seen = await posted(desk, "ben")
    value = {"action": {"type": "Action.Execute", "verb": "x", "data": {"copydesk": "approve|p1|legal|1|0"}}}
    activity = desk.teams.person("ben").invoke_activity("adaptiveCard/action", value | {"trigger": "manual"}, seen) | {
        "deliveryMode": "expectReplies"
    }
    desk.door.answer = Say(text="Fine.")
    answer = await desk.teams.courier.send(activity)
    assert answer.status == 200
    body = answer.json()
    assert isinstance(body, dict)
    assert body["value"] == "Fine."
    assert isinstance(desk.door.only, Pressed)
    assert desk.door.only.action == APPROVE.action
