"""Installations: the workspaces that Copydesk was let into. Whoever changes one names the version that they knew."""

import json
import secrets
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from adapters.storage.codec import Halves, Tree, canonical
from adapters.storage.database import Database
from adapters.storage.lanes import direct_lane, wake
from adapters.storage.ledger import Entry, append
from adapters.storage.people import account_by_id
from adapters.storage.safe import Safe
from adapters.storage.sql import insert_new, put
from adapters.storage.tables import ACCOUNTS, CONVERSATIONS, EPOCH, INSTALL_STATES, INSTALLATIONS
from workflows.domain.ids import Chat, PersonId
from workflows.domain.people import AccountId
from workflows.engine.installations import SEALED, Begun, Installation

T = TypeVar("T")

STREAM: Final = "installations"
MOST_USED: Final = 10_000
"""So many used states are remembered. Whoever uses up more makes the oldest forgotten: against a second return stands then that
the browser no longer has what it was begun with, and that Slack takes a code once.
"""

_ROWS = INSTALLATIONS.c
_STATE: Final = canonical(["state"])
"""What a state is sealed as: no token can be taken for one."""


class SqlInstallations:
    """Implements `Installations` and `Attached`; see there for what each promises. Tokens lie in the `safe`."""

    def __init__(self, database: Database, safe: Safe) -> None:
        """Take a database that `database.prepare` opened; whoever opened it closes it."""
        self._database = database
        self._safe = safe

    async def every(self, chat: Chat) -> tuple[Installation, ...]:
        """All of a chat."""
        of_chat = select(INSTALLATIONS).where(_ROWS.chat == chat)
        in_order = of_chat.order_by(_ROWS.workspace == "", _ROWS.organisation, _ROWS.workspace)
        return await self._database.read(lambda connection: self._read(connection.execute(in_order)))

    async def attach(self, installed: Installation) -> None:
        """Keep an installation."""

        def work(connection: Connection) -> None:
            known = select(_ROWS.version).where(_is(installed)).with_for_update()
            version = connection.execute(known).scalar() or 0
            row = {
                "chat": installed.chat,
                "organisation": installed.organisation,
                "workspace": installed.workspace,
                "name": installed.name,
                "app": installed.app,
                "bot": installed.bot,
                "bot_user": installed.bot_user,
                **self._sealed(installed, installed.token, installed.refresh),
                "expires": installed.expires,
                "installed_by": installed.by,
                "installed_at": installed.at,
                "version": version + 1,
                "lost": "",
                "noted": 0,
                "leased_until": EPOCH,
            }
            put(connection, INSTALLATIONS, row)
            by = AccountId(chat=installed.chat, installation=installed.id, user=installed.by)
            _record(connection, installed, "installation_attached", {}, installed.at, by)

        await self._database.write(work)

    async def lease(self, known: Installation, now: datetime, until: datetime) -> bool:
        """The right to get the next token."""
        free = update(INSTALLATIONS).where(_as_known(known), _ROWS.leased_until <= now)
        return await self._changed(free.values(leased_until=until))

    async def release(self, known: Installation) -> None:
        """Give it back."""
        await self._changed(update(INSTALLATIONS).where(_as_known(known)).values(leased_until=EPOCH))

    async def renew(self, known: Installation, token: str, refresh: str, expires: datetime | None) -> bool:
        """Keep the next tokens. What the engine has noted of it stays noted."""
        noted = _ROWS.noted + (_ROWS.noted == _ROWS.version).cast(_ROWS.noted.type)
        values = {**self._sealed(known, token, refresh), "expires": expires, "leased_until": EPOCH, "noted": noted}
        return await self._changed(
            update(INSTALLATIONS).where(_as_known(known)).values(**values, version=known.version + 1)
        )

    async def lose(self, known: Installation, why: str, at: datetime) -> bool:
        """Note that it is lost."""
        mine = update(INSTALLATIONS).where(_as_known(known), _ROWS.lost == "")
        # Nothing is kept that could still open a door.
        lost = mine.values(lost=why, token="", refresh="", version=known.version + 1)

        def work(connection: Connection) -> bool:
            changed = connection.execute(lost).rowcount == 1
            if changed:
                _record(connection, known, "installation_lost", {"why": why}, at)
            return changed

        return await self._database.write(work)

    def begin(self, browser: str, until: datetime) -> str:
        """A state, sealed: nobody can make or change one."""
        return self._safe.seal(canonical([secrets.token_hex(16), browser, until.isoformat()]), _STATE)

    async def finish(self, state: str, browser: str, now: datetime) -> Begun:
        """Return to what somebody began, once."""
        told = self._safe.unseal(state, _STATE)
        if not told:
            return "unknown"
        # By its id, not its text: one thing can be written in base64 in several ways.
        begun, begun_in, until = json.loads(told)
        if datetime.fromisoformat(until) <= now:
            return "expired"

        def work(connection: Connection) -> Begun:
            connection.execute(delete(INSTALL_STATES).where(INSTALL_STATES.c.until <= now))
            newest = select(INSTALL_STATES.c.state).order_by(INSTALL_STATES.c.until.desc()).limit(MOST_USED - 1)
            if connection.execute(select(func.count()).select_from(INSTALL_STATES)).scalar_one() >= MOST_USED:
                connection.execute(delete(INSTALL_STATES).where(INSTALL_STATES.c.state.not_in(newest)))
            used = {"state": begun, "browser": begun_in, "until": datetime.fromisoformat(until)}
            if not insert_new(connection, INSTALL_STATES, used):
                return "used"
            # Digests of random texts: how long a comparison takes tells nothing that helps.
            return "begun here" if begun_in == browser else "in another browser"

        return await self._database.write(work)

    async def reseal(self) -> None:
        """Seal with the first key what an older one sealed, so that the older one can be dropped after a start with both."""

        def work(connection: Connection) -> None:
            for row in connection.execute(select(INSTALLATIONS).with_for_update()).all():
                whose = (row.chat, row.organisation, row.workspace)
                sealed = {
                    "token": self._safe.resealed(row.token, _about("token", *whose)),
                    "refresh": self._safe.resealed(row.refresh, _about("refresh", *whose)),
                }
                if sealed != {"token": row.token, "refresh": row.refresh}:
                    mine = (_ROWS.chat == row.chat, _ROWS.organisation == row.organisation)
                    this = update(INSTALLATIONS).where(*mine, _ROWS.workspace == row.workspace)
                    connection.execute(this.values(**sealed))

        await self._database.write(work)

    async def news(self) -> tuple[Installation, ...]:
        """What nobody has taken note of. What this process cannot read is left to one that can."""
        unseen = select(INSTALLATIONS).where(_ROWS.noted != _ROWS.version)
        in_order = unseen.order_by(_ROWS.chat, _ROWS.organisation, _ROWS.workspace)
        read = await self._database.read(lambda connection: self._read(connection.execute(in_order)))
        return tuple(one for one in read if one.lost != SEALED)

    async def noted(self, installed: Installation) -> bool:
        """That was seen to."""
        return await self._changed(update(INSTALLATIONS).where(_as_known(installed)).values(noted=_ROWS.version))

    async def close_installation(self, installed: Installation) -> None:
        """Close its conversations."""
        await self._database.write(partial(_close, installed=installed))

    async def reopen_installation(self, installed: Installation) -> None:
        """Open them again."""
        await self._database.write(partial(_reopen, installed=installed))

    async def _changed(self, statement: Any) -> bool:
        def work(connection: Connection) -> bool:
            return connection.execute(statement).rowcount == 1

        return await self._database.write(work)

    def _sealed(self, about: Installation, token: str, refresh: str) -> dict[str, str]:
        """The tokens as they are kept: each can only be read as what it is, of the installation that it is of."""
        return {
            "token": self._safe.seal(token, _about("token", about.chat, about.organisation, about.workspace)),
            "refresh": self._safe.seal(refresh, _about("refresh", about.chat, about.organisation, about.workspace)),
        }

    def _read(self, rows: Any) -> tuple[Installation, ...]:
        return tuple(self._installation(row) for row in rows)

    def _installation(self, row: Any) -> Installation:
        token = self._safe.unseal(row.token, _about("token", row.chat, row.organisation, row.workspace))
        refresh = self._safe.unseal(row.refresh, _about("refresh", row.chat, row.organisation, row.workspace))
        return Installation(
            chat=row.chat,
            organisation=row.organisation,
            workspace=row.workspace,
            name=row.name,
            app=row.app,
            bot=row.bot,
            bot_user=row.bot_user,
            token=token or "",
            refresh=refresh or "",
            expires=row.expires,
            by=row.installed_by,
            at=row.installed_at,
            version=row.version,
            lost=row.lost or ("" if token else SEALED),
        )


