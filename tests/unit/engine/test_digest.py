"""What a comms lead's digest has in which section, and how its entries are told apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tests.unit.lifecycle.spec import Events, happened, state
from tests.unit.lifecycle.test_override import WHOLE
from tests.unit.lifecycle.world import CLEO, FACTS, MARKETING, MIA, PLAIN, POST, approve, email, propose, reject
from workflows.cards.text import as_text
from workflows.domain.commands import Hold
from workflows.domain.content import Wanted
from workflows.domain.ids import Email, PersonId, ProposalId
from workflows.domain.people import Person
from workflows.domain.policy import DigestOrder
from workflows.engine.chat import CardPost
from workflows.engine.jobs import draw_digest
from workflows.engine.policies import Policies
from workflows.engine.store import Loaded, QueueStatus

DAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
TOKYO = DigestOrder(to=email(CLEO), hour=time(8), zone="Asia/Tokyo", weekdays=frozenset({"wed"}), chat="slack")
"""Cleo's, who is in Tokyo today, while the company's zone is Zurich's."""


class Queue:
    """What is on record."""

    def __init__(self, open_now: Sequence[Loaded], ended: Sequence[Loaded] = ()) -> None:
        """`ended` changed since the last digest."""
        self.open_now, self.ended = open_now, ended

    async def open_digest(self, post: CardPost, due: datetime, now: datetime) -> bool:
        """Nothing is claimed here."""
        raise NotImplementedError

    async def last_digest(self, person: PersonId, before: date) -> datetime | None:  # noqa: ARG002  # the shape of the port
        """There was none."""
        return None

    async def queue(self, statuses: Sequence[QueueStatus], since: datetime | None = None) -> Sequence[Loaded]:  # noqa: ARG002  # the same
        """Those that are open, or those that changed."""
        return self.ended if since else self.open_now

    async def stopped(self) -> None:
        """Nothing stops everything."""

    async def person_of(self, email: Email) -> Person | None:
        """Everyone is known."""
        return next((person for person in FACTS.people.values() if person.email == email), None)


def post(name: str, history: Events, wanted: timedelta | None) -> Loaded:
    """A post that has stood as it does for a day, wanted so long after the digest."""
    when = Wanted(at=NOW + wanted, zone="Europe/Zurich") if wanted is not None else None
    return Loaded(
        proposal=replace(state(history), id=ProposalId(name), wanted=when),
        people=FACTS.people,
        accounts={},
        posts=(),
        bound={},
        resolved={},
        since=NOW - timedelta(days=1),
    )


async def lines(queue: Queue) -> list[str]:
    """The digest as lines, without its buttons."""
    card = await draw_digest(queue, Policies(FACTS.policy, ()), TOKYO, DAY, NOW)
    return [line for line in as_text(card).split("\n") if line != "[Open]"]


WAITING = happened(propose(PLAIN))
APPROVED = happened(propose(PLAIN), approve(MIA, MARKETING))


HOLD = Hold(proposal=POST, by=CLEO, reason="Not yet")


async def test_every_post_stands_once_where_it_is_most_urgent() -> None:
    """Numbered through, with what each waits for since when; an approval whose time passed is not lost."""
    passed = post("passed", APPROVED, -timedelta(hours=2))
    soon = post("soon", APPROVED, timedelta(days=2))
    rejected = post("rejected", happened(propose(PLAIN), reject(MIA, MARKETING)), None)
    undated = post("undated", WAITING, None)
    read = await lines(
        Queue([post("late", WAITING, -timedelta(hours=1)), passed, soon, undated], [passed, soon, rejected])
    )
    titles = [line for line in read if line.endswith(")") and "(1" in line]
    assert titles == [
        "Overdue (1)",
        "Approved, and its time has passed (1)",
        "Going out next (1)",
        "Waiting, no time given (1)",
        "Decided since the last digest (1)",
    ]
    assert [line[:3] for line in read if line[1:2] == "."] == ["1. ", "2. ", "3. ", "4. ", "5. "]
    assert (
        "4. Ada, for LinkedIn, revision 1, no time given, waiting since Tue 3 Mar 2026, 17:00 (Asia/Tokyo). "
        "In review. Waiting for Dee (Marketing)."
    ) in read
    assert PLAIN.text not in "\n".join(read)


async def test_what_is_on_hold_is_not_listed_as_going_out() -> None:
    """It has a section of its own, whether it is approved or not, and says who holds it and why."""
    held = [
        post(f"held-{number}", happened(HOLD, after=history), timedelta(hours=2))
        for number, history in enumerate((APPROVED, WAITING))
    ]
    read = await lines(Queue(held))
    assert [line for line in read if line.endswith(")") and "(2" in line] == ["On hold (2)"]
    assert (
        "1. Ada, for LinkedIn, revision 1, wanted Wed 4 Mar 2026, 19:00 (Asia/Tokyo). On hold by Cleo: Not yet. Approved by Mia."
    ) in read


async def test_overrides_are_counted_below_all_posts() -> None:
    """Those since the last digest, wherever their posts are listed, with the command that lists each; else nothing."""
    one = post("one", WHOLE, timedelta(days=2))
    other = post("other", WHOLE, None)
    where = "approved by an override since the last digest. “copydesk overrides” lists each, with who and why."

    assert (await lines(Queue([one], [one])))[-1] == f"⚠ One post was {where}"
    assert (await lines(Queue([one, other], [one, other])))[-1] == f"⚠ 2 posts were {where}"
    assert "override" not in "\n".join(await lines(Queue([], [post("plain", APPROVED, None)])))


async def test_times_are_in_the_leads_zone() -> None:
    """Also the time at which somebody rejected: Cleo is in Tokyo."""
    read = await lines(Queue([], [post("rejected", happened(propose(PLAIN), reject(MIA, MARKETING)), None)]))
    assert read[-1] == (
        "1. Ada, for LinkedIn, revision 1, no time given. "
        "Rejected by Mia (Marketing) at Mon 2 Mar 2026, 18:00 (Asia/Tokyo): tone."
    )


async def test_a_day_without_news_is_one_line() -> None:
    """Nothing waits, nothing was decided."""
    assert await lines(Queue([])) == [
        "Wednesday 4 March: nothing is overdue, due, decided or going out. Have a good day."
    ]
