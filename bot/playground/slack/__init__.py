"""A working Slack on loopback: its Web API, its people, its signed requests, its limits."""

from bot.playground.slack.client import NotThereError, PersonClient, Submitted
from bot.playground.slack.delivery import Delivery, Sent
from bot.playground.slack.faults import (
    DelayAnswer,
    DeliverTwice,
    FailAfterDoing,
    FailBeforeDoing,
    HoldAnswer,
    LoseAnswer,
    LoseRequest,
    RateLimit,
    RefuseWith,
)
from bot.playground.slack.premises import Premises
from bot.playground.slack.server import LocalSlack
from bot.playground.slack.world import Conversation, Message, Person, View, Workspace

__all__ = [
    "Conversation",
    "DelayAnswer",
    "DeliverTwice",
    "Delivery",
    "FailAfterDoing",
    "FailBeforeDoing",
    "HoldAnswer",
    "LocalSlack",
    "LoseAnswer",
    "LoseRequest",
    "Message",
    "NotThereError",
    "Person",
    "PersonClient",
    "Premises",
    "RateLimit",
    "RefuseWith",
    "Sent",
    "Submitted",
    "View",
    "Workspace",
]
