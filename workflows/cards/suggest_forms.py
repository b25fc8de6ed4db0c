"""The forms of suggested wording: to give it, to take it, to decline it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from workflows.cards import messages, suggesting
from workflows.cards.actions import Action
from workflows.cards.brand import warned
from workflows.cards.card import Bullets, Element, Paragraph, Words
from workflows.cards.forms import MOST_TYPED, ChoiceField, Form, FormButton, Info, TextField, Values, too_long
from workflows.cards.proposing import words_now
from workflows.cards.seen import Seen
from workflows.cards.suggested import differences
from workflows.domain.content import published_text
from workflows.domain.proposal import Approves, Proposal, Requirement, Suggestion
from workflows.domain.value import value

TEXT: Final = "text"
WHY: Final = "why"
APPROVES: Final = "approves"
_CHOICES: Final[tuple[tuple[Approves, str], ...]] = (
    ("no", "Not yet: it is a suggestion"),
    ("as_it_stands", "Yes, as soon as the author takes it as it stands"),
)


@value
class Wording:
    """What was typed, read."""

    text: str
    why: str
    approves: Approves


def blank(proposal: Proposal) -> Values:
    """What the form starts from: the text as it is."""
    return {TEXT: proposal.head.content.text, WHY: "", APPROVES: "no"}


def suggest_form(
    action: Action,
    asked: Requirement | None,
    values: Values,
    errors: Mapping[str, str] | None = None,
    found: Sequence[Element] = (),
) -> Form:
    """The text to write over, for a desk that is `asked`; `found` is what there is to read below it."""
    says = "Change the text as you would have it. Its author takes it, which makes it a new revision, or says why not."
    approves = _text(values, APPROVES) or "no"
    also = ChoiceField(
        name=APPROVES, label="Do you approve the post with this wording?", options=_CHOICES, chosen=(approves,)
    )
    counts = asked is None or asked.own_wording == "counts"
    barred = Info(
        elements=(Paragraph(text="Whoever suggests the text doesn't approve it here: somebody else of the desk does."),)
    )
    items = (
        Info(elements=(Paragraph(text=says),)),
        TextField(name=TEXT, label="The post", value=_text(values, TEXT), lines="many"),
        TextField(name=WHY, label="Why", value=_text(values, WHY), lines="many", hint="For the author.", optional=True),
        also if counts else barred,
        *((Info(elements=tuple(found)),) if found else ()),
    )
    return Form(
        title="Suggest wording",
        action=action,
        items=items,
        submit="Suggest",
        buttons=(FormButton(intent="check", label="Check"),),
        errors=errors or {},
    )


def read_suggestion(values: Values) -> tuple[Wording, Mapping[str, str]]:
    """What was typed, and a sentence for each field that can't be taken."""
    approves: Approves = "as_it_stands" if _text(values, APPROVES) == "as_it_stands" else "no"
    wording = Wording(text=_text(values, TEXT), why=_text(values, WHY), approves=approves)
    return wording, too_long({TEXT: wording.text, WHY: wording.why}, {TEXT: MOST_TYPED, WHY: MOST_TYPED})


def accept_form(
    action: Action,
    seen: Seen,
    one: Suggestion,
    condition: Literal["met", "none"],
    errors: Mapping[str, str] | None = None,
) -> Form:
    """The suggested wording whole, and what taking it leads to: whether it meets a `condition` on which it is approved."""
    head = seen.proposal.head
    content = replace(head.content, text=one.text)
    who = messages.name(seen.names, one.by)
    leads_to = (
        f"It becomes revision {head.number + 1}, saved by you in the wording of {who}. Every desk that judges the text is asked "
        "again; what it has approved so far lapses."
    )
    counts = f" {who} approves it so, which counts at once." if condition == "met" else ""
    elements = (
        Words(label=f"The words of {who}, as they would appear", text=published_text(content)),
        *warned(content, seen.policy.brand),
        Paragraph(text="What it changes", weight="strong"),
        Bullets(items=differences(seen.proposal, one, seen.policy.vocabulary)),
        *_whys(one, who),
        Paragraph(text=f"{leads_to}{counts}"),
    )
    return Form(
        title="Take this wording",
        action=action,
        items=(Info(elements=elements),),
        submit="Accept",
        errors=errors or {},
    )


def decline_form(
    action: Action, seen: Seen, one: Suggestion, values: Values, errors: Mapping[str, str] | None = None
) -> Form:
    """Why the text stays as it is."""
    who = messages.name(seen.names, one.by)
    elements = (
        Bullets(items=differences(seen.proposal, one, seen.policy.vocabulary)),
        *_whys(one, who),
        Paragraph(text="The text stays as it is, and every review of it stands."),
    )
    why = TextField(
        name=WHY, label="Why not?", value=_text(values, WHY), lines="many", hint=f"{who} and the desk read it."
    )
    return Form(
        title="Decline the wording",
        action=action,
        items=(Info(elements=elements), why),
        submit="Decline",
        errors=errors or {},
    )


def overtaken_form(action: Action, proposal: Proposal, says: str) -> Form:
    """What stands now, in place of the text that the wording was suggested for: there is nothing to send."""
    return Form(
        title="Take this wording", action=action, items=(Info(elements=words_now(proposal)),), errors={"form": says}
    )


def read_decline(values: Values) -> tuple[str, Mapping[str, str]]:
    """The reason, and a sentence if it is missing or too long."""
    words = _text(values, WHY)
    if not words:
        return "", {WHY: suggesting.DECLINE_REASON}
    return words, too_long({WHY: words}, {WHY: MOST_TYPED})


def _whys(one: Suggestion, who: str) -> tuple[Words, ...]:
    return (Words(label=f"{who} writes", text=one.why, kind="aside"),) if one.why else ()


def _text(values: Values, name: str) -> str:
    found = values.get(name, "")
    return found.strip() if isinstance(found, str) else ""
