"""Which accounts are somebody's, how sure that is, and the buttons to say so."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from workflows.cards import identity
from workflows.cards.actions import Action
from workflows.cards.card import Bullets, Button, Buttons, Card, Element, Heading, Paragraph
from workflows.domain.ids import PersonId
from workflows.domain.people import Account, AccountId, Person, claim_of

_LISTED: Final = 20


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
