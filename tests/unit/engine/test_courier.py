"""What the courier writes down for what a chat does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Any, cast

from adapters.policy_file.load import Loaded as LoadedPolicy
from adapters.policy_file.load import load_text
from adapters.policy_file.texts import example
from adapters.teams.limits import PACES
from tests.contract.store.world import LEGAL_ROOM, NOW, POST, WORDS, begun, in_room, to
from workflows.cards.notices import News
from workflows.domain.ids import CardPostId, Chat, DeskId, Email, PersonId, PolicyHash
from workflows.domain.people import Account, AccountId, Person
from workflows.domain.policy import Policy
from workflows.domain.proposal import InReview, Proposal
from workflows.engine.chat import (
    BesideCard,
    CannotLook,
    CardPost,
    ChatPlatform,
    FindOutcome,
    MessageRef,
    NoticeSubject,
    Refused,
    Removed,
    RemoveOutcome,
    Shown,
    ShowOutcome,
    TryLater,
    UnknownOutcome,
)
from workflows.engine.courier import BUG, LONGEST_WAIT, LOOK_AFTER, TRIES, UNKNOWN_TWICE, Courier
from workflows.engine.pacing import Turn, Wait
from workflows.engine.policies import Policies
from workflows.engine.sightings import Sightings
from workflows.engine.store import CardPosts, Claimed, Digests, Loaded
from workflows.lifecycle.evolve import evolve

ADA = Person(id=PersonId("ada"), name="Ada", email=Email("ada@example.com"), role="employee", attributes=frozenset())
STANDS = Shown(ref=MessageRef(conversation=LEGAL_ROOM, id="m1"))
UNKNOWN = UnknownOutcome(cause="No answer.")
QUIET = TryLater(after=timedelta(seconds=30), scope="installation")


class Scripted:
    """A chat that answers as told, cannot be searched unless told, and counts the messages it was asked to post."""

    chat: Chat = "teams"

    def __init__(self, answer: ShowOutcome = STANDS, found: FindOutcome | None = None) -> None:
        self.answer = answer
        self.found: FindOutcome = found or CannotLook()
        self.known: Account | CannotLook | TryLater = CannotLook()
        self.posted = 0
        self.removes: RemoveOutcome = Removed()
        self.removed: list[str] = []

    async def show(self, *_: object) -> ShowOutcome:
        """Answer as told."""
        self.posted += 1
        return self.answer

    async def find(self, *_: object) -> FindOutcome:
        """Answer as told."""
        return self.found

    async def seek(self, *_: object) -> Account | CannotLook | TryLater:
        """Know nobody, or answer as told."""
        return self.known

    async def remove(self, post: CardPost) -> RemoveOutcome:
        """Answer as told, and keep which message it was."""
        self.removed.append(post.ref.id if post.ref else "")
        return self.removes


class Turns:
    """Card posts of which only turns are taken; `full` is the answer."""

    def __init__(self, full: Wait | None = None) -> None:
        self.full = full
        self.taken: list[str] = []

    async def take_turns(self, turns: Sequence[Turn], now: datetime, *, clicked: bool) -> Wait | None:
        """Answer as told."""
        assert now.tzinfo
        assert not clicked
        self.taken += [turn.key for turn in turns]
        return self.full

    async def is_denied(self, account: AccountId) -> bool:
        """Mallory's is."""
        return account.user == "U-mallory"


def in_force() -> Policy:
    """The example's policy."""
    policy = load_text(example())
    assert isinstance(policy, LoadedPolicy)
    return policy.policy


def courier(chat: Scripted, turns: Turns | None = None, policies: Policies | None = None) -> Courier:
    """A courier for that chat; with `turns`, one that is paced."""
    nothing = cast("Any", None)
    return Courier(
        posts=cast("CardPosts", turns or Turns()),
        instead=nothing,
        digests=cast("Digests", nothing),
        homes=nothing,
        platforms={"teams": cast("ChatPlatform", chat)},
        policies=policies or Policies(in_force()),
        new_id=lambda: "new",
        sightings=Sightings(nothing),
        chance=lambda: 0.5,
        paces={"teams": PACES} if turns else {},
    )


def claim(post: CardPost, unsettled: datetime | None = None, words: str = WORDS) -> Claimed:
    """A claim of a card post about Ada's draft."""
    start: Proposal | None = None
    proposal = reduce(evolve, begun(ADA.id, words=words), start)
    loaded = Loaded(proposal=proposal, people={ADA.id: ADA}, accounts={}, posts=(post,), bound={}, resolved={})
    return Claimed(post=post, fence=1, loaded=loaded, unsettled=unsettled)


