"""Attacks 5, 7, 12 and 43: people without an account here, other tenants, other bots, and hosts that want our token."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.teams.config import TeamsConfig
from adapters.teams.outbound import TeamsChat
from bot.playground.teams.outcomes import Toast
from bot.playground.teams.server import LocalTeams
from tests.integration.teams.desk import Desk, config_for, serving
from tests.integration.teams.samples import account_of, conversation_of, post_in, posted, review_card
from workflows.domain.ids import PersonId
from workflows.engine.chat import CannotLook, Direct, InConversation, MessageRef, NoSuchAccount, Refused, TryLater
from workflows.engine.requests import Typed

pytestmark = pytest.mark.attack

OTHER = "c4e81f6a-7b20-4d93-b5fe-91a3d07c6e58"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Serve Teams' endpoint beside a local Teams."""
    async with LocalTeams() as teams, serving(teams) as running:
        yield running


async def test_a_guest_and_the_tenantless_are_never_verified(desk: Desk) -> None:
    """Attack 5: a guest with a good address is a guest, and not verified."""
    partners = desk.teams.world.channel("Partners", "General")
    profile = await desk.chat.look_up(account_of(desk, "gus").id, conversation_of(desk, partners))
    assert not isinstance(profile, CannotLook | NoSuchAccount | TryLater)
    assert (profile.standing, profile.verified) == ("guest", False)


async def test_someone_without_an_account_is_told_and_not_heard(desk: Desk) -> None:
    """Attack 5: an anonymous click reaches no door; the person reads why."""
    house = desk.teams.world.group_chat("Open house")
    seen = await posted(desk, "ivy", chat=house)
    outcome = await desk.teams.person("nobody").click(seen, "Approve")
    assert isinstance(outcome, Toast)
    assert "without an account" in outcome.text
    await desk.teams.person("nobody").mention("approve", house)
    assert desk.door.requests == []


TENANTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "both another": ({"tenant": {"id": OTHER}}, {"tenantId": OTHER}),
    "the channel's another": ({"tenant": {"id": OTHER}}, {}),
    "the conversation's another": ({}, {"tenantId": OTHER}),
    "the channel's absent": ({"tenant": {}}, {}),
    "no channel data's tenant": ({"tenant": None}, {}),
    "the conversation's absent": ({}, {"tenantId": None}),
    "the conversation's empty": ({}, {"tenantId": ""}),
    "a list": ({"tenant": {"id": [OTHER]}}, {}),
}


async def test_another_tenant_is_not_served(desk: Desk) -> None:
    """Attack 7: both places that name the tenant must name ours, forged apart or absent they are refused."""
    for name, (channel_data, conversation) in TENANTS.items():
        activity = desk.teams.person("ada").activity(text="approve")
        activity["channelData"] |= channel_data
        activity["conversation"] |= conversation
        assert (await desk.teams.courier.send(activity)).status == 403, name
    assert desk.door.requests == []


NEWS: list[dict[str, Any]] = [
    {"type": "installationUpdate", "action": "remove"},
    {"type": "conversationUpdate", "membersRemoved": [{"id": "28:bot"}]},
    {"type": "conversationUpdate", "channelData": {"eventType": "teamArchived"}},
    {"type": "conversationUpdate", "channelData": {"eventType": "channelDeleted", "channel": {"id": "19:x"}}},
]


async def test_another_tenant_closes_no_place(desk: Desk) -> None:
    """Attack 7: news that would close a place is believed from our tenant only, named in both places."""
    legal = desk.teams.world.channel("Legal", "Reviews")
    for name, (channel_data, conversation) in TENANTS.items():
        for news in NEWS:
            activity = desk.teams.person("ben").activity(chat=legal)
            changed = {**activity["channelData"], **news.get("channelData", {}), **channel_data}
            activity |= {**news, "channelData": changed}
            activity["conversation"] |= conversation
            assert (await desk.teams.courier.send(activity)).status == 403, (name, news)
    assert desk.door.news == []


async def test_another_bot_is_not_heard(desk: Desk) -> None:
    """Attack 12: what another app says is never a request, whatever it says."""
    await desk.teams.person("ada").install()
    desk.door.requests.clear()
    activity = desk.teams.person("ada").activity(text="approve")
    activity["from"] |= {"id": "28:another-app"}
    assert (await desk.teams.courier.send(activity)).status == 200
    assert desk.door.requests == []


async def test_a_channel_message_that_does_not_call_us_is_not_read(desk: Desk) -> None:
    """Attack 12: with a tenant's consent a bot receives every message; only mentions are requests."""
    legal = desk.teams.world.channel("Legal", "Reviews")
    activity = desk.teams.person("ben").activity("message", legal, text="looks good, approve")
    assert (await desk.teams.courier.send(activity)).status == 200
    assert desk.door.requests == []


