"""Whose an account is: as its address says, as its person said, as an admin said. What anybody said is on the ledger.

The stream for people holds random ids; the account itself, and an admin's reason and name, lie beside the chain.
"""

from collections.abc import Sequence
from dataclasses import asdict, astuple, replace
from datetime import datetime

from sqlalchemy import Connection, and_, select, update

from adapters.storage.codec import Halves
from adapters.storage.lanes import direct_lane, wake
from adapters.storage.ledger import PERSONS, Entry, append
from adapters.storage.people import (
    LINKED,
    account_by_id,
    account_of,
    accounts_of,
    is_account,
    people,
    person_for,
    person_of,
)
from adapters.storage.posts import want_homes, wish
from adapters.storage.sql import put
from adapters.storage.tables import ACCOUNTS, PEOPLE
from workflows.domain.ids import Email
from workflows.domain.people import Account, AccountId, LinkState, Person, Profile
from workflows.engine.chat import CardPost
from workflows.engine.linking import Answered, Overridden, Override, Settlement


def link(connection: Connection, account: AccountId, profile: Profile, email: Email | None, at: datetime) -> Account:
    """Record an account as its chat's directory describes it; with `email` it belongs to the person of that address.

    That person is made if need be. What the directory leaves out (zone, alias) stays as it was.
    """
    before = account_by_id(connection, account)
    known = before or Account(id=account, link="unknown")
    described = replace(known, alias=profile.alias or known.alias, zone=profile.zone or known.zone)
    if known.link == "denied" or (known.linked and known.tie == "admin"):
        _put(connection, described, at, new=False)
        return described
    person = person_for(connection, email, profile.name) if email else None
    same = before is not None and known.person == person
    state: LinkState = "unknown" if person is None else "confirmed" if known.link == "confirmed" and same else "matched"
    now = replace(described, link=state, person=person, tie="address")
    if known.linked and not same:
        fell = Halves(kind="account_fell_back", chained={"person": known.person, "now": person}, private={})
        append(connection, PERSONS, [Entry(halves=fell, at=at, chat=account.chat, account=account)])
    _put(connection, now, at, new=not same)
    return now


def settle_account(connection: Connection, answer: Answered, alerts: Sequence[CardPost], at: datetime) -> Settlement:
    """Record what a person said of an account; `alerts` go out with it, or where another account is to be asked."""
    person, account, through = answer.person, answer.account, answer.through
    # Of two accounts that say so at once, the second looks when the first is done.
    connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.id == person).with_for_update(key_share=True))
    sure = {one.id for one in accounts_of(connection, [person]).get(person, ()) if one.link == "confirmed"}
    own = through == account
    if not own and through not in sure:
        return "stale"
    open_to = ("matched",) if answer.says == "confirmed" else LINKED
    theirs = and_(is_account(account), ACCOUNTS.c.person == person, ACCOUNTS.c.link.in_(open_to))
    if connection.execute(select(ACCOUNTS.c.user).where(theirs)).first() is None:
        return "stale"
    wish(connection, alerts, at)
    if answer.says == "confirmed" and own and sure:
        return "asks_elsewhere"
    connection.execute(update(ACCOUNTS).where(theirs).values(link=answer.says))
    said = Halves(
        kind=f"account_{answer.says}",
        chained={"person": person, "by": "person"},
        private={"through": asdict(through)},
    )
    append(connection, PERSONS, [Entry(halves=said, at=at, actor=person, chat=through.chat, account=account)])
    want_homes(connection, [person], at)
    return "recorded"


def override(connection: Connection, wanted: Override, at: datetime) -> Overridden:
    """Record what an admin said of an account, with their name and reason."""
    before = account_by_id(connection, wanted.account)
    named = person_of(connection, wanted.email) if wanted.email else None
    if before is None and wanted.says != "linked":
        return "never_seen"
    known = before or Account(id=wanted.account, link="unknown")
    match wanted.says:
        case "confirmed" if known.person is None:
            return "nobodys"
        case "confirmed" | "denied":
            now = replace(known, link=wanted.says)
        case "linked":
            if named is None:
                return "no_such_person"
            now = replace(known, link="confirmed", person=named.id, tie="admin")
        case "unlinked":
            now = replace(known, link="unknown", person=None, tie="address")
    _put(connection, now, at, new=before is None or before.person != now.person)
    said = Halves(
        kind=f"account_{wanted.says}",
        chained={"person": now.person or known.person, "by": "admin"},
        private={"admin": wanted.by, "reason": wanted.reason},
    )
    append(connection, PERSONS, [Entry(halves=said, at=at, chat=now.id.chat, account=now.id)])
    want_homes(connection, {one for one in (known.person, now.person) if one}, at)
    return now


def listed(connection: Connection) -> Sequence[tuple[Account, Person | None]]:
    """Every account that was ever seen, with its person, by the person's name."""
    everyone = people(connection, PEOPLE.c.id == PEOPLE.c.id)
    seen = [account_of(row) for row in connection.execute(select(ACCOUNTS))]
    pairs = [(one, everyone.get(one.person) if one.person else None) for one in seen]
    return sorted(pairs, key=lambda pair: (pair[1].name if pair[1] else "", astuple(pair[0].id)))


def _put(connection: Connection, account: Account, at: datetime, *, new: bool) -> None:
    """Write an account's row; where it is `new` to its person, what waits to be said to them there is due."""
    if account.person and account.linked:
        # Whoever comes back is here again.
        connection.execute(update(PEOPLE).where(PEOPLE.c.id == account.person, PEOPLE.c.gone).values(gone=False))
    row = {**asdict(account.id), "link": account.link, "person": account.person, "tie": account.tie}
    put(connection, ACCOUNTS, {**row, "alias": account.alias, "zone": account.zone, "seen_at": at})
    if account.person and new:
        wake(connection, direct_lane(account.id.chat, account.person), new=True)
