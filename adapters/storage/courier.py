"""What the courier works through: claiming card posts under leases, and settling them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, assert_never

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, literal_column, not_, or_, select, update

from adapters.storage.codec import RECORD_VERSION
from adapters.storage.lanes import lease as lease_lanes
from adapters.storage.lanes import pause, release, take
from adapters.storage.people import accounts_of
from adapters.storage.places import conversation_of, remember
from adapters.storage.posts import read, ref_columns, subject_proposal
from adapters.storage.proposals import load_many
from adapters.storage.tables import CARD_POSTS, CONVERSATIONS, EPOCH, LANES, PAUSES, PROPOSALS
from workflows.domain.ids import CardPostId, Chat
from workflows.domain.people import Account
from workflows.engine.chat import BesideCard, CardPost, Direct, HomeTab, InConversation, MessageRef
from workflows.engine.pacing import Act
from workflows.engine.store import EVERY_ACT, Claimed, Settled

log: Final = logging.getLogger(__name__)

UNREADABLE_FOR: Final = timedelta(minutes=5)
"""How long a card post that cannot be read is put off."""

_PARENTS: Final = CARD_POSTS.alias("parents")
_OTHERS: Final = CARD_POSTS.alias("others")
_JOINED: Final = (
    CARD_POSTS.join(LANES, LANES.c.key == CARD_POSTS.c.lane)
    .outerjoin(_PARENTS, _PARENTS.c.id == CARD_POSTS.c.parent)
    .outerjoin(PROPOSALS, PROPOSALS.c.id == CARD_POSTS.c.proposal)
    .outerjoin(PAUSES, PAUSES.c.chat == LANES.c.chat)
)

_WANTS: Final[Mapping[Act, ColumnElement[bool]]] = {
    "post": and_(CARD_POSTS.c.home.is_(None), CARD_POSTS.c.ref_id.is_(None), CARD_POSTS.c.extra_id.is_(None)),
    "update": and_(CARD_POSTS.c.home.is_(None), CARD_POSTS.c.ref_id.is_not(None), CARD_POSTS.c.extra_id.is_(None)),
    "remove": and_(CARD_POSTS.c.home.is_(None), CARD_POSTS.c.extra_id.is_not(None)),
    "publish": CARD_POSTS.c.home.is_not(None),
}
"""What a card post is in want of, as `workflows.engine.courier.act_of` tells it."""


def claim(
    connection: Connection,
    now: datetime,
    limit: int,
    lease: timedelta,
    chat: Chat | None = None,
    acts: frozenset[Act] = EVERY_ACT,
) -> Sequence[Claimed]:
    """Lease up to `limit` conversations that have something due, the clicked ones first, then the oldest, and take one card
    post of each, in the same order.
    """
    due = and_(_can_go(chat, acts), CARD_POSTS.c.due <= now)
    free = and_(LANES.c.leased_until <= now, or_(PAUSES.c.until.is_(None), PAUSES.c.until <= now))
    first = (func.max(CARD_POSTS.c.clicked).desc(), func.min(CARD_POSTS.c.due), CARD_POSTS.c.lane)
    waiting = select(CARD_POSTS.c.lane).select_from(_JOINED).where(due, free)
    waiting = waiting.group_by(CARD_POSTS.c.lane).order_by(*first).limit(limit)
    lanes = connection.execute(waiting).scalars().all()
    if not lanes:
        return []
    fences = take(connection, lanes, now)
    turn = (
        CARD_POSTS.c.clicked.desc(),
        CARD_POSTS.c.due,
        case((CARD_POSTS.c.parent.is_(None), 0), else_=1),
        CARD_POSTS.c.id,
    )
    rank = func.row_number().over(partition_by=CARD_POSTS.c.lane, order_by=turn).label("turn")
    ranked = select(CARD_POSTS, rank).select_from(_JOINED).where(due, CARD_POSTS.c.lane.in_(fences)).subquery()
    rows = connection.execute(
        select(ranked).where(ranked.c.turn == 1).order_by(ranked.c.clicked.desc(), ranked.c.due, ranked.c.id)
    ).all()
    posts = read(connection, rows)
    about = {post.id: subject_proposal(post.subject) for post in posts.values()}
    loaded = load_many(connection, about.values())
    readable = {post for post, proposal in about.items() if proposal in loaded}
    _put_off(connection, [row.id for row in rows if row.id not in readable], now + UNREADABLE_FOR)
    good = [row for row in rows if row.id in readable]
    lease_lanes(connection, [row.lane for row in good], now + lease)
    # Counted before the work, so that a claim that is never settled is known to have perhaps posted something.
    tried = update(CARD_POSTS).where(CARD_POSTS.c.id.in_([row.id for row in good]))
    connection.execute(tried.values(attempts=CARD_POSTS.c.attempts + 1, claimed_at=now))
    return [
        Claimed(
            post=_addressed(connection, posts[row.id]),
            fence=fences[row.lane] + 1,
            loaded=loaded[about[row.id]],
            unsettled=row.claimed_at,
            clicked=bool(row.clicked),
        )
        for row in good
    ]


def settle(connection: Connection, claimed: Claimed, settled: Settled) -> bool:
    """Write what became of a card post and give its conversation free, unless the lease had passed to another."""
    this = CARD_POSTS.c.id == claimed.post.id
    lane: str = connection.execute(select(CARD_POSTS.c.lane).where(this)).scalar_one()
    if not release(connection, lane, claimed.fence, _quiet_until(settled)):
        return False
    if settled.pause == "installation" and settled.due:
        pause(connection, lane, settled.due)
    row = connection.execute(select(CARD_POSTS).where(this).with_for_update(key_share=True)).one()
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
    connection.execute(update(CARD_POSTS).where(this).values(**written))
    place = claimed.post.place
    if isinstance(place, Direct) and place.account and settled.ref:
        remember(connection, settled.ref.conversation, place.account.id)
    return True


def _quiet_until(settled: Settled) -> datetime:
    if settled.wait and settled.wait.scope == "conversation":
        return settled.wait.until
    return settled.due if settled.pause == "conversation" and settled.due else EPOCH


def next_due(connection: Connection, chat: Chat | None = None, acts: frozenset[Act] = EVERY_ACT) -> datetime | None:
    """When the next card post (of one chat) can be claimed, were nothing to be settled until then."""
    free = case((LANES.c.leased_until > CARD_POSTS.c.due, LANES.c.leased_until), else_=CARD_POSTS.c.due)
    quiet = case((PAUSES.c.until > free, PAUSES.c.until), else_=free)
    return connection.execute(select(func.min(quiet)).select_from(_JOINED).where(_can_go(chat, acts))).scalar()


def adopt(connection: Connection, chat: Literal["slack", "teams"], message: str, post: CardPostId) -> None:
    """Remember the message that was clicked, if its card post has none, its place is in that chat, and it is no other's.

    Where the card post was posted twice and knows the other copy, that one becomes the extra.
    """
    rows = connection.execute(select(CARD_POSTS).where(CARD_POSTS.c.id == post)).all()
    for known in read(connection, rows).values():
        ref = _message_at(_addressed(connection, known), message)
        if ref is None or ref.conversation.chat != chat:
            continue
        columns = dict(ref_columns(connection, ref))
        mine = and_(CARD_POSTS.c.id == post, not_(_may_be_another(columns)))
        if known.ref is None:
            here = update(CARD_POSTS).where(mine, CARD_POSTS.c.ref_id.is_(None))
            connection.execute(here.values(**columns))
        elif known.twice and known.extra is None and known.ref.id != message:
            extra = {name.replace("ref_", "extra_"): of for name, of in ref_columns(connection, known.ref).items()}
            here = update(CARD_POSTS).where(mine, CARD_POSTS.c.ref_id == known.ref.id, CARD_POSTS.c.extra_id.is_(None))
            wanted = CARD_POSTS.c.wanted + 1
            connection.execute(here.values(**columns, **extra, digest="", wanted=wanted, due=EPOCH, parked=""))


def _may_be_another(columns: Mapping[str, str | None]) -> ColumnElement[bool]:
    """The message is another card post's, or there is a digest whose message is not known: its buttons name proposals too."""
    known = and_(_OTHERS.c.ref_conversation == columns["ref_conversation"], _OTHERS.c.ref_id == columns["ref_id"])
    digest = and_(_OTHERS.c.proposal.is_(None), _OTHERS.c.ref_id.is_(None), _OTHERS.c.attempts > 0)
    lost = and_(digest, _OTHERS.c.lane == CARD_POSTS.c.lane)
    return exists(select(_OTHERS.c.id).where(or_(known, lost)))


