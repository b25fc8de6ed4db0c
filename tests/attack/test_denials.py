"""Whoever we know and who tries what they may not do is on the ledger with it; a flood of it is not, and no word of it is."""

import json

import pytest
from sqlalchemy import Connection, select

from adapters.storage.tables import LEDGER, LEDGER_WORDS
from tests.attack.siege import DESK, FILLED, ROOM, Siege
from workflows.cards.actions import Action, encode
from workflows.domain.ids import DeskId, ProposalId

pytestmark = pytest.mark.attack


async def test_each_refusal_of_what_one_may_not_do_is_recorded(siege_on_both: Siege) -> None:
    """One's own words, another's post, a desk that waits for others, an id that is none of theirs: from either chat."""
    siege = siege_on_both
    draft = await siege.propose("ben", button="Save as draft")
    async with siege.denied(
        ("ada", "approve", "own_words"),
        ("ada", "reject", "own_words"),
        ("ivy", "approve", "not_awaited"),
        ("ivy", "withdraw", "not_yours"),
        ("ben", "lift_block", "not_lead"),
        ("ivy", "edit", "not_found"),
    ):
        await siege.slack_button("ada", siege.action("approve"))
        await siege.teams_form("ada", siege.action("reject"))
        await siege.teams_button("ivy", siege.action("approve"))
        await siege.slack_button("ivy", siege.action("withdraw"))
        await siege.slack_button("ben", siege.action("lift_block"))
        await siege.slack_button("ivy", siege.action("edit", draft))


async def test_what_is_late_or_unfinished_is_no_denial(siege: Siege) -> None:
    """A card of older words, a form without words, and an approval that was recorded are nobody's trespass."""
    await siege.slack_form("ada", siege.action("edit"))
    async with siege.denied():
        await siege.teams_button("ben", siege.action("approve"))
        await siege.slack_form("ben", siege.action("request_changes"), {**FILLED, "why": ""})
        await siege.slack_form("ada", siege.action("edit"), {**FILLED, "text": ""})
    await siege.slack_button_quietly("ben", siege.action("approve", revision=2))
    assert await siege.denials() == []


async def test_strangers_are_recorded_without_a_name(siege: Siege) -> None:
    """Guests and people from elsewhere who try are recorded; what tells them apart can be destroyed. A greeting is no try."""
    slack = siege.company.slack
    guest = slack.add_person("gus", is_restricted=True)
    slack.conversation(ROOM).members.add(guest.id)
    async with siege.denied(("stranger", "approve", "guest"), ("stranger", "propose", "guest")):
        await siege.slack_button("gus", siege.action("approve"))
        await guest.command("/propose-post", "Buy now")
        await guest.command("/copydesk", "help")


async def test_nothing_personal_stands_in_the_chain(siege: Siege) -> None:
    """A denial holds no words, no platform id, and nothing that a client made up."""
    await siege.slack_form("ivy", siege.action("edit"))
    made_up = encode(Action(name="edit", proposal=ProposalId("MADE-UP"), desk=DeskId("made-up-desk"), revision=1))
    await siege.teams_dialog("ivy", made_up)

    def record(connection: Connection) -> list[tuple[str, str]]:
        here = (LEDGER.c.stream == LEDGER_WORDS.c.stream) & (LEDGER.c.sequence == LEDGER_WORDS.c.sequence)
        rows = select(LEDGER, LEDGER_WORDS.c.words).join(LEDGER_WORDS, here).where(LEDGER.c.kind == "denied")
        return [(str(row), row.words) for row in connection.execute(rows.order_by(LEDGER.c.sequence))]

    found = await siege.database.read(record)
    assert len(found) == 2
    ivy = siege.company.slack.person("ivy").id
    for chained, beside in found:
        row = chained.replace(beside, "")
        for telling in (ivy, "MADE-UP", "made-up", "Forged", "ivy@", "Ivy"):
            assert telling not in row
    assert json.loads(found[0][1])["account"]["user"] == ivy
    assert DESK in found[0][0]


async def test_a_flood_does_not_fill_the_ledger(siege: Siege) -> None:
    """The same attempt again within a minute is no second row, made-up ids or not."""
    async with siege.denied(("ada", "approve", "own_words"), ("ivy", "withdraw", "not_found")):
        for number in range(8):
            await siege.teams_button("ada", siege.action("approve"))
            await siege.teams_dialog("ivy", siege.action("withdraw", ProposalId(f"made-up-{number}")))
