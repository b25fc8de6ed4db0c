"""Attacks on the installation of Slack workspaces: states, codes, addresses, strangers' workspaces."""

import asyncio
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.playground.slack import LoseAnswer, RefuseWith
from tests.support.databases import copy
from tests.support.workspaces import GLOBEX, PUBLIC, Browser, Group, group, state_of

pytestmark = pytest.mark.attack

CROWD = 1_200
SECURE = {"httponly": True, "secure": True, "samesite": "Lax", "path": "/slack/oauth_redirect", "max-age": "600"}


async def attached(company: Group) -> set[str]:
    """Where Copydesk may speak: the workspaces whose people it answers."""
    answers: set[str] = set()
    for workspace in (company.slack, company.globex):
        person = workspace.person("ada")
        (sent,) = await company.slack.send(person.commanding("/copydesk", "help"))
        assert sent.status == 200
        if "not set up" not in sent.text:
            answers.add(workspace.workspace.team_id)
    return answers


async def refused(company: Group, browser: Browser, address: str, cookie: str | None = None) -> str:
    """Come back to this address: nothing is installed, and the page says what to do. Its title."""
    status, page = await browser.back(address, cookie=cookie)
    assert status == 403
    assert 'href="/slack/install"' in page
    assert await attached(company) == set()
    return page.partition("<h1>")[2].partition("</h1>")[0]


def revoked(company: Group) -> list[str]:
    """What became of each token that was handed back."""
    return [call.outcome for call in company.slack.journal.of("auth.revoke")]


async def test_the_state_and_its_cookie(sqlite_file: Path) -> None:
    """Attack 45: the state is long, new each time, and bound to a cookie that scripts, other sites and plain HTTP do not get;
    the page and the redirect are kept by nobody and shown in no frame.
    """
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        status, _, headers = await browser.get("/slack/install")
        assert status == 302
        there = urlsplit(headers["Location"])
        asked = parse_qs(there.query)
        assert asked["client_id"] == [company.slack.oauth.client_id]
        assert asked["redirect_uri"] == [f"{PUBLIC}/slack/oauth_redirect"]
        assert len(asked["state"][0]) >= 43
        assert asked["state"][0] != state_of(await company.browser().begin())
        assert browser.cookie is not None
        assert {name: browser.cookie[name] for name in SECURE} == SECURE
        status, page, shown = await browser.get("/slack/oauth_redirect")
        for told in (headers, shown):
            assert told["Cache-Control"] == "no-store"
            assert told["Referrer-Policy"] == "no-referrer"
            assert told["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in told["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
        assert status == 403
        assert "<script" not in page


async def test_states_that_are_not_ours(sqlite_file: Path) -> None:
    """Attack 45: a state that is missing, made up, cut, doubled, of another browser or without its cookie installs nothing."""
    async with group(copy(sqlite_file)) as company:
        again = "Please begin the installation again"
        good, other = company.browser(), company.browser()
        address = company.slack.allow(await good.begin(), company.slack)
        elsewhere = company.slack.allow(await other.begin(), company.slack)
        code, state = (parse_qs(urlsplit(address).query)[name][0] for name in ("code", "state"))
        back = f"{PUBLIC}/slack/oauth_redirect"
        for wrong in (
            back,
            f"{back}?code={code}",
            f"{back}?code={code}&state=",
            f"{back}?code={code}&state={'A' * 43}",
            f"{back}?code={code}&state={state[:-1]}",
            f"{back}?code={code}&state={state}&state={state}",
            f"{back}?code={code}&code={code}&state={state}",
        ):
            assert await refused(company, good, wrong) == again, wrong
        # A browser without the cookie uses the state up.
        assert await refused(company, company.browser(), elsewhere) == again
        assert await refused(company, other, elsewhere) == again
        # None of it reached Slack: the codes were never spent.
        assert company.slack.journal.of("oauth.v2.access") == []


async def test_somebody_elses_browser(sqlite_file: Path) -> None:
    """Attack 45: an address sent to another browser, which began an installation of its own, installs nothing in either."""
    async with group(copy(sqlite_file)) as company:
        attacker, victim = company.browser(), company.browser()
        address = company.slack.allow(await attacker.begin(), company.globex)
        await victim.begin()
        assert await refused(company, victim, address) == "Please begin the installation again"
        assert await refused(company, attacker, address) == "Please begin the installation again"
        assert company.slack.journal.of("oauth.v2.access") == []


@pytest.mark.parametrize(("minutes", "good"), [(9.99, True), (10, False), (600, False)])
async def test_an_old_state(sqlite_file: Path, *, minutes: float, good: bool) -> None:
    """Attack 45: after ten minutes a state is good no more."""
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        address = await browser.begin()
        company.hands.now += timedelta(minutes=minutes)
        status, page = await browser.back(company.slack.allow(address, company.slack))
        assert status == (200 if good else 403)
        assert ("begin the installation again" in page) is not good


async def test_used_twice(sqlite_file: Path) -> None:
    """Attack 45: the way back can be gone once, also by the browser that went it; a used code is Slack's to refuse."""
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.slack)
        assert browser.cookie is not None
        cookie = f"{browser.cookie.key}={browser.cookie.value}"
        assert (await browser.back(address))[0] == 200
        assert (await browser.back(address, cookie=cookie))[0] == 403
        code = parse_qs(urlsplit(address).query)["code"][0]
        state = state_of(await browser.begin())
        status, page = await browser.back(f"{PUBLIC}/slack/oauth_redirect?code={code}&state={state}")
        assert status == 403
        assert "code_already_used" in page
        assert [call.outcome for call in company.slack.journal.of("oauth.v2.access")] == ["ok", "code_already_used"]


