"""Who and what exists in the local Teams: tenants, people, chats, teams, messages, and where the app is installed."""

import base64
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from .shapes import Json

Scope = Literal["personal", "groupChat", "channel"]
Role = Literal["user", "guest", "anonymous"]

BOT = "bot"
"""The author of the app's own messages; people are authors by their key."""

FIRST_MESSAGE = 1_790_000_000_000
"""Message ids in Teams are milliseconds since 1970, as text; here they count up from a fixed one, so runs repeat."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A human with an account: `key` is how tests and stories call them, the rest is what the platform knows."""

    key: str
    name: str
    tenant_id: str
    user_id: str
    """The `29:` id, different for every bot."""
    aad_object_id: str | None
    """Absent for somebody who joined without an account."""
    email: str | None
    principal_name: str
    role: Role
    locale: str
    zone: str
    """IANA name, as the client reports it."""
    active: bool = True
    """Whether the account works; Teams tells no bot when it is deactivated."""


@dataclass(kw_only=True, eq=False)
class Message:
    """One message of a chat, as posted or last edited, and what each viewer was shown instead of its base card."""

    id: str
    chat_id: str
    author: str
    root: str | None
    """The message that this one replies to in a channel; None for a thread's first message and outside channels."""
    activity: Json
    posted: datetime
    pings: tuple[str, ...] = ()
    """Keys of the people whom posting it notified by mention; an edit notifies nobody."""
    version: int = 1
    deleted: bool = False
    views: dict[str, Json] = field(default_factory=dict[str, Json])
    refreshed: set[str] = field(default_factory=set[str])
    """Viewers whose client has already sent the automatic refresh for this version."""


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team: people who share channels. Its id is the id of its first channel, as in Teams."""

    id: str
    name: str
    group_id: str
    tenant_id: str
    members: list[str]


@dataclass(kw_only=True, eq=False)
class Chat:
    """A personal chat with the app, a group chat or a channel."""

    id: str
    scope: Scope
    name: str
    tenant_id: str
    members: list[str]
    team: Team | None = None
    messages: dict[str, Message] = field(default_factory=dict[str, Message])


class World:
    """Everything that exists, changed by the connector (the app's side) and by the clients (people's side)."""

    def __init__(self, *, app_id: str, app_name: str, home_tenant: str) -> None:
        """Begin with an empty home tenant in which the app is registered."""
        self.app_id = app_id
        self.app_name = app_name
        self.home_tenant = home_tenant
        self.tenants = {home_tenant}
        self.people: dict[str, Person] = {}
        self.chats: dict[str, Chat] = {}
        self.teams: dict[str, Team] = {}
        self.installed: set[str] = set()
        self.archived: set[str] = set()
        """Teams, by id, in which nothing can be written."""
        self._last_message = FIRST_MESSAGE

    @property
    def bot_id(self) -> str:
        """The app's own id in conversations."""
        return f"28:{self.app_id}"

    def add_tenant(self, tenant_id: str) -> None:
        """Add a foreign tenant: it exists for the login endpoint, but the app is not registered there."""
        self.tenants.add(tenant_id)

    def add_person(
        self,
        key: str,
        name: str,
        *,
        email: str | None = None,
        role: Role = "user",
        tenant_id: str | None = None,
        zone: str = "Europe/Berlin",
        locale: str = "en-GB",
    ) -> Person:
        """Add somebody; `tenant_id` defaults to the home tenant, and a guest's principal name is the mangled one."""
        domain = "guests.example" if email is None else email.partition("@")[2]
        plain = f"{key}@{domain}"
        person = Person(
            key=key,
            name=name,
            tenant_id=tenant_id or self.home_tenant,
            user_id=f"29:1{self._secret_looking('user', key)}",
            aad_object_id=None if role == "anonymous" else self._uuid("object", key),
            email=email,
            principal_name=f"{plain.replace('@', '_')}#EXT#@home.example" if role == "guest" else plain,
            role=role,
            locale=locale,
            zone=zone,
        )
        self.people[key] = person
        self.tenants.add(person.tenant_id)
        return person

    def personal_chat(self, key: str) -> Chat:
        """Give the 1:1 chat of a person with the app; there is one for life, whether or not the app is installed.

        A guest's is in the home tenant, where they are a guest; a stranger's in their own.
        """
        person = self.people[key]
        chat_id = f"a:1{self._secret_looking('personal', key)}"
        if chat_id not in self.chats:
            tenant = self.home_tenant if person.role == "guest" else person.tenant_id
            self.chats[chat_id] = Chat(id=chat_id, scope="personal", name=person.name, tenant_id=tenant, members=[key])
        return self.chats[chat_id]

    def add_group_chat(self, name: str, members: Iterable[str], *, installed: bool = True) -> Chat:
        """Add a group chat of the home tenant."""
        chat = Chat(
            id=f"19:{self._hex('group', name)}@thread.v2",
            scope="groupChat",
            name=name,
            tenant_id=self.home_tenant,
            members=list(members),
        )
        self.chats[chat.id] = chat
        if installed:
            self.installed.add(chat.id)
        return chat

    def add_team(self, name: str, members: Iterable[str], channels: Iterable[str], *, installed: bool = True) -> Team:
        """Add a team with its channels; the first channel is its general one and lends the team its id."""
        names = tuple(channels)
        ids = [f"19:{self._hex('channel', name, channel)}@thread.tacv2" for channel in names]
        team = Team(
            id=ids[0],
            name=name,
            group_id=self._uuid("team", name),
            tenant_id=self.home_tenant,
            members=list(members),
        )
        self.teams[team.id] = team
        for chat_id, channel in zip(ids, names, strict=True):
            self.chats[chat_id] = Chat(
                id=chat_id, scope="channel", name=channel, tenant_id=team.tenant_id, members=team.members, team=team
            )
        if installed:
            self.installed.add(team.id)
        return team

    def channel(self, team_name: str, channel_name: str) -> Chat:
        """Find a channel by the names people see."""
        for chat in self.chats.values():
            if chat.team is not None and (chat.team.name, chat.name) == (team_name, channel_name):
                return chat
        raise LookupError(f"no channel {channel_name!r} in a team {team_name!r}")

    def group_chat(self, name: str) -> Chat:
        """Find a group chat by its name."""
        for chat in self.chats.values():
            if chat.scope == "groupChat" and chat.name == name:
                return chat
        raise LookupError(f"no group chat {name!r}")

    def channels_of(self, team: Team) -> list[Chat]:
        """List a team's channels, the general one first."""
        return [chat for chat in self.chats.values() if chat.team is team]

    def place_of(self, chat: Chat) -> str:
        """Give the id under which the app is installed for a chat: the team's for a channel."""
        return chat.id if chat.team is None else chat.team.id

    def bot_is_in(self, chat: Chat) -> bool:
        """Say whether the app is installed where this chat is, so that it may post and read the roster."""
        return self.place_of(chat) in self.installed

    def rename_team(self, team: Team, name: str) -> Team:
        """Call a team something else; its id stays."""
        renamed = replace(team, name=name)
        self.teams[team.id] = renamed
        for chat in self.channels_of(team):
            chat.team = renamed
        return renamed

    def is_archived(self, chat: Chat) -> bool:
        """Say whether a channel's team is archived."""
        return chat.team is not None and chat.team.id in self.archived

    def bot_may_write_to(self, person: Person) -> bool:
        """Say whether the app may open a 1:1 chat: it is installed for the person, or in a place they share."""
        return any(person.key in chat.members and self.bot_is_in(chat) for chat in self.chats.values())

    def person_by_id(self, any_id: str) -> Person | None:
        """Find a person by their `29:` id or aadObjectId."""
        for person in self.people.values():
            if any_id in {person.user_id, person.aad_object_id}:
                return person
        return None

    def post(
        self,
        chat: Chat,
        author: str,
        activity: Json,
        *,
        now: datetime,
        root: str | None = None,
        pings: tuple[str, ...] = (),
    ) -> Message:
        """Add a message at the end of a chat, in the thread of `root` if given, and give it its id."""
        message = Message(
            id=self.next_id(),
            chat_id=chat.id,
            author=author,
            root=root,
            activity=activity,
            posted=now,
            pings=pings,
        )
        chat.messages[message.id] = message
        return message

    def next_id(self) -> str:
        """Give a fresh activity id, larger than all before it."""
        self._last_message += 1
        return str(self._last_message)

    def _hex(self, *names: str) -> str:
        return hashlib.sha256("/".join((self.app_id, *names)).encode()).hexdigest()[:32]

    def _secret_looking(self, *names: str) -> str:
        digest = hashlib.sha256("/".join((self.app_id, *names)).encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def _uuid(self, *names: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join((self.home_tenant, *names))))
