"""What may be asked of a proposal. Imperative; every one says who asks."""

from workflows.domain.content import Content, Wanted
from workflows.domain.ids import DeskId, PersonId, PolicyHash, ProposalId
from workflows.domain.proposal import Approves, Decision, Own, Readers, Reason
from workflows.domain.value import value


@value
class Propose:
    """Start a proposal, as a private draft or straight into review. `salt` is 32 random bytes in hex; `source` is the
    address of what it was made from, for reviewers.
    """

    proposal: ProposalId
    by: PersonId
    content: Content
    salt: str
    wanted: Wanted | None = None
    note: str = ""
    co_authors: frozenset[PersonId] = frozenset()
    source: str = ""
    submit: bool = True
    readers: Readers = "asked"


@value
class Submit:
    """Send a draft to its reviewers."""

    proposal: ProposalId
    by: PersonId
    revision: int


@value
class Edit:
    """Replace the words, the wanted time and the note. `base` is the revision that the editor was looking at.

    `submit` sends a draft on in the same step; it means nothing once the proposal is in review. `readers` can restrict a
    post, and never open one that is restricted.
    """

    proposal: ProposalId
    by: PersonId
    base: int
    content: Content
    wanted: Wanted | None = None
    note: str = ""
    submit: bool = False
    readers: Readers = "asked"


@value
class SubmitReview:
    """Decide for a desk on the revision and the wanted time that were on the card (`retimes` names the latter)."""

    proposal: ProposalId
    by: PersonId
    desk: DeskId
    revision: int
    retimes: int
    decision: Decision
    reason: Reason | None = None


@value
class LiftBlock:
    """A desk's lead ends the blocks that its members set on the current words."""

    proposal: ProposalId
    by: PersonId
    desk: DeskId
    revision: int


@value
class LiftRestriction:
    """Somebody named opens a restricted proposal to everybody asked, having read this revision."""

    proposal: ProposalId
    by: PersonId
    revision: int


@value
class Withdraw:
    """An author takes the proposal back."""

    proposal: ProposalId
    by: PersonId


@value
class Hold:
    """Stop it without a verdict, whatever its revision: nothing of it goes out until it is released."""

    proposal: ProposalId
    by: PersonId
    reason: str


@value
class Release:
    """End the hold."""

    proposal: ProposalId
    by: PersonId


@value
class HandOn:
    """Ask another member of a desk, `to`, instead of oneself or of whom it waits for; `words` say why, if anything."""

    proposal: ProposalId
    by: PersonId
    desk: DeskId
    to: PersonId
    own: Own
    words: str = ""


@value
class GiveOverride:
    """Say, as one of two, that these words may go out at this wanted time whatever their reviews."""

    proposal: ProposalId
    by: PersonId
    revision: int
    retimes: int
    reason: str


@value
class Adopt:
    """Move a running proposal, which had so many events (`sequence`) when that was considered, to the policy in force, which was
    this version of it.
    """

    proposal: ProposalId
    by: PersonId
    sequence: int
    policy: PolicyHash


@value
class Suggest:
    """Give other wording for the text that was on a desk's card, and perhaps approve on condition that it is taken as it stands."""

    proposal: ProposalId
    by: PersonId
    desk: DeskId
    revision: int
    retimes: int
    text: str
    why: str = ""
    approves: Approves = "no"


@value
class AcceptSuggestion:
    """An author makes suggested wording the text, having read the post at `revision`."""

    proposal: ProposalId
    by: PersonId
    suggestion: int
    revision: int


@value
class DeclineSuggestion:
    """An author leaves the text as it is; `words` tell whoever suggested the other why."""

    proposal: ProposalId
    by: PersonId
    suggestion: int
    words: str


@value
class Watch:
    """Let `person`, oneself or somebody whom its keeper names, see it without being asked."""

    proposal: ProposalId
    by: PersonId
    person: PersonId


@value
class Unwatch:
    """End that, whether it is so by a rule or by hand. Who has `had_its_card` knows of it, even if they may read it no more."""

    proposal: ProposalId
    by: PersonId
    person: PersonId
    had_its_card: bool = False


Command = (
    Propose
    | Submit
    | Edit
    | SubmitReview
    | LiftBlock
    | LiftRestriction
    | Withdraw
    | Hold
    | Release
    | HandOn
    | GiveOverride
    | Adopt
    | Suggest
    | AcceptSuggestion
    | DeclineSuggestion
    | Watch
    | Unwatch
)
