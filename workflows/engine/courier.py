"""The courier: brings each card post from what it shows to what it should show, one claimed post at a time.

It reconciles levels, not edges: it draws what the card should be now, makes no call where that is what stands there already,
keeps to the chat's pace, and on an unknown outcome looks before it acts again. Every outcome of the chat is matched.
Long because every outcome of a chat, and what is then written down, stands in one place.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from workflows.cards.alerts import alert_card
from workflows.domain.ids import Chat
from workflows.domain.people import Account, AccountId
from workflows.engine.alerts import elsewhere
from workflows.engine.chat import (
    AlertSubject,
    BesideCard,
    CannotLook,
    CardPost,
    ChatPlatform,
    Conversation,
    DigestSubject,
    Direct,
    HomeSubject,
    HomeTab,
    InConversation,
    MessageGone,
    MessageRef,
    MissingMessage,
    NoSuchAccount,
    NoticeSubject,
    PlaceGone,
    Refused,
    Removed,
    Shown,
    ShowOutcome,
    TryLater,
    UnknownOutcome,
)
from workflows.engine.drawing import Drawing, drawing
from workflows.engine.homes import Homes
from workflows.engine.instead import Instead
from workflows.engine.jobs import due_digest
from workflows.engine.news import holds
from workflows.engine.pacing import Paces, Wait
from workflows.engine.policies import Policies
from workflows.engine.reconcile import is_covered
from workflows.engine.seeing import seen
from workflows.engine.sightings import Sightings
from workflows.engine.store import CardPosts, Claimed, Digests, Loaded, Settled
from workflows.engine.turns import act_of, chat_of, installation_of, turns_of

FIRST_WAIT: Final = timedelta(seconds=1)
LONGEST_WAIT: Final = timedelta(minutes=5)
LOOK_AFTER: Final = timedelta(seconds=60)
"""How long a message whose fate is unknown, in a chat that cannot be searched, is given to turn up before it is posted again."""

POSTS_BLIND: Final = 1
"""How often a message whose fate is unknown is posted again where nobody can look."""
TRIES: Final = 5
"""How often what fails for a reason of its own is tried before it is parked."""
UNMET: Final = "This person has not met Copydesk in this chat yet."
NOT_THEIRS: Final = "The account with this person's address is not theirs: see “copydesk accounts”."
BUG: Final = "an error in Copydesk: see the log"
UNKNOWN_TWICE: Final = (
    "unknown twice: the chat did not say whether it posted this, and cannot be searched. "
    "If it stands there, a click on it brings it up to date; if it does not, have it tried again."
)
"""What an operator reads. A third post might be one copy too many, and only people can see whether there is any."""


class Courier:
    """Delivers claimed card posts. `chance` gives numbers in [0, 1) for the jitter of waits; `paces` says how fast each chat
    may be called, one that is not in it as fast as it can.
    """

    def __init__(
        self,
        *,
        posts: CardPosts,
        instead: Instead,
        digests: Digests,
        homes: Homes,
        platforms: Mapping[Chat, ChatPlatform],
        policies: Policies,
        new_id: Callable[[], str],
        sightings: Sightings,
        chance: Callable[[], float],
        paces: Mapping[Chat, Paces],
    ) -> None:
        """`new_id` gives ids to the alerts that go to another chat, `sightings` notes who was shown what is confidential."""
        self._posts = posts
        self._instead = instead
        self._digests = digests
        self._homes = homes
        self._platforms = platforms
        self._policies = policies
        self._new_id = new_id
        self._sightings = sightings
        self._chance = chance
        self._paces = paces

    async def deliver(self, claimed: Claimed, now: datetime) -> Settled:
        """Show one card post as it should be now; the answer is what to write down. Never raises for what a chat does."""
        post = claimed.post
        platform = self._platform(post)
        if platform is None:
            return await self._fall_back(claimed, PlaceGone(cause="This chat is not configured."))
        if post.extra is not None:
            return await self._remove(claimed, post.extra, platform, now)
        missing = self._policies.missing(claimed.loaded.proposal)
        if missing:
            await self._policies.recall(missing)
        if isinstance(post.subject, NoticeSubject) and self._is_said(post, post.subject, claimed.loaded, now):
            return Settled(shown=post.wanted, digest=post.digest, ref=post.ref)
        loaded = await self._with_those_called(claimed, platform)
        if isinstance(loaded, TryLater):
            return self._later(post, now, loaded)
        drawn = await self._draw(post, loaded, now)
        if drawn is None:
            return self._parked(post, "There is nothing to show.")
        if post.ref is not None and drawn.digest == post.digest:
            return Settled(shown=post.wanted, digest=drawn.digest, ref=post.ref)
        placed = await self._place(post, claimed.loaded, platform)
        if isinstance(placed, TryLater):
            return self._later(post, now, placed)
        if isinstance(placed, PlaceGone):
            return await self._fall_back(claimed, placed)
        return replace(await self._show(claimed, placed, drawn, platform, now), installation=installation_of(placed))

    async def _show(
        self, claimed: Claimed, placed: CardPost, drawn: Drawing, platform: ChatPlatform, now: datetime
    ) -> Settled:
        """Show what was drawn where it is `placed`, once it is known that it does not stand there already."""
        post = claimed.post
        blind = False
        if post.attempts and post.ref is None:
            found = await platform.find(placed)
            match found:
                case MessageRef():
                    placed = replace(placed, ref=found)
                case TryLater():
                    return self._later(post, now, found)
                case CannotLook():
                    held = self._held(claimed, now)
                    if held:
                        return held
                    blind = True
                case MissingMessage():
                    pass
                case _:
                    assert_never(found)
        wait = await self._turn(claimed, placed, now)
        if wait:
            return self._waits(post, wait)
        outcome = await platform.show(placed, drawn.card, drawn.viewers)
        if isinstance(outcome, PlaceGone):
            return await self._fall_back(claimed, outcome)
        if isinstance(outcome, Shown | UnknownOutcome):
            await self._sightings.delivered(placed, drawn.card, now)
        return replace(
            self._after(placed, drawn.digest, outcome, now), twice=blind and isinstance(outcome, Shown | UnknownOutcome)
        )

    def out_of_time(self, claimed: Claimed, now: datetime) -> Settled:
        """What to write down where `deliver` was stopped because it took too long: nobody knows what it did."""
        return self._after(claimed.post, "", UnknownOutcome(cause="It took too long."), now)

    def failed(self, claimed: Claimed, now: datetime) -> Settled:
        """What to write down where `deliver` raised: that is a bug, perhaps of this one card. It is tried again later, a few
        times, then parked.
        """
        post = claimed.post
        if post.attempts + 1 >= TRIES:
            return replace(self._parked(post, BUG), attempts=post.attempts + 1)
        due = now + self._back_off(post.attempts)
        return Settled(shown=post.shown, digest=post.digest, ref=post.ref, due=due, attempts=post.attempts + 1)

    async def _remove(self, claimed: Claimed, extra: MessageRef, platform: ChatPlatform, now: datetime) -> Settled:
        """Take away the copy of a message that is too many, then bring the other up to date."""
        post = claimed.post
        wait = await self._turn(claimed, post, now)
        if wait:
            return self._waits(post, wait)
        outcome = await platform.remove(replace(post, ref=extra))
        due, attempts = now + self._back_off(post.attempts), post.attempts + 1
        again = Settled(shown=post.shown, digest=post.digest, ref=post.ref, due=due, attempts=attempts)
        match outcome:
            case Removed() | Refused():
                # What the chat will not have removed stays, and the card that is known goes on.
                return replace(again, due=now, attempts=0, removed=True)
            case TryLater():
                return self._later(post, now, outcome)
            case UnknownOutcome():
                return again if attempts < TRIES else replace(again, due=now, attempts=0, removed=True)
            case _:
                assert_never(outcome)

    async def _turn(self, claimed: Claimed, placed: CardPost, now: datetime) -> Wait | None:
        """Count the call that is about to be made; what to wait for, where it would be too many."""
        chat = chat_of(placed)
        pace = self._paces.get(chat, {}).get(act_of(placed)) if chat else None
        turns = turns_of(placed, pace) if pace else ()
        return await self._posts.take_turns(turns, now, clicked=claimed.clicked) if turns else None

    def _platform(self, post: CardPost) -> ChatPlatform | None:
        chat = chat_of(post)
        return self._platforms.get(chat) if chat else None

    def _is_said(self, post: CardPost, notice: NoticeSubject, loaded: Loaded, now: datetime) -> bool:
        """Whether there is nothing to do for a notice. It is said once: an edit would ring no bell, and what it told was so
        then. What is no longer so is never said. Where its post is confidential now, what others can read is covered, too.
        """
        if loaded.proposal is None:
            return post.ref is not None
        view = seen(loaded.proposal, loaded, self._policies, now)
        if is_covered(post, view, loaded):
            return post.ref is None
        return post.ref is not None or not holds(notice, view)

    def _held(self, claimed: Claimed, now: datetime) -> Settled | None:
        """In a chat that cannot be searched, what keeps a message from being posted again: its time to turn up after a
        claim that was never settled; and a second unknown outcome, as each may have left a copy. None to post it again.
        """
        post = claimed.post
        if post.attempts > POSTS_BLIND:
            # A newer wish may try once more.
            return replace(self._parked(post, UNKNOWN_TWICE), attempts=POSTS_BLIND)
        turns_up = claimed.unsettled + LOOK_AFTER if claimed.unsettled else now
        if now >= turns_up:
            return None
        return Settled(shown=post.shown, digest=post.digest, ref=None, due=turns_up, attempts=post.attempts)

    async def _with_those_called(self, claimed: Claimed, platform: ChatPlatform) -> Loaded | TryLater:
        """Whom a notice calls has an account to be called by: one who was never seen here is looked for by address, since
        a name in plain words rings no bell.
        """
        post, loaded = claimed.post, claimed.loaded
        if not isinstance(post.subject, NoticeSubject) or not isinstance(post.place, BesideCard):
            return loaded
        accounts = dict(loaded.accounts)
        near = post.place.ref.conversation if post.place.ref else None
        for person in (loaded.people[one] for one in post.subject.to if one in loaded.people):
            known = accounts.get(person.id, ())
            if any(_is_near(account.id, near, platform.chat) for account in known):
                continue
            found = await platform.seek(person.email, near)
            match found:
                case Account():
                    accounts[person.id] = (*known, replace(found, person=person.id))
                case TryLater():
                    return found
                case NoSuchAccount() | CannotLook():
                    pass
                case _:
                    assert_never(found)
        return replace(loaded, accounts=accounts)

    async def _draw(self, post: CardPost, loaded: Loaded, now: datetime) -> Drawing | None:
        subject = post.subject
        if isinstance(subject, DigestSubject):
            card = await due_digest(self._digests, self._policies, subject.person, subject.day, now)
            return Drawing(card=card) if card else None
        if isinstance(subject, AlertSubject):
            return Drawing(card=alert_card(subject.alert, self._policies.current))
        if isinstance(subject, HomeSubject) and isinstance(post.place, HomeTab):
            return Drawing(card=await self._homes.draw(subject.person, post.place.account, now))
        return drawing(post, loaded, self._policies, now)

    async def _place(self, post: CardPost, loaded: Loaded, platform: ChatPlatform) -> CardPost | TryLater | PlaceGone:
        """Fill in whose account a direct message goes to, asking the chat's directory by address where it was never seen."""
        place = post.place
        if not isinstance(place, Direct) or place.account is not None or place.conversation is not None:
            return post
        person = loaded.people.get(place.person)
        if person is None:
            return PlaceGone(cause="Nobody knows this person any more.")
        found = await platform.seek(person.email)
        match found:
            case Account() if await self._posts.is_denied(found.id):
                return PlaceGone(cause=NOT_THEIRS)
            case Account():
                return replace(post, place=replace(place, account=replace(found, person=person.id)))
            case TryLater():
                return found
            case NoSuchAccount() | CannotLook():
                return PlaceGone(cause=UNMET)
            case _:
                assert_never(found)

    async def _fall_back(self, claimed: Claimed, gone: PlaceGone) -> Settled:
        """A place that cannot be reached: whoever was to read it there is written to elsewhere. One that is closed is noted
        as such, so that a channel of its name is looked for. Only then, since nothing that waits there has its turn any more:
        all of it is written elsewhere before.
        """
        post = claimed.post
        if isinstance(post.subject, AlertSubject):
            await self._posts.wish(elsewhere(post, self._platforms.keys(), self._new_id))
        else:
            await self._instead.of(post, claimed.loaded)
        parked = self._parked(post, gone.cause)
        if not gone.closed or not isinstance(post.place, InConversation):
            return parked
        there = post.place.conversation
        await self._instead.of_each(lambda other, _: _waits_in(other, there))
        return replace(parked, closed=gone.closed)

    def _after(
        self,
        post: CardPost,
        digest: str,
        outcome: ShowOutcome,
        now: datetime,
    ) -> Settled:
        match outcome:
            case Shown(ref=ref):
                return Settled(shown=post.wanted, digest=digest, ref=ref)
            case MessageGone():
                return Settled(shown=post.shown, digest="", ref=None, due=now)
            case TryLater():
                return self._later(post, now, outcome)
            case PlaceGone(cause=cause) | Refused(cause=cause):
                return self._parked(post, cause)
            case UnknownOutcome():
                wait = LOOK_AFTER if post.ref is None else self._back_off(post.attempts)
                return Settled(shown=post.shown, digest="", ref=post.ref, due=now + wait, attempts=post.attempts + 1)
            case _:
                assert_never(outcome)

    def _later(self, post: CardPost, now: datetime, asked: TryLater) -> Settled:
        return Settled(
            shown=post.shown,
            digest=post.digest,
            ref=post.ref,
            due=now + asked.after,
            attempts=post.attempts,
            pause=asked.scope,
        )

    def _waits(self, post: CardPost, wait: Wait) -> Settled:
        return Settled(shown=post.shown, digest=post.digest, ref=post.ref, attempts=post.attempts, wait=wait)

    def _parked(self, post: CardPost, cause: str) -> Settled:
        return Settled(shown=post.shown, digest=post.digest, ref=post.ref, attempts=post.attempts, park=cause)

    def _back_off(self, attempts: int) -> timedelta:
        """Full jitter: anything up to a limit that doubles with each attempt."""
        return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 10)) * self._chance()


def _waits_in(post: CardPost, there: Conversation) -> bool:
    """Whether a card is still to be brought up to date there, whatever the address of it is by now."""
    if post.shown >= post.wanted or not isinstance(post.place, InConversation):
        return False
    place = post.place.conversation
    return (place.chat, place.installation, place.id) == (there.chat, there.installation, there.id)


def _is_near(account: AccountId, near: Conversation | None, chat: Chat) -> bool:
    """Whether an account is of the place where its person is to be called, not of another workspace."""
    return account.chat == chat and (near is None or account.installation == near.installation)
