"""Overrides: the mark on a card, the button, and every sentence about them. Blocks and missing reviews stay as they are."""

from collections.abc import Callable, Collection, Sequence
from typing import Final, Literal, assert_never

from workflows.cards.actions import Action
from workflows.cards.card import Button, Buttons, Card, Heading, Paragraph
from workflows.cards.holding import Who, sentence
from workflows.domain.ids import DeskId, PersonId, ProposalId
from workflows.domain.proposal import InReview, Override, Proposal
from workflows.domain.refusals import (
    AlreadyOverrides,
    NothingToOverride,
    NotOverrider,
    OverrideReasonMissing,
    OverrideRefusal,
)
from workflows.domain.value import value
from workflows.lifecycle.evaluate import OVERRIDERS, Evaluation

Name = Callable[[PersonId], str]

MISSING: Final = "An override needs a reason: say in a few words why this may go out whatever its reviews."


@value
class OverrideAsked:
    """Told to the others who may: somebody asks to override the reviews of a post, and one more of them has to."""

    kind: Literal["override_asked"] = "override_asked"
    name: str
    author: str
    reason: str
    proposal: ProposalId
    revision: int
    retimes: int


@value
class PassedOver:
    """Told once to the desks that an override passes over, and to those who lead them: by whom, why, and who may `hold` the
    post, by name.
    """

    kind: Literal["passed_over"] = "passed_over"
    desks: tuple[DeskId, ...]
    said: str
    author: str
    hold: str
    proposal: ProposalId
    revision: int


def status(overrides: Sequence[Override], name: Name) -> str:
    """How an overridden post stands: by whom, and why each of them said so."""
    return f"Overridden by {both(overrides, name)}, so it counts as approved."


def row(evaluation: Evaluation, name: Name, others: Collection[PersonId]) -> tuple[str, str] | None:
    """The mark of an override, whole or half, for the list of how the desks stand; `others` may make a half one whole."""
    said = evaluation.overrides
    if not said:
        return None
    if evaluation.overridden:
        return "⚠", f"Overridden by {both(said, name)}"
    asks = f"{name(said[0].by)} asks to override: {sentence(said[0].reason)}"
    more = " or ".join(sorted(name(one) for one in others if one != said[0].by))
    return "○", f"{asks} It takes one more: {more}" if more else f"{asks} It takes one more, and nobody else may"


def both(overrides: Sequence[Override], name: Name) -> str:
    """The two, each with their reason."""
    return " and ".join(f"{name(one.by)} (“{one.reason}”)" for one in overrides[:OVERRIDERS])


def button(proposal: Proposal, evaluation: Evaluation, desk: DeskId | None) -> Button | None:
    """What whoever may override can do about this one; nothing once it is approved."""
    if not isinstance(proposal.stage, InReview) or evaluation.approved:
        return None
    action = Action(
        name="override", proposal=proposal.id, desk=desk, revision=proposal.head.number, retimes=proposal.retimes
    )
    return Button(label="Override", action=action, style="danger")


def refusal(no: OverrideRefusal, who: Who) -> str:
    """What an expected no says."""
    match no:
        case NotOverrider(overriders=()):
            return "Nobody may override reviews: the policy names nobody. Ask whoever is awaited to decide; the card says who."
        case NotOverrider(overriders=overriders):
            return f"Only {who(overriders)} may override reviews, two together. Ask whoever is awaited to decide first."
        case AlreadyOverrides(others=()):
            return "You asked already, and it takes somebody else, too; but nobody else may. Ask whoever keeps the policy file."
        case AlreadyOverrides(others=others):
            return f"You asked already, and a person counts once. It takes one more: {who(others)}."
        case NothingToOverride():
            return "This post is approved as it stands, so there is nothing to override."
        case OverrideReasonMissing():
            return MISSING
        case _:
            assert_never(no)


def given(*, whole: bool) -> str:
    """After one of the two has said so."""
    if whole:
        return "Recorded: the post counts as approved by an override. Every card says so, with both names and reasons."
    return "Recorded: you ask to override the reviews. It takes one more of those who may; they are told, and every card says so."


def still_approved(said: str) -> str:
    """Behind what is said after a no about a post that two overrode."""
    return f"{said} The post stays approved all the same: two people overrode its reviews, and only an edit ends that."


def how_to() -> str:
    """When the number is missing."""
    return "Which post? Write “override” and its number, which stands in your status list."


def asked_card(alert: OverrideAsked) -> Card:
    """To each of the others, once, with the button that opens the post."""
    title = f"{alert.name} asks to override the reviews of a post by {alert.author}"
    open_it = Action(name="override", proposal=alert.proposal, revision=alert.revision, retimes=alert.retimes)
    return Card(
        summary="An override is asked for",
        elements=(
            Heading(text="An override is asked for"),
            Paragraph(text=f"{title}: {sentence(alert.reason)}"),
            Paragraph(
                text="It takes one more of those whom the policy names. Read the post first; what is missing stays on its card."
            ),
            Buttons(buttons=(Button(label="Read it", action=open_it),)),
        ),
    )


def passed_over_card(alert: PassedOver, desks: str) -> Card:
    """To each whom it concerns, once, with the button that opens the post; `desks` by name."""
    title = f"A post goes out without {desks}"
    stop = f"If it must not go out, ask {alert.hold} to put it on hold." if alert.hold else "Only an edit ends it."
    return Card(
        summary="A post was overridden",
        elements=(
            Heading(text=title),
            Paragraph(text=f"{alert.said} let a post by {alert.author} go out whatever its reviews."),
            Paragraph(
                text=f"You may still decide: that is recorded, and the post stays approved until it is edited. {stop}"
            ),
            Buttons(
                buttons=(
                    Button(
                        label="Open",
                        action=Action(name="show", proposal=alert.proposal, revision=alert.revision),
                    ),
                )
            ),
        ),
    )
