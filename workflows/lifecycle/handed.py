"""What was handed on at a desk, and who is asked after it. Who may decide is the policy's, and stays as it was."""

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


def without_stepped_out(
    proposal: Proposal, desk: DeskId, free: frozenset[PersonId], missing: int
) -> frozenset[PersonId]:
    """The members who are `free` to decide, but those who said that it is not theirs; if the others are too few, everyone."""
    able = free - stepped_out(proposal, desk)
    return able if len(able) >= missing else free


def handed_to(proposal: Proposal, desk: DeskId, free: frozenset[PersonId], missing: int) -> frozenset[PersonId]:
    """Whom it was handed to last, of the members who are `free` to decide, and of them no more than are `missing`."""
    able = free - stepped_out(proposal, desk)
    named = [one.to for one in reversed(handings(proposal, desk)) if one.to in able]
    return frozenset(list(dict.fromkeys(named))[:missing])
