"""How a post stands at each desk, in the short form that cards have."""

from dataclasses import replace

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import happened, without
from tests.unit.lifecycle.world import (
    ABE,
    ALWAYS_MARKETING,
    BEA,
    BEN,
    CLAIM,
    CLEO,
    DEE,
    FACTS,
    LEGAL,
    MARKETING,
    MAX,
    MIA,
    MORNING,
    PLAIN,
    REVENUE,
    approve,
    edit,
    lift,
    policy,
    propose,
    reject,
    request_changes,
    world,
)
from workflows.cards.seen import Seen
from workflows.cards.tree import branches
from workflows.domain.content import TEXT

MUST = "Approved if marketing likes it."


def told(seen: Seen) -> list[str]:
    """What the card has for each desk."""
    return [f"{mark} {words}" for branch in branches(seen) for mark, words in branch.brief]


def test_what_is_open_says_what_must_hold() -> None:
    """A desk that is met has a line: who counted. One that is open has a second: what its approval would say."""
    assert told(sight(happened(propose(), approve(MIA, MARKETING)))) == [
        "✓ Marketing: Mia approved, revision 1",
        "○ Legal: waiting for Lou; Bea, Ben and Dee may too",
        "· Approved if legal stands behind its claims.",
    ]


def test_who_does_not_count_is_told_with_the_reason() -> None:
    """New words: what was said of the old ones, once for each, beside who is asked now."""
    seen = sight(happened(propose(PLAIN), approve(DEE, MARKETING), edit(replace(PLAIN, link="https://example.com/a"))))
    assert told(seen) == [
        "○ Marketing: waiting for Dee again; Cleo, Max and Mia may too",
        f"· {MUST} Dee approved, revision 1: the link changed",
    ]


def test_whose_own_words_they_are_may_not_decide() -> None:
    """Who edited a post is told apart from those who may decide, and who decided for another desk, too."""
    seen = sight(happened(propose(PLAIN), edit(CLAIM, CLEO), approve(DEE, LEGAL, revision=2)))
    assert told(seen) == [
        "○ Marketing: waiting for Max; Mia may too",
        (f"· {MUST} Cleo: these are their own words; Dee: already counts for another desk, and a person counts once"),
        "✓ Legal: Dee approved, revision 2",
    ]


def test_of_many_who_are_left_out_a_few_are_named() -> None:
    """The line stays short: `why` names them all."""
    people = (MIA, CLEO, DEE, MAX, BEN, BEA)
    many = world(policy(quorums={MARKETING: 6}, members={MARKETING: people}))
    agreed = [approve(one, MARKETING) for one in people[:5]]
    (branch,) = branches(
        sight(happened(propose(PLAIN), *agreed, edit(replace(PLAIN, link="https://a.example")), facts=many), many)
    )
    _, (_, short) = branch.brief
    assert short.endswith("Dee approved, revision 1: the link changed; and 2 more")
    assert len(branch.left_out) == 5


def test_a_block_keeps_what_must_hold() -> None:
    """Who asked for changes stands in the first line; whose block was lifted, in the second."""
    history = (propose(PLAIN), request_changes(MIA, MARKETING))
    assert told(sight(happened(*history))) == ["✗ Marketing: Mia asked for changes (tone), revision 1", f"· {MUST}"]
    assert told(sight(happened(*history, lift(CLEO, MARKETING))))[1] == (
        f"· {MUST} Mia asked for changes (tone), revision 1: Cleo lifted the block"
    )


def test_a_desk_that_nobody_may_fill_says_both() -> None:
    """What must hold stands beside why nobody can, each once."""
    alone = world(policy(members={MARKETING: (CLEO,)}))
    (branch,) = branches(sight(happened(propose(PLAIN, co_authors=frozenset({CLEO, ABE})), facts=alone), alone))
    assert branch.asks == "Marketing: approved if marketing likes it. It speaks for us."
    assert branch.says.startswith("Marketing: nobody there may decide on these words. ")
    assert branch.brief[1] == ("·", f"{MUST} Cleo: these are their own words")


def test_what_ended_must_nothing_any_more() -> None:
    """A line for each desk is left of a post that was rejected."""
    seen = sight(happened(propose(REVENUE), reject(MIA, MARKETING)), without(FACTS, LEGAL, BEN))
    assert [len(branch.brief) for branch in branches(seen)] == [1, 1]


def test_it_is_told_what_changed_of_what_the_desk_judges() -> None:
    """A desk that judges the words and the time reads which of them changed, and nothing of the link that changed too."""
    rules = (replace(ALWAYS_MARKETING, judges=(TEXT,), judges_time=True),)
    timed = world(policy(rules=rules))
    other = replace(PLAIN, text="Come and see them.", link="https://example.com/a")
    for content, wanted, changed in (
        (other, None, "text"),
        (other, MORNING, "text and time"),
        (PLAIN, MORNING, "time"),
    ):
        history = (propose(PLAIN), approve(DEE, MARKETING), edit(content, wanted=wanted))
        assert told(sight(happened(*history, facts=timed), timed))[1] == (
            f"· {MUST} Dee approved, revision 1: the {changed} changed"
        )
