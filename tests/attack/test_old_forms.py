"""Attacks by forms that stood open while things moved on: what they were about is checked when they are sent, and what was
typed is given back.
"""

import pytest

from bot.playground.teams.outcomes import Dialog
from bot.playground.teams.render import outcome as read
from tests.attack.siege import ROOM, Siege

pytestmark = pytest.mark.attack

TYPED = "Words that took an hour."
WHY = "A reason that took an hour."
THEIRS = "Cleo was quicker."
STALE = "The post has changed since this card was drawn"
OVERTAKEN = "Somebody else saved revision 2 while you were editing"
GONE = "This post was withdrawn"


async def moved_on(siege: Siege) -> None:
    """Cleo, a lead, edits the words that the open forms are about."""
    await siege.teams_form("cleo", siege.action("edit"), {"text": THEIRS, "channels": ("linkedin",)})
    await siege.company.calm()
    assert (await siege.stands()).head.number == 2


async def test_an_old_edit_in_slack(siege: Siege) -> None:
    """Attack 57: an edit of older words saves nothing; the form keeps what was typed, shows what stands now, and saves then."""
    ada = siege.company.in_slack("ada")
    await ada.clicks("Edit")
    form = ada.form
    await moved_on(siege)
    async with siege.nothing_changes():
        await ada.client.submit(form, {"text": TYPED})
        said = "\n".join(ada.reads_form())
        assert OVERTAKEN in said
        assert TYPED in said
        assert THEIRS in said
    await ada.client.submit(ada.form, {})
    stands = await siege.stands()
    assert (stands.head.number, stands.head.content.text) == (3, TYPED)


async def test_an_old_edit_in_teams(siege: Siege) -> None:
    """Attack 57: the same in Teams."""
    ada = siege.company.teams.person("ada")
    await siege.company.in_teams("ada").proposes("We baked a cake.", chat=siege.reviews)
    post = next(one.id for one in await siege.company.proposals() if one.id != siege.proposal)
    form = await ada.click((await siege.company.in_teams("ada").cards())[-1], "Edit")
    assert isinstance(form, Dialog)
    await siege.slack_form("cleo", siege.action("edit", post), {"text": THEIRS, "channels": ("linkedin",)})
    await siege.company.calm()
    async with siege.nothing_changes():
        again = await ada.submit(form, "Save", {"text": TYPED})
        said = "\n".join(read(again))
        assert OVERTAKEN in said
        assert TYPED in said
        assert THEIRS in said
    assert isinstance(again, Dialog)
    await ada.submit(again, "Save", {})
    stands = await siege.stands(post)
    assert (stands.head.number, stands.head.content.text) == (3, TYPED)


async def test_an_old_decision_in_slack(siege: Siege) -> None:
    """Attack 57: a reason for older words is not recorded as one for the new; it stays in the form, over the new words."""
    ben = siege.company.in_slack("ben")
    await ben.clicks("Request changes", ROOM)
    form = ben.form
    await moved_on(siege)
    async with siege.nothing_changes():
        await ben.client.submit(form, {"code": "Tone", "why": WHY})
        said = "\n".join(ben.reads_form())
        assert STALE in said
        assert WHY in said
        assert THEIRS in said
    await ben.client.submit(ben.form, {})
    (review,) = (await siege.stands()).reviews
    assert review.revision == 2
    assert review.reason is not None
    assert review.reason.words == WHY


async def test_an_old_decision_in_teams(siege: Siege) -> None:
    """Attack 57: the same in Teams."""
    ben = siege.company.teams.person("ben")
    form = await ben.click(siege.seen, "Reject")
    assert isinstance(form, Dialog)
    await moved_on(siege)
    async with siege.nothing_changes():
        again = await ben.submit(form, "Reject", {"code": "tone", "why": WHY})
        said = "\n".join(read(again))
        assert STALE in said
        assert WHY in said
        assert THEIRS in said
    assert isinstance(again, Dialog)


async def test_forms_about_a_post_that_was_withdrawn(siege: Siege) -> None:
    """Attack 57: a form about a post that ended meanwhile records nothing, says how it ended, and still shows what was typed."""
    ben, ivy = siege.company.in_slack("ben"), siege.company.teams.person("ben")
    await ben.clicks("Request changes", ROOM)
    form = ben.form
    dialog = await ivy.click(siege.seen, "Request changes")
    assert isinstance(dialog, Dialog)
    await siege.slack_form("ada", siege.action("withdraw"), {})
    await siege.company.calm()
    async with siege.nothing_changes():
        await ben.client.submit(form, {"code": "Tone", "why": WHY})
        in_slack = "\n".join(ben.reads_form())
        in_teams = "\n".join(read(await ivy.submit(dialog, "Request changes", {"code": "tone", "why": WHY})))
        for said in (in_slack, in_teams):
            assert GONE in said
            assert WHY in said
