"""The policy versions in force: the current one for new proposals, and every version that a running one started under."""

from collections.abc import Mapping
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


class Policies:
    """All versions by hash. A proposal keeps the version it was submitted under, until somebody moves it on purpose."""

    def __init__(
        self,
        current: Policy,
        older: tuple[Policy, ...] = (),
        dates: Mapping[PolicyHash, datetime] | None = None,
    ) -> None:
        """`older` are the versions adopted before, read back from the store at start; `dates` say when (UTC) each was put in
        force first, as far as that is known.
        """
        self._current = current
        self._by_hash: dict[PolicyHash, Policy] = {policy.hash: policy for policy in (*older, current)}
        self._dates = dict(dates or {})

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
        """The version that rules this proposal."""
        review = review_of(proposal) if proposal else None
        return self._by_hash.get(review.policy, self._current) if review else self._current
