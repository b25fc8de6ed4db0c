"""Short messages beside a card, for what nobody must miss. They mention only those concerned and quote no draft words."""

from typing import Literal, assert_never

from workflows.cards import messages, versions
from workflows.cards.card import Card, Mention, Paragraph
from workflows.cards.seen import Seen
from workflows.cards.views import status_line
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.people import Account
from workflows.lifecycle.barred import barred, barred_at
from workflows.lifecycle.handed import handings

News = Literal[
    "awaited",
    "handed_on",
    "changes_requested",
    "approved",
    "approval_lost",
    "rejected",
    "held",
    "released",
    "time_missed",
    "policy_adopted",
    "suggested",
    "suggestion_accepted",
    "suggestion_approved",
    "suggestion_declined",
    "watched_approved",
    "watched_rejected",
    "watched_withdrawn",
]
"""What a notice is about."""


def notice_card(
    seen: Seen,
    says: News,
    desk: DeskId | None,
    to: tuple[PersonId, ...],
    accounts: tuple[Account, ...],
    *,
    introduces: bool = False,
) -> Card:
    """The notice as a card of one line; `accounts` are those of the people called who have one in that chat.

    It `introduces` Copydesk, to those of them who are asked for the first time, beside a card that all see alike.
    """
    text = notice_text(seen, says, desk, to)
    named = tuple((person, messages.name(seen.names, person)) for person in to)
    call = Mention(people=named, accounts=accounts, text=text)
    new = [who for person, who in named if person in seen.newcomers]
    standing = seen.evaluation.of(desk) if desk else None
    asked_again = standing is not None and standing.lapsed
    if not introduces or says != "awaited" or desk is None or asked_again or not new:
        return Card(summary=text, elements=(call,))
    first = messages.first_time(messages.desk(seen.policy, desk), new if len(new) < len(to) else ())
    return Card(summary=text, elements=(call, Paragraph(text=first)))


def notice_text(seen: Seen, says: News, desk: DeskId | None, to: tuple[PersonId, ...] = ()) -> str:
    """What a notice says after the names of those it calls, who are `to` read it."""
    head = seen.proposal.head
    author = messages.name(seen.names, seen.proposal.author)
    which = f"{messages.channels(head.content.channels)}, revision {head.number}".removeprefix(", ")
    post, own = f"post by {author} ({which})", f"Your post ({which})"
    if seen.named is not None:
        post, own = "confidential post", "Your confidential post"
    match says:
        case "awaited":
            where = messages.desk(seen.policy, desk) if desk else "review"
            standing = seen.evaluation.of(desk) if desk else None
            if standing is not None and standing.lapsed:
                cause = "has changed" if versions.changed(standing) == "the words" else "is under another policy now"
                return f"{where} is asked again: the {post} {cause}. Please decide on the card."
            return f"{where} is asked about a {post}. Please decide on the card."
        case "handed_on":
            where = messages.desk(seen.policy, desk) if desk else "review"
            given = handings(seen.proposal, desk)[-1:] if desk else ()
            by = messages.people(seen.names, (one.by for one in given))
            return f"{by} asks you to decide for {where} on a {post}. Please decide on the card."
        case "changes_requested":
            return f"Changes were asked for in {own[:1].lower()}{own[1:]}. The reason is on your card; edit the post to go on."
        case "approved" if not seen.may_go_out:
            return f"{own} is approved, but it can't go out yet. Your card says why."
        case "approved" if seen.evaluation.overridden:
            return f"{own} counts as approved by an override. Your card says by whom and why."
        case "approved":
            return f"{own} is approved. Your card has the words to copy."
        case "approval_lost":
            return f"{own} was approved and is in review again. Your card says who is asked."
        case "rejected":
            line = status_line(seen)
            return f"{own}: {line[:1].lower()}{line[1:]} The reason is on your card; you can propose it again."
        case "held":
            return f"{own} was put on hold: nothing of it goes out for now. Your card says by whom and why."
        case "time_missed":
            return f"The time of {own[:1].lower()}{own[1:]} passed while it was stopped. Edit it: it needs a new one to go out."
        case "policy_adopted":
            under = versions.told(seen.proposal, seen.dates, seen.policy.zone)
            if seen.evaluation.approved:
                return f"{own} is now {under}. It is approved."
            return f"{own} is now {under}. It is in review: your card says who is asked."
        case "suggested":
            return f"Other wording is suggested for {own[:1].lower()}{own[1:]}. Your card has it: accept or decline it there."
        case "suggestion_accepted":
            return f"The wording that you suggested for a {post} was taken.{_then(seen, desk, to)}"
        case "suggestion_approved":
            return f"The wording that you suggested for a {post} was taken, and your approval on that condition is recorded."
        case "suggestion_declined":
            why = "The card says why."
            return f"The wording that you suggested for a {post} was declined. {why}{_then(seen, desk, to)}"
        case "watched_approved":
            how = "counts as approved by an override" if seen.evaluation.overridden else "is approved"
            return f"The {post}, which you watch, {how}."
        case "watched_rejected":
            return f"The {post}, which you watch, was rejected."
        case "watched_withdrawn":
            return f"The {post}, which you watch, was withdrawn."
        case "released":
            return f"{own} is released. Your card says how it stands now."
        case _:
            assert_never(says)


def _then(seen: Seen, desk: DeskId | None, to: tuple[PersonId, ...]) -> str:
    """What whoever suggested wording is to do once it was answered: nothing, where their desk does not wait for them."""
    standing = seen.evaluation.of(desk) if desk else None
    if standing is None:
        return ""
    if not standing.awaited.isdisjoint(to):
        return " Please decide on the card."
    out = barred_at(seen.proposal, standing.requirement) - barred(seen.proposal)
    if standing.missing and not out.isdisjoint(to):
        return f" {messages.desk(seen.policy, standing.requirement.desk)} has somebody else approve it."
    return ""
