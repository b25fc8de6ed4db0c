"""What a Slack workspace holds: people, conversations, messages, views, and the short-lived keys to them."""

import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.slack import limits
from bot.playground.slack.blocks import elements_of
from bot.playground.slack.mrkdwn import mentioned
from bot.playground.slack.shapes import Json, as_object, objects
from bot.playground.slack.user_groups import UserGroup

Kind = Literal["public", "private", "im"]
SLACKBOT = "USLACKBOT"
"""Who speaks when Slack itself has something to say."""


@dataclass(kw_only=True)
class Token:
    """A token that was given by OAuth: until when it is good (seconds since 1970), or as which code it `ended`."""

    expires: float | None = None
    ended: str = ""


@dataclass(kw_only=True)
class Workspace:
    """One workspace with one app installed in it; the app hears only its `subscriptions`. `tokens` are those given by OAuth
    beside the one that it has from the start; one that is not `installed` hears nothing.

    `scopes=None` grants everything, `commands=None` makes every slash command the app's; `shortcuts` are callback ids and
    where each is offered (`global` or `message`), None offers any anywhere. `home_tab` is whether the app has a Home.
    With `organisation_wide` the app is installed once for its whole organisation, `enterprise_id`, and not in the workspace.
    """

    team_id: str = "T0ACME"
    name: str = "Acme"
    domain: str = "acme"
    enterprise_id: str | None = None
    api_app_id: str = "A0COPYDESK"
    bot_user_id: str = "U0COPYDESK"
    bot_id: str = "B0COPYDESK"
    bot_name: str = "Copydesk"
    bot_token: str = field(default_factory=lambda: f"xoxb-local-{secrets.token_hex(12)}", repr=False)
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    app_token: str = field(default_factory=lambda: f"xapp-1-local-{secrets.token_hex(12)}", repr=False)
    scopes: frozenset[str] | None = None
    commands: frozenset[str] | None = None
    shortcuts: Mapping[str, str] | None = None
    home_tab: bool = True
    organisation_wide: bool = False
    subscriptions: frozenset[str] = frozenset({"app_home_opened"})
    installed: bool = True
    tokens: dict[str, Token] = field(default_factory=dict[str, Token], repr=False)

    def trouble_with(self, token: str, now: float) -> str:
        """The code with which a call with this token is refused; empty for one that is good."""
        granted = self.tokens.get(token)
        if granted is None:
            return (
                ""
                if self.bot_token and hmac.compare_digest(token.encode(), self.bot_token.encode())
                else "invalid_auth"
            )
        if granted.ended:
            return granted.ended
        return "token_expired" if granted.expires is not None and granted.expires <= now else ""

    def grant(self, scopes: frozenset[str], expires: float | None) -> str:
        """Install the app, or install it again; a token that is good until then, or the one that never ends, if it has one."""
        self.installed, self.scopes = True, scopes
        for known, granted in self.tokens.items():
            if expires is None and granted.expires is None and not granted.ended:
                return known
        token = f"{'xoxe.xoxb' if expires else 'xoxb'}-local-{secrets.token_hex(12)}"
        self.tokens[token] = Token(expires=expires)
        return token

    def end_tokens(self, *, uninstalled: bool) -> None:
        """Every token that was given is good no more."""
        if self.bot_token:
            self.tokens.setdefault(self.bot_token, Token())
        self.installed = not uninstalled
        for token in self.tokens.values():
            token.ended = token.ended or ("account_inactive" if uninstalled else "token_revoked")


@dataclass(kw_only=True)
class Person:
    """Somebody with an account. `is_email_confirmed=None` means that Slack does not say."""

    id: str
    name: str
    real_name: str
    team_id: str
    email: str | None = None
    is_email_confirmed: bool | None = True
    tz: str = "Europe/London"
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    is_stranger: bool = False
    deleted: bool = False


@dataclass(kw_only=True)
class Message:
    """One message; `seen_by` names the only person who sees it when it is ephemeral.

    `pings` are those whom it called when it was posted; an edit calls nobody.
    """

    conversation: str
    ts: str
    user: str
    text: str
    blocks: list[Json]
    bot_id: str | None = None
    app_id: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    seen_by: str | None = None
    pings: frozenset[str] = frozenset()

    @property
    def mentions(self) -> frozenset[str]:
        """Whom it names as it now stands: user ids, `channel`, `here`, `everyone`, user-group ids."""
        return mentioned(self.text, self.blocks)


@dataclass(kw_only=True)
class Conversation:
    """A channel or a direct message, with its messages in the order in which they came."""

    id: str
    name: str
    kind: Kind
    members: set[str]
    is_archived: bool = False
    is_ext_shared: bool = False
    topic: str = ""
    messages: dict[str, Message] = field(default_factory=dict[str, Message])
    ephemerals: dict[str, Message] = field(default_factory=dict[str, Message])


