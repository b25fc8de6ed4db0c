"""People and their accounts."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, bindparam, literal, literal_column, or_, select, true, update

from adapters.storage.codec import canonical
from adapters.storage.sql import Among, Prepared, insert_new
from adapters.storage.tables import ACCOUNTS, COVERS, PEOPLE, STANDSTILL
from workflows.domain.covers import Cover
from workflows.domain.ids import Email, GroupKey, PersonId, ProposalId
from workflows.domain.people import Account, AccountId, Person
from workflows.domain.policy import ListedPerson
from workflows.domain.standstill import Standstill
from workflows.domain.value import value

_COVER: Final = tuple(COVERS.c[name].label(f"cover_{name}") for name in ("by", "since", "until", "zone"))
"""A person's cover, beside their own columns."""
LINKED: Final = ("matched", "confirmed")
"""The states of accounts through which somebody may act; see `Account.linked`."""

_ACCOUNT: Final = Prepared(
    select(ACCOUNTS).where(
        ACCOUNTS.c.chat == bindparam("chat"),
        ACCOUNTS.c.installation == bindparam("installation"),
        ACCOUNTS.c.user == bindparam("user"),
    )
)
_PERSON: Final = Prepared(select(PEOPLE).where(PEOPLE.c.id == bindparam("person")))
IN_A_GROUP: Final = PEOPLE.c.groups > literal_column("''")
"""Those whom some group seats on a desk; an index leads to them."""
_STOPPED: Final = tuple(STANDSTILL.c[name].label(f"stopped_{name}") for name in ("by", "at", "reason"))
_LISTED_OR: Final = Among(
    lambda ids: (
        select(PEOPLE, *_COVER, *_STOPPED)
        .outerjoin(COVERS, COVERS.c.person == PEOPLE.c.id)
        # The one row of a standstill, if there is one, beside each of them: a question of its own would cost every click.
        .outerjoin(STANDSTILL, true())
        .where(or_(PEOPLE.c.was_listed, IN_A_GROUP, PEOPLE.c.id.in_(ids)))
        .order_by(PEOPLE.c.id)
    )
)
_LINKED: Final = Among(
    lambda persons: (
        select(ACCOUNTS)
        .where(ACCOUNTS.c.person.in_(persons), ACCOUNTS.c.link.in_([literal(state) for state in LINKED]))
        .order_by(ACCOUNTS.c.chat, ACCOUNTS.c.link, ACCOUNTS.c.installation, ACCOUNTS.c.user)
    )
)


def is_account(account: AccountId) -> ColumnElement[bool]:
    """The row of this account."""
    return and_(
        ACCOUNTS.c.chat == account.chat,
        ACCOUNTS.c.installation == account.installation,
        ACCOUNTS.c.user == account.user,
    )


def account_by_id(connection: Connection, account: AccountId) -> Account | None:
    """The account if it was seen before."""
    row = _ACCOUNT.first(connection, chat=account.chat, installation=account.installation, user=account.user)
    return account_of(row) if row else None


def who(connection: Connection, account: AccountId) -> tuple[Account | None, Person | None]:
    """The account if it was seen before, and its person if it has one."""
    found = account_by_id(connection, account)
    return found, person_by_id(connection, found.person) if found and found.person else None


def person_by_id(connection: Connection, person: PersonId) -> Person | None:
    """A person by id."""
    row = _PERSON.first(connection, person=person)
    return person_in(row) if row else None


def person_of(connection: Connection, email: Email) -> Person | None:
    """The person who has this address."""
    return next(iter(people(connection, PEOPLE.c.email == email).values()), None)


@value
class Everyone:
    """People, with what is read beside them: their covers, whether these hold now or not, and what stops everything."""

    people: Mapping[PersonId, Person]
    covers: tuple[Cover, ...]
    stopped: Standstill | None


def listed_or(connection: Connection, referred: Collection[PersonId]) -> Everyone:
    """Everyone a policy ever listed, everyone in a group, and these."""
    rows = _LISTED_OR.rows(connection, referred)
    everyone: dict[PersonId, Person] = {row.id: person_in(row) for row in rows}
    return Everyone(
        people=everyone,
        covers=tuple(_cover(row) for row in rows if row.cover_by),
        stopped=_standstill(rows, everyone),
    )


