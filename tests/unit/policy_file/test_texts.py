"""The files that `copydesk policy init` writes."""

from zoneinfo import ZoneInfo

import pytest

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import demo, example, starter
from tests.unit.policy.posts import post
from workflows.checks.channels import CHANNELS
from workflows.domain.content import PARTS
from workflows.domain.ids import DeskId, Email, PersonId
from workflows.domain.policy import Policy, Reach
from workflows.policy.conditions.kinds import KINDS
from workflows.policy.evaluate import route

NOBODY: dict[DeskId, frozenset[PersonId]] = {}


def good(text: str) -> Policy:
    """The policy in `text`, which must be right and give no cause for a warning."""
    loaded = load_text(text, "policy.yaml")
    assert isinstance(loaded, Loaded), loaded
    assert loaded.warnings == ()
    return loaded.policy


def desks(text: str) -> list[str]:
    """Whom the example asks about these words."""
    requirements, _ = route(good(example()), post(text), NOBODY)
    return [asked.desk for asked in requirements]


def test_the_starter_is_a_policy():
    """The starter can be used as it is."""
    assert good(starter()).company == "Example"


@pytest.mark.parametrize(
    "word",
    [*KINDS, *CHANNELS, "majority", "attributes", "judges", "slots", "weekdays", "direct", "bound", "phrases", "time"],
)
def test_the_starter_explains_every_key(word: str):
    """Every kind of condition, every channel and every key is named in it."""
    assert word in starter()


@pytest.mark.parametrize("part", [*PARTS, "time"])
def test_the_starter_names_every_part_that_a_rule_judges(part: str):
    """Whoever writes `judges` finds all that may stand there beside it."""
    beside = starter().partition("judges:")[2].partition("asks again")[0]
    assert part in beside


def test_the_example_is_the_demo_company():
    """Cleo leads and gets the digest in Slack; marketing is in Slack, legal in Teams, investor relations in either."""
    policy = good(example())
    cleo, ben, ivy = (Email(f"{name}@example.com") for name in ("cleo", "ben", "ivy"))

    assert {email: person.role for email, person in policy.people.items()} == {
        cleo: "lead",
        ben: "reviewer",
        ivy: "reviewer",
    }
    assert policy.domains == {"example.com"}
    assert {key: (desk.members, desk.reach) for key, desk in policy.desks.items()} == {
        "marketing": ((cleo,), Reach(slack="#marketing-review")),
        "legal": ((ben,), Reach(teams="bound")),
        "investor-relations": ((ivy,), Reach(slack="direct", teams="direct")),
    }
    assert [(order.to, order.chat, ZoneInfo(order.zone).key) for order in policy.digests] == [
        (cleo, "slack", "Europe/London")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hello world",
        "We are hiring. Come and see us!",
        "Thank you all for coming to the open day on 12 May.",
        "Our new office has 12 desks and one dog.",
        "It starts 5 ms sooner.",
        "Meet the team behind the bikes: 25 years, 3 countries.",
    ],
)
def test_the_example_asks_marketing_about_everything(text: str):
    """Plain words go to marketing alone."""
    assert desks(text) == ["marketing"]


@pytest.mark.parametrize(
    "text",
    [
        "Join our giveaway!",
        "WIN A bike this week",
        "The fastest bike there is",
        "We are #1",
        "The world’s first folding tandem",
        "40 % lighter",
        "Twice as light, 3x faster",
        "Our customer Example Rail loves it",
        "With thanks to @rail_fan",
        "Dr. Weber rides one",
    ],
)
def test_the_example_asks_legal_about_claims_giveaways_and_names(text: str):
    """What could bind the company goes to legal as well."""
    assert desks(text) == ["marketing", "legal"]


@pytest.mark.parametrize(
    "text",
    [
        "Our revenue is up",
        "#RevenueGrowth",
        "See our quarterly earnings",
        "A word on guidance",
        "Our margin held",
        "£5m for the new line",
        "5 million euros for the new line",
        "EUR 300 only",
        "Read our Q3 report",
        "Our annual results are out",
        "We have raised a funding round",
        "Sales grew by a third: the dividend follows",
    ],
)
def test_the_example_asks_investor_relations_about_money(text: str):
    """Anything financial goes to investor relations as well."""
    assert desks(text) == ["marketing", "investor-relations"]


def test_the_example_may_ask_all_three():
    """A number about the business is a claim and financial."""
    assert desks("Sales grew 12 % in the spring") == ["marketing", "legal", "investor-relations"]


def test_the_demo_has_something_of_everything_to_try():
    """Its example, whose desks are asked as ever; pillars, words to avoid, a confidential topic, a watcher, an override."""
    policy, plain = good(demo()), good(example())

    assert (policy.people, policy.desks, policy.rules) == (plain.people, plain.desks, plain.rules)
    assert set(policy.vocabulary.pillars) == set(policy.brand.pillars) == {"craft", "welcome"}
    assert [words.effect for words in policy.brand.wordlists] == ["warn"]
    assert policy.restricted.when is not None
    assert policy.restricted.when.explain(post("Our reorganisation is done.")).because
    assert not policy.restricted.when.explain(post("Our new kettle is here.")).because
    assert [rule.people for rule in policy.watchers] == [(Email("ben@example.com"),)]
    assert policy.overriders == (Email("cleo@example.com"), Email("ben@example.com"))
