"""Who may read a proposal. Whatever shows one to somebody asks here, and nowhere else is it decided.

Whether a restricted one is read goes by today's desks and today's policy, whatever it was started under: who is taken off
them reads no more, from that moment on.
"""

from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Proposal, review_of
from workflows.lifecycle.barred import barred
from workflows.lifecycle.cover import stand_ins
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.watchers import watching


def authors(proposal: Proposal) -> frozenset[PersonId]:
    """Whose proposal it is: the author and the co-authors."""
    return frozenset({proposal.author}) | proposal.co_authors


def keepers(proposal: Proposal, facts: Facts) -> frozenset[PersonId]:
    """Who may do what is the authors' to do: they themselves; once they have left, the comms leads, and with a restricted one
    those whom the policy names.
    """
    return facts.stewards(authors(proposal), facts.insiders() if proposal.restriction else None)


def readers(proposal: Proposal, facts: Facts) -> frozenset[PersonId]:
    """Who may read its words: who is involved, and who watches."""
    return involved(proposal, facts) | reading_watchers(proposal, facts)


def reading_watchers(proposal: Proposal, facts: Facts) -> frozenset[PersonId]:
    """Who may read its words because they watch: nobody, of a restricted one."""
    if proposal.restriction is not None:
        return frozenset()
    return frozenset(one for one in watching(proposal) if one in facts.people and not facts.people[one].left)


def involved(proposal: Proposal, facts: Facts) -> frozenset[PersonId]:
    """Who may read it whether they watch or not, and with it what is for reviewers only: authors (who keeps it, where they left)
    always. Once submitted, people of the desks that it asks or asked, their leads and deputies, whoever covers for one of them,
    comms leads, and who may override. Of a restricted one, only the people named: its keepers, who sits on the desks that it
    asks or covers there, and whom the policy names.
    """
    keep, review = keepers(proposal, facts), review_of(proposal)
    if review is None:
        return keep
    asks = {requirement.desk for requirement in review.requirements}
    if proposal.restriction is not None:
        return keep.union(facts.insiders(), *(_people_of(desk, proposal, facts) for desk in asks))
    desks = asks | {given.desk for given in proposal.reviews}
    people = (_people_of(desk, proposal, facts).union(facts.heads(desk)) for desk in desks)
    return keep.union(facts.leads(), facts.overriders(), *people)


def sees(proposal: Proposal, person: PersonId, facts: Facts) -> bool:
    """Whether this person may read its words."""
    return person in readers(proposal, facts)


def seeing_watchers(proposal: Proposal, facts: Facts) -> frozenset[PersonId]:
    """Who watches it, of those who may read it: watching opens no restricted one."""
    return readers(proposal, facts) & watching(proposal).keys()


def hidden(proposal: Proposal, by: PersonId, facts: Facts) -> bool:
    """Whether it must look to somebody like what does not exist: another's draft, also one that was only ever that, or a
    restricted one that does not name them. Of any other, they may be told why they cannot act on it.
    """
    secret = proposal.restriction is not None or review_of(proposal) is None
    return secret and not sees(proposal, by, facts)


def _people_of(desk: DeskId, proposal: Proposal, facts: Facts) -> frozenset[PersonId]:
    """Who sits on a desk, and who covers for one of them there."""
    return facts.members(desk) | stand_ins(desk, facts, barred(proposal)).keys()