def _put_off(connection: Connection, posts: Sequence[CardPostId], until: datetime) -> None:
    """Let those wait that cannot be read; nothing of them was tried, and their conversations stay free for others."""
    for post in posts:
        log.error("card post %s is put off: it or its proposal cannot be read", post)
    connection.execute(update(CARD_POSTS).where(CARD_POSTS.c.id.in_(posts)).values(due=until))


def _can_go(chat: Chat | None, acts: frozenset[Act]) -> ColumnElement[bool]:
    """Open, its place not known to be gone, in want of one of these acts, its parent (if any) was posted, and its proposal (if
    any) was not last written by a newer version.
    """
    return and_(
        CARD_POSTS.c.shown < CARD_POSTS.c.wanted,
        CARD_POSTS.c.parked == literal_column("''"),
        or_(CARD_POSTS.c.parent.is_(None), _PARENTS.c.ref_id.is_not(None)),
        or_(CARD_POSTS.c.proposal.is_(None), PROPOSALS.c.version <= RECORD_VERSION),
        not_(exists().where(CONVERSATIONS.c.key == CARD_POSTS.c.lane, CONVERSATIONS.c.gone != "")),
        *([LANES.c.chat == chat] if chat else []),
        *([or_(*(_WANTS[act] for act in acts))] if acts != EVERY_ACT else []),
    )


