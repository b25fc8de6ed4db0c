"""`copydesk audit`: whether the record holds, and what exactly was written. Only reads, so Copydesk may run meanwhile."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from adapters.storage.audit import Broken, Tally
from adapters.storage.database import UNREACHABLE
from adapters.storage.ledger import WordsErased
from adapters.storage.policies import PutInForce
from adapters.storage.revisions import NotRecreated, Recreated
from adapters.storage.store import SqlStore
from bot.looking import CannotLook, open_to_read, unreadable
from workflows.cards import about
from workflows.domain.content import published_text
from workflows.domain.ids import ProposalId
from workflows.domain.policy import Vocabulary
from workflows.domain.refusals import NotFound
from workflows.domain.value import value


@value
class Verdict:
    """What a look at the record came to: `holds`, and the sentences to tell."""

    holds: bool
    says: str


class CannotLookError(Exception):
    """The database can't be read, and why, in a sentence."""


async def verify_record(url: str, heard: Callable[[Tally], object]) -> Verdict:
    """Whether every row of the record holds. Raises `CannotLookError`."""
    last = Tally()

    def hear(tally: Tally) -> None:
        nonlocal last
        last = tally
        heard(tally)

    async with open_record(url) as store:
        found = await store.verify(hear)
    if found is not None:
        return Verdict(holds=False, says=found.sentence)
    return Verdict(holds=True, says=summary(last))


async def show_revisions(url: str, proposal: str, number: int | None) -> Verdict:
    """The exact words of every revision of a proposal, or of one, each proven. Raises `CannotLookError`."""
    async with open_record(url) as store:
        found = await store.revisions(ProposalId(proposal))
    if not isinstance(found, tuple):
        return Verdict(holds=False, says=_not_recreated(found))
    chosen = [one for one in found if number in (None, one.number)]
    if not chosen:
        return Verdict(holds=False, says=f"There is no revision {number}: the newest is {len(found)}.")
    return Verdict(holds=all(one.proven for one in chosen), says="\n\n".join(map(_shown, chosen)))


async def policy_history(url: str) -> Verdict:
    """Each time that a policy was put in force: when, which, by whom. Raises `CannotLookError`."""
    async with open_record(url) as store:
        found = await store.policy_history()
    if isinstance(found, Broken):
        return Verdict(holds=False, says=found.sentence)
    return Verdict(holds=True, says="\n".join(map(_put, found)) or "No policy was ever in force here.")


def _put(one: PutInForce) -> str:
    account = f"account {one.operator} of the machine" if one.operator else "an account that is not known any more"
    by = f"{one.name}, as {account}" if one.name else account
    return f"{one.at:%Y-%m-%d %H:%M:%S} UTC  {one.policy}  by {by}"


def summary(tally: Tally) -> str:
    """A whole verification in a line."""
    parts = [
        f"The record holds: {_many(tally.rows, 'event')} in {_many(tally.streams, 'stream')}",
        f"{tally.seals:,} of them sealed",
        f"{tally.waiting:,} waiting for their seal",
        f"{_many(tally.replayed, 'proposal')} replayed",
    ]
    if tally.erased:
        parts.append(f"{tally.erased:,} not replayed because words were destroyed")
    if tally.parked:
        parts.append(f"{tally.parked:,} not replayed because a newer version wrote them")
    return ", ".join(parts) + "."


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _shown(one: Recreated) -> str:
    content = one.content
    proof = "proven by the hash in the ledger" if one.proven else "NOT what was recorded: its words give another hash"
    lines = [
        f"Revision {one.number}, {one.at:%Y-%m-%d %H:%M:%S} UTC, by {one.by}",
        f"{one.hash}: {proof}",
        f"Channels: {', '.join(sorted(content.channels)) or 'none'}",
        *(f"{label}: {keys}" for label, keys in about.said(content, Vocabulary())),
        *((f"What proves its claims: {content.sources}",) if content.sources else ()),
        *(f"{media.kind} {media.name}, SHA-256 {media.digest}: {media.alt_text}" for media in content.media),
        "",
        published_text(content),
    ]
    return "\n".join(lines)


def _not_recreated(why: NotRecreated) -> str:
    match why:
        case NotFound():
            return "There is no such proposal on the ledger."
        case Broken():
            return why.sentence
        case WordsErased(sequence=sequence):
            return f"The words of event {sequence} were destroyed; only their hash is left."
        case _:
            return "A newer version of Copydesk wrote this proposal; that version can show it."


@asynccontextmanager
async def open_record(url: str) -> AsyncGenerator[SqlStore]:
    """The record, to look at. Raises `CannotLookError`."""
    database = await open_to_read(url)
    if isinstance(database, CannotLook):
        raise CannotLookError(database.says)
    try:
        yield SqlStore(database)
    except UNREACHABLE as failed:
        raise CannotLookError(unreadable(failed).says) from None
    finally:
        await database.close()
