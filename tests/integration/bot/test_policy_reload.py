"""`copydesk policy reload` and SIGHUP: a new file without a restart, from the command line and to the real process."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from bot.versions import account
from tests.integration.bot.typed import SLACK, copydesk, environment
from tests.support.databases import copy

STRICTER = example().replace(
    "\nrules:\n", "\nrules:\n  - {name: legal has read it, why: Legal reads all in spring., desk: legal}\n"
)


def test_a_good_file_is_put_in_force(sqlite_file: Path, tmp_path: Path) -> None:
    """The command says what is in force now and who takes it over."""
    file = tmp_path / "policy.yaml"
    file.write_text(example(), "utf-8")
    result = copydesk("policy", "reload", COPYDESK_POLICY=str(file), COPYDESK_DATABASE_URL=copy(sqlite_file), **SLACK)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("In force: policy ")
    assert "takes it over within seconds" in result.stdout


def test_a_broken_file_is_refused_with_every_error(sqlite_file: Path, tmp_path: Path) -> None:
    """Nothing is changed, which the command says, after every mistake with its place."""
    file = tmp_path / "policy.yaml"
    file.write_text("company: {name: Example, domains: [nowhere]}\ndesks: 5\nrules: 5\n", "utf-8")
    result = copydesk("policy", "reload", COPYDESK_POLICY=str(file), COPYDESK_DATABASE_URL=copy(sqlite_file), **SLACK)
    assert result.exit_code == 2
    *errors, last = result.stderr.splitlines()
    assert len(errors) >= 3
    assert all(error.startswith(f"{file}:") for error in errors)
    assert last == "Nothing was changed: the policy before it stays in force."


@pytest.mark.conversation
def test_a_running_process_takes_a_file_over_at_sighup(sqlite_file: Path, tmp_path: Path) -> None:
    """The process that was sent SIGHUP says that the new file is in force, survives a broken one, and stops when asked. The ledger
    has both policies, the one of the start and the signal's, each once, as put in force by the machine's account.
    """
    file = tmp_path / "policy.yaml"
    file.write_text(example(), "utf-8")
    given = {
        **SLACK,
        "COPYDESK_POLICY": str(file),
        "COPYDESK_DATABASE_URL": copy(sqlite_file),
        "COPYDESK_PORT": "0",
        "COPYDESK_SLACK_API_URL": "http://127.0.0.1:9/api/",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "run"],
        env=environment(**given),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            lines = (json.loads(line) for line in process.stderr if line.startswith("{"))
            serving = next(line for line in lines if line["event"] == "serving")
            file.write_text(STRICTER, "utf-8")
            process.send_signal(signal.SIGHUP)
            taken = next(line for line in lines if line["event"] == "policy in force")
            assert taken["policy"] != serving["policy"]
            file.write_text(STRICTER.replace("spring., desk: legal}", "spring., desk: leagl}"), "utf-8")
            process.send_signal(signal.SIGHUP)
            kept = next(line for line in lines if "stays in force" in line["event"])
            assert "did you mean" in kept["says"]
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
    told = copydesk("audit", "policies", **given).stdout.splitlines()
    by = f"by account {account(os.getuid())} of the machine"
    assert [line.split("  ")[1:] for line in told] == [[_version(text), by] for text in (example(), STRICTER)]


def _version(text: str) -> str:
    loaded = load_text(text)
    assert isinstance(loaded, Loaded)
    return loaded.policy.hash
