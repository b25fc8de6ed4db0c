"""Microsoft 365 Agents Playground, one for each person who sits at it, and `copydesk run` behind them: all processes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

TENANT = "0b7c9d2e-51aa-4f7e-8c43-2d6e9f10ab35"
POLICY = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
desks:
  legal: {name: Legal, members: [ben@example.com], reach: {teams: direct}}
rules:
  - {name: legal has read it, why: Somebody reads every post., desk: legal}
"""


@contextmanager
def copydesk(folder: Path) -> Generator[str]:
    """`copydesk run` for Microsoft's local test client; its address."""
    policy = folder / "policy.yaml"
    policy.write_text(POLICY, encoding="utf-8")
    given = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")},
        "COPYDESK_POLICY": str(policy),
        "COPYDESK_DATABASE_URL": f"sqlite:///{folder}/copydesk.db",
        "COPYDESK_PORT": "0",
        "COPYDESK_TEAMS_AUTH": "off",
        "COPYDESK_TEAMS_TENANT_ID": TENANT,
    }
    command = [sys.executable, "-m", "bot.cli", "run"]
    with subprocess.Popen(command, env=given, cwd=folder, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own code
        try:
            assert process.stderr is not None
            serving = next(json.loads(line) for line in process.stderr if '"serving"' in line)
            yield serving["url"]
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=120)
        finally:
            process.kill()


@contextmanager
def playground_of(key: str, name: str, folder: Path, copydesk_url: str, node_modules: Path) -> Generator[str]:
    """Agents Playground with one person in front of it; its address."""
    folder.mkdir()
    config = folder / ".m365agentsplayground.yml"
    config.write_text(json.dumps(context(key, name)), encoding="utf-8")
    program = node_modules / "@microsoft" / "m365agentsplayground" / "cli.js"
    # It asks for a port by number and takes any other where that one is taken; it says which.
    command = [
        "node",
        str(program),
        "start",
        "-e",
        f"{copydesk_url}/api/messages",
        "-c",
        "msteams",
        "--disable-telemetry",
    ]
    given = {**os.environ, "TEAMSAPPTESTER_BROWSER": "none"}
    with subprocess.Popen(command, env=given, cwd=folder, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - a program of package.json
        try:
            assert process.stdout is not None
            port = next(line.split()[-1] for line in process.stdout if line.startswith("Listening on"))
            yield f"http://localhost:{port}"
        finally:
            process.kill()


def context(key: str, name: str) -> dict[str, object]:
    """Who sits there and among whom. A member is looked up by `id`, Copydesk asks by directory id: they are one here."""
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": "copydesk", "name": "Copydesk"},
        "currentUser": _person(f"id-{key}", name, f"{key}@example.com"),
        "users": [_person(f"id-{each}", f"Colleague {each}", f"colleague{each}@example.com") for each in range(1, 6)],
        "personalChat": {"id": f"personal-{key}"},
        "groupChat": {"id": f"group-{key}", "name": "Group"},
        "team": {
            "id": f"team-{key}",
            "name": "Team",
            "aadGroupId": f"team-{key}",
            "channels": [{"id": f"channel-{key}", "name": "Announcements"}],
        },
    }


def _person(user: str, name: str, email: str) -> dict[str, str]:
    given, _, surname = name.partition(" ")
    return {
        "id": user,
        "aadObjectId": user,
        "name": name,
        "givenName": given,
        "surname": surname,
        "email": email,
        "userPrincipleName": email,
    }
