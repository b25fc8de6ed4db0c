"""Saying that one is away, and reading it: what is wrong with what was typed, and where it says so meanwhile."""

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import Company

pytestmark = pytest.mark.conversation


async def test_who_can_not_cover(company: Company) -> None:
    """Oneself, nobody anybody knows, a day that has passed, words that say nothing: each time what to write instead."""
    ada, ben = company.in_slack("ada"), company.in_slack("ben")
    said: list[list[str]] = []
    for words in (
        "away until 2026-12-24 cover Ben",
        "away until 2026-12-24 cover @Zoe",
        "away until 2026-11-24 14:00 cover Ivy",
        "away until Friday cover Ivy",
        "away until 2026-12-24",
        "away for a while",
    ):
        await ben.client.command("/copydesk", words)
        said.append([line for line in ben.reads_form() if "⚠" in line or "____" not in line][1:-1])
    assert said == snapshot(
        [
            [
                "Away until: 2026-12-24",
                "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Cleo Marsh ( ) Ivy Chen",
                "⚠ Somebody else has to cover for you. Nothing was recorded; name one of your colleagues.",
            ],
            [
                "Away until: 2026-12-24",
                "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Cleo Marsh ( ) Ivy Chen",
                "⚠ I don't know who “@Zoe” is. Nothing was recorded; name somebody whom the policy lists.",
            ],
            [
                "Away until: 2026-11-24",
                "⚠ That time has passed. Pick one that lies ahead.",
                "at (Europe/London time) (Empty: as the day begins.): 14:00",
                "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Cleo Marsh (o) Ivy Chen",
            ],
            [
                "⚠ “Friday” is not a day. It should look like 2026-11-24.",
                "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Cleo Marsh (o) Ivy Chen",
            ],
            [
                "Away until: 2026-12-24",
                "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Cleo Marsh ( ) Ivy Chen",
                "⚠ Name who decides for you meanwhile.",
            ],
            [
                "⚠ I can't read “for a while”. Fill in the form, or write “/copydesk away until 2026-12-24 cover NAME”, with a time after the day if you like (“2026-12-24 14:00”). Nothing was recorded.",
                "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Cleo Marsh ( ) Ivy Chen",
            ],
        ]
    )
    assert await ada.asks("away until 2026-12-24 cover Ivy") == snapshot(
        [
            "(only visible to you)",
            "You sit on no desk, so nobody has to decide for you while you are away. Nothing was recorded.",
        ]
    )
    assert await ada.asks("back") == snapshot(
        ["(only visible to you)", "You are not away, so everything is asked of you as it was."]
    )


async def test_who_is_away_reads_so(company: Company) -> None:
    """Home, “status” and the form say until when Ben is away and who decides; one button ends it. In Teams what he typed comes
    back in the form, with what is wrong; whoever is away all that time can't be named.
    """
    ben, cleo, in_teams = company.in_slack("ben"), company.in_slack("cleo"), company.in_teams("ben")
    await in_teams.client.install()
    assert await in_teams.says("away until 2026-12-24 cover Zoe") == snapshot(
        [
            "I don't know who “Zoe” is. Nothing was recorded; name somebody whom the policy lists.",
            "Be away: press the button to open it.",
            "[Open]",
        ]
    )
    assert [
        line for line in await in_teams.clicks("Open", on=(await in_teams.sees())[-1]) if "____" not in line
    ] == snapshot(
        [
            "== Be away ==",
            "Away until: 2026-12-24",
            "Empty: as the day begins.",
            "They are asked in your place, and you are told what they decide.",
            "⚠ I don't know who “Zoe” is. Nothing was recorded; name somebody whom the policy lists.",
            "Leave both empty to begin now.",
            "[Be away]",
        ]
    )
    await in_teams.says("away until 2026-12-24 cover Ivy")
    assert (await ben.asks("status"))[1:4] == snapshot(
        [
            "You are away until Thu 24 Dec 2026, 00:00 (Europe/London). Ivy Chen decides for you.",
            "[I'm back]",
            "Nothing needs you, nothing of yours waits for others, and nothing is going out. Propose a post: I find out who has to agree, ask them, and show here how it stands.",
        ]
    )
    assert (await ben.opens_home())[1:4] == snapshot(
        [
            "You are away until Thu 24 Dec 2026, 00:00 (Europe/London). Ivy Chen decides for you.",
            "[I'm back]",
            "Write a post and I'll ask the right people to look at it.",
        ]
    )
    await ben.client.command("/copydesk", "away")
    assert ben.reads_form() == snapshot(
        [
            "== Be away ==",
            "You are away until Thu 24 Dec 2026, 00:00 (Europe/London). Ivy Chen decides for you.",
            "[I'm back]",
            "Away until: 2026-12-24",
            "at (Europe/London time) (Empty: as the day begins.): 00:00",
            "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Cleo Marsh (o) Ivy Chen",
            "Away from (Leave both empty to begin now.): ____",
            "from (Europe/London time): ____",
            "[Be away] [Cancel]",
        ]
    )
    await cleo.client.command("/copydesk", "away until 2026-12-20 cover Ben")
    assert [line for line in cleo.reads_form() if "⚠" in line or "Ben" in line] == snapshot(
        [
            "Who decides for you (They are asked in your place, and you are told what they decide.): (o) Ben Okafor (away until Thu 24 Dec 2026, 00:00 (Europe/London)) ( ) Ivy Chen",
            "⚠ Ben Okafor is away until Thu 24 Dec 2026, 00:00 (Europe/London): nobody would cover. Nothing was recorded; name somebody else.",
        ]
    )
    (_, said, _) = await cleo.asks("away until 2026-12-28 cover Ben")
    assert said.endswith("until Thu 24 Dec 2026, 00:00 (Europe/London), too: nobody covers for you then.")
    assert (await in_teams.says("status"))[:2] == snapshot(
        ["You are away until Thu 24 Dec 2026, 00:00 (Europe/London). Ivy Chen decides for you.", "[I'm back]"]
    )
    await in_teams.clicks("I'm back", on=(await in_teams.sees())[-1])
    assert not any("away" in line for line in await ben.asks("status"))


async def test_whoever_covers_and_goes_away_is_told_for_whom_nobody_does_then(company: Company) -> None:
    """Ben covers for Cleo while she is away: he reads, and she is told, that nobody does while he is, too; not of a time when she
    is back.
    """
    ben, cleo = company.in_slack("ben"), company.in_slack("cleo")
    await cleo.asks("away until 2026-12-20 cover Ben")
    assert (await ben.asks("away until 2026-12-10 cover Ivy"))[1] == snapshot(
        "You are away until Thu 10 Dec 2026, 00:00 (Europe/London). Meanwhile I ask Ivy Chen for you, and tell you what they decide. You cover for Cleo Marsh: while you are away nobody does. I tell them, so that they can name somebody else."
    )
    await company.calm()
    assert cleo.reads() == snapshot(
        [
            "Ben Okafor, who covers for you, is away, too",
            "Ben Okafor is away from Tue 1 Dec 2026, 07:00 (Europe/London) until Thu 10 Dec 2026, 00:00 (Europe/London): nobody decides for you then. Write “away” to name somebody else.",
        ]
    )
    told_once = len(cleo.cards())
    await ben.asks("back")
    await ben.client.command("/copydesk", "away")
    (_, told, _) = await ben.fills(day="2026-12-28", from_day="2026-12-21", cover="Ivy Chen")
    assert told.startswith("You are away from Mon 21 Dec 2026")
    assert "You cover for" not in told
    await company.calm()
    assert len(cleo.cards()) == told_once
