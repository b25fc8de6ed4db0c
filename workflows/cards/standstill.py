"""Everything is stopped, or goes on: the banner that stands everywhere meanwhile, and every sentence about it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal, assert_never

from workflows.cards.actions import Action
from workflows.cards.card import Button, Buttons, Card, Element, Heading, Paragraph
from workflows.cards.forms import Form, Info
from workflows.cards.holding import Who, reserved, sentence
from workflows.domain.ids import ProposalId
from workflows.domain.refusals import IsStopped, NotStopped, NotStopper, StopRefusal
from workflows.domain.standstill import Standstill
from workflows.domain.value import value

LISTED: Final = 10
"""How many posts that missed their time are named; of the others only the number is told."""


@value
class EverythingStopped:
    """Told to the leads: who stopped everything, and why."""

    kind: Literal["everything_stopped"] = "everything_stopped"
    name: str
    reason: str


@value
class EverythingResumed:
    """Told to the leads: who let everything go on, which posts missed their time (the first few), and how many `more`."""

    kind: Literal["everything_resumed"] = "everything_resumed"
    name: str
    missed: tuple[ProposalId, ...]
    more: int


def banner(stopped: Standstill | None, when: Callable[[datetime], str]) -> tuple[Element, ...]:
    """What stands on top of everything as long as it is stopped; `when` writes a time in the reader's zone."""
    if stopped is None:
        return ()
    says = (
        f"⛔ Everything is stopped by {stopped.name} since {when(stopped.at)}: {sentence(stopped.reason)} "
        "Nothing goes out until it is resumed; writing and deciding go on."
    )
    return (Paragraph(text=says, weight="strong"),)


def with_banner(form: Form, said: Sequence[Element]) -> Form:
    """The form with a banner on top, if there is one."""
    return replace(form, items=(Info(elements=tuple(said)), *form.items)) if said else form


def refusal(no: StopRefusal, who: Who, when: Callable[[datetime], str]) -> str:
    """What an expected no says."""
    match no:
        case NotStopper(stoppers=stoppers):
            return reserved(stoppers, who, "stop everything", "let it go on")
        case IsStopped(by=by, at=at, reason=reason):
            return (
                f"{who((by,))} stopped everything at {when(at)}: {sentence(reason)} Nothing goes out until it is resumed: "
                "whoever may writes “resume”."
            )
        case NotStopped():
            return "Nothing is stopped, so there is nothing to resume. A single post on hold has Release on its card."
        case _:
            assert_never(no)


def stopped() -> str:
    """After everything was stopped."""
    return (
        "Everything is stopped. Every open card, Home and form says so, with your reason, and the leads are told. Writing and "
        "deciding go on; nothing goes out until somebody writes “resume”."
    )


def resumed(missed: Sequence[str], total: int) -> str:
    """After everything goes on; `missed` names the first of the `total` posts whose time passed meanwhile."""
    if not total:
        return "Everything goes on. No post missed its time."
    if total == 1:
        many, them = f"{'One' if missed else 'A confidential'} post missed its time meanwhile. It does", "it"
    else:
        many, them = f"{total} posts missed their time meanwhile. They do", "them"
    says = f"Everything goes on. {many} not go out before an edit gives a new time"
    if not missed:
        return f"{says}; the digest lists {them}."
    more = [f"and {total - len(missed)} more, which the digest lists."] if total > len(missed) else []
    return "\n".join([f"{says}:", *missed, *more])


def how_to() -> str:
    """When the reason is missing."""
    return (
        "Why? Everybody reads it: write “stop” and the reason, such as “stop The figures leaked.” Nothing was stopped."
    )


def stopped_card(alert: EverythingStopped) -> Card:
    """To each lead, once."""
    title = "Everything is stopped"
    says = (
        f"{alert.name} stopped it: {sentence(alert.reason)}",
        "Nothing goes out until it is resumed; writing and deciding go on. Whoever may let it go on writes “resume”.",
    )
    return Card(summary=title, elements=(Heading(text=title), *(Paragraph(text=text) for text in says)))


def resumed_card(alert: EverythingResumed) -> Card:
    """To each lead, once, with a button for each of the first posts that missed their time."""
    title = "Everything goes on"
    body: list[Element] = [Heading(text=title), Paragraph(text=f"{alert.name} resumed it.")]
    many = len(alert.missed) + alert.more
    if many:
        one = "One post" if alert.missed else "A confidential post"
        missed = f"{one} missed its time meanwhile" if many == 1 else f"{many} posts missed their time meanwhile"
        body.append(Paragraph(text=f"{missed} and waits for a new one: nothing goes out late by itself."))
    body += [_open(number, post) for number, post in enumerate(alert.missed, start=1)]
    return Card(summary=title, elements=tuple(body))


def _open(number: int, post: ProposalId) -> Buttons:
    return Buttons(buttons=(Button(label=f"Edit post {number}", action=Action(name="edit", proposal=post)),))
