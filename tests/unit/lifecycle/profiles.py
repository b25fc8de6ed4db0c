"""How long the properties are searched for a counterexample: the same short search in every run, or a deep one on request."""

import os
from typing import Final

from hypothesis import settings

DEEP: Final = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
"""Whether the deep search was asked for."""

PROPERTY: Final = settings(
    max_examples=20_000 if DEEP else 100, derandomize=not DEEP, deadline=None, database=None, print_blob=True
)
"""For a property of one example."""
MACHINE: Final = settings(PROPERTY, max_examples=10_000 if DEEP else 60, stateful_step_count=60 if DEEP else 40)
"""For a state machine: that many runs of that many steps."""