async def test_the_same_way_back_many_times_at_once(database_url: str) -> None:
    """Attack 45: of many who come back at the same moment one is let in, and Slack is asked once."""
    async with group(database_url) as company:
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.slack)
        assert browser.cookie is not None
        cookie = f"{browser.cookie.key}={browser.cookie.value}"
        came = await asyncio.gather(*(company.browser().back(address, cookie=cookie) for _ in range(5)))
        assert sorted(status for status, _ in came) == [200, 403, 403, 403, 403]
        assert len(company.slack.journal.of("oauth.v2.access")) == 1


async def test_a_crowd_that_only_begins(sqlite_file: Path) -> None:
    """Attack 45: whoever opens the page without end, and comes back from none, takes nobody's place:
    who had begun before finishes.
    """
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.slack)
        async with aiohttp.ClientSession() as crowd:
            for _ in range(CROWD):
                async with crowd.get(f"{company.product.url}/slack/install", allow_redirects=False) as answer:
                    assert answer.status == 302
        assert (await browser.back(address))[0] == 200
        assert await attached(company) == {"T0ACME"}


async def test_another_redirect_address(sqlite_file: Path) -> None:
    """Attack 45: neither a header nor the query moves the address that Slack sends people back to; it is said both times."""
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        _, _, headers = await browser.get("/slack/install?redirect_uri=https://evil.example.com", cookie="Host=evil")
        assert parse_qs(urlsplit(headers["Location"]).query)["redirect_uri"] == [f"{PUBLIC}/slack/oauth_redirect"]
        address = company.slack.allow(headers["Location"], company.slack)
        assert (await browser.back(f"{address}&redirect_uri=https://evil.example.com"))[0] == 200
        (call,) = company.slack.journal.of("oauth.v2.access")
        assert call.arguments["redirect_uri"] == f"{PUBLIC}/slack/oauth_redirect"


async def test_a_workspace_that_nobody_admitted(sqlite_file: Path) -> None:
    """Attack 45: whoever can reach the page may own a workspace and every address in it. It is not let in, its token is handed
    back, its people stay strangers, and the page names the id that an operator would have to add.
    """
    async with group(copy(sqlite_file), slack_workspaces="T0ACME") as company:
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.globex)
        assert await refused(company, browser, address) == "This workspace may not use this Copydesk"
        assert revoked(company) == ["ok"]
        _, page = await browser.back(company.slack.allow(await browser.begin(), company.globex))
        assert GLOBEX in page


async def test_no_longer_admitted(sqlite_file: Path) -> None:
    """Attack 45: a workspace that is taken off the list is refused from the next start on, although its token is still there."""
    file = copy(sqlite_file)
    async with group(file) as company:
        await company.install(company.slack)
        await company.install(company.globex)
        assert await attached(company) == {"T0ACME", "T0GLOBEX"}
        stricter = await company.replica(slack_workspaces="T0ACME")
        company.slack.copydesk_url = stricter.url
        assert await attached(company) == {"T0ACME"}


@pytest.mark.parametrize("why", ["declined", "refused", "unreachable"])
async def test_what_goes_wrong_on_the_way(sqlite_file: Path, why: str) -> None:
    """Attack 45, the other side: whoever says no, or whom Slack lets down, reads what happened and begins again; nothing is kept
    and nothing is answered with 500.
    """
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        leads = await browser.begin()
        if why == "declined":
            address = company.slack.oauth.decline(leads)
        else:
            address = company.slack.allow(leads, company.slack)
            fault = RefuseWith("invalid_client_id") if why == "refused" else LoseAnswer()
            company.slack.faults.once("oauth.v2.access", fault)
        assert await refused(company, browser, address) == "Copydesk was not installed"
        # Nobody can make the page say anything of theirs.
        shown = f"{PUBLIC}/slack/oauth_redirect?error=<b>evil&state={state_of(await browser.begin())}"
        assert "evil" not in (await browser.back(shown))[1]


async def test_names_are_shown_as_they_are(sqlite_file: Path) -> None:
    """Attack 45: the name of a workspace is text on the page, whatever it is."""
    async with group(copy(sqlite_file)) as company:
        company.slack.workspace.name = "<img src=x onerror=alert(1)>"
        assert "<img" not in await company.install(company.slack)