def _addressed(connection: Connection, post: CardPost) -> CardPost:
    """The card post with its place filled in: the parent's message; a person's account and direct conversation."""
    match post.place:
        case InConversation() | HomeTab():
            return post
        case BesideCard(parent=parent):
            rows = connection.execute(select(CARD_POSTS).where(CARD_POSTS.c.id == parent)).all()
            found = read(connection, rows).get(parent)
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
        own = select(CONVERSATIONS).where(
            CONVERSATIONS.c.chat == account.id.chat,
            CONVERSATIONS.c.owner_installation == account.id.installation,
            CONVERSATIONS.c.owner_user == account.id.user,
        )
        row = connection.execute(own.order_by(CONVERSATIONS.c.gone, CONVERSATIONS.c.key)).first()
        if row and row.gone:
            left.append(account)
        elif row:
            return replace(place, account=account, conversation=conversation_of(row))
    there = [account for account in accounts if account not in left]
    return replace(place, account=there[0] if there else None)


def _message_at(post: CardPost, message: str) -> MessageRef | None:
    """That message in the place of a card post, if it is known where that is."""
    match post.place:
        case InConversation(conversation=conversation):
            return MessageRef(conversation=conversation, id=message)
        case BesideCard(ref=ref):
            return MessageRef(conversation=ref.conversation, id=message, thread=ref.thread or ref.id) if ref else None
        case Direct(conversation=conversation):
            return MessageRef(conversation=conversation, id=message) if conversation else None
        case HomeTab():
            # Not a message.
            return None
        case _:
            assert_never(post.place)
