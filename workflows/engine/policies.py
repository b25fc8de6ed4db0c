"""The policy versions in force: the current one for new proposals, and every version that a running one started under."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from workflows.domain.ids import PolicyHash
from workflows.domain.policy import Policy
from workflows.domain.proposal import Proposal, review_of
from workflows.domain.value import value


@value
class Version:
    """A version as it is kept: its file's text, and when (UTC) it was first put in force."""

    text: str
    since: datetime


Recall = Callable[[PolicyHash], Awaitable[tuple[Policy, datetime] | None]]
"""Reads a version back from the record, with when (UTC) it was first put in force; None where it can't be read any more."""


async def _nothing(_: PolicyHash) -> None:
    """Nothing is on record."""


class Policies:
    """All versions by hash. A proposal keeps the version it was submitted under, until somebody moves it on purpose."""

    def __init__(
        self,
        current: Policy,
        older: tuple[Policy, ...] = (),
        dates: Mapping[PolicyHash, datetime] | None = None,
        recall: Recall = _nothing,
    ) -> None:
        """`older` are the versions adopted before, read back from the store at start; `dates` say when (UTC) each was put in
        force first, as far as that is known. `recall` reads one that another process put in force since.
        """
        self._current = current
        self._by_hash: dict[PolicyHash, Policy] = {policy.hash: policy for policy in (*older, current)}
        self._dates = dict(dates or {})
        self._recall = recall
        self._lost: set[PolicyHash] = set()

    def adopt(self, policy: Policy, since: datetime) -> None:
        """From now on `policy`, first put in force at `since`, is the current version; those before go on ruling what they rule."""
        self._current = policy
        self._by_hash[policy.hash] = policy
        self._dates[policy.hash] = since

    @property
    def current(self) -> Policy:
        """What rules a proposal from now on."""
        return self._current

    @property
    def dates(self) -> Mapping[PolicyHash, datetime]:
        """When each version was first put in force, in UTC."""
        return self._dates

    def ruling(self, proposal: Proposal | None) -> Policy:
        """The version that rules this proposal; the current one, where its own is `missing` or can't be read any more."""
        review = review_of(proposal) if proposal else None
        return self._by_hash.get(review.policy, self._current) if review else self._current

    def missing(self, proposal: Proposal | None) -> PolicyHash | None:
        """The version that rules this proposal, where nobody has looked for it here: another process put it in force, and
        moved the proposal to it, before this one has followed.
        """
        review = review_of(proposal) if proposal else None
        version = review.policy if review else self._current.hash
        return None if version in self._by_hash or version in self._lost else version

    async def recall(self, missing: PolicyHash) -> None:
        """Read a version back, once: what it ruled is not left waiting for one that can't be read."""
        found = await self._recall(missing)
        if found is None:
            self._lost.add(missing)
        else:
            self._by_hash[missing], self._dates[missing] = found
