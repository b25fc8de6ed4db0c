"""manifest.yaml asks Slack for exactly what the code uses."""

import ast
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from adapters.slack import api, inbound
from adapters.slack.entrance import PATH
from bot.demo import SLACK_MENU

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yaml").read_text())
SETTINGS: dict[str, Any] = MANIFEST["settings"]


def test_the_commands_are_those_of_the_code() -> None:
    """Every slash command in the manifest is listened to, and the other way round."""
    commands = [each["command"] for each in MANIFEST["features"]["slash_commands"]]
    assert sorted(commands) == sorted(inbound.COMMANDS)


def test_the_shortcuts_are_those_of_the_code() -> None:
    """Every shortcut in the manifest is listened to where Slack offers it, and the other way round; none is too long."""
    shortcuts = {each["callback_id"]: each["type"] for each in MANIFEST["features"]["shortcuts"]}
    assert shortcuts == inbound.SHORTCUTS
    for each in MANIFEST["features"]["shortcuts"]:
        assert len(each["name"]) <= 24
        assert len(each["description"]) <= 150


def test_the_playground_offers_what_the_manifest_lists() -> None:
    """The playground's Slack has the manifest's commands with their hints, and its shortcuts with their names."""
    features = MANIFEST["features"]
    commands = [
        {"name": each["command"], "hint": each["usage_hint"], "does": each["description"]}
        for each in features["slash_commands"]
    ]
    shortcuts = [
        {"name": each["name"], "type": each["type"], "callback": each["callback_id"]} for each in features["shortcuts"]
    ]
    assert {"commands": commands, "shortcuts": shortcuts} == SLACK_MENU


def test_the_events_are_those_of_the_code() -> None:
    """Every event subscribed to is listened to, and the other way round."""
    assert sorted(SETTINGS["event_subscriptions"]["bot_events"]) == sorted(inbound.EVENTS)


def test_the_scopes_are_those_of_the_code() -> None:
    """The scopes are exactly what the calls, events and commands need."""
    needed = {scope for scopes in (*api.SCOPES.values(), *inbound.EVENTS.values()) for scope in scopes} | {"commands"}
    assert MANIFEST["oauth_config"]["scopes"]["bot"] == sorted(needed)
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_each_scope_has_its_reason() -> None:
    """Above each scope stands a comment that says what it is for."""
    lines = (ROOT / "manifest.yaml").read_text().splitlines()
    for scope in MANIFEST["oauth_config"]["scopes"]["bot"]:
        assert lines[lines.index(f"      - {scope}") - 1].strip().startswith("# "), scope


def test_the_methods_called_are_those_listed() -> None:
    """No method is called that is not listed with its scopes, and none is listed that is not called."""
    called = {
        node.value
        for path in (ROOT / "adapters" / "slack").glob("*.py")
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_method(node.value)
    }
    assert called == set(api.SCOPES)


def _is_method(text: str) -> bool:
    family, _, name = text.partition(".")
    families = {
        "apps",
        "auth",
        "bots",
        "chat",
        "conversations",
        "files",
        "oauth",
        "team",
        "usergroups",
        "users",
        "views",
    }
    return family in families and name.replace(".", "").isalnum()


def test_every_address_is_the_one_that_is_served() -> None:
    """Commands, interactions and events all go to the one route, on one placeholder host, over TLS."""
    urls = [each["url"] for each in MANIFEST["features"]["slash_commands"]]
    urls += [SETTINGS["event_subscriptions"]["request_url"], SETTINGS["interactivity"]["request_url"]]
    assert {urlsplit(url)[:3] for url in urls} == {("https", "copydesk.example.com", PATH)}


def test_what_is_switched() -> None:
    """Interactivity is on; token rotation, which we do not speak, and Socket Mode, which is for some, are off; people have a
    Home and may write to the bot.
    """
    assert SETTINGS["interactivity"]["is_enabled"]
    assert not SETTINGS["token_rotation_enabled"]
    assert not SETTINGS["socket_mode_enabled"]
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"]
    assert MANIFEST["features"]["app_home"]["messages_tab_enabled"]
    assert not MANIFEST["features"]["app_home"]["messages_tab_read_only_enabled"]
    assert MANIFEST["features"]["bot_user"]["display_name"] == "Copydesk"
