"""Which answers and deliveries are put on record as somebody's sight of confidential words."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from workflows.cards.actions import Action
from workflows.cards.card import Card, Secret
from workflows.cards.forms import Form
from workflows.domain.ids import CardPostId, PersonId, ProposalId
from workflows.domain.people import Account, AccountId
from workflows.engine.chat import CardPost, Conversation, Direct, HomeSubject, HomeTab, InConversation, ProposalSubject
from workflows.engine.requests import (
    Answer,
    CloseForm,
    FormErrors,
    OpenForm,
    Origin,
    Pressed,
    Request,
    Say,
    Sent,
    ShowCard,
    Typed,
    Viewed,
)
from workflows.engine.sightings import Sighting, Sightings

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEN = PersonId("ben")
POST = ProposalId("post-1")
ACCOUNT = AccountId(chat="teams", installation="tenant", user="ben")
ORIGIN = Origin(account=ACCOUNT, key="k")
ACTION = Action(name="open", proposal=POST)
SECRETS = (Secret(proposal=POST, revision=2),)
CARD = Card(summary="", elements=(), secrets=SECRETS)
FORM = Form(title="", action=ACTION, items=(), secrets=SECRETS)
ROOM = Conversation(chat="teams", installation="tenant", id="19:legal", kind="channel")


class Book:
    """Keeps what it is told, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.kept: list[Sighting] = []

    async def note_sightings(self, sightings: Sequence[Sighting]) -> None:
        """Keep them."""
        self.asked += 1
        self.kept += sightings


@pytest.mark.parametrize(
    ("request_", "answer", "where"),
    [
        (Viewed(origin=ORIGIN, action=ACTION), ShowCard(card=CARD), "view"),
        (Pressed(origin=ORIGIN, action=ACTION), ShowCard(card=CARD), "answer"),
        (Typed(origin=ORIGIN, text="why", to="command"), ShowCard(card=CARD), "answer"),
        (Pressed(origin=ORIGIN, action=ACTION), OpenForm(form=FORM), "form"),
        (Sent(origin=ORIGIN, action=ACTION, intent="send", values={}), FormErrors(form=FORM), "form"),
        (Pressed(origin=ORIGIN, action=ACTION, redraws=False), ShowCard(card=CARD), None),
        (Pressed(origin=ORIGIN, action=ACTION), Say(text="No."), None),
        (Sent(origin=ORIGIN, action=ACTION, intent="send", values={}), CloseForm(say="Done."), None),
        (Viewed(origin=ORIGIN, action=ACTION), ShowCard(card=Card(summary="", elements=())), None),
    ],
)
async def test_an_answer_that_shows_confidential_words(request_: Request, answer: Answer, where: str | None) -> None:
    """Is noted, with whose account it went to; what shows none is not, nor a card that the chat does not draw."""
    book = Book()
    await Sightings(book).answered(request_, BEN, answer, NOW)
    assert [(one.person, one.revision, one.where, one.account) for one in book.kept] == (
        [(BEN, 2, where, ACCOUNT)] if where else []
    )


async def test_a_card_that_redraws_itself_costs_nothing() -> None:
    """Each revision is noted once for each person, however often they look."""
    book = Book()
    sightings = Sightings(book)
    for _ in range(1_000):
        await sightings.answered(Viewed(origin=ORIGIN, action=ACTION), BEN, ShowCard(card=CARD), NOW)
    assert book.asked == 1
    await sightings.answered(Viewed(origin=ORIGIN, action=ACTION), PersonId("bea"), ShowCard(card=CARD), NOW)
    assert book.asked == 2


async def test_a_book_that_fails_keeps_the_words_back() -> None:
    """Nothing is answered that could not be put on record, and the next look tries again."""

    class Broken(Book):
        async def note_sightings(self, sightings: Sequence[Sighting]) -> None:
            """Fail once."""
            await super().note_sightings(sightings)
            if self.asked == 1:
                raise ConnectionError

    book = Broken()
    sightings = Sightings(book)
    with pytest.raises(ConnectionError):
        await sightings.answered(Viewed(origin=ORIGIN, action=ACTION), BEN, ShowCard(card=CARD), NOW)
    await sightings.answered(Viewed(origin=ORIGIN, action=ACTION), BEN, ShowCard(card=CARD), NOW)
    assert book.asked == 2


async def test_a_card_that_was_delivered() -> None:
    """Is noted for whom it was: a direct message, or a Home. Where several read, there must be none: that would be a bug."""
    book = Book()
    subject = ProposalSubject(proposal=POST, desk=None)
    own = Account(id=ACCOUNT, link="matched", person=BEN)
    direct = CardPost(id=CardPostId("1"), subject=subject, place=Direct(chat="teams", person=BEN, account=own))
    unmet = CardPost(id=CardPostId("2"), subject=subject, place=Direct(chat="slack", person=PersonId("bea")))
    home = CardPost(id=CardPostId("3"), subject=HomeSubject(person=PersonId("cleo")), place=HomeTab(account=ACCOUNT))
    for post in (direct, unmet, home):
        await Sightings(book).delivered(post, CARD, NOW)
    assert [(one.person, one.where, one.account) for one in book.kept] == [
        (BEN, "card", ACCOUNT),
        ("bea", "card", None),
        ("cleo", "home", ACCOUNT),
    ]
    shared = CardPost(id=CardPostId("4"), subject=subject, place=InConversation(conversation=ROOM))
    await Sightings(book).delivered(shared, Card(summary="", elements=()), NOW)
    with pytest.raises(ValueError, match="several read"):
        await Sightings(book).delivered(shared, CARD, NOW)
