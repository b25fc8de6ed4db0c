"""What cards show of suggested wording: to its author each difference with what they can do about it, to the desk how it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workflows.cards import away, messages
from workflows.cards.actions import Action
from workflows.cards.card import Bullets, Button, Buttons, Element, Paragraph, Words
from workflows.cards.changes import changes
from workflows.cards.seen import Seen
from workflows.domain.content import TEXT
from workflows.domain.covers import Cover
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Vocabulary
from workflows.domain.proposal import InReview, Proposal, Review, Suggestion
from workflows.lifecycle.evaluate import Standing
from workflows.lifecycle.suggested import (
    condition_stands,
    declined_now,
    is_stale,
    on_offer,
    open_suggestions,
    wording_of,
)


def to_answer(seen: Seen) -> Iterable[Element]:
    """Every open suggestion, word by word, with the buttons to take or to decline it."""
    proposal = seen.proposal
    for one in open_suggestions(proposal) if isinstance(proposal.stage, InReview) else ():
        yield Paragraph(text=_offers(seen, one), weight="strong")
        yield Bullets(items=differences(proposal, one, seen.policy.vocabulary))
        if one.why:
            yield Words(label=f"{messages.name(seen.names, one.by)} writes", text=one.why, kind="aside")
        yield Buttons(buttons=_buttons(proposal, one))


def differences(proposal: Proposal, one: Suggestion, known: Vocabulary) -> tuple[tuple[str, str], ...]:
    """What it changes in the text that it was made for."""
    old = proposal.revisions[one.revision - 1].content
    return changes(old, replace(old, text=one.text), known)


def _offers(seen: Seen, one: Suggestion) -> str:
    who = f"{messages.name(seen.names, one.by)} ({messages.desk(seen.policy, one.desk)})"
    if is_stale(seen.proposal, one):
        return f"{who} suggested other wording for revision {one.revision}; that text has changed since, so it can't be taken"
    also = ", and approves if you take it as it stands" if _approves(seen, one) else ""
    return f"{who} suggests other wording{also}"


def _approves(seen: Seen, one: Suggestion) -> bool:
    """Whether an approval waits for it: that stands yet, and whoever gave it may decide there yet."""
    standing = seen.evaluation.of(one.desk)
    may = seen.members.get(one.desk, frozenset[PersonId]()).union(standing.behalf if standing else ())
    return condition_stands(seen.proposal, one) and one.by in may


def _buttons(proposal: Proposal, one: Suggestion) -> tuple[Button, ...]:
    about = Action(
        name="decline_suggestion",
        proposal=proposal.id,
        revision=proposal.head.number,
        retimes=proposal.retimes,
        suggestion=one.number,
    )
    decline = Button(label="Decline", action=about)
    if is_stale(proposal, one):
        return (decline,)
    return (Button(label="Accept", action=replace(about, name="accept_suggestion"), style="primary"), decline)


def asks_author(proposal: Proposal, names: messages.Names) -> str:
    """That somebody waits for the author's answer, behind how their post stands; empty where nobody does."""
    who = {one.by for one in on_offer(proposal)}
    if not who:
        return ""
    verb = "suggests" if len(who) == 1 else "suggest"
    return f" {messages.people(names, who)} {verb} other wording: accept or decline it on your card."


def rows(seen: Seen) -> list[Element]:
    """A mark and a sentence for each suggestion that waits for its author, for everybody else."""
    opened = open_suggestions(seen.proposal) if isinstance(seen.proposal.stage, InReview) else ()
    return [Bullets(items=tuple(("✎", _stands(seen, one)) for one in opened))] if opened else []


def _stands(seen: Seen, one: Suggestion) -> str:
    who, author = messages.name(seen.names, one.by), messages.name(seen.names, seen.proposal.author)
    if is_stale(seen.proposal, one):
        return f"{who} suggested other wording for revision {one.revision}; the text has changed since"
    on = ", and approves on that condition" if _approves(seen, one) else ""
    return f"{who} suggests other wording{on}; {author} has not answered"


def declined(proposal: Proposal, desk: DeskId, names: messages.Names) -> list[Words]:
    """Why wording was declined, for the desk whose it was, until the text is another."""
    return [
        Words(
            label=f"{messages.name(names, no.by)} declined the wording of {messages.name(names, one.by)}",
            text=no.words,
            kind="aside",
        )
        for one, no in declined_now(proposal)
        if one.desk == desk
    ]


def credit(proposal: Proposal, names: messages.Names) -> str:
    """Whose wording the newest text is, behind who made it a revision; empty where it is nobody else's."""
    who = wording_of(proposal, proposal.head.parts.get(TEXT)) - {proposal.head.author}
    return f", in the wording of {messages.people(names, who)}" if who else ""


def beside(proposal: Proposal, given: Review) -> str:
    """What is to be said of an approval where its giver suggested the text that it is of."""
    if given.decision != "approve":
        return ""
    if given.suggestion is not None:
        return " on condition of their own wording"
    text = proposal.revisions[given.revision - 1].parts.get(TEXT)
    return " their own wording" if given.reviewer in wording_of(proposal, text) else ""


def button(standing: Standing | None, covers: Mapping[PersonId, Cover], audience: str, action: Action) -> Button | None:
    """For whoever may decide for a desk now, or asked for changes; where everyone sees the same, if somebody may."""
    may = standing.awaited | away.minds(standing.blocking, covers) if standing else frozenset[PersonId]()
    here = audience in may or (audience == "everyone" and may)
    return Button(label="Suggest wording", action=action) if here else None
