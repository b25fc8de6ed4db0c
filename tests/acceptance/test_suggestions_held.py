"""Suggested wording while something else holds the post back: a hold, a stop of everything, its being confidential."""

import pytest
from inline_snapshot import snapshot

from bot.playground.teams.render import message as teams_message
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
CALM = "Our new kettle is among the fastest on the market."


async def test_a_post_on_hold_is_worded_and_approved_and_stays_on_hold(company: Company) -> None:
    """Ben suggests in Teams, Ada takes it in Slack and his approval counts: nobody but who holds it, or may, releases it."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    (number,) = await company.numbers()
    await cleo.asks(f"hold {number} Figures are not final.")
    await company.calm()
    await ben.clicks("Suggest wording", company.legal)
    assert await ben.presses("Suggest", text=CALM, approves="as_it_stands") == snapshot(
        ["(Recorded: the author has your wording, and you approve as soon as it is taken as it stands.)"]
    )
    assert ada.status() == snapshot(
        "On hold by Cleo Marsh: Figures are not final. In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal). Ben Okafor suggests other wording: accept or decline it on your card."
    )
    await ada.clicks("Accept")
    await ada.fills()
    assert await ben.status(company.legal) == snapshot(
        "On hold by Cleo Marsh: Figures are not final. In review. Waiting for Cleo Marsh (Marketing)."
    )
    assert await ben.buttons(company.legal) == snapshot(["[Change my decision]"])
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == snapshot(
        "On hold by Cleo Marsh: Figures are not final. Approved by Ben Okafor and Cleo Marsh."
    )


async def test_while_everything_is_stopped_wording_is_suggested_and_taken(company: Company) -> None:
    """Every form says that everything is stopped; the approval counts, and nothing goes out by it."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    await cleo.asks("stop The figures leaked.")
    await company.calm()
    assert (await ben.clicks("Suggest wording", company.legal))[:2] == snapshot(
        [
            "== Suggest wording ==",
            "⛔ Everything is stopped by Cleo Marsh since Tue 1 Dec 2026, 07:00 (Europe/London): The figures leaked. Nothing goes out until it is resumed; writing and deciding go on.",
        ]
    )
    assert await ben.presses("Suggest", text=CALM, approves="as_it_stands") == snapshot(
        ["(Recorded: the author has your wording, and you approve as soon as it is taken as it stands.)"]
    )
    assert (await ada.clicks("Accept"))[:2] == snapshot(
        [
            "== Take this wording ==",
            "⛔ Everything is stopped by Cleo Marsh since Tue 1 Dec 2026, 07:00 (Europe/London): The figures leaked. Nothing goes out until it is resumed; writing and deciding go on.",
        ]
    )
    await ada.fills()
    await cleo.clicks("Approve", MARKETING)
    assert ada.reads()[1:3] == snapshot(
        [
            "Approved by Ben Okafor and Cleo Marsh.",
            "⛔ Everything is stopped by Cleo Marsh since Tue 1 Dec 2026, 07:00 (Europe/London): The figures leaked. Nothing goes out until it is resumed; writing and deciding go on.",
        ]
    )


async def test_wording_of_a_confidential_post_is_read_by_those_named_alone(company: Company) -> None:
    """Cleo suggests in her own messages, Ben in his view of Teams. Where others read stands neither wording nor that there is
    any; notices tell no words. Taking it keeps the post confidential.
    """
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM, readers="named")
    stub = cleo.reads(MARKETING)
    assert "Suggest wording" not in "\n".join(stub)
    await cleo.clicks("Suggest wording")
    assert cleo.reads_form()[:2] == snapshot(
        [
            "== Suggest wording ==",
            "🔒 Confidential, as Ada Park chose. Only its authors, the people it asks and those whom the policy names can read it, and it is on record who was shown it.",
        ]
    )
    await cleo.fills(text=CALM, why="Quieter.", approves="as_it_stands")
    assert [ada.client.read(one) for one in ada.notices()] == snapshot(
        [
            [
                "@Ada Park",
                "Other wording is suggested for your confidential post. Your card has it: accept or decline it there.",
            ]
        ]
    )
    assert (await ben.reads(company.legal))[13] == snapshot(
        "✎ Cleo Marsh suggests other wording, and approves on that condition; Ada Park has not answered"
    )
    assert (await ada.clicks("Accept"))[:3] == snapshot(
        [
            "== Take this wording ==",
            "🔒 Confidential, as Ada Park chose. Only its authors, the people it asks and those whom the policy names can read it, and it is on record who was shown it.",
            "The words of Cleo Marsh, as they would appear",
        ]
    )
    await ada.fills()
    assert cleo.reads(MARKETING) == snapshot(
        [
            "🔒 A confidential post",
            "Marketing has approved a confidential post. Those concerned have it in direct messages.",
        ]
    )
    assert cleo.notices(MARKETING) == []
    assert [cleo.client.read(one) for one in cleo.notices()] == snapshot(
        [
            [
                "@Cleo Marsh",
                "The wording that you suggested for a confidential post was taken, and your approval on that condition is recorded.",
            ]
        ]
    )
    await ben.clicks("Suggest wording", company.legal)
    await ben.presses("Suggest", text=f"{CALM} Really.")
    await ada.clicks("Decline")
    await ada.fills(why="It is enough.")
    assert [teams_message(one)[1:] for one in await ben.notices()] == snapshot(
        [
            [
                "  @Ben Okafor",
                "  The wording that you suggested for a confidential post was declined. The card says why. Please decide on the card.",
            ]
        ]
    )
    seen = [line for one in company.in_slack("ivy").cards(MARKETING) for line in cleo.client.read(one)]
    assert CALM not in "\n".join(seen)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Legal).")
