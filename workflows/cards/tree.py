"""How a post stands at each desk, as a tree in sentences: cards, `why`, the command line and the demo's page all tell it."""

from collections.abc import Iterable

from workflows.cards import messages
from workflows.cards.views import Seen, given, standing_row
from workflows.domain.ids import PersonId
from workflows.domain.proposal import InReview, Review, review_of
from workflows.domain.value import value
from workflows.lifecycle.cover import place_of
from workflows.lifecycle.evaluate import Standing, barred, counts, filled_elsewhere, latest
from workflows.policy.explain import Staffing, explain


@value
class Branch:
    """One desk: who may approve, what for and why (`asks`); how it stands, as the card's line has it (`mark` and `says`); and
    everybody there, with what their part is.
    """

    desk: str
    status: str
    asks: str
    mark: str
    says: str
    people: tuple[tuple[str, str], ...]

    @property
    def left_out(self) -> Iterable[str]:
        """What `says` leaves out: who decided and does not count, and who may not decide, each with the reason."""
        return (words for state, words in self.people if state in ("does not count", "may not decide"))


def branches(seen: Seen) -> tuple[Branch, ...]:
    """Every desk on the route, in its order; none for a draft."""
    return tuple(_branch(seen, standing) for standing in seen.evaluation.standings)


def _branch(seen: Seen, standing: Standing) -> Branch:
    mark, says = standing_row(seen, standing)
    return Branch(
        desk=messages.desk(seen.policy, standing.requirement.desk),
        status=standing.status,
        asks=_asks(seen, standing),
        mark=mark,
        says=says,
        people=tuple(_people(seen, standing)),
    )


def _asks(seen: Seen, standing: Standing) -> str:
    """Who may approve (or did), what for, and why, as the policy that rules says it."""
    review = review_of(seen.proposal)
    desk = standing.requirement.desk
    may = {place_of(one) for one in standing.counted} | standing.members
    if not isinstance(seen.proposal.stage, InReview) or standing.status in ("met", "blocked", "waiting"):
        # Whoever is left then says nothing of whom it was asked of.
        may |= seen.members.get(desk, frozenset())
    names = tuple(messages.name(seen.names, person) for person in may)
    why = {desk: review.whys.get(desk, "")} if review else {desk: ""}
    (sentence,) = explain(seen.policy, (standing.requirement,), why, {desk: Staffing(names=names)})
    return sentence


def _people(seen: Seen, standing: Standing) -> Iterable[tuple[str, str]]:
    """Everyone at a desk and everyone who decided there: who counts, who does not and why, who is asked, who may without."""
    yield from (("counts", given(seen, one)) for one in standing.counted)
    yield from (("blocks", given(seen, one)) for one in standing.blocking)
    told = {one.reviewer for one in (*standing.counted, *standing.blocking)}
    for review in latest(seen.proposal, standing.requirement.desk):
        if review.reviewer not in told:
            told.add(review.reviewer)
            yield "does not count", f"{given(seen, review)}: {_why_not(seen, standing, review)}"
    yield from (("asked", name) for name in _names(seen, standing.asked))
    yield from (("may decide too", name) for name in _names(seen, standing.awaited - standing.asked))
    others = seen.members.get(standing.requirement.desk, frozenset()) - standing.awaited - told
    for name, why in sorted((messages.name(seen.names, one), _why_out(seen, standing, one)) for one in others):
        yield ("may not decide", f"{name}: {why}") if why else ("not needed", name)


def _names(seen: Seen, people: Iterable[PersonId]) -> Iterable[str]:
    return sorted(messages.name(seen.names, one) for one in people)


def _why_not(seen: Seen, standing: Standing, review: Review) -> str:
    if review.lifted_by:
        return f"{messages.name(seen.names, review.lifted_by)} lifted the block"
    if not counts(seen.proposal, review, standing.requirement):
        same = seen.proposal.revisions[review.revision - 1].parts == seen.proposal.head.parts
        return "the time changed" if same else "the words changed"
    return _why_out(seen, standing, review.reviewer) or "not needed"


def _why_out(seen: Seen, standing: Standing, person: PersonId) -> str:
    review = review_of(seen.proposal)
    if person in barred(seen.proposal):
        return "these are their own words"
    if review and person in filled_elsewhere(seen.proposal, review, standing.requirement.desk):
        return "already counts for another desk, and a person counts once"
    return ""
