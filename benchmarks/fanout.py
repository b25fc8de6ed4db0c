"""Fan-out in virtual time: 1,000 proposals with six cards each are decided in a burst, under the chats' real limits.

The real courier, its rounds and the store, on chats that count every call, refuse what is over a limit and tell how long to
wait.
"""

import asyncio
import itertools
import random
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, get_args

from sqlalchemy import Connection, text

from adapters.policy_file.load import Loaded, load_text
from adapters.slack import limits as slack_limits
from adapters.storage.database import Unusable, prepare
from adapters.storage.store import SqlStore
from adapters.teams import limits as teams_limits
from benchmarks.company import Company
from benchmarks.virtual import Counted, VirtualLoop, run
from benchmarks.virtual_chat import VirtualChat
from bot.rounds import Rounds
from workflows.domain.commands import Command, Propose, SubmitReview
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId, Chat, DeskId, Email, ProposalId
from workflows.domain.people import Account, AccountId, Profile
from workflows.domain.refusals import ParkedByNewerVersion, Refusal
from workflows.engine.chat import (
    Conversation,
    InConversation,
    ProposalSubject,
)
from workflows.engine.courier import Courier
from workflows.engine.drawing import drawing
from workflows.engine.execute import Executor
from workflows.engine.homes import Homes
from workflows.engine.instead import Instead
from workflows.engine.linking import Override
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.sightings import Sightings
from workflows.engine.store import Page, Recorded

PROPOSALS: Final = 1_000
CARDS: Final = 6
START: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
APART: Final = 0.001
"""Seconds from one decision of the burst to the next."""
INSTALLATIONS: Final[Mapping[Chat, str]] = {"slack": "T1", "teams": "t"}
ROOMS: Final = {
    "#marketing": Conversation(chat="slack", installation="T1", id="C1MARKETING", kind="channel"),
    "marketing": Conversation(chat="teams", installation="t", id="19:m", kind="channel", address="https://t.example"),
    "brand": Conversation(chat="teams", installation="t", id="19:b", kind="channel", address="https://t.example"),
}
POLICY: Final = """
company: {name: Example, domains: [example.com], zone: UTC}
people:
  - {name: Max, email: max@example.com, role: reviewer}
  - {name: Lea, email: lea@example.com, role: reviewer}
  - {name: Bea, email: bea@example.com, role: reviewer}
desks:
  marketing: {name: Marketing, members: [max@example.com], reach: {slack: "#marketing", teams: bound}}
  legal: {name: Legal, members: [lea@example.com], reach: {slack: direct, teams: direct}}
  brand: {name: Brand, members: [bea@example.com], reach: {teams: bound}}
rules:
  - {name: marketing has read it, why: Always., desk: marketing}
  - {name: legal has read it, why: Always., desk: legal}
  - {name: brand has read it, why: Always., desk: brand}
"""


async def measure(_company: Company, _folder: Path) -> Mapping[str, float]:
    """Calls made to the fewest that could show the final state, and virtual time to the time that the limits need. The
    company has chats of its own.
    """
    return await asyncio.to_thread(run, _simulated)


async def _simulated(loop: VirtualLoop) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        opened = await prepare(f"sqlite:///{folder}/fanout.db")
        if isinstance(opened, Unusable):
            raise OSError(opened.sentence)
        database = Counted(opened, loop)
        try:
            return await _Burst(SqlStore(database), database, loop).measured()
        finally:
            await database.close()


