"""Card posts: rows ↔ values, wishes, and what makes them due."""

import hashlib
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, assert_never

from pydantic import Field, TypeAdapter
from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, literal, not_, or_, select, update
from sqlalchemy.sql.dml import Update

from adapters.storage.codec import SILENT, canonical
from adapters.storage.lanes import direct_lane, ensure
from adapters.storage.places import conversation_key, conversations, remember
from adapters.storage.sql import Among, Prepared, insert_new
from adapters.storage.tables import CARD_POSTS, EPOCH, PROPOSALS
from workflows.domain.ids import CardPostId, Chat, PersonId, ProposalId
from workflows.domain.people import AccountId
from workflows.engine.chat import (
    AlertSubject,
    BesideCard,
    CardPost,
    Conversation,
    DigestSubject,
    Direct,
    HomeSubject,
    HomeTab,
    InConversation,
    MessageRef,
    NoticeSubject,
    Place,
    PostSubject,
    ProposalSubject,
    WatchSubject,
)

log: Final = logging.getLogger(__name__)

_SUBJECT: Final = TypeAdapter[PostSubject](Annotated[PostSubject, Field(discriminator="kind")], config=SILENT)


_NOTICE: Final = '"kind":"notice"'
"""Stands in the canonical JSON of a notice's subject, and cannot stand inside a string there."""


_OF_PROPOSALS: Final = Among(
    lambda ids: select(CARD_POSTS).where(CARD_POSTS.c.proposal.in_(ids)).order_by(CARD_POSTS.c.id)
)
_SAME: Final = Prepared(select(CARD_POSTS.c.id).where(CARD_POSTS.c.nature == bindparam("same")))
_LANE: Final = Prepared(select(CARD_POSTS.c.lane).where(CARD_POSTS.c.id == bindparam("post")))


def _want_again() -> Prepared:
    rows = CARD_POSTS.c
    hurry = case((rows.ref_id == bindparam("clicked"), 1), else_=rows.clicked)
    # Posted, or found to be old news: what was once so and is so again has a notice of its own.
    said = and_(or_(rows.ref_id.is_not(None), rows.shown >= rows.wanted), rows.subject.contains(_NOTICE))
    mine = update(CARD_POSTS).where(rows.proposal == bindparam("of"), not_(said))
    return Prepared(mine.values(wanted=rows.wanted + 1, parked="", due=_due(), clicked=hurry))


def _want_homes(people: Sequence[ColumnElement[Any]]) -> Update:
    rows = CARD_POSTS.c
    # Locked in one order, so that two decisions that concern the same people cannot wait for each other.
    theirs = select(rows.id).where(rows.home.in_(people)).order_by(rows.id).with_for_update(key_share=True)
    mine = update(CARD_POSTS).where(rows.id.in_(theirs))
    return mine.values(wanted=rows.wanted + 1, parked="", due=_due())


def _due() -> ColumnElement[datetime]:
    """When what is wanted again is due: what was parked now, what waits or backs off as before."""
    rows = CARD_POSTS.c
    now = bindparam("now", type_=rows.due.type)
    return case((rows.parked != "", now), (rows.shown < rows.wanted, rows.due), (rows.due > now, rows.due), else_=now)


def _say_anew() -> Prepared:
    rows = CARD_POSTS.c
    this = update(CARD_POSTS).where(rows.id == bindparam("post"))
    now_says: dict[str, Any] = {"subject": bindparam("says"), "nature": bindparam("same")}
    return Prepared(this.values(**now_says, wanted=rows.wanted + 1, parked="", due=_due()))


_SAY_ANEW: Final = _say_anew()
_WANT_HOMES: Final = Among(_want_homes)
_WANT_AGAIN: Final = _want_again()


