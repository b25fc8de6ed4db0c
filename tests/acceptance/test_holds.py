"""A post is stopped without a verdict in one chat and let go in the other, by those whom the policy names."""

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

PLAIN = "Come and see our kitchen."
WHY = "The venue is not signed"


async def test_a_post_is_held_in_slack_and_released_in_teams(company: Company) -> None:
    """Reviews go on meanwhile; every card says who holds it and why, and nothing is ready before the release."""
    ada, cleo, in_teams = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("cleo")
    await in_teams.client.install()
    await ada.proposes(PLAIN)
    assert await cleo.clicks("Hold", MARKETING) == snapshot(
        [
            "== Put the post on hold ==",
            "Nothing of this post goes out until somebody releases it. Its reviews go on, and count as before.",
            "Why (Everybody who sees its card reads this.): ____",
            "[Hold] [Cancel]",
        ]
    )
    assert await cleo.fills(why=" ") == snapshot(
        [
            "== Put the post on hold ==",
            "Nothing of this post goes out until somebody releases it. Its reviews go on, and count as before.",
            "Why (Everybody who sees its card reads this.):  ",
            "  ! A hold needs a reason: say in a few words why nothing of this post should go out yet.",
            "[Hold] [Cancel]",
        ]
    )
    await cleo.fills(why=WHY)
    assert cleo.reads(MARKETING) == snapshot(
        [
            "Marketing: a post by Ada Park",
            "On hold by Cleo Marsh: The venue is not signed. In review. Waiting for Cleo Marsh (Marketing).",
            "The words, as they will appear",
            "Come and see our kitchen.",
            "Channels",
            "LinkedIn 25 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "--------------------",
            "Why Marketing: Every post speaks for the brand.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Release]",
        ]
    )
    assert [ada.client.read(one) for one in ada.notices()] == snapshot(
        [
            [
                "@Ada Park",
                "Your post (LinkedIn, revision 1) was put on hold: nothing of it goes out for now. Your card says by whom and why.",
            ]
        ]
    )

    await cleo.clicks("Approve", MARKETING)
    assert ada.reads() == snapshot(
        [
            "Your post for LinkedIn",
            "On hold by Cleo Marsh: The venue is not signed. Approved by Cleo Marsh.",
            "The words, as they will appear",
            "Come and see our kitchen.",
            "Channels",
            "LinkedIn 25 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "--------------------",
            "✓ Marketing: Cleo Marsh approved, revision 1",
            "[Edit] [Withdraw]",
        ]
    )
    assert [ada.client.read(one)[-1] for one in ada.notices()] == snapshot(
        [
            "Your post (LinkedIn, revision 1) was put on hold: nothing of it goes out for now. Your card says by whom and why.",
            "Your post (LinkedIn, revision 1) is approved, but it can't go out yet. Your card says why.",
        ]
    )
    (number,) = await company.numbers()
    at_home = [line.replace(number, "<1>") for line in await ada.opens_home()]
    assert at_home == snapshot(
        [
            "Copydesk",
            "Write a post and I'll ask the right people to look at it.",
            "[Propose a post]",
            "Nothing needs you just now.",
            "Waiting on others (1)",
            "“Come and see our kitchen.”",
            "Your post for LinkedIn, no time given. On hold by Cleo Marsh: The venue is not signed. Approved by Cleo Marsh. (No. <1>)",
            "[Open]",
        ]
    )

    assert await in_teams.says(f"release {number}") == snapshot(["Released. Every card says how it stands now."])
    assert (ada.status(), ada.buttons()) == snapshot(
        ("Approved by Cleo Marsh. Ready to go out.", ["[Copy the words] [Edit] [Withdraw]"])
    )
    assert cleo.buttons(MARKETING) == snapshot(["[Change my decision] [Copy the words]", "[Hold]"])


async def test_holds_in_words(company: Company) -> None:
    """By a post's number, in either chat; what is missing, wrong or not theirs to ask is told with the next step."""
    ada, cleo, in_teams = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("cleo")
    await in_teams.client.install()
    await ada.proposes(PLAIN)
    (number,) = await company.numbers()
    assert await ada.asks(f"hold {number} Because.") == snapshot(
        ["(only visible to you)", "Only Cleo Marsh can put posts on hold and release them. Ask them."]
    )
    assert await ada.asks("hold abcdef12 Because.") == await ada.asks(f"release {number}")
    assert await cleo.asks("hold") == snapshot(
        [
            "(only visible to you)",
            "Which post, and why? Write “hold”, its number, which stands in your status list, and the reason: “hold 1a2b3c4d The figures are not public yet.”",
        ]
    )
    await cleo.client.command("/copydesk", f"hold {number}")
    assert cleo.reads_form() == snapshot(
        [
            "== Put the post on hold ==",
            "Nothing of this post goes out until somebody releases it. Its reviews go on, and count as before.",
            "Why (Everybody who sees its card reads this.): ____",
            "[Hold] [Cancel]",
        ]
    )
    long = f"{WHY}. " * 20
    assert (await in_teams.says(f"hold {number} {long}"))[-2:] == snapshot(
        ["Put the post on hold: press the button to open it.", "[Open]"]
    )
    assert any(long.strip() in line for line in await in_teams.clicks("Open", on=(await in_teams.sees())[-1]))
    assert await cleo.asks("hold abcdef12 Because.") == snapshot(
        [
            "(only visible to you)",
            "I don't know that post, or it isn't yours to see. Its number stands in your status list; a link to its card will do as well.",
        ]
    )
    assert await cleo.asks(f"release {number}") == snapshot(
        [
            "(only visible to you)",
            "This post is not on hold, so there is nothing to release. Its card says how it stands.",
        ]
    )
    assert await in_teams.says(f"hold No. {number} {WHY}") == snapshot(
        ["On hold. Every card says so, with your reason; its reviews go on. Release it when it may go out."]
    )
    assert ada.status() == snapshot(
        "On hold by Cleo Marsh: The venue is not signed. In review. Waiting for Cleo Marsh (Marketing)."
    )
    held_again = await cleo.asks(f"hold {number} Another reason.")
    assert held_again[1].startswith("Cleo Marsh put this post on hold at Tue 1 Dec 2026, ")
    assert held_again[1].endswith(
        f"{WHY}. Nothing of it goes out until somebody who may hold posts releases it, with Release on its card."
    )
    assert await cleo.asks(f"release {number}") == snapshot(
        ["(only visible to you)", "Released. Every card says how it stands now."]
    )
    assert await cleo.asks("release") == snapshot(
        ["(only visible to you)", "Which post? Write “release” and its number, which stands in your status list."]
    )
