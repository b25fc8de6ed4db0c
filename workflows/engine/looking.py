"""A proposal as one person may see it, from where they ask."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from workflows.cards import confidential, messages
from workflows.cards.card import Card
from workflows.cards.confidential import desk_card, own_card
from workflows.cards.seen import Seen
from workflows.cards.views import refresh_of
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Proposal
from workflows.domain.refusals import NotFound, Refusal
from workflows.domain.value import value
from workflows.engine.chat import CardPost, Conversation, Direct, InConversation, ProposalSubject
from workflows.engine.policies import Policies
from workflows.engine.seeing import facts_of, seen
from workflows.engine.store import Loaded
from workflows.lifecycle.readers import hidden, keepers, sees


@value
class Look:
    """A proposal that somebody asks about.

    `sees` says how much of it is shown to them: their `own` view; what everybody in the `place` sees who asks from where
    its card is posted; the `stub` that stands there of a confidential one; or `nothing` of its words, though they may be told
    why they can't act on it. `keeps` it who may do what is its authors' to do.
    """

    person: PersonId
    seen: Seen
    loaded: Loaded
    sees: Literal["own", "place", "stub", "nothing"]
    keeps: bool

    @property
    def proposal(self) -> Proposal:
        """The proposal itself."""
        return self.seen.proposal

    def card(self, desk: DeskId | None) -> Card | None:
        """The card for this person: a desk's, or the author's own; None where there is none for them."""
        if desk is None:
            return own_card(self.seen) if self.keeps else None
        match self.sees:
            case "own":
                # It goes on redrawing itself, wherever the base card would.
                return replace(desk_card(self.seen, desk, self.person), refresh=refresh_of(self.seen, desk))
            case "place" | "stub":
                return desk_card(self.seen, desk, "onlookers")
            case "nothing":
                return None

    def says(self, refusal: Refusal) -> str:
        """What a refusal says to this person."""
        if self.sees == "stub" and isinstance(refusal, NotFound):
            return confidential.not_named()
        return messages.refusal(refusal, self.seen.names, self.seen.policy)


def look_at(
    loaded: Loaded, person: PersonId, here: Conversation | None, policies: Policies, now: datetime
) -> Look | NotFound:
    """Look at what was loaded, from the conversation `here`. What is hidden from them looks like what does not exist, except
    where they have a confidential post's stub before them.
    """
    proposal = loaded.proposal
    facts = facts_of(proposal, loaded, policies, now)
    if proposal is None:
        return NotFound()
    stands_here = here is not None and _is_posted(loaded, here)
    how: Literal["own", "place", "stub", "nothing"] = "place" if stands_here else "nothing"
    if sees(proposal, person, facts):
        how = "own"
    elif hidden(proposal, person, facts):
        if not stands_here:
            return NotFound()
        how = "stub"
    view = seen(proposal, loaded, policies, now)
    return Look(person=person, seen=view, loaded=loaded, sees=how, keeps=person in keepers(proposal, facts))


def waiting_for_a_message(
    here: Conversation | None, person: PersonId, desk: DeskId | None, loaded: Loaded
) -> tuple[CardPost, ...]:
    """The card posts of this desk (None: the author's) in a conversation, `person`'s own if it is a direct one, whose
    message is not known, or may not be the only one.
    """
    cards = (post for post in loaded.posts if isinstance(post.subject, ProposalSubject) and post.subject.desk == desk)
    return tuple(
        post for post in cards if (post.ref is None or post.twice) and here is not None and _is_at(post, here, person)
    )


def _is_posted(loaded: Loaded, here: Conversation) -> bool:
    return any(isinstance(post.place, InConversation) and _is_in(post, here) for post in loaded.posts)


def _is_in(post: CardPost, here: Conversation) -> bool:
    place = post.place.conversation if isinstance(post.place, InConversation) else None
    return place is not None and (place.chat, place.installation, place.id) == (here.chat, here.installation, here.id)


def _is_at(post: CardPost, here: Conversation, person: PersonId) -> bool:
    if isinstance(post.place, Direct):
        return here.kind == "direct" and (post.place.chat, post.place.person) == (here.chat, person)
    return _is_in(post, here)
