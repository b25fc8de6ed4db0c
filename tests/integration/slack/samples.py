"""Cards, forms and posts that the tests show."""

from workflows.cards.actions import Action
from workflows.cards.card import Button, Buttons, Card, Heading, Words
from workflows.cards.forms import ChoiceField, DateField, Form, FormButton, TextField, TimeField
from workflows.domain.ids import CardPostId, DeskId, PersonId, ProposalId
from workflows.domain.people import Account, AccountId
from workflows.engine.chat import CardPost, Conversation, Direct, InConversation, ProposalSubject

APPROVE = Action(name="approve", proposal=ProposalId("p1"), desk=DeskId("legal"), revision=2, retimes=1)
PROPOSE = Action(name="propose")
SPECIAL = (
    "*bold* _it_ ~no~ `code` <@U0ADA> <!channel> <!here> <https://evil.example|here> [a](b) & &amp; > :rocket: 10:30:45"
)


def card(words: str = SPECIAL, heading: str = "Legal: a post by Ada") -> Card:
    """A card with words and a button."""
    return Card(
        summary=heading,
        elements=(
            Heading(text=heading),
            Words(label="The words", text=words),
            Buttons(buttons=(Button(label="Approve", action=APPROVE, style="primary"),)),
        ),
    )


def form(action: Action = PROPOSE, text: str = "") -> Form:
    """The form in which a post is written."""
    return Form(
        title="Propose a post",
        action=action,
        submit="Send for review",
        buttons=(FormButton(intent="check", label="Check"), FormButton(intent="save", label="Save as draft")),
        items=(
            TextField(name="text", label="The post", value=text, lines="many"),
            ChoiceField(name="channels", label="Channels", options=(("x", "X"), ("linkedin", "LinkedIn")), many=True),
            DateField(name="day", label="Wanted on"),
            TimeField(name="time", label="at (Europe/London time)"),
        ),
    )


def in_room(room: Conversation, number: int = 1) -> CardPost:
    """A card post in a room."""
    return CardPost(
        id=CardPostId(f"post{number}"),
        subject=ProposalSubject(proposal=ProposalId("p1"), desk=DeskId("legal")),
        place=InConversation(conversation=room),
    )


def to_person(team: str, user: str) -> CardPost:
    """A card post for one person."""
    account = Account(id=AccountId(chat="slack", installation=team, user=user), link="matched", person=PersonId("ada"))
    return CardPost(
        id=CardPostId("direct1"),
        subject=ProposalSubject(proposal=ProposalId("p1"), desk=None),
        place=Direct(chat="slack", person=PersonId("ada"), account=account),
    )
