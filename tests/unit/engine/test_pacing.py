"""Staying below a limit: whatever the bursts, no window ever holds more calls than it may."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.limits import PACES as SLACK
from adapters.teams.limits import PACES as TEAMS
from workflows.engine.pacing import MOST_MARKS, Budget, Mark, Spent, Window, free_at, spend
from workflows.engine.retry_after import retry_after

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIER_3 = SLACK["update"].installation
THREAD = TEAMS["post"].conversation
TENANT = TEAMS["post"].installation
CHANNEL = SLACK["post"].conversation


def made(budget: Budget, calls: int, *, clicked: bool = False, seed: int = 0) -> list[datetime]:
    """So many calls as soon as each is free, with pauses now and then; when each was made."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not a secret
    now, spent, times = NOW, Spent(), list[datetime]()
    for _ in range(calls):
        now += timedelta(seconds=chance.choice((0, 0, 0, 0.01, 0.7, 3)))
        now = max(now, free_at(budget, spent, now, clicked=clicked))
        spent = spend(budget, spent, now)
        times.append(now)
    return times


def most(times: list[datetime], seconds: float) -> int:
    """The most calls in any so many seconds."""
    length = timedelta(seconds=seconds)
    return max(sum(start <= time < start + length for time in times) for start in times)


@pytest.mark.parametrize(
    ("budget", "limits"),
    [
        (TIER_3, [(50, 60)]),
        (CHANNEL, [(1, 1)]),
        (THREAD, [(7, 1), (8, 2), (60, 30), (1_800, 3_600)]),
        (TENANT, [(50, 1)]),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_no_window_holds_more_than_the_chat_allows(budget: Budget, limits: list[tuple[int, float]], seed: int) -> None:
    """Each chat's own limits are kept to in every stretch of time, also by what was clicked."""
    times = made(budget, 300, clicked=bool(seed), seed=seed)
    for allowed, seconds in limits:
        assert most(times, seconds) <= allowed


def test_a_long_window_is_kept_with_few_marks() -> None:
    """1,800 calls an hour are remembered in sixty marks, and never exceeded."""
    hour = Budget(name="hour", windows=(Window(calls=1_800, seconds=3_600),))
    spent = Spent()
    now, made_so_far = NOW, 0
    while (at := free_at(hour, spent, now)) == now:
        spent, made_so_far = spend(hour, spent, now), made_so_far + 1
        now += timedelta(milliseconds=100)
    assert made_so_far == 1_800
    assert len(spent[0]) <= MOST_MARKS
    assert NOW + timedelta(hours=1) <= at <= NOW + timedelta(hours=1, seconds=3)


def test_what_is_kept_for_clicks_is_theirs() -> None:
    """When the background has used its share, what was clicked still goes at once."""
    budget = Budget(name="few", windows=(Window(calls=3, seconds=60, kept=1),))
    spent = spend(budget, spend(budget, Spent(), NOW), NOW)
    assert free_at(budget, spent, NOW) == NOW + timedelta(seconds=60)
    assert free_at(budget, spent, NOW, clicked=True) == NOW
    spent = spend(budget, spent, NOW)
    assert free_at(budget, spent, NOW, clicked=True) == NOW + timedelta(seconds=60)


def test_a_clock_that_was_set_back_does_not_stop_the_courier() -> None:
    """Marks of the future count as of now: the wait is one window, not the hour by which the clock was wrong."""
    budget = Budget(name="one", windows=(Window(calls=1, seconds=60),))
    spent: Spent = ((Mark(at=NOW + timedelta(hours=1), calls=1),),)
    assert free_at(budget, spent, NOW) == NOW + timedelta(seconds=60)


def test_new_figures_forget_the_old_marks() -> None:
    """A budget whose windows changed with a new version starts afresh."""
    budget = Budget(name="two", windows=(Window(calls=1, seconds=1), Window(calls=5, seconds=60)))
    assert len(spend(budget, ((Mark(at=NOW, calls=9),),), NOW)) == len(budget.windows)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *(("0", 1), ("1", 1), ("120", 120), (" 7 ", 7), ("999999999999", 3600)),
        *((odd, None) for odd in ("", "soon", "-5", "1.5", "١٢", "Sun, 22 Nov 2026 12:00:45")),
        *(("Sun, 22 Nov 2026 12:00:45 GMT", 45), ("Sun, 22 Nov 2020 12:00:00 GMT", 1)),
    ],
)
def test_how_long_a_chat_asks_to_wait(header: str, seconds: int | None) -> None:
    """`Retry-After` as seconds or as a date, absent or odd: never under a second, never over an hour."""
    assert retry_after(header, NOW) == (None if seconds is None else timedelta(seconds=seconds))
