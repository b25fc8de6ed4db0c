"""Payloads as requests. Everything here comes from a client: only the account, through Slack's signature, is certain."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from adapters.slack import words
from adapters.slack.forms import CALLBACK, INTENTS
from adapters.slack.people import Identity
from adapters.slack.shapes import Json, at, items, mapping, text
from workflows.cards import surfaces
from workflows.cards.actions import decode, decode_button
from workflows.cards.forms import Intent
from workflows.domain.people import AccountId
from workflows.engine.chat import Conversation, MessageRef
from workflows.engine.requests import Asked, Changed, GroupTold, HomeOpened, Met, Origin, Pressed, Request, Sent, Typed

PROPOSE: Final = "/propose-post"
COPYDESK: Final = "/copydesk"
COMMANDS: Final = (PROPOSE, COPYDESK)
PROPOSE_SHORTCUT: Final = "propose_post"
MESSAGE_SHORTCUT: Final = "propose_as_post"
SHORTCUTS: Final = {PROPOSE_SHORTCUT: "global", MESSAGE_SHORTCUT: "message"}
"""Callback ids as manifest.yaml has them, and where Slack offers each."""
EVENTS: Final = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
"""What we subscribe to, as manifest.yaml names it, and the scopes that it takes."""
KINDS: Final = frozenset(
    {"url_verification", "event_callback", "block_actions", "view_submission", "shortcut", "message_action"}
)
"""The payloads that are listened to, beside commands."""

_ID: Final = re.compile(r"[A-Z0-9]{2,40}")
_DOMAIN: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?")
_STAMP: Final = re.compile(r"[0-9]{1,12}\.[0-9]{6}")
_LINK: Final = re.compile(
    r"https://[a-z0-9.-]{1,100}\.slack\.com/archives/(?P<channel>[A-Z0-9]{2,40})/p(?P<seconds>[0-9]{1,12})(?P<micros>[0-9]{6})\b"
)
_KEY: Final = 200


@dataclass(frozen=True)
class Unreadable:
    """A button or form that this version did not make."""


def command(payload: Json, home: Identity) -> Request | None:
    """A slash command; None for one that is not ours."""
    team = at(payload, "enterprise_id") or at(payload, "team_id")
    origin = _origin(
        home,
        _account(home, team, at(payload, "user_id")),
        f"command:{at(payload, 'trigger_id')}",
        conversation(home, at(payload, "channel_id"), at(payload, "channel_name")),
    )
    said = words.from_message(at(payload, "text")).strip()
    match at(payload, "command"):
        case "/propose-post":
            return Asked(origin=origin, text=said)
        case "/copydesk":
            return Typed(origin=origin, text=said, to="command", about=_linked(home, said))
        case _:
            return None


def shortcut(payload: Json, home: Identity) -> Request | None:
    """An entry of the lightning menu, or of a message's menu; None for one that is not ours.

    Source: docs.slack.dev/interactivity/implementing-shortcuts.
    """
    kind, callback = at(payload, "type"), at(payload, "callback_id")
    place = conversation(home, at(payload, "channel", "id"), at(payload, "channel", "name"))
    origin = _origin(home, _person(payload, home), f"shortcut:{at(payload, 'trigger_id')}", place)
    match kind, callback:
        case "shortcut", "propose_post":
            return Asked(origin=origin)
        case "message_action", "propose_as_post":
            said = words.from_message(at(payload, "message", "text")).strip()
            return Asked(origin=origin, text=said, source=_permalink(payload))
        case _:
            return None


def _permalink(payload: Json) -> str:
    """The address of the message that a shortcut was used on; empty where it cannot be told.

    Made as `chat.getPermalink` would give it: a call would have to be waited for while the trigger runs out.
    """
    domain, channel = at(payload, "team", "domain"), at(payload, "channel", "id")
    stamp, thread = at(payload, "message_ts"), at(payload, "message", "thread_ts")
    if not (_DOMAIN.fullmatch(domain) and _ID.fullmatch(channel) and _STAMP.fullmatch(stamp)):
        return ""
    link = f"https://{domain}.slack.com/archives/{channel}/p{stamp.replace('.', '')}"
    in_thread = bool(_STAMP.fullmatch(thread)) and thread != stamp
    return f"{link}?thread_ts={thread}&cid={channel}" if in_thread else link


def event(payload: Json, home: Identity) -> Request | None:
    """An event; None for what we do not listen to: bots, edits, our own messages, other people coming and going."""
    happened = mapping(payload.get("event"))
    user, kind = at(happened, "user"), at(happened, "type")
    if kind == "user_change":
        return _changed(payload, mapping(happened.get("user")), home)
    # A bot, or an app that speaks with somebody's token, never speaks for that person.
    by_app = any(happened.get(mark) for mark in ("bot_id", "app_id", "bot_profile", "subtype"))
    if kind in ("message", "app_mention") and (by_app or not user or user == home.bot_user):
        return None
    team = at(happened, "user_team") or at(happened, "source_team") or at(happened, "team") or at(payload, "team_id")
    if _in_grid(home, at(payload, "enterprise_id")) and team == at(payload, "team_id"):
        team = home.enterprise
    place = conversation(home, at(happened, "channel"))
    key = f"event:{at(payload, 'event_id')}"
    said = words.from_message(words.without_mention(at(happened, "text"), home.bot_user)).strip()
    match kind:
        case "app_mention":
            origin = _origin(home, _account(home, team, user), key, place)
            return Typed(origin=origin, text=said, to="mention", about=_linked(home, said))
        case "message" if at(happened, "channel_type") == "im":
            origin = _origin(home, _account(home, team, user), key, place)
            return Typed(origin=origin, text=said, to="direct", about=_linked(home, said))
        case "app_home_opened" if at(happened, "tab") == "home":
            return HomeOpened(origin=_origin(home, _account(home, team, user), key, place))
        case "member_joined_channel" if user == home.bot_user and at(happened, "inviter"):
            # Who brought the bot is whom it met there.
            return Met(origin=_origin(home, _account(home, team, at(happened, "inviter")), key, place))
        case _:
            return None


def group_told(payload: Json, home: Identity) -> GroupTold | None:
    """That a user group of ours changed; None for any other event, and for a group of a workspace that is not this one.

    Source: docs.slack.dev/reference/events/subteam_updated and subteam_members_changed.
    """
    happened = mapping(payload.get("event"))
    if at(happened, "type") not in ("subteam_created", "subteam_members_changed", "subteam_updated"):
        return None
    group = mapping(happened.get("subteam"))
    team = at(group, "team_id") or at(happened, "team_id") or at(payload, "team_id")
    names = {at(group, "id") or at(happened, "subteam_id"), f"@{at(group, 'handle').lower()}"} - {"", "@"}
    # Where Copydesk is installed for the whole organisation, every workspace of it is ours.
    anywhere = not home.team and _in_grid(home, at(payload, "enterprise_id"))
    if not anywhere and team not in {home.team, home.enterprise} - {""}:
        return None
    return GroupTold(chat="slack", installation=home.installation, names=frozenset(names))


def is_farewell(payload: Json) -> bool:
    """Whether we are told that the app was uninstalled, or its token revoked."""
    happened = mapping(payload.get("event"))
    revoked = mapping(happened.get("tokens")).get("bot")
    return at(happened, "type") == "app_uninstalled" or (at(happened, "type") == "tokens_revoked" and bool(revoked))


def _changed(payload: Json, user: Json, home: Identity) -> Changed | None:
    """Somebody who is no longer the member they were; whatever else changes in a profile is of no concern here."""
    if not any(user.get(mark) for mark in ("deleted", "is_restricted", "is_ultra_restricted")):
        return None
    account = _account(home, at(user, "team_id") or at(payload, "team_id"), at(user, "id"))
    return Changed(origin=_origin(home, account, f"event:{at(payload, 'event_id')}", None))


def _linked(home: Identity, said: str) -> MessageRef | None:
    """The message that the words link to, as Slack writes a message's address."""
    found = _LINK.search(said)
    place = conversation(home, found["channel"]) if found else None
    if found is None or place is None:
        return None
    return MessageRef(conversation=place, id=f"{found['seconds']}.{found['micros']}")


