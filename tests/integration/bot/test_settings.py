"""What is told to somebody who starts Copydesk with wrong settings: everything at once, by name, without a value."""

from pathlib import Path

import pytest

from adapters.policy_file.texts import example
from tests.integration.bot.typed import SLACK, TEAMS, copydesk, elsewhere

CANARY = "canary"


def told(**settings: str) -> list[str]:
    """The sentences with which `copydesk run` refuses to start; it shows no value that looks like a secret."""
    with elsewhere() as folder:
        (folder / "policy.yaml").write_text(example(), "utf-8")
        result = copydesk("run", **settings)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert CANARY not in result.stderr
    return result.stderr.splitlines()


def test_without_any_setting() -> None:
    """An empty environment is told what is needed: a policy, and at least one chat."""
    assert told() == [
        "COPYDESK_POLICY is missing: the path of your policy file; `copydesk policy init FILE` writes one",
        "no chat is configured: set COPYDESK_SLACK_… or COPYDESK_TEAMS_…; the README says how",
    ]


def test_without_a_policy() -> None:
    """`copydesk run` without COPYDESK_POLICY refuses and names it, and how to get one."""
    (only,) = told(**SLACK)
    assert only.startswith("COPYDESK_POLICY is missing")
    assert "copydesk policy init FILE" in only


def test_every_mistake_at_once() -> None:
    """Each wrong setting has a sentence that begins with its name, whether it is wrong by itself or beside another."""
    wrong = {
        "COPYDESK_PORT": f"{CANARY}-port",
        "COPYDESK_LOG_LEVEL": CANARY,
        "COPYDESK_DATABASE_URL": f"mysql://user:{CANARY}@host/db",
        "COPYDESK_PUBLIC_URL": f"ftp://{CANARY}",
        "COPYDESK_SLACK_BOT_TOKEN": f"xoxb-{CANARY}",
        "COPYDESK_SLACK_API_URL": CANARY,
        "COPYDESK_TEAMS_APP_ID": CANARY,
        "COPYDESK_TEAMS_OPENID_URL": f"https://[{CANARY}",
        "COPYDESK_TEAMS_LOGIN_URL": "https://",
        "COPYDESK_TEAMS_AUTH": CANARY,
    }
    missing = {
        "COPYDESK_POLICY",
        "COPYDESK_SLACK_SIGNING_SECRET",
        "COPYDESK_TEAMS_APP_PASSWORD",
        "COPYDESK_TEAMS_TENANT_ID",
    }
    named = {sentence.split(" ")[0].removesuffix(":") for sentence in told(**wrong)}
    assert named == wrong.keys() - {"COPYDESK_SLACK_BOT_TOKEN", "COPYDESK_TEAMS_APP_ID"} | missing


def test_an_app_token_stands_in_for_the_signing_secret() -> None:
    """With an app-level token no signing secret is asked for; any other token is refused by name."""
    sockets = {"COPYDESK_SLACK_BOT_TOKEN": f"xoxb-{CANARY}", "COPYDESK_SLACK_APP_TOKEN": f"xapp-{CANARY}"}
    (only,) = told(**sockets)
    assert only.startswith("COPYDESK_POLICY is missing")
    (_, wrong) = sorted(told(**sockets | {"COPYDESK_SLACK_APP_TOKEN": f"xoxb-{CANARY}"}))
    assert wrong.startswith("COPYDESK_SLACK_APP_TOKEN is not an app-level token")


OAUTH = {
    "COPYDESK_SLACK_CLIENT_ID": "1.2",
    "COPYDESK_SLACK_CLIENT_SECRET": f"{CANARY}-client",
    "COPYDESK_SLACK_WORKSPACES": "T0ACME, E0GLOBEX",
    "COPYDESK_SLACK_SIGNING_SECRET": f"{CANARY}-signing",
    "COPYDESK_SECRET_KEY": CANARY * 10,
    "COPYDESK_PUBLIC_URL": "https://copydesk.example.com",
}
"""Several workspaces, as they are set up well."""


def test_several_workspaces() -> None:
    """What installing by OAuth needs is enough without a bot token, and each of it is asked for by name when it is missing."""
    (only,) = told(**OAUTH)
    assert only.startswith("COPYDESK_POLICY is missing")
    for name in OAUTH.keys() - {"COPYDESK_SLACK_SIGNING_SECRET"}:
        problems = told(**OAUTH | {name: "", "COPYDESK_POLICY": "policy.yaml"})
        assert [one.partition(" is missing")[0] for one in problems] == [name]


