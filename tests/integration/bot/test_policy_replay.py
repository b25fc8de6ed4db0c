"""`copydesk policy replay`: what would have differed for the last posts if another policy had ruled."""

import asyncio
from pathlib import Path

import pytest

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from tests.contract.store.world import NOW, POST, accepting, begun, email, known, order
from tests.integration.bot.typed import copydesk
from tests.support.databases import copy
from workflows.domain.events import Routed, Submitted
from workflows.domain.ids import PersonId, ProposalId
from workflows.domain.people import Person
from workflows.lifecycle.evolve import fold
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.replaying import people_under
from workflows.lifecycle.wording import routed

DRAFT = ProposalId("post-2")


@pytest.fixture
def url(sqlite_file: Path) -> str:
    """A database with a post that the example's policy sent to marketing, and a draft."""
    found = copy(sqlite_file)
    asyncio.run(_fill(found))
    return found


def replayed(folder: Path, policy: str, url: str) -> tuple[int, str, str]:
    """What comes of a replay under this policy."""
    file = folder / "policy.yaml"
    file.write_text(policy, encoding="utf-8")
    result = copydesk("policy", "replay", str(file), "--last", "5", COPYDESK_DATABASE_URL=url)
    return result.exit_code, result.stdout, result.stderr


def test_the_same_policy_differs_in_nothing(url: str, tmp_path: Path) -> None:
    """A comment changes the file and no route; drafts are left alone; the progress stands beside."""
    assert replayed(tmp_path, f"# new\n{example()}", url) == (
        0,
        "1 post replayed: nothing would have differed.\n",
        "1 of 1 posts looked at\n",
    )


SCARCE = """
rules:
  - {name: links are read, why: They lead somewhere., desk: legal, when: {link: present}}
"""
DIFFERENT = {
    "another desk": (
        example().replace("desk: legal", "desk: investor-relations"),
        "also asks Investor relations; no longer asks Legal",
        "1 would have asked another desk, 1 would have asked a desk less",
    ),
    "nobody": (
        example().partition("\nrules:")[0] + SCARCE,
        "could not go to review",
        "1 could not have gone to review",
    ),
    "another quorum": (
        example().replace("[cleo@example.com]", "[cleo@example.com, ben@example.com]\n    quorum: all", 1),
        "Marketing: 2 must approve instead of 1",
        "1 would have asked another number of people",
    ),
}


@pytest.mark.parametrize("different", DIFFERENT)
def test_what_differs_is_told_for_each_post(url: str, tmp_path: Path, different: str) -> None:
    """Its number, its day and its author, what differs, and no word of it; then how many did."""
    policy, differs, counted = DIFFERENT[different]
    code, told, _ = replayed(tmp_path, policy, url)
    assert code == 0
    assert told.splitlines() == [
        f"No. {POST[:8]}, 2026-03-02, by Ada: {differs}.",
        f"1 post replayed, 1 would have differed: {counted}.",
    ]


def test_a_file_or_a_database_that_cannot_be_read(url: str, tmp_path: Path) -> None:
    """Either is told in a sentence, and ends with 2."""
    code, told, why = replayed(tmp_path, "rules: 5", url)
    assert (code, told) == (2, "")
    assert "policy.yaml:1:1: " in why
    code, told, why = replayed(tmp_path, example(), f"sqlite:///{tmp_path / 'none.db'}")
    assert (code, told) == (2, "")
    assert "names a file that does not exist" in why


async def _fill(url: str) -> None:
    database = connect(url)
    store = SqlStore(database)
    ada = await known(store, "ada")
    await store.apply(order(ada, "draft", DRAFT), accepting(begun(ada, DRAFT)))
    events = (*begun(ada), *_sent(ada))
    await store.apply(order(ada, "sent"), accepting(events, status="in_review"))
    await database.close()


def _sent(by: PersonId) -> tuple[Submitted | Routed, ...]:
    """What the example's policy makes of it."""
    loaded = load_text(example())
    assert isinstance(loaded, Loaded)
    ada = Person(id=by, name="Ada", email=email("ada"))
    facts = Facts(now=NOW, policy=loaded.policy, people=people_under(loaded.policy, {by: ada}), link="unknown")
    draft = fold(begun(by))
    assert draft
    route = routed(draft, facts)
    assert isinstance(route, tuple)
    return (Submitted(by=by, at=NOW, revision=1), *route)
