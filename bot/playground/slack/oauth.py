"""Installing the app by OAuth: a code, then a token, and with rotation a refresh token for the next; codes and refresh tokens
are good for once.

Sources: docs.slack.dev/authentication/installing-with-oauth, docs.slack.dev/authentication/using-token-rotation,
docs.slack.dev/reference/methods/oauth.v2.access.
"""

import hmac
import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import Workspace

CODE_SECONDS = 600
ACCESS_SECONDS = 43_200


@dataclass(frozen=True, kw_only=True)
class _Code:
    workspace: Workspace
    redirect_uri: str
    scopes: frozenset[str]
    user: str
    expires: float


@dataclass(kw_only=True)
class OAuth:
    """The app as Slack knows it. `clock` gives seconds since 1970; `redirect_urls` are those that the app named (any, if
    none); with `rotation` tokens expire. `mistaken_for` is the workspace that answers name in place of the token's own.
    """

    clock: Callable[[], float]
    client_id: str = "1111.2222"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    redirect_urls: frozenset[str] = frozenset()
    rotation: bool = False
    mistaken_for: Workspace | None = None
    _codes: dict[str, _Code] = field(default_factory=dict[str, _Code], repr=False)
    _used: set[str] = field(default_factory=set[str], repr=False)
    _refreshes: dict[str, tuple[Workspace, str]] = field(default_factory=dict[str, "tuple[Workspace, str]"], repr=False)

    @property
    def refresh_tokens(self) -> frozenset[str]:
        """Those that were given and not used yet."""
        return frozenset(self._refreshes)

    def allow(self, authorize_url: str, workspace: Workspace, user: str) -> str:
        """Somebody allows what the link asks for; where their browser is sent. Raises `ApiError` where Slack shows a page of
        its own: a link with a wrong client or address.
        """
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        redirect = asked.get("redirect_uri", "")
        if asked.get("client_id") != self.client_id:
            raise ApiError("invalid_client_id")
        if self.redirect_urls and redirect not in self.redirect_urls:
            raise ApiError("bad_redirect_uri")
        code = f"{secrets.randbelow(10**10)}.{secrets.randbelow(10**10)}.{secrets.token_hex(32)}"
        scopes = frozenset(asked.get("scope", "").split(","))
        self._codes[code] = _Code(
            workspace=workspace,
            redirect_uri=redirect,
            scopes=scopes,
            user=user,
            expires=self.clock() + CODE_SECONDS,
        )
        return f"{redirect}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def decline(self, authorize_url: str) -> str:
        """Somebody presses Cancel; where their browser is sent."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked.get('state', '')})}"

    def access(self, client: str, arguments: Arguments) -> Json:
        """`oauth.v2.access`; `client` is the call's `Authorization`."""
        ours = "Basic " + b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if not hmac.compare_digest(client.encode(), ours.encode()):
            raise ApiError("bad_client_secret")
        if arguments.text("grant_type") == "refresh_token":
            return self._refreshed(arguments.need("refresh_token"))
        return self._exchanged(arguments.need("code"), arguments.text("redirect_uri"))

    def _exchanged(self, given: str, redirect_uri: str) -> Json:
        if given in self._used:
            raise ApiError("code_already_used")
        code = self._codes.pop(given, None)
        if code is None or code.expires <= self.clock():
            raise ApiError("invalid_code")
        self._used.add(given)
        if code.redirect_uri != redirect_uri:
            raise ApiError("bad_redirect_uri")
        return self._granted(code.workspace, code.scopes) | {"authed_user": {"id": code.user}}

    def _refreshed(self, given: str) -> Json:
        workspace, before = self._refreshes.pop(given, (None, ""))
        if workspace is None or workspace.tokens[before].ended:
            raise ApiError("invalid_refresh_token")
        return self._granted(workspace, workspace.scopes or frozenset())

    def _granted(self, workspace: Workspace, scopes: frozenset[str]) -> Json:
        expires = self.clock() + ACCESS_SECONDS if self.rotation else None
        token = workspace.grant(scopes, expires)
        named = self.mistaken_for or workspace
        enterprise = {"id": workspace.enterprise_id, "name": workspace.name} if workspace.enterprise_id else None
        answer: Json = {
            "app_id": workspace.api_app_id,
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(scopes)),
            "bot_user_id": workspace.bot_user_id,
            "team": None if workspace.organisation_wide else {"id": named.team_id, "name": named.name},
            "enterprise": enterprise,
            "is_enterprise_install": workspace.organisation_wide,
        }
        if expires is not None:
            refresh = f"xoxe-1-local-{secrets.token_hex(24)}"
            self._refreshes[refresh] = (workspace, token)
            answer |= {"refresh_token": refresh, "expires_in": ACCESS_SECONDS}
        return answer
