"""How a post stands at each desk, as a tree in sentences: cards, `why`, the command line and the demo's page all tell it."""

from collections.abc import Iterable
from typing import Final

from workflows.cards import away, called, handing_on, messages, suggested, versions
from workflows.cards.seen import Seen
from workflows.domain.ids import PersonId
from workflows.domain.proposal import InReview, Review, review_of
from workflows.domain.value import value
from workflows.lifecycle.barred import barred, barred_at
from workflows.lifecycle.cover import place_of
from workflows.lifecycle.evaluate import Standing, changed_since, filled_elsewhere, latest
from workflows.lifecycle.handed import handings
from workflows.policy.explain import MOST_NAMED, Staffing, asks, explain, must_hold, too_few, way_out

LEFT_OUT: Final = ("asked again", "may decide again", "does not count", "may not decide")
"""The parts of people whom the line on how a desk stands leaves out, each with the reason."""


@value
class Branch:
    """One desk: who may approve, what for and why (`asks`); how it stands, in a line (`mark` and `says`); and everybody there,
    with what their part is. `must` is what its approval says, while that is open; "" once it is met, or the post has ended.
    """

    desk: str
    status: str
    asks: str
    must: str
    mark: str
    says: str
    people: tuple[tuple[str, str], ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """What `says` leaves out: who decided and does not count, and who may not decide, each with the reason."""
        return tuple(words for state, words in self.people if state in LEFT_OUT)

    @property
    def brief(self) -> tuple[tuple[str, str], ...]:
        """All of it in a line, or in two while it is open; of many who are left out, the first are named."""
        line = (self.mark, self.says)
        if not self.must:
            return (line,)
        more = len(self.left_out) - MOST_NAMED
        out = (*self.left_out[:MOST_NAMED], *((f"and {more} more",) if more > 0 else ()))
        must = f"{self.must[0].upper()}{self.must[1:]}."
        return line, ("·", f"{must} {'; '.join(out)}".rstrip())


def branches(seen: Seen) -> tuple[Branch, ...]:
    """Every desk on the route, in its order; none for a draft."""
    return tuple(branch_in(seen, standing) for standing in seen.evaluation.standings)


def branch_in(seen: Seen, standing: Standing) -> Branch:
    """One desk, as it stands."""
    mark, says = _stands(seen, standing)
    is_open = isinstance(seen.proposal.stage, InReview) and standing.status != "met"
    return Branch(
        desk=messages.desk(seen.policy, standing.requirement.desk),
        status=standing.status,
        asks=_asks(seen, standing),
        must=must_hold(standing.requirement) if is_open else "",
        mark=mark,
        says=says,
        people=tuple(_people(seen, standing)),
    )


def _asks(seen: Seen, standing: Standing) -> str:
    """Who may approve (or did), what for, and why, as the policy that rules says it."""
    review = review_of(seen.proposal)
    asked, desk = standing.requirement, standing.requirement.desk
    is_open = isinstance(seen.proposal.stage, InReview)
    may = {place_of(one) for one in standing.counted} | standing.members
    if not is_open or standing.status in ("met", "blocked", "waiting"):
        # Whoever is left then says nothing of whom it was asked of.
        may |= seen.members.get(desk, frozenset())
    names = tuple(messages.name(seen.names, person) for person in may)
    why = review.whys.get(desk, "") if review else ""
    if is_open and standing.status == "unfillable":
        # That they are too few is how it stands.
        return asks(seen.policy, asked, why, names)
    (sentence,) = explain(seen.policy, (asked,), {desk: why}, {desk: Staffing(names=names)})
    return sentence


def stuck(seen: Seen) -> tuple[tuple[str, str], ...]:
    """For each desk that cannot be filled: that it is so, and the way out as a sentence of its own."""
    return tuple(
        (f"{messages.desk(seen.policy, one.requirement.desk)}: {_too_few(seen, one)}", _way_out(seen, one))
        for one in seen.evaluation.standings
        if one.status == "unfillable"
    )


def _too_few(seen: Seen, standing: Standing) -> str:
    more = " more" if standing.counted else ""
    return too_few(tuple(messages.name(seen.names, one) for one in standing.members), f"{standing.missing}{more}")


def _way_out(seen: Seen, standing: Standing) -> str:
    proposal, desk = seen.proposal, standing.requirement.desk
    if desk not in seen.desks:
        return versions.gone(messages.people(seen.names, seen.comms_leads, "or"))
    authors = frozenset({proposal.author}) | proposal.co_authors
    return way_out(
        messages.desk(seen.policy, desk),
        members=seen.members.get(desk, frozenset()),
        authors=authors,
        editors=barred(proposal) - authors,
        worded=barred_at(proposal, standing.requirement) - barred(proposal),
        lacking=standing.missing - len(standing.members),
        leads=[messages.name(seen.names, lead) for lead in seen.comms_leads - authors],
    )


def _stands(seen: Seen, standing: Standing) -> tuple[str, str]:
    """A mark and a sentence on how one desk stands, and who did what on which revision."""
    desk = messages.desk(seen.policy, standing.requirement.desk)
    reviews = "; ".join(given(seen, one) for one in (*standing.counted, *standing.blocking))
    so_far = f"{reviews}; " if reviews else ""
    match standing.status:
        case "met":
            return "✓", f"{desk}: {reviews}"
        case "blocked":
            return "✗", f"{desk}: {reviews}"
        case _ if not isinstance(seen.proposal.stage, InReview):
            return "–", f"{desk}: {so_far}not decided"
        case "unfillable":
            return "!", f"{desk}: {so_far}{_too_few(seen, standing)}. {_way_out(seen, standing)}"
        case "waiting":
            return "○", f"{desk}: {so_far}{messages.waits_first(seen.policy, standing.first)}"
        case "pending":
            again = " again" if standing.lapsed and not reviews else ""
            who = called.who(standing, seen.names)
            return "○", f"{desk}: {so_far}waiting for {who}{again}{_aside(seen, standing)}"


def _aside(seen: Seen, standing: Standing) -> str:
    desk = standing.requirement.desk
    until = away.untils(standing, seen.covers, seen.names)
    handed = handing_on.row(handings(seen.proposal, desk), seen.names)
    return until + handed + called.may_too(standing, seen.on_duty.get(desk, frozenset()), seen.names)


def given(seen: Seen, review: Review) -> str:
    """Who decided what, and on which revision."""
    code = f" ({messages.REASONS[review.reason.code].lower()})" if review.reason else ""
    did = messages.DECIDED[review.decision]
    wording = suggested.beside(seen.proposal, review)
    return f"{messages.signed(seen.names, review)} {did}{code}{wording}, revision {review.revision}"


def _people(seen: Seen, standing: Standing) -> Iterable[tuple[str, str]]:
    """Everyone at a desk and everyone who decided there: who counts, who does not and why, who is asked, who may without."""
    yield from (("counts", given(seen, one)) for one in standing.counted)
    yield from (("blocks", given(seen, one)) for one in standing.blocking)
    told = {one.reviewer for one in (*standing.counted, *standing.blocking)}
    for review in latest(seen.proposal, standing.requirement.desk):
        if review.reviewer not in told:
            told.add(review.reviewer)
            yield _again(standing, review.reviewer), f"{given(seen, review)}: {_why_not(seen, standing, review)}"
    yield from (("asked", name) for name in _names(seen, standing.asked - told))
    yield from (("may decide too", name) for name in _names(seen, standing.awaited - standing.asked - told))
    others = seen.members.get(standing.requirement.desk, frozenset()) - standing.awaited - told
    for name, why in sorted((messages.name(seen.names, one), _why_out(seen, standing, one)) for one in others):
        yield ("may not decide", f"{name}: {why}") if why else ("not needed", name)


def _again(standing: Standing, person: PersonId) -> str:
    """What is left to do for somebody whose decision does not count."""
    if person in standing.asked:
        return "asked again"
    return "may decide again" if person in standing.awaited else "does not count"


def _names(seen: Seen, people: Iterable[PersonId]) -> Iterable[str]:
    return sorted(messages.name(seen.names, one) for one in people)


def _why_not(seen: Seen, standing: Standing, review: Review) -> str:
    if review.lifted_by:
        return f"{messages.name(seen.names, review.lifted_by)} lifted the block"
    changed = changed_since(seen.proposal, review, standing.requirement)
    if changed:
        return f"the {messages.listing(changed)} changed"
    return _why_out(seen, standing, review.reviewer) or "not needed"


def _why_out(seen: Seen, standing: Standing, person: PersonId) -> str:
    review = review_of(seen.proposal)
    if person in barred(seen.proposal):
        return "these are their own words"
    if person in barred_at(seen.proposal, standing.requirement):
        return "it is their own wording"
    if review and person in filled_elsewhere(seen.proposal, review, standing.requirement.desk):
        return "already counts for another desk, and a person counts once"
    return ""
