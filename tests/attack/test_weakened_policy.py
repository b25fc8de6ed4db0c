"""Attacks on a post in review by way of the policy: whoever keeps the file makes it easier while the post waits."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.office import understood
from tests.attack.siege import POLICY, Siege, besieged
from tests.support.databases import copy
from workflows.domain.commands import Adopt
from workflows.domain.ids import PersonId
from workflows.domain.refusals import ChangedSince, NotLead
from workflows.engine.adopting import consider
from workflows.engine.execute import Executor
from workflows.engine.store import Recorded
from workflows.lifecycle.moving import Move

pytestmark = pytest.mark.attack

LEGAL = """
  legal: {name: Legal, members: [ben@example.com], reach: {teams: direct}}
rules:
  - {name: legal has read it, why: The law., desk: legal}
"""
STRICT = POLICY.replace("    lead:", "    quorum: 2\n    lead:")
"""Both Ben and Cleo must approve."""
WITH_LEGAL = POLICY.replace("\nrules:\n", LEGAL)
"""Legal must approve, too."""


@pytest.fixture
async def strict(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company under attack, where two editors must approve."""
    async with besieged(copy(sqlite_file), STRICT) as under_attack:
        yield under_attack


@pytest.fixture
async def with_legal(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company under attack, where legal reads every post."""
    async with besieged(copy(sqlite_file), WITH_LEGAL) as under_attack:
        yield under_attack


async def weaken(siege: Siege) -> None:
    """The plain policy is put in force: one editor is enough, and there is no legal."""
    await siege.company.product.reload(understood(POLICY))
    await siege.company.calm()


async def adopts(siege: Siege, who: str, *, ago: int = 0) -> object:
    """What comes of it that somebody moves the post to the policy in force, as a lead was shown it some events `ago`."""
    product = siege.company.product
    (person,) = await siege.company.people(f"{who}@example.com")
    events = iter(str(number) for number in range(100))
    executor = Executor(product.store, product.policies, lambda: f"{who}{next(events)}", lambda _, __: None)
    now = await siege.stands()
    (cleo,) = await siege.company.people("cleo@example.com")
    (shown,) = await consider(product.store, product.policies, cleo.id, product.clock())
    assert isinstance(shown.move, Move)
    wanted = Adopt(
        proposal=siege.proposal, by=person.id, sequence=now.sequence - ago, policy=product.policies.current.hash
    )
    return await executor.adopt(wanted, shown.move, product.clock())


async def test_a_lower_quorum_is_no_quorum_of_posts_in_review(strict: Siege) -> None:
    """Attack 11: one of two approves, then one is enough by the file: the post waits for two, whoever clicks or edits what, until
    a comms lead moves it, on the ledger.
    """
    await strict.slack_button_quietly("ben", strict.action("approve"))
    await strict.company.calm()
    async with strict.nothing_changes():
        await weaken(strict)
        await strict.slack_button_quietly("ben", strict.action("approve"))
    assert strict.company.in_slack("ada").status() == "In review. Waiting for Cleo Marsh (Editors)."
    assert isinstance(await adopts(strict, "cleo"), Recorded)
    await strict.company.calm()
    assert strict.company.in_slack("ada").status() == "Approved by Ben Okafor. Ready to go out."
    routed = next(event for event in reversed(await strict.events()) if event.kind == "routed")
    assert routed.by == (await strict.company.people("cleo@example.com"))[0].id


async def test_new_words_of_a_post_in_review_are_judged_by_its_own_policy(strict: Siege) -> None:
    """Attack 11: an edit after the policy was weakened is no way under the weaker one."""
    await weaken(strict)
    await strict.slack_form("ada", strict.action("edit"), {"text": "We moved house.", "channels": ("linkedin",)})
    await strict.slack_button_quietly("ben", strict.action("approve", revision=2))
    await strict.company.calm()
    assert strict.company.in_slack("ada").status() == "In review. Waiting for Cleo Marsh (Editors)."


async def test_a_desk_that_is_removed_is_still_asked_of_posts_in_review(with_legal: Siege) -> None:
    """Attack 11: legal is struck from the file while it is asked: nobody can fill it any more, and that is never a yes."""
    await with_legal.slack_button_quietly("cleo", with_legal.action("approve"))
    await with_legal.company.calm()
    await weaken(with_legal)
    why = "\n".join(await with_legal.company.in_slack("ada").asks("why"))
    assert "In review. Legal: nobody there may decide on these words." in why
    assert "The policy in force has no such desk: ask Cleo Marsh to move this post to it." in why


async def test_who_is_no_lead_moves_nothing_to_a_weaker_policy(strict: Siege) -> None:
    """Attack 11: neither the author nor a reviewer; nor a lead who did not see how the post stands now."""
    await weaken(strict)
    async with strict.nothing_changes():
        cleo: PersonId = (await strict.company.people("cleo@example.com"))[0].id
        for who in ("ada", "ben"):
            assert await adopts(strict, who) == NotLead(leads=(cleo,))
        assert await adopts(strict, "cleo", ago=1) == ChangedSince()
