"""Everything is stopped at once from one chat and resumed from the other; what missed its time does not burst out."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import MARKETING, Company, Hands

pytestmark = pytest.mark.conversation

READY = "Come and see our kitchen."
LATER = "Come again in spring."


async def test_everything_is_stopped_and_resumed(company: Company, hands: Hands) -> None:
    """The banner stands on cards, Home, status and forms; words are written and decided, nothing is copied out. At the end
    the post that missed its time waits for a new one, and the other is as ready as before.
    """
    ada, cleo, in_teams = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("cleo")
    await in_teams.client.install()
    await ada.opens_home()
    await ada.proposes(READY, day="2026-12-01", time="10:00")
    await cleo.clicks("Approve", MARKETING)
    ready = ada.card()
    assert await ada.asks("stop Because.") == snapshot(
        ["(only visible to you)", "Only Cleo Marsh can stop everything and let it go on. Ask them."]
    )
    assert await cleo.asks("stop") == snapshot(
        [
            "(only visible to you)",
            "Why? Everybody reads it: write “stop” and the reason, such as “stop The figures leaked.” Nothing was stopped.",
        ]
    )
    assert await cleo.asks("stop The figures leaked") == snapshot(
        [
            "(only visible to you)",
            "Everything is stopped. Every open card, Home and form says so, with your reason, and the leads are told. Writing and deciding go on; nothing goes out until somebody writes “resume”.",
        ]
    )
    assert await in_teams.says("stop Once more") == snapshot(
        [
            "Cleo Marsh stopped everything at Tue 1 Dec 2026, 07:00 (Europe/London): The figures leaked. Nothing goes out until it is resumed: whoever may writes “resume”."
        ]
    )
    await company.calm()
    assert ada.reads()[:3] == snapshot(
        [
            "Your post for LinkedIn",
            "Approved by Cleo Marsh.",
            "⛔ Everything is stopped by Cleo Marsh since Tue 1 Dec 2026, 07:00 (Europe/London): The figures leaked. Nothing goes out until it is resumed; writing and deciding go on.",
        ]
    )
    assert ada.buttons() == snapshot(["[Edit] [Withdraw]"])
    assert cleo.reads(MARKETING)[2] == ada.reads()[2] == ada.home()[1]
    await ada.client.command("/propose-post", LATER)
    assert ada.reads_form()[:2] == snapshot(
        [
            "== Propose a post ==",
            "⛔ Everything is stopped by Cleo Marsh since Tue 1 Dec 2026, 07:00 (Europe/London): The figures leaked. Nothing goes out until it is resumed; writing and deciding go on.",
        ]
    )
    await ada.fills(channels=("linkedin",), day="2026-12-24", time="10:00")
    await cleo.clicks("Approve", MARKETING)
    assert (await ada.clicks("Copy the words", on=ready), (await ada.hears())[1]) == snapshot(
        (
            [],
            "Cleo Marsh stopped everything at Tue 1 Dec 2026, 07:00 (Europe/London): The figures leaked. Nothing goes out until it is resumed: whoever may writes “resume”.",
        )
    )

    await hands.move(company, timedelta(hours=5))
    (first, second) = await company.numbers()
    told = await in_teams.says("resume")
    assert [line.replace(first, "<1>").replace(second, "<2>") for line in told] == snapshot(
        [
            "Everything goes on. One post missed its time meanwhile. It does not go out before an edit gives a new time:",
            "No. <1> by Ada Park, wanted Tue 1 Dec 2026, 10:00 (Europe/London)",
        ]
    )
    await company.calm()
    assert [(ada.client.read(one)[1], ada.client.read(one)[-1]) for one in ada.cards()] == snapshot(
        [
            (
                "Approved by Cleo Marsh. Its time passed while it was stopped: it needs a new one before it goes out.",
                "[Edit] [Withdraw]",
            ),
            ("Approved by Cleo Marsh. Ready to go out.", "[Copy the words] [Edit] [Withdraw]"),
        ]
    )
    assert ada.client.read(ada.client.thread(ready)[-1])[-1] == snapshot(
        "The time of your post (LinkedIn, revision 1) passed while it was stopped. Edit it: it needs a new one to go out."
    )
    assert await in_teams.says("resume") == snapshot(
        ["Nothing is stopped, so there is nothing to resume. A single post on hold has Release on its card."]
    )
    await ada.clicks("Edit", on=ada.cards()[0])
    await ada.fills(text=READY, channels=("linkedin",), day="2026-12-02", time="10:00")
    assert ada.client.read(ada.cards()[0])[1] == snapshot("Approved by Cleo Marsh. Ready to go out.")
