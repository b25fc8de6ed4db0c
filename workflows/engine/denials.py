"""Denials: people whom we know to be who they are and who tried what they may not do are recorded, and not by flooding.

Which refusals count as one is `cause_of`. What is merely late, stale, incomplete or decided already is nobody's trespass, and
what fails before it is known who sent it never comes here. Long because every refusal is named, so that none is forgotten.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal, Protocol, assert_never

from workflows.cards.actions import ActionName
from workflows.domain.ids import DeskId, PersonId, PolicyHash, ProposalId
from workflows.domain.people import AccountId
from workflows.domain.policy import Policy
from workflows.domain.refusals import (
    AlreadyCounts,
    AlreadyDecided,
    AlreadyOverrides,
    AlreadyProposed,
    CanNotTake,
    CanNotWatch,
    ChangedSince,
    DeclineReasonMissing,
    FieldProblems,
    HoldReasonMissing,
    IsOnHold,
    IsStopped,
    NobodyCalled,
    NobodyElse,
    NoCover,
    NotApproved,
    NotAwaited,
    NotAway,
    NotConfirmed,
    NotFound,
    NothingChanged,
    NothingRequired,
    NothingToCover,
    NothingToLift,
    NothingToOverride,
    NotHolder,
    NotInReview,
    NotLead,
    NotNeeded,
    NotOnHold,
    NotOverrider,
    NotStopped,
    NotStopper,
    NotYetItsTurn,
    NotYours,
    OverrideReasonMissing,
    OwnWording,
    OwnWords,
    ParkedByNewerVersion,
    ReasonMissing,
    Refusal,
    StaleRevision,
    SuggestionOver,
    SuggestionStale,
    TimePassed,
    Unknown,
)
from workflows.domain.value import value
from workflows.engine.requests import (
    Answer,
    Asked,
    Changed,
    CloseForm,
    FormErrors,
    HomeOpened,
    Met,
    Nothing,
    OpenForm,
    Pressed,
    Request,
    Say,
    Sent,
    ShowCard,
    Typed,
    Viewed,
)

Attempt = ActionName | Literal["bind", "stop", "resume", "watch"]
Cause = Literal[
    "not_found",
    "not_yours",
    "own_words",
    "not_awaited",
    "already_counts",
    "not_lead",
    "not_holder",
    "not_overrider",
    "no_cover",
    "guest",
    "outsider",
    "bot",
    "deactivated",
    "unverified",
    "unlisted",
    "denied",
]

SAME: Final = timedelta(minutes=1)
"""The same attempt of the same account, refused for the same cause, is recorded once in this time."""
SPAN: Final = timedelta(hours=1)
MOST_IN_SPAN: Final = 60
"""How many denials of one account are recorded in that span, whatever it tries."""
MOST_ACCOUNTS: Final = 1_000
"""How many accounts are counted at a time; the one that was quiet the longest is forgotten first."""


@value
class Denial:
    """Someone tried what they may not do. `person` is None for an account that is nobody's.

    `proposal` is what the client named and may be made up: the store keeps it only if there is one. `unheard` counts the
    account's denials since the last recorded one that were too many to record.
    """

    account: AccountId
    person: PersonId | None
    attempt: Attempt
    cause: Cause
    proposal: ProposalId | None
    desk: DeskId | None
    policy: PolicyHash
    at: datetime
    unheard: int = 0


class DenialBook(Protocol):
    """Where denials are recorded."""

    async def deny(self, denial: Denial) -> None:
        """Append it to the ledger, in a transaction and a stream of its own."""
        ...


def cause_of(refusal: Refusal) -> Cause | None:
    """Why a refusal is a denial: the person may not do this, now or later; None where it is something else."""
    match refusal:
        case NotFound():
            return "not_found"
        case NotYours():
            return "not_yours"
        case OwnWords() | OwnWording():
            return "own_words"
        case NotAwaited():
            return "not_awaited"
        case AlreadyCounts():
            return "already_counts"
        case NotLead():
            return "not_lead"
        case NotOverrider():
            return "not_overrider"
        case NotHolder() | NotStopper():
            return "not_holder"
        case NoCover(why=why):
            # A name that is nobody's, or not clear, is a slip.
            return "no_cover" if why in ("yourself", "guest") else None
        case Unknown(why=why):
            # Where the chat did not say who it is, nobody was denied anything.
            return None if why == "no_directory" or why == "not_here" else why  # noqa: PLR1714  # narrows the type
        case (
            StaleRevision()
            | NotYetItsTurn()
            | AlreadyDecided()
            | NotNeeded()
            | NothingToCover()
            | NotAway()
            | CanNotTake()
            | CanNotWatch()
            | NobodyCalled()
            | NobodyElse()
            | NotInReview()
            | ReasonMissing()
            | NothingToLift()
            | FieldProblems()
            | NothingRequired()
            | NotApproved()
            | AlreadyProposed()
            | NothingChanged()
            | IsOnHold()
            | NotOnHold()
            | HoldReasonMissing()
            | TimePassed()
            | AlreadyOverrides()
            | NothingToOverride()
            | OverrideReasonMissing()
            | SuggestionOver()
            | SuggestionStale()
            | DeclineReasonMissing()
            | IsStopped()
            | NotStopped()
            | ParkedByNewerVersion()
            | NotConfirmed()
            | ChangedSince()
        ):
            return None
        case _:
            assert_never(refusal)


class Denials:
    """Listens to answers and records the denials among them. Each process counts for itself what is too much."""

    def __init__(self, book: DenialBook, current: Callable[[], Policy]) -> None:
        """`current` gives the policy in force."""
        self._book = book
        self._current = current
        self._heard: OrderedDict[AccountId, _Heard] = OrderedDict()

    async def listen(self, request: Request, person: PersonId | None, answer: Answer, now: datetime) -> None:
        """Record the answer if it is a denial."""
        attempt, refusal = _attempt(request), _refusal(answer)
        cause = cause_of(refusal) if refusal is not None else None
        if attempt is None or cause is None:
            return
        name, proposal, desk = attempt
        account, policy = request.origin.account, self._current()
        # A made-up id must not make each attempt another one.
        unheard = self._admit(account, (name, cause, None if person is None or cause == "not_found" else proposal), now)
        if unheard is None:
            return
        denial = Denial(
            account=account,
            person=person,
            attempt=name,
            cause=cause,
            proposal=proposal,
            desk=desk if desk in policy.desks else None,
            policy=policy.hash,
            at=now,
            unheard=unheard,
        )
        await self._book.deny(denial)

    def _admit(self, account: AccountId, what: "_What", now: datetime) -> int | None:
        """How many were unheard before this one, or None if this is one too many."""
        heard = self._heard.setdefault(account, _Heard())
        self._heard.move_to_end(account)
        if len(self._heard) > MOST_ACCOUNTS:
            self._heard.popitem(last=False)
        return heard.admit(what, now)


_TYPED: Final[tuple[Attempt, ...]] = (
    "propose",
    "bind",
    "hold",
    "release",
    "override",
    "away",
    "stop",
    "resume",
    "watch",
    "unwatch",
)
"""What asks for something where it is typed."""
_What = tuple[Attempt, Cause, ProposalId | None]


class _Heard:
    """What was recorded of one account lately."""

    def __init__(self) -> None:
        self._recorded: deque[tuple[datetime, _What]] = deque()
        self._unheard = 0

    def admit(self, what: _What, now: datetime) -> int | None:
        while self._recorded and now - self._recorded[0][0] >= SPAN:
            self._recorded.popleft()
        if len(self._recorded) >= MOST_IN_SPAN or any(now - at < SAME and what == one for at, one in self._recorded):
            self._unheard += 1
            return None
        self._recorded.append((now, what))
        before, self._unheard = self._unheard, 0
        return before


def _attempt(request: Request) -> tuple[Attempt, ProposalId | None, DeskId | None] | None:
    """What was tried: a look that a card takes by itself, or a word to the bot that asks for nothing, is no attempt."""
    match request:
        case Pressed(action=action) | Sent(action=action):
            return action.name, action.proposal, action.desk
        case Asked():
            return "propose", None, None
        case Typed():
            verb = request.verb
            return next(((one, None, None) for one in _TYPED if one == verb), None)
        case Viewed() | Met() | Changed() | HomeOpened():
            return None
        case _:
            assert_never(request)


def _refusal(answer: Answer) -> Refusal | None:
    match answer:
        case Say(refused=refused) | FormErrors(refused=refused) | CloseForm(refused=refused):
            return refused
        case ShowCard() | OpenForm() | Nothing():
            return None
        case _:
            assert_never(answer)
