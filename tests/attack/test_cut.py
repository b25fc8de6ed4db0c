"""Attacks by length: words that go on where the card ends are not approved by whoever has not seen their end."""

import pytest

from tests.attack.siege import ROOM, Siege, Typed
from workflows.domain.ids import ProposalId

pytestmark = pytest.mark.attack

END = "and nobody will read this."


def long_words(links: int) -> str:
    """A post for X, which counts each link as 23 characters, however long it is."""
    return " ".join([*(f"https://example.com/{one}{'a' * 4000}" for one in range(links)), END])


async def proposed(siege: Siege, links: int) -> ProposalId:
    """A post of Ada's with so many long links, by a client that does not mind how much a form may hold."""
    before = {one.id for one in await siege.company.proposals()}
    filled: Typed = {"text": long_words(links), "channels": ("x",)}
    assert "Sent to Editors" in await siege.slack_form("ada", "propose|||0|0", filled)
    await siege.company.calm()
    (post,) = [one.id for one in await siege.company.proposals() if one.id not in before]
    return post


async def test_a_card_that_is_cut(siege: Siege) -> None:
    """Attack 39: where the words don't all stand on a card, it has no *Approve*, in either chat: *Open* shows them to the end,
    and there a decision is taken.
    """
    post = await proposed(siege, links=4)
    cleo, ben = siege.company.in_slack("cleo"), siege.company.in_teams("ben")
    assert END not in "\n".join(cleo.reads(ROOM))
    assert any("too long for one message" in line for line in cleo.reads(ROOM))
    assert cleo.buttons(ROOM) == [
        "[Read it all]",
        "[Open] [Request changes] [Reject] [Ask somebody else]",
        "[Suggest wording] [Hold]",
    ]
    assert END in "\n".join(await ben.reads(siege.reviews))
    form = "".join(await cleo.clicks("Open", ROOM))
    assert long_words(4) in form.replace("\n", "")
    await cleo.fills(decision="Approve")
    assert [one.reviewer for one in (await siege.stands(post)).reviews]


async def test_a_card_that_is_cut_in_both_chats(siege: Siege) -> None:
    """Attack 39: what even a dialog in Teams has no room for can't be approved there: the card and the dialog say so."""
    await proposed(siege, links=9)
    ben, cleo = siege.company.in_teams("ben"), siege.company.in_slack("cleo")
    read = "\n".join(await ben.reads(siege.reviews))
    assert END not in read
    assert "nobody can approve it here" in read
    assert await ben.buttons(siege.reviews) == [
        "[Open] [Request changes] [Reject] [Ask somebody else]",
        "[Suggest wording]",
    ]
    async with siege.nothing_changes():
        opened = "\n".join(await ben.clicks("Open", siege.reviews))
        assert "nobody can approve it here" in opened
        assert "Record" not in opened
    assert END in "".join(await cleo.clicks("Open", ROOM))


async def test_what_stands_beside_the_words_is_bounded(siege: Siege) -> None:
    """Attack 39: a note or a reason as long as a book does not push the words off their card: it is given back."""
    book = "x" * 100_000
    async with siege.nothing_changes():
        for name, filled in {
            "edit": {"text": "Short.", "channels": ("linkedin",), "note": book},
            "reject": {"code": "tone", "why": book},
        }.items():
            who, about = ("ada", siege.action("edit")) if name == "edit" else ("ben", siege.action("reject"))
            for said in (await siege.slack_form(who, about, filled), await siege.teams_form(who, about, filled)):
                assert "This has 100,000 characters, and 3,000 are the most" in said