def _record(
    connection: Connection, of: Installation, kind: str, chained: Tree, at: datetime, by: AccountId | None = None
) -> None:
    """Put on the ledger what became of one."""
    known = account_by_id(connection, by) if by else None
    what = Halves(kind=kind, chained=chained, private={"organisation": of.organisation, "workspace": of.workspace})
    actor = known.person if known else None
    append(connection, STREAM, [Entry(halves=what, at=at, actor=actor, chat=of.chat, account=by)])


def _about(what: str, *whose: str) -> str:
    return canonical([what, *whose])


def _is(installed: Installation) -> ColumnElement[bool]:
    return and_(
        _ROWS.chat == installed.chat,
        _ROWS.organisation == installed.organisation,
        _ROWS.workspace == installed.workspace,
    )


def _as_known(known: Installation) -> ColumnElement[bool]:
    return and_(_is(known), _ROWS.version == known.version)


def _theirs(connection: Connection, installed: Installation) -> ColumnElement[bool]:
    """Its conversations: all that bear its name, or where others speak under the same name only its own workspace's."""
    named = and_(CONVERSATIONS.c.chat == installed.chat, CONVERSATIONS.c.installation == installed.id)
    others = select(func.count()).where(
        _ROWS.chat == installed.chat,
        or_(_ROWS.organisation == installed.id, _ROWS.workspace == installed.id),
        _ROWS.lost == "",
        ~_is(installed),
    )
    if connection.execute(others).scalar_one():
        return and_(named, CONVERSATIONS.c.team == (installed.workspace or "-"))
    return named


