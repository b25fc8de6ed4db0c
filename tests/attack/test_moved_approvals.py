"""Attacks by which an approval would count for another post than it was given on, or for something else than was asked."""

import pytest

from tests.acceptance.office import understood
from tests.attack.siege import POLICY, WORDS, Siege, Typed
from tests.attack.test_weakened_policy import adopts
from workflows.engine.store import Recorded

pytestmark = pytest.mark.attack

SAME: Typed = {"text": WORDS, "channels": ("linkedin",)}
WAITS = "In review. Waiting for Ben Okafor (Editors)."


async def approved(siege: Siege) -> None:
    """Ben approves the post on the table."""
    await siege.slack_button_quietly("ben", siege.action("approve"))
    await siege.company.calm()
    assert siege.company.in_slack("ada").status().startswith("Approved by Ben Okafor.")


async def test_an_approved_post_is_proposed_again(siege: Siege) -> None:
    """Attack 33: withdrawn after its approval and proposed again with the very same words, it has no approval."""
    await approved(siege)
    before = {one.id for one in await siege.company.proposals()}
    await siege.slack_form("ada", siege.action("withdraw"), {})
    await siege.company.calm()
    ada = siege.company.in_slack("ada")
    await ada.clicks("Propose again")
    await ada.fills()
    (again,) = [one for one in await siege.company.proposals() if one.id not in before]
    assert (again.reviews, again.head.content) == ((), (await siege.stands()).head.content)
    assert siege.company.in_slack("ada").status() == WAITS


async def test_a_copy_of_an_approved_post(siege: Siege) -> None:
    """Attack 33: word by word the same, from the same author, it is asked about anew; its parts have other hashes."""
    await approved(siege)
    copy = await siege.propose(text=WORDS)
    await siege.company.calm()
    first, second = await siege.stands(), await siege.stands(copy)
    assert second.reviews == ()
    assert first.head.content == second.head.content
    assert first.head.hash != second.head.hash
    assert siege.company.in_slack("ada").status() == WAITS


async def test_a_post_is_edited_into_an_approved_one(siege: Siege) -> None:
    """Attack 33: another post that takes on the words of the approved one is as unapproved as it was."""
    await approved(siege)
    other = await siege.propose(text="Come and see us.")
    await siege.slack_form("ada", siege.action("edit", other), SAME)
    await siege.company.calm()
    stands = await siege.stands(other)
    assert (stands.head.number, stands.reviews) == (2, ())
    assert siege.company.in_slack("ada").status() == WAITS


async def test_something_else_is_asked_of_the_desk_that_approved(siege: Siege) -> None:
    """Attack 33: moved to a policy that asks the same desk about something else, the post has no approval of it."""
    await approved(siege)
    other = POLICY.replace("the editors have read it", "the editors answer for every figure")
    await siege.company.product.reload(understood(other))
    await siege.company.calm()
    assert isinstance(await adopts(siege, "cleo"), Recorded)
    await siege.company.calm()
    assert siege.company.in_slack("ada").status() == WAITS
    await siege.slack_button_quietly("ben", siege.action("approve"))
    await siege.company.calm()
    assert siege.company.in_slack("ada").status().startswith("Approved by Ben Okafor.")
