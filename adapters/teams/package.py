"""The Teams app package: what an administrator uploads so that people can add Copydesk.

Source: Microsoft's JSON schema of the app manifest, version 1.28 (checked 2026-11-23).
"""

import io
import json
import zipfile
from typing import Final

from adapters.teams import icons
from adapters.teams.inbound import MESSAGE_ACTION, PROPOSE_ACTION
from adapters.teams.wire import Json

MANIFEST_VERSION: Final = "1.28"
VERSION: Final = "1.2.0"
"""The app's version: Teams takes a changed manifest for an update only where this is higher than before."""

COMMANDS: Final = {
    "propose": "Propose a post",
    "status": "What needs you, and what you wait for",
    "why": "Who is asked about a post, and why: why 7",
    "away": "Name who decides while you are away",
    "back": "You are back: you are asked again",
    "me": "Who you are here, and through which accounts",
    "help": "What Copydesk can do",
}
"""What can be typed to the bot anywhere, and what it does."""
PLACE_COMMANDS: Final = {"bind": "Ask a desk here: bind DESK"}
"""What can be typed only where others are."""
UNLISTED: Final = frozenset({"hold", "release", "override", "stop", "resume", "watch", "unwatch"})
"""What can be typed as well, most of it by those whom the policy names: a menu has room for ten, and help tells of these."""
CONSENTS: Final = {
    "ChannelMessage.Read.Group": "so that a reply under a card in a channel reaches Copydesk without a mention",
    "ChatMessage.Read.Chat": "so that a reply in a group chat reaches Copydesk without a mention",
}
"""What a team's or chat's owners consent to when they add the app, and why. Rosters need none: a bot may ask who is
in a place where it is installed.
"""
_WRITTEN: Final = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the zip: the earliest that the format knows, so that the same app gives the same bytes."""


def package(app_id: str, public_url: str) -> bytes:
    """The zip file for the app registration `app_id` (a GUID) and the deployment at `public_url` (https, with a host name)."""
    text = json.dumps(manifest(app_id, public_url), indent=2, ensure_ascii=False) + "\n"
    files = {"manifest.json": text.encode(), "color.png": icons.color(), "outline.png": icons.outline()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WRITTEN), data)
    return packed.getvalue()


def manifest(app_id: str, public_url: str) -> Json:
    """The manifest. The three addresses of the developer must be there; an administrator may change what Teams shows for them."""
    site = public_url.rstrip("/")
    host = site.partition("://")[2].partition("/")[0]
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{MANIFEST_VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": MANIFEST_VERSION,
        "version": VERSION,
        "id": app_id,
        "developer": {"name": "Copydesk", "websiteUrl": site, "privacyUrl": site, "termsOfUseUrl": site},
        "name": {"short": "Copydesk", "full": "Copydesk"},
        "description": {
            "short": "Propose posts and sign them off where you are.",
            "full": "Propose a post, and the right people are asked in the chat they use. "
            "Every decision is bound to the words it was made about.",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02X}{:02X}{:02X}".format(*icons.ACCENT),
        "bots": [_bot(app_id)],
        "composeExtensions": [_extension(app_id)],
        "validDomains": [host],
        "webApplicationInfo": {"id": app_id, "resource": f"api://{host}/{app_id}"},
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": name, "type": "Application"} for name in CONSENTS]}
        },
    }


def _bot(app_id: str) -> Json:
    everywhere = _commands(COMMANDS)
    return {
        "botId": app_id,
        "scopes": ["personal", "team", "groupChat"],
        "commandLists": [
            {"scopes": ["personal"], "commands": everywhere},
            {"scopes": ["team", "groupChat"], "commands": [*everywhere, *_commands(PLACE_COMMANDS)]},
        ],
    }


def _extension(app_id: str) -> Json:
    return {
        "botId": app_id,
        "commands": [
            {
                "id": PROPOSE_ACTION,
                "type": "action",
                "title": "Propose a post",
                "description": "Write a post and have it signed off",
                "context": ["compose", "commandBox"],
                "fetchTask": True,
            },
            {
                "id": MESSAGE_ACTION,
                "type": "action",
                "title": "Propose as post",
                "description": "Make a post of this message",
                "context": ["message"],
                "fetchTask": True,
            },
        ],
    }


def _commands(listed: dict[str, str]) -> list[Json]:
    return [{"title": title, "description": does} for title, does in listed.items()]
