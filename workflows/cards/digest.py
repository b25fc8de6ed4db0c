"""The morning digest: one card for a comms lead, from which every post in it can be opened."""

from datetime import date
from typing import Final

from workflows.cards import messages
from workflows.cards.actions import Action
from workflows.cards.card import Button, Buttons, Card, Element, Heading, Paragraph
from workflows.cards.views import Seen, status_line
from workflows.domain.value import value

MOST: Final = 8
"""How many posts a section lists before it only counts the rest: a digest is read in a minute."""


@value
class Digest:
    """What a lead reads of one day: waiting and late, waiting and wanted today, decided since the last, going out next."""

    day: date
    zone: str
    overdue: tuple[Seen, ...]
    today: tuple[Seen, ...]
    decided: tuple[Seen, ...]
    next: tuple[Seen, ...]


def digest_card(digest: Digest) -> Card:
    """The digest as a card; an empty day is one line. It names posts by author and time and quotes no draft words."""
    day = f"{digest.day:%A} {digest.day.day} {digest.day:%B}"
    summary = f"Copydesk, {day}"
    sections = (
        ("Overdue", digest.overdue),
        ("Due today", digest.today),
        ("Decided since the last digest", digest.decided),
        ("Going out next", digest.next),
    )
    if not any(lines for _, lines in sections):
        nothing = f"{day}: nothing is overdue, due, decided or going out. Have a good day."
        return Card(summary=summary, elements=(Paragraph(text=nothing),))
    body: list[Element] = [Heading(text=summary)]
    for title, lines in sections:
        if lines:
            body.append(Paragraph(text=f"{title} ({len(lines)})", weight="strong"))
            for post in lines[:MOST]:
                body += _entry(post, digest.zone)
            if len(lines) > MOST:
                body.append(Paragraph(text=f"and {len(lines) - MOST} more.", weight="small"))
    return Card(summary=summary, elements=tuple(body))


def _entry(seen: Seen, zone: str) -> tuple[Element, ...]:
    proposal = seen.proposal
    author = messages.name(seen.names, proposal.author)
    channels = messages.channels(proposal.head.content.channels)
    when = messages.moment(proposal.wanted.at, zone) if proposal.wanted else "no time given"
    says = f"{author}, for {channels}, wanted {when}. {status_line(seen)}"
    open_it = Button(label="Open", action=Action(name="show", proposal=proposal.id, revision=proposal.head.number))
    return Paragraph(text=says), Buttons(buttons=(open_it,))
