"""What a condition came to on one post, as a tree that explains itself."""

from typing import Literal

from workflows.domain.value import value

State = Literal["holds", "fails", "unknown"]
"""`unknown`: a pattern took too long, so nobody knows; whoever asks takes it as holding, so that nothing slips through."""


@value
class Explained:
    """One condition and those that it is made of, in the order of the policy.

    `says` finishes "a post that …": what was found where it holds, what it looks for where it does not. `because` finishes
    "asked because it …" with everything below it that made it hold; empty where it fails, or where it holds for every post.
    """

    says: str
    state: State
    because: str = ""
    parts: tuple["Explained", ...] = ()
