"""When a post's desks can be expected to have decided: written down with each decision, asked once for each *Check*."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from workflows.cards.seen import Seen
from workflows.domain.ids import DeskId
from workflows.lifecycle.turnarounds import LATELY, MOST, Turnarounds, turnarounds
from workflows.lifecycle.wording import Prospect


class TurnaroundBook(Protocol):
    """What is known of how long desks took."""

    async def lately(
        self, desks: Collection[DeskId], since: datetime, most: int
    ) -> Mapping[DeskId, Sequence[timedelta]]:
        """How long each of these desks took, of posts that it decided `since` then (UTC): the `most` newest, in any order. A post
        counts once, by the last time that the desk was asked about it. Read from an index, however many posts there are.
        """
        ...


def noted(before: Seen | None, after: Seen) -> Turnarounds:
    """What is written down of a decision: nothing while a post is confidential, since everybody is told what follows from it."""
    if after.named is not None or (before and before.named is not None):
        return Turnarounds()
    return turnarounds(before.evaluation if before else None, after.evaluation)


async def expected(book: TurnaroundBook, prospect: Prospect, now: datetime) -> Mapping[DeskId, Sequence[timedelta]]:
    """How long those desks took lately that words would ask."""
    desks = [one.requirement.desk for one in prospect.desks if one.status == "asked"]
    return await book.lately(desks, now - LATELY, MOST) if desks else {}
