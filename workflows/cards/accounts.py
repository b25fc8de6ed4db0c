"""Which accounts are somebody's, how sure that is, and the buttons to say so."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal

from workflows.cards import identity
from workflows.cards.actions import Action
from workflows.cards.card import Bullets, Button, Buttons, Card, Element, Heading, Paragraph
from workflows.domain.ids import Chat, PersonId
from workflows.domain.people import Account, AccountId, Person, claim_of
from workflows.domain.value import value

_LISTED: Final = 20


@value
class AccountClaimed:
    """An account in `chat` has this person's address, and whoever uses it said that it is them; `claim` is what is to be
    answered.
    """

    kind: Literal["account_claimed"] = "account_claimed"
    chat: Chat
    email: str
    claim: str


@value
class AccountDenied:
    """Somebody said that an account with this person's address is not theirs."""

    kind: Literal["account_denied"] = "account_denied"
    name: str
    email: str
    chat: Chat


def answers(about: Action, account: AccountId, person: PersonId) -> tuple[Button, Button]:
    """Yes and no to whether an account is that person's; `about` is what goes on after a yes."""
    return yes_or_no(replace(about, name="confirm_account", claim=claim_of(account, person)))


def yes_or_no(yes: Action) -> tuple[Button, Button]:
    """The buttons to answer what `yes` claims."""
    return (
        Button(label="Yes, that's me", action=yes, style="primary"),
        Button(label="No, that's not me", action=replace(yes, name="deny_account"), style="danger"),
    )


def ask_here(person: Person, here: Account) -> tuple[Element, ...]:
    """The question to somebody who has not been asked yet; nothing for whom it is sure."""
    if here.link != "matched":
        return ()
    buttons = answers(Action(name="confirm_account"), here.id, person.id)
    return (Paragraph(text=identity.is_it_you(person.name, person.email)), Buttons(buttons=buttons))


def me_card(person: Person, here: Account, theirs: Iterable[Account]) -> Card:
    """Who somebody is `here`, and in each chat; what they may confirm from here."""
    title = f"You are {person.name}"
    known = tuple(theirs)[:_LISTED]
    rows = tuple(
        ("✓" if one.link == "confirmed" else "○", identity.account(one, here=one.id == here.id)) for one in known
    )
    body: list[Element] = [Heading(text=title), Paragraph(text=identity.by_address(person.email)), Bullets(items=rows)]
    body += ask_here(person, here)
    if here.link == "confirmed":
        for one in known:
            if one.link == "matched" and one.id != here.id:
                body += _ask_of(one, person)
    return Card(summary=title, elements=tuple(body))


def _ask_of(other: Account, person: Person) -> tuple[Element, ...]:
    says = identity.is_it_yours(other.id.chat, person.email)
    return (Paragraph(text=says), Buttons(buttons=answers(Action(name="confirm_account"), other.id, person.id)))


def claimed_card(alert: AccountClaimed) -> Card:
    """Asks whoever is known already whether the other account is theirs."""
    chat = identity.CHATS[alert.chat]
    title = f"Is the account in {chat} yours?"
    says = (
        f"An account in {chat} has your address, {alert.email}, and whoever uses it has just said that it is you. "
        "It decides nothing until you say so here."
    )
    answers = yes_or_no(Action(name="confirm_account", claim=alert.claim))
    return Card(summary=title, elements=(Heading(text=title), Paragraph(text=says), Buttons(buttons=answers)))


def denied_card(alert: AccountDenied) -> Card:
    """Tells the comms leads."""
    chat = identity.CHATS[alert.chat]
    title = f"Somebody else has {alert.name}'s address in {chat}"
    says = (
        f"An account in {chat} has the address {alert.email}, and I was told that it is not {alert.name}'s. "
        "Nobody can do anything here through it now."
    )
    way_out = "Find out who uses it. Then whoever runs Copydesk says whose it is: “copydesk accounts --help” tells how."
    return Card(summary=title, elements=(Heading(text=title), Paragraph(text=says), Paragraph(text=way_out)))
