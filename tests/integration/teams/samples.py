"""Cards and forms of the kind that the engine makes, small."""

from collections.abc import Mapping
from typing import Literal

from bot.playground.teams.client import Seen
from bot.playground.teams.world import Chat, Scope
from tests.integration.teams.desk import Desk
from workflows.cards.actions import Action
from workflows.cards.card import Button, Buttons, Card, Heading, Paragraph, Words
from workflows.cards.forms import ChoiceField, DateField, Form, FormButton, TextField, TimeField, Values
from workflows.domain.ids import CardPostId, DeskId, PersonId, ProposalId
from workflows.domain.people import Account, AccountId
from workflows.engine.chat import CardPost, Conversation, InConversation, ProposalSubject, Shown

PROPOSAL = ProposalId("p1")
LEGAL = DeskId("legal")
APPROVE = Button(
    label="Approve", action=Action(name="approve", proposal=PROPOSAL, desk=LEGAL, revision=1), style="primary"
)
EDIT = Button(label="Edit", action=Action(name="edit", proposal=PROPOSAL, revision=1))
REFRESH = Action(name="refresh", proposal=PROPOSAL, desk=LEGAL)


def review_card(words: str = "A new tea.", refresh: Action | None = None) -> Card:
    """A card to decide on."""
    return Card(
        summary="A post waits for legal",
        elements=(
            Heading(text="Legal: please review"),
            Paragraph(text="Asked because it mentions a giveaway"),
            Words(label="LinkedIn", text=words),
            Buttons(buttons=(APPROVE, EDIT)),
        ),
        refresh=refresh,
    )


def edit_form(values: Values | None = None, errors: Mapping[str, str] | None = None) -> Form:
    """A form with a field of every kind."""
    typed = values or {}
    chosen = typed.get("channels", ())
    return Form(
        title="Edit the post",
        action=EDIT.action,
        items=(
            TextField(name="text", label="Text", value=str(typed.get("text", "")), lines="many"),
            ChoiceField(
                name="channels",
                label="Channels",
                options=(("linkedin", "LinkedIn"), ("x", "X")),
                chosen=chosen if isinstance(chosen, tuple) else (),
                many=True,
            ),
            DateField(name="day", label="Day", value=str(typed.get("day", ""))),
            TimeField(name="at", label="Time (Europe/London)", value=str(typed.get("at", ""))),
        ),
        submit="Submit",
        buttons=(FormButton(intent="check", label="Check"),),
        errors=errors or {},
    )


def account_of(desk: Desk, key: str) -> Account:
    """Somebody's account as the engine knows it."""
    person = desk.teams.world.people[key]
    return Account(
        id=AccountId(chat="teams", installation=desk.teams.tenant_id, user=person.aad_object_id or ""),
        link="matched",
        person=PersonId(key),
        alias=person.user_id,
    )


def conversation_of(desk: Desk, chat: Chat) -> Conversation:
    """A place as the engine knows it."""
    kinds: dict[Scope, Literal["direct", "group", "channel"]] = {
        "personal": "direct",
        "groupChat": "group",
        "channel": "channel",
    }
    return Conversation(
        chat="teams",
        installation=desk.teams.tenant_id,
        id=chat.id,
        kind=kinds[chat.scope],
        address=desk.teams.service_url,
    )


def post_in(desk: Desk, chat: Chat) -> CardPost:
    """A card post that was not shown yet."""
    return CardPost(
        id=CardPostId("c1"),
        subject=ProposalSubject(proposal=PROPOSAL, desk=LEGAL),
        place=InConversation(conversation=conversation_of(desk, chat)),
    )


async def posted(desk: Desk, key: str, *, chat: Chat | None = None, refresh: Action | None = None) -> Seen:
    """Post a review card to somebody's own chat, or to a place, and give what they see. The door has heard nothing."""
    client = desk.teams.person(key)
    if chat is None:
        await client.install()
    where = chat or client.chat
    shown = await desk.chat.show(post_in(desk, where), review_card(refresh=refresh), (account_of(desk, key),))
    assert isinstance(shown, Shown)
    desk.door.requests.clear()
    return next(message for message in await client.see(where) if message.id == shown.ref.id)
