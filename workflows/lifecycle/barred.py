"""Who must not review: whoever the words are by."""

from itertools import pairwise

from workflows.domain.content import PARTS, TEXT
from workflows.domain.ids import PersonId
from workflows.domain.proposal import Proposal, Requirement
from workflows.lifecycle.suggested import wording_of


def barred(proposal: Proposal) -> frozenset[PersonId]:
    """Who must not review: the author, the co-authors, and whoever wrote anything of the head: its last editor, and the
    editor of each part that still is as they left it.
    """
    return frozenset({proposal.author, proposal.head.author}) | proposal.co_authors | _writers(proposal)


def _writers(proposal: Proposal) -> frozenset[PersonId]:
    revisions = proposal.revisions
    return frozenset(
        edit.author
        for before, edit in pairwise(revisions)
        if any(before.parts.get(part) != edit.parts.get(part) == proposal.head.parts.get(part) for part in PARTS)
    )


def barred_at(proposal: Proposal, requirement: Requirement) -> frozenset[PersonId]:
    """Who must not review for a desk: the barred, and where the policy wants so, whoever suggested the text as it is."""
    if requirement.own_wording == "counts":
        return barred(proposal)
    return barred(proposal) | wording_of(proposal, proposal.head.parts.get(TEXT))
