"""Every policy that was ever adopted, by its hash."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from adapters.storage.audit import Broken, verify_stream
from adapters.storage.codec import Halves
from adapters.storage.ledger import POLICIES as STREAM
from adapters.storage.ledger import Entry, append
from adapters.storage.people import enlist, person_of
from adapters.storage.sql import insert_new
from adapters.storage.tables import LEDGER, LEDGER_WORDS, PEOPLE, POLICIES
from workflows.domain.ids import Email, PolicyHash
from workflows.domain.policy import Policy
from workflows.domain.value import value
from workflows.engine.policies import Version


@value
class PutInForce:
    """That a version was put in force, when, and by whom: `name` of the person who said so, and the machine's `operator`, each
    empty where it is not known, or its words were destroyed.
    """

    policy: PolicyHash
    at: datetime
    name: str
    operator: str


def adopt_policy(
    connection: Connection, policy: Policy, text: str, at: datetime, by: Email | None, operator: str
) -> None:
    """Keep the text, put it in force, on the ledger where another was before, and bring the people it lists up to date: who does it
    may be new with it.
    """
    enlist(connection, list(policy.people.values()))
    who = person_of(connection, by) if by else None
    insert_new(connection, POLICIES, {"hash": policy.hash, "text": text, "adopted_at": at})
    if in_force(connection) != policy.hash:
        following = select(func.max(POLICIES.c.turn) + 1).scalar_subquery()
        connection.execute(update(POLICIES).where(POLICIES.c.hash == policy.hash).values(turn=following))
        adopted = Halves(kind="policy_adopted", chained={}, private={"operator": operator})
        append(connection, STREAM, [Entry(halves=adopted, at=at, actor=who.id if who else None, policy=policy.hash)])


def in_force(connection: Connection) -> PolicyHash | None:
    """The version whose turn came last."""
    last = select(POLICIES.c.hash).where(POLICIES.c.turn > 0).order_by(POLICIES.c.turn.desc()).limit(1)
    return connection.execute(last).scalar()


def versions(connection: Connection) -> Mapping[PolicyHash, Version]:
    """Every version that was ever put in force."""
    rows = connection.execute(select(POLICIES.c.hash, POLICIES.c.text, POLICIES.c.adopted_at))
    return {row.hash: Version(text=row.text, since=row.adopted_at) for row in rows}


def history(connection: Connection) -> Sequence[PutInForce] | Broken:
    """Each time that a policy was put in force in place of another, oldest first; where a row of that does not hold, that one."""
    broken = verify_stream(connection, STREAM)
    if broken:
        return broken
    same = and_(LEDGER.c.stream == LEDGER_WORDS.c.stream, LEDGER.c.sequence == LEDGER_WORDS.c.sequence)
    rows = (
        select(LEDGER.c.policy, LEDGER.c.at, LEDGER_WORDS.c.words, PEOPLE.c.name)
        .outerjoin(LEDGER_WORDS, same)
        .outerjoin(PEOPLE, PEOPLE.c.id == LEDGER.c.actor)
        .where(LEDGER.c.stream == STREAM)
        .order_by(LEDGER.c.sequence)
    )
    return [
        PutInForce(policy=row.policy, at=row.at, name=row.name or "", operator=_operator(row.words))
        for row in connection.execute(rows)
    ]


def _operator(words: str | None) -> str:
    return json.loads(words)["private"].get("operator", "") if words else ""
