"""The local Slack installs an app as Slack documents it: codes and refresh tokens are good for once, tokens for their workspace."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from yarl import URL

from bot.playground.slack import LocalSlack, Premises
from bot.playground.slack.arguments import ApiError
from bot.playground.slack.shapes import Json

BACK = "https://app.example.com/back"


class App:
    """An app that wants to be installed. `now` is what its Slack's clock shows."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.now = 1_795_000_000.0
        self.slack = LocalSlack(clock=lambda: self.now)
        self.slack.workspace.bot_token, self.slack.workspace.installed = "", False
        self._session = session

    def link(self, **other: str) -> str:
        """Where the app sends a browser."""
        asked = {"client_id": self.slack.oauth.client_id, "scope": "chat:write", "redirect_uri": BACK, "state": "s"}
        return str(URL("https://slack.com/oauth/v2/authorize").with_query(asked | other))

    def code(self, workspace: Premises) -> str:
        """A code for that workspace."""
        return URL(self.slack.allow(self.link(), workspace)).query["code"]

    async def access(self, secret: str = "", **given: str) -> Json:
        """`oauth.v2.access`."""
        ours = aiohttp.encode_basic_auth(self.slack.oauth.client_id, secret or self.slack.oauth.client_secret)
        return await self.call("oauth.v2.access", ours, **given)

    async def call(self, method: str, authorization: str, **given: str) -> Json:
        """Any method."""
        url = self.slack.api_url + method
        async with self._session.post(url, data=given, headers={"Authorization": authorization}) as answer:
            return await answer.json()


@pytest.fixture
async def app() -> AsyncIterator[App]:
    """A local Slack with an app that nobody has installed."""
    async with aiohttp.ClientSession() as session:
        made = App(session)
        async with made.slack:
            yield made


async def test_a_code_is_good_for_once(app: App) -> None:
    """It becomes a token of the workspace where it was allowed, once, in ten minutes, with the same address and secret."""
    code = app.code(app.slack)
    assert (await app.access("wrong", code=code, redirect_uri=BACK))["error"] == "bad_client_secret"
    got = await app.access(code=code, redirect_uri=BACK)
    assert (got["team"]["id"], got["token_type"], got["scope"]) == ("T0ACME", "bot", "chat:write")
    assert (await app.access(code=code, redirect_uri=BACK))["error"] == "code_already_used"
    assert (await app.access(code=app.code(app.slack), redirect_uri=f"{BACK}2"))["error"] == "bad_redirect_uri"
    old = app.code(app.slack)
    app.now += 600
    assert (await app.access(code=old, redirect_uri=BACK))["error"] == "invalid_code"
    with pytest.raises(ApiError, match="invalid_client_id"):
        app.slack.allow(app.link(client_id="9.9"), app.slack)
    app.slack.oauth.redirect_urls = frozenset({BACK})
    with pytest.raises(ApiError, match="bad_redirect_uri"):
        app.slack.allow(app.link(redirect_uri="https://evil.example.com"), app.slack)


async def test_a_token_is_its_workspaces(app: App) -> None:
    """Two workspaces have two tokens, and each knows only its own people."""
    other = app.slack.add_workspace("T0GLOBEX", "Globex")
    for workspace in (app.slack, other):
        got = await app.access(code=app.code(workspace), redirect_uri=BACK)
        who = await app.call("auth.test", f"Bearer {got['access_token']}")
        assert who["team_id"] == workspace.workspace.team_id


async def test_a_refresh_token_is_good_for_once(app: App) -> None:
    """With rotation a token expires after twelve hours; its refresh token gets the next pair, once."""
    app.slack.oauth.rotation = True
    first = await app.access(code=app.code(app.slack), redirect_uri=BACK)
    assert first["expires_in"] == 43_200
    app.now += 43_200
    assert (await app.call("auth.test", f"Bearer {first['access_token']}"))["error"] == "token_expired"
    asked = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = await app.access(**asked)
    assert (await app.call("auth.test", f"Bearer {second['access_token']}"))["ok"]
    assert (await app.access(**asked))["error"] == "invalid_refresh_token"


@pytest.mark.parametrize(("how", "code"), [("uninstall", "account_inactive"), ("revoke_tokens", "token_revoked")])
async def test_a_token_ends(app: App, how: str, code: str) -> None:
    """Uninstalling and revoking end the token and what it could be refreshed with."""
    app.slack.oauth.rotation = True
    got = await app.access(code=app.code(app.slack), redirect_uri=BACK)
    getattr(app.slack, how)()
    assert (await app.call("auth.test", f"Bearer {got['access_token']}"))["error"] == code
    refused = await app.access(grant_type="refresh_token", refresh_token=got["refresh_token"])
    assert refused["error"] == "invalid_refresh_token"
