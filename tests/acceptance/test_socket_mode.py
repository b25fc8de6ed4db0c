"""The main story where Slack's payloads come over sockets and nothing of Slack's comes to an address of ours."""

from datetime import timedelta

import aiohttp
import pytest

from tests.acceptance.office import MARKETING, QUIET, Company

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."


@pytest.fixture
def socket_mode() -> bool:
    """Over sockets."""
    return True


async def test_a_post_is_proposed_changed_and_approved_over_sockets(company: Company) -> None:
    """Commands, forms with errors, buttons and messages all work; both chats read the same in the end."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()

    await ada.client.command("/propose-post", CLAIM)
    sent = await ada.client.submit(ada.form, {"channels": "linkedin", "day": "2020-01-01", "time": "09:00"})
    assert sent.errors
    soon = (QUIET + timedelta(days=30)).date().isoformat()
    await ada.presses("Check", day=soon)
    await ada.fills()
    await ben.clicks("Request changes", company.legal)
    await ben.presses("Request changes", code="tone", why="Prove it.")
    await ada.clicks("Edit")
    await ada.fills(text="Our new kettle boils a litre in 90 seconds. Win a kettle!")
    await cleo.clicks("Approve", MARKETING)
    await ben.clicks("Approve", company.legal)

    for status in (ada.status(), cleo.status(MARKETING), await ben.status(company.legal)):
        assert status == "Approved by Ben Okafor and Cleo Marsh. Ready to go out."


async def test_a_private_answer_and_a_message_over_sockets(company: Company) -> None:
    """Somebody who may not decide is told so privately, and a mention is answered."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    company.slack.conversation(MARKETING).members.add(ada.client.id)
    await ada.proposes("Tea is better in company.")
    await ada.clicks("Approve", MARKETING)
    assert any("your own" in line for line in await ada.hears(MARKETING))
    await cleo.client.say(MARKETING, "@Copydesk help")
    await company.slack.settled()
    assert any("/propose-post" in line for line in await cleo.hears(MARKETING))


async def test_acknowledgements_over_sockets_are_counted(company: Company) -> None:
    """Each figure that requests have is there for what comes over sockets, too."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes("Tea is better in company.")
    await cleo.clicks("Approve", MARKETING)
    async with aiohttp.ClientSession() as session, session.get(f"{company.product.url}/metrics") as answer:
        figures = await answer.text()
    for kind in ("asked", "sent", "pressed"):
        assert f'copydesk_acknowledgement_seconds_count{{chat="slack",kind="{kind}"}} 1.0' in figures


async def test_the_address_of_requests_is_not_served(company: Company) -> None:
    """With sockets there is no `/slack/events`: a request there, however signed, finds nothing."""
    body = b"payload={}"
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{company.product.url}/slack/events", data=body, headers=company.slack.sign(body)) as answer,
    ):
        assert answer.status == 404


async def test_work_goes_on_over_the_next_socket(company: Company) -> None:
    """Slack warns, replaces and cuts sockets in the middle of a story, and nobody notices."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    sockets = company.slack.sockets
    await ada.proposes("Tea is better in company.")
    await sockets.disconnect("warning", notice=sockets.until(lambda: sockets.hellos == 2))
    await ada.clicks("Edit")
    sockets.drop()
    await sockets.until(lambda: sockets.hellos == 3)
    await ada.fills(text="Tea is better in good company.")
    await sockets.disconnect("refresh_requested")
    await sockets.until(lambda: sockets.hellos == 4)
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == "Approved by Cleo Marsh. Ready to go out."
