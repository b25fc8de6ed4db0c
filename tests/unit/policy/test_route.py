"""Routing: which desks are asked, with what, and why."""

from dataclasses import replace
from datetime import time

import pytest

from tests.unit.policy.posts import SLOW, SLOWED, post
from tests.unit.policy.trees import Plain, condition
from workflows.domain.content import CHANNELS, LINK, MEDIA, PARTS, TEXT
from workflows.domain.ids import DeskId, Email, PartName, PersonId, PolicyHash
from workflows.domain.policy import Desk, DigestOrder, ListedPerson, Policy, Quorum, Reach, Rule
from workflows.domain.proposal import Requirement
from workflows.policy.conditions.base import Explainable
from workflows.policy.evaluate import route
from workflows.policy.explain import Staffing, explain
from workflows.policy.quorums import resolve_quorum

LEGAL, MARKETING = DeskId("legal"), DeskId("marketing")
BEN, CLEO, DAN = Email("ben@example.com"), Email("cleo@example.com"), Email("dan@example.com")


def rule(
    name: str,
    desk: DeskId,
    when: Explainable | None = None,
    *,
    quorum: Quorum | None = None,
    judges: tuple[PartName, ...] = PARTS,
    judges_time: bool = False,
) -> Rule:
    """A rule whose why is its name in a sentence."""
    return Rule(
        name=name,
        why=f"{name.capitalize()}.",
        desk=desk,
        when=when,
        quorum=quorum,
        judges=judges,
        judges_time=judges_time,
    )


def policy(*rules: Rule) -> Policy:
    """Two desks: legal with two members of whom one is enough, marketing with one."""
    names = {BEN: "Ben", CLEO: "Cleo", DAN: "Dan"}
    return Policy(
        hash=PolicyHash("0" * 64),
        company="Example",
        domains=frozenset({"example.com"}),
        zone="Europe/London",
        people={email: ListedPerson(name=name, email=email, role="reviewer") for email, name in names.items()},
        desks={
            MARKETING: Desk(id=MARKETING, name="Marketing", members=(CLEO,), lead=None, quorum=1, reach=Reach()),
            LEGAL: Desk(id=LEGAL, name="Legal", members=(BEN, DAN), lead=None, quorum=1, reach=Reach()),
        },
        rules=rules,
        digests=(DigestOrder(to=CLEO, hour=time(8), zone="UTC", weekdays=frozenset({"mon"}), chat="slack"),),
        slots="one_per_proposal",
    )


def people(count: int) -> frozenset[PersonId]:
    """That many people."""
    return frozenset(PersonId(str(number)) for number in range(count))


ELIGIBLE = {LEGAL: people(5), MARKETING: people(1)}


def test_a_rule_without_a_condition_always_holds():
    """Every post needs the desk of such a rule, and its card says the rule's why."""
    requirements, whys = route(policy(rule("it is read", MARKETING)), post(), ELIGIBLE)

    assert requirements == (Requirement(desk=MARKETING, rules=("it is read",), quorum=1, judges=PARTS),)
    assert whys == {MARKETING: "It is read."}


def test_nothing_holds_nobody_is_asked():
    """A post that no rule is about gets an empty route, which the caller refuses."""
    assert route(policy(rule("a", LEGAL, condition({"link": "present"}))), post(), ELIGIBLE) == ((), {})


def test_the_reason_stands_before_the_why():
    """A card says what in the post caused the question, then why the rule is there."""
    _, whys = route(
        policy(rule("cleared", LEGAL, condition({"words": {"phrases": ["prize"]}}))), post("A prize"), ELIGIBLE
    )

    assert whys == {LEGAL: "Mentions “prize”. Cleared."}


def test_rules_for_one_desk_become_one_requirement():
    """One review answers all: names collected, parts united, the highest quorum, the time if any rule asks for it."""
    requirements, whys = route(
        policy(
            rule("words are right", LEGAL, judges=(TEXT,), quorum=2),
            rule("it is read", MARKETING),
            rule("link is right", LEGAL, judges=(LINK, CHANNELS), judges_time=True),
            rule("pictures are right", LEGAL, condition({"media": ["image"]}), judges=(MEDIA,), quorum=3),
        ),
        post(),
        ELIGIBLE,
    )

    assert requirements == (
        Requirement(
            desk=LEGAL,
            rules=("words are right", "link is right"),
            quorum=2,
            judges=(TEXT, LINK, CHANNELS),
            judges_time=True,
        ),
        Requirement(desk=MARKETING, rules=("it is read",), quorum=1, judges=PARTS),
    )
    assert whys == {LEGAL: "Words are right. Link is right.", MARKETING: "It is read."}


