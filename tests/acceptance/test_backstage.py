"""Behind the scenes: what the demo's drawer tells of a post is what its cards say, and what the record holds."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from adapters.policy_file.texts import example
from adapters.storage.audit import Broken
from adapters.storage.behind import Behind, behind
from adapters.storage.database import Database, connect
from bot.backstage import Backstage, next_digest
from bot.playground.slack import RateLimit
from bot.scenes import chain
from tests.acceptance.office import MARKETING, QUIET, Company, understood
from workflows.domain.ids import ProposalId
from workflows.engine.seeing import seen

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
MENDED = "Our new kettle boils a litre in 90 seconds, and faster than before."


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The same database, as another process opens it."""
    opened = connect(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def backstage(company: Company, database: Database) -> Backstage:
    """A look behind this company's scenes."""
    return Backstage(database, company.product.clock)


async def newest(backstage: Backstage) -> dict[str, Any]:
    """The newest post, as the drawer shows it."""
    first = (await backstage.proposals())[0]
    found = await backstage.proposal(first["id"])
    assert found is not None
    return dict(found)


def people(shown: dict[str, Any], desk: str) -> list[tuple[str, str]]:
    """How everybody at a desk stands."""
    branch = next(one for one in shown["tree"]["desks"] if one["desk"] == desk)
    return [(one["state"], one["says"]) for one in branch["people"]]


async def test_before_the_first_post_there_is_nothing_to_follow(company: Company, backstage: Backstage) -> None:
    """An empty list, and nobody behind a number that was never given."""
    assert company.product.url
    assert await backstage.proposals() == []
    assert await backstage.proposal("nothing") is None


async def test_what_a_post_needs_is_told_in_the_words_of_its_card(company: Company, backstage: Backstage) -> None:
    """Each branch is a line of the card; beneath it, whom the policy asks and why, as `why` says it."""
    await company.bind_legal()
    ada = company.in_slack("ada")
    await ada.proposes(CLAIM)
    shown = await newest(backstage)
    assert shown["title"] == CLAIM
    card, why = ada.reads(), await ada.asks("why")
    assert shown["state"] in card
    for branch in shown["tree"]["desks"]:
        assert f"{branch['mark']} {branch['says']}" in card
        assert branch["asks"] in why
    assert people(shown, "Legal") == [("asked", "Ben Okafor")]
    assert not shown["tree"]["approved"]


async def test_who_counts_who_does_not_and_why(company: Company, backstage: Backstage) -> None:
    """An approval counts until the words change; then whoever gave it is asked again, and reads why."""
    await company.bind_legal()
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await ada.proposes(CLAIM)
    await cleo.clicks("Approve", MARKETING)
    assert people(await newest(backstage), "Marketing") == [("counts", "Cleo Marsh approved, revision 1")]
    await ada.clicks("Edit")
    await ada.fills(text=MENDED)
    shown = await newest(backstage)
    assert people(shown, "Marketing") == [("asked again", "Cleo Marsh approved, revision 1: the text changed")]
    assert shown["head"]["words"] == MENDED
    await ben.clicks("Approve", company.legal)
    await cleo.clicks("Approve", MARKETING)
    assert (await newest(backstage))["tree"]["approved"]


async def test_a_reviewer_of_their_own_words_may_not_decide(company: Company, backstage: Backstage) -> None:
    """Cleo proposes: she is at marketing's desk, and told why she can't be asked."""
    await company.bind_legal()
    await company.in_slack("cleo").proposes(CLAIM)
    assert people(await newest(backstage), "Marketing") == [("may not decide", "Cleo Marsh: these are their own words")]


async def test_every_link_of_the_chain_is_shown(company: Company, backstage: Backstage) -> None:
    """Each carries the hash before it, names who did it, and holds no words."""
    await company.bind_legal()
    await company.in_slack("ada").proposes(CLAIM)
    await company.in_slack("cleo").clicks("Approve", MARKETING)
    ledger = (await newest(backstage))["ledger"]
    assert ledger["holds"]
    assert [link["says"] for link in ledger["links"]] == [
        "Proposed",
        "New words",
        "Sent for review",
        "The policy said who must review",
        "Approved (Marketing)",
    ]
    assert (ledger["links"][-1]["actor"], ledger["links"][-1]["chat"]) == ("Cleo Marsh", "Slack")
    assert all(after["previous"] == before["hash"] for before, after in pairwise(ledger["links"]))
    assert CLAIM not in str([link["chained"] for link in ledger["links"]])


async def test_a_chain_that_does_not_hold_is_told(company: Company, database: Database, backstage: Backstage) -> None:
    """With the link at which it breaks."""
    await company.bind_legal()
    await company.in_slack("ada").proposes(CLAIM)
    proposal = ProposalId((await newest(backstage))["id"])
    found = await database.read(partial(behind, proposal=proposal))
    assert isinstance(found, Behind)
    assert found.loaded.proposal
    view = seen(found.loaded.proposal, found.loaded, company.product.policies, company.product.clock())
    told = chain(replace(found, broken=Broken(stream=proposal, sequence=2, why="an event is missing")), view)
    assert not told["holds"]
    assert told["broken"] == 2
    assert told["says"].endswith("an event is missing.")


async def test_cards_that_do_not_show_what_they_should_are_behind(company: Company, backstage: Backstage) -> None:
    """While Slack asks for a pause the card there is behind, and then it is not."""
    await company.bind_legal()
    await company.in_slack("ada").proposes(CLAIM)
    shown = await newest(backstage)
    assert {(one["what"], one["where"]) for one in shown["posts"] if not one["notice"]} == {
        ("The author's card", "Ada Park, in Slack"),
        ("Marketing's card", "#marketing-review, in Slack"),
        ("Legal's card", "a channel, in Teams"),
    }
    assert not any(one["behind"] for one in shown["posts"])
    company.slack.faults.once("chat.update", RateLimit(seconds=1), times=2)
    before = len(company.slack.calls)
    await company.in_slack("cleo").client.click(company.in_slack("cleo").card(MARKETING), "Approve")
    await company.slack.until(lambda: any(call.fault for call in company.slack.calls[before:]))
    assert any(one["behind"] for one in (await newest(backstage))["posts"])
    await company.calm()
    assert {one["stands"] for one in (await newest(backstage))["posts"]} == {"Shows what it should"}


async def test_the_next_thing_due_is_the_digest(company: Company, backstage: Backstage) -> None:
    """Once every card is posted, the clock makes nothing else happen."""
    await company.calm()
    due = await backstage.next_due(company.product.clock())
    assert due is not None
    assert due.at == datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    assert due.what == "The daily digest goes to Cleo Marsh"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (QUIET, datetime(2026, 12, 1, 8, 30, tzinfo=UTC)),
        (datetime(2026, 12, 1, 8, 30, tzinfo=UTC), datetime(2026, 12, 2, 8, 30, tzinfo=UTC)),
        (datetime(2026, 12, 4, 9, 0, tzinfo=UTC), datetime(2026, 12, 7, 8, 30, tzinfo=UTC)),
        (datetime(2026, 7, 3, 20, 0, tzinfo=UTC), datetime(2026, 7, 6, 7, 30, tzinfo=UTC)),
    ],
    ids=["today", "tomorrow", "after the weekend", "in summer time"],
)
def test_a_digest_goes_out_on_its_weekdays_at_its_hour(now: datetime, then: datetime) -> None:
    """In the zone that the policy names."""
    policy = understood(example()).policy
    due = next_digest(policy.digests[0], policy, now)
    assert due is not None
    assert due.at == then
