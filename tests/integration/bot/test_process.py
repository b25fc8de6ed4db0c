"""The real process: what it loads, and how it stops. Few, because each takes a while to start."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.policy_file.texts import example
from tests.integration.bot.typed import SLACK, TEAMS, environment
from tests.support.databases import copy

RUN = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules))))
from bot.cli import app
sys.argv = ["copydesk", "run"]
app()
"""
"""The command itself; when it ends it says what was loaded."""
DEMO = ("bot.demo", "bot.playground", "bot.killable", "bot.backstage", "bot.scenes")
TEAMS_SDK = ("botbuilder.core", "msrest", "requests", "msal", "cryptography")
"""What costs a start with Teams half a second and 20 MB."""
NEVER = {
    *("alembic", "asyncpg", "sqlalchemy.dialects.postgresql"),
    *("holidays", "rich", "pygments"),
    *("bot.audit", "bot.doctor", "bot.policy_tools", "bot.replay"),
}
"""What a start on a file with nothing to migrate does without: databases, libraries of few policies and of help pages, other
commands.
"""


@pytest.mark.parametrize("chat", ["slack", "teams"])
def test_it_loads_what_it_needs_and_stops_when_asked(chat: str, sqlite_file: Path, tmp_path: Path) -> None:
    """`copydesk run` never loads the demo or what only the demo is made of, loads the Teams SDK and what that brings only for
    Teams, nothing of PostgreSQL for a file, nothing that only other commands or some policies need, and ends with 0 when asked
    to stop.
    """
    policy = tmp_path / "policy.yaml"
    policy.write_text(example(), encoding="utf-8")
    given = {
        **(SLACK if chat == "slack" else TEAMS),
        "COPYDESK_POLICY": str(policy),
        "COPYDESK_DATABASE_URL": copy(sqlite_file),
        "COPYDESK_PORT": "0",
        "COPYDESK_SLACK_API_URL": "http://127.0.0.1:9/api/",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", RUN],
        env=environment(**given),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            serving = next(json.loads(line) for line in process.stderr if '"serving"' in line)
            assert serving["chats"] == [chat]
            process.send_signal(signal.SIGTERM)
            printed, said = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    modules = set(json.loads(printed))
    assert not any(name.startswith(DEMO) for name in modules)
    assert {name for name in TEAMS_SDK if name in modules} == (set(TEAMS_SDK) if chat == "teams" else set())
    assert ("slack_bolt" in modules) == (chat == "slack")
    assert not modules & NEVER