def _standstill(rows: Sequence[Any], everyone: Mapping[PersonId, Person]) -> Standstill | None:
    # Whoever stopped it is listed, or was: the policy named them.
    row = next((row for row in rows if row.stopped_by in everyone), None)
    if row is None:
        return None
    name = everyone[row.stopped_by].name
    return Standstill(by=row.stopped_by, name=name, at=row.stopped_at, reason=row.stopped_reason)


def people(connection: Connection, which: ColumnElement[bool]) -> Mapping[PersonId, Person]:
    """The people that a condition on their table picks."""
    return {row.id: person_in(row) for row in connection.execute(select(PEOPLE).where(which).order_by(PEOPLE.c.id))}


def accounts_of(connection: Connection, persons: Collection[PersonId]) -> Mapping[PersonId, tuple[Account, ...]]:
    """The linked accounts of these people, in a fixed order; nobody without one."""
    found: dict[PersonId, tuple[Account, ...]] = {}
    for row in _LINKED.rows(connection, persons):
        found[row.person] = (*found.get(row.person, ()), account_of(row))
    return found


def note_first_asked(connection: Connection, asked: Collection[PersonId], proposal: ProposalId) -> None:
    """Remember the proposal about which these people were first asked to decide; who was asked before keeps theirs."""
    these = select(PEOPLE.c.id).where(PEOPLE.c.id.in_(asked))
    # Locked in one order, so that two decisions that ask the same people cannot wait for each other.
    ordered = these.order_by(PEOPLE.c.id).with_for_update(key_share=True)
    connection.execute(
        update(PEOPLE).where(PEOPLE.c.id.in_(ordered), PEOPLE.c.first_asked == "").values(first_asked=proposal)
    )


def enlist(connection: Connection, listed: Collection[ListedPerson]) -> None:
    """See that everyone listed is a person just as the policy says; everyone else becomes an employee."""
    emails = [entry.email for entry in listed]
    connection.execute(
        update(PEOPLE)
        .where(PEOPLE.c.was_listed, PEOPLE.c.email.not_in(emails))
        .values(role="employee", attributes=_attributes(()))
    )
    for entry in sorted(listed, key=lambda entry: entry.email):
        as_listed = {
            "name": entry.name,
            "role": entry.role,
            "attributes": _attributes(entry.attributes),
            "was_listed": True,
        }
        if not insert_new(connection, PEOPLE, {"id": uuid4().hex, "email": entry.email, **as_listed}):
            connection.execute(update(PEOPLE).where(PEOPLE.c.email == entry.email).values(**as_listed))


def person_for(connection: Connection, email: Email, name: str) -> PersonId:
    """The person who has this address, made if need be."""
    unlisted = {"name": name, "role": "employee", "attributes": _attributes(()), "was_listed": False}
    insert_new(connection, PEOPLE, {"id": uuid4().hex, "email": email, **unlisted})
    return connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.email == email)).scalar_one()


def groups_in(text: str) -> frozenset[GroupKey]:
    """The groups of a row of people."""
    return frozenset[GroupKey](json.loads(text)) if text else frozenset()


def _attributes(attributes: Collection[str]) -> str:
    return canonical(sorted(attributes))


def person_in(row: Any) -> Person:
    """The person of a row that has their columns."""
    attributes = frozenset[str](json.loads(row.attributes))
    return Person(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        attributes=attributes,
        left=row.gone,
        first_asked=row.first_asked or None,
        groups=groups_in(row.groups),
    )


def _cover(row: Any) -> Cover:
    return Cover(person=row.id, by=row.cover_by, since=row.cover_since, until=row.cover_until, zone=row.cover_zone)


def account_of(row: Any) -> Account:
    """An account from its row."""
    identity = AccountId(chat=row.chat, installation=row.installation, user=row.user)
    return Account(id=identity, link=row.link, person=row.person, alias=row.alias, zone=row.zone, tie=row.tie)
