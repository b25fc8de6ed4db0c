"""Clicks against a baseline: rounds of the one and the other in turn, by the same driver, from the same core."""

import sqlite3
import statistics
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from benchmarks.load import Round, drive
from benchmarks.progress import say
from workflows.domain.value import value

ROUNDS: Final = 5
AT_ONCE: Final = 32
MANY: Final = 640
"""Requests in a round at 32 at once."""
FEW: Final = 60
"""Requests in a round one after another."""
WARM: Final = 64

Make = Callable[[int], Sequence[bytes]]
"""So many requests that were never sent before."""


@value
class Side:
    """One of the two under measure: where it listens, and how its requests are made."""

    name: str
    port: int
    make: Make
    expect: bytes = b""


@value
class Duel:
    """What the rounds came to: medians over the rounds."""

    rate: float
    p50: float
    p99: float


async def duel(sides: Sequence[Side], clients: int, requests: int) -> Sequence[Duel]:
    """Rounds in turn. Each figure is the median of the rounds' figures."""
    rounds: list[list[Round]] = [[] for _ in sides]
    for number in range(ROUNDS + 1):
        for side, mine in zip(sides, rounds, strict=True):
            made = side.make(requests if number else WARM)
            done = await drive(side.port, made, clients, side.expect)
            say(
                f"{side.name}, {clients} at once, round {number}: {done.rate:.0f}/s, p50 {done.percentile(50) * 1e3:.1f} ms"
            )
            if number:
                # The first one only warms up.
                mine.append(done)
    return [_medians(mine) for mine in rounds]


@contextmanager
def recording(store: Path, made: int) -> Generator[None]:
    """Raises `RuntimeError` unless as many decisions stand in a store at the end as clicks were `made`: Slack is answered
    the same whether a click decides or is refused, and a refusal is quicker.
    """
    with closing(sqlite3.connect(store)) as file:
        last = file.execute("SELECT max(rowid) FROM ledger").fetchone()[0]
    yield
    with closing(sqlite3.connect(store)) as file:
        # Only what came since is read: a full store has millions of rows.
        since = "SELECT count(*) FROM ledger WHERE rowid > ? AND kind = 'review_given'"
        found = file.execute(since, (last,)).fetchone()[0]
    if found != made:
        raise RuntimeError(f"{made} clicks, but {found} decisions in {store.name}")


def _medians(rounds: Sequence[Round]) -> Duel:
    def median(figure: Callable[[Round], float]) -> float:
        return statistics.median(figure(one) for one in rounds)

    return Duel(
        rate=median(lambda one: one.rate),
        p50=median(lambda one: one.percentile(50)),
        p99=median(lambda one: one.percentile(99)),
    )