def sharing(payload: Json) -> tuple[str, bool] | None:
    """Which channel an event came from and whether outsiders read there; None if the event does not say.

    Source: docs.slack.dev/apis/events-api (the envelope's `is_ext_shared_channel`).
    """
    channel, shared = at(payload, "event", "channel"), payload.get("is_ext_shared_channel")
    return (channel, shared) if channel and isinstance(shared, bool) else None


def pressed(payload: Json, home: Identity) -> Request | Unreadable | None:
    """A button on a message or in a form; None where something that means nothing was used."""
    used = items(payload.get("actions"))[0]
    if at(used, "type") != "button":
        return None
    intent = INTENTS.get(at(used, "action_id"))
    if intent and payload.get("view"):
        return sent(payload, home, intent)
    button = decode_button(used.get("value"))
    if button is None:
        return Unreadable()
    action, filled = button
    container = mapping(payload.get("container"))
    # An ephemeral message is no card and can't be found again.
    on = "" if container.get("is_ephemeral") else at(container, "message_ts")
    place = conversation(home, at(payload, "channel", "id"), at(payload, "channel", "name"))
    key = f"action:{at(payload, 'trigger_id')}:{at(used, 'action_id')}"
    origin = _origin(home, _person(payload, home), key, place)
    # On a message the acknowledgement draws nothing; a form is drawn from the answer.
    return Pressed(origin=origin, action=action, on=on, redraws=bool(payload.get("view")), filled=filled)