def card(attempts: int = 0) -> CardPost:
    """Legal's card in its room."""
    return replace(in_room("p1", LEGAL_ROOM), subject=replace(in_room("p1").subject, desk=None), attempts=attempts)


async def test_a_message_of_unknown_fate_is_posted_once_more() -> None:
    """Where nobody can look, the second try is made after a while; after the second unknown outcome it is parked, visibly."""
    chat = Scripted(UNKNOWN)
    first = await courier(chat).deliver(claim(card()), NOW)
    assert (first.due, first.attempts, first.park) == (NOW + LOOK_AFTER, 1, "")
    second = await courier(chat).deliver(claim(card(first.attempts)), NOW)
    assert (second.due, second.attempts, chat.posted) == (NOW + LOOK_AFTER, 2, 2)
    third = await courier(chat).deliver(claim(card(second.attempts)), NOW)
    assert (third.park, chat.posted) == (UNKNOWN_TWICE, 2)


async def test_an_update_of_unknown_fate_is_made_again() -> None:
    """Nobody knows which words stand there: the newer ones are not taken as shown, and going back to the older ones costs a
    call, too.
    """
    chat = Scripted()
    before = await courier(chat).deliver(claim(card()), NOW)
    stands = replace(card(), wanted=2, shown=1, ref=STANDS.ref, digest=before.digest)
    chat.answer = UNKNOWN
    unknown = await courier(chat).deliver(claim(stands, words="Other words."), NOW)
    assert (unknown.shown, unknown.ref, unknown.park, chat.posted) == (1, STANDS.ref, "", 2)
    assert unknown.due
    assert unknown.due > NOW
    chat.answer = STANDS
    back = replace(stands, digest=unknown.digest, attempts=unknown.attempts)
    done = await courier(chat).deliver(claim(back), NOW)
    assert (done.shown, done.digest, chat.posted) == (2, before.digest, 3)


async def test_a_newer_wish_may_try_once_more() -> None:
    """What was parked for want of answers is posted once for each newer wish, not twice."""
    chat = Scripted(UNKNOWN)
    parked = await courier(chat).deliver(claim(card(2)), NOW)
    again = await courier(chat).deliver(claim(card(parked.attempts)), NOW)
    assert (again.attempts, chat.posted) == (2, 1)


async def test_after_a_crash_a_message_gets_time_to_turn_up() -> None:
    """Claimed by somebody who never said what came of it: nothing is posted before a minute is over, then it is."""
    chat = Scripted()
    waits = await courier(chat).deliver(claim(card(1), NOW), NOW + LOOK_AFTER / 2)
    assert (waits.due, waits.attempts, waits.park, chat.posted) == (NOW + LOOK_AFTER, 1, "", 0)
    shown = await courier(chat).deliver(claim(card(1), NOW), NOW + LOOK_AFTER)
    assert (shown.ref, chat.posted) == (STANDS.ref, 1)


async def test_how_far_quiet_reaches_is_passed_on() -> None:
    """A chat's wish for quiet is written down with its reach, whether it came while posting or while looking."""
    for chat, attempts in ((Scripted(QUIET), 0), (Scripted(found=QUIET), 1)):
        settled = await courier(chat).deliver(claim(card(attempts)), NOW)
        assert (settled.due, settled.pause, settled.attempts) == (NOW + QUIET.after, "installation", attempts)


async def test_who_was_never_met_is_of_the_workspace_where_they_are_found() -> None:
    """Whoever is first written to is looked for: what the chat says then, or our own pace, is of the workspace they are in."""
    chat = Scripted(QUIET)
    chat.known = Account(id=AccountId(chat="teams", installation="tenant", user="U-ada"), link="unknown")
    unmet = to("p1", ADA.id, "teams")
    quiet = await courier(chat).deliver(claim(unmet), NOW)
    assert (quiet.installation, quiet.pause, chat.posted) == ("tenant", "installation", 1)
    full = Turns(Wait(scope="installation", until=NOW + LOOK_AFTER))
    waits = await courier(chat, full).deliver(claim(unmet), NOW)
    assert (waits.installation, waits.wait, chat.posted) == ("tenant", full.full, 1)
    chat.known = QUIET
    assert (await courier(chat).deliver(claim(unmet), NOW)).installation == ""