def wish(connection: Connection, posts: Sequence[CardPost], due: datetime) -> None:
    """Add card posts, due then. One that exists (same subject, same place) is left alone, and replies find it as their parent;
    one of the same id says from now on what this one says.
    """
    known_as: dict[CardPostId, CardPostId] = {}
    ensure(connection, dict(_lane(post.place) for post in posts if not isinstance(post.place, BesideCard)))
    for post in sorted(posts, key=lambda post: isinstance(post.place, BesideCard)):
        where = _where(connection, post.place, known_as)
        subject = canonical(_SUBJECT.dump_python(post.subject, mode="json"))
        nature = hashlib.sha256(canonical([subject, *where.values()]).encode()).hexdigest()
        row = {
            "id": post.id,
            "nature": nature,
            "subject": subject,
            "proposal": subject_proposal(post.subject),
            "home": post.subject.person if isinstance(post.subject, HomeSubject) else None,
            **where,
            "wanted": post.wanted,
            "shown": post.shown,
            "digest": post.digest,
            "attempts": post.attempts,
            "due": due,
            "parked": "",
            **ref_columns(connection, post.ref),
        }
        if not insert_new(connection, CARD_POSTS, row):
            known = _SAME.first(connection, same=nature)
            if known is None:
                _SAY_ANEW.run(connection, post=post.id, says=subject, same=nature, now=due)
            else:
                known_as[post.id] = known.id


def want_again(connection: Connection, proposal: ProposalId, at: datetime, clicked: str = "") -> None:
    """Make every card post of a proposal due, first the one whose message was `clicked`: somebody is looking at it. What
    waits already keeps its turn; what backs off keeps its pause; a notice that was posted, or was old news when its turn
    came, counts as said and is left alone.
    """
    _WANT_AGAIN.run(connection, of=proposal, now=at, clicked=clicked)


def want(connection: Connection, posts: Collection[CardPostId], at: datetime) -> None:
    """Make card posts due then that do not show what they should; what waits or is parked is left alone."""
    rows = CARD_POSTS.c
    quiet = update(CARD_POSTS).where(rows.id.in_(posts), rows.shown >= rows.wanted)
    connection.execute(quiet.values(wanted=rows.wanted + 1, due=at))


def want_every_again(connection: Connection, at: datetime, statuses: Collection[str] = ("in_review",)) -> None:
    """Let every card of a post in review (or of such `statuses`) be looked at again, such as when somebody left; one that shows
    the same costs no call.
    """
    rows = CARD_POSTS.c
    open_now = select(PROPOSALS.c.id).where(PROPOSALS.c.status.in_(statuses))
    _want(connection, and_(rows.proposal.in_(open_now), not_(rows.subject.contains(_NOTICE))), at)


def want_every_home(connection: Connection, at: datetime) -> None:
    """The same for every Home that was ever opened."""
    _want(connection, CARD_POSTS.c.home.is_not(None), at)


def _want(connection: Connection, which: ColumnElement[bool], at: datetime) -> None:
    rows = CARD_POSTS.c
    now = literal(at, type_=rows.due.type)
    due = case((rows.shown < rows.wanted, rows.due), (rows.due > now, rows.due), else_=now)
    connection.execute(update(CARD_POSTS).where(which).values(wanted=rows.wanted + 1, due=due))


def want_homes(connection: Connection, people: Collection[PersonId], at: datetime) -> None:
    """Make the Homes of these people due: those that were ever opened."""
    _WANT_HOMES.run(connection, sorted(people), now=at)


def open_home(connection: Connection, post: CardPost) -> None:
    """Wish for a Home, or for the same one again, to be drawn at once whatever it shows: its person looks at it.

    Raises `ValueError` for another card.
    """
    if not isinstance(post.subject, HomeSubject) or not isinstance(post.place, HomeTab):
        raise ValueError("not a Home's card post")  # noqa: TRY004  # it is a CardPost; its content is wrong
    wish(connection, [post], EPOCH)
    rows, account = CARD_POSTS.c, post.place.account
    this = (rows.chat == account.chat, rows.home_installation == account.installation, rows.home_user == account.user)
    mine = update(CARD_POSTS).where(rows.home == post.subject.person, *this)
    connection.execute(mine.values(wanted=rows.wanted + 1, digest="", parked="", due=EPOCH, clicked=1))


def of_proposals(
    connection: Connection, proposals: Collection[ProposalId]
) -> Mapping[ProposalId, tuple[CardPost, ...]]:
    """The card posts of these proposals in the order of their ids, with their places as they were wished."""
    found: dict[ProposalId, tuple[CardPost, ...]] = {}
    rows = _OF_PROPOSALS.rows(connection, proposals)
    posts = read(connection, rows)
    for row in rows:
        if row.id in posts:
            found[row.proposal] = (*found.get(row.proposal, ()), posts[row.id])
    return found


