"""Installing Copydesk in a workspace: a browser goes to Slack with a state and comes back with a code.

The state is a sealed text that is good for once, for ten minutes, and only in the browser that has the cookie which was set
with it. We keep which ones were used, and nothing of those who only begin. Which workspaces may install is the operator's
choice: a stranger's could vouch for any address.
"""

import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from http import HTTPStatus
from typing import Final

from aiohttp import web
from yarl import URL

from adapters.slack.bugs import logged
from adapters.slack.config import SlackClient
from adapters.slack.doctor import needed_scopes
from adapters.slack.errors import Failure
from adapters.slack.oauth import REDIRECT, OAuth, Unfit
from workflows.cards import installing
from workflows.cards.installing import Page
from workflows.engine.installations import Installation, Installations
from workflows.engine.underway import note_kind, note_refusal

INSTALL: Final = "/slack/install"
COOKIE: Final = "copydesk_install"
GOOD_FOR: Final = timedelta(minutes=10)

_STATE: Final = re.compile(r"[A-Za-z0-9._=-]{20,400}")
_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,400}")
_ERROR: Final = re.compile(r"[a-z_]{1,60}")
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

log = logging.getLogger(__name__)


class Install:
    """The two addresses of an installation."""

    def __init__(
        self,
        client: SlackClient,
        oauth: OAuth,
        installations: Installations,
        clock: Callable[[], datetime],
        changed: Callable[[], None],
    ) -> None:
        """`clock` gives the time in UTC; `changed` is told of every installation."""
        self._client = client
        self._oauth = oauth
        self._installations = installations
        self._clock = clock
        self._changed = changed
        # A web server may serve us below a path of its own.
        self._below = URL(client.public_url).path.rstrip("/")
        self._path = self._below + REDIRECT

    def routes(self) -> list[web.RouteDef]:
        """Where a browser begins, and where Slack sends it back to."""
        return [
            web.get(INSTALL, self._begin, allow_head=False),
            web.get(REDIRECT, self._finish, allow_head=False),
        ]

    async def _begin(self, request: web.Request) -> web.Response:
        del request
        note_kind("install")
        browser = secrets.token_urlsafe(32)
        state = self._installations.begin(_digest(browser), self._clock() + GOOD_FOR)
        there = self._oauth.authorize_url(state, needed_scopes())
        answer = web.Response(status=HTTPStatus.FOUND, headers={**_HEADERS, "Location": there})
        answer.set_cookie(
            COOKIE,
            browser,
            max_age=int(GOOD_FOR.total_seconds()),
            path=self._path,
            httponly=True,
            secure=self._client.public_url.startswith("https://"),
            # Lax: the way back from Slack is a navigation from another site.
            samesite="Lax",
        )
        return answer

    async def _finish(self, request: web.Request) -> web.Response:
        note_kind("install")
        asked = request.query
        if any(len(asked.getall(name, [])) > 1 for name in ("state", "code", "error")):
            return self._refuse(installing.not_begun_here(), "malformed")
        state, browser = asked.get("state", ""), request.cookies.get(COOKIE, "")
        if not _STATE.fullmatch(state):
            return self._refuse(installing.not_begun_here(), "no state")
        # Also without the cookie: a state that was seen elsewhere is used up.
        begun = await self._installations.finish(state, _digest(browser), self._clock())
        if begun != "begun here":
            return self._refuse(installing.not_begun_here(), f"state {begun}")
        if "error" in asked or not _CODE.fullmatch(asked.get("code", "")):
            error = asked.get("error", "")
            if error == "access_denied":
                return self._refuse(installing.declined(), "declined")
            return self._refuse(installing.not_exchanged(error if _ERROR.fullmatch(error) else "no_code"), "no code")
        return await self._take(asked["code"])

    async def _take(self, code: str) -> web.Response:
        # Slack gives the same token again to whoever installs anew: what is kept already is never given back.
        kept = frozenset(one.token for one in await self._installations.every("slack"))
        installed = await self._oauth.exchange(code, self._clock())
        match installed:
            case Unfit(token=token, why=why):
                await self._give_back(token, kept)
                return self._not_exchanged(why)
            case Failure():
                return self._not_exchanged(installed)
            case Installation():
                return await self._attach(installed, kept)

    async def _attach(self, installed: Installation, kept: frozenset[str]) -> web.Response:
        if not self._client.workspaces & _ids(installed):
            await self._give_back(installed.token, kept)
            ids = [one for one in (installed.workspace, installed.organisation) if one]
            return self._refuse(installing.not_admitted(ids), "workspace not admitted")
        try:
            await self._installations.attach(installed)
        except Exception as bug:  # noqa: BLE001 - whatever it is, nobody keeps the token
            await self._give_back(installed.token, kept)
            return self._page(installing.not_kept(logged(bug)), HTTPStatus.SERVICE_UNAVAILABLE)
        self._changed()
        log.info("Slack: installed in %s", installed.id)
        return self._page(installing.installed(installed.name), HTTPStatus.OK)

    async def _give_back(self, token: str, kept: frozenset[str]) -> None:
        if not any(hmac.compare_digest(token.encode(), one.encode()) for one in kept):
            await self._oauth.give_back(token)

    def _not_exchanged(self, why: Failure) -> web.Response:
        said = why.code if _ERROR.fullmatch(why.code) else ""
        log.warning("Slack: no exchange: %s", said or why.detail)
        return self._refuse(installing.not_exchanged(said), "no exchange")

    def _refuse(self, page: Page, cause: str) -> web.Response:
        note_refusal(cause)
        log.warning("Slack: refused an installation: %s", cause)
        return self._page(page, HTTPStatus.FORBIDDEN)

    def _page(self, page: Page, status: HTTPStatus) -> web.Response:
        answer = web.Response(
            status=status, text=_html(page, self._below + INSTALL), content_type="text/html", headers=_HEADERS
        )
        # Good for once, so gone after it was used.
        answer.del_cookie(COOKIE, path=self._path)
        return answer


def _ids(installed: Installation) -> set[str]:
    """By which of the admitted ids it may come in."""
    return {installed.organisation, installed.workspace} - {""}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _html(page: Page, begin: str) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in page.says)
    again = f'<p><a href="{escape(begin)}">Begin again</a></p>' if page.again else ""
    title = escape(page.title)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f"<body><main><h1>{title}</h1>{paragraphs}{again}</main></body></html>"
    )
