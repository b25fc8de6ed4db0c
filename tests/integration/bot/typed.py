"""The command line as somebody types it, in an environment that holds these settings and no others."""

import os
import tempfile
from collections.abc import Generator
from contextlib import chdir, contextmanager
from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings

SLACK = {"COPYDESK_SLACK_BOT_TOKEN": "xoxb-canary", "COPYDESK_SLACK_SIGNING_SECRET": "canary-signing"}
TEAMS = {
    "COPYDESK_TEAMS_APP_ID": "app-id",
    "COPYDESK_TEAMS_APP_PASSWORD": "canary-password",
    "COPYDESK_TEAMS_TENANT_ID": "tenant-id",
}


def environment(**settings: str) -> dict[str, str]:
    """The machine's own environment with these COPYDESK_ settings only."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")}
    return {**kept, **settings}


@contextmanager
def elsewhere() -> Generator[Path]:
    """Work in an empty folder, without anybody's `.env`."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        yield Path(folder)


def copydesk(*words: str, stdin: str = "", **settings: str) -> Result:
    """What `copydesk …` prints and exits with, given `stdin` on its standard input."""
    names = {f"COPYDESK_{name.upper()}" for name in Settings.model_fields} | set(settings)
    return CliRunner().invoke(app, words, input=stdin, env={name: settings.get(name) for name in names})
