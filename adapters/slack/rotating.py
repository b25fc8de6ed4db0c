"""The token of an installation that was made by OAuth. Where tokens expire, one replica gets the next for all of them.

A refresh token is good for once, and no database transaction spans the call that spends it: a row is leased instead. Whoever
does not get the lease goes on with the token that is still good, and reads the next one from the row.
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from adapters.slack import limits
from adapters.slack.errors import NOT_YET, UNREACHED, Failure, wait
from adapters.slack.oauth import Tokens
from workflows.engine.installations import SEALED, Installation, Installations

EARLY: Final = timedelta(hours=2)
"""So long before it expires a token is replaced, by the way."""
LATE: Final = timedelta(minutes=1)
"""One that expires as soon as this is not used any more."""
SAVE_SECONDS: Final = 5.0
PAUSES: Final = (0.5, 1.0, 1.5, 2.0)
"""The next tokens exist nowhere else: how long each try to keep them may take, and the waits before further ones.

A commit that takes longer holds its row, so nobody else gets the lease meanwhile.
"""
LEASED_SECONDS: Final = 5.0
"""How long getting the lease may take: one that came later is not used."""
APART_SECONDS: Final = 10.0
"""How far the clocks of two replicas may be apart."""
LEASE: Final = timedelta(
    seconds=LEASED_SECONDS + limits.CALL_SECONDS + (len(PAUSES) + 1) * SAVE_SECONDS + sum(PAUSES) + APART_SECONDS
)
"""As long as everything takes that is done under it, so that no other replica spends the same refresh token meanwhile."""

FINAL: Final = frozenset({"token_revoked", "account_inactive", "invalid_auth", "token_expired"})
"""Codes after which a token speaks no more."""
SPENT: Final = frozenset({"invalid_refresh_token", "token_revoked", "invalid_grant", "cannot_exchange_token"})
"""Codes after which a refresh token gets no more."""

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Refreshes(Protocol):
    """Who can get the next tokens."""

    async def refresh(self, refresh: str, now: datetime) -> Tokens | Failure:
        """The next tokens; the refresh token is good for once."""
        ...


class Rotating:
    """Access to an installation. `known` gives its row as it was read last, `read` as it is now; None if it is gone."""

    def __init__(
        self,
        *,
        known: Callable[[], Awaitable[Installation | None]],
        read: Callable[[], Awaitable[Installation | None]],
        installations: Installations,
        oauth: Refreshes,
        clock: Clock,
    ) -> None:
        """`clock` gives the time in UTC."""
        self._known = known
        self._read = read
        self._installations = installations
        self._oauth = oauth
        self._clock = clock
        self._turn = asyncio.Lock()
        self._renewing = set[asyncio.Task[Installation | None]]()
        self._spent = ""
        self._not_before: datetime | None = None

    async def token(self) -> str | Failure:
        """The token to call with now."""
        row = await self._known()
        if row is not None and _expires(row, self._clock() + LATE):
            row = await self._renewed(lambda one: _expires(one, self._clock() + LATE))
        if row is not None and row.lost == SEALED:
            # Perhaps only this process cannot read it: what goes there waits for one that has the key.
            return Failure(code=NOT_YET, sent=False)
        if row is None or row.lost:
            return Failure(code="account_inactive")
        # Another replica is getting it: whoever waits for it comes again.
        return Failure(code=NOT_YET, sent=False) if _expires(row, self._clock()) else row.token

    async def refused(self, token: str, code: str) -> bool:
        """Whether there is another token by now; if not, Copydesk may have lost the installation."""
        row = await self._read()
        if row is None or row.lost:
            return False
        if not _same(row.token, token):
            return True
        if code == "token_expired" and row.refresh:
            row = await self._renewed(lambda one: _same(one.token, token), expired=True)
            return row is not None and not row.lost and not _same(row.token, token)
        if code in FINAL:
            await self._lose(row, code)
        return False

    async def upkeep(self) -> None:
        """Get the next token while this one is still good."""
        row = await self._known()
        if row is not None and not row.lost and _expires(row, self._clock() + EARLY):
            await self._renewed(lambda one: _expires(one, self._clock() + EARLY))

    async def drain(self) -> None:
        """Wait for tokens that are on their way."""
        await asyncio.gather(*self._renewing, return_exceptions=True)

    async def _renewed(self, needed: Callable[[Installation], bool], *, expired: bool = False) -> Installation | None:
        """The row as it is once the next token was got, by this process or by another, or could not be got. Nothing is got
        where it is no longer `needed`. `expired` if Slack says so, whatever our clock says.

        Whoever no longer waits for it stops nothing: once the refresh token is spent, what came for it is only here.
        """
        renewing = asyncio.create_task(self._renew(needed, expired=expired))
        self._renewing.add(renewing)
        renewing.add_done_callback(self._renewing.discard)
        return await asyncio.shield(renewing)

    async def _renew(self, needed: Callable[[Installation], bool], *, expired: bool) -> Installation | None:
        async with self._turn:
            row, now = await self._read(), self._clock()
            if row is None or row.lost or not row.refresh or not needed(row):
                return row
            over = expired or _expires(row, now)
            if _same(row.refresh, self._spent):
                if over:
                    await self._lose(row, "invalid_refresh_token")
            elif self._not_before is not None and now < self._not_before:
                # Whoever waited meanwhile shares the failure.
                return row
            elif await self._installations.lease(row, now, now + LEASE):
                await self._get(row, now, over=over)
            return await self._read()

    async def _get(self, row: Installation, leased: datetime, *, over: bool) -> None:
        if self._clock() - leased > timedelta(seconds=LEASED_SECONDS):
            # It ends by itself; it may be another's by now.
            log.warning("Slack: no next token for %s yet: the database is slow", row.id)
            return
        got = await self._oauth.refresh(row.refresh, leased)
        if isinstance(got, Tokens):
            await self._keep(row, got)
        else:
            await self._not_got(row, got, over=over)

    async def _keep(self, row: Installation, got: Tokens) -> None:
        for pause in (*PAUSES, 0):
            try:
                async with asyncio.timeout(SAVE_SECONDS):
                    kept = await self._installations.renew(row, got.token, got.refresh or row.refresh, got.expires)
                    # A try of which nobody heard may have kept them.
                    if kept or await self._holds(got.token):
                        return
                    break
            except Exception as failed:  # noqa: BLE001 - whatever it is, they exist nowhere else
                log.warning("Slack: the next token of %s was not kept: %s", row.id, type(failed).__name__)
            await asyncio.sleep(pause)
        log.error("Slack: the next token of %s is lost; install Copydesk there again when it is cut off", row.id)

    async def _holds(self, token: str) -> bool:
        row = await self._read()
        return row is not None and _same(row.token, token)

    async def _not_got(self, row: Installation, why: Failure, *, over: bool) -> None:
        if why.code not in SPENT:
            log.warning("Slack: no next token for %s yet: %s", row.id, why.code or why.detail)
            self._not_before = self._clock() + (wait(why.retry_after) if why.retry_after else UNREACHED)
            await self._installations.release(row)
        elif over:
            await self._lose(row, why.code)
        else:
            # The token that is still good is used up to its end.
            self._spent = row.refresh
            log.error("Slack: no next token for %s (%s): install Copydesk there again", row.id, why.code)
            await self._installations.release(row)

    async def _lose(self, row: Installation, code: str) -> None:
        if await self._installations.lose(row, code, self._clock()):
            log.error("Slack: cut off from %s (%s): install Copydesk there again", row.id, code)
            # Nobody here goes on with what was read before.
            await self._read()


def _expires(row: Installation, when: datetime) -> bool:
    return row.expires is not None and row.expires <= when


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
