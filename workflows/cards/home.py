"""What awaits one person: what needs them, what waits on others, what is going out. Their Home, and the same in a message."""

from dataclasses import replace
from datetime import datetime
from typing import Final

import regex

from workflows.cards import guidance, messages, standstill
from workflows.cards.actions import Action
from workflows.cards.away import Absence, stands
from workflows.cards.card import Button, Buttons, Card, Element, Heading, Paragraph, Secret
from workflows.cards.seen import Seen
from workflows.cards.views import status_line
from workflows.domain.ids import PersonId
from workflows.domain.proposal import Draft, Proposal
from workflows.domain.standstill import Standstill
from workflows.domain.value import value

COUNTED: Final = 100
"""How far a section is counted; beyond it is only said that there are more."""
LISTED: Final = 10
"""How many posts a section of a Home lists: three sections of them, with their buttons, fit in a view of 100 blocks."""
TOLD: Final = 5
"""How many it lists in a message, which holds less."""
_EXCERPT: Final = 80


@value
class Listed:
    """The first posts of a section, soonest wanted first, and how many there are in all (counted as far as `COUNTED`)."""

    posts: tuple[Seen, ...]
    total: int


@value
class Agenda:
    """What stands on one person's list. `person` may see all of it; times in `zone` (IANA). `stopped` is what stops everything,
    `away` whether they are.
    """

    person: PersonId
    zone: str
    needs_you: Listed
    waiting: Listed
    going_out: Listed
    stopped: Standstill | None = None
    away: Absence | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing at all awaits them."""
        return not (self.needs_you.total or self.waiting.total or self.going_out.total)


def home_card(agenda: Agenda, first: tuple[Element, ...] = ()) -> Card:
    """A person's Home: what is to be settled `first`, a button to start, then what awaits them. It quotes their posts'
    beginnings, as only they see it.
    """
    start = Button(label="Propose a post", action=Action(name="propose"), style="primary")
    body = (
        *_banner(agenda),
        *first,
        Paragraph(text=messages.start_here()),
        Buttons(buttons=(start,)),
        *_sections(agenda, LISTED),
    )
    return Card(summary="Copydesk", elements=(Heading(text="Copydesk"), *body), secrets=_secrets(agenda, LISTED))


def status_card(agenda: Agenda) -> Card:
    """The same as an answer to who asks for it."""
    return Card(
        summary="What awaits you", elements=(*_banner(agenda), *_sections(agenda, TOLD)), secrets=_secrets(agenda, TOLD)
    )


def _banner(agenda: Agenda) -> tuple[Element, ...]:
    stopped = standstill.banner(agenda.stopped, lambda at: messages.moment(at, agenda.zone))
    return (*stopped, *(stands(agenda.away) if agenda.away else ()))


def strangers_home(says: str) -> Card:
    """The Home of somebody who can't take part: why, and whom to ask."""
    return Card(summary="Copydesk", elements=(Heading(text="Copydesk"), Paragraph(text=says)))


def excerpt(text: str) -> str:
    """The beginning of a text on one line, whole characters as people see them, to know a post by."""
    shown: list[str] = regex.findall(r"\X", " ".join(text.split()))
    return "".join(shown) if len(shown) <= _EXCERPT else "".join(shown[: _EXCERPT - 1]) + "…"


def _secrets(agenda: Agenda, most: int) -> tuple[Secret, ...]:
    """Whose confidential words the entries begin with."""
    listed = (agenda.needs_you, agenda.waiting, agenda.going_out)
    return tuple(secret for one in listed for seen in one.posts[:most] for secret in seen.secrets)


def _sections(agenda: Agenda, most: int) -> tuple[Element, ...]:
    if agenda.empty:
        return (Paragraph(text=guidance.nothing_awaits()),)
    body: list[Element] = []
    sections = (
        ("Needs you", agenda.needs_you),
        ("Waiting on others", agenda.waiting),
        ("Going out", agenda.going_out),
    )
    for title, listed in sections:
        if listed.total:
            body.append(Paragraph(text=f"{title} ({_count(listed.total)})", weight="strong"))
            for seen in listed.posts[:most]:
                body += _entry(seen, agenda)
            more = listed.total - min(most, len(listed.posts))
            if more:
                body.append(Paragraph(text=guidance.and_more(more, exact=listed.total < COUNTED), weight="small"))
        elif listed is agenda.needs_you:
            body.append(Paragraph(text="Nothing needs you just now."))
    return tuple(body)


def _count(total: int) -> str:
    return str(total) if total < COUNTED else f"{COUNTED} or more"


def _entry(seen: Seen, agenda: Agenda) -> tuple[Element, ...]:
    proposal = seen.proposal
    words = excerpt(proposal.head.content.text)
    whose = (
        "Your post"
        if agenda.person in _authors(proposal)
        else f"A post by {messages.name(seen.names, proposal.author)}"
    )
    channels = messages.channels(proposal.head.content.channels)
    which = f"{whose} for {channels}" if channels else whose
    when = _when(proposal.wanted.at if proposal.wanted else None, agenda.zone)
    stands = status_line(seen, agenda.zone, to_author=agenda.person in _authors(proposal))
    if _left_behind(seen, agenda.person):
        stands = guidance.left_behind()
    about = f"{which}, {when}. {stands} (No. {guidance.reference(proposal.id)})"
    return Paragraph(text=f"“{words}”\n{about}" if words else about), Buttons(buttons=_buttons(seen, agenda.person))


def _left_behind(seen: Seen, person: PersonId) -> bool:
    """Whether it is a draft that falls to this person because its authors have left."""
    return isinstance(seen.proposal.stage, Draft) and person not in _authors(seen.proposal)


def _authors(proposal: Proposal) -> frozenset[PersonId]:
    return proposal.co_authors | {proposal.author}


def _when(at: datetime | None, zone: str) -> str:
    return f"wanted {messages.moment(at, zone)}" if at else "no time given"


def _buttons(seen: Seen, person: PersonId) -> tuple[Button, ...]:
    """What they can do about it now: decide, write on, or read it."""
    proposal = seen.proposal
    action = Action(name="show", proposal=proposal.id, revision=proposal.head.number, retimes=proposal.retimes)
    if _left_behind(seen, person):
        take_over = Button(label="Take over", action=replace(action, name="edit"), style="primary")
        return take_over, Button(label="Discard", action=replace(action, name="withdraw"), style="danger")
    return (_button(seen, person, action),)


def _button(seen: Seen, person: PersonId, action: Action) -> Button:
    proposal = seen.proposal
    if person in _authors(proposal):
        if isinstance(proposal.stage, Draft):
            return Button(label="Go on writing", action=replace(action, name="edit"), style="primary")
        if any(standing.blocking for standing in seen.evaluation.standings):
            return Button(label="Edit", action=replace(action, name="edit"), style="primary")
        return Button(label="Open", action=action)
    asked = next((one.requirement.desk for one in seen.evaluation.standings if person in one.awaited), None)
    if asked is None:
        if person in seen.comms_leads and any(standing.blocking for standing in seen.evaluation.standings):
            return Button(label="Edit", action=replace(action, name="edit"), style="primary")
        return Button(label="Open", action=action)
    return Button(label="Decide", action=replace(action, name="open", desk=asked), style="primary")
