"""Proposals: loading what a decision may know, and applying a decision in its own transaction."""

import logging
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, assert_never

from sqlalchemy import Connection, bindparam, select, union_all, update

from adapters.storage import agenda, turnarounds
from adapters.storage.codec import RECORD_VERSION, canonical, decode_state, encode_event, encode_state
from adapters.storage.ledger import Entry, append
from adapters.storage.people import accounts_of, listed_or, note_first_asked
from adapters.storage.places import bound, resolved
from adapters.storage.posts import of_proposals, want, want_again, want_homes, wish
from adapters.storage.sql import Among, Prepared, Undone, insert_new, inserting
from adapters.storage.tables import INPUTS, PROPOSALS
from workflows.domain.ids import PersonId, ProposalId
from workflows.domain.proposal import Draft, InReview, Proposal, Rejected, Withdrawn, review_of
from workflows.domain.refusals import ParkedByNewerVersion, Refusal
from workflows.engine.store import Accepted, Decide, Loaded, Order, Page, QueueStatus, Recorded

log: Final = logging.getLogger(__name__)

_DAMAGED: Final = (ValueError, TypeError, LookupError, AttributeError)
"""What reading a state raises that is not one."""

_OPEN: Final[tuple[QueueStatus, ...]] = ("draft", "in_review", "approved")
_CLOSED: Final[tuple[QueueStatus, ...]] = ("rejected", "withdrawn")


_ANSWERED: Final = Prepared(select(INPUTS).where(INPUTS.c.key == bindparam("own")))
_ONE: Final = Prepared(select(PROPOSALS).where(PROPOSALS.c.id == bindparam("proposal")))
_LOCKED: Final = Prepared(
    select(PROPOSALS).where(PROPOSALS.c.id == bindparam("proposal")).with_for_update(key_share=True)
)
_SOME: Final = Among(lambda ids: select(PROPOSALS).where(PROPOSALS.c.id.in_(ids)))
_SAY: Final = Prepared(update(INPUTS).where(INPUTS.c.key == bindparam("own")).values(say=bindparam("said")))
_BEGIN: Final = inserting(PROPOSALS)
_STATE: Final = ("sequence", "version", "state", "status", "wanted")


def _rewrite(*columns: str) -> Prepared:
    row = update(PROPOSALS).where(PROPOSALS.c.id == bindparam("proposal"))
    return Prepared(row.values({name: bindparam(f"new_{name}", type_=PROPOSALS.c[name].type) for name in columns}))


_REWRITE: Final = _rewrite(*_STATE)
_REWRITE_CHANGED: Final = _rewrite(*_STATE, "changed")


def apply(connection: Connection, order: Order, decide: Decide) -> Recorded | Refusal | Undone[Recorded | Refusal]:
    """Decide and record, all in this transaction, which is undone where nothing is to be stored.

    The key is claimed first, so of several copies at once one decides while the others wait, and then give its answer.
    """
    key = _own_key(order)
    if not insert_new(connection, INPUTS, {"key": key, "proposal": order.proposal, "say": "", "at": order.at}):
        (answer,) = _ANSWERED.rows(connection, own=key)
        return Recorded(proposal=answer.proposal, say=answer.say, repeated=True)
    row = _LOCKED.first(connection, proposal=order.proposal)
    state = decode_state(row.state, row.version) if row else None
    if isinstance(state, ParkedByNewerVersion):
        return Undone(answer=state)
    loaded = _loaded(connection, [state], order.names.union({order.by} if order.by else ()))[0]
    decided = decide(replace(loaded, load=agenda.load(connection)) if order.asks else loaded)
    if not isinstance(decided, Accepted) or not decided.events:
        stands = isinstance(decided, Accepted)
        return Undone(answer=Recorded(proposal=order.proposal, say=decided.say) if stands else decided)
    _record(connection, order, decided, new=row is None)
    return Recorded(proposal=order.proposal, say=decided.say)


def load_many(connection: Connection, proposals: Collection[ProposalId | None]) -> Mapping[ProposalId | None, Loaded]:
    """How things stand with each of these proposals, and under None without any.

    Unknown ones, those that a newer version wrote and those that cannot be read are left out.
    """
    rows = _SOME.rows(connection, [known for known in proposals if known])
    every = _loaded(connection, [*_states(rows), None])
    return {found.proposal.id if found.proposal else None: found for found in every}


def load(connection: Connection, proposal: ProposalId | None) -> Loaded | ParkedByNewerVersion:
    """How things stand, with one proposal if it is known."""
    row = _ONE.first(connection, proposal=proposal) if proposal else None
    state = decode_state(row.state, row.version) if row else None
    return state if isinstance(state, ParkedByNewerVersion) else _loaded(connection, [state])[0]


def load_rows(connection: Connection, rows: Sequence[Any]) -> Sequence[Loaded]:
    """How things stand with each of these rows' proposals, in their order, without those that can't be read."""
    return _loaded(connection, _states(rows))


def queue(connection: Connection, statuses: Sequence[QueueStatus], since: datetime | None) -> Sequence[Loaded]:
    """Proposals with these statuses, soonest wanted first, without those that a newer version wrote or that cannot be read."""
    rows = select(PROPOSALS).where(PROPOSALS.c.status.in_(statuses))
    if since:
        rows = rows.where(PROPOSALS.c.changed >= since)
    soonest = (PROPOSALS.c.wanted.is_(None), PROPOSALS.c.wanted, PROPOSALS.c.created, PROPOSALS.c.id)
    found = connection.execute(rows.order_by(*soonest)).all()
    changed: dict[str, datetime] = {row.id: row.changed for row in found}
    loaded = _loaded(connection, _states(found))
    return [replace(one, since=changed[one.proposal.id]) if one.proposal else one for one in loaded]


