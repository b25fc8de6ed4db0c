"""Replicas follow a new policy each in their own time: a post that was moved to it is judged by it everywhere at once."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from adapters.policy_file.load import Loaded as LoadedPolicy
from adapters.policy_file.load import load_text
from adapters.storage.store import SqlStore
from bot.compose import new_id
from bot.versions import recall
from tests.contract.store.world import NOW, SALT, account, known
from workflows.domain.commands import Command, Edit, Propose
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId, PolicyHash, ProposalId
from workflows.domain.people import Account
from workflows.domain.policy import Policy
from workflows.domain.proposal import InReview
from workflows.domain.refusals import Refusal
from workflows.engine.adopting import consider
from workflows.engine.execute import Executor
from workflows.engine.people import Known
from workflows.engine.policies import Policies, Recall
from workflows.engine.store import Loaded, Recorded

POST = ProposalId("post-1")
KETTLE = Content(text="Kettles are loud.", channels=(ChannelId("x"),))
OLD = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo, email: cleo@example.com, role: lead}
  - {name: Ben, email: ben@example.com, role: reviewer}
desks:
  marketing: {name: Marketing, members: [cleo@example.com], reach: {slack: direct}}
  legal: {name: Legal, members: [ben@example.com], reach: {slack: direct}}
rules:
  - {name: marketing has read it, why: Every post speaks for us., desk: marketing}
"""
NEW = OLD + "  - {name: legal has read it, why: Every post is a promise., desk: legal}\n"


def read(text: str) -> Policy:
    """A policy that is one."""
    loaded = load_text(text)
    assert isinstance(loaded, LoadedPolicy)
    return loaded.policy


def replica(store: SqlStore, policies: Policies) -> Executor:
    """What decides, in a process that goes by these policies."""
    return Executor(store, policies, new_id, _unheard)


def _unheard(_command: Command, _answer: Recorded | Refusal) -> None:
    """Nobody counts here."""


@pytest.fixture
async def ada(store: SqlStore) -> Known:
    """Ada, whose post was sent under the old policy, and moved to the new one by a process that had followed it."""
    await store.adopt_policy(read(OLD), OLD, NOW)
    cleo, _ben = await known(store, "cleo"), await known(store, "ben")
    person = await store.person(await known(store, "ada"))
    assert person is not None
    ada = Known(person=person, account=Account(id=account("ada"), link="matched", person=person.id))
    quick = Policies(read(OLD))
    await replica(store, quick).execute(
        Propose(proposal=POST, by=person.id, content=KETTLE, salt=SALT), ada, "sent", NOW
    )
    await store.adopt_policy(read(NEW), NEW, NOW)
    quick.adopt(read(NEW), NOW)
    (moved,) = await consider(store, quick, cleo, NOW)
    assert not isinstance(moved.move, Refusal)
    assert isinstance(await replica(store, quick).adopt(moved.command, moved.move, NOW), Recorded)
    return ada


async def edited(store: SqlStore, ada: Known, reads: Recall) -> tuple[PolicyHash, set[str]]:
    """Which version rules the post, and whom that asks, after Ada's edit came to a replica that has not followed yet."""
    edit = Edit(proposal=POST, by=ada.person.id, base=1, content=replace(KETTLE, text="Kettles are quiet."))
    stale = Policies(read(OLD), recall=reads)
    assert isinstance(await replica(store, stale).execute(edit, ada, "edited", NOW), Recorded)
    assert stale.current.hash == read(OLD).hash
    after = await store.load(POST)
    assert isinstance(after, Loaded)
    assert after.proposal is not None
    assert len(after.proposal.revisions) == 2
    assert isinstance(after.proposal.stage, InReview)
    return after.proposal.stage.policy, {one.desk for one in after.proposal.stage.requirements}


async def test_a_replica_that_lags_judges_by_the_version_that_rules_the_post(store: SqlStore, ada: Known) -> None:
    """An edit there goes by the policy that the post was moved to, and still asks whom that asks."""
    assert await edited(store, ada, partial(recall, store)) == (read(NEW).hash, {"marketing", "legal"})


async def test_a_version_that_cannot_be_read_parks_no_post(store: SqlStore, ada: Known) -> None:
    """Where what rules a post can't be read any more, it is looked for once, and the policy in force there judges instead."""
    looked: list[PolicyHash] = []

    async def unreadable(hash_: PolicyHash) -> tuple[Policy, datetime] | None:
        looked.append(hash_)
        return None

    assert await edited(store, ada, unreadable) == (read(OLD).hash, {"marketing"})
    assert looked == [read(NEW).hash]
