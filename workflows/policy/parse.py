"""A tree with positions → the policy, or everything that is wrong with it."""

from typing import Final, get_args

from workflows.domain.ids import PolicyHash
from workflows.domain.policy import Policy
from workflows.domain.proposal import Slots
from workflows.domain.value import value
from workflows.policy.conditions.kinds import Conditions
from workflows.policy.parse_brand import BRAND, parse_brand
from workflows.policy.parse_desks import parse_desks
from workflows.policy.parse_digest import parse_digests
from workflows.policy.parse_holds import parse_holds, parse_override
from workflows.policy.parse_people import parse_company, parse_people
from workflows.policy.parse_restricted import parse_restricted
from workflows.policy.parse_rules import parse_rules
from workflows.policy.parse_vocabulary import VOCABULARY, finders_of_topics, parse_vocabulary
from workflows.policy.parse_watchers import parse_watchers
from workflows.policy.parse_wordlists import list_rules, parse_wordlists
from workflows.policy.reading import Lasting, Problem, Reader
from workflows.policy.tree import Node

POLICY: Final = {
    "company": "whose posts these are",
    "people": "who reviews, leads, or is a guest",
    "desks": "the groups that review",
    "rules": "which desk is asked when",
}
POLICY_MORE: Final = {
    "conditions": "conditions with a name, for rules to use",
    "digest": "who gets the morning digest",
    "slots": "how often one person counts",
    "restricted": "which posts only the people named may read",
    "watchers": "who sees which posts without being asked",
    **VOCABULARY,
    **BRAND,
    "holds": "who may stop posts without a verdict",
    "override": "who may let a post go out whatever its reviews",
}


@value
class Parsed:
    """A policy without errors. Warnings are allowed and yet hardly meant; what is `lasting` is not for ever."""

    policy: Policy
    warnings: tuple[Problem, ...]
    lasting: tuple[Lasting, ...]


def parse(tree: Node, name: PolicyHash) -> Parsed | tuple[Problem, ...]:
    """Read the whole tree; `name` is the hash of the file it came from. Errors come all at once, in the file's order."""
    reader = Reader()
    fields = reader.fields(tree, "the policy", POLICY, POLICY_MORE) or {}
    company = parse_company(fields.get("company"), reader)
    people = parse_people(fields.get("people"), reader)
    desks = parse_desks(fields.get("desks"), reader, people, company.zone)
    vocabulary = parse_vocabulary(fields, reader)
    attributes = frozenset(mark for person in people.values() for mark in person.attributes)
    conditions = Conditions(
        reader,
        desks={key: desk.name for key, desk in desks.items()},
        people=people,
        attributes=attributes,
        vocabulary=vocabulary,
        zone=company.zone,
        named=fields.get("conditions"),
        topics=finders_of_topics(fields.get("topics")),
    )
    rules = parse_rules(fields.get("rules"), reader, desks, conditions.read)
    watchers = parse_watchers(fields.get("watchers"), reader, people, conditions.read)
    restricted = parse_restricted(fields.get("restricted"), reader, people, conditions.read)
    wordlists = parse_wordlists(fields.get("wordlists"), reader, people, desks, vocabulary)
    brand = parse_brand(fields, reader, people, wordlists)
    digests = parse_digests(fields.get("digest"), reader, people, company.zone)
    slots = reader.choice(fields.get("slots"), "how often one person counts", get_args(Slots))
    holds = parse_holds(fields.get("holds"), reader, people)
    overriders = parse_override(fields.get("override"), reader, people)
    conditions.finish()
    if reader.problems:
        return reader.in_order()
    policy = Policy(
        hash=name,
        company=company.name,
        domains=company.domains,
        zone=company.zone,
        people=people,
        desks=desks,
        rules=(*rules, *list_rules(wordlists)),
        digests=digests,
        slots=slots or "one_per_proposal",
        vocabulary=vocabulary,
        brand=brand,
        holds=holds,
        restricted=restricted,
        overriders=overriders,
        watchers=watchers,
    )
    return Parsed(policy=policy, warnings=tuple(reader.warnings), lasting=tuple(reader.lasting))
