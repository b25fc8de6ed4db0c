"""What happened. Past tense; an accepted command appends these to the ledger.

A field marked `PRIVATE` holds words or what could identify someone. The ledger's codec keeps it beside the chain, where it
can be destroyed; every other field is chained and must stay free of words, names, addresses and platform ids.

Long because all that can happen stands in one list.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Final, Literal

from workflows.domain.content import Content, Wanted
from workflows.domain.ids import DeskId, PartHash, PartName, PersonId, PolicyHash, ProposalId, RevisionHash
from workflows.domain.proposal import Approves, Decision, Own, ReasonCode, Requirement, Slots
from workflows.domain.value import value

PRIVATE: Final = {"private": True}


@value
class Proposed:
    """A proposal came to be, still without words."""

    kind: Literal["proposed"] = "proposed"
    proposal: ProposalId
    by: PersonId
    at: datetime
    co_authors: tuple[PersonId, ...]
    wanted: Wanted | None
    salt: str = field(metadata=PRIVATE)
    note: str = field(metadata=PRIVATE)
    source: str = field(default="", metadata=PRIVATE)


@value
class RevisionAdded:
    """New words became the head."""

    kind: Literal["revision_added"] = "revision_added"
    number: int
    by: PersonId
    at: datetime
    hash: RevisionHash
    parts: Mapping[PartName, PartHash]
    content: Content = field(metadata=PRIVATE)


@value
class Retimed:
    """The wanted time changed; it is no part of a revision."""

    kind: Literal["retimed"] = "retimed"
    by: PersonId
    at: datetime
    wanted: Wanted | None


@value
class NoteChanged:
    """The note for reviewers changed; it is never published and reopens nothing."""

    kind: Literal["note_changed"] = "note_changed"
    by: PersonId
    at: datetime
    note: str = field(metadata=PRIVATE)


@value
class Restricted:
    """Only the people named may read it from now on; `by` None where a rule of the policy wants so. `why` quotes its words."""

    kind: Literal["restricted"] = "restricted"
    by: PersonId | None
    at: datetime
    why: str = field(default="", metadata=PRIVATE)


@value
class RestrictionLifted:
    """Somebody named opened it to everybody asked, as it was at this revision."""

    kind: Literal["restriction_lifted"] = "restriction_lifted"
    by: PersonId
    at: datetime
    revision: int


@value
class Submitted:
    """The author sent it to review."""

    kind: Literal["submitted"] = "submitted"
    by: PersonId
    at: datetime
    revision: int


@value
class Routed:
    """The policy said who must review the head. `whys` may quote the words that caused it, so it is private. `asked` are the people
    who are called at each desk, whether they are still needed or not; None in records from before anybody was chosen.
    `watchers` see it by a rule; why, is private likewise.

    `judged` is when the policy was asked: the same route recorded anew keeps it. `by` is who moved the proposal to this version of
    the policy, if anybody did; `afresh` are then the desks whose approvals were given for something else, and count no more.
    """

    kind: Literal["routed"] = "routed"
    at: datetime
    revision: int
    policy: PolicyHash
    requirements: tuple[Requirement, ...]
    slots: Slots
    whys: Mapping[DeskId, str] = field(metadata=PRIVATE)
    asked: Mapping[DeskId, tuple[PersonId, ...]] | None = None
    judged: datetime | None = None
    by: PersonId | None = None
    afresh: tuple[DeskId, ...] = ()
    watchers: tuple[PersonId, ...] = ()
    watchers_whys: Mapping[PersonId, str] = field(default_factory=dict[PersonId, str], metadata=PRIVATE)


@value
class ReviewGiven:
    """A reviewer decided. A later one by the same person for the same desk replaces it. `suggestion` is the number of theirs that
    was taken, where they had approved on that condition.
    """

    kind: Literal["review_given"] = "review_given"
    by: PersonId
    behalf: PersonId | None
    at: datetime
    desk: DeskId
    revision: int
    revision_hash: RevisionHash
    retimes: int
    decision: Decision
    reason: ReasonCode | None
    authority: Literal["member", "lead"]
    words: str = field(default="", metadata=PRIVATE)
    suggestion: int | None = None


@value
class HandedOn:
    """Somebody at a desk handed its question on to another member."""

    kind: Literal["handed_on"] = "handed_on"
    by: PersonId
    behalf: PersonId | None
    at: datetime
    desk: DeskId
    to: PersonId
    own: Own
    words: str = field(default="", metadata=PRIVATE)


@value
class BlockLifted:
    """A desk's lead ended the blocks on the head."""

    kind: Literal["block_lifted"] = "block_lifted"
    by: PersonId
    at: datetime
    desk: DeskId
    revision: int


