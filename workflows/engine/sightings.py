"""Who was shown which revision of a confidential proposal, and when: written down before it is shown, or right after a chat
took the card.

A look that was never written down would be one too few on an insider list, which is worse than one too many; so where an
answer holds confidential words, it waits for one insert, the first time that this person is shown that revision.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, Literal, Protocol

from workflows.cards.card import Card, Secret
from workflows.domain.ids import Chat, PersonId, ProposalId
from workflows.domain.people import AccountId
from workflows.domain.value import value
from workflows.engine.chat import CardPost, Direct, HomeTab
from workflows.engine.requests import Answer, FormErrors, OpenForm, Pressed, Request, ShowCard, Typed, Viewed

Where = Literal["card", "view", "answer", "form", "home"]
"""A direct message, one's own view of a shared card, an answer to what was asked or pressed, a form, one's Home."""
MOST_KNOWN: Final = 10_000


@value
class Sighting:
    """That somebody was shown a revision of a confidential proposal. `account` is theirs, where that is known."""

    proposal: ProposalId
    revision: int
    person: PersonId
    where: Where
    chat: Chat
    account: AccountId | None
    at: datetime


class SightingBook(Protocol):
    """Where sightings are recorded."""

    async def note_sightings(self, sightings: Sequence[Sighting]) -> None:
        """Append to the ledger those that are the first of their person and revision."""
        ...


class Sightings:
    """Notes sightings. Each process remembers which are on record, so that a card that redraws itself costs nothing."""

    def __init__(self, book: SightingBook) -> None:
        """Nothing is known to be on record yet."""
        self._book = book
        self._known: set[tuple[ProposalId, int, PersonId]] = set()

    async def answered(self, request: Request, person: PersonId | None, answer: Answer, now: datetime) -> None:
        """Note whose confidential words an answer shows to the one who asked."""
        secrets = _secrets(request, answer)
        if person is None or not secrets:
            return
        account = request.origin.account
        where: Where = "view" if isinstance(request, Viewed) else "answer" if isinstance(answer, ShowCard) else "form"
        await self._note(secrets, person, where, account.chat, account, now)

    async def delivered(self, post: CardPost, card: Card, now: datetime) -> None:
        """Note whose confidential words a card shows that a chat has taken, or may have taken, for one person."""
        if not card.secrets:
            return
        match post.place:
            case Direct(person=person, chat=chat, account=account):
                own = account.id if account else None
                await self._note(card.secrets, person, "card", chat, own, now)
            case HomeTab(account=account) if post.subject.kind == "home":
                await self._note(card.secrets, post.subject.person, "home", account.chat, account, now)
            case _:
                raise ValueError("confidential words were drawn for a place where several read")

    async def _note(
        self,
        secrets: Collection[Secret],
        person: PersonId,
        where: Where,
        chat: Chat,
        account: AccountId | None,
        now: datetime,
    ) -> None:
        fresh = [one for one in secrets if (one.proposal, one.revision, person) not in self._known]
        if not fresh:
            return
        await self._book.note_sightings(
            [
                Sighting(
                    proposal=one.proposal,
                    revision=one.revision,
                    person=person,
                    where=where,
                    chat=chat,
                    account=account,
                    at=now,
                )
                for one in fresh
            ]
        )
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known.update((one.proposal, one.revision, person) for one in fresh)


def _secrets(request: Request, answer: Answer) -> tuple[Secret, ...]:
    match answer:
        case ShowCard() if isinstance(request, Pressed) and not request.redraws:
            # The chat shows no card of this answer; the courier brings the one that was clicked up to date.
            return ()
        case OpenForm() | FormErrors() if isinstance(request, Typed) and request.to != "command":
            # A message opens no form: its answer is a button.
            return ()
        case ShowCard(card=shown) | OpenForm(form=shown) | FormErrors(form=shown):
            return shown.secrets
        case _:
            return ()
