"""The Teams app package asks for exactly what the code uses, and docs/connect-teams.md says why."""

import ast
import re

from adapters.teams import inbound
from adapters.teams.package import COMMANDS, CONSENTS, PLACE_COMMANDS, UNLISTED, manifest
from adapters.teams.wire import objects, texts
from tests.architecture.sources import ROOT

APP = manifest("11111111-2222-3333-4444-555555555555", "https://copydesk.example.com")
DEFAULT = {"help"}
"""What anything that is no command is answered with."""


def test_the_commands_are_those_of_the_code() -> None:
    """Every command that Teams offers is one that the engine knows, and the other way round, but for the few people's."""
    assert {*COMMANDS, *PLACE_COMMANDS, *UNLISTED} == _verbs() | DEFAULT


def test_the_actions_are_those_of_the_code() -> None:
    """Every action of the message extension is served, and the other way round."""
    (extension,) = objects(APP["composeExtensions"])
    assert {str(action["id"]) for action in objects(extension["commands"])} == inbound.EXTENSION_ACTIONS


def test_the_scopes_are_those_of_the_code() -> None:
    """The bot can be added wherever its code knows conversations: Teams calls a channel's scope `team`."""
    (bot,) = objects(APP["bots"])
    scopes = {scope.replace("team", "channel") for scope in texts(bot["scopes"])}
    assert scopes == set(inbound.KINDS)


def test_each_consent_has_its_reason() -> None:
    """The page for administrators names every consent that is asked for, and no other."""
    page = (ROOT / "docs" / "connect-teams.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+\.Read\.\w+)` \|", page, re.MULTILINE)) == set(CONSENTS)


def _verbs() -> set[str]:
    """The words that `Engine._typed` and `Guide.answer`, behind it, tell apart."""
    return {
        str(pattern.value.value)
        for module, name in (("handle.py", "_typed"), ("guide.py", "answer"))
        for function in ast.walk(ast.parse((ROOT / "workflows" / "engine" / module).read_text(encoding="utf-8")))
        if isinstance(function, ast.AsyncFunctionDef) and function.name == name
        for pattern in ast.walk(function)
        if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant)
    }