@value
class ApprovalReached:
    """Every requirement holds for the head."""

    kind: Literal["approval_reached"] = "approval_reached"
    at: datetime
    revision: int
    revision_hash: RevisionHash


@value
class ApprovalLost:
    """It was approved and no longer is: the words, the time, the route or a reviewer's mind changed."""

    kind: Literal["approval_lost"] = "approval_lost"
    at: datetime
    revision: int


@value
class WasRejected:
    """A reviewer's no ended it."""

    kind: Literal["rejected"] = "rejected"
    by: PersonId
    at: datetime
    desk: DeskId
    reason: ReasonCode
    words: str = field(metadata=PRIVATE)


@value
class WasWithdrawn:
    """An author took it back."""

    kind: Literal["withdrawn"] = "withdrawn"
    by: PersonId
    at: datetime


@value
class Held:
    """Somebody whom the policy names stopped it without a verdict."""

    kind: Literal["held"] = "held"
    by: PersonId
    at: datetime
    reason: str = field(metadata=PRIVATE)


@value
class Released:
    """The hold ended."""

    kind: Literal["released"] = "released"
    by: PersonId
    at: datetime


@value
class TimeMissed:
    """Its wanted time passed while it, or everything, was stopped: it needs a new one."""

    kind: Literal["time_missed"] = "time_missed"
    at: datetime
    wanted: datetime


@value
class OverrideGiven:
    """One of those whom the policy names said that it may go out as it is, whatever its reviews; it takes two."""

    kind: Literal["override_given"] = "override_given"
    by: PersonId
    at: datetime
    revision: int
    revision_hash: RevisionHash
    retimes: int
    reason: str = field(metadata=PRIVATE)


@value
class Suggested:
    """Somebody who may decide suggested other wording. `part` commits to it as a revision's text would."""

    kind: Literal["suggested"] = "suggested"
    number: int
    by: PersonId
    at: datetime
    desk: DeskId
    revision: int
    retimes: int
    part: PartHash
    approves: Approves
    text: str = field(metadata=PRIVATE)
    why: str = field(default="", metadata=PRIVATE)


@value
class SuggestionAccepted:
    """An author took the suggested wording: it is the text of this revision."""

    kind: Literal["suggestion_accepted"] = "suggestion_accepted"
    by: PersonId
    at: datetime
    suggestion: int
    revision: int


@value
class SuggestionDeclined:
    """An author left the text as it was, and said why."""

    kind: Literal["suggestion_declined"] = "suggestion_declined"
    by: PersonId
    at: datetime
    suggestion: int
    words: str = field(metadata=PRIVATE)


@value
class Watched:
    """Somebody sees it from now on, without being asked."""

    kind: Literal["watched"] = "watched"
    by: PersonId
    at: datetime
    person: PersonId


@value
class Unwatched:
    """Somebody watches it no longer, whether they did by a rule or by hand."""

    kind: Literal["unwatched"] = "unwatched"
    by: PersonId
    at: datetime
    person: PersonId


Event = (
    Proposed
    | RevisionAdded
    | Retimed
    | NoteChanged
    | Restricted
    | RestrictionLifted
    | Submitted
    | Routed
    | ReviewGiven
    | BlockLifted
    | HandedOn
    | ApprovalReached
    | ApprovalLost
    | WasRejected
    | WasWithdrawn
    | Held
    | Released
    | TimeMissed
    | OverrideGiven
    | Suggested
    | SuggestionAccepted
    | SuggestionDeclined
    | Watched
    | Unwatched
)