async def test_no_call_is_made_before_its_turn() -> None:
    """Where a budget has nothing left, no call is made, and the card post keeps its turn and its count of tries."""
    wait = Wait(scope="conversation", until=NOW + LOOK_AFTER)
    chat, full, free = Scripted(), Turns(wait), Turns()
    settled = await courier(chat, full).deliver(claim(card(1), NOW - LOOK_AFTER), NOW)
    assert (settled.wait, settled.due, settled.attempts, settled.shown, chat.posted) == (wait, None, 1, 0, 0)
    assert full.taken == ["teams tenant 19:legal writes", "teams tenant writes"]
    assert (await courier(chat, free).deliver(claim(card()), NOW)).ref == STANDS.ref
    same = replace(card(), ref=STANDS.ref, digest=(await courier(chat).deliver(claim(card()), NOW)).digest)
    free.taken.clear()
    assert (await courier(chat, free).deliver(claim(same), NOW)).shown == 1
    assert free.taken == [], "what needs no call takes no turn"


async def test_what_was_posted_again_without_looking_may_stand_twice() -> None:
    """A message posted a second time because nobody could look is known to have a twin, perhaps."""
    assert (await courier(Scripted()).deliver(claim(card(1)), NOW)).twice
    assert not (await courier(Scripted()).deliver(claim(card()), NOW)).twice
    assert not (await courier(Scripted(QUIET)).deliver(claim(card(1)), NOW)).twice


async def test_the_copy_that_is_too_many_is_removed() -> None:
    """The extra message goes first; what the chat will not remove stays; what is unknown is tried again, not for ever."""
    doubled = replace(card(), ref=STANDS.ref, extra=MessageRef(conversation=LEGAL_ROOM, id="m2"))
    chat = Scripted()
    gone = await courier(chat).deliver(claim(doubled), NOW)
    assert (gone.removed, gone.ref, gone.due, chat.removed, chat.posted) == (True, STANDS.ref, NOW, ["m2"], 0)
    chat.removes = Refused(cause="no")
    assert (await courier(chat).deliver(claim(doubled), NOW)).removed
    chat.removes = QUIET
    assert (await courier(chat).deliver(claim(doubled), NOW)).pause == "installation"
    chat.removes, tries = UNKNOWN, 0
    while not (settled := await courier(chat).deliver(claim(replace(doubled, attempts=tries)), NOW)).removed:
        tries = settled.attempts
    assert tries == TRIES - 1


async def test_a_card_that_cannot_be_drawn_is_parked_after_a_few_tries() -> None:
    """A bug is waited out with a jitter that doubles up to five minutes, then it is parked where an operator sees it."""
    post, waits = card(), list[timedelta]()
    while not (settled := courier(Scripted()).failed(claim(post), NOW)).park:
        assert settled.due
        waits.append(settled.due - NOW)
        post = replace(post, attempts=settled.attempts)
    assert (settled.park, settled.attempts) == (BUG, TRIES)
    assert waits == [timedelta(seconds=seconds / 2) for seconds in (1, 2, 4, 8)]
    assert waits[-1] < LONGEST_WAIT


async def test_what_takes_too_long_is_unknown() -> None:
    """A delivery that was stopped may have happened: it is looked for before it is posted again."""
    settled = courier(Scripted()).out_of_time(claim(card()), NOW)
    assert (settled.due, settled.attempts, settled.ref) == (NOW + LOOK_AFTER, 1, None)


async def test_a_post_is_drawn_by_the_version_that_rules_it() -> None:
    """Moved to a policy that this process has not followed yet, a post is drawn by that one, read back for it."""
    newer = replace(in_force(), hash=PolicyHash("newer"))

    async def recall(version: PolicyHash) -> tuple[Policy, datetime]:
        assert version == newer.hash
        return newer, NOW

    policies = Policies(in_force(), recall=recall)
    draft = claim(card())
    assert draft.loaded.proposal
    moved = replace(draft.loaded.proposal, stage=InReview(policy=newer.hash, requirements=(), whys={}))
    shown = await courier(Scripted(), policies=policies).deliver(
        replace(draft, loaded=replace(draft.loaded, proposal=moved)), NOW
    )
    assert (shown.ref, policies.ruling(moved), policies.current.hash) == (STANDS.ref, newer, in_force().hash)


async def test_old_news_is_never_told() -> None:
    """A notice that was held up until its news no longer held counts as said, without a call."""
    every: tuple[News, ...] = ("awaited", "changes_requested", "approved", "approval_lost", "rejected")
    for says in every:
        chat = Scripted()
        subject = NoticeSubject(proposal=POST, desk=DeskId("legal"), says=says, to=(ADA.id,), occasion=1)
        place = BesideCard(parent=CardPostId("p1"), ref=STANDS.ref)
        settled = await courier(chat).deliver(claim(CardPost(id=CardPostId("n"), subject=subject, place=place)), NOW)
        assert (settled.shown, settled.ref, settled.park, chat.posted) == (1, None, "", 0)
