"""The Slack pane: what one person sees in the local Slack, as JSON for the page, and what they do there."""

from collections.abc import Mapping
from typing import Any

from bot.playground.page.ports import Json
from bot.playground.slack import Conversation, LocalSlack, Message, PersonClient, View
from bot.playground.slack.forms import state_values
from bot.playground.slack.render import name_of


class SlackPane:
    """Looks and acts through the people's own clients, so that nobody can do here what they could not do in Slack."""

    def __init__(self, slack: LocalSlack, cast: Mapping[str, str], menu: Mapping[str, object]) -> None:
        """`cast` says who each person is, by name; `menu` lists `commands` and `shortcuts` as the app's manifest does."""
        self._slack = slack
        self._cast = cast
        self._menu = menu

    def seen(self, who: str) -> Json:
        """All that stands on this person's screen."""
        client = self._slack.person(who)
        direct = self._slack.world.direct(client.id)
        places = [place for place in self._slack.world.conversations.values() if _sees(client, place)]
        home = client.home()
        return {
            "me": {"id": client.id, "name": client.person.real_name, "zone": client.person.tz},
            "people": [
                {"key": person.name, "name": person.real_name, "about": self._cast.get(person.name, "")}
                for person in self._slack.world.people.values()
            ],
            "app": {"name": self._slack.workspace.bot_name, "user": self._slack.workspace.bot_user_id},
            "workspace": self._slack.workspace.name,
            "menu": self._menu,
            "places": [
                {
                    "id": place.id,
                    "kind": place.kind,
                    "name": self._slack.workspace.bot_name if place.id == direct.id else place.name,
                    "topic": place.topic,
                    "writable": client.id in place.members and not place.is_archived,
                    "messages": [self._message(one) for one in client.messages(place)],
                }
                for place in sorted(places, key=lambda one: (one.id != direct.id, one.name))
            ],
            "modals": [self._view(each) for each in self._slack.world.stack(client.id)],
            "home": self._view(home) if home else None,
            "names": {each: name_of(self._slack.world, each) for each in self._ids()},
            "troubles": client.troubles,
        }

    async def do(self, asked: Json) -> Mapping[str, object]:
        """Do what the page's person did. Raises `LookupError` or `ValueError` for what is not on their screen."""
        client = self._slack.person(str(asked["as"]))
        match asked["do"]:
            case "say":
                thread = self._message_of(client, asked) if asked.get("ts") else None
                await client.say(self._place(asked), str(asked["text"]), thread=thread)
            case "command":
                await client.command(str(asked["name"]), str(asked.get("text", "")), conversation=self._place(asked))
            case "click":
                await client.click(self._message_of(client, asked), str(asked["action"]))
            case "shortcut" if asked.get("ts"):
                await client.message_shortcut(self._message_of(client, asked), str(asked["callback"]))
            case "shortcut":
                await client.global_shortcut(str(asked["callback"]))
            case "home":
                await client.open_home()
            case "click in view":
                await client.click_in_view(self._view_of(client, asked), str(asked["action"]), asked.get("values"))
            case "submit":
                done = await client.submit(self._view_of(client, asked), asked.get("values"))
                return {"errors": dict(done.errors)}
            case "close":
                await client.close(self._view_of(client, asked))
            case other:
                raise ValueError(f"nobody can {other} in Slack")
        return {}

    def _place(self, asked: Json) -> Conversation:
        return self._slack.conversation(str(asked["place"]))

    def _message_of(self, client: PersonClient, asked: Json) -> Message:
        for message in client.messages(self._place(asked)):
            if message.ts == asked["ts"]:
                return message
        raise LookupError("That message is not there any more.")

    def _view_of(self, client: PersonClient, asked: Json) -> View:
        home = client.home()
        stack = self._slack.world.stack(client.id)
        for view in [*stack, *([home] if home else [])]:
            if view.id == asked["view"]:
                return view
        raise LookupError("That form is not open any more.")

    def _message(self, message: Message) -> Json:
        drawn: Json = {
            "ts": message.ts,
            "user": message.user,
            "by_app": message.bot_id is not None,
            "text": message.text,
            "blocks": message.blocks,
            "thread": message.thread_ts if message.thread_ts != message.ts else None,
            "edited": message.edited is not None,
            "only_you": message.seen_by is not None,
        }
        return drawn

    def _view(self, view: View) -> dict[str, Any]:
        return {
            "id": view.id,
            "hash": view.hash,
            "content": view.content,
            "values": state_values(view),
            "errors": view.errors,
        }

    def _ids(self) -> list[str]:
        world = self._slack.world
        return [world.workspace.bot_user_id, *world.people, *world.conversations]


def _sees(client: PersonClient, place: Conversation) -> bool:
    person = client.person
    full = not (person.is_restricted or person.is_ultra_restricted or person.is_stranger)
    return client.id in place.members or (place.kind == "public" and full)
