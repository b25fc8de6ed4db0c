"""The Bot Connector REST API, as rules: what each call does to the world, and when it is refused.

Source: Bot Connector REST reference and the Teams documentation on conversations, rosters and status codes.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import assert_never

from .faults import Endpoint
from .log import Log, Refusal
from .pacing import Budget, Pacing
from .posting import Post, Reply, check, refused
from .shapes import Json, object_at, objects_at, text_at
from .world import BOT, Chat, Message, Person, World

NOT_FOUND = refused(404, "ConversationNotFound", "Conversation not found.")
NOT_INSTALLED = refused(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
ARCHIVED = refused(403, "MessageWritesBlocked", "The thread does not accept messages: its team is archived.")
NO_ACTIVITY = refused(404, "ActivityNotFoundInConversation", "Activity not found in conversation.")
NO_MEMBER = refused(404, "MemberNotFoundInConversation", "Member not found in conversation.")
NO_NEW_GROUPS = refused(400, "BadSyntax", "Bots cannot create group chats or channels.")

PAGE = 200
BUDGETS: Mapping[Endpoint, Budget] = {
    "send": "write",
    "reply": "write",
    "update": "write",
    "delete": "write",
    "members": "read",
    "member": "read",
    "pagedmembers": "read",
}


class Connector:
    """Does what an authenticated bot asks, or refuses as the real one does."""

    def __init__(self, world: World, log: Log, pacing: Pacing, now: Callable[[], datetime]) -> None:
        """Serve a world; `now` stamps messages with an aware time."""
        self._world = world
        self._log = log
        self._pacing = pacing
        self._now = now

    def answer(self, endpoint: Endpoint, ids: Mapping[str, str], body: Json, query: Mapping[str, str]) -> Reply:
        """Carry out one call; `ids` are the path's `conversation`, `activity`, `member` and `team`, decoded."""
        if endpoint == "create":
            return self._paced("create", "create") or self._create(body)
        if endpoint == "team":
            return self._team(ids["team"])
        chat, root = self._find(ids["conversation"])
        if chat is None:
            return NOT_FOUND
        if not self._world.bot_is_in(chat):
            return NOT_INSTALLED
        if endpoint in {"send", "reply", "update", "delete"} and self._world.is_archived(chat):
            return ARCHIVED
        budget = BUDGETS.get(endpoint)
        slow = None if budget is None else self._paced(budget, chat.id)
        if slow is not None:
            return slow
        match endpoint:
            case "send":
                return self._post(chat, root, body)
            case "reply":
                return self._reply(chat, root, ids["activity"], body)
            case "update":
                return self._update(chat, ids["activity"], body)
            case "delete":
                return self._delete(chat, ids["activity"])
            case "members":
                return Reply(status=200, body=self._roster(chat))
            case "member":
                return self._member(chat, ids["member"])
            case "pagedmembers":
                return self._page(chat, query)
            case "token" | "openid" | "keys":
                raise AssertionError("no call of the connector")
            case _:
                assert_never(endpoint)

    def _paced(self, budget: Budget, conversation: str) -> Reply | None:
        wait = self._pacing.wait(budget, conversation)
        if wait == 0:
            return None
        message = "API calls quota exceeded."
        return refused(429, "TooManyRequests", message, retry_after=str(max(1, round(wait))))

    def _find(self, conversation: str) -> tuple[Chat | None, str | None]:
        chat_id, _, root = conversation.partition(";messageid=")
        chat = self._world.chats.get(chat_id)
        if chat is None or not root:
            return chat, None
        known = chat.scope == "channel" and root in chat.messages
        return (chat, root) if known else (None, None)

    def _create(self, body: Json) -> Reply:
        channel_id = text_at(body, "channelData", "channel", "id")
        if channel_id:
            return self._create_thread(channel_id, body)
        members = objects_at(body, "members")
        if body.get("isGroup") is True or len(members) != 1:
            return NO_NEW_GROUPS
        tenant = text_at(body, "tenantId") or text_at(body, "channelData", "tenant", "id")
        if not tenant:
            return refused(400, "BadArgument", "Tenant id is required.")
        person = self._world.person_by_id(text_at(members[0], "id"))
        if person is None or not person.active or self._world.personal_chat(person.key).tenant_id != tenant:
            return refused(403, "ForbiddenOperationException", "The user is not found in the tenant.")
        if not self._world.bot_may_write_to(person):
            return refused(403, "ForbiddenOperationException", "Bot is not installed in user's personal scope")
        chat = self._world.personal_chat(person.key)
        self._world.installed.add(chat.id)
        return self._with_first(chat, body, {"id": chat.id})

    def _create_thread(self, channel_id: str, body: Json) -> Reply:
        chat = self._world.chats.get(channel_id)
        if chat is None or chat.scope != "channel":
            return NOT_FOUND
        if not self._world.bot_is_in(chat):
            return NOT_INSTALLED
        if not object_at(body, "activity"):
            return refused(400, "BadSyntax", "A new thread needs a message.")
        return self._with_first(chat, body, {})

    def _with_first(self, chat: Chat, body: Json, answer: Json) -> Reply:
        first = object_at(body, "activity")
        if not first:
            return Reply(status=201, body=answer)
        posted = self._post(chat, None, first)
        if posted.code:
            return posted
        activity_id = text_at(posted.body, "id")
        place = f"{chat.id};messageid={activity_id}" if chat.scope == "channel" else chat.id
        return Reply(status=201, body={"id": place, "activityId": activity_id})

    def _post(self, chat: Chat, root: str | None, activity: Json) -> Reply:
        post = check(self._world, chat, activity)
        if isinstance(post, Reply):
            return post
        if activity["type"] == "typing":
            return Reply(status=201, body={"id": self._world.next_id()})
        if post.splits:
            return self._post_split(chat, root, post)
        message = self._world.post(chat, BOT, activity, now=self._now(), root=root, pings=post.pings)
        return Reply(status=201, body={"id": message.id})

    def _post_split(self, chat: Chat, root: str | None, post: Post) -> Reply:
        """Post text and card apart; no id comes back, so neither can ever be updated."""
        words = {name: value for name, value in post.activity.items() if name != "attachments"}
        cards = {name: value for name, value in post.activity.items() if name not in {"text", "entities"}}
        self._world.post(chat, BOT, words, now=self._now(), root=root, pings=post.pings)
        self._world.post(chat, BOT, cards, now=self._now(), root=root)
        self._log.refusals.append(
            Refusal(where="send", code="MessageSplit", detail="text and card in one activity: no id comes back")
        )
        return Reply(status=201, body={})

    def _reply(self, chat: Chat, root: str | None, activity_id: str, activity: Json) -> Reply:
        answered = chat.messages.get(activity_id)
        if chat.scope == "channel" and root is None and answered is not None:
            root = answered.root or answered.id
        return self._post(chat, root, activity)

    def _own(self, chat: Chat, activity_id: str) -> Message | Reply:
        message = chat.messages.get(activity_id)
        if message is None or message.deleted:
            return NO_ACTIVITY
        if message.author != BOT:
            return refused(403, "ForbiddenOperationException", "The bot can change only its own messages.")
        return message

    def _update(self, chat: Chat, activity_id: str, activity: Json) -> Reply:
        message = self._own(chat, activity_id)
        if isinstance(message, Reply):
            return message
        post = check(self._world, chat, activity)
        if isinstance(post, Reply):
            return post
        if post.splits:
            return refused(400, "BadSyntax", "Text and card cannot share one updated message.")
        message.activity = activity
        message.version += 1
        message.views.clear()
        message.refreshed.clear()
        return Reply(status=200, body={"id": message.id})

    def _delete(self, chat: Chat, activity_id: str) -> Reply:
        message = self._own(chat, activity_id)
        if isinstance(message, Reply):
            return message
        message.deleted = True
        return Reply(status=200, body={})

    def _roster(self, chat: Chat) -> list[Json]:
        here = (self._world.people[key] for key in chat.members)
        return [member(person) for person in here if person.active]

    def _member(self, chat: Chat, member_id: str) -> Reply:
        person = self._world.person_by_id(member_id)
        if person is None or not person.active or person.key not in chat.members:
            return NO_MEMBER
        return Reply(status=200, body=member(person))

    def _page(self, chat: Chat, query: Mapping[str, str]) -> Reply:
        roster = self._roster(chat)
        if chat.scope != "channel":
            return Reply(status=200, body={"members": roster})
        asked, start = query.get("pageSize", str(PAGE)), query.get("continuationToken", "0")
        if not (asked.isdecimal() and start.isdecimal()):
            return refused(400, "BadArgument", "pageSize and continuationToken are not understood.")
        size = min(500, max(50, int(asked)))
        page: Json = {"members": roster[int(start) : int(start) + size]}
        if int(start) + size < len(roster):
            page["continuationToken"] = str(int(start) + size)
        return Reply(status=200, body=page)

    def _team(self, team_id: str) -> Reply:
        team = self._world.teams.get(team_id)
        if team is None:
            return NOT_FOUND
        if team.id not in self._world.installed:
            return NOT_INSTALLED
        channels = self._world.channels_of(team)
        body = {
            "id": team.id,
            "name": team.name,
            "aadGroupId": team.group_id,
            "tenantId": team.tenant_id,
            "type": "standard",
            "channelCount": len(channels),
            "memberCount": len(team.members),
        }
        return Reply(status=200, body=body)


def member(person: Person) -> Json:
    """Write a person as rosters do: what the directory does not hold is left out, not null."""
    given, _, family = person.name.partition(" ")
    facts = {
        "id": person.user_id,
        "name": person.name,
        "givenName": given,
        "surname": family or None,
        "objectId": person.aad_object_id,
        "aadObjectId": person.aad_object_id,
        "email": person.email,
        "userPrincipalName": None if person.role == "anonymous" else person.principal_name,
        "tenantId": None if person.role == "anonymous" else person.tenant_id,
        "userRole": person.role,
    }
    return {name: value for name, value in facts.items() if value is not None}
