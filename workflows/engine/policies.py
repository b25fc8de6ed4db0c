"""The policy versions in force: the current one for new proposals, and every version that a running one started under."""

from workflows.domain.ids import PolicyHash
from workflows.domain.policy import Policy
from workflows.domain.proposal import Proposal, review_of


class Policies:
    """All versions by hash. A proposal keeps the version it was submitted under."""

    def __init__(self, current: Policy, older: tuple[Policy, ...] = ()) -> None:
        """`older` are the versions adopted before, read back from the store at start."""
        self._current = current
        self._by_hash: dict[PolicyHash, Policy] = {policy.hash: policy for policy in (*older, current)}

    def adopt(self, policy: Policy) -> None:
        """From now on `policy` is the current version; those before it go on ruling what they rule."""
        self._current = policy
        self._by_hash[policy.hash] = policy

    @property
    def current(self) -> Policy:
        """What rules a proposal from now on."""
        return self._current

    def ruling(self, proposal: Proposal | None) -> Policy:
        """The version that rules this proposal."""
        review = review_of(proposal) if proposal else None
        return self._by_hash.get(review.policy, self._current) if review else self._current
