"""Routes that follow who left: whatever becomes of the process, the desk's lead is told of what was recorded."""

from collections.abc import Sequence

import pytest

from adapters.policy_file.load import Loaded as LoadedPolicy
from adapters.policy_file.load import load_text
from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from bot.compose import new_id
from tests.contract.store.world import MINUTE, NOW, SALT, account, email, known
from workflows.cards.alerts import FewerAsked
from workflows.domain.commands import Command, Propose
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId, ProposalId
from workflows.domain.people import Account
from workflows.domain.refusals import Refusal
from workflows.engine.chat import AlertSubject, Conversation, Direct, MessageRef
from workflows.engine.execute import Executor
from workflows.engine.following import Following
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.store import Accepted, Claimed, Decide, Loaded, Order, Recorded, Settled

CLEOS = Conversation(chat="slack", installation="T1", id="D1", kind="direct")
FIRST, SECOND = ProposalId("post-1"), ProposalId("post-2")
ALL = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo, email: cleo@example.com, role: lead}
  - {name: Ben, email: ben@example.com, role: reviewer}
  - {name: Ivy, email: ivy@example.com, role: reviewer}
desks:
  legal:
    name: Legal
    members: [ben@example.com, ivy@example.com]
    lead: cleo@example.com
    quorum: all
    reach: {slack: direct}
rules:
  - {name: legal has read it, why: Every post is a promise., desk: legal}
"""
"""Ben and Ivy must both approve, and Cleo leads their desk."""


class Crash(Exception):
    """The process is gone."""


class Dying(SqlStore):
    """A process that dies when it comes to its second decision."""

    decisions = 0

    async def apply(self, order: Order, decide: Decide) -> Recorded | Refusal:
        """Decide once."""
        self.decisions += 1
        if self.decisions > 1:
            raise Crash
        return await super().apply(order, decide)


class Outrun(SqlStore):
    """A process whose first decision has to be made again: in between, `other` has recorded the same."""

    other: Following | None = None

    async def apply(self, order: Order, decide: Decide) -> Recorded | Refusal:
        """Decide in vain, let the other go first, then decide on what is there by then."""
        other, self.other = self.other, None
        if other:
            loaded = await self.load(order.proposal)
            assert isinstance(loaded, Loaded)
            assert isinstance(decide(loaded), Accepted)
            assert await other.follow([loaded], NOW)
        return await super().apply(order, decide)


class Hurried(SqlStore):
    """Before each decision the courier has shown everything, these `alerts` among it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.alerts: list[Claimed] = []

    async def apply(self, order: Order, decide: Decide) -> Recorded | Refusal:
        """Decide once all is shown."""
        self.alerts += await shown(self)
        return await super().apply(order, decide)


def following(store: SqlStore, rules: Policies) -> Following:
    """What makes routes follow, in a process with this store."""
    executor = Executor(store, rules, new_id, _unheard)
    return Following(posts=store, executor=executor, policies=rules, chats=("slack",), new_id=new_id)


def _unheard(_command: Command, _answer: Recorded | Refusal) -> None:
    """Nobody counts here."""


@pytest.fixture
async def rules(store: SqlStore) -> Policies:
    """Two posts wait for Ben and Ivy, and Ben has left."""
    read = load_text(ALL)
    assert isinstance(read, LoadedPolicy)
    await store.adopt_policy(read.policy, read.text, NOW)
    rules = Policies(read.policy)
    for name in ("cleo", "ben", "ivy"):
        await known(store, name)
    person = await store.person(await known(store, "ada"))
    assert person is not None
    ada = Known(person=person, account=Account(id=account("ada"), link="matched", person=person.id))
    for proposal in (FIRST, SECOND):
        content = Content(text="Kettles are loud.", channels=(ChannelId("x"),))
        begun = Propose(proposal=proposal, by=person.id, content=content, salt=SALT)
        await Executor(store, rules, new_id, _unheard).execute(begun, ada, proposal, NOW)
    await shown(store)
    assert await store.leave(account("ben"), NOW) is not None
    return rules


async def shown(store: SqlStore) -> Sequence[Claimed]:
    """Everything due is shown; the alerts among it."""
    alerts: list[Claimed] = []
    while taken := await store.claim(NOW + MINUTE, 99, MINUTE):
        for one in taken:
            ref = one.post.ref or MessageRef(conversation=CLEOS, id=f"m {one.post.id}")
            await store.settle(one, Settled(shown=one.post.wanted, digest="d", ref=ref))
        alerts += [one for one in taken if isinstance(one.post.subject, AlertSubject)]
    return alerts


def said(alerts: Sequence[Claimed]) -> list[tuple[ProposalId, ...]]:
    """The posts that each alert names."""
    subjects = [one.post.subject for one in alerts]
    told = [subject.alert for subject in subjects if isinstance(subject, AlertSubject)]
    return [alert.posts for alert in told if isinstance(alert, FewerAsked)]


async def test_one_message_names_every_post(store: SqlStore, rules: Policies) -> None:
    """Cleo hears once that both posts ask fewer people."""
    assert await following(store, rules).somebody_left(NOW)
    (told,) = await shown(store)
    cleo = await store.person_of(email("cleo"))
    assert cleo is not None
    assert isinstance(told.post.place, Direct)
    assert told.post.place.person == cleo.id
    assert said([told]) == [(FIRST, SECOND)]
    assert not await following(store, rules).somebody_left(NOW)
    assert await shown(store) == []


async def test_a_message_that_is_out_already_says_more(database: Database, rules: Policies) -> None:
    """The courier is quicker than the second post: the message that Cleo has names it, too, and she gets no other."""
    store = Hurried(database)
    assert await following(store, rules).somebody_left(NOW)
    (first,), (then,) = store.alerts, await shown(store)
    assert said([first, then]) == [(FIRST,), (FIRST, SECOND)]
    assert then.post.id == first.post.id
    assert then.post.ref == MessageRef(conversation=CLEOS, id=f"m {first.post.id}")


async def test_what_another_process_recorded_is_not_told_again(
    store: SqlStore, database: Database, rules: Policies
) -> None:
    """Another process is quicker with the first post, and tells of it: this one tells of the second alone."""
    outrun = Outrun(database)
    outrun.other = following(store, rules)
    assert await following(outrun, rules).somebody_left(NOW)
    alerts = await shown(store)
    assert sorted(said(alerts)) == [(FIRST,), (SECOND,)]


async def test_a_crash_in_between_loses_no_message(store: SqlStore, database: Database, rules: Policies) -> None:
    """The process dies after the first of two posts: Cleo hears of that one, and of the other from whoever goes on."""
    with pytest.raises(Crash):
        await following(Dying(database), rules).somebody_left(NOW)
    assert said(await shown(store)) == [(FIRST,)]
    assert await following(store, rules).somebody_left(NOW)
    assert said(await shown(store)) == [(SECOND,)]
