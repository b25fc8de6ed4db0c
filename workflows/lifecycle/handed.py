"""What was handed on at a desk, and who is asked after it. Who may decide is the policy's, and stays as it was."""

from collections.abc import Set as AbstractSet

from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Handing, Proposal


def handings(proposal: Proposal, desk: DeskId) -> tuple[Handing, ...]:
    """What was handed on at a desk, oldest first: the last of each person."""
    last = {one.place: one for one in proposal.handed if one.desk == desk}
    return tuple(sorted(last.values(), key=lambda one: (one.at, one.place)))


def stepped_out(proposal: Proposal, desk: DeskId) -> frozenset[PersonId]:
    """Whose place it is not, by their own word: until somebody hands it to them again."""
    out: set[PersonId] = set()
    for one in proposal.handed:
        if one.desk == desk:
            out |= {one.place} if one.own == "not_mine" else set()
            out.discard(one.to)
    return frozenset(out)


def asked_places(proposal: Proposal, desk: DeskId, free: AbstractSet[PersonId], missing: int) -> AbstractSet[PersonId]:
    """Of the members who are `free` to decide, those that are asked: whom it was handed to last, where they are enough; else all
    but those who said that it is not theirs; and if even these are too few, everyone.
    """
    able = free - stepped_out(proposal, desk)
    named = [one.to for one in reversed(handings(proposal, desk)) if one.to in able]
    last = frozenset(list(dict.fromkeys(named))[:missing])
    return next((each for each in (last, able) if len(each) >= missing), free)
