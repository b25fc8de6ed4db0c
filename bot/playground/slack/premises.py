"""A workspace of the local Slack: its people and places, and the app that is installed there, or not yet, or no longer."""

from collections.abc import Iterable

from bot.playground.slack import drawing, payloads
from bot.playground.slack.client import PersonClient
from bot.playground.slack.cloud import Cloud
from bot.playground.slack.shapes import Json
from bot.playground.slack.user_groups import UserGroup
from bot.playground.slack.world import Conversation, Person


class Premises:
    """One workspace."""

    def __init__(self, cloud: Cloud) -> None:
        """Look after this one."""
        self._cloud = cloud
        self.world = cloud.world
        self.workspace = cloud.world.workspace

    def add_person(
        self,
        name: str,
        *,
        real_name: str = "",
        email: str | None = "",
        is_email_confirmed: bool | None = True,
        tz: str = "Europe/London",
        team_id: str = "",
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_bot: bool = False,
        is_stranger: bool = False,
        deleted: bool = False,
    ) -> PersonClient:
        """Give somebody an account; by default a full member called after `name`, with `name@example.com`."""
        person = Person(
            id=self.world.new_id("U", name),
            name=name,
            real_name=real_name or name.capitalize(),
            team_id=team_id or self.workspace.team_id,
            email=f"{name}@example.com" if email == "" else email,
            is_email_confirmed=is_email_confirmed,
            tz=tz,
            is_restricted=is_restricted,
            is_ultra_restricted=is_ultra_restricted,
            is_bot=is_bot,
            is_stranger=is_stranger,
            deleted=deleted,
        )
        self.world.people[person.id] = person
        return PersonClient(self._cloud, person)

    def add_conversation(
        self,
        name: str,
        *,
        members: Iterable[str] = (),
        private: bool = False,
        with_bot: bool = True,
        is_ext_shared: bool = False,
        topic: str = "",
    ) -> Conversation:
        """Make a channel with these people (by name) and, by default, the bot."""
        inside = {self.person(each).id for each in members}
        made = Conversation(
            id=self.world.new_id("C", name),
            name=name.removeprefix("#"),
            kind="private" if private else "public",
            members=inside | ({self.workspace.bot_user_id} if with_bot else set[str]()),
            is_ext_shared=is_ext_shared,
            topic=topic,
        )
        self.world.conversations[made.id] = made
        return made

    def person(self, name: str) -> PersonClient:
        """Somebody by name or id, in front of their Slack."""
        for each in self.world.people.values():
            if name in (each.name, each.id):
                return PersonClient(self._cloud, each)
        message = f"nobody is called {name!r}"
        raise LookupError(message)

    def conversation(self, name: str) -> Conversation:
        """A conversation by name, with or without `#`, or by id."""
        for each in self.world.conversations.values():
            if name.removeprefix("#") in (each.name, each.id):
                return each
        message = f"there is no conversation {name!r}"
        raise LookupError(message)

    def change_person(self, name: str, *, deleted: bool) -> None:
        """Deactivate or reactivate an account; the app hears of it if it subscribed to `user_change`."""
        person = self.person(name).person
        person.deleted = deleted
        inner: Json = {
            "type": "user_change",
            "user": drawing.user(self.workspace, person),
            "event_ts": self.world.new_ts(),
        }
        self._cloud.tell("user_change", inner)

    def add_group(self, handle: str, *, members: Iterable[str] = (), team_id: str = "") -> UserGroup:
        """Make a user group of these people (by name), here or in another workspace of the organisation; the app hears of it
        if it subscribed to `subteam_created`.
        """
        made = UserGroup(
            id=self.world.new_id("S", handle),
            handle=handle,
            team_id=team_id or self.workspace.team_id,
            users=[self.person(each).id for each in members],
        )
        self.world.groups[made.id] = made
        self._tell_group("subteam_created", made)
        return made

    def change_group(self, group: UserGroup, *, members: Iterable[str]) -> None:
        """Put these people (by name) in a user group, and nobody else; the app hears of it if it subscribed."""
        before, group.users = group.users, [self.person(each).id for each in members]
        inner: Json = {
            "type": "subteam_members_changed",
            "subteam_id": group.id,
            "team_id": group.team_id,
            "added_users": [each for each in group.users if each not in before],
            "removed_users": [each for each in before if each not in group.users],
            "event_ts": self.world.new_ts(),
        }
        self._cloud.tell("subteam_members_changed", inner)

    def switch_group_off(self, group: UserGroup) -> None:
        """Disable a user group; the app hears of it if it subscribed to `subteam_updated`."""
        group.date_delete = int(self.world.clock())
        self._tell_group("subteam_updated", group)

    def _tell_group(self, kind: str, group: UserGroup) -> None:
        inner: Json = {"type": kind, "subteam": drawing.user_group(group), "event_ts": self.world.new_ts()}
        self._cloud.tell(kind, inner)

    def event(self, inner: Json) -> Json:
        """The envelope of an event made up by hand, to be sent with `send`."""
        return payloads.event(self.world, inner)

    # The app in it

    def uninstall(self) -> None:
        """Somebody removes the app: its tokens end, its bot leaves every channel, and it is told, in no particular order."""
        revoked = self._revoked()
        self._cloud.farewell(revoked, {"type": "app_uninstalled", "event_ts": self.world.new_ts()})
        self.workspace.end_tokens(uninstalled=True)
        for place in self.world.conversations.values():
            if place.kind != "im":
                place.members.discard(self.workspace.bot_user_id)

    def revoke_tokens(self) -> None:
        """An admin revokes the app's tokens; the app is told."""
        self._cloud.farewell(self._revoked())
        self.workspace.end_tokens(uninstalled=False)

    def invite_bot(self, name: str) -> None:
        """Somebody types `/invite` with the bot's name."""
        place, bot = self.conversation(name), self.workspace.bot_user_id
        place.members.add(bot)
        inviter = next(iter(sorted(place.members - {bot})), "")
        inner: Json = {"type": "member_joined_channel", "user": bot, "channel": place.id, "channel_type": "C"}
        inner |= {"team": self.workspace.team_id, "inviter": inviter, "event_ts": self.world.new_ts()}
        self._cloud.tell("member_joined_channel", inner)

    def _revoked(self) -> Json:
        tokens = {"oauth": list[str](), "bot": [self.workspace.bot_user_id]}
        return {"type": "tokens_revoked", "tokens": tokens, "event_ts": self.world.new_ts()}
