"""The parts of the local Slack that its server and its people share, and the telling of events."""

from dataclasses import dataclass, field

from bot.playground.slack import drawing, payloads
from bot.playground.slack.delivery import Deliverer
from bot.playground.slack.faults import Faults
from bot.playground.slack.journal import Journal
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import Message, World

_CHANNEL_TYPES = {
    "public": ("channel", "message.channels"),
    "private": ("group", "message.groups"),
    "im": ("im", "message.im"),
}


@dataclass(kw_only=True)
class Cloud:
    """The world, the record of calls, ordered trouble, and the way to the app."""

    world: World
    journal: Journal
    faults: Faults
    deliverer: Deliverer
    url: str = ""
    troubles: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def trouble(self, user: str, what: str) -> None:
        """Show a person that something of Slack's went wrong."""
        self.troubles.setdefault(user, []).append(what)

    def announce(self) -> None:
        """Tell the app of the messages that were posted since the last time, where it listens and is a member."""
        heard, self.world.heard = self.world.heard, []
        for message in heard:
            place = self.world.conversations[message.conversation]
            if self.world.workspace.bot_user_id in place.members:
                self._announce_message(message)

    def tell(self, subscription: str, inner: Json, *, shared: bool = False) -> None:
        """Tell the app of an event if it subscribed to it."""
        workspace = self.world.workspace
        if workspace.installed and subscription in workspace.subscriptions:
            self.deliverer.tell(str(inner["type"]), payloads.event(self.world, inner, shared=shared))

    def farewell(self, *events: Json) -> None:
        """Tell the app that it is sent away: nobody is named any more as one who may see it."""
        for inner in events:
            if inner["type"] in self.world.workspace.subscriptions:
                payload = payloads.event(self.world, inner)
                payload["authorizations"] = []
                self.deliverer.tell(str(inner["type"]), payload)

    def _announce_message(self, message: Message) -> None:
        place = self.world.conversations[message.conversation]
        channel_type, subscription = _CHANNEL_TYPES[place.kind]
        inner = drawing.message(self.world, message, metadata=True) | {
            "channel": place.id,
            "event_ts": message.ts,
        }
        author = self.world.people.get(message.user)
        if author is not None:
            inner["user_team"] = author.team_id
        self.tell(subscription, inner | {"channel_type": channel_type}, shared=place.is_ext_shared)
        mentioned = f"<@{self.world.workspace.bot_user_id}>" in message.text
        if mentioned and message.bot_id is None and place.kind != "im":
            self.tell("app_mention", inner | {"type": "app_mention"}, shared=place.is_ext_shared)
