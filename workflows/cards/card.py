"""Cards and notices in meaning, not pixels. Adapters draw them; every string in them is literal text.

Nothing here is markup: a `*`, `<@U1>` or `[a](b)` in any string must appear exactly so in both chats and ping nobody.
Only `Mention` pings. Characters that nobody sees are drawn as marks (visible.py).
"""

from dataclasses import field
from typing import Literal

from workflows.cards.actions import Action
from workflows.domain.ids import PersonId, ProposalId
from workflows.domain.people import Account
from workflows.domain.value import value


@value
class Heading:
    """A line in large type, at most 150 characters."""

    text: str


@value
class Paragraph:
    """Plain words. `small` is for context that may be overlooked."""

    text: str
    weight: Literal["normal", "strong", "small"] = "normal"


@value
class Words:
    """Somebody's words; may be long and have line breaks. `label` names them.

    `judged` are those under review: nobody approves them where they are not shown whole. `aside` stands beside them, such as
    a note or a reason. `exact` are to be copied: drawn to the last byte, also what nobody sees of them.
    """

    label: str
    text: str
    kind: Literal["judged", "aside", "exact"] = "judged"


@value
class Facts:
    """Short label and value pairs."""

    rows: tuple[tuple[str, str], ...]


@value
class Bullets:
    """A list; each item is a mark (such as ✓, ○, ✗) and a sentence."""

    items: tuple[tuple[str, str], ...]


@value
class Mention:
    """Calls these people (only in notices). `accounts` holds those who have one in the chat; the others are named."""

    people: tuple[tuple[PersonId, str], ...]
    accounts: tuple[Account, ...]
    text: str


@value
class Button:
    """`action.opens_form` says whether a click decides or opens a form; that is part of its meaning and fixed when drawn.
    `filled` is what was typed already into that form, by field name.
    """

    label: str
    action: Action
    style: Literal["default", "primary", "danger"] = "default"
    filled: tuple[tuple[str, str], ...] = ()


@value
class Buttons:
    """One row of at most five buttons."""

    buttons: tuple[Button, ...]


@value
class Divider:
    """A thin line between parts."""


Element = Heading | Paragraph | Words | Facts | Bullets | Mention | Buttons | Divider


@value
class Secret:
    """The words of a confidential proposal, as they were at one revision."""

    proposal: ProposalId
    revision: int


@value
class Card:
    """What a message says. `summary` is the notification text: it must reveal no draft words.

    `refresh` is the action that redraws it for one viewer; None where everyone sees the same. `secrets` are whose words it
    has, so that it is put on record who was shown them; they are no part of what is drawn.
    """

    summary: str
    elements: tuple[Element, ...]
    refresh: Action | None = None
    secrets: tuple[Secret, ...] = field(default=(), repr=False)
