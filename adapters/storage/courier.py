"""What the courier works through: claiming card posts under leases, and settling them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, assert_never

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal_column, or_, select, update

from adapters.storage.codec import RECORD_VERSION
from adapters.storage.lanes import lease as lease_lanes
from adapters.storage.lanes import release, take
from adapters.storage.people import accounts_of
from adapters.storage.places import conversation_of, remember
from adapters.storage.posts import adopt as adopt_message
from adapters.storage.posts import read, ref_columns, subject_proposal
from adapters.storage.proposals import load_many
from adapters.storage.tables import CARD_POSTS, CONVERSATIONS, LANES, PROPOSALS
from workflows.domain.ids import CardPostId
from workflows.engine.chat import BesideCard, CardPost, Direct, InConversation, MessageRef
from workflows.engine.store import Claimed, Settled

_PARENTS: Final = CARD_POSTS.alias("parents")
_JOINED: Final = (
    CARD_POSTS.join(LANES, LANES.c.key == CARD_POSTS.c.lane)
    .outerjoin(_PARENTS, _PARENTS.c.id == CARD_POSTS.c.parent)
    .outerjoin(PROPOSALS, PROPOSALS.c.id == CARD_POSTS.c.proposal)
)


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta) -> Sequence[Claimed]:
    """Lease up to `limit` conversations that have something due, oldest first, and take the oldest card post of each."""
    due = and_(_can_go(), CARD_POSTS.c.due <= now)
    oldest = func.min(CARD_POSTS.c.due)
    waiting = select(CARD_POSTS.c.lane).select_from(_JOINED).where(due, LANES.c.leased_until <= now)
    waiting = waiting.group_by(CARD_POSTS.c.lane).order_by(oldest, CARD_POSTS.c.lane).limit(limit)
    lanes = connection.execute(waiting).scalars().all()
    if not lanes:
        return []
    fences = take(connection, lanes, now)
    turn = (CARD_POSTS.c.due, case((CARD_POSTS.c.parent.is_(None), 0), else_=1), CARD_POSTS.c.id)
    rank = func.row_number().over(partition_by=CARD_POSTS.c.lane, order_by=turn).label("turn")
    ranked = select(CARD_POSTS, rank).select_from(_JOINED).where(due, CARD_POSTS.c.lane.in_(fences)).subquery()
    rows = connection.execute(select(ranked).where(ranked.c.turn == 1).order_by(ranked.c.due, ranked.c.id)).all()
    lease_lanes(connection, [row.lane for row in rows], now + lease)
    # Counted before the work, so that a claim that is never settled is known to have perhaps posted something.
    tried = CARD_POSTS.c.id.in_([row.id for row in rows])
    connection.execute(update(CARD_POSTS).where(tried).values(attempts=CARD_POSTS.c.attempts + 1))
    posts = [_addressed(connection, post) for post in read(connection, rows)]
    about = {post.id: subject_proposal(post.subject) for post in posts}
    loaded = load_many(connection, about.values())
    return [
        Claimed(post=post, fence=fences[row.lane] + 1, loaded=loaded[about[post.id]])
        for row, post in zip(rows, posts, strict=True)
    ]


def settle(connection: Connection, claimed: Claimed, settled: Settled) -> bool:
    """Write what became of a card post and give its conversation free, unless the lease had passed to another."""
    this = CARD_POSTS.c.id == claimed.post.id
    lane: str = connection.execute(select(CARD_POSTS.c.lane).where(this)).scalar_one()
    if not release(connection, lane, claimed.fence):
        return False
    written: dict[str, Any] = {
        "shown": settled.shown,
        "digest": settled.digest,
        "attempts": settled.attempts,
        "parked": settled.park,
        **ref_columns(connection, settled.ref),
    }
    if settled.due:
        written["due"] = settled.due
    connection.execute(update(CARD_POSTS).where(this).values(**written))
    place = claimed.post.place
    if isinstance(place, Direct) and place.account and settled.ref:
        remember(connection, settled.ref.conversation, place.account.id)
    return True


def next_due(connection: Connection) -> datetime | None:
    """When the next card post can be claimed, were nothing to be settled until then."""
    free = case((LANES.c.leased_until > CARD_POSTS.c.due, LANES.c.leased_until), else_=CARD_POSTS.c.due)
    return connection.execute(select(func.min(free)).select_from(_JOINED).where(_can_go())).scalar()


def adopt(connection: Connection, chat: Literal["slack", "teams"], message: str, post: CardPostId) -> None:
    """Remember the message that was clicked, if its card post has none and its place is in that chat."""
    rows = connection.execute(select(CARD_POSTS).where(CARD_POSTS.c.id == post)).all()
    for known in read(connection, rows):
        ref = _message_at(_addressed(connection, known), message)
        if known.ref is None and ref and ref.conversation.chat == chat:
            adopt_message(connection, post, ref)


def _can_go() -> ColumnElement[bool]:
    """Open, its parent (if any) was posted, and its proposal (if any) was not last written by a newer version."""
    return and_(
        CARD_POSTS.c.shown < CARD_POSTS.c.wanted,
        CARD_POSTS.c.parked == literal_column("''"),
        or_(CARD_POSTS.c.parent.is_(None), _PARENTS.c.ref_id.is_not(None)),
        or_(CARD_POSTS.c.proposal.is_(None), PROPOSALS.c.version <= RECORD_VERSION),
    )


def _addressed(connection: Connection, post: CardPost) -> CardPost:
    """The card post with its place filled in: the parent's message; a person's account and direct conversation."""
    match post.place:
        case InConversation():
            return post
        case BesideCard(parent=parent):
            rows = connection.execute(select(CARD_POSTS).where(CARD_POSTS.c.id == parent)).all()
            (found,) = read(connection, rows)
            return replace(post, place=replace(post.place, ref=found.ref))
        case Direct():
            return replace(post, place=_reachable(connection, post.place))
        case _:
            assert_never(post.place)


def _reachable(connection: Connection, place: Direct) -> Direct:
    """With the first of the person's accounts there that has a direct conversation, else the first."""
    accounts = [
        account
        for account in accounts_of(connection, [place.person]).get(place.person, ())
        if account.id.chat == place.chat
    ]
    for account in accounts:
        own = select(CONVERSATIONS).where(
            CONVERSATIONS.c.chat == account.id.chat,
            CONVERSATIONS.c.owner_installation == account.id.installation,
            CONVERSATIONS.c.owner_user == account.id.user,
        )
        row = connection.execute(own.order_by(CONVERSATIONS.c.key)).first()
        if row:
            return replace(place, account=account, conversation=conversation_of(row))
    return replace(place, account=accounts[0] if accounts else None)


def _message_at(post: CardPost, message: str) -> MessageRef | None:
    """That message in the place of a card post, if it is known where that is."""
    match post.place:
        case InConversation(conversation=conversation):
            return MessageRef(conversation=conversation, id=message)
        case BesideCard(ref=ref):
            return MessageRef(conversation=ref.conversation, id=message, thread=ref.thread or ref.id) if ref else None
        case Direct(conversation=conversation):
            return MessageRef(conversation=conversation, id=message) if conversation else None
        case _:
            assert_never(post.place)
