"""Whose an account is, as people say: its address only suggests it, and somebody's word makes it sure.

The first account of a person is confirmed through itself. Any other is confirmed through one that was: whoever got hold of
an address in one chat must not become its owner by saying so there.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Literal, Protocol, assert_never

from workflows.cards import accounts as cards
from workflows.cards import identity
from workflows.cards.accounts import AccountClaimed, AccountDenied
from workflows.cards.actions import Action
from workflows.cards.card import Card
from workflows.domain.ids import Chat, Email, PersonId
from workflows.domain.people import Account, AccountId, claim_of
from workflows.domain.refusals import NotConfirmed, NotFound, ParkedByNewerVersion
from workflows.domain.value import value
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import CardPost
from workflows.engine.execute import with_person
from workflows.engine.looking import Look, look_at
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, Pressed, Say, ShowCard
from workflows.engine.store import Store

Settlement = Literal["recorded", "asks_elsewhere", "stale"]
"""What an answer comes to: it stands; another account of theirs has to say so; or it is not theirs to say, or no longer."""


@value
class Answered:
    """That `person` says of an account that it is theirs, or is not, `through` that account or another one of theirs."""

    account: AccountId
    person: PersonId
    says: Literal["confirmed", "denied"]
    through: AccountId


@value
class Override:
    """What an admin says of an account, who that is, and why. `email` is the address of whom it is to be linked to."""

    account: AccountId
    says: Literal["confirmed", "denied", "linked", "unlinked"]
    by: str
    reason: str
    email: Email | None = None


Overridden = Account | Literal["never_seen", "nobodys", "no_such_person"]
"""The account as it is then, or why nothing was changed."""


class Links(Protocol):
    """Where it is kept whose an account is."""

    async def settle_account(self, answer: Answered, alerts: Sequence[CardPost], at: datetime) -> Settlement:
        """Record an answer on the ledger's stream for people, and wish for the alerts, in one transaction."""
        ...


def ask(refusal: NotConfirmed, about: Action, known: Account | None) -> Say:
    """The question whether it is them, where somebody has just done what waits for the answer."""
    buttons = cards.answers(about, known.id, known.person) if known and known.person else ()
    return Say(text=identity.question(refusal.name, refusal.email), buttons=buttons, refused=refusal)


class Linking:
    """Asks people which accounts are theirs, and hears what they say. `wake` tells the courier of alerts."""

    def __init__(
        self,
        *,
        store: Store,
        links: Links,
        policies: Policies,
        chats: Collection[Chat],
        new_id: Callable[[], str],
        wake: Callable[[], None],
    ) -> None:
        """`new_id` gives ids to alerts, which go out in one of `chats`."""
        self._store = store
        self._links = links
        self._policies = policies
        self._chats = chats
        self._new_id = new_id
        self._wake = wake

    async def me(self, known: Known) -> Card:
        """Who somebody is here, through which accounts, and what there is to confirm."""
        return cards.me_card(known.person, known.account, await self._store.accounts_of(known.person.id))

    async def answered(self, request: Pressed, known: Known, now: datetime) -> Answer:
        """Hear an answer to the question, and go on to what it was asked about."""
        action, person = request.action, known.person
        theirs = await self._store.accounts_of(person.id)
        meant = next((one for one in theirs if claim_of(one.id, person.id) == action.claim), None)
        if meant is None:
            return Say(text=identity.not_asked(), refused=NotFound())
        says: Literal["confirmed", "denied"] = "confirmed" if action.name == "confirm_account" else "denied"
        if meant.link == says:
            return await self._go_on(request, known, identity.stands_already(), now)
        answer = Answered(account=meant.id, person=person.id, says=says, through=known.account.id)
        told, alerts = await self._alerts(answer, known, theirs, now)
        outcome = await self._links.settle_account(answer, alerts, now)
        self._wake()
        match outcome:
            case "stale":
                return Say(text=identity.not_asked(), refused=NotFound())
            case "asks_elsewhere":
                return Say(text=identity.asked_elsewhere(person.name, _others(theirs, known.account.id)))
            case "recorded" if says == "denied":
                return Say(text=identity.denied(person.name, told))
            case "recorded":
                return await self._go_on(request, known, identity.confirmed(person.name, meant.id.chat), now)
            case _:
                assert_never(outcome)

    async def _go_on(self, request: Pressed, known: Known, say: str, now: datetime) -> Answer:
        """What they were about to do, as it stands now; else who they are."""
        action, person = request.action, known.person
        found = await self._store.load(action.proposal) if action.proposal else None
        if found is not None and not isinstance(found, ParkedByNewerVersion):
            look = look_at(with_person(found, known), person.id, request.origin.conversation, self._policies, now)
            card = look.card(action.desk) if isinstance(look, Look) else None
            if card is not None:
                return ShowCard(card=card, say=f"{say} {identity.decide_now()}")
        account, _ = await self._store.who(known.account.id)
        card = cards.me_card(person, account or known.account, await self._store.accounts_of(person.id))
        return ShowCard(card=card, say=say)

    async def _alerts(
        self, answer: Answered, known: Known, theirs: Collection[Account], now: datetime
    ) -> tuple[tuple[str, ...], tuple[CardPost, ...]]:
        """Who must hear of an answer, by name, and the messages to them."""
        person, here = known.person, answer.account.chat
        if answer.says == "confirmed":
            asked: set[Chat] = {one.id.chat for one in theirs if one.link == "confirmed" and one.id != answer.through}
            if answer.through != answer.account or not asked:
                return (), ()
            claimed = AccountClaimed(chat=here, email=person.email, claim=claim_of(answer.account, person.id))
            accounts = {person.id: tuple(one for one in theirs if one.link == "confirmed")}
            return (), alert_posts(claimed, claimed.claim, {person.id}, accounts, asked, self._new_id)
        listed = await self._store.load(None)
        if isinstance(listed, ParkedByNewerVersion):
            return (), ()
        leads = [one for one in listed.people.values() if one.role == "lead" and not one.left]
        left = {one: tuple(of for of in held if of.id != answer.account) for one, held in listed.accounts.items()}
        denied = AccountDenied(name=person.name, email=person.email, chat=here)
        occasion = f"{claim_of(answer.account, person.id)} {now.isoformat()}"
        posts = alert_posts(denied, occasion, {one.id for one in leads}, left, self._chats, self._new_id)
        return tuple(sorted(one.name for one in leads)), posts


def _others(theirs: Collection[Account], own: AccountId) -> tuple[Chat, ...]:
    return tuple(sorted({one.id.chat for one in theirs if one.link == "confirmed" and one.id != own}))
