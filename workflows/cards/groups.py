"""What is said of the groups of the chats whose people sit on desks: on a lead's alert, in `why`, to whoever runs Copydesk."""

from datetime import datetime, timedelta
from typing import Final, Literal, assert_never

from workflows.cards import messages
from workflows.cards.card import Card, Heading, Paragraph
from workflows.domain.ids import DeskId
from workflows.domain.policy import Policy
from workflows.domain.value import value

STALE: Final = timedelta(hours=1)
"""From then on it is told how old it is what is known of a group."""

NOT_SET_UP: Final = "that chat is not set up here"
NOT_BOUND: Final = "no place in Teams is bound to the desk: a lead writes “@Copydesk bind DESK” there"
NOT_ANSWERED: Final = "the chat did not answer"
NOBODY_NAMED: Final = "the chat named nobody"
INCOMPLETE: Final = "not everybody in it could be looked up yet"
"""Why a group could not be read, as the end of a sentence."""


@value
class GroupLost:
    """A group whose people sat on `desks` is no more, or is switched off, as its chat says. `group` is what it is called."""

    kind: Literal["group_lost"] = "group_lost"
    group: str
    why: Literal["disabled", "unknown"]
    desks: tuple[DeskId, ...]


def lost_card(alert: GroupLost, policy: Policy) -> Card:
    """Tells a comms lead."""
    desks = messages.listing(messages.desk(policy, desk) for desk in alert.desks)
    match alert.why:
        case "disabled":
            title, way_out = f"{alert.group} is switched off", "Switch it on again"
        case "unknown":
            title, way_out = f"There is no {alert.group}", "Make one of that name"
        case _:
            assert_never(alert.why)
    sits = f"So nobody sits on {desks} by that group any more. What its people decided before still counts."
    instead = f"{way_out}, or name other people or another group in the policy file and run “copydesk policy reload”."
    return Card(summary=title, elements=(Heading(text=title), Paragraph(text=sits), Paragraph(text=instead)))


def stale(group: str, desk: str, read_at: datetime | None, zone: str, now: datetime) -> str:
    """How old it is what is known of a desk's group, in `zone` (IANA); empty while that is fresh."""
    if read_at is None:
        return f"{desk}: who is in {group} could not be read yet, so nobody sits there by it."
    if now - read_at <= STALE:
        return ""
    return f"{desk}: who is in {group} is known as of {messages.moment(read_at, zone)}; it could not be read since."
