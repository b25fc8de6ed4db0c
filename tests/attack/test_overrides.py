"""Attacks on overrides: by who is not named, by one person alone, by the author, on other words than were read."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.attack.siege import POLICY, Siege, besieged
from tests.support.databases import copy
from workflows.cards.actions import Action, encode
from workflows.domain.ids import DeskId

pytestmark = pytest.mark.attack

PASSED_OVER = (
    POLICY.replace("desks:\n", "  - {name: Ivy Chen, email: ivy@example.com, role: reviewer}\ndesks:\n", 1).replace(
        "\nrules:\n",
        """
  legal: {name: Legal, members: [ivy@example.com], reach: {slack: direct}}
rules:
  - {name: legal has read it, why: The law., desk: legal}
""",
        1,
    )
    + "override: {by: [cleo@example.com, ben@example.com]}\n"
)
"""Ivy is all of legal; Cleo and Ben may override."""
WHY = {"why": "The fair opens."}
OFF = "Nobody may override reviews"
OWN = "These are your own words"


@pytest.fixture
async def named(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company under attack, where Cleo, Ben and the author may override."""
    policy = f"{POLICY}override: {{by: [cleo@example.com, ben@example.com, ada@example.com]}}\n"
    async with besieged(copy(sqlite_file), policy) as under_attack:
        yield under_attack


async def test_nobody_overrides_unless_the_policy_names_them(siege: Siege) -> None:
    """Attack 58: it is off by default: a comms lead, a reviewer and the author are refused, by form, button and words."""
    people = ("ada", "ben", "cleo")
    async with siege.denied(*[(who, "override", "not_overrider") for who in people]):
        for who in people:
            assert OFF in await siege.slack_form(who, siege.action("override"), WHY)
    async with siege.nothing_changes():
        assert OFF in await siege.teams_button("ben", siege.action("override"))
        assert OFF in (await siege.company.in_slack("cleo").asks(f"override {siege.proposal}"))[1]


async def test_one_person_through_two_accounts_is_one(named: Siege) -> None:
    """Attack 58: Cleo in Slack and Cleo in Teams do not make two; with Ben it is whole."""
    await named.slack_form("cleo", named.action("override"), WHY)
    async with named.nothing_changes():
        await named.teams_form("cleo", named.action("override"), {"why": "And I agree with myself."})
    assert "Overridden" not in named.company.in_slack("ada").status()
    await named.teams_form("ben", named.action("override"), WHY)
    await named.company.calm()
    assert "Overridden by Cleo Marsh" in named.company.in_slack("ada").status()


async def test_an_override_is_never_whole_in_silence(sqlite_file: Path) -> None:
    """Attack 58: Ben and Cleo let it go out without legal. Ivy, who was to decide there, is told at once,
    by whom and why; what she says then is recorded, and the post stays approved.
    """
    async with besieged(copy(sqlite_file), PASSED_OVER) as siege:
        await siege.slack_form("cleo", siege.action("override"), WHY)
        await siege.teams_form("ben", siege.action("override"), WHY)
        await siege.company.calm()
        ivy = siege.company.in_slack("ivy")
        told = "\n".join(line for one in ivy.client.direct_messages() for line in ivy.client.read(one))
        assert "A post goes out without Legal and Editors" in told
        assert "Cleo Marsh (“The fair opens.”) and Ben Okafor (“The fair opens.”) let a post by Ada Park go out" in told
        refuses = encode(Action(name="request_changes", proposal=siege.proposal, desk=DeskId("legal"), revision=1))
        assert "stays approved all the same" in await siege.slack_form(
            "ivy", refuses, {"code": "tone", "why": "Who says so?"}
        )
        await siege.company.calm()
        assert "Overridden" in siege.company.in_slack("ada").status()


async def test_the_author_overrides_for_their_own_words(named: Siege) -> None:
    """Attack 58: named or not, neither the author nor an editor of the words is one of the two."""
    async with named.denied(("ada", "override", "own_words")):
        assert OWN in await named.slack_form("ada", named.action("override"), WHY)
    await named.slack_form("cleo", named.action("edit"), {"text": "We moved house.", "channels": ("linkedin",)})
    async with named.nothing_changes():
        assert OWN in await named.teams_form("cleo", named.action("override", revision=2), WHY)


async def test_an_override_of_other_words_than_were_read(named: Siege) -> None:
    """Attack 58: a form that was open during an edit overrides nothing, and half an override does not outlive the edit."""
    await named.slack_form("cleo", named.action("override"), WHY)
    await named.slack_form("ada", named.action("edit"), {"text": "We moved house.", "channels": ("linkedin",)})
    async with named.nothing_changes():
        await named.teams_form("ben", named.action("override"), WHY)
    await named.teams_form("ben", named.action("override", revision=2), WHY)
    await named.company.calm()
    assert "Overridden" not in named.company.in_slack("ada").status()
