"""The Teams pane: what one person sees in the local Teams, as JSON for the page, and what they do there."""

from collections.abc import Mapping
from dataclasses import asdict

from bot.playground.page.ports import Json
from bot.playground.teams import (
    Chat,
    Closed,
    Dialog,
    Inserted,
    LocalTeams,
    MissingInput,
    PersonClient,
    Seen,
    ShownCard,
    Toast,
)
from bot.playground.teams.outcomes import Outcome, WentWrong
from bot.playground.teams.render import SORRY


class TeamsPane:
    """Looks and acts through the people's own clients, so that nobody can do here what they could not do in Teams."""

    def __init__(self, teams: LocalTeams, cast: Mapping[str, str], menu: Mapping[str, object]) -> None:
        """`cast` says who each person is, by key; `menu` lists the `bots` and message `extensions` as the app's manifest does."""
        self._teams = teams
        self._cast = cast
        self._menu = menu
        self._dialogs: dict[str, Dialog] = {}

    async def seen(self, who: str, chat: str) -> Json:
        """All that stands on this person's screen while they look at a chat, by default their own with the app."""
        client = self._teams.person(who)
        chats = [client.chat, *(one for one in self._teams.world.chats.values() if one.scope != "personal")]
        mine = [one for one in chats if who in one.members]
        open_one = next((one for one in mine if one.id == chat), client.chat)
        return {
            "me": {"key": who, "id": client.person.user_id, "name": client.person.name, "zone": client.person.zone},
            "people": [
                {"key": person.key, "name": person.name, "about": self._cast.get(person.key, "")}
                for person in self._teams.world.people.values()
            ],
            "app": {"name": self._teams.world.app_name},
            "menu": self._menu,
            "chats": [
                {
                    "id": one.id,
                    "scope": one.scope,
                    "name": self._teams.world.app_name if one.scope == "personal" else one.name,
                    "team": one.team.name if one.team else "",
                    "has_app": self._teams.world.bot_is_in(one),
                    "messages": len(one.messages),
                }
                for one in mine
            ],
            "open": open_one.id,
            "messages": [
                asdict(one) | {"at": open_one.messages[one.id].posted.isoformat()} for one in await client.see(open_one)
            ],
        }

    async def do(self, asked: Json) -> Mapping[str, object]:
        """Do what the page's person did; what then appears. Raises `LookupError` or `ValueError` for what is not there."""
        client = self._teams.person(str(asked["as"]))
        match asked["do"]:
            case "say":
                chat = self._chat(asked)
                say = client.mention if asked.get("mention") else client.say
                await say(str(asked["text"]), chat, root=asked.get("root"))
                return {}
            case "press":
                seen = await self._message_of(client, asked)
                return self._told(
                    who=str(asked["as"]), outcome=await client.click(seen, str(asked["title"]), asked.get("inputs"))
                )
            case "compose":
                on = await self._message_of(client, asked) if asked.get("message") else None
                return self._told(
                    who=str(asked["as"]), outcome=await client.compose(str(asked["command"]), self._chat(asked), on=on)
                )
            case "submit":
                dialog = self._dialogs[str(asked["as"])]
                return self._told(
                    who=str(asked["as"]), outcome=await client.submit(dialog, str(asked["title"]), asked.get("inputs"))
                )
            case "close":
                self._dialogs.pop(str(asked["as"]), None)
                return {}
            case other:
                raise ValueError(f"nobody can {other} in Teams")

    def _told(self, who: str, outcome: Outcome) -> Json:
        match outcome:
            case Dialog(title=title, card=card):
                self._dialogs[who] = outcome
                return {"outcome": "dialog", "title": title, "card": card}
            case MissingInput(errors=errors):
                return {"outcome": "missing", "errors": dict(errors)}
            case Toast(text=text):
                self._dialogs.pop(who, None)
                return {"outcome": "toast", "text": text}
            case Inserted(card=card):
                self._dialogs.pop(who, None)
                return {"outcome": "inserted", "card": card}
            case WentWrong():
                return {"outcome": "wrong", "text": SORRY}
            case ShownCard() | Closed():
                self._dialogs.pop(who, None)
                return {"outcome": "done"}

    def _chat(self, asked: Json) -> Chat:
        return self._teams.world.chats[str(asked["chat"])]

    async def _message_of(self, client: PersonClient, asked: Json) -> Seen:
        for seen in await client.see(self._chat(asked)):
            if seen.id == asked["message"]:
                return seen
        raise LookupError("That message is not there any more.")
