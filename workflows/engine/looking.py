"""A proposal as one person may see it."""

from datetime import datetime

from workflows.cards.card import Card
from workflows.cards.views import Seen, author_card, review_card
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Proposal
from workflows.domain.refusals import NotFound
from workflows.domain.value import value
from workflows.engine.policies import Policies
from workflows.engine.seeing import may_see, seen
from workflows.engine.store import Loaded


@value
class Look:
    """What one person sees of a proposal."""

    person: PersonId
    seen: Seen
    loaded: Loaded

    @property
    def proposal(self) -> Proposal:
        """The proposal itself."""
        return self.seen.proposal

    def card(self, desk: DeskId | None) -> Card:
        """The card for this person: a desk's, or the author's own."""
        if desk is not None:
            return review_card(self.seen, desk, self.person)
        return author_card(self.seen)


def look_at(loaded: Loaded, person: PersonId, policies: Policies, now: datetime) -> Look | NotFound:
    """Look at what was loaded; what one may not see looks like what does not exist."""
    proposal = loaded.proposal
    if proposal is None or not may_see(proposal, person, loaded, policies, now):
        return NotFound()
    return Look(person=person, seen=seen(proposal, loaded, policies.ruling(proposal), now), loaded=loaded)
