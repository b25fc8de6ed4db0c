"""The commands beside `run`: the policy file, the digest, the demo, and their help."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from adapters.policy_file.load import Loaded, load
from bot.cli import app
from tests.integration.bot.typed import SLACK, copydesk, elsewhere
from tests.support.databases import copy


def test_a_policy_to_start_from(tmp_path: Path) -> None:
    """`copydesk policy init FILE` writes a commented policy that loads without a warning."""
    file = tmp_path / "policy.yaml"
    result = copydesk("policy", "init", str(file))
    assert (result.exit_code, result.stderr) == (0, "")
    assert str(file) in result.stdout
    loaded = load(file)
    assert isinstance(loaded, Loaded)
    assert loaded.warnings == ()
    assert loaded.text.startswith("#")


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    """`copydesk policy init` overwrites nothing."""
    file = tmp_path / "policy.yaml"
    file.write_text("mine", encoding="utf-8")
    result = copydesk("policy", "init", str(file))
    assert result.exit_code == 2
    assert result.stderr == f"{file} exists already. Choose another name, or move it away first.\n"
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    """`copydesk policy init` in a folder that is not there is a plain sentence."""
    result = copydesk("policy", "init", str(tmp_path / "none" / "policy.yaml"))
    assert result.exit_code == 2
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stderr.count("\n") == 1


APP = {
    "COPYDESK_TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555",
    "COPYDESK_PUBLIC_URL": "https://copydesk.example.com",
}


def test_a_teams_app_package() -> None:
    """`copydesk teams-package` writes the package from two settings; one that is there is overwritten only when told."""
    with elsewhere() as folder:
        result = copydesk("teams-package", **APP)
        assert (result.exit_code, result.stderr) == (0, "")
        made = (folder / "copydesk-teams.zip").read_bytes()
        assert is_zipfile(BytesIO(made))
        (folder / "mine.zip").write_text("mine")
        result = copydesk("teams-package", "mine.zip", **APP)
        assert (result.exit_code, result.stderr) == (
            2,
            "mine.zip exists already. Choose another name, or say --force.\n",
        )
        assert (folder / "mine.zip").read_text() == "mine"
        assert copydesk("teams-package", "mine.zip", "--force", **APP).exit_code == 0
        assert (folder / "mine.zip").read_bytes() == made


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, ("COPYDESK_TEAMS_APP_ID is missing", "COPYDESK_PUBLIC_URL is missing")),
        ({**APP, "COPYDESK_TEAMS_APP_ID": "copydesk"}, ("COPYDESK_TEAMS_APP_ID is not an id",)),
        ({**APP, "COPYDESK_PUBLIC_URL": "http://127.0.0.1:3978"}, ("COPYDESK_PUBLIC_URL is not an address",)),
    ],
)
def test_a_teams_app_package_needs_two_settings(settings: dict[str, str], said: tuple[str, ...]) -> None:
    """What is missing or wrong is a plain sentence each, and nothing is written."""
    with elsewhere() as folder:
        result = copydesk("teams-package", **settings)
        assert list(folder.iterdir()) == []
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert [line[: len(start)] for line, start in zip(lines, said, strict=True)] == list(said)


def preview(whom: str, database: str, **more: str) -> tuple[int, str, str]:
    """`copydesk digest --preview` under the example policy."""
    with elsewhere() as folder:
        copydesk("policy", "init", "policy.yaml", "--example", "demo")
        settings = {"COPYDESK_POLICY": str(folder / "policy.yaml"), "COPYDESK_DATABASE_URL": database, **SLACK, **more}
        result = copydesk("digest", "--preview", whom, **settings)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("whom", ["cleo@example.com", "Cleo Marsh", " CLEO@example.com"])
def test_the_digest_as_it_would_be_now(sqlite_file: Path, whom: str) -> None:
    """`copydesk digest --preview` prints the lead's digest, by address or name; an empty day is one line."""
    code, printed, _ = preview(whom, copy(sqlite_file))
    assert code == 0
    (line,) = printed.splitlines()
    assert line.endswith(": nothing is overdue, due, decided or going out. Have a good day.")


def test_a_digest_for_somebody_who_gets_none(sqlite_file: Path) -> None:
    """Whoever gets no digest is told who does."""
    code, printed, said = preview("ben@example.com", copy(sqlite_file))
    assert (code, printed) == (2, "")
    assert said == "The policy orders no digest for “ben@example.com”. It does for: cleo@example.com.\n"


def test_the_demo_agrees() -> None:
    """`copydesk demo --once` plays the story and exits 0: both chats and the ledger agree, and it told of five checks."""
    with elsewhere():
        result = copydesk("demo", "--once", "--port", "0")
    assert result.exit_code == 0, result.output
    checks = result.stdout.partition("Do they agree?\n")[2].splitlines()
    assert [check[:4] for check in checks] == ["  ✓ "] * 5


def _commands(
    command: object, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], TyperGroup | TyperCommand]]:
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*words, name))
    assert isinstance(command, TyperGroup | TyperCommand)
    yield words, command


def test_help_for_every_command() -> None:
    """`--help` says for each command what it does, in sentences, and what each argument and option is for."""
    found = dict(_commands(get_command(app)))
    assert set(found) == {
        (),
        ("run",),
        ("accounts",),
        ("accounts", "confirm"),
        ("accounts", "deny"),
        ("accounts", "link"),
        ("accounts", "unlink"),
        ("audit",),
        ("audit", "verify"),
        ("audit", "show"),
        ("audit", "seen"),
        ("audit", "policies"),
        ("demo",),
        ("digest",),
        ("courier",),
        ("courier", "retry"),
        ("policy",),
        ("policy", "init"),
        ("policy", "check"),
        ("policy", "test"),
        ("policy", "explain"),
        ("policy", "replay"),
        ("policy", "reload"),
        ("policy", "adopt"),
        ("policy", "reference"),
        ("policy", "schema"),
        ("doctor",),
        ("overrides",),
        ("stop",),
        ("resume",),
        ("teams-package",),
    }
    for words, command in found.items():
        result = copydesk(*words, "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.stdout
        assert (command.help or "").endswith(".")
        for parameter in command.params:
            assert getattr(parameter, "help", ""), (words, parameter.name)
