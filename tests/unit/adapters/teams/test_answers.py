"""Every answer in every place: always a body that Teams takes."""

from typing import Literal

import pytest

from adapters.teams import answers, cards
from adapters.teams.inbound import Surface
from adapters.teams.wire import dump
from bot.playground.teams.answers import read
from bot.playground.teams.outcomes import DialogSource, InvokeKind, WentWrong
from workflows.cards.actions import Action
from workflows.cards.card import Button, Card, Paragraph
from workflows.cards.forms import Form, TextField
from workflows.engine.requests import Answer, CloseForm, FormErrors, Nothing, OpenForm, Say, ShowCard

FORM = Form(
    title="Edit the post",
    action=Action(name="edit"),
    items=(TextField(name="text", label="Text"),),
    submit="Save",
    errors={"text": "Too long."},
)
CARD = Card(summary="A post", elements=(Paragraph(text="Words"),), refresh=Action(name="refresh"))
TYPED = Form(
    title="Edit the post", action=Action(name="edit"), items=(TextField(name="text", label="T", value="Words"),)
)
EVERY: list[Answer] = [
    ShowCard(card=CARD),
    ShowCard(card=CARD, say="Ivy was first."),
    Say(text="No."),
    Say(text=""),
    Say(text="Start here.", buttons=(Button(label="Start", action=Action(name="propose")),)),
    OpenForm(form=FORM),
    FormErrors(form=FORM),
    CloseForm(say="Sent."),
    CloseForm(say=" "),
    Nothing(),
]
PLACES: list[tuple[Surface, InvokeKind]] = [
    ("card", "adaptiveCard/action"),
    ("dialog", "task/fetch"),
    ("dialog", "task/submit"),
    ("dialog", "composeExtension/fetchTask"),
    ("dialog", "composeExtension/submitAction"),
]


@pytest.mark.parametrize("answer", EVERY)
@pytest.mark.parametrize(("surface", "kind"), PLACES)
def test_every_answer_has_a_body_that_teams_takes(answer: Answer, surface: Surface, kind: InvokeKind) -> None:
    """Nothing is ever answered with an empty or a wrong body: the click would be sent again, or go wrong."""
    body = dump(answers.body(answer, surface, "29:ada"))
    source = DialogSource(chat_id="a:1", root=None, message_id=None)
    assert not isinstance(read(kind, 200, body, source), WentWrong)


@pytest.mark.parametrize("kind", ["direct", "group", "channel"])
@pytest.mark.parametrize("answer", EVERY)
def test_every_answer_but_nothing_can_be_written(answer: Answer, kind: Literal["direct", "group", "channel"]) -> None:
    """Where nobody waits, each answer is a card of its own; nothing stays nothing."""
    assert (answers.posted(answer, kind) is None) == isinstance(answer, Nothing)


@pytest.mark.parametrize("kind", ["group", "channel"])
@pytest.mark.parametrize("answer", [FormErrors(form=TYPED), OpenForm(form=TYPED), ShowCard(card=CARD, say="No.")])
def test_what_others_read_holds_no_words(answer: Answer, kind: Literal["group", "channel"]) -> None:
    """In a channel or a group chat neither one person's card nor what they typed is written."""
    card = answers.posted(answer, kind)
    assert card is not None
    assert "Words" not in dump(cards.message(card)).decode()
