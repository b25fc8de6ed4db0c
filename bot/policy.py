"""The policy while Copydesk runs: a new file is taken over without a restart, and a broken one leaves the one before it."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Final

from adapters.policy_file.load import Loaded, load_text
from adapters.storage.store import SqlStore
from bot.versions import operator
from workflows.cards.alerts import PolicyKept
from workflows.domain.ids import Chat, Email
from workflows.domain.policy import Policy
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.engine.alerts import alert_posts
from workflows.engine.policies import Policies

MOST_ERRORS: Final = 5
"""How many errors an alert shows; whoever mends the file sees all of them."""

log = logging.getLogger(__name__)

Read = Loaded | tuple[str, ...]
"""A policy file as read: good, or every error in it."""


async def adopt(
    store: SqlStore,
    read: Read,
    chats: Collection[Chat],
    new_id: Callable[[], str],
    now: datetime,
    by: Email | None = None,
) -> tuple[str, ...]:
    """Put a policy in force (`now` in UTC); if it is broken, alert the comms leads instead, once for the same errors.

    `by` is on the ledger as who did it; the account of this machine stands beside it. The answer is what is wrong with the policy:
    nothing, when it is in force.
    """
    if isinstance(read, Loaded):
        await store.adopt_policy(read.policy, read.text, now, by=by, operator=operator())
        return ()
    known = await store.load(None)
    if not isinstance(known, ParkedByNewerVersion):
        alert = PolicyKept(errors=read[:MOST_ERRORS], more=max(0, len(read) - MOST_ERRORS))
        occasion = hashlib.sha256("\n".join(read).encode()).hexdigest()
        leads = [person.id for person in known.people.values() if person.role == "lead"]
        await store.wish(alert_posts(alert, occasion, leads, known.accounts, chats, new_id))
    return read


class PolicyKeeper:
    """Keeps this process at the policy that is in force, whichever process put it there."""

    def __init__(
        self,
        store: SqlStore,
        policies: Policies,
        chats: Collection[Chat],
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        """`changed` is called after a policy was taken over: desks may be asked elsewhere now."""
        self._store = store
        self._policies = policies
        self._chats = chats
        self._new_id = new_id
        self._clock = clock
        self._changed = changed

    async def reload(self, read: Read) -> None:
        """Take over a policy file that was read again, unless it is broken."""
        problems = await adopt(self._store, read, self._chats, self._new_id, self._clock())
        for problem in problems:
            log.error("the policy is broken; the one before it stays in force", extra={"says": problem})
        if isinstance(read, Loaded):
            for warning in read.warned(self._clock().date()):
                log.warning("policy", extra={"says": warning})
            version = (await self._store.policy_versions())[read.policy.hash]
            await self._take(read.policy, version.since)
        else:
            await self._changed()

    async def follow(self) -> None:
        """Take over what another process, or the command line, has put in force."""
        hash_ = await self._store.policy_in_force()
        if hash_ is None or hash_ == self._policies.current.hash:
            return
        version = (await self._store.policy_versions())[hash_]
        read = await asyncio.to_thread(load_text, version.text, "the adopted policy")
        if isinstance(read, Loaded):
            await self._take(read.policy, version.since)
        else:
            log.error("this version of Copydesk can't read the policy in force", extra={"says": read[0]})

    async def _take(self, policy: Policy, since: datetime) -> None:
        self._policies.adopt(policy, since)
        log.info("policy in force", extra={"policy": policy.hash[:12]})
        await self._changed()
