"""Every expected no. A refusal changes nothing; `workflows.cards.messages` says each with the next step.

Long because every refusal stands in one list, each with what its sentence needs.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from workflows.domain.ids import DeskId, PersonId
from workflows.domain.value import value


@value
class NotFound:
    """No such proposal, revision or desk that this person may see. Foreign ids look the same as unknown ones."""


@value
class NotYours:
    """Only its authors (and comms leads, for edits) may do this."""

    author: PersonId


@value
class StaleRevision:
    """The card or form was drawn for older words or an older wanted time."""

    seen: int
    head: int


@value
class OwnWords:
    """Nobody approves what they wrote themselves."""


@value
class NotAwaited:
    """The desk does not wait for this person; it waits for `awaited`."""

    desk: DeskId
    awaited: tuple[PersonId, ...]


@value
class NotYetItsTurn:
    """The desk waits until the desks of the stages before it, `first`, have approved."""

    desk: DeskId
    first: tuple[DeskId, ...]


@value
class AlreadyDecided:
    """Someone else was first: the desk needs nobody any more."""

    desk: DeskId
    by: tuple[PersonId, ...]
    at: datetime


@value
class AlreadyCounts:
    """A person fills one slot on a proposal, and this one, or the one on whose `behalf` they act, already does elsewhere."""

    desk: DeskId
    behalf: PersonId | None = None


@value
class NoCover:
    """Who was `named` can't cover: nobody covers for themselves, a guest for nobody; or they are away all that time themselves,
    `until` then (UTC); or it is nobody we know, or not clear who.
    """

    why: Literal["yourself", "guest", "left", "away", "unknown", "several"]
    named: str = ""
    until: datetime | None = None


@value
class NothingToCover:
    """No desk asks this person, so there is nothing that somebody could decide for them."""


@value
class NotAway:
    """This person is not away, and would not be."""


@value
class CanNotTake:
    """This person may not decide for that desk on this post, so it can't be handed to them."""

    desk: DeskId
    to: PersonId


@value
class NobodyElse:
    """Too few others of a desk may decide on this post: it would wait for nobody."""

    desk: DeskId


@value
class NotNeeded:
    """The route no longer asks this desk."""

    desk: DeskId


@value
class NotInReview:
    """It is a draft, or it ended."""

    stage: Literal["draft", "in_review", "rejected", "withdrawn"]


@value
class ReasonMissing:
    """A no needs a coded reason and words."""


@value
class NothingToLift:
    """No block stands for this desk."""

    desk: DeskId


@value
class NotLead:
    """Only the named lead may do this."""

    leads: tuple[PersonId, ...]


@value
class FieldProblems:
    """The words cannot go on as they are: for each field a sentence, or one on each line. `discreet` says the same without a
    word of the post, for where a notification may show it.
    """

    problems: Mapping[str, str]
    discreet: tuple[str, ...]


@value
class NothingRequired:
    """The policy would ask nobody, so nothing may go out: fails closed."""


@value
class NotApproved:
    """There are no approved words to publish."""


@value
class AlreadyProposed:
    """This form made a post before, with other words."""


@value
class NothingChanged:
    """The edit is the same as what is there."""


Why = Literal["guest", "outsider", "bot", "deactivated", "unverified", "unlisted", "no_directory", "not_here", "denied"]


@value
class NotHolder:
    """Only those whom the policy names may stop this and let it go on; `holders` are they, as far as they are known."""

    holders: tuple[PersonId, ...]


@value
class IsOnHold:
    """It is on hold already, or what was asked for must wait until it is released."""

    by: PersonId
    at: datetime
    reason: str


@value
class NotOnHold:
    """There is no hold to end."""


@value
class HoldReasonMissing:
    """A hold needs words: whoever waits for the post reads them."""


@value
class Unknown:
    """The account belongs to nobody we know, or may not take part. `why` picks the sentence."""

    why: Why


@value
class NotConfirmed:
    """The account is this person's by its address, and they have not said yet that it is them who use it."""

    name: str
    email: str


@value
class ParkedByNewerVersion:
    """Written by a newer version of Copydesk; this one may only read it."""


@value
class TimePassed:
    """Its wanted time passed while it was stopped: it needs a new one before anything of it goes out."""


@value
class NotStopper:
    """Only those whom the policy names may stop everything; `stoppers` are they, as far as they are known."""

    stoppers: tuple[PersonId, ...]


@value
class IsStopped:
    """Everything is stopped already, or what was asked for must wait until it is resumed."""

    by: PersonId
    at: datetime
    reason: str


@value
class NotStopped:
    """There is no standstill to end."""


@value
class NotOverrider:
    """Only those whom the policy names may override reviews; `overriders` are they, as far as they are known."""

    overriders: tuple[PersonId, ...]


@value
class AlreadyOverrides:
    """This person has said so already: somebody else of the `others` has to."""

    others: tuple[PersonId, ...]


@value
class NothingToOverride:
    """It is approved as it stands."""


@value
class CanNotWatch:
    """This person can't watch this post: it is their own, they left, they are a guest, or it is confidential and not theirs
    to read (`unread`: they ask for themselves).
    """

    person: PersonId
    why: Literal["author", "left", "guest", "confidential", "unread"]


@value
class NobodyCalled:
    """Nobody who is known is meant by these words, or more than one."""

    words: str
    several: bool


@value
class OverrideReasonMissing:
    """An override needs words: they stand on the card, and are looked at afterwards."""


@value
class ChangedSince:
    """It is not as it was when somebody considered what a policy would change, or another policy is in force by now."""


@value
class OwnWording:
    """The text is as this person suggested it, and the policy has somebody else approve that for this desk."""

    desk: DeskId


@value
class SuggestionOver:
    """The suggestion was answered, or whoever gave it has suggested something else since: `by` is who did that."""

    how: Literal["accepted", "declined", "replaced"]
    by: PersonId
    at: datetime


@value
class SuggestionStale:
    """Wording that `by` suggested for the text of an older revision: another text stands there now."""

    by: PersonId
    revision: int


@value
class DeclineReasonMissing:
    """Whoever suggested wording is told why it was declined."""


HoldRefusal = NotHolder | IsOnHold | NotOnHold | HoldReasonMissing | TimePassed
"""Every no about holds; `workflows.cards.holding` says them."""

StopRefusal = NotStopper | IsStopped | NotStopped
"""Every no about stopping everything; `workflows.cards.standstill` says them."""

OverrideRefusal = NotOverrider | AlreadyOverrides | NothingToOverride | OverrideReasonMissing
"""Every no about overrides; `workflows.cards.overriding` says them."""

SuggestionRefusal = OwnWording | SuggestionOver | SuggestionStale | DeclineReasonMissing
"""Every no about suggested wording; `workflows.cards.suggesting` says them."""

WatchRefusal = CanNotWatch | NobodyCalled
"""Every no about watching; `workflows.cards.watching` says them."""

Refusal = (
    NotFound
    | NotYours
    | StaleRevision
    | OwnWords
    | NotAwaited
    | NotYetItsTurn
    | AlreadyDecided
    | AlreadyCounts
    | NoCover
    | NothingToCover
    | NotAway
    | CanNotTake
    | NobodyElse
    | NotNeeded
    | NotInReview
    | ReasonMissing
    | NothingToLift
    | NotLead
    | FieldProblems
    | NothingRequired
    | NotApproved
    | AlreadyProposed
    | NothingChanged
    | HoldRefusal
    | StopRefusal
    | OverrideRefusal
    | ChangedSince
    | SuggestionRefusal
    | WatchRefusal
    | Unknown
    | NotConfirmed
    | ParkedByNewerVersion
)