def sent(payload: Json, home: Identity, intent: Intent = "send") -> Request | Unreadable:
    """A form. What it is about travelled with it and may have been tampered with: the engine checks it again."""
    view = mapping(payload.get("view"))
    about = view.get("private_metadata")
    action = decode(about)
    if action is None or at(view, "callback_id") != CALLBACK:
        return Unreadable()
    typed = mapping(mapping(view.get("state")).get("values"))
    values: dict[str, str | tuple[str, ...]] = {}
    problems: dict[str, str] = {}
    for name, held in typed.items():
        found, unknown = _value(next((mapping(each) for each in mapping(held).values()), mapping(None)))
        values[name] = found
        if unknown:
            problems[name] = surfaces.not_words(unknown)
    content = json.dumps([intent, about, typed], sort_keys=True, separators=(",", ":"))
    key = f"view:{at(view, 'id')}:{hashlib.sha256(content.encode()).hexdigest()}"
    origin = _origin(home, _person(payload, home), key, None)
    return Sent(origin=origin, action=action, intent=intent, values=values, problems=problems)


def typed_words(view: Json) -> Mapping[str, str]:
    """The words that were typed into a view's fields, by label: to give them back."""
    state = mapping(mapping(view.get("state")).get("values"))
    fields = ((block, mapping(state.get(at(block, "block_id")))) for block in items(view.get("blocks")))
    return {
        words.unescape(at(block, "label", "text")): words.from_field(at(next(iter(held.values()), None), "value"))[0]
        for block, held in fields
        if held
    }


def conversation(home: Identity, channel: str, name: str = "") -> Conversation | None:
    """The conversation of ours that has this id."""
    if not _ID.fullmatch(channel):
        return None
    kind = "direct" if channel[0] == "D" else "group" if name.startswith("mpdm-") else "channel"
    # In a Grid several installations may go by the organisation's name: the workspace says which one may write there.
    team = home.team if home.enterprise else ""
    return Conversation(chat="slack", installation=home.installation, id=channel, kind=kind, team=team)


def _value(held: Json) -> tuple[str | tuple[str, ...], tuple[str, ...]]:
    match at(held, "type"):
        case "plain_text_input":
            return words.from_field(at(held, "value"))
        case "datepicker":
            return at(held, "selected_date"), ()
        case "timepicker":
            return at(held, "selected_time"), ()
        case "checkboxes" | "multi_static_select":
            return tuple(text(one.get("value")) for one in items(held.get("selected_options"))), ()
        case _:
            return at(held, "selected_option", "value"), ()


def _person(payload: Json, home: Identity) -> AccountId:
    """Who clicked. Their home is where their account is, which may not be where they clicked (Slack Connect)."""
    where = at(payload, "team", "id")
    team = at(payload, "user", "team_id") or where
    # In a Grid, a colleague from another workspace of the same organisation is at home here. What happens in no workspace at
    # all (a Home, a form) happens in the organisation that Copydesk is installed in; the directory says if it is not so.
    nowhere = payload.get("is_enterprise_install") is True and not where
    if _in_grid(home, at(payload, "enterprise", "id")) and (team == where or nowhere):
        team = home.enterprise
    return _account(home, team, at(payload, "user", "id"))


def _in_grid(home: Identity, enterprise: str) -> bool:
    return bool(home.enterprise) and enterprise == home.enterprise


def _account(home: Identity, team: str, user: str) -> AccountId:
    ours = team in {home.team, home.enterprise} - {""}
    return AccountId(chat="slack", installation=home.installation if ours else team, user=user)


def _origin(home: Identity, account: AccountId, key: str, place: Conversation | None) -> Origin:
    whole = f"slack:{home.installation}:{key}"
    if len(whole) > _KEY:
        whole = f"slack:{home.installation}:long:{hashlib.sha256(whole.encode()).hexdigest()}"
    return Origin(account=account, key=whole, conversation=place)
