"""Who watches a post: they see it, count for nothing, and nothing waits for them."""

from collections.abc import Mapping

from workflows.domain.ids import Email, PersonId
from workflows.domain.proposal import Proposal, review_of
from workflows.domain.value import value
from workflows.lifecycle.facts import Facts


@value
class Watcher:
    """Why somebody watches: the sentences of a rule, or who said so."""

    person: PersonId
    why: str = ""
    by: PersonId | None = None


def watching(proposal: Proposal) -> Mapping[PersonId, Watcher]:
    """Who watches now: by the rules that held when it was routed, and by the last word that was said of each person."""
    review = review_of(proposal)
    found = {one: Watcher(person=one, why=why) for one, why in review.watchers.items()} if review else {}
    for said in proposal.watches:
        if said.on:
            found[said.person] = Watcher(person=said.person, by=said.by)
        else:
            found.pop(said.person, None)
    return found


def by_rule(proposal: Proposal, named: Mapping[Email, str], facts: Facts) -> Mapping[PersonId, str]:
    """Of the addresses that rules name, each with why, the people who are here; whose post it is needs no watching."""
    own = {proposal.author, *proposal.co_authors}
    known = ((facts.person_of(email), why) for email, why in named.items())
    return {person: why for person, why in known if person is not None and person not in own}
