"""Scheduled jobs: functions of what is on record and of the time. A tick may run any number of them any number of times."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from workflows.cards.card import Card
from workflows.cards.digest import Digest, Line, digest_card
from workflows.domain.ids import CardPostId, PersonId
from workflows.domain.people import Person
from workflows.domain.policy import DigestOrder, Policy, Weekday
from workflows.domain.proposal import review_of
from workflows.engine.chat import CardPost, DigestSubject, Direct
from workflows.engine.policies import Policies
from workflows.engine.seeing import seen
from workflows.engine.store import Digests, Loaded
from workflows.policy.rota import instant

WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD: Final = timedelta(days=7)
"""How far ahead "going out next" looks."""

SEALED_TOGETHER: Final = 100
"""Rows of the ledger that are sealed in one transaction: few, so that a click that comes meanwhile hardly waits."""
SEALED_AT_A_TICK: Final = 2_000


class Sealing(Protocol):
    """What the sealer needs."""

    async def seal(self, limit: int) -> int:
        """Give numbers to so many rows of the ledger at most, in a transaction of its own; how many it were."""
        ...


async def seal_ledger(sealing: Sealing) -> int:
    """Give its number to what was committed since; how many rows it were. Clicks go in between."""
    sealed = 0
    while sealed < SEALED_AT_A_TICK:
        together = await sealing.seal(SEALED_TOGETHER)
        sealed += together
        if together < SEALED_TOGETHER:
            break
    return sealed


def due_at(order: DigestOrder, day: date) -> datetime:
    """When that day's digest is due, in UTC."""
    return instant(day, order.hour, order.zone)


def latest_due(order: DigestOrder, now: datetime) -> tuple[date, datetime] | None:
    """The day whose digest is due now: today's, once its hour has come. A day that was missed altogether stays missed."""
    day = now.astimezone(ZoneInfo(order.zone)).date()
    due = due_at(order, day)
    if WEEKDAYS[day.weekday()] not in order.weekdays or now < due:
        return None
    return day, due


def newest_day(order: DigestOrder, now: datetime) -> date | None:
    """The last day whose digest has been due, within a week."""
    today = now.astimezone(ZoneInfo(order.zone)).date()
    days = (today - timedelta(days=back) for back in range(8))
    return next((day for day in days if WEEKDAYS[day.weekday()] in order.weekdays and due_at(order, day) <= now), None)


async def send_digests(digests: Digests, policy: Policy, new_id: Callable[[], str], now: datetime) -> int:
    """Claim every digest that is due and wish for its card; how many were claimed. Claimed once, whoever ticks."""
    claimed = 0
    for order in policy.digests:
        due = latest_due(order, now)
        person = await digests.person_of(order.to) if due else None
        if due is None or person is None:
            continue
        post = CardPost(
            id=CardPostId(new_id()),
            subject=DigestSubject(person=person.id, day=due[0]),
            place=Direct(chat=order.chat, person=person.id),
        )
        claimed += await digests.open_digest(post, due[1], now)
    return claimed


async def due_digest(digests: Digests, policies: Policies, person: PersonId, day: date, now: datetime) -> Card | None:
    """A lead's digest of one day, to be sent now. None where the policy no longer orders one for this person, or a newer
    one is due: nobody reads yesterday's news.
    """
    order = await order_of(digests, policies.current, person)
    if order is None or day != newest_day(order, now):
        return None
    return await draw_digest(digests, policies, order, day, now)


async def draw_digest(digests: Digests, policies: Policies, order: DigestOrder, day: date, now: datetime) -> Card:
    """The digest of one day, as things stand `now`; "decided" reaches back to the digest before (or one day)."""
    person = await digests.person_of(order.to)
    before = await digests.last_digest(person.id, day) if person else None
    due = due_at(order, day)
    since = before or due - timedelta(days=1)
    open_now = await digests.queue(("in_review", "approved"))
    ended = await digests.queue(("approved", "rejected", "withdrawn"), since)
    # A draft that was only ever its author's is nobody's news.
    decided = [one for one in ended if one.proposal and review_of(one.proposal)]
    zone = ZoneInfo(order.zone)
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    may_read = partial(_may_read, person)
    everything = _lines(open_now, policies, now)
    readable = tuple(filter(may_read, everything))
    on_hold = tuple(line for line in readable if line.seen.proposal.hold)
    stands = [line for line in readable if not line.seen.proposal.hold]
    pending = [line for line in stands if not line.seen.evaluation.approved]
    approved = [line for line in stands if line.seen.evaluation.approved]
    missed = tuple(line for line in approved if line.seen.proposal.time == "missed")
    ready = [line for line in approved if line.seen.proposal.time == "stands"]
    overdue = _wanted(pending, lambda at: at <= now)
    # The newest first: the older ones were in the digests before.
    passed = _wanted(ready, lambda at: at <= now)[::-1]
    following = _wanted(ready, lambda at: now < at <= now + AHEAD)
    told = {line.seen.proposal.id for line in (*pending, *passed, *following, *on_hold, *missed)}
    digest = Digest(
        day=day,
        zone=order.zone,
        overdue=overdue,
        on_hold=on_hold,
        missed=missed,
        passed=passed,
        today=_wanted(pending, lambda at: now < at <= midnight),
        next=following,
        undated=tuple(line for line in pending if line.seen.proposal.wanted is None),
        decided=tuple(
            line for line in filter(may_read, _lines(decided, policies, now)) if line.seen.proposal.id not in told
        ),
        confidential=tuple(line.seen for line in everything if not may_read(line)),
        stopped=await digests.stopped(),
        overridden=sum(line.seen.evaluation.overridden for line in _lines(decided, policies, now)),
    )
    return digest_card(digest)


async def order_of(digests: Digests, policy: Policy, person: PersonId) -> DigestOrder | None:
    """The digest that the policy orders for a person, if any."""
    for order in policy.digests:
        lead = await digests.person_of(order.to)
        if lead is not None and lead.id == person:
            return order
    return None


def _lines(found: Sequence[Loaded], policies: Policies, now: datetime) -> tuple[Line, ...]:
    return tuple(
        Line(seen=seen(one.proposal, one, policies, now), since=one.since) for one in found if one.proposal is not None
    )


def _may_read(person: Person | None, line: Line) -> bool:
    return line.seen.shown_to(person.id if person else "onlookers")


def _wanted(lines: Sequence[Line], when: Callable[[datetime], bool]) -> tuple[Line, ...]:
    return tuple(line for line in lines if (wanted := line.seen.proposal.wanted) and when(wanted.at))
