"""What would have differed for a post under another policy, in a line; it quotes none of its words."""

from collections.abc import Callable, Collection, Iterable

from workflows.cards import guidance, messages
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Proposal
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.replaying import Difference


def told(proposal: Proposal, difference: Difference, facts: Facts) -> str:
    """Which post, when and by whom unless it is confidential, and what differs: `…: also asks Legal; no longer asks Marketing`."""
    by = "confidential" if proposal.restriction else f"by {facts.people[proposal.author].name}"
    names = {one.id: one.name for one in facts.people.values()}
    asked = differences(difference, lambda desk: messages.desk(facts.policy, desk))
    said = "; ".join((*asked, *watched(names, difference.watching, difference.unwatching)))
    return f"No. {guidance.reference(proposal.id)}, {proposal.created:%Y-%m-%d}, {by}: {said}."


def differences(difference: Difference, name: Callable[[DeskId], str]) -> Iterable[str]:
    """Each change of the route, in words; `name` says what a desk is called."""
    if difference.refused:
        yield "could not go to review"
    if difference.added:
        yield f"also asks {messages.listing(map(name, difference.added))}"
    if difference.removed:
        yield f"no longer asks {messages.listing(map(name, difference.removed))}"
    for desk, (before, now) in difference.quorums.items():
        yield f"{name(desk)}: {now} must approve instead of {before}"


def watched(names: messages.Names, came: Collection[PersonId], went: Collection[PersonId]) -> Iterable[str]:
    """Who watches by a rule, and who does no longer."""
    if came:
        yield f"also watched by {messages.people(names, came)}"
    if went:
        yield f"no longer watched by {messages.people(names, went)}"


def summary(differences: Collection[Difference]) -> str:
    """How many posts would have differed, and in what."""
    differ = [one for one in differences if not one.nothing]
    counted = f"{len(differences):,} {'post' if len(differences) == 1 else 'posts'} replayed"
    if not differ:
        return f"{counted}: nothing would have differed."
    kinds = (
        ("would have asked another desk", sum(bool(one.added) for one in differ)),
        ("would have asked a desk less", sum(bool(one.removed) for one in differ)),
        ("would have asked another number of people", sum(bool(one.quorums) for one in differ)),
        ("would have been watched by others", sum(bool(one.watching or one.unwatching) for one in differ)),
        ("could not have gone to review", sum(one.refused for one in differ)),
    )
    said = ", ".join(f"{count:,} {what}" for what, count in kinds if count)
    return f"{counted}, {len(differ):,} would have differed: {said}."
