"""What a desk's lead or a comms lead must not miss although it is about no one proposal. Each is told once, in a message."""

from typing import Literal, assert_never

from workflows.cards import messages
from workflows.cards.card import Bullets, Card, Element, Heading, Paragraph
from workflows.domain.ids import DeskId
from workflows.domain.policy import Policy
from workflows.domain.value import value


@value
class PersonLeft:
    """Somebody's last account was deactivated: who, which `desks` wait for them no longer, how many `drafts` they leave."""

    kind: Literal["person_left"] = "person_left"
    name: str
    desks: tuple[DeskId, ...]
    drafts: int


@value
class PolicyKept:
    """A new policy file is broken, and the one before goes on: the first `errors` with their places, and how many `more`."""

    kind: Literal["policy_kept"] = "policy_kept"
    errors: tuple[str, ...]
    more: int


Alert = PersonLeft | PolicyKept


def alert_card(alert: Alert, policy: Policy) -> Card:
    """The alert as a card; desks are named as `policy` names them."""
    match alert:
        case PersonLeft():
            return _person_left(alert, policy)
        case PolicyKept():
            return _policy_kept(alert)
        case _:
            assert_never(alert)


def _person_left(alert: PersonLeft, policy: Policy) -> Card:
    title = f"{alert.name} is no longer here"
    body: list[Element] = [Heading(text=title)]
    body.append(Paragraph(text="Their account was deactivated. What they decided before still counts."))
    if alert.desks:
        desks = messages.listing(messages.desk(policy, desk) for desk in alert.desks)
        waits = "wait" if len(alert.desks) > 1 else "waits"
        body.append(
            Paragraph(
                text=f"{desks} {waits} for them no longer. Name somebody else in the policy file if they sat alone."
            )
        )
    if alert.drafts:
        drafts = "One draft of theirs is" if alert.drafts == 1 else f"{alert.drafts} drafts of theirs are"
        body.append(Paragraph(text=f"{drafts} open to comms leads now, to send for review or to discard."))
    return Card(summary=title, elements=tuple(body))


def _policy_kept(alert: PolicyKept) -> Card:
    title = "The new policy file was not taken over"
    rows = tuple(("✗", error) for error in alert.errors)
    body: list[Element] = [
        Heading(text=title),
        Paragraph(text="It has mistakes, so the policy before it stays in force. Mend the file and reload it."),
        Bullets(items=rows),
    ]
    if alert.more:
        body.append(Paragraph(text=f"And {alert.more} more: the log has them all."))
    return Card(summary=title, elements=tuple(body))
