"""What the courier works through: claiming card posts under leases, and settling them."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, assert_never

from sqlalchemy import Connection, bindparam, select, update

from adapters.storage import due
from adapters.storage.lanes import lease as lease_lanes
from adapters.storage.lanes import note_installation, pause, release, take
from adapters.storage.people import accounts_of
from adapters.storage.places import conversation_of, remember
from adapters.storage.posts import read, ref_columns, subject_proposal
from adapters.storage.presence import close
from adapters.storage.proposals import load_many
from adapters.storage.sql import Among, Prepared
from adapters.storage.tables import CARD_POSTS, CONVERSATIONS, EPOCH
from workflows.domain.ids import CardPostId, Chat
from workflows.domain.people import Account
from workflows.engine.chat import BesideCard, CardPost, Direct, HomeTab, InConversation
from workflows.engine.store import Claimed, Settled, Shut
from workflows.engine.turns import installation_of

log: Final = logging.getLogger(__name__)

UNREADABLE_FOR: Final = timedelta(minutes=5)
"""How long a card post that cannot be read is put off."""


@cache
def _written(names: tuple[str, ...]) -> Prepared:
    """Write these columns of one card post."""
    this = update(CARD_POSTS).where(CARD_POSTS.c.id == bindparam("post"))
    return Prepared(this.values({name: bindparam(f"new_{name}", type_=CARD_POSTS.c[name].type) for name in names}))


_TRIED: Final = Among(
    lambda ids: (
        update(CARD_POSTS)
        .where(CARD_POSTS.c.id.in_(ids))
        .values(attempts=CARD_POSTS.c.attempts + 1, claimed_at=bindparam("now"))
    )
)
_THIS: Final = Prepared(select(CARD_POSTS).where(CARD_POSTS.c.id == bindparam("post")))
_LOCKED: Final = Prepared(
    select(CARD_POSTS).where(CARD_POSTS.c.id == bindparam("post")).with_for_update(key_share=True)
)
_OWN: Final = Prepared(
    select(CONVERSATIONS)
    .where(
        CONVERSATIONS.c.chat == bindparam("chat"),
        CONVERSATIONS.c.owner_installation == bindparam("installation"),
        CONVERSATIONS.c.owner_user == bindparam("user"),
    )
    .order_by(CONVERSATIONS.c.gone, CONVERSATIONS.c.key)
)


def claim(
    connection: Connection,
    now: datetime,
    limit: int,
    lease: timedelta,
    chat: Chat | None = None,
    shut: Collection[Shut] = (),
) -> Sequence[Claimed]:
    """Lease up to `limit` conversations that have something due, the clicked ones first, then the oldest, and take one card
    post of each, in the same order.
    """
    lanes = due.waiting(connection, now, limit, chat, shut)
    if not lanes:
        return []
    fences = take(connection, lanes, now)
    rows = due.next_of(connection, fences, now, shut)
    posts = {post: addressed(connection, known) for post, known in read(connection, rows).items()}
    about = {post.id: subject_proposal(post.subject) for post in posts.values()}
    loaded = load_many(connection, about.values())
    readable = {post for post, proposal in about.items() if proposal in loaded}
    _put_off(connection, [row.id for row in rows if row.id not in readable], now + UNREADABLE_FOR)
    good = [row for row in rows if row.id in readable]
    moved = {row.lane: at for row in good if (at := installation_of(posts[row.id])) and at != row.installation}
    for lane, at in sorted(moved.items()):
        note_installation(connection, lane, at)
    if moved:
        # Of another installation than was thought, which may want quiet.
        still = set(due.waiting(connection, now, limit, chat, shut))
        good = [row for row in good if row.lane in still]
    lease_lanes(connection, [row.lane for row in good], now + lease)
    # Counted before the work, so that a claim that is never settled is known to have perhaps posted something.
    _TRIED.run(connection, [row.id for row in good], now=now)
    return [
        Claimed(
            post=posts[row.id],
            fence=fences[row.lane] + 1,
            loaded=loaded[about[row.id]],
            unsettled=row.claimed_at,
            clicked=bool(row.clicked),
        )
        for row in good
    ]


def settle(connection: Connection, claimed: Claimed, settled: Settled) -> bool:
    """Write what became of a card post and give its conversation free, unless the lease had passed to another."""
    post = claimed.post.id
    (known,) = _THIS.rows(connection, post=post)
    lane: str = known.lane
    if not release(connection, lane, claimed.fence, _quiet_until(settled)):
        return False
    if settled.installation and settled.installation != installation_of(claimed.post):
        note_installation(connection, lane, settled.installation)
    if settled.pause == "installation" and settled.due:
        pause(connection, lane, settled.due)
    place = claimed.post.place
    if settled.closed and isinstance(place, InConversation):
        # Before the card post is locked, as where it is opened again: so the two cannot wait for each other.
        close(connection, place.conversation, settled.closed, whole_team=False)
    (row,) = _LOCKED.rows(connection, post=post)
    written: dict[str, Any] = {
        "shown": settled.shown,
        "digest": settled.digest,
        "attempts": settled.attempts,
        "claimed_at": None,
        "twice": max(row.twice, int(settled.twice)),
        # A wish, or a way to reach somebody, that came meanwhile deserves a try of its own.
        "parked": settled.park if row.wanted == claimed.post.wanted else "",
    }
    adopted = row.extra_id is not None and claimed.post.extra is None
    if (settled.ref or claimed.post.ref) and not adopted:
        # Else a click has shown meanwhile where the message is.
        written |= ref_columns(connection, settled.ref)
    if settled.removed and not adopted:
        written |= {"extra_conversation": None, "extra_id": None, "extra_thread": None, "twice": 0}
    if row.wanted == claimed.post.wanted <= settled.shown or settled.park:
        written["clicked"] = 0
    if settled.due:
        written["due"] = settled.due
    _written(tuple(written)).run(connection, post=post, **{f"new_{name}": held for name, held in written.items()})
    if isinstance(place, Direct) and place.account and settled.ref:
        remember(connection, settled.ref.conversation, place.account.id)
    return True


def _quiet_until(settled: Settled) -> datetime:
    if settled.wait and settled.wait.scope == "conversation":
        return settled.wait.until
    return settled.due if settled.pause == "conversation" and settled.due else EPOCH


def _put_off(connection: Connection, posts: Sequence[CardPostId], until: datetime) -> None:
    """Let those wait that cannot be read; nothing of them was tried, and their conversations stay free for others."""
    for post in posts:
        log.error("card post %s is put off: it or its proposal cannot be read", post)
    if posts:
        connection.execute(update(CARD_POSTS).where(CARD_POSTS.c.id.in_(posts)).values(due=until))


def addressed(connection: Connection, post: CardPost) -> CardPost:
    """The card post with its place filled in: the parent's message; a person's account and direct conversation."""
    match post.place:
        case InConversation() | HomeTab():
            return post
        case BesideCard(parent=parent):
            found = read(connection, _THIS.rows(connection, post=parent)).get(parent)
            return replace(post, place=replace(post.place, ref=found.ref if found else None))
        case Direct():
            return replace(post, place=_reachable(connection, post.place))
        case _:
            assert_never(post.place)


def _reachable(connection: Connection, place: Direct) -> Direct:
    """With the first of the person's accounts there that has a direct conversation, else the first that did not end it."""
    accounts = [
        account
        for account in accounts_of(connection, [place.person]).get(place.person, ())
        if account.id.chat == place.chat
    ]
    left: list[Account] = []
    for account in accounts:
        identity = account.id
        row = _OWN.first(connection, chat=identity.chat, installation=identity.installation, user=identity.user)
        if row and row.gone:
            left.append(account)
        elif row:
            return replace(place, account=account, conversation=conversation_of(row))
    there = [account for account in accounts if account not in left]
    return replace(place, account=there[0] if there else None)
