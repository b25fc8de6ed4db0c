"""Whose turn it is: of each conversation that has card posts open, the next one, found by one index however many wait.

That index (`ix_card_posts_open`) has every open card post by conversation, the clicked ones apart, the oldest first. So a
round costs as many steps as conversations wait, whatever the backlog of each.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    FromClause,
    Integer,
    ScalarSelect,
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
from workflows.engine.store import EVERY_ACT

_PARENTS: Final = CARD_POSTS.alias("parents")
_NEXT: Final = CARD_POSTS.alias("next")
_FIRST: Final = literal_column("1", Integer())
_OPEN: Final = and_(CARD_POSTS.c.shown < CARD_POSTS.c.wanted, CARD_POSTS.c.parked == literal_column("''"))
"""`tables.OPEN`, of which there are indexes."""

_WANTS: Final[Mapping[Act, ColumnElement[bool]]] = {
    "post": and_(CARD_POSTS.c.home.is_(None), CARD_POSTS.c.ref_id.is_(None), CARD_POSTS.c.extra_id.is_(None)),
    "update": and_(CARD_POSTS.c.home.is_(None), CARD_POSTS.c.ref_id.is_not(None), CARD_POSTS.c.extra_id.is_(None)),
    "remove": and_(CARD_POSTS.c.home.is_(None), CARD_POSTS.c.extra_id.is_not(None)),
    "publish": CARD_POSTS.c.home.is_not(None),
}
"""What a card post is in want of, as `workflows.engine.turns.act_of` tells it."""


@cache
def waiting(chat: Chat | None, acts: frozenset[Act]) -> Prepared:
    """The conversations (of a chat) whose turn it is at `now`, clicked ones first, then the oldest: as `lane`, at most `most`."""
    free = and_(LANES.c.leased_until <= _now(), or_(PAUSES.c.until.is_(None), PAUSES.c.until <= _now()))
    first = (_NEXT.c.clicked.desc(), _NEXT.c.due, LANES.c.key)
    found = select(LANES.c.key.label("lane")).select_from(_lanes_with(_whose_turn(acts), chat)).where(free)
    return Prepared(found.order_by(*first).limit(bindparam("most", type_=Integer())))


@cache
def next_of(acts: frozenset[Act]) -> Among:
    """The next card post of each of these conversations that is due at `now`."""

    def among(lanes: Sequence[ColumnElement[Any]]) -> Statement:
        joined = LANES.join(_NEXT, _whose_turn(acts))
        found = select(_NEXT).select_from(joined).where(LANES.c.key.in_(lanes))
        return found.order_by(_NEXT.c.clicked.desc(), _NEXT.c.due, _NEXT.c.id)

    return Among(among)


@cache
def next_due(chat: Chat | None, acts: frozenset[Act]) -> Prepared:
    """When the next card post (of a chat) can be claimed, as `due`: after its conversation's lease and its chat's pause."""
    free = case((LANES.c.leased_until > _NEXT.c.due, LANES.c.leased_until), else_=_NEXT.c.due)
    quiet = case((PAUSES.c.until > free, PAUSES.c.until), else_=free)
    either = _NEXT.c.id.in_([_first_of(LANES.c.key, acts, clicked=clicked, due=False) for clicked in (True, False)])
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


def _first_of(lane: ColumnElement[str], acts: frozenset[Act], *, clicked: bool, due: bool) -> ScalarSelect[str]:
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
    found = select(rows.id).select_from(joined).where(*mine, _can_go(acts))
    # What was due at the same moment: a card before what is said beside it.
    return found.order_by(rows.due, rows.parent.nulls_first(), rows.id).limit(_FIRST).correlate(LANES).scalar_subquery()


def _whose_turn(acts: frozenset[Act]) -> ColumnElement[bool]:
    """The next card post of a conversation: one that was clicked before all others, then the oldest."""
    first, then = (_first_of(LANES.c.key, acts, clicked=clicked, due=True) for clicked in (True, False))
    return _NEXT.c.id == func.coalesce(first, then)


def _lanes_with(next_one: ColumnElement[bool], chat: Chat | None) -> FromClause:
    """The conversations (of a chat) that have something open, each with its next card post."""
    busy = _busy_lanes()
    mine = and_(LANES.c.key == busy.c.lane, *([LANES.c.chat == chat] if chat else []))
    return busy.join(LANES, mine).join(_NEXT, next_one).outerjoin(PAUSES, PAUSES.c.chat == LANES.c.chat)


def _now() -> BindParameter[datetime]:
    return bindparam("now", type_=CARD_POSTS.c.due.type)


def _can_go(acts: frozenset[Act]) -> ColumnElement[bool]:
    """Open, its place not known to be gone, in want of one of these acts, its parent (if any) was posted, and its proposal (if
    any) was not last written by a newer version.
    """
    return and_(
        _OPEN,
        or_(CARD_POSTS.c.parent.is_(None), _PARENTS.c.ref_id.is_not(None)),
        or_(CARD_POSTS.c.proposal.is_(None), PROPOSALS.c.version <= RECORD_VERSION),
        not_(exists().where(CONVERSATIONS.c.key == CARD_POSTS.c.lane, CONVERSATIONS.c.gone != "")),
        *([or_(*(_WANTS[act] for act in acts))] if acts != EVERY_ACT else []),
    )
