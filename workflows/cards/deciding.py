"""The small forms around a decision: a reason for a no, a change of mind, taking a post back, the words to copy."""

from collections.abc import Mapping
from typing import Final, get_args

from workflows.cards import messages
from workflows.cards.actions import Action
from workflows.cards.card import Paragraph, Words
from workflows.cards.forms import ChoiceField, Form, Info, Item, TextField, Values
from workflows.checks.channels import CHANNELS
from workflows.domain.content import published_text
from workflows.domain.proposal import Decision, Proposal, Reason, ReasonCode

DECISION: Final = "decision"
CODE: Final = "code"
WHY: Final = "why"

_CHOICES: Final[tuple[tuple[Decision, str], ...]] = (
    ("approve", "Approve"),
    ("request_changes", "Request changes"),
    ("reject", "Reject for good"),
)


def reason_form(action: Action, proposal: Proposal, values: Values, errors: Mapping[str, str] | None = None) -> Form:
    """Why a reviewer asks for changes or rejects."""
    reject = action.name == "reject"
    return Form(
        title="Reject the post" if reject else "Request changes",
        action=action,
        items=(_words(proposal), *_reason_fields(values, optional=False)),
        submit="Reject" if reject else "Request changes",
        errors=errors or {},
    )


def decision_form(action: Action, proposal: Proposal, values: Values, errors: Mapping[str, str] | None = None) -> Form:
    """All three decisions in one form: to change one's mind, or where a card could not be drawn for its viewer."""
    picked = values.get(DECISION, "")
    choice = ChoiceField(
        name=DECISION,
        label="Your decision",
        options=_CHOICES,
        chosen=(picked,) if isinstance(picked, str) and picked else (),
    )
    return Form(
        title="Change my decision" if action.name == "reconsider" else "Decide",
        action=action,
        items=(_words(proposal), choice, *_reason_fields(values, optional=True)),
        submit="Record",
        errors=errors or {},
    )


def withdraw_form(action: Action) -> Form:
    """Asked before a post is taken back."""
    sure = "Every open card will say that you withdrew it, and nobody will be asked any more. You can propose it again later."
    return Form(
        title="Withdraw the post",
        action=action,
        items=(Info(elements=(Paragraph(text=sure),)),),
        submit="Withdraw",
    )


def copy_form(action: Action, proposal: Proposal) -> Form:
    """The exact words for each channel, to copy."""
    content = proposal.head.content
    texts = tuple(
        Words(label=channel.name, text=published_text(content))
        for channel in CHANNELS.values()
        if channel.id in content.channels
    )
    return Form(title="The words to publish", action=action, items=(Info(elements=texts),))


def read_decision(action: Action, values: Values) -> tuple[Decision | None, Reason | None, Mapping[str, str]]:
    """The decision and the reason that were given, or a sentence for each field that is missing."""
    problems: dict[str, str] = {}
    picked = values.get(DECISION, "") if action.name in ("reconsider", "open") else action.name
    decision = next((known for known in get_args(Decision) if known == picked), None)
    if decision is None:
        problems[DECISION] = "Pick what you decide."
    if decision == "approve":
        return decision, None, {}
    code: ReasonCode | None = next((known for known in messages.REASONS if known == values.get(CODE)), None)
    words = values.get(WHY, "")
    words = words.strip() if isinstance(words, str) else ""
    if code is None:
        problems[CODE] = "Pick the kind of reason."
    if not words:
        problems[WHY] = "Say in a few words what the author should change."
    return decision, Reason(code=code, words=words) if code and words else None, problems


def _words(proposal: Proposal) -> Item:
    label = f"Revision {proposal.head.number}, as it will appear"
    return Info(elements=(Words(label=label, text=published_text(proposal.head.content)),))


def _reason_fields(values: Values, *, optional: bool) -> tuple[Item, ...]:
    code = values.get(CODE, "")
    words = values.get(WHY, "")
    return (
        ChoiceField(
            name=CODE,
            label="Reason",
            options=tuple(messages.REASONS.items()),
            chosen=(code,) if isinstance(code, str) and code else (),
            optional=optional,
        ),
        TextField(
            name=WHY,
            label="For the author",
            value=words if isinstance(words, str) else "",
            lines="many",
            hint="A no needs both: the reason, and what to change. Only the author reads it.",
            optional=optional,
        ),
    )