@pytest.mark.parametrize(
    ("name", "wrong", "says"),
    [
        ("COPYDESK_SLACK_BOT_TOKEN", f"xoxb-{CANARY}", "set one or the other"),
        ("COPYDESK_SLACK_WORKSPACES", "acme", "is not a list of ids"),
        ("COPYDESK_SLACK_WORKSPACES", "T0ACME T0GLOBEX", "is not a list of ids"),
        ("COPYDESK_SECRET_KEY", CANARY, "is too short"),
        ("COPYDESK_SECRET_KEY", f"{CANARY * 10},{CANARY}", "is too short"),
        ("COPYDESK_PUBLIC_URL", "http://copydesk.example.com", "is not an address that secrets can be sent to"),
    ],
)
def test_several_workspaces_set_up_badly(name: str, wrong: str, says: str) -> None:
    """A token of one workspace beside it, ids that are none, a short key and an address in the clear are refused by name."""
    (only,) = told(**OAUTH | {name: wrong, "COPYDESK_POLICY": "policy.yaml"})
    assert only.startswith(name)
    assert says in only


@pytest.mark.parametrize("port", ["-1", "65536", "3978.5", "0x1"])
def test_a_port_that_is_none(port: str) -> None:
    """A port outside 0 to 65535 is refused by name."""
    (only,) = told(COPYDESK_POLICY="policy.yaml", COPYDESK_PORT=port, **SLACK)
    assert only.startswith("COPYDESK_PORT: ")


@pytest.mark.parametrize("host", ["::", "10.0.0.7", "copydesk.example.com", "127.0.0.1.example.com"])
def test_without_tokens_only_on_this_machine(host: str) -> None:
    """COPYDESK_TEAMS_AUTH=off is refused unless the host is loopback, with or without the app's own settings."""
    for more in ({}, TEAMS):
        (only,) = told(COPYDESK_POLICY="policy.yaml", COPYDESK_TEAMS_AUTH="off", COPYDESK_HOST=host, **more)
        assert only.startswith(
            "COPYDESK_TEAMS_AUTH=off is only for local test clients: COPYDESK_HOST must be 127.0.0.1"
        )


def test_a_variable_set_to_nothing_is_not_set() -> None:
    """Empty variables, as container files have them, count as absent: a chat whose settings are all empty is left out."""
    empty = dict.fromkeys([*TEAMS, "COPYDESK_PORT", "COPYDESK_TEAMS_AUTH", "COPYDESK_DATABASE_URL"], "")
    (only,) = told(COPYDESK_POLICY="", **SLACK, **empty)
    assert only.startswith("COPYDESK_POLICY is missing")


def test_settings_from_a_file() -> None:
    """A `.env` in the folder is read like the environment, and the environment wins."""
    with elsewhere() as folder:
        (folder / ".env").write_text("COPYDESK_POLICY=here.yaml\nCOPYDESK_PORT=one\n", encoding="utf-8")
        said = copydesk("run", COPYDESK_PORT="1", **SLACK).stderr
    assert said == "here.yaml:1:1: expected a policy file that can be read: No such file or directory\n"


def test_a_broken_policy(tmp_path: Path) -> None:
    """A broken policy is refused with every error as FILE:LINE:COLUMN, and no database is made."""
    file = tmp_path / "policy.yaml"
    file.write_text(
        "company: {name: Example, domains: [nowhere]}\ndesks:\n  legal: {members: [x]}\nrules: 5\n", "utf-8"
    )
    with elsewhere() as folder:
        result = copydesk("run", COPYDESK_POLICY=str(file), **SLACK)
        assert list(folder.iterdir()) == []
    assert result.exit_code == 2
    errors = result.stderr.splitlines()
    assert len(errors) >= 3
    assert {error.split(":")[0] for error in errors} == {str(file)}
    places = [tuple(map(int, error.split(":")[1:3])) for error in errors]
    assert places == sorted(places)


def test_broken_settings_and_a_broken_policy_are_told_in_one_run(tmp_path: Path) -> None:
    """Every mistake in the settings and every mistake in the policy is told by the same start."""
    file = tmp_path / "policy.yaml"
    file.write_text("company: {name: Example, domains: [nowhere]}\ndesks: 5\nrules: 5\n", "utf-8")
    said = told(COPYDESK_POLICY=str(file), COPYDESK_PORT="one", COPYDESK_SLACK_BOT_TOKEN=f"xoxb-{CANARY}")
    settings = [one for one in said if one.startswith("COPYDESK_")]
    policy = [one for one in said if one.startswith(f"{file}:")]
    assert len(settings) == 2
    assert len(policy) >= 3
    assert said == settings + policy
