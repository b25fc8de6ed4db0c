"""`copydesk stop` and `copydesk resume`: in the name of somebody whom the policy names, and of nobody else."""

import asyncio
from pathlib import Path

from adapters.policy_file.load import Loaded, load
from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from tests.contract.store.world import NOW
from tests.integration.bot.typed import SLACK, copydesk, elsewhere
from tests.support.databases import copy


async def _begun(url: str, policy: Path) -> None:
    read = load(policy)
    assert isinstance(read, Loaded)
    database = connect(url)
    await SqlStore(database).adopt_policy(read.policy, read.text, NOW)
    await database.close()


def test_everything_is_stopped_and_resumed_from_the_command_line(sqlite_file: Path) -> None:
    """Each refusal says what to do instead, and ends with 2."""
    url = copy(sqlite_file)
    with elsewhere() as folder:
        policy = folder / "policy.yaml"
        assert copydesk("policy", "init", str(policy)).exit_code == 0
        settings = {**SLACK, "COPYDESK_DATABASE_URL": url, "COPYDESK_POLICY": str(policy)}
        early = copydesk("stop", "The figures leaked.", "--by", "cleo@example.com", **settings)
        assert (early.exit_code, early.stderr.split(":")[0]) == (2, "No policy was ever in force here")
        asyncio.run(_begun(url, policy))

        stranger = copydesk("stop", "Because.", "--by", "ada@example.com", **settings)
        assert stranger.stderr.startswith("Nobody here has the address “ada@example.com”.")
        assert copydesk("stop", " ", "--by", "cleo@example.com", **settings).exit_code == 2
        nothing = copydesk("resume", "--by", "cleo@example.com", **settings)
        assert (nothing.exit_code, nothing.stderr.split(",")[0]) == (2, "Nothing is stopped")
        stopped = copydesk("stop", "The figures leaked.", "--by", "Cleo@example.com", **settings)
        assert (stopped.exit_code, stopped.stdout.split(".")[0]) == (0, "Everything is stopped")
        again = copydesk("stop", "Another reason.", "--by", "cleo@example.com", **settings)
        assert again.stderr.startswith("Cleo Marsh stopped everything at ")
        assert copydesk("audit", "verify", **settings).exit_code == 0
        resumed = copydesk("resume", "--by", "cleo@example.com", **settings)
        assert resumed.stdout == "Everything goes on. No post missed its time.\n"
