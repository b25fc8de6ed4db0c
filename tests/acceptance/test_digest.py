"""The morning digest: at her hour, once, whatever restarts; an empty day is one line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from adapters.storage.database import connect
from bot.compose import Clock, run_product
from bot.demo import open_local_chats, settings_for
from bot.preview import preview_digest
from tests.acceptance.office import MARKETING, QUIET, UNHURRIED, Company, Hands, understood

pytestmark = pytest.mark.conversation

PLAIN = "Our new kettle boils a litre in 90 seconds."


async def test_the_digest_comes_once_whatever_restarts(database_url: str) -> None:
    """Stopped on Tuesday, started and stopped around her hour, then twice at once: Cleo has one digest, and opens a post."""
    hands, database = Hands(QUIET), connect(database_url)
    async with open_local_chats(UNHURRIED) as (slack, teams):
        settings = settings_for(slack, teams)
        async with run_product(settings, understood(example()), database, hands.read, UNHURRIED, "at will") as tuesday:
            company = Company(slack=slack, teams=teams, product=tuesday)
            company.attach(tuesday)
            await company.introduce()
            ada = company.in_slack("ada")
            await ada.proposes(PLAIN, day="2026-12-02", time="18:00")
            await ada.proposes("Tea, tomorrow at six.", day="2026-12-02", time="06:00")
            await ada.proposes("Tea, next week.", day="2026-12-07", time="10:00")
            await company.in_slack("cleo").clicks("Approve", MARKETING)

        hands.set(datetime(2026, 12, 2, 8, 29, tzinfo=UTC))
        async with run_product(settings, understood(example()), database, hands.read, UNHURRIED, "at will") as early:
            company.attach(early)
            assert company.in_slack("cleo").cards() == []

        hands.set(datetime(2026, 12, 2, 8, 31, tzinfo=UTC))
        other = connect(database_url)
        async with (
            run_product(settings, understood(example()), database, hands.read, UNHURRIED, "at will") as one,
            run_product(settings, understood(example()), other, hands.read, UNHURRIED, "at will") as two,
        ):
            company.attach(one)
            cleo = company.in_slack("cleo")
            await one.tick()
            await two.tick()
            await company.calm()
            (digest,) = cleo.cards()
            assert cleo.client.read(digest) == snapshot(
                [
                    "Copydesk, Wednesday 2 December",
                    "Overdue (1)",
                    "1. Ada Park, for LinkedIn, revision 1, wanted Wed 2 Dec 2026, 06:00 (Europe/London), waiting since Tue 1 Dec 2026, 07:00 (Europe/London). In review. Waiting for Cleo Marsh (Marketing).",
                    "[Open]",
                    "Due today (1)",
                    "2. Ada Park, for LinkedIn, revision 1, wanted Wed 2 Dec 2026, 18:00 (Europe/London), waiting since Tue 1 Dec 2026, 07:00 (Europe/London). In review. Waiting for Cleo Marsh (Marketing).",
                    "[Open]",
                    "Going out next (1)",
                    "3. Ada Park, for LinkedIn, revision 1, wanted Mon 7 Dec 2026, 10:00 (Europe/London). Approved by Cleo Marsh. Ready to go out.",
                    "[Open]",
                ]
            )
            await cleo.client.click(digest, "Open", near="Wed 2 Dec 2026, 18:00")
            assert cleo.reads_form() == snapshot(
                [
                    "== The post ==",
                    "By Ada Park. In review. Waiting for Cleo Marsh (Marketing).",
                    "The words, as they will appear",
                    "Our new kettle boils a litre in 90 seconds.",
                    "Channels",
                    "LinkedIn 43 of 3,000",
                    "Wanted",
                    "Wed 2 Dec 2026, 18:00 (Europe/London)",
                    "Revision",
                    "1, by Ada Park",
                    "--------------------",
                    "○ Marketing: waiting for Cleo Marsh",
                    "· Approved if marketing has read it.",
                    "[Close]",
                ]
            )

        async with run_product(settings, understood(example()), database, hands.read, UNHURRIED, "at will") as again:
            company.attach(again)
            await company.calm()
            assert len(company.in_slack("cleo").cards()) == 1
            await company.check()
        await other.close()
    await database.close()


async def test_an_empty_day_is_one_line(company: Company, hands: Hands) -> None:
    """Nothing is due, decided or going out: Cleo reads one sentence, and on Saturday nothing at all."""
    cleo = company.in_slack("cleo")
    hands.set(datetime(2026, 12, 2, 8, 30, tzinfo=UTC))
    await company.product.tick()
    await company.calm()
    assert [cleo.client.read(one) for one in cleo.cards()] == snapshot(
        [["Wednesday 2 December: nothing is overdue, due, decided or going out. Have a good day."]]
    )
    hands.set(datetime(2026, 12, 5, 12, 0, tzinfo=UTC))
    await company.product.tick()
    await company.calm()
    assert len(cleo.cards()) == 1


async def test_the_digest_can_be_previewed(company: Company, database_url: str, clock: Clock, tmp_path: Path) -> None:
    """`copydesk digest --preview` prints what Cleo would read now, and claims nothing."""
    await company.in_slack("ada").proposes(PLAIN, day="2026-12-04", time="09:00")
    await company.in_slack("cleo").clicks("Approve", MARKETING)
    file = tmp_path / "policy.yaml"
    file.write_text(example())
    settings = settings_for(company.slack, company.teams).model_copy(
        update={"policy": file, "database_url": database_url}
    )
    said = await preview_digest(settings, "cleo@example.com", clock)
    assert isinstance(said, str)
    assert "Going out next (1)" in said
    assert PLAIN not in said
    assert await preview_digest(settings, "ben@example.com") == snapshot(
        ("The policy orders no digest for “ben@example.com”. It does for: cleo@example.com.",)
    )
