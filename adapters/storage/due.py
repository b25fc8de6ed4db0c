"""Whose turn it is: of each conversation that has card posts open, the next one, found by one index however many wait.

That index (`ix_card_posts_open`) has every open card post by conversation, the clicked ones apart, the oldest first. So a
round costs as many steps as conversations wait, whatever the backlog of each.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, get_args

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    ScalarSelect,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
)

from adapters.storage.codec import RECORD_VERSION
from adapters.storage.sql import Among, Prepared, Statement
from adapters.storage.tables import CARD_POSTS, CONVERSATIONS, LANES, PAUSES, PROPOSALS
from workflows.domain.ids import Chat
from workflows.engine.pacing import Act
from workflows.engine.store import Shut

_PARENTS: Final = CARD_POSTS.alias("parents")
_NEXT: Final = CARD_POSTS.alias("next")
_FIRST: Final = literal_column("1", Integer())
_OPEN: Final = and_(CARD_POSTS.c.shown < CARD_POSTS.c.wanted, CARD_POSTS.c.parked == literal_column("''"))
"""`tables.OPEN`, of which there are indexes."""

_ACTS: Final[Mapping[Act, ColumnElement[str]]] = {act: literal_column(f"'{act}'", String()) for act in get_args(Act)}
_ACT: Final = case(
    (CARD_POSTS.c.home.is_not(None), _ACTS["publish"]),
    (CARD_POSTS.c.extra_id.is_not(None), _ACTS["remove"]),
    (CARD_POSTS.c.ref_id.is_(None), _ACTS["post"]),
    else_=_ACTS["update"],
)
"""What a card post is in want of, as `workflows.engine.turns.act_of` tells it."""


def waiting(
    connection: Connection, now: datetime, most: int, chat: Chat | None, shut: Collection[Shut]
) -> Sequence[str]:
    """The conversations (of a chat) whose turn it is, clicked ones first, then the oldest, at most so many."""
    listed = _listed(shut)
    return [row.lane for row in _waiting(chat, len(listed)).rows(connection, now=now, most=most, **listed)]


def next_of(connection: Connection, lanes: Collection[str], now: datetime, shut: Collection[Shut]) -> Sequence[Any]:
    """The next card post of each of these conversations that is due, with the `installation` that it is thought to be of."""
    listed = _listed(shut)
    return _next_of(len(listed)).rows(connection, lanes, now=now, **listed)


def next_due(connection: Connection, chat: Chat | None, shut: Collection[Shut]) -> datetime | None:
    """When the next card post (of a chat) can be claimed: after its conversation's lease and its installation's pause."""
    listed = _listed(shut)
    (row,) = _next_due(chat, len(listed)).rows(connection, **listed)
    return row.due


def _listed(shut: Collection[Shut]) -> Mapping[str, str]:
    """What is shut, as values for `_open_now`. As with `Among`, there is a statement for each power of two: the room that is
    left over repeats one.
    """
    keys = sorted(f"{installation} {act}" for installation, act in shut)
    size = 1 << (len(keys) - 1).bit_length() if keys else 0
    return {f"shut_{place}": keys[min(place, len(keys) - 1)] for place in range(size)}


def _open_now(shut: int) -> list[ColumnElement[bool]]:
    """Not in want of one of so many acts that an installation wants no more of."""
    if not shut:
        return []
    key = LANES.c.installation + literal_column("' '", String()) + _ACT
    return [key.not_in([bindparam(f"shut_{place}", type_=String()) for place in range(shut)])]


@cache
def _waiting(chat: Chat | None, shut: int) -> Prepared:
    free = and_(LANES.c.leased_until <= _now(), or_(PAUSES.c.until.is_(None), PAUSES.c.until <= _now()))
    first = (_NEXT.c.clicked.desc(), _NEXT.c.due, LANES.c.key)
    found = select(LANES.c.key.label("lane")).select_from(_lanes_with(_whose_turn(shut), chat)).where(free)
    return Prepared(found.order_by(*first).limit(bindparam("most", type_=Integer())))


@cache
def _next_of(shut: int) -> Among:
    def among(lanes: Sequence[ColumnElement[Any]]) -> Statement:
        joined = LANES.join(_NEXT, _whose_turn(shut))
        found = select(_NEXT, LANES.c.installation).select_from(joined).where(LANES.c.key.in_(lanes))
        return found.order_by(_NEXT.c.clicked.desc(), _NEXT.c.due, _NEXT.c.id)

    return Among(among)


@cache
def _next_due(chat: Chat | None, shut: int) -> Prepared:
    free = case((LANES.c.leased_until > _NEXT.c.due, LANES.c.leased_until), else_=_NEXT.c.due)
    quiet = case((PAUSES.c.until > free, PAUSES.c.until), else_=free)
    either = _NEXT.c.id.in_([_first_of(LANES.c.key, shut, clicked=clicked, due=False) for clicked in (True, False)])
    return Prepared(select(func.min(quiet).label("due")).select_from(_lanes_with(either, chat)))


def _busy_lanes() -> CTE:
    """The conversations that have something open, each once, however much that is: from each, one step in an index to the next."""

    def after(lane: ColumnElement[str] | None) -> ScalarSelect[str]:
        behind = [] if lane is None else [CARD_POSTS.c.lane > lane]
        return (
            select(CARD_POSTS.c.lane).where(_OPEN, *behind).order_by(CARD_POSTS.c.lane).limit(_FIRST).scalar_subquery()
        )

    busy = select(after(None).label("lane")).cte("busy", recursive=True)
    return busy.union_all(select(after(busy.c.lane)).where(busy.c.lane.is_not(None)))


def _first_of(lane: ColumnElement[str], shut: int, *, clicked: bool, due: bool) -> ScalarSelect[str]:
    """The oldest card post of a conversation among those that somebody waits for, or among the others; with `due` only what
    is due by now.
    """
    rows = CARD_POSTS.c
    joined = CARD_POSTS.outerjoin(_PARENTS, _PARENTS.c.id == rows.parent).outerjoin(
        PROPOSALS, PROPOSALS.c.id == rows.proposal
    )
    mine = (
        rows.lane == lane,
        rows.clicked == literal_column(str(int(clicked))),
        *([rows.due <= _now()] if due else []),
    )
    found = select(rows.id).select_from(joined).where(*mine, _can_go(), *_open_now(shut))
    # What was due at the same moment: a card before what is said beside it.
    return found.order_by(rows.due, rows.parent.nulls_first(), rows.id).limit(_FIRST).correlate(LANES).scalar_subquery()


def _whose_turn(shut: int) -> ColumnElement[bool]:
    """The next card post of a conversation: one that was clicked before all others, then the oldest."""
    first, then = (_first_of(LANES.c.key, shut, clicked=clicked, due=True) for clicked in (True, False))
    return _NEXT.c.id == func.coalesce(first, then)


def _lanes_with(next_one: ColumnElement[bool], chat: Chat | None) -> FromClause:
    """The conversations (of a chat) that have something open, each with its next card post."""
    busy = _busy_lanes()
    mine = and_(LANES.c.key == busy.c.lane, *([LANES.c.chat == chat] if chat else []))
    paused = and_(PAUSES.c.chat == LANES.c.chat, PAUSES.c.installation == LANES.c.installation)
    return busy.join(LANES, mine).join(_NEXT, next_one).outerjoin(PAUSES, paused)


def _now() -> BindParameter[datetime]:
    return bindparam("now", type_=CARD_POSTS.c.due.type)


def _can_go() -> ColumnElement[bool]:
    """Open, its place there, its parent (if any) was posted, and its proposal (if any) was not last written by
    a newer version.
    """
    return and_(
        _OPEN,
        or_(CARD_POSTS.c.parent.is_(None), _PARENTS.c.ref_id.is_not(None)),
        or_(CARD_POSTS.c.proposal.is_(None), PROPOSALS.c.version <= RECORD_VERSION),
        place_is_there(),
    )


def place_is_there() -> ColumnElement[bool]:
    """A card post's place is not known to be gone."""
    return not_(exists().where(CONVERSATIONS.c.key == CARD_POSTS.c.lane, CONVERSATIONS.c.gone != ""))
