"""The card of whoever watches a post: to read, with nothing to decide, and without what is for reviewers only."""

from workflows.cards import messages, watching
from workflows.cards.actions import Action
from workflows.cards.card import Button, Buttons, Card, Element, Heading, Paragraph
from workflows.cards.confidential import marked
from workflows.cards.seen import Seen
from workflows.cards.views import overview
from workflows.domain.ids import PersonId
from workflows.domain.proposal import InReview
from workflows.lifecycle import watchers


def watch_card(seen: Seen, person: PersonId) -> Card:
    """How the post stands, why this person sees it, and a way out; a line alone once they watch no longer, or may not."""
    watcher = watchers.watching(seen.proposal).get(person)
    if watcher is None or person not in seen.readers:
        says = watching.ended(confidential=watcher is not None)
        return Card(summary="A post that you watched", elements=(Paragraph(text=says),))
    why = Paragraph(text=watching.told(watcher, lambda one: messages.name(seen.names, one)))
    card = Card(
        summary="A post that you watch",
        elements=(Heading(text="A post that you watch"), *overview(seen, asides=False), why, *_way_out(seen)),
    )
    return marked(seen, card)


def _way_out(seen: Seen) -> tuple[Element, ...]:
    proposal = seen.proposal
    if not isinstance(proposal.stage, InReview):
        return ()
    action = Action(name="unwatch", proposal=proposal.id, revision=proposal.head.number, retimes=proposal.retimes)
    return (Buttons(buttons=(Button(label="Stop watching", action=action),)),)
