"""What a person sees after doing something: the closed list of ways Teams reacts to an invoke's answer."""

from dataclasses import dataclass, field
from typing import Literal

from .card_reading import MissingInput
from .shapes import Json


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """The card on the person's screen was replaced, for them alone."""

    card: Json


@dataclass(frozen=True, kw_only=True)
class Toast:
    """A private sentence."""

    text: str


@dataclass(frozen=True, kw_only=True)
class DialogSource:
    """Where a dialog belongs, so that its submit goes back there."""

    chat_id: str
    root: str | None
    message_id: str | None
    command: Json = field(default_factory=dict[str, Json])
    """Empty for a card's dialog; else the message extension's commandId, commandContext and messagePayload."""


@dataclass(frozen=True, kw_only=True)
class Dialog:
    """A dialog is open."""

    title: str
    card: Json
    source: DialogSource


@dataclass(frozen=True, kw_only=True)
class Closed:
    """The dialog closed without a word, or the button did something that shows nothing."""


@dataclass(frozen=True, kw_only=True)
class Inserted:
    """A message extension put a card into the compose box; it is not sent yet."""

    card: Json


@dataclass(frozen=True, kw_only=True)
class WentWrong:
    """Teams said "Something went wrong. Please try again."; the cause is for the test, the person never sees it."""

    cause: str


Outcome = ShownCard | Toast | Dialog | Closed | Inserted | MissingInput | WentWrong
InvokeKind = Literal[
    "adaptiveCard/action",
    "task/fetch",
    "task/submit",
    "composeExtension/fetchTask",
    "composeExtension/submitAction",
]
