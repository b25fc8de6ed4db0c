"""The Slack pane: what one person sees in the local Slack, as JSON for the page, and what they do there."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.playground.page.ports import Json
from bot.playground.slack import Conversation, LocalSlack, Message, PersonClient, View
from bot.playground.slack.forms import state_values, values
from bot.playground.slack.mrkdwn import pictures
from bot.playground.slack.render import name_of
from bot.playground.slack.world import SLACKBOT


class SlackPane:
    """Looks and acts through the people's own clients, so that nobody can do here what they could not do in Slack."""

    def __init__(self, slack: LocalSlack, cast: Mapping[str, str], menu: Mapping[str, object]) -> None:
        """`cast` says who each person is, by name; `menu` lists `commands` and `shortcuts` as the app's manifest does."""
        self._slack = slack
        self._cast = cast
        self._menu = menu

    def seen(self, who: str) -> Json:
        """All that stands on this person's screen; the first one's where nobody is called so."""
        people = [each for each in self._slack.world.people.values() if not each.is_bot]
        client = self._slack.person(who if any(each.name == who for each in people) else people[0].name)
        places = _places(self._slack, client)
        home = client.home()
        screen: Json = {
            "me": {
                "key": client.person.name,
                "id": client.id,
                "name": client.person.real_name,
                "zone": client.person.tz,
            },
            "people": [
                {"key": each.name, "name": each.real_name, "about": self._cast.get(each.name, "")} for each in people
            ],
            "app": {"name": self._slack.workspace.bot_name, "user": self._slack.workspace.bot_user_id},
            "workspace": self._slack.workspace.name,
            # Slack offers an app's commands and shortcuts to its own workspace only.
            "menu": {"commands": [], "shortcuts": []} if client.person.is_stranger else self._menu,
            "now": self._slack.world.clock(),
            "places": [
                {
                    "id": place.id,
                    "kind": place.kind,
                    "name": self._slack.workspace.bot_name if place.kind == "im" else place.name,
                    "topic": place.topic,
                    "writable": client.id in place.members and not place.is_archived,
                    "messages": [_message(one) for one in client.messages(place)],
                }
                for place in places
            ],
            "modals": [_view(each) for each in self._slack.world.stack(client.id)],
            "home": _view(home) if home else None,
            "names": {each: name_of(self._slack.world, each) for each in self._ids(places)},
            "troubles": client.troubles,
        }
        return screen | {"pictures": pictures(json.dumps(screen, ensure_ascii=False))}

    async def do(self, asked: Json) -> Mapping[str, object]:
        """Do what the page's person did. Raises `LookupError` or `ValueError` for what is not on their screen."""
        client = self._slack.person(asked["as"])
        match asked["do"]:
            case "say":
                thread = self._message_of(client, asked) if asked.get("ts") else None
                await client.say(self._place(asked), asked["text"], thread=thread)
            case "command":
                await client.command(asked["name"], asked.get("text", ""), conversation=self._place(asked))
            case "click":
                await client.click(self._message_of(client, asked), asked["action"])
            case "use":
                await client.use(self._message_of(client, asked), asked["block"], asked["action"], asked.get("filled"))
            case "shortcut" if asked.get("ts"):
                await client.message_shortcut(self._message_of(client, asked), asked["callback"])
            case "shortcut":
                await client.global_shortcut(asked["callback"])
            case "home":
                await client.open_home()
            case "use in view":
                view, block, action = self._view_of(client, asked), asked["block"], asked["action"]
                await client.use_in_view(view, block, action, asked.get("filled"), asked.get("values") or {})
            case "submit":
                done = await client.submit(self._view_of(client, asked), asked.get("values"))
                return {"errors": dict(done.errors)}
            case "close":
                await client.close(self._view_of(client, asked))
            case other:
                raise ValueError(f"nobody can {other} in Slack")
        return {}

    def _place(self, asked: Json) -> Conversation:
        return self._slack.conversation(asked["place"])

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

    def _ids(self, places: Iterable[Conversation]) -> list[str]:
        world = self._slack.world
        channels = [each.id for each in places if each.kind != "im"]
        return [world.workspace.bot_user_id, SLACKBOT, *world.people, *channels]


def _places(slack: LocalSlack, client: PersonClient) -> list[Conversation]:
    """The conversations in a person's list: the app's first, then the channels by name."""
    person = client.person
    if not person.is_stranger:
        # Everybody in the workspace can write to the app directly, whether they did yet or not.
        slack.world.direct(client.id)
    full = not (person.is_restricted or person.is_ultra_restricted or person.is_stranger)
    seen = [
        each
        for each in slack.world.conversations.values()
        if client.id in each.members or (each.kind == "public" and full)
    ]
    return sorted(seen, key=lambda each: (each.kind != "im", each.name))


def _message(message: Message) -> Json:
    return {
        "ts": message.ts,
        "user": message.user,
        "by_app": message.bot_id is not None,
        "text": message.text,
        "blocks": message.blocks,
        "values": values(message.blocks, {}),
        "thread": message.thread_ts if message.thread_ts != message.ts else None,
        "edited": message.edited is not None,
        "only_you": message.seen_by is not None,
    }


def _view(view: View) -> dict[str, Any]:
    return {
        "id": view.id,
        "hash": view.hash,
        "content": view.content,
        "values": state_values(view),
        "errors": view.errors,
    }
