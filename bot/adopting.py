"""`copydesk policy adopt`: posts in review are moved to the policy in force, after it was said what that changes for each."""

from collections.abc import Callable, Sequence
from typing import Final

from adapters.storage.store import SqlStore
from bot.compose import Clock, new_id, utc_now
from bot.settings import Settings
from bot.start import open_database
from bot.versions import nobody_has, policies_in_force, somebody
from workflows.cards import messages, moves, versions
from workflows.cards.guidance import number_and_words, reference
from workflows.domain.people import Person
from workflows.domain.value import value
from workflows.engine.adopting import Considered, consider
from workflows.engine.execute import Executor
from workflows.engine.policies import Policies
from workflows.engine.store import Recorded
from workflows.lifecycle.moving import Move

SHORTEST: Final = 4
"""So many characters of a post's number must be given."""


@value
class Adoption:
    """What is wanted: in whose name (`by`, an address), of which posts (`only`, their numbers; all where empty). `tell` is told
    lines, `agree` is asked before anything is moved, and `heard` how many of how many posts are done.
    """

    by: str
    only: tuple[str, ...]
    tell: Callable[[str], object]
    agree: Callable[[str], bool]
    heard: Callable[[int, int], object]


async def adopt_policy(settings: Settings, wanted: Adoption, clock: Clock = utc_now) -> bool | tuple[str, ...]:
    """Whether everything that was agreed to was moved; or why nothing could be looked at. `clock` gives the time in UTC."""
    database = await open_database(settings)
    if isinstance(database, str):
        return (database,)
    try:
        store = SqlStore(database)
        policies = await policies_in_force(store, "there is nothing to move")
        if isinstance(policies, str):
            return (policies,)
        person = await somebody(store, wanted.by)
        if person is None:
            return (nobody_has(wanted.by),)
        if person.role != "lead":
            return (_leads_only(policies),)
        return await _adopt(store, policies, person, wanted, clock)
    finally:
        await database.close()


async def _adopt(
    store: SqlStore, policies: Policies, person: Person, wanted: Adoption, clock: Clock
) -> bool | tuple[str, ...]:
    newest = policies.current
    every = await consider(store, policies, person.id, clock())
    chosen = _chosen(every, wanted.only)
    if not isinstance(chosen, list):
        return chosen
    if not chosen:
        wanted.tell("Every post in review is under the policy in force already.")
        return True
    which = versions.of(newest.hash, policies.dates, newest.zone)
    wanted.tell(f"In force is {which}, version {newest.hash[: versions.SHOWN]}. What moving posts to it changes:")
    for one in chosen:
        wanted.tell(moves.told(one.seen, one.move, newest))
    movable = [(one, one.move) for one in chosen if isinstance(one.move, Move)]
    if not movable:
        wanted.tell("Nothing can be moved.")
        return True
    if not wanted.agree(f"Move {_posts(len(movable))} to {which}?"):
        wanted.tell("Nothing was moved.")
        return True
    return await _move(Executor(store, policies, new_id, lambda _, __: None), movable, policies, wanted, clock)


async def _move(
    executor: Executor, movable: Sequence[tuple[Considered, Move]], policies: Policies, wanted: Adoption, clock: Clock
) -> bool:
    left = 0
    for done, (one, shown) in enumerate(movable, start=1):
        answer = await executor.adopt(one.command, shown, clock())
        if not isinstance(answer, Recorded):
            left += 1
            why = moves.reason(answer, one.seen, policies.current)
            wanted.tell(f"No. {reference(one.command.proposal)} was left alone: {why}.")
        wanted.heard(done, len(movable))
    wanted.tell(f"Moved {_posts(len(movable) - left)}{f', left {left:,} alone' if left else ''}.")
    return not left


def _chosen(every: Sequence[Considered], only: tuple[str, ...]) -> list[Considered] | tuple[str, ...]:
    """The posts of these numbers, or a sentence for each number that is none of theirs."""
    numbers = [number_and_words(number)[0] for number in only]
    wrong = tuple(
        f"No post in review under an older policy has the number “{number}”. Nothing was moved."
        for number in numbers
        if len(number) < SHORTEST or not any(_is(one, number) for one in every)
    )
    return wrong or [one for one in every if not only or any(_is(one, number) for number in numbers)]


def _is(one: Considered, number: str) -> bool:
    return one.command.proposal.startswith(number)


def _posts(many: int) -> str:
    return f"{many:,} {'post' if many == 1 else 'posts'}"


def _leads_only(policies: Policies) -> str:
    leads = [one.name for one in policies.current.people.values() if one.role == "lead"]
    named = f"{messages.listing(leads, 'or')}" if leads else "nobody"
    return f"Only a comms lead moves posts to another policy: the policy names {named}."
