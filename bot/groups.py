"""What the doctor says of the groups of the chats whose people sit on desks: who was read when, and what went wrong since."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from adapters.storage.database import Database
from adapters.storage.groups import SqlGroups
from workflows.cards.groups import STALE
from workflows.domain.ids import GroupKey
from workflows.domain.policy import Desk, Group, Policy
from workflows.engine.checkup import Finding, bad, good, untried
from workflows.engine.groups import GroupState
from workflows.policy.explain import called


async def examined_groups(policy: Policy, database: Database, now: datetime) -> tuple[Finding, ...]:
    """One finding for each group that the policy names; `now` in UTC. No chat is asked."""
    groups = [(desk, group) for desk in policy.desks.values() for group in desk.groups]
    return tuple(_findings(groups, await SqlGroups(database).group_states(), now)) if groups else ()


def _findings(
    groups: list[tuple[Desk, Group]], known: Mapping[GroupKey, GroupState], now: datetime
) -> Iterator[Finding]:
    for desk, group in groups:
        about, state = f"people of {desk.name}", known.get(group.key)
        which = called(group)
        why = f": {state.trouble}" if state and state.trouble else ""
        if state is None or (state.read_at is None and not why):
            yield untried(about, f"Who is in {which} was not read yet: `copydesk run` does that, in its first seconds.")
        elif state.read_at is None:
            yield bad(about, f"Who is in {which} can't be read{why}.")
        elif state.lost:
            yield bad(
                about, f"{which} is {_LOST[state.lost]}, so nobody sits on the desk by it. Name another in the policy."
            )
        elif now - state.read_at > STALE:
            yield bad(
                about,
                f"Who is in {which} is known as of {state.read_at:%Y-%m-%d %H:%M} UTC; it was not read since{why}.",
            )
        elif why:
            yield good(about, f"{_many(state.people)} of {which}, as of {state.read_at:%H:%M} UTC; last trouble{why}.")
        else:
            yield good(about, f"{_many(state.people)} of {which}, as of {state.read_at:%H:%M} UTC.")


_LOST = {"disabled": "switched off in its chat", "unknown": "not there"}


def _many(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"