def read(connection: Connection, rows: Sequence[Any]) -> Mapping[CardPostId, CardPost]:
    """Card posts from whole rows, in their order; conversations come with the newest address seen.

    One that cannot be read is left out, and logged: it must not keep the others waiting.
    """
    keys = {key for row in rows for key in (row.conversation, row.ref_conversation, row.extra_conversation)}
    known = conversations(connection, keys)
    posts: dict[CardPostId, CardPost] = {}
    for row in rows:
        try:
            subject = _SUBJECT.validate_json(row.subject, strict=True)
        except ValueError:
            log.exception("card post %s cannot be read", row.id)
            continue
        posts[row.id] = CardPost(
            id=row.id,
            subject=subject,
            place=_place(row, known),
            wanted=row.wanted,
            shown=row.shown,
            digest=row.digest,
            ref=_ref(row.ref_conversation, row.ref_id, row.ref_thread, known),
            attempts=row.attempts,
            twice=bool(row.twice),
            extra=_ref(row.extra_conversation, row.extra_id, row.extra_thread, known),
        )
    return posts


def ref_columns(connection: Connection, ref: MessageRef | None) -> Mapping[str, str | None]:
    """A message as columns."""
    if ref is None:
        return {"ref_conversation": None, "ref_id": None, "ref_thread": None}
    return {"ref_conversation": remember(connection, ref.conversation), "ref_id": ref.id, "ref_thread": ref.thread}


def subject_proposal(subject: PostSubject) -> ProposalId | None:
    """The proposal that a card post is about; a digest is about many, an alert about none."""
    match subject:
        case ProposalSubject(proposal=proposal) | WatchSubject(proposal=proposal) | NoticeSubject(proposal=proposal):
            return proposal
        case DigestSubject() | AlertSubject() | HomeSubject():
            return None
        case _:
            assert_never(subject)


def _lane(place: InConversation | Direct | HomeTab) -> tuple[str, tuple[Chat, str]]:
    """The lane of a place, with its chat and installation."""
    match place:
        case InConversation(conversation=conversation):
            return conversation_key(conversation), (conversation.chat, conversation.installation)
        case Direct(chat=chat, person=person):
            # Which of the person's accounts is written to is seen when it is.
            return direct_lane(chat, person), (chat, "")
        case HomeTab(account=account):
            lane = f"home {account.chat} {account.installation} {account.user}"
            return lane, (account.chat, account.installation)
        case _:
            assert_never(place)


def _where(connection: Connection, place: Place, known_as: Mapping[CardPostId, CardPostId]) -> Mapping[str, str | None]:
    """A place as columns. A reply's parent must be known; it shares that one's lane."""
    columns: dict[str, str | None] = dict.fromkeys(("conversation", "parent", "chat", "person"))
    match place:
        case InConversation(conversation=conversation):
            return {**columns, "conversation": remember(connection, conversation), "lane": _lane(place)[0]}
        case Direct(chat=chat, person=person):
            return {**columns, "chat": chat, "person": person, "lane": _lane(place)[0]}
        case HomeTab(account=account):
            # Only here, because what a card post is known by is made of every column.
            page = {"home_installation": account.installation, "home_user": account.user}
            return {**columns, "chat": account.chat, **page, "lane": _lane(place)[0]}
        case BesideCard(parent=wished):
            parent = known_as.get(wished, wished)
            (beside,) = _LANE.rows(connection, post=parent)
            return {**columns, "parent": parent, "lane": beside.lane}
        case _:
            assert_never(place)


def _place(row: Any, known: Mapping[str, Conversation]) -> Place:
    if row.conversation:
        return InConversation(conversation=known[row.conversation])
    if row.parent:
        return BesideCard(parent=row.parent)
    chat: Chat = row.chat
    if row.home:
        return HomeTab(account=AccountId(chat=chat, installation=row.home_installation, user=row.home_user))
    return Direct(chat=chat, person=row.person)


def _ref(conversation: str | None, message: str, thread: str, known: Mapping[str, Conversation]) -> MessageRef | None:
    return MessageRef(conversation=known[conversation], id=message, thread=thread) if conversation else None
