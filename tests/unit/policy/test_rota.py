"""Whose turn it is: hand-overs at local time, also where the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from workflows.domain.ids import Email
from workflows.domain.policy import Every, Rota, Weekday
from workflows.policy.rota import instant, on_duty

A, B, C = Email("a@example.com"), Email("b@example.com"), Email("c@example.com")
DAYS: tuple[Weekday, ...] = get_args(Weekday)
WORKDAYS = frozenset(DAYS[:5])


def rota(
    every: Every = "day",
    at: time = time(9),
    starts: date = date(2026, 1, 5),
    weekdays: frozenset[Weekday] = frozenset(DAYS),
    turns: tuple[tuple[Email, ...], ...] = ((A,), (B,), (C,)),
) -> Rota:
    """Three people take turns from Monday, 5 January 2026, 09:00."""
    return Rota(turns=turns, every=every, at=at, starts=starts, weekdays=weekdays)


DAILY, WEEKLY, WORKING = rota(), rota("week"), rota(weekdays=WORKDAYS)
NIGHTLY = rota(at=time(2, 30))
"""Over at 02:30, which Zurich skips on 29 March 2026 and has twice on 25 October."""
MIDNIGHTLY = rota(at=time(0, 30))
"""Over at 00:30, which Beirut skips on 29 March 2026: from midnight the clocks go to one."""


@pytest.mark.parametrize(
    ("turns", "zone", "now", "who"),
    [
        # before the first turn, and at its very beginning
        (DAILY, "UTC", "2026-01-05T08:59:59", ()),
        (DAILY, "UTC", "2026-01-05T09:00:00", (A,)),
        (DAILY, "UTC", "2025-06-01T12:00:00", ()),
        # a day, and around again
        (DAILY, "UTC", "2026-01-06T08:59:59", (A,)),
        (DAILY, "UTC", "2026-01-06T09:00:00", (B,)),
        (DAILY, "UTC", "2026-01-08T09:00:00", (A,)),
        # a week
        (WEEKLY, "UTC", "2026-01-12T08:59:59", (A,)),
        (WEEKLY, "UTC", "2026-01-12T09:00:00", (B,)),
        (WEEKLY, "UTC", "2026-01-26T09:00:00", (A,)),
        # workdays: Friday's turn lasts until Monday
        (WORKING, "UTC", "2026-01-09T09:00:00", (B,)),
        (WORKING, "UTC", "2026-01-11T23:00:00", (B,)),
        (WORKING, "UTC", "2026-01-12T09:00:00", (C,)),
        (WORKING, "UTC", "2026-01-19T09:00:00", (B,)),
        # the first turn of a rota that starts on a day without a hand-over begins on the next with one
        (rota(starts=date(2026, 1, 3), weekdays=WORKDAYS), "UTC", "2026-01-04T12:00:00", ()),
        (rota(starts=date(2026, 1, 3), weekdays=WORKDAYS), "UTC", "2026-01-05T09:00:00", (A,)),
        # two who share a turn
        (rota(turns=((A, B), (C,))), "UTC", "2026-01-05T09:00:00", (A, B)),
        # the desk's clock, not ours: nine in Tokyo is midnight here
        (DAILY, "Asia/Tokyo", "2026-01-04T23:59:59", ()),
        (DAILY, "Asia/Tokyo", "2026-01-05T00:00:00", (A,)),
        # winter and summer: the same hour on the wall
        (WEEKLY, "Europe/Zurich", "2026-03-23T07:59:59", (B,)),
        (WEEKLY, "Europe/Zurich", "2026-03-23T08:00:00", (C,)),
        (WEEKLY, "Europe/Zurich", "2026-03-30T06:59:59", (C,)),
        (WEEKLY, "Europe/Zurich", "2026-03-30T07:00:00", (A,)),
        (WEEKLY, "Europe/Zurich", "2026-10-26T07:59:59", (C,)),
        (WEEKLY, "Europe/Zurich", "2026-10-26T08:00:00", (A,)),
        # the hour that is skipped: an hour later, which is 03:30 on the wall
        (NIGHTLY, "Europe/Zurich", "2026-03-29T01:29:59", (B,)),
        (NIGHTLY, "Europe/Zurich", "2026-03-29T01:30:00", (C,)),
        (NIGHTLY, "Europe/Zurich", "2026-03-30T00:29:59", (C,)),
        (NIGHTLY, "Europe/Zurich", "2026-03-30T00:30:00", (A,)),
        # the hour that comes twice: its first time, and no second hand-over
        (NIGHTLY, "Europe/Zurich", "2026-10-25T00:29:59", (B,)),
        (NIGHTLY, "Europe/Zurich", "2026-10-25T00:30:00", (C,)),
        (NIGHTLY, "Europe/Zurich", "2026-10-25T01:30:00", (C,)),
        (NIGHTLY, "Europe/Zurich", "2026-10-26T01:29:59", (C,)),
        (NIGHTLY, "Europe/Zurich", "2026-10-26T01:30:00", (A,)),
        # midnight itself is skipped
        (MIDNIGHTLY, "Asia/Beirut", "2026-03-28T22:29:59", (B,)),
        (MIDNIGHTLY, "Asia/Beirut", "2026-03-28T22:30:00", (C,)),
        # 23:30 is skipped, and so its hand-over is on the next day
        (rota(at=time(23, 30)), "America/Nuuk", "2026-03-29T01:29:59", (A,)),
        (rota(at=time(23, 30)), "America/Nuuk", "2026-03-29T01:30:00", (B,)),
    ],
)
def test_a_turn_lasts_until_the_next(turns: Rota, zone: str, now: str, who: tuple[Email, ...]) -> None:
    """From its hand-over on the desk's clock until the next one's, to the second."""
    assert on_duty(turns, zone, datetime.fromisoformat(now).replace(tzinfo=UTC)) == who


@PROPERTY
@given(
    st.sampled_from(("Europe/Zurich", "America/New_York", "Asia/Beirut", "America/Nuuk", "Australia/Lord_Howe", "UTC")),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.dates(date(2026, 1, 5), date(2027, 12, 31)),
    st.frozensets(st.sampled_from(DAYS), min_size=1),
)
def test_nobody_has_two_turns_and_none_is_left_out(
    zone: str, at: time, day: date, weekdays: frozenset[Weekday]
) -> None:
    """Right before a day's hand-over it is somebody's turn, right at it the next one's; on other days it stays as it was."""
    turns = rota(at=at, weekdays=weekdays)
    moment = instant(day, at, zone)
    before, now = on_duty(turns, zone, moment - timedelta(seconds=1)), on_duty(turns, zone, moment)
    if DAYS[day.weekday()] not in weekdays:
        assert now == before
    elif before:
        assert turns.turns.index(now) == (turns.turns.index(before) + 1) % 3
    else:
        assert now == (A,)