def test_a_route_is_in_the_order_of_its_stages():
    """Desks come by stage; one whose rules name several is asked in the last, and its sentence begins with “Then”."""
    staged = policy(
        replace(rule("words are right", LEGAL), stage=2), rule("names are right", LEGAL), rule("it is read", MARKETING)
    )
    requirements, whys = route(staged, post(), ELIGIBLE)

    assert [(asked.desk, asked.stage) for asked in requirements] == [(MARKETING, 1), (LEGAL, 2)]
    staffing = {desk: Staffing(names=("Ben",)) for desk in (LEGAL, MARKETING)}
    assert [line.partition(":")[0] for line in explain(staged, requirements, whys, staffing)] == [
        "Marketing (Ben)",
        "Then Legal (Ben)",
    ]


def test_majority_and_all_are_of_who_may_fill_it():
    """They are counted of the people there are now, and are never less than one."""
    assert [resolve_quorum("majority", people) for people in (0, 1, 2, 3, 4, 5)] == [1, 1, 2, 2, 3, 3]
    assert [resolve_quorum("all", people) for people in (0, 1, 2, 5)] == [1, 1, 2, 5]
    assert [resolve_quorum(2, people) for people in (0, 1, 5)] == [2, 2, 2]


def test_the_highest_resolved_quorum_counts():
    """Of several rules for a desk the one that asks most people decides, in people and not in words."""
    both = policy(rule("a", LEGAL, quorum="majority"), rule("b", LEGAL, quorum=2))

    (many,), _ = route(both, post(), {LEGAL: people(5)})
    (few,), _ = route(both, post(), {LEGAL: people(1)})
    (nobody,), _ = route(policy(rule("a", LEGAL, quorum="all")), post(), {})

    assert (many.quorum, few.quorum, nobody.quorum) == (3, 2, 1)


def test_a_pattern_that_runs_away_brings_in_the_desk():
    """Where nobody knows what a pattern would find, its rule holds, also under `not`."""
    slow: Plain = {"words": {"patterns": [SLOW]}}
    negated: Plain = {"not": slow}

    for when in (slow, negated):
        requirements, whys = route(policy(rule("cleared", LEGAL, condition(when))), SLOWED, ELIGIBLE)
        assert [asked.desk for asked in requirements] == [LEGAL]
        assert whys == {LEGAL: "Has words that a pattern of this rule could not be tried on in time. Cleared."}


def test_a_route_explains_itself():
    """One line a desk: who may decide, what for, and why."""
    both = policy(rule("it is read", MARKETING), rule("claims are cleared", LEGAL), rule("names are cleared", LEGAL))

    requirements, whys = route(both, post(), ELIGIBLE)
    assert explain(
        both, requirements, whys, {MARKETING: Staffing(names=("Cleo",)), LEGAL: Staffing(names=("Dan", "Ben"))}
    ) == (
        "Marketing (Cleo): approved if it is read. It is read.",
        "Legal (Ben or Dan): approved if claims are cleared and names are cleared. Claims are cleared. Names are cleared.",
    )


@pytest.mark.parametrize(
    ("names", "quorum", "says"),
    [
        (("Ben", "Dan"), 2, "Legal (Ben and Dan): approved if it is read. It is read."),
        (("Ben", "Cleo", "Dan"), 2, "Legal (2 of Ben, Cleo and Dan): approved if it is read. It is read."),
        (("Ann", "Ben", "Cleo", "Dan"), 2, "Legal (2 of 4 people): approved if it is read. It is read."),
        (("Ben",), 2, "Legal: approved if it is read. It is read. 2 must approve, and only Ben may. Ask Cleo."),
        ((), 1, "Legal: approved if it is read. It is read. Nobody there may decide on these words. Ask Cleo."),
    ],
)
def test_a_route_says_who_may_decide(names: tuple[str, ...], quorum: int, says: str):
    """Few people are named, more are counted; where they are too few, it says so and what would help."""
    rules = policy(rule("it is read", LEGAL, quorum=quorum))
    requirements, whys = route(rules, post(), ELIGIBLE)
    assert explain(rules, requirements, whys, {LEGAL: Staffing(names=names, way_out="Ask Cleo.")}) == (says,)
