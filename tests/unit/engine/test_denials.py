"""Which denials are recorded, and when it is too many."""

from datetime import UTC, datetime, timedelta

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from workflows.cards.actions import Action
from workflows.domain.ids import PersonId, ProposalId
from workflows.domain.people import AccountId
from workflows.domain.refusals import NotFound, NothingChanged, OwnWords, Refusal, Unknown
from workflows.engine.denials import MOST_IN_SPAN, Denial, Denials
from workflows.engine.requests import Origin, Pressed, Request, Say, Typed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = PersonId("ada")


class Book:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.kept: list[Denial] = []
        loaded = load_text(example(), "policy")
        assert isinstance(loaded, Loaded)
        self.denials = Denials(self, lambda: loaded.policy)

    async def deny(self, denial: Denial) -> None:
        """Keep it."""
        self.kept.append(denial)

    async def hear(self, refusal: Refusal | None, after: float = 0, user: str = "U1", on: str = "p1") -> None:
        """Somebody pressed *Approve* so many seconds later, and got this answer."""
        await self.said(pressed(user, on), refusal, after)

    async def said(self, request: Request, refusal: Refusal | None, after: float = 0) -> None:
        """A request, so many seconds later, got this answer."""
        answer = Say(text="No.", refused=refusal)
        await self.denials.listen(request, ADA, answer, NOW + timedelta(seconds=after))


def origin(user: str = "U1") -> Origin:
    """Somebody in Slack."""
    return Origin(account=AccountId(chat="slack", installation="T1", user=user), key="k")


def pressed(user: str, on: str) -> Pressed:
    """Somebody pressed a button."""
    return Pressed(origin=origin(user), action=Action(name="approve", proposal=ProposalId(on)))


async def test_only_denials_are_recorded() -> None:
    """An answer without a refusal, a refusal that is no denial, and words that ask for nothing are not recorded."""
    book = Book()
    await book.hear(None)
    await book.hear(NothingChanged())
    await book.hear(Unknown(why="no_directory"))
    await book.said(Typed(origin=origin(), text="help", to="command"), Unknown(why="guest"))
    assert book.kept == []
    await book.said(Typed(origin=origin(), text=" Bind legal", to="mention"), Unknown(why="guest"))
    assert [(one.attempt, one.cause) for one in book.kept] == [("bind", "guest")]


async def test_the_same_again_is_recorded_after_a_minute() -> None:
    """The same attempt within a minute is counted, and the next one recorded tells how many there were."""
    book = Book()
    for after in (0, 1, 59.9, 60):
        await book.hear(OwnWords(), after)
    await book.hear(OwnWords(), 61, user="U2")
    assert [one.unheard for one in book.kept] == [0, 2, 0]


async def test_another_proposal_is_another_attempt_unless_made_up() -> None:
    """Two posts of one's own are two attempts; two ids of nothing are one."""
    book = Book()
    await book.hear(OwnWords(), on="p1")
    await book.hear(OwnWords(), on="p2")
    await book.hear(NotFound(), on="x1")
    await book.hear(NotFound(), on="x2")
    assert [one.proposal for one in book.kept] == ["p1", "p2", "x1"]


async def test_no_account_fills_the_ledger() -> None:
    """However many things an account tries, only so many of its denials are recorded in an hour."""
    book = Book()
    for number in range(MOST_IN_SPAN + 20):
        await book.hear(OwnWords(), number, on=f"p{number}")
    assert len(book.kept) == MOST_IN_SPAN
    await book.hear(OwnWords(), 3600, on="p")
    assert len(book.kept) == MOST_IN_SPAN + 1
    assert book.kept[-1].unheard == 20
