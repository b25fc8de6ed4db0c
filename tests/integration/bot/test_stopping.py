"""`copydesk stop` and `copydesk resume`: in the name of somebody whom the policy names, and of nobody else."""

import asyncio
from pathlib import Path

from sqlalchemy import Connection, insert

from adapters.policy_file.load import Loaded, load
from adapters.storage.codec import encode_event
from adapters.storage.database import connect
from adapters.storage.ledger import Entry, append
from adapters.storage.store import SqlStore
from adapters.storage.tables import PEOPLE
from tests.contract.store.world import NOW
from tests.integration.bot.typed import SLACK, copydesk, elsewhere
from tests.support.databases import copy
from workflows.domain.events import OverrideGiven
from workflows.domain.ids import PersonId, RevisionHash


async def _begun(url: str, policy: Path) -> None:
    read = load(policy)
    assert isinstance(read, Loaded)
    database = connect(url)
    await SqlStore(database).adopt_policy(read.policy, read.text, NOW)
    await database.close()


async def _overridden(url: str) -> None:
    database = connect(url)

    def on_record(connection: Connection) -> None:
        for person, name in (("p1", "Ada"), ("p2", "Ben")):
            row = {"id": person, "name": name, "email": f"{person}@example.com", "role": "lead", "attributes": "[]"}
            connection.execute(insert(PEOPLE).values(**row, was_listed=True))
        for by, revision, reason in (("p1", 1, "The fair opens."), ("p2", 1, "Legal agreed."), ("p1", 2, "Once more.")):
            event = OverrideGiven(
                by=PersonId(by),
                at=NOW,
                revision=revision,
                revision_hash=RevisionHash("0"),
                retimes=0,
                reason=reason,
            )
            append(connection, "post-1", [Entry(halves=encode_event(event), at=NOW, actor=PersonId(by))])

    await database.write(on_record)
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


def test_overrides_are_listed_for_review(sqlite_file: Path) -> None:
    """Each with its two people and their reasons, and never a word of the post; one that was only asked for says so."""
    url = copy(sqlite_file)
    with elsewhere() as folder:
        policy = folder / "policy.yaml"
        assert copydesk("policy", "init", str(policy)).exit_code == 0
        settings = {**SLACK, "COPYDESK_DATABASE_URL": url, "COPYDESK_POLICY": str(policy)}
        assert copydesk("overrides", **settings).stdout == "No review was ever overridden.\n"
        asyncio.run(_overridden(url))
        assert copydesk("overrides", **settings).stdout.splitlines() == [
            "No. post-1, revision 1: overridden",
            "  Ada, 2026-03-02 09:00 UTC: The fair opens.",
            "  Ben, 2026-03-02 09:00 UTC: Legal agreed.",
            "",
            "No. post-1, revision 2: asked for, and not confirmed",
            "  Ada, 2026-03-02 09:00 UTC: Once more.",
        ]
