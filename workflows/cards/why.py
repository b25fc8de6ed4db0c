"""Why a post is asked whom: its route in words, what is met, who is awaited."""

from collections.abc import Iterable

from workflows.cards import guidance, messages, suggested, versions
from workflows.cards.card import Bullets, Card, Element, Facts, Heading, Paragraph
from workflows.cards.seen import Seen
from workflows.cards.tree import branches
from workflows.cards.views import override_row, status_line, watchers_of


def why_card(seen: Seen, asides: Iterable[str] = ()) -> Card:
    """For each desk on the route: who may approve, what for, why it was asked; how it stands; who does not count, and why. Then
    the `asides`: what is not known as well as it should be.
    """
    body: list[Element] = [*_head(seen), *route(seen), *(Paragraph(text=aside) for aside in asides)]
    mark = override_row(seen)
    body += [Bullets(items=(mark,))] if mark else []
    return Card(summary="Who is asked, and why", elements=tuple(body))


def route(seen: Seen) -> Iterable[Element]:
    """The tree of a post that was sent for review."""
    for branch in branches(seen):
        yield Paragraph(text=branch.asks)
        yield Bullets(items=((branch.mark, branch.says), *(("·", words) for words in branch.left_out)))
    yield from watchers_of(seen)


def why_draft(seen: Seen, route: Iterable[str]) -> Card:
    """For a draft: whom the policy of today would ask, in `route`'s sentences."""
    sentences = tuple(("→", sentence) for sentence in route)
    would = Paragraph(text="If you sent it now, these would be asked:" if sentences else guidance.nobody_asked())
    body = (*_head(seen), would, *((Bullets(items=sentences),) if sentences else ()))
    return Card(summary="Who would be asked, and why", elements=body)


def _head(seen: Seen) -> Iterable[Element]:
    proposal = seen.proposal
    author = messages.name(seen.names, proposal.author)
    wording = suggested.credit(proposal, seen.names)
    which = f"No. {guidance.reference(proposal.id)}, revision {proposal.head.number}, by {author}{wording}"
    yield Heading(text="Who is asked, and why")
    yield Paragraph(text=f"{which}. {status_line(seen)}")
    moved = versions.row(proposal, seen.dates, seen.names, seen.policy.zone)
    yield from (Facts(rows=moved),) if moved else ()
    older = versions.ruling(proposal, seen.in_force, seen.dates, seen.policy.zone)
    yield from (Paragraph(text=older),) if older else ()
