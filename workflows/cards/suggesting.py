"""Suggested wording: the sentences about it. What stands on cards is in `suggested`, the forms are in `suggest_forms`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import assert_never

from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Approves
from workflows.domain.refusals import (
    DeclineReasonMissing,
    OwnWording,
    SuggestionOver,
    SuggestionRefusal,
    SuggestionStale,
)

DECLINE_REASON = "Say in a few words why: whoever suggested it reads this."


def refusal(
    no: SuggestionRefusal,
    name: Callable[[PersonId], str],
    desk: Callable[[DeskId], str],
    moment: Callable[[datetime], str],
) -> str:
    """What an expected no says."""
    match no:
        case OwnWording(desk=asked):
            return (
                f"The text is as you suggested it, and {desk(asked)} has somebody else approve that. Nothing was recorded; "
                "whoever else sits there decides."
            )
        case SuggestionOver(how="replaced", by=by):
            return f"{name(by)} has suggested something else since. Nothing was recorded; your card shows the newest."
        case SuggestionOver(how=how, by=by, at=at):
            return f"{name(by)} {how} that suggestion already, at {moment(at)}. Nothing was recorded."
        case SuggestionStale(by=by, revision=revision):
            return (
                f"{name(by)} suggested that for the text of revision {revision}, and it has changed since. Nothing was recorded. "
                "Read it as it stands; edit it to take over what you need, or decline the suggestion."
            )
        case DeclineReasonMissing():
            return DECLINE_REASON
        case _:
            assert_never(no)


def suggested(approves: Approves, barring: str = "") -> str:
    """After wording was suggested; `barring` is the desk that has somebody else approve it, if they wanted to."""
    if barring:
        return (
            f"Recorded: the author has your wording. With these words {barring} has somebody else approve what you suggest, so no "
            "approval of yours waits for it."
        )
    if approves == "as_it_stands":
        return "Recorded: the author has your wording, and you approve as soon as it is taken as it stands."
    return "Recorded: the author has your wording. You still decide on the text as it is."


def accepted(stuck: Sequence[str], *, approved: bool) -> str:
    """After wording was taken; `stuck` says where nobody may decide on it."""
    says = "Recorded: it is the text now, in a new revision of yours, and every card says whose wording it is."
    if stuck:
        says = " ".join([says, "It can't be approved yet.", *stuck])
    return f"{says} Their approval on that condition counts." if approved else says


def declined() -> str:
    """After wording was declined."""
    return "Recorded: the text stays as it is, and they are told why."
