"""The morning digest: one card for a comms lead, from which every post in it can be opened."""

from collections import Counter
from datetime import date, datetime
from itertools import count
from typing import Final

from workflows.cards import messages, standstill
from workflows.cards.actions import Action
from workflows.cards.card import Bullets, Button, Buttons, Card, Element, Heading, Paragraph
from workflows.cards.confidential import ELSEWHERE, stub_line
from workflows.cards.seen import Seen
from workflows.cards.views import status_line
from workflows.domain.proposal import InReview
from workflows.domain.standstill import Standstill
from workflows.domain.value import value

MOST: Final = 8
"""How many posts a section lists before it only counts the rest: a digest is read in a minute."""


@value
class Line:
    """One post, and since when (UTC) it stands as it does."""

    seen: Seen
    since: datetime | None


@value
class Digest:
    """What a lead reads of one day, most urgent first: waiting and late, on hold, approved and stopped until its time passed,
    approved and late, waiting and wanted today, going out next, waiting without a wanted time, decided since the last. A post
    is in one of them only; of those that are confidential and not theirs to read it is only said that there are some. `stopped`
    is what stops everything, `overridden` how many were approved by an override since the last.
    """

    day: date
    zone: str
    overdue: tuple[Line, ...]
    on_hold: tuple[Line, ...]
    missed: tuple[Line, ...]
    passed: tuple[Line, ...]
    today: tuple[Line, ...]
    next: tuple[Line, ...]
    undated: tuple[Line, ...]
    decided: tuple[Line, ...]
    stopped: Standstill | None = None
    confidential: tuple[Seen, ...] = ()
    overridden: int = 0


def digest_card(digest: Digest) -> Card:
    """The digest as a card; an empty day is one line. It names posts by author and time and quotes no draft words."""
    day = f"{digest.day:%A} {digest.day.day} {digest.day:%B}"
    summary = f"Copydesk, {day}"
    sections = (
        ("Overdue", digest.overdue),
        ("On hold", digest.on_hold),
        ("Missed its time while it was stopped, and needs a new one", digest.missed),
        ("Approved, and its time has passed", digest.passed),
        ("Due today", digest.today),
        ("Going out next", digest.next),
        ("Waiting, no time given", digest.undated),
        ("Decided since the last digest", digest.decided),
    )
    stopped = standstill.banner(digest.stopped, lambda at: messages.moment(at, digest.zone))
    if not any(lines for _, lines in sections) and not digest.confidential:
        nothing = f"{day}: nothing is overdue, due, decided or going out. Have a good day."
        return Card(summary=summary, elements=(*stopped, Paragraph(text=nothing)))
    body: list[Element] = [Heading(text=summary), *stopped]
    number = count(1)
    for title, lines in sections:
        if lines:
            body.append(Paragraph(text=f"{title} ({len(lines)})", weight="strong"))
            for post in lines[:MOST]:
                body += _entry(next(number), post, digest.zone)
            if len(lines) > MOST:
                body.append(Paragraph(text=f"and {len(lines) - MOST} more.", weight="small"))
    if digest.confidential:
        body.append(Paragraph(text=f"Confidential ({len(digest.confidential)})", weight="strong"))
        stands = Counter(map(stub_line, digest.confidential))
        body.append(
            Bullets(items=tuple(("🔒", f"{says} ({many})" if many > 1 else says) for says, many in stands.items()))
        )
        body.append(Paragraph(text=ELSEWHERE, weight="small"))
    if digest.overridden:
        many = "One post was" if digest.overridden == 1 else f"{digest.overridden} posts were"
        says = f"⚠ {many} approved by an override since the last digest. “copydesk overrides” lists each, with who and why."
        body.append(Paragraph(text=says, weight="strong"))
    return Card(summary=summary, elements=tuple(body))


def _entry(number: int, line: Line, zone: str) -> tuple[Element, ...]:
    seen, proposal = line.seen, line.seen.proposal
    author = messages.name(seen.names, proposal.author)
    channels = messages.channels(proposal.head.content.channels)
    when = f"wanted {messages.moment(proposal.wanted.at, zone)}" if proposal.wanted else "no time given"
    waits = isinstance(proposal.stage, InReview) and not seen.evaluation.approved
    since = f", waiting since {messages.moment(line.since, zone)}" if waits and line.since else ""
    which = f"{author}, for {channels}, revision {proposal.head.number}"
    says = f"{number}. {which}, {when}{since}. {status_line(seen, zone)}"
    open_it = Button(label="Open", action=Action(name="show", proposal=proposal.id, revision=proposal.head.number))
    return Paragraph(text=says), Buttons(buttons=(open_it,))