FOREIGN_URLS = [
    "https://evil.example/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evil.example/smba.trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://user:pw@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:8443/",
    "http://smba.trafficmanager.net/",
    "https://evilbotframework.com/",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://smba.trafficmanager.net/?x=1",
    "https://smba.trafficmanager.net/#x",
    "https://ѕmba.trafficmanager.net/",
    "http://169.254.169.254/",
    "http://[::ffff:127.0.0.1]:1/",
    "http://0x7f.1/",
    "http://127.0.0.1:1/",
    "gopher://smba.trafficmanager.net/",
    "//smba.trafficmanager.net/",
    "",
    "https://",
    "https://[",
    "https://smba.trafficmanager.net:99999/",
]


@pytest.mark.parametrize("url", FOREIGN_URLS)
def test_only_listed_hosts_may_have_the_token(url: str) -> None:
    """Attack 43: look-alikes, user parts, other ports and schemes, and inside addresses are all refused."""
    config = TeamsConfig(app_id="a", app_password="b", tenant_id="c")
    assert not config.may_talk_to(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/0b7c9d2e/",
        "https://SMBA.trafficmanager.net:443/teams",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
        "https://europe.webchat.botframework.com/",
    ],
)
def test_the_vendors_hosts_may(url: str) -> None:
    """Attack 43, the other side: the connector's own hosts are reached in every region and cloud."""
    assert TeamsConfig(app_id="a", app_password="b", tenant_id="c").may_talk_to(url)


async def test_a_stored_address_elsewhere_is_never_sent_the_token(desk: Desk) -> None:
    """Attack 43: every call checks the host again, for an address may have been stored or tampered with."""
    heard: list[str] = []

    async def listen(request: web.Request) -> web.Response:
        heard.append(request.headers.get("Authorization", ""))
        return web.json_response({"id": "1"})

    site = web.Application()
    site.router.add_route("*", "/{tail:.*}", listen)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    elsewhere = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        legal = conversation_of(desk, desk.teams.world.channel("Legal", "Reviews"))
        tampered = replace(legal, address=elsewhere)
        post = post_in(desk, desk.teams.world.channel("Legal", "Reviews"))
        refused = Refused(cause="service URL not allowed")
        assert await desk.chat.show(replace(post, place=InConversation(conversation=tampered)), review_card(), ()) == (
            refused
        )
        ref = MessageRef(conversation=tampered, id="1")
        assert await desk.chat.show(replace(post, ref=ref), review_card(), ()) == refused
        assert await desk.chat.remove(replace(post, ref=ref)) == refused
        assert await desk.chat.look_up(account_of(desk, "ben").id, tampered) == NoSuchAccount()
        desk.chat.remember(tampered)
        direct = Direct(chat="teams", person=PersonId("ben"), account=account_of(desk, "ben"))
        await desk.chat.show(replace(post, place=direct), review_card(), ())
    finally:
        await runner.cleanup()
    assert heard == []


async def test_an_activity_from_elsewhere_is_refused_though_its_token_is_good(desk: Desk) -> None:
    """Attack 43: a signed service URL on an unlisted host is 403, so it is never stored."""
    activity = desk.teams.person("ada").activity(text="help") | {"serviceUrl": "https://evil.example/"}
    assert (await desk.teams.courier.send(activity)).status == 403
    assert desk.door.requests == []


async def test_a_redirect_is_not_followed(desk: Desk) -> None:
    """Attack 43: a connector that points elsewhere is refused; the token does not travel along."""
    heard: list[str] = []

    async def lead_away(request: web.Request) -> web.Response:
        heard.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    site = web.Application()
    site.router.add_route("*", "/{tail:.*}", lead_away)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        async with aiohttp.ClientSession() as session:
            chat = TeamsChat(replace(config_for(desk.teams), service_urls=(url,)), session)
            place = replace(conversation_of(desk, desk.teams.world.group_chat("Lunch")), address=url)
            post = replace(
                post_in(desk, desk.teams.world.group_chat("Lunch")), place=InConversation(conversation=place)
            )
            assert await chat.show(post, review_card(), ()) == Refused(cause="307")
    finally:
        await runner.cleanup()
    assert "/elsewhere" not in heard


async def test_without_authentication_only_this_machine_is_believed() -> None:
    """Attack 44: `auth` off is for a local test client; an activity that names a remote service is refused."""
    async with LocalTeams() as teams:
        off = replace(config_for(teams), auth="off", service_urls=("https://smba.trafficmanager.net",))
        async with serving(teams, config=off) as desk:
            ada = teams.person("ada")
            assert (await teams.courier.send(ada.activity(text="help"), token="")).status == 200
            assert isinstance(desk.door.only, Typed)
            remote = ada.activity(text="help") | {"serviceUrl": "https://smba.trafficmanager.net/emea/"}
            assert (await teams.courier.send(remote, token="")).status == 403
            assert len(desk.door.requests) == 1


def test_a_secret_never_shows_in_a_repr() -> None:
    """Attack 55: settings that are printed do not print the password."""
    assert "hunter2" not in repr(TeamsConfig(app_id="a", app_password="hunter2", tenant_id="c"))
