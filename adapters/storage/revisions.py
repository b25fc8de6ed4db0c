"""Every revision of a proposal, re-created from the ledger's own rows and proven by the hash that decisions are bound to."""

from datetime import datetime

from sqlalchemy import Connection

from adapters.storage.audit import Broken, verify_stream
from adapters.storage.ledger import WordsErased, events_of
from workflows.domain.content import Content, hash_parts, hash_revision
from workflows.domain.events import Proposed, RevisionAdded
from workflows.domain.ids import PersonId, ProposalId, RevisionHash
from workflows.domain.refusals import NotFound, ParkedByNewerVersion
from workflows.domain.value import value


@value
class Recreated:
    """One revision as it was written. `proven` says that its words give the hash that stands in the chain."""

    number: int
    by: PersonId
    at: datetime
    content: Content
    hash: RevisionHash
    proven: bool


NotRecreated = NotFound | Broken | WordsErased | ParkedByNewerVersion
"""No such proposal, a chain that does not hold, words that were destroyed, or events of a newer version."""


def revisions(connection: Connection, proposal: ProposalId) -> tuple[Recreated, ...] | NotRecreated:
    """Every revision of a proposal, oldest first, once its chain was found to hold."""
    broken = verify_stream(connection, proposal)
    if broken:
        return broken
    events = events_of(connection, proposal)
    if not isinstance(events, tuple):
        return events
    salt = next((bytes.fromhex(event.salt) for event in events if isinstance(event, Proposed)), None)
    if salt is None:
        return NotFound()
    return tuple(_recreated(event, salt) for event in events if isinstance(event, RevisionAdded))


def _recreated(event: RevisionAdded, salt: bytes) -> Recreated:
    whole = hash_revision(event.content, salt) == event.hash
    return Recreated(
        number=event.number,
        by=event.by,
        at=event.at,
        content=event.content,
        hash=event.hash,
        proven=whole and hash_parts(event.content, salt) == event.parts,
    )
