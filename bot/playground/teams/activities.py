"""The activities that Teams sends to a bot, in their real shapes.

Source: Bot Framework activity schema and the Teams documentation on conversation events, mentions and invokes.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Literal
from zoneinfo import ZoneInfo

from .shapes import Json, text_at
from .world import Chat, Message, Person, World

InstallAction = Literal["add", "remove"]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where and when a person does something: all that the envelope of an activity tells."""

    world: World
    service_url: str
    now: datetime
    """Aware; the client's own zone is the person's."""
    person: Person
    chat: Chat
    root: str | None = None
    """The thread in a channel."""

    def envelope(self, kind: str, activity_id: str) -> Json:
        """Write what every activity from Teams carries."""
        local = self.now.astimezone(ZoneInfo(self.person.zone))
        activity: Json = {
            "type": kind,
            "id": activity_id,
            "timestamp": _utc(self.now),
            "localTimestamp": local.isoformat(timespec="milliseconds"),
            "localTimezone": self.person.zone,
            "serviceUrl": self.service_url,
            "channelId": "msteams",
            "from": self.sender(),
            "conversation": self.conversation(),
            "recipient": {"id": self.world.bot_id, "name": self.world.app_name},
            "entities": [self.client_info()],
            "channelData": self.channel_data(),
            "locale": self.person.locale,
        }
        return activity

    def sender(self) -> Json:
        """Write who acts; somebody without an account has no aadObjectId."""
        account: Json = {"id": self.person.user_id, "name": self.person.name}
        if self.person.aad_object_id is not None:
            account["aadObjectId"] = self.person.aad_object_id
        return account

    def conversation(self) -> Json:
        """Write where it happens; a channel's id names the thread."""
        chat = self.chat
        conversation: Json = {"conversationType": chat.scope, "tenantId": chat.tenant_id, "id": chat.id}
        if chat.scope != "personal":
            conversation["isGroup"] = True
        if self.root is not None:
            conversation["id"] = f"{chat.id};messageid={self.root}"
        return conversation

    def channel_data(self) -> Json:
        """Write Teams' own part: the tenant always, team and channel in channels only."""
        data: Json = {"tenant": {"id": self.chat.tenant_id}}
        team = self.chat.team
        if team is not None:
            data |= {
                "teamsChannelId": self.chat.id,
                "teamsTeamId": team.id,
                "channel": {"id": self.chat.id},
                "team": {"id": team.id},
            }
        return data

    def client_info(self) -> Json:
        """Write the entity in which the client tells its locale and zone."""
        return {
            "type": "clientInfo",
            "locale": self.person.locale,
            "country": self.person.locale.partition("-")[2],
            "platform": "Web",
            "timezone": self.person.zone,
        }


def said(scene: Scene, activity_id: str, text: str, *, mentions_bot: bool) -> Json:
    """Write a typed message; where it mentions the bot, the text holds the `<at>` element and an entity tells whom."""
    activity = scene.envelope("message", activity_id)
    activity |= {
        "text": text,
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": f"<div>{text}</div>"}],
    }
    if mentions_bot:
        name = scene.world.app_name
        entity = {
            "type": "mention",
            "mentioned": {"id": scene.world.bot_id, "name": name},
            "text": f"<at>{name}</at>",
        }
        activity["entities"] = [entity, *activity["entities"]]
    return activity


def submitted(scene: Scene, activity_id: str, value: Json, message: Message) -> Json:
    """Write what a plain Action.Submit sends: a message without text that carries the card's data."""
    return scene.envelope("message", activity_id) | {"value": value, "replyToId": message.id}


def members_changed(scene: Scene, activity_id: str, members: list[Json], action: InstallAction) -> Json:
    """Write that people, or the bot, came to a conversation or left it."""
    activity: Json = scene.envelope("conversationUpdate", activity_id)
    activity["membersAdded" if action == "add" else "membersRemoved"] = members
    if scene.chat.team is not None:
        activity["channelData"] |= {
            "eventType": "teamMemberAdded" if action == "add" else "teamMemberRemoved",
            "team": team_info(scene.chat),
        }
    return activity


def installed(scene: Scene, activity_id: str, action: InstallAction) -> Json:
    """Write that the app was installed or removed."""
    activity = scene.envelope("installationUpdate", activity_id)
    activity["action"] = action
    if scene.chat.team is not None:
        activity["channelData"]["team"] = team_info(scene.chat)
    activity["channelData"]["settings"] = {"selectedChannel": {"id": scene.chat.id}}
    return activity


TeamEvent = Literal["teamRenamed", "teamArchived", "teamUnarchived", "teamDeleted", "teamRestored"]
ChannelEvent = Literal["channelRenamed", "channelDeleted", "channelRestored"]


def team_changed(scene: Scene, activity_id: str, event: TeamEvent) -> Json:
    """Write that a team was renamed, archived, deleted or brought back; it comes from the team's first channel."""
    activity = scene.envelope("conversationUpdate", activity_id)
    activity["channelData"] |= {"eventType": event, "team": team_info(scene.chat)}
    return activity


def channel_changed(scene: Scene, activity_id: str, event: ChannelEvent, channel: Chat) -> Json:
    """Write that a channel was renamed, deleted or brought back; it comes from the first channel of its team."""
    activity = scene.envelope("conversationUpdate", activity_id)
    activity["channelData"] |= {
        "eventType": event,
        "channel": {"id": channel.id, "name": channel.name},
        "team": team_info(scene.chat),
    }
    return activity


def invoke(scene: Scene, activity_id: str, name: str, value: Json, *, reply_to: str | None = None) -> Json:
    """Write a call that the client waits for; `reply_to` is the message whose card was used."""
    activity = scene.envelope("invoke", activity_id)
    activity |= {"name": name, "value": value}
    activity["channelData"]["source"] = {"name": "message"}
    if reply_to is not None:
        activity["replyToId"] = reply_to
    return activity


def message_payload(message: Message, author: Person | None, world: World) -> Json:
    """Write the message that a message action was started on, as Microsoft Graph describes messages."""
    if author is None:
        sender: Json = {
            "application": {"applicationIdentityType": "bot", "id": world.app_id, "displayName": world.app_name},
            "user": None,
        }
    else:
        sender = {
            "application": None,
            "user": {"userIdentityType": "aadUser", "id": author.aad_object_id, "displayName": author.name},
        }
    return {
        "linkToMessage": f"https://teams.microsoft.com/l/message/{message.chat_id}/{message.id}",
        "id": message.id,
        "replyToId": message.root,
        "createdDateTime": _utc(message.posted),
        "importance": "normal",
        "locale": "en-us",
        "body": {"contentType": "html", "content": f"<div>{_html(text_at(message.activity, 'text'))}</div>"},
        "from": sender,
        "attachments": [],
        "mentions": [],
        "reactions": [],
    }


def team_info(chat: Chat) -> Json:
    """Write the team of a channel as events tell it."""
    team = chat.team
    return {} if team is None else {"id": team.id, "aadGroupId": team.group_id, "name": team.name}


def _html(typed: str) -> str:
    return escape(typed, quote=False).replace("\n", "<br>")


def _utc(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
