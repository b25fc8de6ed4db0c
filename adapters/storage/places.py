"""Conversations, desks' places, and what the policy's names for conversations stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, bindparam, literal_column, select, update

from adapters.storage.codec import Halves, canonical
from adapters.storage.group_table import CHAT_GROUPS
from adapters.storage.lanes import direct_lane, wake
from adapters.storage.ledger import PLACES, Entry, append
from adapters.storage.people import is_account
from adapters.storage.sql import Among, Prepared, put
from adapters.storage.tables import ACCOUNTS, CONVERSATIONS, PLACE_BINDINGS, RESOLVED_NAMES
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.people import AccountId
from workflows.engine.chat import Conversation


def _named_in(table: Table, name: str) -> Prepared:
    whole = select(CONVERSATIONS, table.c[name].label("named"))
    there = CONVERSATIONS.c.gone == literal_column("''")
    return Prepared(whole.join(table, table.c.conversation == CONVERSATIONS.c.key).where(there))


_BOUND: Final = _named_in(PLACE_BINDINGS, "desk")
_RESOLVED: Final = _named_in(RESOLVED_NAMES, "name")
_LAST_RESOLVED: Final = select(CONVERSATIONS, RESOLVED_NAMES.c.name.label("named")).join(
    RESOLVED_NAMES, RESOLVED_NAMES.c.conversation == CONVERSATIONS.c.key
)
_KNOWN: Final = Prepared(select(CONVERSATIONS).where(CONVERSATIONS.c.key == bindparam("own")))
_SOME: Final = Among(lambda keys: select(CONVERSATIONS).where(CONVERSATIONS.c.key.in_(keys)))


def conversation_key(conversation: Conversation) -> str:
    """What names a conversation, whatever its address is now."""
    return canonical([conversation.chat, conversation.installation, conversation.id])


def remember(connection: Connection, conversation: Conversation, owner: AccountId | None = None) -> str:
    """Keep a conversation with the newest address seen, and for a direct one whose it is; gives its key.

    Writes nothing where nothing is new: it is asked on every click.
    """
    key = conversation_key(conversation)
    row: dict[str, Any] = asdict(conversation)
    if owner and conversation.kind == "direct":
        row |= {"owner_installation": owner.installation, "owner_user": owner.user}
    found = _KNOWN.first(connection, own=key)
    if found:
        row |= {name: getattr(found, name) for name in ("address", "team") if not row[name]}
    if found is None:
        put(connection, CONVERSATIONS, {"key": key, **row, "greeted": False})
    elif any(getattr(found, name) != now for name, now in row.items()):
        connection.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.key == key).values(**row))
    return key


def conversations(connection: Connection, keys: Iterable[str | None]) -> Mapping[str, Conversation]:
    """Conversations by key, with their newest addresses."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    return {row.key: conversation_of(row) for row in _SOME.rows(connection, wanted)}


def conversation_of(row: Any) -> Conversation:
    """A conversation from a row that has its columns."""
    return Conversation(
        chat=row.chat, installation=row.installation, id=row.id, kind=row.kind, address=row.address, team=row.team
    )


def meet(connection: Connection, account: AccountId | None, conversation: Conversation, alias: str) -> None:
    """Remember where someone was met. What waits for a way to write to them is due again."""
    known = CONVERSATIONS.c.key == conversation_key(conversation)
    row = connection.execute(select(CONVERSATIONS.c.owner_user, CONVERSATIONS.c.gone).where(known)).first()
    before = row.owner_user if row and not row.gone else None
    remember(connection, conversation, account)
    if row and row.gone and conversation.kind == "direct":
        connection.execute(update(CONVERSATIONS).where(known).values(gone=""))
    if account is None:
        return
    if alias:
        connection.execute(update(ACCOUNTS).where(is_account(account), ACCOUNTS.c.alias != alias).values(alias=alias))
    person = connection.execute(select(ACCOUNTS.c.person).where(is_account(account))).scalar()
    if person and conversation.kind == "direct":
        wake(connection, direct_lane(account.chat, person), new=before is None)


def bind(connection: Connection, desk: DeskId, conversation: Conversation, by: PersonId, at: datetime) -> None:
    """Bind a desk to a place, on the ledger; the same place again is no event."""
    key = remember(connection, conversation)
    connection.execute(
        update(CONVERSATIONS).where(CONVERSATIONS.c.key == key, CONVERSATIONS.c.gone != "").values(gone="")
    )
    before = connection.execute(select(PLACE_BINDINGS.c.conversation).where(PLACE_BINDINGS.c.desk == desk)).scalar()
    if before == key:
        return
    put(connection, PLACE_BINDINGS, {"desk": desk, "conversation": key})
    here = and_(CHAT_GROUPS.c.chat == conversation.chat, CHAT_GROUPS.c.name == desk)
    connection.execute(update(CHAT_GROUPS).where(here).values(due=at))
    bound = Halves(
        kind="place_bound",
        chained={"desk": desk},
        private={"installation": conversation.installation, "conversation": conversation.id},
    )
    append(connection, PLACES, [Entry(halves=bound, at=at, actor=by, chat=conversation.chat)])


def bound(connection: Connection) -> Mapping[DeskId, Conversation]:
    """Each bound desk's place, if it can be posted to."""
    return {DeskId(row.named): conversation_of(row) for row in _BOUND.rows(connection)}


def resolve(connection: Connection, name: str, conversation: Conversation) -> None:
    """Remember which conversation a name in the policy stands for. It can be posted to; what waits there is due."""
    key = remember(connection, conversation)
    put(connection, RESOLVED_NAMES, {"name": name, "conversation": key})
    closed = update(CONVERSATIONS).where(CONVERSATIONS.c.key == key, CONVERSATIONS.c.gone != "")
    if connection.execute(closed.values(gone="")).rowcount:
        wake(connection, key, new=True)


def resolved(connection: Connection) -> Mapping[str, Conversation]:
    """The conversation of each name that was resolved, if it can be posted to."""
    return {row.named: conversation_of(row) for row in _RESOLVED.rows(connection)}


def last_resolved(connection: Connection) -> Mapping[str, Conversation]:
    """The conversation of each name that was resolved, whether it can be posted to or not."""
    return {row.named: conversation_of(row) for row in connection.execute(_LAST_RESOLVED)}
