"""The policy changes while Copydesk runs: new posts follow the new one, running posts keep theirs, mistakes change nothing."""

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from tests.acceptance.office import MARKETING, Company, understood

pytestmark = pytest.mark.conversation

PLAIN = "We moved to a bigger kitchen."
STRICTER = example().replace(
    "\nrules:\n", "\nrules:\n  - {name: legal has read it, why: Legal reads all in spring., desk: legal}\n"
)


async def test_new_posts_follow_the_new_policy_and_running_ones_keep_theirs(company: Company) -> None:
    """A post in review waits for whom it waited for; the next one is asked of the desk that the new rule names."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(PLAIN)
    await company.product.reload(understood(STRICTER))
    await company.calm()
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing).")
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == snapshot("Approved by Cleo Marsh. Ready to go out.")
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Legal) and Cleo Marsh (Marketing).")


async def test_what_another_process_put_in_force_is_followed(company: Company) -> None:
    """A policy adopted on the same database by somebody else rules here at the next look, and so does the one before it."""
    ada, product = company.in_slack("ada"), company.product
    before = product.policies.current
    stricter = understood(STRICTER)
    await product.store.adopt_policy(stricter.policy, stricter.text, product.clock())
    await product.tick()
    assert product.policies.current.hash == stricter.policy.hash
    await ada.proposes(PLAIN)
    assert "Legal" in ada.status()
    await product.reload(understood(example()))
    assert product.policies.current.hash == before.hash
    assert await product.store.policy_in_force() == before.hash


async def test_a_broken_file_keeps_the_old_policy_and_tells_the_leads(company: Company) -> None:
    """Nothing changes for posts; Cleo is told once what is wrong, however often the same file is tried."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    broken = load_text(STRICTER.replace("spring., desk: legal}", "spring., desk: leagl}"), "policy.yaml")
    assert not isinstance(broken, Loaded)
    for _ in range(2):
        await company.product.reload(broken)
        await company.calm()
    assert cleo.reads() == snapshot(
        [
            "The new policy file was not taken over",
            "It has mistakes, so the policy before it stays in force. Mend the file and reload it.",
            "✗ policy.yaml:31:70: expected a desk, not “leagl”; did you mean “legal”?",
        ]
    )
    assert len(cleo.client.direct_messages()) == 1
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing).")
