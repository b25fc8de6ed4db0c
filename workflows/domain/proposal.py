"""The proposal: its revisions, what the policy asks, what reviewers said. State only; rules are in `lifecycle`."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal, assert_never

from workflows.domain.content import Content, Wanted
from workflows.domain.ids import DeskId, PartHash, PartName, PersonId, PolicyHash, ProposalId, RevisionHash
from workflows.domain.value import value

Decision = Literal["approve", "request_changes", "reject"]
ReasonCode = Literal["tone", "unsupported_claim", "missing_asset", "timing", "non_public_information", "other"]
Slots = Literal["one_per_proposal", "one_per_desk"]
OwnWording = Literal["counts", "bars"]
"""Whether somebody's approval counts for a desk where the text is as they suggested it."""
Approves = Literal["no", "as_it_stands"]
"""Whether whoever suggests wording approves on condition that it is taken as it stands."""
Readers = Literal["asked", "named"]
"""Who may read a post: everybody whom it asks, and the comms leads; or only the people named."""


@value
class Revision:
    """The words at one moment. Never changed: an edit adds the next."""

    number: int
    author: PersonId
    at: datetime
    content: Content
    parts: Mapping[PartName, PartHash]
    hash: RevisionHash


@value
class Requirement:
    """What the policy asks of one desk. `rules` finish "approved if …"; `quorum` people, at least one.

    `judges` are the parts that a review is about; `judges_time` adds the wanted time, which is no part. Desks of a later
    `stage` wait until those of every earlier one are met. `own_wording` says whether who suggested the text may approve it.
    """

    desk: DeskId
    rules: tuple[str, ...]
    quorum: int
    judges: tuple[PartName, ...]
    judges_time: bool = False
    stage: int = 1
    own_wording: OwnWording = "counts"


@value
class Reason:
    """Why a reviewer said no: a code for the ledger and words for the author."""

    code: ReasonCode
    words: str


@value
class Review:
    """One person's decision on one revision for one desk, with the authority they held when they gave it.

    `voided_by` is who adopted a policy that asks something else of the desk than what was approved; `suggestion` the number of
    the suggestion on whose condition it was given, if it was.
    """

    reviewer: PersonId
    behalf: PersonId | None = None
    desk: DeskId
    revision: int
    retimes: int
    decision: Decision
    reason: Reason | None
    authority: Literal["member", "lead"]
    at: datetime
    lifted_by: PersonId | None = None
    voided_by: PersonId | None = None
    suggestion: int | None = None


@value
class Verdict:
    """What an author made of a suggestion, and when; `words` say why it was declined."""

    by: PersonId
    at: datetime
    says: Literal["accepted", "declined"]
    words: str = ""


@value
class Suggestion:
    """Other wording for the text of one `revision`, from somebody who may decide for a desk. Never changed; a later one of theirs
    for that desk takes its place.

    `part` is what the text of a revision with these words hashes to, by which it is known wherever it is taken. Its condition ends
    with a review of theirs beyond the first `spoken`, which were given before it, and with another `policy` than ruled then.
    `verdict` None: nobody has answered.
    """

    number: int
    by: PersonId
    desk: DeskId
    revision: int
    retimes: int
    part: PartHash
    text: str
    why: str
    approves: Approves
    at: datetime
    spoken: int
    policy: PolicyHash
    verdict: Verdict | None = None


Own = Literal["not_mine", "handed_over"]
"""Whether who hands something on is not to be asked about it again, or only after somebody else."""


@value
class Handing:
    """Somebody at a desk handed its question on `to` another member. `words` say why, if anything."""

    desk: DeskId
    by: PersonId
    behalf: PersonId | None
    to: PersonId
    own: Own
    words: str
    at: datetime

    @property
    def place(self) -> PersonId:
        """Whose place it came from."""
        return self.behalf or self.by


@value
class Restriction:
    """That only the people named may read it. `by` is who chose so; None where a rule of the policy did, and `why` then says
    what it found, finishing "it …".
    """

    by: PersonId | None
    at: datetime
    why: str = ""


@value
class Draft:
    """Private to its authors."""


@value
class Adoption:
    """That somebody moved a running proposal to the version of the policy that was in force then."""

    by: PersonId
    at: datetime


@value
class InReview:
    """Being judged under one version of the policy. `whys` says for each desk why it was asked, `asked` whom of it; None in
    records from before anybody was chosen: then everybody was. `judged` is when the policy was asked last; None in older records.
    `adopted` is how it came under this version, where it was sent under another.
    `watchers` see it by a rule, each with why.
    """

    policy: PolicyHash
    requirements: tuple[Requirement, ...]
    whys: Mapping[DeskId, str]
    slots: Slots = "one_per_proposal"
    asked: Mapping[DeskId, tuple[PersonId, ...]] | None = None
    judged: datetime | None = None
    adopted: Adoption | None = None
    watchers: Mapping[PersonId, str] = field(default_factory=dict[PersonId, str])


@value
class Rejected:
    """Ended by a reviewer's no."""

    by: PersonId
    desk: DeskId
    reason: Reason
    at: datetime
    review: InReview


@value
class Withdrawn:
    """Ended by an author."""

    by: PersonId
    at: datetime
    review: InReview | None


Stage = Draft | InReview | Rejected | Withdrawn


@value
class OnHold:
    """Stopped without a verdict, by somebody whom the policy names: `reason` is for everyone who reads the card."""

    by: PersonId
    at: datetime
    reason: str


@value
class Override:
    """One of the two who say that a post may go out although reviews are missing or block it: of which words and wanted time,
    and why, for everyone to read.
    """

    by: PersonId
    at: datetime
    revision: int
    retimes: int
    reason: str


@value
class Watch:
    """That `by` had somebody watch a post, or (not `on`) watch it no longer. The last word about each person holds."""

    person: PersonId
    by: PersonId
    at: datetime
    on: bool


@value
class Proposal:
    """One thing on its way from idea to published. `sequence` counts its events; `retimes` counts changes of its time.

    `source` is the address that it was made from, such as a message's; reviewers see it, and it is never published. `hold`
    keeps it from going out and changes nothing of how its reviews stand; neither does a `time` that was missed meanwhile.
    `opened` is the newest revision that was opened to everybody asked after it had been restricted; 0 if none was.
    """

    id: ProposalId
    salt: str
    author: PersonId
    co_authors: frozenset[PersonId]
    created: datetime
    revisions: tuple[Revision, ...]
    wanted: Wanted | None
    retimes: int
    note: str
    stage: Stage
    reviews: tuple[Review, ...]
    sequence: int
    source: str = ""
    handed: tuple[Handing, ...] = ()
    hold: OnHold | None = None
    time: Literal["stands", "missed"] = "stands"
    restriction: Restriction | None = None
    opened: int = 0
    overrides: tuple[Override, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    watches: tuple[Watch, ...] = ()

    @property
    def head(self) -> Revision:
        """The words as they are now."""
        return self.revisions[-1]


def review_of(proposal: Proposal) -> InReview | None:
    """The route that rules, or ruled when the proposal ended; None for what was never submitted."""
    match proposal.stage:
        case InReview() as review:
            return review
        case Rejected(review=review) | Withdrawn(review=review):
            return review
        case Draft():
            return None
        case _:
            assert_never(proposal.stage)
