"""Suggested wording as it stands: what waits for an author, what was overtaken, and whose words the text is."""

from datetime import datetime

from workflows.domain.content import TEXT
from workflows.domain.ids import PartHash, PersonId
from workflows.domain.proposal import Proposal, Suggestion, Verdict, review_of


def open_suggestions(proposal: Proposal) -> tuple[Suggestion, ...]:
    """Those that wait for an author: each person's last for each desk, unless it was answered, or is the text by now."""
    last = {(one.by, one.desk): one for one in proposal.suggestions}
    head = proposal.head.parts.get(TEXT)
    return tuple(one for one in last.values() if one.verdict is None and one.part != head)


def on_offer(proposal: Proposal) -> tuple[Suggestion, ...]:
    """Those that an author could take now."""
    return tuple(one for one in open_suggestions(proposal) if not is_stale(proposal, one))


def declined_now(proposal: Proposal) -> tuple[tuple[Suggestion, Verdict], ...]:
    """Those that were declined in favour of the text as it is."""
    answered = ((one, one.verdict) for one in proposal.suggestions)
    return tuple((one, no) for one, no in answered if no and no.says == "declined" and _is_text_since(proposal, no.at))


def _is_text_since(proposal: Proposal, at: datetime) -> bool:
    since = [one for one in proposal.revisions if one.at <= at][-1:]
    return bool(since) and since[0].parts.get(TEXT) == proposal.head.parts.get(TEXT)


def is_stale(proposal: Proposal, suggestion: Suggestion) -> bool:
    """Whether another text stands now than it was made for."""
    return proposal.revisions[suggestion.revision - 1].parts.get(TEXT) != proposal.head.parts.get(TEXT)


def condition_stands(proposal: Proposal, suggestion: Suggestion) -> bool:
    """Whether whoever gave it approves once it is taken: they said so, have not decided for that desk since, the same policy
    rules, and what else the desk judges is as they saw it.
    """
    spoken = proposal.reviews[suggestion.spoken :]
    if suggestion.approves == "no" or any(
        (one.reviewer, one.desk) == (suggestion.by, suggestion.desk) for one in spoken
    ):
        return False
    review = review_of(proposal)
    asked = next((one for one in review.requirements if one.desk == suggestion.desk), None) if review else None
    saw, head = proposal.revisions[suggestion.revision - 1].parts, proposal.head.parts
    if review is None or asked is None or review.policy != suggestion.policy:
        return False
    if asked.judges_time and suggestion.retimes != proposal.retimes:
        return False
    return all(saw.get(part) == head.get(part) for part in asked.judges if part != TEXT)


def wording_of(proposal: Proposal, text: PartHash | None) -> frozenset[PersonId]:
    """Who suggested a text, whether an author then took it by a button or by hand. `text` is its part of a revision."""
    return frozenset(one.by for one in proposal.suggestions if one.part == text)
