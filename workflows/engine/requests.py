"""What reaches the engine from a chat, and what it answers. Adapters translate both ways and decide nothing."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, Protocol

from workflows.cards.actions import Action
from workflows.cards.card import Button, Card
from workflows.cards.forms import Form, Intent, Values
from workflows.domain.ids import Chat
from workflows.domain.people import AccountId
from workflows.domain.refusals import Refusal
from workflows.domain.value import value
from workflows.engine.chat import Conversation, MessageRef
from workflows.engine.whereabouts import Gone


@value
class Origin:
    """Who asks, from where. `key` makes a retried request the same request; `zone` is what the client claims (a default only)."""

    account: AccountId
    key: str
    conversation: Conversation | None = None
    alias: str = ""
    zone: str = ""


@value
class Typed:
    """Words typed to the bot: `propose …`, `help`, `status`, `why …`, `bind DESK`. `to` tells a slash command from a message or
    mention; `about` is the message that the words link to, if they do.
    """

    origin: Origin
    text: str
    to: Literal["command", "direct", "mention"]
    about: MessageRef | None = None

    @property
    def verb(self) -> str:
        """The first word, in lower case."""
        return self.text.strip().partition(" ")[0].casefold()


@value
class Asked:
    """Someone wants to propose: the slash command, a shortcut or a message extension. `text` pre-fills the form; `source` is
    the address of the message that it comes from, if it does.
    """

    origin: Origin
    text: str = ""
    source: str = ""


@value
class Pressed:
    """A button was clicked. `on` is the clicked message's id, if it was on one.

    `redraws` says that the chat draws the card of the answer; else only a sentence is answered to what was recorded, and the
    courier redraws the card. `filled` is what the button carries into the form that it opens, by field name (untrusted).
    """

    origin: Origin
    action: Action
    on: str = ""
    redraws: bool = True
    filled: Mapping[str, str] = field(default_factory=dict[str, str])


@value
class Sent:
    """A form was sent. `problems` are fields whose words the chat's normaliser could not convert, by field name."""

    origin: Origin
    action: Action
    intent: Intent
    values: Values
    problems: Mapping[str, str] = field(default_factory=dict[str, str])


@value
class Viewed:
    """A card redraws itself for one viewer. Read-only: writes nothing and posts nothing."""

    origin: Origin
    action: Action


@value
class Met:
    """The bot was added to a conversation, or met an account there; remembered so that it can write to them."""

    origin: Origin


@value
class PlaceTold:
    """What a chat tells of a place of its own accord; nobody waits for an answer.

    `fate` is what became of it: `open` (added, unarchived, restored), why it is gone, or `look` where others came or left;
    None if only its names are told, where `name` is the conversation's and `team_name` its team's (empty: not told).
    `whole_team` says that it is about every channel of the conversation's team. `greets` is set where Copydesk was added just now;
    `origin` is whoever did it, if the chat tells. `key` names the news once.
    """

    conversation: Conversation
    key: str
    fate: Gone | Literal["open", "look"] | None = None
    name: str = ""
    team_name: str = ""
    whole_team: bool = False
    greets: bool = False
    origin: Origin | None = None


@value
class GroupTold:
    """A chat says that a group of its people changed, known there by these `names`: its id, and its handle behind `@`."""

    chat: Chat
    installation: str
    names: frozenset[str]


@value
class Changed:
    """A chat says that an account was deactivated or lost its standing. Only the account is taken from it: the chat's
    directory is asked what is so.
    """

    origin: Origin


@value
class HomeOpened:
    """Somebody looks at their Home."""

    origin: Origin


Request = Changed | Typed | Asked | Pressed | Sent | Viewed | Met | HomeOpened


@value
class ShowCard:
    """The clicked card as this person should now see it. `say` is a private sentence beside it."""

    card: Card
    say: str = ""


@value
class Say:
    """A private sentence (and perhaps a button) to the one who asked. `refused` is the refusal that it tells, if any."""

    text: str
    buttons: tuple[Button, ...] = ()
    refused: Refusal | None = None


@value
class OpenForm:
    """Open this form, or replace the open one by it."""

    form: Form


@value
class FormErrors:
    """The same form again with errors beside the fields, and all that was typed. `refused` as in `Say`."""

    form: Form
    refused: Refusal | None = None


@value
class CloseForm:
    """Done: close the form and say this. `refused` as in `Say`."""

    say: str
    refused: Refusal | None = None


@value
class Nothing:
    """No visible answer."""


Answer = ShowCard | Say | OpenForm | FormErrors | CloseForm | Nothing


class Door(Protocol):
    """The only way in: every adapter brings its requests here."""

    async def handle(self, request: Request) -> Answer:
        """Carry a request out and say what is shown to the one who asked. Bugs raise."""
        ...


class NewsDoor(Door, Protocol):
    """The door for a chat that also tells what becomes of places and groups."""

    async def told(self, news: PlaceTold | GroupTold) -> Answer:
        """Take note; the answer is what to say there. Bugs raise."""
        ...
