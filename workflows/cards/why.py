"""Why a post is asked whom: its route in words, what is met, who is awaited."""

from collections.abc import Iterable

from workflows.cards import guidance, messages
from workflows.cards.card import Bullets, Card, Element, Heading, Paragraph
from workflows.cards.views import Seen, standing_row, status_line
from workflows.domain.proposal import InReview, review_of
from workflows.lifecycle.cover import place_of
from workflows.lifecycle.evaluate import Standing
from workflows.policy.explain import Staffing, explain


def why_card(seen: Seen) -> Card:
    """For each desk on the route: who may approve, what for, why it was asked; then how it stands."""
    review = review_of(seen.proposal)
    body: list[Element] = [*_head(seen)]
    for standing in seen.evaluation.standings if review else ():
        body.append(Paragraph(text=asked(seen, standing)))
        body.append(Bullets(items=(standing_row(seen, standing),)))
    return Card(summary="Who is asked, and why", elements=tuple(body))


def why_draft(seen: Seen, route: Iterable[str]) -> Card:
    """For a draft: whom the policy of today would ask, in `route`'s sentences."""
    sentences = tuple(("→", sentence) for sentence in route)
    would = Paragraph(text="If you sent it now, these would be asked:" if sentences else guidance.nobody_asked())
    body = (*_head(seen), would, *((Bullets(items=sentences),) if sentences else ()))
    return Card(summary="Who would be asked, and why", elements=body)


def _head(seen: Seen) -> tuple[Element, ...]:
    proposal = seen.proposal
    author = messages.name(seen.names, proposal.author)
    which = f"No. {guidance.reference(proposal.id)}, revision {proposal.head.number}, by {author}"
    return Heading(text="Who is asked, and why"), Paragraph(text=f"{which}. {status_line(seen)}")


def asked(seen: Seen, standing: Standing) -> str:
    """Who may approve (or did), what for, and why, as the policy that rules says it."""
    review = review_of(seen.proposal)
    desk = standing.requirement.desk
    may = {place_of(one) for one in standing.counted} | standing.members
    if not isinstance(seen.proposal.stage, InReview) or standing.status in ("met", "blocked"):
        # Whoever is left then says nothing of whom it was asked of.
        may |= seen.members.get(desk, frozenset())
    names = tuple(messages.name(seen.names, person) for person in may)
    why = {desk: review.whys.get(desk, "")} if review else {desk: ""}
    (sentence,) = explain(seen.policy, (standing.requirement,), why, {desk: Staffing(names=names)})
    return sentence
