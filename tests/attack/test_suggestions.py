"""Attacks on suggested wording: a number that is made up or of another post, an answer by who may not, old words, twice."""

import pytest

from tests.attack.siege import DESK, WORDS, Siege
from workflows.cards.actions import Action, ActionName, encode
from workflows.domain.ids import ProposalId

pytestmark = pytest.mark.attack

CALM = "We moved to another kitchen."
TYPED = {"text": CALM, "why": "Is it bigger?", "approves": "as_it_stands"}
"""Ben approves on condition of these words."""


def about(siege: Siege, name: ActionName, number: int = 1, *, post: ProposalId | None = None, revision: int = 1) -> str:
    """What a button about a suggestion would carry."""
    proposal = post or siege.proposal
    return encode(Action(name=name, proposal=proposal, revision=revision, suggestion=number))


async def suggested(siege: Siege) -> None:
    """Ben suggests wording, in Teams."""
    await siege.teams_form("ben", siege.action("suggest"), TYPED)
    assert [one.text for one in (await siege.stands()).suggestions] == [CALM]


async def test_wording_suggested_by_who_may_not_decide(siege: Siege) -> None:
    """Attack 1: the author suggests wording for her own post, to approve it on that condition; a stranger for any."""
    async with siege.denied(("ada", "suggest", "own_words"), ("ivy", "suggest", "not_awaited")):
        assert "your own words" in await siege.slack_form("ada", siege.action("suggest"), TYPED)
        assert "waiting for" in await siege.teams_form("ivy", siege.action("suggest"), TYPED)


async def test_wording_taken_by_who_may_not(siege: Siege) -> None:
    """Attack 3: whoever suggested it, a comms lead and a stranger can neither take nor decline it, and are shown none of it."""
    await suggested(siege)
    people = ("ben", "cleo", "ivy")
    tries = [(who, name, "not_yours") for who in people for name in ("accept_suggestion", "decline_suggestion")]
    async with siege.denied(*tries):
        for who in people:
            for name in ("accept_suggestion", "decline_suggestion"):
                said = await siege.teams_form(who, about(siege, name), {"why": "No."})
                assert "Only Ada Park can do that" in said
                assert CALM not in said
    async with siege.nothing_changes():
        assert "Only Ada Park can do that" in await siege.teams_dialog("ben", about(siege, "accept_suggestion"))


async def test_a_suggestion_of_another_post(siege: Siege) -> None:
    """Attack 15: the number of a suggestion names one of that post alone; one that it has not, or zero, is none."""
    await suggested(siege)
    other = await siege.propose("ada", "We bake on Sundays.")
    async with siege.nothing_changes():
        for number in (1, 2, 999_999):
            said = await siege.slack_form("ada", about(siege, "accept_suggestion", number, post=other), {})
            assert "I don't know that post" in said
            assert CALM not in said
        for number in (0, 2):
            said = await siege.slack_form("ada", about(siege, "decline_suggestion", number), {"why": "No."})
            assert "I don't know that post" in said


async def test_wording_for_older_words(siege: Siege) -> None:
    """Attack 20: neither a button drawn for older words nor one drawn anew takes it once the text is another; she is shown that."""
    await suggested(siege)
    newest = f"{WORDS} Come by."
    await siege.slack_form("ada", siege.action("edit"), {"text": newest, "channels": ("linkedin",)})
    async with siege.nothing_changes():
        for revision in (1, 2):
            said = await siege.slack_form("ada", about(siege, "accept_suggestion", revision=revision), {})
            assert "it has changed since" in said
            assert newest in said


async def test_wording_is_taken_once(siege: Siege) -> None:
    """Attack 24: sent twice from one chat and once more from the other, it makes one revision, and one approval."""
    await suggested(siege)
    for _ in range(2):
        await siege.slack_form("ada", about(siege, "accept_suggestion"), {})
    taken = await siege.stands()
    async with siege.nothing_changes():
        assert "That stands already" in await siege.teams_form("ada", about(siege, "accept_suggestion"), {})
        assert "already" in await siege.teams_form("ada", about(siege, "decline_suggestion"), {"why": "No."})
    assert [one.content.text for one in taken.revisions] == [WORDS, CALM]
    assert [(one.desk, one.revision, one.decision) for one in taken.reviews] == [(DESK, 2, "approve")]
