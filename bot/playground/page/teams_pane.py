"""The Teams pane: what one person sees in the local Teams, as JSON for the page, and what they do there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

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
    WentWrong,
)
from bot.playground.teams.outcomes import Outcome
from bot.playground.teams.render import SORRY
from bot.playground.teams.world import BOT


@dataclass(frozen=True, kw_only=True)
class Open:
    """A dialog on somebody's screen, with a number of its own."""

    number: int
    dialog: Dialog


class TeamsPane:
    """Looks and acts through the people's own clients, so that nobody can do here what they could not do in Teams."""

    def __init__(self, teams: LocalTeams, cast: Mapping[str, str], menu: Mapping[str, object]) -> None:
        """`cast` says who each person is, by key; `menu` lists the `bots` and message `extensions` as the app's manifest does."""
        self._teams = teams
        self._cast = cast
        self._menu = menu
        self._dialogs: dict[str, Open] = {}
        self._opened = 0
        self._refreshing: set[tuple[str, str]] = set()
        """Who waits for their own view of which message."""

    def seen(self, who: str, chat: str) -> Json:
        """All that stands on this person's screen while they look at a chat, by default their own with the app.

        `refreshing` are the messages whose cards are still to be refreshed for them. Who is not known is the first person.
        """
        world = self._teams.world
        who = who if who in world.people else next(iter(world.people))
        client = self._teams.person(who)
        chats = [client.chat, *(one for one in world.chats.values() if one.scope != "personal")]
        mine = [one for one in chats if who in one.members]
        open_one = next((one for one in mine if one.id == chat), client.chat)
        due = client.to_refresh(open_one) if world.bot_is_in(open_one) else []
        dialog = self._dialogs.get(who)
        return {
            "me": {"key": who, "name": client.person.name, "zone": client.person.zone},
            "people": [
                {"key": person.key, "name": person.name, "about": self._cast.get(person.key, "")}
                for person in world.people.values()
            ],
            "app": world.app_name,
            "menu": self._menu,
            "chats": [self._chat_seen(one) for one in mine],
            "open": open_one.id,
            "messages": [_message(seen, open_one, client) for seen in client.look(open_one)],
            "refreshing": [one for one in open_one.messages if one in due or (who, one) in self._refreshing],
            "dialog": dialog and {"number": dialog.number, "title": dialog.dialog.title, "card": dialog.dialog.card},
        }

    async def do(self, asked: Json) -> Mapping[str, object]:
        """Do what the page's person did; what then appears. Raises `LookupError` or `ValueError` for what is not there."""
        who = asked["as"]
        client = self._teams.person(who)
        match asked["do"]:
            case "refresh":
                await self._refresh(client, self._chat(asked))
            case "say":
                await client.write(asked["text"], self._chat(asked), root=asked.get("root"))
            case "press":
                # What is pressed is what stood on the screen, whatever became of the card meanwhile.
                seen = replace(self._message_of(client, asked), card=asked["card"])
                return self._told(who, await client.click(seen, asked["button"], asked.get("inputs")))
            case "compose":
                on = self._message_of(client, asked) if asked.get("message") else None
                return self._told(who, await client.compose(asked["command"], self._chat(asked), on=on))
            case "submit":
                opened = self._dialog(who, asked)
                return self._told(who, await client.submit(opened.dialog, asked["button"], asked.get("inputs")))
            case "close":
                self._dialogs.pop(who, None)
            case "install":
                await client.install(self._chat(asked))
            case "uninstall":
                await client.uninstall(self._chat(asked))
            case other:
                raise ValueError(f"nobody can {other} in Teams")
        return {}

    async def _refresh(self, client: PersonClient, chat: Chat) -> None:
        waiting = {(client.person.key, one) for one in client.to_refresh(chat)}
        self._refreshing |= waiting
        try:
            await client.refresh(chat)
        finally:
            self._refreshing -= waiting

    def _told(self, who: str, outcome: Outcome) -> Json:
        match outcome:
            case Dialog():
                self._opened += 1
                self._dialogs[who] = Open(number=self._opened, dialog=outcome)
                return {}
            case MissingInput(errors=errors):
                return {"missing": dict(errors)}
            case WentWrong():
                return {"wrong": SORRY}
            case Toast(text=text):
                self._dialogs.pop(who, None)
                return {"toast": text}
            case Inserted():
                self._dialogs.pop(who, None)
                return {"wrong": "The playground can't draw a card in the compose box."}
            case ShownCard() | Closed():
                self._dialogs.pop(who, None)
                return {}

    def _chat_seen(self, chat: Chat) -> Json:
        world = self._teams.world
        personal = chat.scope == "personal"
        return {
            "id": chat.id,
            "scope": chat.scope,
            "name": world.app_name if personal else chat.name,
            "team": chat.team.name if chat.team else "",
            "members": [] if personal else [world.people[key].name for key in chat.members],
            "has_app": world.bot_is_in(chat),
            "archived": world.is_archived(chat),
            "messages": len(chat.messages),
        }

    def _chat(self, asked: Json) -> Chat:
        found = self._teams.world.chats.get(asked["chat"])
        if found is None:
            raise LookupError("That chat is not there any more.")
        return found

    def _dialog(self, who: str, asked: Json) -> Open:
        found = self._dialogs.get(who)
        if found is None or found.number != asked["dialog"]:
            raise LookupError("That dialog is not open any more.")
        return found

    def _message_of(self, client: PersonClient, asked: Json) -> Seen:
        for seen in client.look(self._chat(asked)):
            if seen.id == asked["message"] and not seen.deleted:
                return seen
        raise LookupError("That message is not there any more.")


def _message(seen: Seen, chat: Chat, client: PersonClient) -> Json:
    """What the page draws of a message; `calls` says whether its mention rang for the one who looks."""
    author = chat.messages[seen.id].author
    return {
        **{name: held for name, held in asdict(seen).items() if name not in {"chat_id", "pings"}},
        "by_app": author == BOT,
        "mine": author == client.person.key,
        "calls": client.person.key in seen.pings,
        "at": chat.messages[seen.id].posted.isoformat(),
    }
