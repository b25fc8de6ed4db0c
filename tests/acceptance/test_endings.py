"""How a post ends: withdrawn, rejected, or with the exact words to copy."""

import pytest
from inline_snapshot import snapshot

from bot.playground.slack.shapes import decoded, text_of
from bot.playground.teams.outcomes import Dialog
from bot.playground.teams.shapes import objects_at, text_at
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
PLAIN = "Our new kettle boils a litre in 90 seconds."
WORDS = (
    "*Bold* claim_s, <@cleo> & <at>Ben</at>!\n\n[A link](https://example.com) :no emoji: 😀 | `code` @here\n> the end."
)


async def test_a_withdrawn_post_closes_every_card_and_says_by_whom(company: Company) -> None:
    """Ada takes her post back: no card anywhere has a button left, and all name her; an old click is told so."""
    ada, cleo, ben, ivy = (
        company.in_slack("ada"),
        company.in_slack("cleo"),
        company.in_teams("ben"),
        company.in_slack("ivy"),
    )
    await company.bind_legal()
    await ada.proposes(CLAIM + " Revenue doubled.")
    seen, card = await ben.card(company.legal), cleo.card(MARKETING)
    await cleo.clicks("Approve", MARKETING)

    assert await ada.clicks("Withdraw") == snapshot(
        [
            "== Withdraw the post ==",
            "Every open card will say that you withdrew it, and nobody will be asked any more. You can propose it again later.",
            "[Withdraw] [Cancel]",
        ]
    )
    assert await ada.fills() == snapshot(
        ["== Copydesk ==", "Withdrawn. Every open card says so, and nobody is asked any more.", "[Close]"]
    )
    for status in (ada.status(), cleo.status(MARKETING), ivy.status(), await ben.status(company.legal)):
        assert status.startswith("Withdrawn by Ada Park at ")
    assert cleo.buttons(MARKETING) == ivy.buttons() == await ben.buttons(company.legal) == []
    assert ada.buttons() == ["[Propose again]"]

    assert await ben.clicks("Approve", company.legal, on=seen) == snapshot(
        ["(This post was withdrawn, so nothing more can be decided. Its author can propose it again.)"]
    )
    await cleo.clicks("Approve", MARKETING, on=card)
    assert await cleo.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "This post was withdrawn, so nothing more can be decided. Its author can propose it again.",
        ]
    )


async def test_a_rejected_post_tells_the_code_to_the_desks_and_the_words_to_the_author(company: Company) -> None:
    """Ben rejects for a reason: everyone reads its kind, only Ada reads his words; nobody can decide any more."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    await ben.clicks("Reject", company.legal)
    assert await ben.presses("Reject", code="unsupported_claim") == snapshot(
        [
            "== Reject the post ==",
            "Revision 1, as it will appear",
            "Our new kettle is the fastest on the market.",
            "Reason: Unsupported claim",
            "For the author: ____",
            "A no needs both: the reason, and what to change. Only the author reads it.",
            "⚠ Say in a few words what the author should change.",
            "[Reject]",
        ]
    )
    assert await ben.presses("Reject", why="Nobody can prove it.") == snapshot(
        ["(Recorded: you rejected the post. The author has your reason.)"]
    )

    for status in (ada.status(), cleo.status(MARKETING), await ben.status(company.legal)):
        assert status.startswith("Rejected by Ben Okafor (Legal) at ")
        assert status.endswith(": unsupported claim.")
    assert "Nobody can prove it." in ada.reads()
    assert "Nobody can prove it." not in cleo.reads(MARKETING) + await ben.reads(company.legal)
    assert ada.buttons() == ["[Propose again]"]
    assert cleo.buttons(MARKETING) == await ben.buttons(company.legal) == []
    (told,) = ada.notices()
    assert ada.client.read(told)[1].endswith("The reason is on your card; you can propose it again.")


async def test_proposing_again_carries_no_approval(company: Company) -> None:
    """The new post has the old words, is a post of its own, and everyone is asked afresh."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    await cleo.clicks("Approve", MARKETING)
    await ben.clicks("Reject", company.legal)
    await ben.presses("Reject", code="other", why="Not like this.")

    opened = await ada.clicks("Propose again")
    assert any(CLAIM in line for line in opened)
    await ada.fills()
    assert len(await company.proposals()) == 2
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).")
    assert len(cleo.cards(MARKETING)) == 2
    assert cleo.buttons(MARKETING) == ["[Approve] [Request changes] [Reject]", "[Suggest wording] [Hold]"]


async def test_an_approved_card_offers_the_exact_words_in_slack(company: Company) -> None:
    """Whatever Ada typed, marks and all, is what she copies, for each channel, with the link below."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(WORDS, channels=["linkedin", "x"], link="https://example.com/kettle?a=1&b=2")
    whole = f"{WORDS}\n\nhttps://example.com/kettle?a=1&b=2"
    assert whole in "\n".join(cleo.reads(MARKETING))

    await cleo.clicks("Approve", MARKETING)
    await company.bind_legal()
    await company.in_teams("ben").clicks("Approve", company.legal)
    await ada.clicks("Copy the words")
    assert [decoded(text_of(block["text"])) for block in ada.form.blocks if "text" in block] == [whole, whole]
    assert [line for line in ada.reads_form() if line in ("LinkedIn", "X")] == ["LinkedIn", "X"]
    assert all(message.pings == frozenset() for message in cleo.cards(MARKETING))


async def test_an_approved_card_offers_the_exact_words_in_teams(company: Company) -> None:
    """The same in Teams, where they stand in a field to be copied from."""
    ada, ben = company.in_teams("ada"), company.in_teams("ben")
    await ada.client.install()
    await company.bind_legal()
    await ada.proposes(WORDS, link="https://example.com/kettle?a=1&b=2")
    whole = f"{WORDS}\n\nhttps://example.com/kettle?a=1&b=2"
    assert whole in "\n".join(await ben.reads(company.legal))
    assert whole in "\n".join(company.in_slack("cleo").reads(MARKETING))

    await company.in_slack("cleo").clicks("Approve", MARKETING)
    await ben.clicks("Approve", company.legal)
    await ada.clicks("Copy the words")
    assert isinstance(ada.dialog, Dialog)
    assert [text_at(field, "value") for field in objects_at(ada.dialog.card, "body") if "value" in field] == [whole]
