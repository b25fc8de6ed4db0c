"""A local Teams: Microsoft's login, key set, Bot Connector and the Teams client, over real HTTP on loopback."""

from .card_reading import MissingInput
from .client import PersonClient, Seen
from .example import example_world
from .faults import Delay, Duplicate, Fail, FailAfter, Hold, LoseAnswer, LoseDelivery, Throttle
from .identity import TokenForm
from .outcomes import Closed, Dialog, Inserted, ShownCard, Toast, WentWrong
from .server import LocalTeams
from .world import Chat, World

__all__ = [
    "Chat",
    "Closed",
    "Delay",
    "Dialog",
    "Duplicate",
    "Fail",
    "FailAfter",
    "Hold",
    "Inserted",
    "LocalTeams",
    "LoseAnswer",
    "LoseDelivery",
    "MissingInput",
    "PersonClient",
    "Seen",
    "ShownCard",
    "Throttle",
    "Toast",
    "TokenForm",
    "WentWrong",
    "World",
    "example_world",
]
