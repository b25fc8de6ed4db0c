"""Two people whom the policy names let a post go out although legal has not decided, one in each chat."""

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from bot.demo import Known
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
NAMED = "override: {by: [cleo@example.com, ivy@example.com]}\n"


@pytest.fixture
def known() -> Known:
    """Ivy was only ever seen in Teams."""
    return {"slack": ("ben", "cleo"), "teams": ("ben", "cleo", "ivy")}


@pytest.fixture
def policy() -> str:
    """The example's, in which two people may override."""
    return example() + NAMED


async def test_two_people_override_across_chats(company: Company) -> None:
    """The first asks by a button on her card; the second is told, reads the post and confirms; the card, its author's and
    “why” say who and why, and what is missing stays visible. An edit ends it.
    """
    ada, cleo, ivy = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ivy")
    await ivy.client.install()
    await ada.proposes(CLAIM)
    (number,) = await company.numbers()
    assert (await cleo.clicks("Override", MARKETING))[:2] == snapshot(
        [
            "== Override the reviews ==",
            "Two people whom the policy names let a post go out although reviews are missing or block it. Both names and reasons stand on its card and are looked at afterwards; an edit ends it.",
        ]
    )
    assert await cleo.fills(why=" ") == snapshot(
        [
            "== Override the reviews ==",
            "Two people whom the policy names let a post go out although reviews are missing or block it. Both names and reasons stand on its card and are looked at afterwards; an edit ends it.",
            "By Ada Park. In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).",
            "The words, as they will appear",
            "Our new kettle is the fastest on the market.",
            "Channels",
            "LinkedIn 44 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "--------------------",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "Why may it go out all the same? (Everybody who sees its card reads this.):  ",
            "  ! An override needs a reason: say in a few words why this may go out whatever its reviews.",
            "[Override] [Cancel]",
        ]
    )
    await cleo.fills(why="The fair opens in an hour")
    assert cleo.reads(MARKETING)[-5:] == snapshot(
        [
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "○ Cleo Marsh asks to override: The fair opens in an hour. It takes one more: Ivy Chen",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )
    assert (await ivy.reads())[-4:] == snapshot(
        [
            "An override is asked for",
            "Cleo Marsh asks to override the reviews of a post by Ada Park: The fair opens in an hour.",
            "It takes one more of those whom the policy names. Read the post first; what is missing stays on its card.",
            "[Read it]",
        ]
    )

    assert await ivy.says(f"override {number} Legal agreed by telephone") == snapshot(
        ["Override the reviews: press the button to open it.", "[Open]"]
    )
    assert any("Legal agreed by telephone" in line for line in await ivy.clicks("Open", on=(await ivy.sees())[-1]))
    assert (await ivy.presses("Override"))[-1:] == snapshot(
        ["(Recorded: the post counts as approved by an override. Every card says so, with both names and reasons.)"]
    )
    await company.calm()
    assert (ada.status(), ada.reads()[-4:], ada.buttons()) == snapshot(
        (
            "Overridden by Cleo Marsh (“The fair opens in an hour”) and Ivy Chen (“Legal agreed by telephone”), so it counts as approved. Ready to go out.",
            [
                "○ Legal: waiting for Ben Okafor",
                "· Approved if legal has cleared claims, giveaways and other people's names.",
                "⚠ Overridden by Cleo Marsh (“The fair opens in an hour”) and Ivy Chen (“Legal agreed by telephone”)",
                "[Copy the words] [Edit] [Withdraw]",
            ],
            ["[Copy the words] [Edit] [Withdraw]"],
        )
    )
    assert [line.replace(number, "<1>") for line in await ada.asks("why") if "verr" in line] == snapshot(
        [
            "No. <1>, revision 1, by Ada Park. Overridden by Cleo Marsh (“The fair opens in an hour”) and Ivy Chen (“Legal agreed by telephone”), so it counts as approved. Ready to go out.",
            "⚠ Overridden by Cleo Marsh (“The fair opens in an hour”) and Ivy Chen (“Legal agreed by telephone”)",
        ]
    )
    assert await cleo.asks(f"override {number}") == snapshot(
        [
            "(only visible to you)",
            "This post is approved as it stands, so there is nothing to override.",
        ]
    )
    assert company.in_slack("ben").reads() == snapshot(
        [
            "A post goes out without Marketing and Legal",
            "Cleo Marsh (“The fair opens in an hour”) and Ivy Chen (“Legal agreed by telephone”) let a post by Ada Park go out whatever its reviews.",
            "You may still decide: that is recorded, and the post stays approved until it is edited. If it must not go out, ask Cleo Marsh to put it on hold.",
            "[Open]",
        ]
    )
    ben = company.in_teams("ben")
    await ben.clicks("Request changes")
    assert await ben.presses("Request changes", code="tone", why="Fastest by what test?") == snapshot(
        [
            "(Recorded: you asked for changes. The author has your reason. The post stays approved all the same: two people overrode its reviews, and only an edit ends that.)"
        ]
    )
    await company.calm()
    assert "Overridden" in ada.status()
    await ada.clicks("Edit")
    await ada.fills(text=f"{CLAIM} Come and see.", channels=("linkedin",))
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).")
