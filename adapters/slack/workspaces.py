"""Every workspace that Copydesk is installed in by OAuth, read from the rows and kept for a few seconds: any replica may install.

A request finds its installation by the workspace that Slack names, first the workspace's own, then its organisation's. It is
looked for before anybody can be told that it takes longer, so a slow database must not hold it up, nor a dead one lose it.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import aiohttp

from adapters.slack import limits
from adapters.slack.api import SlackApi
from adapters.slack.lately import Lately
from adapters.slack.outbound import SlackChat
from adapters.slack.people import Identity
from adapters.slack.rotating import Clock, Refreshes, Rotating
from workflows.domain.value import value
from workflows.engine.chat import Conversation
from workflows.engine.installations import SEALED, Installation, Installations

NOT_ADMITTED: Final = "it is not among COPYDESK_SLACK_WORKSPACES"
FRESH: Final = 5.0
"""Seconds for which what was read is believed: another replica may have installed or lost one."""
PATIENCE: Final = 0.2
"""Seconds that anybody waits for newer rows where there are older ones; with `limits.ANSWER_SECONDS` less than Slack waits."""

log = logging.getLogger(__name__)

_Key = tuple[str, str]


@value
class Workspace:
    """An installation, and the chat in it."""

    installed: Installation
    chat: SlackChat
    access: Rotating


@value
class Unread:
    """The rows cannot be read now, so nobody knows."""


class Workspaces:
    """The installations whose workspace or organisation is among `admitted`. `clock` gives the time in UTC."""

    def __init__(
        self,
        *,
        installations: Installations,
        admitted: frozenset[str],
        oauth: Refreshes,
        api_url: str,
        session: aiohttp.ClientSession,
        clock: Clock,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """`session` is shared and not closed; `steady` gives seconds that only rise."""
        self._installations = installations
        self._admitted = admitted
        self._oauth = oauth
        self._api_url = api_url
        self._session = session
        self._clock = clock
        self._rows = Lately("the installations", self._read, fresh=FRESH, patience=PATIENCE, steady=steady)
        self._told: set[str] = set()

    @property
    def current(self) -> tuple[Workspace, ...]:
        """Those where Copydesk may speak, as far as it is known without asking."""
        return _live(self._rows.last or {})

    async def all(self, *, again: bool = False) -> tuple[Workspace, ...]:
        """Those where Copydesk may speak; read `again` where what was read a moment ago is not good enough."""
        return _live(await (self._rows.newest() if again else self._rows.recent()))

    async def named(self, enterprise: str, team: str) -> Workspace | Unread | None:
        """The one that a request from this workspace came through, if Copydesk may speak there."""
        try:
            async with asyncio.timeout(limits.ANSWER_SECONDS):
                for again in (False, True):
                    # One that is not known may have been installed a moment ago.
                    live = await self.all(again=again)
                    own = (one for one in live if team and one.installed.workspace == team)
                    whole = (one for one in live if enterprise and _key(one.installed) == (enterprise, ""))
                    found = next(own, None) or next(whole, None)
                    if found is not None:
                        return found
        except Exception:  # noqa: BLE001 - told where it was read; whoever sent the request must hear that it was not heard
            return Unread()
        return None

    async def of(self, installation: str, team: str = "") -> Workspace | None:
        """The one whose accounts and conversations bear this name, of several of an organisation the one of that workspace;
        one that Copydesk may speak in before one that it lost.
        """
        same = list(await self.bearing(installation))
        same.sort(
            key=lambda one: (bool(one.installed.lost), one.installed.workspace != team, one.installed.workspace != "")
        )
        return same[0] if same else None

    async def bearing(self, installation: str) -> tuple[Workspace, ...]:
        """All whose accounts bear this name, lost ones too: the workspaces of an organisation share its name."""
        return tuple(one for one in (await self._rows.recent()).values() if one.installed.id == installation)

    async def holding(self, conversation: Conversation) -> Workspace | None:
        """The one that a conversation belongs to."""
        return await self.of(conversation.installation, conversation.team)

    async def found_in(self, conversation: Conversation) -> Workspace | None:
        """The one where a conversation was found, lost or not, if it is still known; only then another that can speak there."""
        rows = await self._rows.recent()
        where = (conversation.installation, conversation.team)
        own = (one for one in rows.values() if (one.installed.id, one.installed.workspace) == where)
        return next(own, None) or await self.holding(conversation)

    def forget(self) -> None:
        """One was installed just now: believe nothing that was read before."""
        self._rows.forget()

    async def upkeep(self) -> None:
        """Get the next token wherever one comes to its end."""
        for workspace in await self.all():
            await workspace.access.upkeep()

    async def drain(self) -> None:
        """Wait for tokens that are on their way, and for what is being read."""
        for workspace in (self._rows.last or {}).values():
            await workspace.access.drain()
        await self._rows.drain()

    async def _read(self) -> Mapping[_Key, Workspace]:
        rows = await self._installations.every("slack")
        return {_key(row): self._workspace(self._admit(row)) for row in rows}

    def _admit(self, row: Installation) -> Installation:
        """An installation as it is, or as lost where those who run Copydesk no longer want it."""
        wanted = bool(self._admitted & {row.organisation, row.workspace} - {""})
        return row if wanted or row.lost else replace(row, lost=NOT_ADMITTED)

    def _workspace(self, row: Installation) -> Workspace:
        if row.lost in {SEALED, NOT_ADMITTED} and row.id not in self._told:
            self._told.add(row.id)
            log.error("Slack: cut off from %s: %s", row.id, row.lost)
        known = (self._rows.last or {}).get(_key(row))
        if known is not None and _identity(known.installed) == _identity(row):
            return Workspace(installed=row, chat=known.chat, access=known.access)
        access = Rotating(
            known=partial(self._row, row),
            read=partial(self._row, row, again=True),
            installations=self._installations,
            oauth=self._oauth,
            clock=self._clock,
        )
        api = SlackApi(access, self._api_url, self._session, _identity(row))
        return Workspace(installed=row, chat=SlackChat(api), access=access)

    async def _row(self, of: Installation, *, again: bool = False) -> Installation | None:
        rows = await (self._rows.newest() if again else self._rows.recent())
        found = rows.get(_key(of))
        return found.installed if found else None


def _live(rows: Mapping[_Key, Workspace]) -> tuple[Workspace, ...]:
    return tuple(one for one in rows.values() if not one.installed.lost)


def _key(row: Installation) -> _Key:
    return row.organisation, row.workspace


def _identity(row: Installation) -> Identity:
    return Identity(app=row.app, team=row.workspace, enterprise=row.organisation, bot=row.bot, bot_user=row.bot_user)
