"""Covers: who may decide for a member of a desk who is away, and whom a desk asks meanwhile.

A cover has what the one who is away has by the policy, at the desks where they sit, and no more: whoever covers for the cover
does not have it too, and nobody has it for words that either of the two may not judge. Whoever is away may still decide.
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

from workflows.domain.covers import Cover
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Review
from workflows.lifecycle.facts import Facts


def slots_of(review: Review) -> frozenset[PersonId]:
    """Whose slots a review takes: its giver's, and that of whoever it was given for."""
    return frozenset({review.reviewer} | ({review.behalf} if review.behalf else set()))


def place_of(review: Review) -> PersonId:
    """Whose place at a desk a review fills."""
    return review.behalf or review.reviewer


def stand_ins(desk: DeskId, facts: Facts, barred: AbstractSet[PersonId]) -> Mapping[PersonId, PersonId]:
    """Who may decide at a desk for which of its members: one at most, and nobody who sits there in their own right.

    Whoever was made a guest since, or is nobody's by today's policy, covers for nobody. Of several whom somebody covers for at
    one desk, it is the one who is away for longest. None who is `barred`, and none for them.
    """
    members = facts.members(desk)
    found: dict[PersonId, PersonId] = {}
    for cover in sorted(facts.covers.values(), key=lambda cover: (cover.since, cover.person)):
        by = facts.people.get(cover.by)
        able = by is not None and not by.left and by.role != "guest" and cover.by not in facts.strangers
        able = able and not {cover.by, cover.person} & barred
        if able and cover.person in members and cover.by not in members:
            found.setdefault(cover.by, cover.person)
    return found


def asked_of(
    free: AbstractSet[PersonId], behalf: Mapping[PersonId, PersonId], covers: Mapping[PersonId, Cover], missing: int
) -> frozenset[PersonId]:
    """Whom a desk may ask, of the members who are `free` to decide and of those who decide on others' `behalf`.

    Instead of somebody who is away that is their cover, or the other members if these are enough; where neither is there,
    they are asked all the same.
    """
    here = {by for by, person in behalf.items() if by not in covers and person in free}
    asked = {person for person in free if person not in covers} | here
    if len(asked) < missing:
        asked |= free - {behalf[by] for by in here}
    return frozenset(asked)


def called_of(
    pool: AbstractSet[PersonId], behalf: Mapping[PersonId, PersonId], chosen: Collection[PersonId]
) -> frozenset[PersonId]:
    """Whom a desk asks of the `pool`: those who were chosen, and who covers for one of them."""
    return frozenset(person for person in pool if person in chosen or behalf.get(person) in chosen)
