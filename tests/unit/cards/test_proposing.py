"""What was typed into the form, read back: a sentence for each field that cannot be read."""

from datetime import UTC, datetime

import pytest

from tests.unit.lifecycle.world import FACTS
from workflows.cards import proposing
from workflows.cards.forms import Values
from workflows.domain.content import Wanted

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
POLICY = FACTS.policy


def typed(**fields: str | tuple[str, ...]) -> Values:
    """A filled form, with these fields."""
    return {**proposing.blank("Tea for all"), "channels": ("x",), **fields}


def test_a_time_is_meant_in_the_zone_that_the_form_states() -> None:
    """Nine in Tokyo is midnight in UTC, and the zone is kept with it."""
    written, problems = proposing.read(typed(day="2026-11-24", time="09:00"), "Asia/Tokyo", NOW, POLICY)
    assert problems == {}
    assert written.wanted == Wanted(at=datetime(2026, 11, 24, 0, 0, tzinfo=UTC), zone="Asia/Tokyo")


@pytest.mark.parametrize(
    ("day", "time", "field", "says"),
    [
        ("2026-11-24", "", "time", "Pick the time as well, or clear the day."),
        ("", "09:00", "day", "Pick the day as well, or clear the time."),
        ("soon", "09:00", "day", "“soon” is not a day. It should look like 2026-11-24."),
        ("2026-11-24", "nine", "time", "This is not a time of day. It should look like 09:30."),
        ("2026-11-22", "09:00", "day", "That time has passed. Pick one that lies ahead."),
        ("9999-12-31", "23:59", "day", "The year should be between 2026 and 2036."),
        ("0001-01-01", "00:00", "day", "The year should be between 2026 and 2036."),
    ],
)
def test_a_time_that_cannot_be_meant_is_told_beside_its_field(day: str, time: str, field: str, says: str) -> None:
    """Each wrong day or time has its own sentence with the next step."""
    written, problems = proposing.read(typed(day=day, time=time), "Europe/London", NOW, POLICY)
    assert problems == {field: says}
    assert written.wanted is None


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    """On the last Sunday of March, half past one does not exist in London."""
    _, problems = proposing.read(typed(day="2027-03-28", time="01:30"), "Europe/London", NOW, POLICY)
    assert problems == {
        "time": "The clocks go forward then, so 01:30 does not exist in Europe/London. Pick another time."
    }


def test_an_hour_that_the_clocks_repeat_means_its_first_time() -> None:
    """On the last Sunday of October, half past one comes twice in London; the first is meant."""
    written, problems = proposing.read(typed(day="2027-10-31", time="01:30"), "Europe/London", NOW, POLICY)
    assert problems == {}
    assert written.wanted is not None
    assert written.wanted.at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_what_was_typed_is_read_literally() -> None:
    """Line breaks and marks inside stay; white space around goes; a channel ticked twice counts once."""
    written, _ = proposing.read(typed(text=" *Tea*\n\n<@U1> \n", channels=("x", "x", "")), "Europe/London", NOW, POLICY)
    assert written.content.text == "*Tea*\n\n<@U1>"
    assert written.content.channels == ("x",)
