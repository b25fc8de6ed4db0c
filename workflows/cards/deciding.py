"""The small forms around a decision: a reason for a no, a change of mind, taking a post back, the words to copy."""

from collections.abc import Mapping
from typing import Final, get_args

from workflows.cards import messages
from workflows.cards.actions import Action
from workflows.cards.brand import warned
from workflows.cards.card import Bullets, Buttons, Paragraph, Words
from workflows.cards.forms import MOST_TYPED, ChoiceField, Form, Info, Item, TextField, Values, too_long
from workflows.cards.seen import Seen
from workflows.cards.tree import branch_in
from workflows.cards.views import overview, review_card
from workflows.checks.channels import CHANNELS
from workflows.domain.content import published_text
from workflows.domain.ids import PersonId
from workflows.domain.proposal import Decision, Proposal, Reason, ReasonCode
from workflows.lifecycle.cover import slots_of
from workflows.lifecycle.evaluate import stage_name

DECISION: Final = "decision"
CODE: Final = "code"
WHY: Final = "why"

_CHOICES: Final[tuple[tuple[Decision, str], ...]] = (
    ("approve", "Approve"),
    ("request_changes", "Request changes"),
    ("reject", "Reject for good"),
)


def reason_form(action: Action, seen: Seen, values: Values, errors: Mapping[str, str] | None = None) -> Form:
    """Why a reviewer asks for changes or rejects."""
    reject = action.name == "reject"
    return Form(
        title="Reject the post" if reject else "Request changes",
        action=action,
        items=(_words(seen), *_reason_fields(values, optional=False)),
        submit="Reject" if reject else "Request changes",
        errors=errors or {},
    )


def decision_form(action: Action, seen: Seen, values: Values, errors: Mapping[str, str] | None = None) -> Form:
    """All three decisions in one form: to change one's mind, with who decided what so far; or where there is no card to
    decide on, with all that the card says.
    """
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
        items=(*_about(seen, action), choice, *_reason_fields(values, optional=True)),
        submit="Record",
        errors=errors or {},
    )


def withdraw_form(action: Action, proposal: Proposal) -> Form:
    """Asked before a post is taken back, or a draft thrown away."""
    if stage_name(proposal) == "draft":
        sure = "Nobody else has seen it. Its card keeps the words, so that you can propose them again."
        items = (Info(elements=(Paragraph(text=sure),)),)
        return Form(title="Discard the draft", action=action, items=items, submit="Discard")
    sure = "Every open card will say that you withdrew it, and nobody will be asked any more. You can propose it again later."
    return Form(
        title="Withdraw the post",
        action=action,
        items=(Info(elements=(Paragraph(text=sure),)),),
        submit="Withdraw",
    )


def copy_form(action: Action, seen: Seen) -> Form:
    """The exact words for each channel, to copy."""
    found = (*_to_copy(seen.proposal), *warned(seen.proposal.head.content, seen.policy.brand))
    return Form(title="The words to publish", action=action, items=(Info(elements=found),))


def show_form(action: Action, seen: Seen, person: PersonId) -> Form:
    """The post and how it stands, to read; for a comms lead, who publishes it once it is approved, the words to copy too."""
    publishes = seen.may_go_out and person in seen.comms_leads and stage_name(seen.proposal) == "in_review"
    title = Paragraph(text="The words to publish", weight="strong")
    copied = (Info(elements=(title, *_to_copy(seen.proposal))),) if publishes else ()
    return Form(
        title="The post", action=action, items=(Info(elements=overview(seen, asides=person in seen.involved)), *copied)
    )


def _to_copy(proposal: Proposal) -> tuple[Words, ...]:
    content = proposal.head.content
    return tuple(
        Words(label=channel.name, text=published_text(content), kind="exact")
        for channel in CHANNELS.values()
        if channel.id in content.channels
    )


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
    problems.update(too_long(values, {WHY: MOST_TYPED}))
    return decision, Reason(code=code, words=words) if code and words else None, problems


def decision_values(action: Action, seen: Seen, person: PersonId) -> Values:
    """What the form starts from: for a change of mind, this person's decision as it stands."""
    standing = seen.evaluation.of(action.desk) if action.desk and action.name == "reconsider" else None
    given = (*standing.counted, *standing.blocking) if standing else ()
    own = next((one for one in given if person in slots_of(one)), None)
    if own is None:
        return {}
    reason = {CODE: own.reason.code, WHY: own.reason.words} if own.reason else dict[str, str]()
    return {DECISION: own.decision, **reason}


def _about(seen: Seen, action: Action) -> tuple[Item, ...]:
    if action.name != "open" or action.desk is None:
        return (_words(seen), *_so_far(seen, action))
    says = review_card(seen, action.desk, "onlookers").elements
    return (Info(elements=tuple(element for element in says if not isinstance(element, Buttons))),)


def _so_far(seen: Seen, action: Action) -> tuple[Item, ...]:
    standing = seen.evaluation.of(action.desk) if action.desk else None
    if standing is None or not (standing.counted or standing.blocking):
        return ()
    branch = branch_in(seen, standing)
    return (Info(elements=(Bullets(items=((branch.mark, branch.says),)),)),)


def _words(seen: Seen) -> Item:
    label = f"Revision {seen.proposal.head.number}, as it will appear"
    content = seen.proposal.head.content
    return Info(elements=(Words(label=label, text=published_text(content)), *warned(content, seen.policy.brand)))


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
