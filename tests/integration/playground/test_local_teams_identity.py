"""The local Teams as an identity provider: what it gives the app, and the tokens it sends to it."""

import json

import jwt
import pytest

from bot.playground.teams import Fail, LocalTeams, TokenForm
from bot.playground.teams.example import OTHER_TENANT
from tests.integration.playground.standin import Json, StandIn


async def published(teams: LocalTeams, bot: StandIn) -> dict[str, Json]:
    """Fetch the key set by way of the OpenID document."""
    async with bot.session.get(teams.openid_url) as response:
        document = await response.json()
    assert document["issuer"] == "https://api.botframework.com"
    async with bot.session.get(document["jwks_uri"]) as response:
        return {key["kid"]: key for key in (await response.json())["keys"]}


def verify(token: str, keys: dict[str, Json], app_id: str) -> Json:
    """Verify a token as a bot must."""
    key = jwt.PyJWK(keys[jwt.get_unverified_header(token)["kid"]])
    return jwt.decode(
        token,
        key.key,
        algorithms=["RS256"],
        audience=app_id,
        issuer="https://api.botframework.com",
        options={"require": ["exp", "nbf"]},
    )


async def test_the_bot_can_verify_what_it_is_sent(teams: LocalTeams, bot: StandIn) -> None:
    """A person's message arrives with a token that the published, endorsed key verifies."""
    await teams.person("ben").install()
    claims = verify(bot.tokens[0], await published(teams, bot), teams.app_id)
    assert claims["serviceurl"] == teams.service_url == bot.received[0]["serviceUrl"]
    keys = await published(teams, bot)
    assert "msteams" in keys[jwt.get_unverified_header(bot.tokens[0])["kid"]]["endorsements"]


async def test_keys_rotate_on_demand(teams: LocalTeams, bot: StandIn) -> None:
    """After a rotation tokens carry a new kid; the old key stays published only if it is kept."""
    before = set(await published(teams, bot))
    kept = teams.issuer.rotate()
    assert set(await published(teams, bot)) == before | {kept}
    last = teams.issuer.rotate(keep_old=False)
    keys = await published(teams, bot)
    assert set(keys) == before | {last}
    verify(teams.issuer.token(teams.service_url), keys, teams.app_id)


@pytest.mark.parametrize(
    "form",
    [
        TokenForm(without=("exp",)),
        TokenForm(claims={"exp": 1}),
        TokenForm(claims={"aud": "somebody-else"}),
        TokenForm(claims={"iss": "https://sts.windows.net/elsewhere/"}),
        TokenForm(signed_by="stranger", header={"kid": "teams-1"}),
        TokenForm(algorithm="none"),
        TokenForm(algorithm="HS256"),
    ],
    ids=["no exp", "expired", "wrong aud", "wrong iss", "wrong key", "alg none", "HS256 by public key"],
)
async def test_bad_tokens_are_bad(teams: LocalTeams, bot: StandIn, form: TokenForm) -> None:
    """Every spoiled token is refused by a verifier that does its work."""
    [answer] = await teams.deliver(teams.person("ben").activity(text="hi"), form=form)
    assert answer.status == 200
    with pytest.raises(jwt.PyJWTError):
        verify(bot.tokens[-1], await published(teams, bot), teams.app_id)


@pytest.mark.parametrize(("signer", "endorsements"), [("webchat", ["webchat", "directline"]), ("bare", None)])
async def test_unendorsed_keys_are_published(
    teams: LocalTeams, bot: StandIn, signer: str, endorsements: object
) -> None:
    """A token can come from a published key that is not endorsed for Teams."""
    form = TokenForm(signed_by="webchat" if signer == "webchat" else "bare")
    token = teams.issuer.token(teams.service_url, form)
    keys = await published(teams, bot)
    verify(token, keys, teams.app_id)
    assert keys[jwt.get_unverified_header(token)["kid"]].get("endorsements") == endorsements


async def test_headers_and_bodies_can_be_anything(teams: LocalTeams, bot: StandIn) -> None:
    """A request can go out without a token, with a broken header, an unknown kid, a raw body."""
    activity = teams.person("ben").activity(text="hi")
    await teams.deliver(activity, token="")
    await teams.deliver(activity, token="garbage", raw=json.dumps({"type": "message"}).encode())
    await teams.deliver(activity, headers={"Authorization": "Basic x"})
    await teams.deliver(activity, form=TokenForm(header={"kid": None}))
    assert bot.tokens[:3] == ["", "garbage", "Basic x"]
    assert "kid" not in jwt.get_unverified_header(bot.tokens[3])
    assert bot.received[1] == {"type": "message"}


async def test_the_app_signs_in_at_home(bot: StandIn) -> None:
    """The home tenant gives a bearer token for an hour to the right secret and scope."""
    got = await bot.sign_in()
    assert got.status == 200
    assert (got.body["token_type"], got.body["expires_in"]) == ("Bearer", 3600)


@pytest.mark.parametrize(
    ("changes", "status", "number"),
    [
        ({"tenant": OTHER_TENANT}, 400, "AADSTS700016"),
        ({"tenant": "botframework.com"}, 400, "AADSTS700016"),
        ({"tenant": "nowhere"}, 400, "AADSTS90002"),
        ({"client_id": "somebody-else"}, 400, "AADSTS700016"),
        ({"client_secret": "guess"}, 401, "AADSTS7000215"),
        ({"scope": "https://graph.microsoft.com/.default"}, 400, "AADSTS1002012"),
        ({"grant_type": "password"}, 400, "AADSTS70003"),
    ],
)
async def test_a_wrong_sign_in_is_refused(
    teams: LocalTeams, bot: StandIn, changes: dict[str, str], status: int, number: str
) -> None:
    """A wrong tenant, app, secret, scope or grant gets Entra's own error, and the log keeps no secret."""
    got = await bot.sign_in(**changes)
    assert got.status == status
    assert got.body["error_description"].startswith(number)
    assert teams.log.refusals[-1].code == number
    assert teams.app_password not in repr(teams.log)


async def test_the_connector_takes_only_live_tokens(teams: LocalTeams, bot: StandIn) -> None:
    """No token, a forged one, one meant for the bot, or a revoked one is answered 401."""
    path = f"v3/conversations/{teams.world.group_chat('Investor relations').id}/members"
    good = bot.bearer
    for bad in ("", "forged", teams.issuer.token(teams.service_url)):
        bot.bearer = bad
        assert (await bot.call("GET", path)).status == 401
    bot.bearer = good
    assert (await bot.call("GET", path)).status == 200
    teams.login.revoke()
    assert (await bot.call("GET", path)).status == 401
    await bot.sign_in()
    assert (await bot.call("GET", path)).status == 200


async def test_the_clouds_can_be_down(teams: LocalTeams, bot: StandIn) -> None:
    """The OpenID document, the key set and the token endpoint can fail like any other, and the log says so."""
    for endpoint, url in (("openid", teams.openid_url), ("keys", f"{teams.url}/v1/.well-known/keys")):
        teams.faults.inject("openid" if endpoint == "openid" else "keys", Fail(status=503))
        async with bot.session.get(url) as response:
            assert response.status == 503
    teams.faults.inject("token", Fail(status=503))
    assert (await bot.sign_in()).status == 503
    assert [call.done for call in teams.log.calls[-3:]] == [False, False, False]
