"""Sightings on the ledger: one stream for each confidential proposal, a row for each person and revision, in the order in which
they were first shown. The chain has random ids and codes; the account lies beside it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, select

from adapters.storage.audit import Broken, verify_stream
from adapters.storage.codec import Halves
from adapters.storage.ledger import Entry, append
from adapters.storage.lists import named
from adapters.storage.tables import LEDGER, LEDGER_WORDS, PEOPLE, PROPOSALS
from workflows.domain.ids import Chat, PersonId, ProposalId
from workflows.domain.people import AccountId
from workflows.domain.refusals import NotFound
from workflows.domain.value import value
from workflows.engine.sightings import Sighting, Where


@value
class Insider:
    """One line of an insider list. `name` and `account` are empty where they were erased, or the account never known."""

    person: PersonId
    name: str
    account: AccountId | None
    chat: Chat
    revision: int
    at: datetime
    where: Where


@value
class InsiderList:
    """Who was shown a proposal, and between which times (UTC) it was confidential; the last may still go on."""

    proposal: ProposalId
    restricted: tuple[tuple[datetime, datetime | None], ...]
    insiders: tuple[Insider, ...]


def note(connection: Connection, sightings: Sequence[Sighting]) -> None:
    """Append those of which the same person and revision is not there yet. Whoever notes another of the same proposal waits
    for its row, so that the first stays the only one.
    """
    ordered = sorted(sightings, key=lambda one: (one.proposal, one.revision))
    for proposal, group in groupby(ordered, key=lambda one: one.proposal):
        stream = stream_of(proposal)
        connection.execute(select(PROPOSALS.c.id).where(PROPOSALS.c.id == proposal).with_for_update(key_share=True))
        bodies = connection.execute(select(LEDGER.c.body).where(LEDGER.c.stream == stream)).scalars()
        there = {(held["person"], held["revision"]) for held in map(json.loads, bodies)}
        entries = [_entry(one) for one in group if (one.person, one.revision) not in there]
        if entries:
            append(connection, stream, entries)


def insider_list(connection: Connection, name: str) -> InsiderList | NotFound | Broken:
    """The list of the one proposal whose id is `name`, or begins so; where a row does not hold, that one instead."""
    proposal = named(connection, name)
    if proposal is None:
        return NotFound()
    stream = stream_of(proposal)
    broken = verify_stream(connection, stream)
    if broken:
        return broken
    words = and_(LEDGER.c.stream == LEDGER_WORDS.c.stream, LEDGER.c.sequence == LEDGER_WORDS.c.sequence)
    rows = (
        select(LEDGER.c.body, LEDGER.c.chat, LEDGER.c.at, LEDGER_WORDS.c.words)
        .outerjoin(LEDGER_WORDS, words)
        .where(LEDGER.c.stream == stream)
        .order_by(LEDGER.c.sequence)
    )
    found = [(json.loads(row.body), row) for row in connection.execute(rows)]
    ids = {held["person"] for held, _ in found}
    names = {row.id: row.name for row in connection.execute(select(PEOPLE).where(PEOPLE.c.id.in_(ids)))}
    return InsiderList(
        proposal=proposal,
        restricted=_restricted(connection, proposal),
        insiders=tuple(_insider(held, row.chat, row.at, row.words, names) for held, row in found),
    )


def stream_of(proposal: ProposalId) -> str:
    """The stream of its sightings."""
    return f"seen {proposal}"


def _entry(one: Sighting) -> Entry:
    chained = {"person": one.person, "revision": one.revision, "where": one.where}
    return Entry(
        halves=Halves(kind="seen", chained=chained, private={}),
        at=one.at,
        actor=one.person,
        chat=one.chat,
        account=one.account,
    )


def _insider(held: Mapping[str, Any], chat: Chat, at: datetime, words: str | None, names: Mapping[str, str]) -> Insider:
    account = json.loads(words)["account"] if words else None
    return Insider(
        person=held["person"],
        name=names.get(held["person"], ""),
        account=AccountId(**account) if account else None,
        chat=chat,
        revision=held["revision"],
        at=at,
        where=held["where"],
    )


def _restricted(connection: Connection, proposal: ProposalId) -> tuple[tuple[datetime, datetime | None], ...]:
    kinds = ("restricted", "restriction_lifted")
    rows = select(LEDGER.c.kind, LEDGER.c.at).where(LEDGER.c.stream == proposal, LEDGER.c.kind.in_(kinds))
    times: list[tuple[datetime, datetime | None]] = []
    for row in connection.execute(rows.order_by(LEDGER.c.sequence)):
        if row.kind == "restricted":
            times.append((row.at, None))
        else:
            times[-1] = (times[-1][0], row.at)
    return tuple(times)