@dataclass(kw_only=True)
class View:
    """A modal or an App Home: `content` is what the app sent, `typed` what the person put in, by block and action."""

    id: str
    user: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    typed: dict[tuple[str, str], Json] = field(default_factory=dict[tuple[str, str], Json])
    errors: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def title(self) -> str:
        """The words at the top of a modal."""
        return str(as_object(self.content.get("title")).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        """The blocks as the app sent them, with the ids that Slack gave to those that had none."""
        return objects(self.content.get("blocks"))

    @property
    def private_metadata(self) -> str:
        """What the app hid in the view."""
        return str(self.content.get("private_metadata") or "")


@dataclass(kw_only=True)
class Trigger:
    """The right to open one view for one person, for three seconds."""

    user: str
    expires: float
    view_id: str | None
    used: bool = False


@dataclass(kw_only=True)
class ResponseUrl:
    """The right to answer one interaction, five times within thirty minutes."""

    user: str
    conversation: str
    message_ts: str | None
    expires: float
    uses_left: int = limits.RESPONSE_URL_USES


@dataclass(kw_only=True)
class World:
    """Everything there is. `clock` gives seconds since 1970, and rules the life of triggers and response URLs."""

    workspace: Workspace
    clock: Callable[[], float]
    trigger_seconds: float = limits.TRIGGER_SECONDS
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    conversations: dict[str, Conversation] = field(default_factory=dict[str, Conversation])
    groups: dict[str, UserGroup] = field(default_factory=dict[str, UserGroup])
    modals: dict[str, list[View]] = field(default_factory=dict[str, list[View]])
    homes: dict[str, View] = field(default_factory=dict[str, View])
    triggers: dict[str, Trigger] = field(default_factory=dict[str, Trigger])
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict[str, ResponseUrl])
    heard: list[Message] = field(default_factory=list[Message])
    _count: int = 0
    _last_micros: int = 0

    def number(self) -> int:
        """The next of the numbers that make ids unique."""
        self._count += 1
        return self._count

    def new_id(self, letter: str, name: str = "") -> str:
        """An id as Slack writes them: a letter and upper-case letters and digits."""
        word = re.sub(r"[^A-Z0-9]", "", name.upper())
        wanted = f"{letter}0{word}"
        taken = wanted in self.people or wanted in self.conversations or wanted in self.groups
        return wanted if word and not taken else f"{wanted}{self.number():04d}"

    def new_ts(self) -> str:
        """A message time: seconds and microseconds, always later than the one before."""
        self._last_micros = max(int(self.clock() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        """A trigger id for this person, given while they looked at the view, if any."""
        key = f"{self.number()}.{int(self.clock())}.{secrets.token_hex(8)}"
        self.triggers[key] = Trigger(user=user, expires=self.clock() + self.trigger_seconds, view_id=view_id)
        return key

    def new_response_url(self, user: str, conversation: str, message_ts: str | None) -> str:
        """The secret last part of a response URL."""
        key = secrets.token_urlsafe(18)
        self.response_urls[key] = ResponseUrl(
            user=user,
            conversation=conversation,
            message_ts=message_ts,
            expires=self.clock() + limits.RESPONSE_URL_SECONDS,
        )
        return key

    def direct(self, user: str) -> Conversation:
        """The direct message between this person and the bot, opened if there is none."""
        for each in self.conversations.values():
            if each.kind == "im" and user in each.members:
                return each
        made = Conversation(
            id=self.new_id("D", user[1:]),
            name="directmessage",
            kind="im",
            members={user, self.workspace.bot_user_id},
        )
        self.conversations[made.id] = made
        return made

    def stack(self, user: str) -> list[View]:
        """The person's open modals, the top one last."""
        return self.modals.setdefault(user, [])

    def post(self, message: Message) -> Message:
        """Put a message where it belongs; whoever listens to the conversation hears it unless it is ephemeral."""
        place = self.conversations[message.conversation]
        if message.seen_by is None:
            message.pings = message.mentions
            place.messages[message.ts] = message
            self.heard.append(message)
        else:
            place.ephemerals[message.ts] = message
        return message

    def find_view(self, view_id: str) -> View | None:
        """An open modal or a published Home by its id."""
        for stack in self.modals.values():
            for view in stack:
                if view.id == view_id:
                    return view
        return next((home for home in self.homes.values() if home.id == view_id), None)


def name_blocks(world: World, blocks: list[Json]) -> list[Json]:
    """The blocks with an id for each block and interactive element that has none, as Slack gives them."""
    for block in blocks:
        block.setdefault("block_id", f"b{world.number():04d}")
        for element in elements_of(block):
            element.setdefault("action_id", f"a{world.number():04d}")
    return blocks
