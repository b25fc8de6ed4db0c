"""What a card post should show now, and the digest that tells one drawing from another."""

import hashlib
from datetime import datetime

from workflows.cards.card import Card
from workflows.cards.seen import Seen
from workflows.domain.people import Account
from workflows.domain.value import value
from workflows.engine.chat import CardPost
from workflows.engine.policies import Policies
from workflows.engine.reconcile import render, viewers
from workflows.engine.seeing import seen
from workflows.engine.store import Loaded


@value
class Drawing:
    """A card as it should stand, and who has a view of their own on it."""

    card: Card
    viewers: tuple[Account, ...] = ()

    @property
    def digest(self) -> str:
        """What tells it from another: the meaning of the card and whose views there are."""
        seen_by = sorted(account.alias for account in self.viewers)
        return hashlib.sha256(repr((self.card, seen_by)).encode()).hexdigest()


def drawing(post: CardPost, loaded: Loaded, policies: Policies, now: datetime) -> Drawing | None:
    """What a card post about a proposal should show; None where there is nothing to show. A digest has its own way."""
    if loaded.proposal is None:
        return None
    return drawn_from(seen(loaded.proposal, loaded, policies, now), post, loaded)


def drawn_from(view: Seen, post: CardPost, loaded: Loaded) -> Drawing | None:
    """The same, for who has the proposal's view already and draws several of its cards."""
    card = render(post, view, loaded)
    return Drawing(card=card, viewers=viewers(post, view, loaded)) if card else None
