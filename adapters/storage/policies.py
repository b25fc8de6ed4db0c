"""Every policy that was ever adopted, by its hash."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from adapters.storage.codec import Halves
from adapters.storage.ledger import POLICIES as STREAM
from adapters.storage.ledger import Entry, append
from adapters.storage.people import enlist
from adapters.storage.sql import insert_new
from adapters.storage.tables import POLICIES
from workflows.domain.ids import PolicyHash
from workflows.domain.policy import Policy


def adopt_policy(connection: Connection, policy: Policy, text: str, at: datetime) -> None:
    """Keep the text, put it in force, on the ledger where another was before, and bring the people it lists up to date."""
    insert_new(connection, POLICIES, {"hash": policy.hash, "text": text, "adopted_at": at})
    if in_force(connection) != policy.hash:
        following = select(func.max(POLICIES.c.turn) + 1).scalar_subquery()
        connection.execute(update(POLICIES).where(POLICIES.c.hash == policy.hash).values(turn=following))
        adopted = Halves(kind="policy_adopted", chained={}, private={})
        append(connection, STREAM, [Entry(halves=adopted, at=at, policy=policy.hash)])
    enlist(connection, list(policy.people.values()))


def in_force(connection: Connection) -> PolicyHash | None:
    """The version whose turn came last."""
    last = select(POLICIES.c.hash).where(POLICIES.c.turn > 0).order_by(POLICIES.c.turn.desc()).limit(1)
    return connection.execute(last).scalar()


def policy_texts(connection: Connection) -> Mapping[PolicyHash, str]:
    """Every policy's text."""
    return {row.hash: row.text for row in connection.execute(select(POLICIES.c.hash, POLICIES.c.text))}
