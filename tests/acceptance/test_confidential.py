"""A post that becomes confidential: who reads what of it in both chats, and the list of who did."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from adapters.storage.sightings import InsiderList
from tests.acceptance.office import DECIDE, MARKETING, Company, Hands
from tests.acceptance.people import InSlack

pytestmark = pytest.mark.conversation

POLICY = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
  - {name: Ivy Chen, email: ivy@example.com, role: reviewer}
desks:
  marketing: {name: Marketing, members: [ivy@example.com], reach: {slack: "#marketing-review"}}
  legal: {name: Legal, members: [ben@example.com], lead: ben@example.com, reach: {teams: bound}}
rules:
  - {name: marketing has read it, why: Every post speaks for us., desk: marketing}
  - name: legal has cleared it
    why: It binds us.
    desk: legal
    when: {words: {phrases: [kettle, acquisition]}}
restricted:
  when: {words: {phrases: [acquisition]}}
  to: [ben@example.com]
digest:
  - {to: cleo@example.com, at: "08:30", chat: slack}
"""
OPEN = "A new kettle."
CLOSED = "A new kettle, and an acquisition of Teapots."


@pytest.fixture
def policy() -> str:
    """Ivy is marketing, in Slack; Ben is legal, in Teams; Cleo leads communications, and reads along in both places."""
    return POLICY


async def opened_then_closed(company: Company) -> InSlack:
    """Ada proposes what everybody asked may read, then puts words in that the policy restricts."""
    company.slack.conversation(MARKETING).members.add(company.slack.person("ivy").id)
    await company.bind_legal()
    ben = company.in_teams("ben")
    await ben.client.install()
    await ben.says("help")
    ada = company.in_slack("ada")
    await ada.proposes(OPEN)
    await ada.clicks("Edit")
    said = await ada.fills(text=CLOSED)
    assert said[1] == snapshot(
        "Saved as a new revision. Every card shows it. "
        "The policy holds these words confidential: only the people named can read them, as your card says."
    )
    return ada


async def test_an_edit_closes_the_cards_that_others_read(company: Company) -> None:
    """In both channels a stub takes the card's place, and what was said beside it is covered; Ivy and Ben have it directly."""
    await opened_then_closed(company)
    cleo, ivy, ben = company.in_slack("cleo"), company.in_slack("ivy"), company.in_teams("ben")
    assert cleo.reads(MARKETING) == snapshot(
        [
            "🔒 A confidential post",
            "A confidential post waits for Marketing. Those concerned have it in direct messages.",
            "[Open]",
        ]
    )
    assert [cleo.client.read(one) for one in cleo.notices(MARKETING)] == snapshot(
        [["🔒 This was about a confidential post. Those concerned have it in direct messages."]]
    )
    watching = company.in_teams("cleo")
    assert await watching.reads(company.legal) == snapshot(
        [
            "🔒 A confidential post",
            "A confidential post waits for Legal. Those concerned have it in direct messages.",
            "[Open]",
        ]
    )
    for reads, desk in (
        (ivy.reads(), "Marketing"),
        (await ben.reads(), "Legal"),
        (await ben.reads(company.legal), "Legal"),
    ):
        assert reads[0] == f"{desk}: a post by Ada Park"
        assert reads[2] == snapshot(
            "🔒 Confidential, because it mentions “acquisition”. Only its authors, the people it asks and those whom the "
            "policy names can read it, and it is on record who was shown it."
        )
        assert CLOSED in reads
        assert reads[-3:] == [*DECIDE, "[Open to everybody asked]"]


async def test_who_presses_on_the_stub(company: Company) -> None:
    """Cleo is told why she reads nothing there, in either chat; Ivy gets all of it in a form, and that it is confidential."""
    await opened_then_closed(company)
    cleo, ivy = company.in_slack("cleo"), company.in_slack("ivy")
    await cleo.clicks("Open", MARKETING)
    assert (await cleo.hears(MARKETING))[1] == snapshot(
        "This post is confidential. Its authors, the people it asks and those whom the policy names read it in direct "
        "messages; nothing was recorded. If you should be one of them, ask whoever keeps the policy file."
    )
    (said,) = await company.in_teams("cleo").clicks("Open", company.legal)
    assert "This post is confidential." in said
    form = await ivy.clicks("Open", MARKETING)
    assert form[1].startswith("🔒 Confidential, because it mentions “acquisition”.")
    assert CLOSED in form
    await ivy.fills(decision="approve")
    assert cleo.reads(MARKETING)[1] == snapshot(
        "Marketing has approved a confidential post. Those concerned have it in direct messages."
    )