def _memory() -> str | None:
    """Where files cost no waiting for a disk, if there is such a place: the disk is not what is measured."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    return str(shared) if shared.is_dir() else None


class _Burst:
    def __init__(self, store: SqlStore, database: Counted, loop: VirtualLoop) -> None:
        policy = load_text(POLICY)
        if not isinstance(policy, Loaded):
            raise ValueError("\n".join(policy))  # noqa: TRY004  # the text is wrong, not its type
        self._store = store
        self._database = database
        self._loop = loop
        self._loaded = policy
        self._policies = Policies(policy.policy)
        self._chance = random.Random(1)  # noqa: S311  # the same in every run
        self._ids = itertools.count(1)
        self._before: dict[str, str] = {}

    async def measured(self) -> dict[str, float]:
        """Set the stage, decide all at once, and wait until every card shows it."""
        await self._store.adopt_policy(self._loaded.policy, self._loaded.text, START)
        ada, people = await self._person("ada"), [await self._person(name) for name in ("max", "lea", "bea")]
        await self._store.resolve("#marketing", ROOMS["#marketing"])
        for desk in ("marketing", "brand"):
            await self._store.bind(DeskId(desk), ROOMS[desk], people[0].person.id, START)
        chats = {chat: VirtualChat(chat, self._loop) for chat in ("slack", "teams")}
        instead = Instead(
            posts=self._store,
            digests=self._store,
            policies=self._policies,
            chats=("slack", "teams"),
            new_id=self._new_id,
        )
        courier = Courier(
            posts=self._store,
            instead=instead,
            digests=self._store,
            homes=Homes(self._store, self._policies, self._new_id),
            platforms={chat.chat: chat for chat in chats.values()},
            policies=self._policies,
            new_id=self._new_id,
            sightings=Sightings(self._store),
            chance=self._chance.random,
            paces={"slack": slack_limits.PACES, "teams": teams_limits.PACES},
        )
        rounds = Rounds(self._store, courier, self._now)
        executor = Executor(self._store, self._policies, self._new_id, _unheard)
        await self._propose(executor, ada)
        await self._show_all()
        task = asyncio.create_task(rounds.run())
        began = self._loop.time()
        for number in range(PROPOSALS):
            decided = SubmitReview(
                proposal=_named(number),
                by=people[0].person.id,
                desk=DeskId("marketing"),
                revision=1,
                retimes=0,
                decision="approve",
            )
            clicked = await self._card_of(_named(number), ("slack", "teams")[number % 2])
            answer = await executor.execute(decided, people[0], f"decide {number}", self._now(), clicked)
            _must(answer)
            rounds.wake()
            await asyncio.sleep(APART)
        while await self._store.next_due(self._now()) is not None:  # noqa: ASYNC110  # rows ring no bell
            await asyncio.sleep(20)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        changed = await self._changed()
        took = max(chat.last for chat in chats.values()) - began
        calls = sum(chat.calls for chat in chats.values())
        return {
            "fanout_calls_ratio": calls / changed,
            "fanout_time_ratio": took / max(chat.least_time() for chat in chats.values()),
            "fanout_refused": sum(chat.refused for chat in chats.values()) / calls,
        }

    def _now(self) -> datetime:
        return START + timedelta(seconds=self._loop.time())

    def _new_id(self) -> str:
        return f"{next(self._ids):030x}"

    async def _person(self, name: str) -> Known:
        """Somebody who has said in both chats that it is them, and has a conversation of their own in each."""
        email = Email(f"{name}@example.com")
        profile = Profile(name=name.title(), email=email, verified=True, standing="member", alias=f"29:{name}")
        accounts: list[Account] = []
        for chat in get_args(Chat):
            known = AccountId(chat=chat, installation=INSTALLATIONS[chat], user=f"U{name}")
            await self._store.link(known, profile, email, START)
            said = Override(account=known, says="confirmed", by="the benchmark", reason="They work here.")
            found = await self._store.override(said, START)
            if not isinstance(found, Account):
                raise ValueError(found)  # noqa: TRY004  # who was just linked can be confirmed
            accounts.append(found)
            own = Conversation(chat=chat, installation=INSTALLATIONS[chat], id=f"D {name}", kind="direct")
            await self._store.meet(known, own, profile.alias)
        person = await self._store.person_of(email)
        if person is None:
            raise ValueError(name)
        return Known(person=person, account=accounts[0])

    async def _propose(self, executor: Executor, ada: Known) -> None:
        for number in range(PROPOSALS):
            content = Content(text=f"Kettle number {number} boils quietly.", channels=(ChannelId("x"),))
            begun = Propose(proposal=_named(number), by=ada.person.id, content=content, salt="5a" * 32)
            _must(await executor.execute(begun, ada, f"propose {number}", START))

    async def _show_all(self) -> None:
        """As if everything had been shown long ago: that is not what is measured."""
        for page in await self._pages():
            for loaded in page.loaded:
                for post in loaded.posts:
                    drawn = drawing(post, loaded, self._policies, START)
                    self._before[post.id] = drawn.digest if drawn else ""

        def show(connection: Connection) -> None:
            connection.execute(text(_STAND))
            digests = [{"post": post, "digest": digest} for post, digest in self._before.items()]
            connection.execute(text("UPDATE card_posts SET digest = :digest WHERE id = :post"), digests)

        await self._database.write(show)

    async def _card_of(self, proposal: ProposalId, chat: str) -> str:
        """The message of marketing's card in a chat: what is clicked."""
        room = ROOMS["#marketing" if chat == "slack" else "marketing"]
        found = await self._store.load(proposal)
        posts = () if isinstance(found, ParkedByNewerVersion) else found.posts
        cards = (post for post in posts if isinstance(post.place, InConversation) and post.ref)
        return next(post.ref.id for post in cards if post.ref and post.ref.conversation.id == room.id)

    async def _changed(self) -> int:
        """How many messages had to be posted or changed at least; that all cards show how things stand is made sure of."""
        changed = 0
        for page in await self._pages():
            for loaded in page.loaded:
                cards = [post for post in loaded.posts if isinstance(post.subject, ProposalSubject)]
                if len(cards) != CARDS:
                    raise ValueError(f"{len(cards)} cards of one proposal")
                for post in cards:
                    drawn = drawing(post, loaded, self._policies, self._now())
                    if drawn is None or drawn.digest != post.digest or post.shown != post.wanted:
                        raise ValueError(f"{post.id} does not show how things stand")
                changed += sum(self._before.get(post.id) != post.digest for post in loaded.posts)
        return changed

    async def _pages(self) -> Sequence[Page]:
        pages = [await self._store.standing(None, 100, START)]
        while pages[-1].last is not None:
            pages.append(await self._store.standing(pages[-1].last, 100, START))
        return pages


def _named(number: int) -> ProposalId:
    return ProposalId(f"{number:030x}")


def _unheard(command: Command, answer: Recorded | Refusal) -> None:
    """Nobody counts here what was asked."""
    del command, answer


def _must(answer: object) -> None:
    if not isinstance(answer, Recorded):
        raise TypeError(f"refused: {answer}")


_STAND: Final = """
    UPDATE card_posts SET shown = wanted, ref_id = 'stood ' || id, ref_thread = '', ref_conversation = coalesce(
        conversation,
        (SELECT c.key FROM conversations c JOIN accounts a
            ON a.chat = c.chat AND a.installation = c.owner_installation AND a."user" = c.owner_user
            WHERE a.person = card_posts.person AND c.chat = card_posts.chat),
        (SELECT key FROM conversations LIMIT 1))
"""
"""The message of a notice lies anywhere: it was said, and is left alone."""
