"""People who leave: an account that was deactivated, whose last one it was, and what becomes theirs no longer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, exists, select, update

from adapters.storage.codec import Halves
from adapters.storage.ledger import PERSONS, Entry, append
from adapters.storage.people import LINKED, account_by_id, account_of, is_account, person_by_id
from adapters.storage.places import conversation_of
from adapters.storage.posts import want_every_again, want_homes
from adapters.storage.tables import ACCOUNTS, CONVERSATIONS, PEOPLE, PROPOSALS
from workflows.domain.ids import ProposalId
from workflows.domain.people import Account, AccountId
from workflows.engine.chat import Conversation
from workflows.engine.store import Left


def leave(connection: Connection, account: AccountId, at: datetime) -> Left | None:
    """Take an account its link, whose last one it may have been. Who they were stays known: what they decided counts."""
    known = account_by_id(connection, account)
    if known is None or known.person is None:
        return None
    # Of two who take note at once, of one account or of a person's two, the second looks when the first is done.
    connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.id == known.person).with_for_update(key_share=True))
    known = account_by_id(connection, account)
    if known is None or known.person is None or not known.linked:
        return None
    connection.execute(update(ACCOUNTS).where(is_account(account)).values(link="unknown", seen_at=at))
    other = exists(select(ACCOUNTS.c.user).where(ACCOUNTS.c.person == known.person, ACCOUNTS.c.link.in_(LINKED)))
    last = update(PEOPLE).where(PEOPLE.c.id == known.person, ~other).values(gone=True)
    person = person_by_id(connection, known.person) if connection.execute(last).rowcount else None
    if person is None:
        return None
    left = Halves(kind="person_left", chained={"person": person.id}, private={})
    append(connection, PERSONS, [Entry(halves=left, at=at, chat=account.chat, account=account)])
    want_every_again(connection, at)
    leads = select(PEOPLE.c.id).where(PEOPLE.c.role == "lead", ~PEOPLE.c.gone)
    want_homes(connection, connection.execute(leads).scalars().all(), at)
    mine = select(PROPOSALS.c.id).where(PROPOSALS.c.author == person.id, PROPOSALS.c.status == "draft")
    drafts = connection.execute(mine.order_by(PROPOSALS.c.created.desc(), PROPOSALS.c.id)).scalars()
    return Left(person=person, drafts=tuple(ProposalId(draft) for draft in drafts))


def checked(connection: Connection, account: AccountId, at: datetime) -> None:
    """Note when the directory was asked about an account."""
    connection.execute(update(ACCOUNTS).where(is_account(account)).values(seen_at=at))


def unchecked(connection: Connection, before: datetime, limit: int) -> Sequence[tuple[Account, Conversation | None]]:
    """Linked accounts of which the directory said nothing since `before`, the longest first."""
    own = and_(
        CONVERSATIONS.c.chat == ACCOUNTS.c.chat,
        CONVERSATIONS.c.owner_installation == ACCOUNTS.c.installation,
        CONVERSATIONS.c.owner_user == ACCOUNTS.c.user,
    )
    stale = select(ACCOUNTS).where(ACCOUNTS.c.link.in_(LINKED), ACCOUNTS.c.seen_at < before)
    rows = connection.execute(stale.order_by(ACCOUNTS.c.seen_at, ACCOUNTS.c.user).limit(limit)).all()
    found: list[tuple[Account, Conversation | None]] = []
    for row in rows:
        known = account_of(row)
        direct = connection.execute(
            select(CONVERSATIONS)
            .select_from(CONVERSATIONS.join(ACCOUNTS, own))
            .where(is_account(known.id))
            .order_by(CONVERSATIONS.c.key)
        ).first()
        found.append((known, conversation_of(direct) if direct else None))
    return found