async def test_lists_and_answers_of_who_is_not_named(company: Company, hands: Hands) -> None:
    """Approved, it is on Ada's Home alone; Cleo's digest says that there is one; `status` and `why` know nothing of it."""
    await opened_then_closed(company)
    ada, cleo, ivy, ben = (
        company.in_slack("ada"),
        company.in_slack("cleo"),
        company.in_slack("ivy"),
        company.in_teams("ben"),
    )
    (number,) = await company.numbers()
    assert "“A new kettle, and an acquisition of Teapots.”" in await ivy.opens_home()
    await ivy.clicks("Approve")
    await ben.clicks("Approve")
    assert ada.status() == "Approved by Ben Okafor and Ivy Chen. Ready to go out."
    assert [ada.client.read(one)[1] for one in ada.notices()] == snapshot(
        ["Your confidential post is approved. Your card has the words to copy."]
    )
    assert "Going out (1)" in await ada.opens_home()
    for lines in (await cleo.opens_home(), await cleo.asks("status")):
        assert lines[-1].startswith("Nothing needs you, nothing of yours waits for others, and nothing is going out.")
    assert (await cleo.asks(f"why {number}"))[1].startswith("I don't know that post, or it isn't yours to see.")
    assert "🔒 Confidential, because it mentions “acquisition”." in " ".join(await ivy.asks(f"why {number}"))
    await hands.move(company, timedelta(hours=2))
    assert cleo.reads() == snapshot(
        [
            "Copydesk, Tuesday 1 December",
            "Confidential (1)",
            "🔒 A confidential post is approved.",
            "Those concerned have it in direct messages.",
        ]
    )


async def test_it_stays_so_until_somebody_opens_it(company: Company) -> None:
    """Other words change nothing; Ada says who she is and opens it on its card: then its channel reads it, but not what was taken
    out before.
    """
    ada = await opened_then_closed(company)
    cleo, ivy = company.in_slack("cleo"), company.in_slack("ivy")
    await ivy.clicks("Approve")
    form = await ada.clicks("Edit")
    assert (
        snapshot(
            "🔒 This post is confidential, and stays so whatever you write. “Open to everybody asked” on its card ends that."
        )
        in form
    )
    assert not [line for line in form if line.startswith("Who may read it")]
    await ada.fills(text=OPEN)
    assert cleo.reads(MARKETING)[0] == "🔒 A confidential post"
    assert await ada.clicks("Open to everybody asked") == []
    await ada.answers("Yes, that's me")
    assert await ada.clicks("Open to everybody asked") == snapshot(
        [
            "== Open the post ==",
            "Everybody whom it asks, and the comms leads, can read it then, also where its desks are asked in a channel. The ledger keeps who opened it, and who was shown it before. Words that the policy holds confidential close it again when a new revision has them.",
            "[Open it] [Cancel]",
        ]
    )
    assert (await ada.fills())[1] == snapshot(
        "Recorded: it is no longer confidential. Everybody whom it asks, and the comms leads, can read it now."
    )
    assert OPEN in cleo.reads(MARKETING)
    assert not [line for line in cleo.reads(MARKETING) if "acquisition" in line]
    assert "- removed “, and an acquisition of Teapots”" in ivy.reads()


async def test_who_saw_it_is_on_record(company: Company) -> None:
    """Each person and revision once, from when it was confidential: what Cleo read before is not on the list."""
    await opened_then_closed(company)
    await company.in_teams("ben").reads(company.legal)
    await company.in_slack("ivy").opens_home()
    (number,) = await company.numbers()
    found = await company.product.store.insider_list(number)
    assert isinstance(found, InsiderList)
    assert sorted((one.name, one.chat, one.revision) for one in found.insiders) == [
        ("Ada Park", "slack", 2),
        ("Ben Okafor", "teams", 2),
        ("Ivy Chen", "slack", 2),
    ]
    ((since, until),) = found.restricted
    assert until is None
    assert all(one.at >= since for one in found.insiders)


async def test_an_author_makes_a_post_confidential(company: Company) -> None:
    """Chosen in the form: from the first on, the channel has a stub and Ivy the card."""
    company.slack.conversation(MARKETING).members.add(company.slack.person("ivy").id)
    ada, cleo, ivy = company.in_slack("ada"), company.in_slack("cleo"), company.in_slack("ivy")
    await ada.proposes("Guess what.", readers="named")
    assert ada.reads()[2].startswith("🔒 Confidential, as Ada Park chose. ")
    assert cleo.reads(MARKETING)[0] == "🔒 A confidential post"
    assert cleo.notices(MARKETING) == []
    assert "Guess what." in ivy.reads()
