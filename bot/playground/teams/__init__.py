"""A local Teams: Microsoft's login, key set, Bot Connector and the Teams client, over real HTTP on loopback.

    async with LocalTeams() as teams:
        teams.copydesk_url = "http://127.0.0.1:3978"  # told teams.openid_url, teams.login_url and teams.service_url
        ben = teams.person("ben")
        await ben.install()
        await ben.say("propose")
        opened = await ben.click(await ben.latest(), "Propose a post")

`teams.log` is what really happened; `render` turns what a person sees into lines.
"""

from .card_reading import MissingInput
from .client import PersonClient, Seen
from .example import example_world
from .faults import Delay, Duplicate, Fail, FailAfter, Hold, LoseAnswer, LoseDelivery, LoseRequest, Throttle
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
    "LoseRequest",
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