def standing(connection: Connection, after: ProposalId | None, limit: int, since: datetime) -> Page:
    """The next proposals by id that are open or were closed since then; indexes lead past all others."""
    behind = [PROPOSALS.c.id > after] if after else []
    fresh = select(PROPOSALS.c.id).where(PROPOSALS.c.status.in_(_CLOSED), PROPOSALS.c.changed >= since, *behind)
    alive = select(PROPOSALS.c.id).where(PROPOSALS.c.status.in_(_OPEN), *behind)
    both = union_all(fresh, alive).subquery()
    page = connection.execute(select(both.c.id).order_by(both.c.id).limit(limit)).scalars().all()
    rows = connection.execute(select(PROPOSALS).where(PROPOSALS.c.id.in_(page)).order_by(PROPOSALS.c.id)).all()
    last = ProposalId(page[-1]) if len(page) == limit else None
    return Page(loaded=tuple(_loaded(connection, _states(rows))), last=last)


def _states(rows: Sequence[Any]) -> Sequence[Proposal]:
    """Those that can be read; one that is damaged is logged, and must not keep the others from being seen."""
    states: list[Proposal] = []
    for row in rows:
        try:
            state = decode_state(row.state, row.version)
        except _DAMAGED:
            log.exception("proposal %s cannot be read", row.id)
            continue
        if isinstance(state, Proposal):
            states.append(state)
    return states


def _loaded(
    connection: Connection, states: Sequence[Proposal | None], also: AbstractSet[PersonId] = frozenset()
) -> Sequence[Loaded]:
    """Each state with what a decision on it may know; `also` are people whom they need not refer to yet."""
    referred = set(also)
    everyone = listed_or(connection, referred.union(*(_people_in(state) for state in states if state)))
    accounts = accounts_of(connection, everyone.people)
    posts = of_proposals(connection, [state.id for state in states if state])
    places, names = bound(connection), resolved(connection)
    loaded: list[Loaded] = []
    for state in states:
        known = posts.get(state.id, ()) if state else ()
        loaded.append(
            Loaded(
                proposal=state,
                people=everyone.people,
                accounts=accounts,
                posts=known,
                bound=places,
                resolved=names,
                covers=everyone.covers,
                stopped=everyone.stopped,
            )
        )
    return loaded


def _own_key(order: Order) -> str:
    """An input's key among that person's: whoever sends somebody else's key is not told their answer."""
    return canonical([order.by, order.key])


def _people_in(proposal: Proposal) -> set[PersonId]:
    people = {proposal.author, *proposal.co_authors, *(revision.author for revision in proposal.revisions)}
    for review in proposal.reviews:
        people |= {person for person in (review.reviewer, review.behalf, review.lifted_by, review.voided_by) if person}
    routed = review_of(proposal)
    if routed and routed.adopted:
        people.add(routed.adopted.by)
    people |= {person for one in proposal.handed for person in (one.by, one.behalf, one.to) if person}
    people |= {one.by for one in proposal.overrides}
    for suggestion in proposal.suggestions:
        people |= {suggestion.by} | ({suggestion.verdict.by} if suggestion.verdict else set())
    people |= {person for one in proposal.watches for person in (one.by, one.person)}
    people |= set(review.watchers) if (review := review_of(proposal)) else set()
    if proposal.hold:
        people.add(proposal.hold.by)
    match proposal.stage:
        case Rejected(by=by) | Withdrawn(by=by):
            people.add(by)
        case Draft() | InReview():
            pass
        case _:
            assert_never(proposal.stage)
    return people


def _record(connection: Connection, order: Order, accepted: Accepted, *, new: bool) -> None:
    """Write the events and everything that follows from them."""
    proposal, row = accepted.proposal, accepted.row
    values: dict[str, Any] = {
        "sequence": proposal.sequence,
        "version": RECORD_VERSION,
        "state": encode_state(proposal),
        "status": row.status,
        "wanted": row.wanted,
    }
    if row.changed:
        values["changed"] = row.changed
    if new:
        begun = {"id": proposal.id, "author": proposal.author, "created": proposal.created, "changed": proposal.created}
        _BEGIN.run(connection, **{**begun, **values})
    else:
        rewrite = _REWRITE_CHANGED if row.changed else _REWRITE
        rewrite.run(connection, proposal=proposal.id, **{f"new_{name}": held for name, held in values.items()})
    if accepted.newcomers:
        # Before the card posts, as where somebody leaves: neither can wait for the other.
        note_first_asked(connection, accepted.newcomers, proposal.id)
    entries = [
        Entry(
            halves=encode_event(event),
            at=order.at,
            actor=order.by,
            chat=order.account.chat if order.account else None,
            account=order.account,
            policy=accepted.policy,
        )
        for event in accepted.events
    ]
    if append(connection, proposal.id, entries) != proposal.sequence:
        raise ValueError("a proposal's sequence must count its events")
    if not new:
        want_again(connection, proposal.id, order.at, order.clicked)
    if accepted.again:
        want(connection, accepted.again, order.at)
    wish(connection, accepted.wishes, order.at)
    if accepted.agenda is not None:
        agenda.write(connection, proposal.id, accepted.agenda, new=new)
    turnarounds.write(connection, proposal.id, accepted.turnarounds, order.at)
    _SAY.run(connection, own=_own_key(order), said=accepted.say)
    if accepted.concerned:
        # Last: other proposals' decisions may concern the same people, and wait for this one from here on.
        want_homes(connection, accepted.concerned, order.at)