def _still(connection: Connection, known: Installation) -> bool:
    """Whether it is as it was known: whoever is late must not undo what came after."""
    return connection.execute(select(_ROWS.version).where(_as_known(known)).with_for_update()).first() is not None


def _close(connection: Connection, installed: Installation) -> None:
    if not _still(connection, installed):
        return
    theirs = update(CONVERSATIONS).where(_theirs(connection, installed), CONVERSATIONS.c.gone == "")
    connection.execute(theirs.values(gone="removed"))


def _reopen(connection: Connection, installed: Installation) -> None:
    if not _still(connection, installed):
        return
    named = and_(CONVERSATIONS.c.chat == installed.chat, CONVERSATIONS.c.installation == installed.id)
    closed = select(CONVERSATIONS.c.key).where(named, CONVERSATIONS.c.gone == "removed")
    keys = connection.execute(closed.order_by(CONVERSATIONS.c.key)).scalars().all()
    connection.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.key.in_(keys)).values(gone=""))
    here = (ACCOUNTS.c.chat == installed.chat, ACCOUNTS.c.installation == installed.id)
    people = connection.execute(select(ACCOUNTS.c.person).where(*here, ACCOUNTS.c.person.is_not(None))).scalars()
    lanes = {*keys, *(direct_lane(installed.chat, PersonId(person)) for person in people)}
    for lane in sorted(lanes):
        wake(connection, lane, new=True)
