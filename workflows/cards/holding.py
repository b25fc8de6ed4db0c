"""Holds: the button and the form, and every sentence about them. A hold is no verdict, so nothing here speaks of approval."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Final, assert_never

from workflows.cards.actions import Action
from workflows.cards.card import Button, Paragraph
from workflows.cards.forms import Form, Info, TextField, Values, too_long
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import InReview, OnHold, Proposal
from workflows.domain.refusals import HoldReasonMissing, HoldRefusal, IsOnHold, NotHolder, NotOnHold, TimePassed

Who = Callable[[Iterable[PersonId]], str]
"""Names people, any of whom will do."""

REASON: Final = "why"
MISSING: Final = "A hold needs a reason: say in a few words why nothing of this post should go out yet."
TRIAL: Final = "…"
"""Stands for a reason that is yet to be typed."""
MOST_REASON: Final = 300
"""Characters of a reason: it stands in the first line of every card."""


def sentence(words: str) -> str:
    """Words on one line, with a full stop where they have no end of their own."""
    text = " ".join(words.split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def status(hold: OnHold, by: str) -> str:
    """Before whatever else is said of how a post stands."""
    return f"On hold by {by}: {sentence(hold.reason)}"


def missed() -> str:
    """How a post stands whose time passed while it was stopped."""
    return "Its time passed while it was stopped: it needs a new one before it goes out."


def button(proposal: Proposal, desk: DeskId | None) -> Button | None:
    """What whoever may hold posts can do about this one; `desk` is whose card it stands on (None: the author's)."""
    if not isinstance(proposal.stage, InReview):
        return None
    head, name = proposal.head.number, "release" if proposal.hold else "hold"
    action = Action(name=name, proposal=proposal.id, desk=desk, revision=head, retimes=proposal.retimes)
    return Button(label="Release" if proposal.hold else "Hold", action=action)


def hold_form(action: Action, values: Values, errors: Mapping[str, str] | None = None) -> Form:
    """Why nothing of it should go out yet. It shows none of the words: whoever may hold need not be one who reads them."""
    does = "Nothing of this post goes out until somebody releases it. Its reviews go on, and count as before."
    typed = values.get(REASON, "")
    why = TextField(
        name=REASON,
        label="Why",
        value=typed if isinstance(typed, str) else "",
        hint="Everybody who sees its card reads this.",
        max_length=MOST_REASON,
    )
    return Form(
        title="Put the post on hold",
        action=action,
        items=(Info(elements=(Paragraph(text=does),)), why),
        submit="Hold",
        errors=errors or {},
    )


def read_reason(values: Values, missing: str = MISSING) -> tuple[str, Mapping[str, str]]:
    """The reason on one line, and a sentence if it is `missing` or too long."""
    typed = values.get(REASON, "")
    reason = " ".join(typed.split()) if isinstance(typed, str) else ""
    if not reason:
        return "", {REASON: missing}
    return reason, too_long({REASON: reason}, {REASON: MOST_REASON})


def reserved(people: Collection[PersonId], who: Who, does: str, ends: str) -> str:
    """To whoever the policy does not name: only these people do that, and end it again, if anybody is left who may."""
    if not people:
        return f"Nobody may {does}: the policy names nobody who is still here. Ask whoever keeps the policy file."
    return f"Only {who(people)} can {does} and {ends}. Ask them."


def refusal(no: HoldRefusal, who: Who, when: Callable[[datetime], str]) -> str:
    """What an expected no says."""
    match no:
        case NotHolder(holders=holders):
            return reserved(holders, who, "put posts on hold", "release them")
        case IsOnHold(by=by, at=at, reason=reason):
            return (
                f"{who((by,))} put this post on hold at {when(at)}: {sentence(reason)} Nothing of it goes out until somebody "
                "who may hold posts releases it, with Release on its card."
            )
        case NotOnHold():
            return "This post is not on hold, so there is nothing to release. Its card says how it stands."
        case HoldReasonMissing():
            return MISSING
        case TimePassed():
            return (
                "The time of this post passed while it was stopped, and nothing goes out late by itself. Edit it and give it a "
                "new time; only who judges the time is asked again."
            )
        case _:
            assert_never(no)


def held() -> str:
    """After a hold."""
    return "On hold. Every card says so, with your reason; its reviews go on. Release it when it may go out."


def released() -> str:
    """After a release."""
    return "Released. Every card says how it stands now."


def how_to(verb: str) -> str:
    """When the number is missing."""
    if verb == "release":
        return "Which post? Write “release” and its number, which stands in your status list."
    return (
        "Which post, and why? Write “hold”, its number, which stands in your status list, and the reason: "
        "“hold 1a2b3c4d The figures are not public yet.”"
    )
