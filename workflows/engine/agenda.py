"""Agendas: what every proposal puts on whose list, as rows to be read without opening it, and the port that reads them.

A row names a desk, a person, or the comms leads. Who sits on a desk is joined when the list is read: people who come and go
change no row. A row follows from its proposal alone, so it is written with its events and can be made again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Protocol

from workflows.cards.seen import Seen
from workflows.domain.covers import Cover
from workflows.domain.ids import DeskId, PersonId, ProposalId
from workflows.domain.people import Account, AccountId, Person
from workflows.domain.proposal import Draft, InReview
from workflows.domain.standstill import Standstill
from workflows.domain.value import value
from workflows.engine.chat import CardPost, MessageRef
from workflows.engine.store import AgendaRow, Loaded, Section
from workflows.lifecycle.evaluate import spent
from workflows.lifecycle.readers import authors
from workflows.lifecycle.suggested import on_offer


@value
class ListPage:
    """The first proposals of a section, soonest wanted first, and how many there are, counted as far as was asked."""

    first: tuple[Loaded, ...]
    total: int


@value
class Lists:
    """Whose rows make somebody's list: their own, their desks', and the comms leads' if they are one. `covers` are the desks
    where they decide for somebody who is away, and for whom.
    """

    person: PersonId
    desks: Collection[DeskId]
    lead: bool
    covers: Mapping[DeskId, PersonId] = field(default_factory=dict[DeskId, PersonId])


class Agendas(Protocol):
    """What lists need. Every question is answered from an index, whatever there is on record."""

    async def on_lists(self, lists: Lists, section: Section, most: int, counted: int) -> ListPage:
        """A section of somebody's list: `most` proposals at most, counted as far as `counted`."""
        ...

    async def covered_by(self, by: PersonId, now: datetime) -> Sequence[Person]:
        """The people for whom somebody decides now, the one who is away for longest first."""
        ...

    async def cover_of(self, person: PersonId, now: datetime) -> tuple[Cover, Person] | None:
        """The cover of somebody that holds or is to come, and who it is."""
        ...

    async def open_home(self, post: CardPost) -> None:
        """Wish for a Home, or for it to be drawn again whatever it shows: it is being looked at."""
        ...

    async def stopped(self) -> Standstill | None:
        """What stops everything, if something does."""
        ...

    async def homes(self, after: CardPost | None, limit: int) -> Sequence[CardPost]:
        """The next Homes that were ever opened and wait for nothing, from the one after `after`."""
        ...

    async def newest_of(self, person: PersonId) -> ProposalId | None:
        """The newest proposal of an author."""
        ...

    async def named(self, name: str) -> ProposalId | None:
        """The one proposal whose id is, or begins with, these letters and digits."""
        ...

    async def shown_at(self, message: MessageRef) -> ProposalId | None:
        """The proposal that a message's card is about."""
        ...

    async def who(self, account: AccountId) -> tuple[Account | None, Person | None]:
        """The account if it was seen before, and whose it is if it is anybody's."""
        ...

    async def unlisted(self, after: str, limit: int) -> Sequence[Loaded]:
        """Open proposals that have no row at all, in the order of their ids, from the one after `after`."""
        ...

    async def list_again(self, proposal: ProposalId, sequence: int, rows: Sequence[AgendaRow]) -> None:
        """Write the rows of a proposal that still stands at `sequence`."""
        ...


def agenda_rows(seen: Seen) -> tuple[AgendaRow, ...]:
    """On whose lists a proposal stands now; on nobody's once it ended."""
    proposal, evaluation = seen.proposal, seen.evaluation
    wanted = proposal.wanted.at if proposal.wanted else None

    def own(section: Section) -> tuple[AgendaRow, ...]:
        return tuple(AgendaRow(section=section, person=author, wanted=wanted) for author in sorted(authors(proposal)))

    match proposal.stage:
        case Draft():
            return own("needs_you")
        case InReview() if evaluation.approved and proposal.time == "missed":
            return (*own("needs_you"), AgendaRow(section="needs_you", wanted=wanted))
        case InReview() if evaluation.approved and proposal.hold:
            # Approved, and yet not going out: it waits for whoever releases it.
            return (*own("waiting"), AgendaRow(section="waiting", wanted=wanted))
        case InReview() if evaluation.approved:
            if seen.named is None:
                return (*own("going_out"), AgendaRow(section="going_out", wanted=wanted))
            publish = sorted((seen.comms_leads & seen.named) - authors(proposal))
            return (*own("going_out"), *(AgendaRow(section="going_out", person=one, wanted=wanted) for one in publish))
        case InReview() as review:
            blocked = any(standing.blocking for standing in evaluation.standings)
            desks = tuple(
                AgendaRow(
                    section="needs_you",
                    desk=standing.requirement.desk,
                    without=spent(proposal, review, standing.requirement, standing.counted),
                    wanted=wanted,
                )
                for standing in evaluation.standings
                if standing.status in ("pending", "unfillable")
            )
            load = tuple(
                AgendaRow(section="needs_you", asked=person, wanted=wanted) for person in sorted(evaluation.asked)
            )
            theirs = blocked or on_offer(proposal)
            return (*own("needs_you" if theirs else "waiting"), *desks, *load)
        case _:
            return ()


def concerned(before: Seen | None, after: Seen) -> frozenset[PersonId]:
    """Whose list shows a proposal otherwise than before: its authors, whoever is or was awaited, and the comms leads where
    it is or was approved.
    """
    people = authors(after.proposal) | after.evaluation.awaited
    approved = after.evaluation.approved
    if before is not None:
        people |= before.evaluation.awaited
        approved = approved or before.evaluation.approved
    return people | after.comms_leads if approved else people
