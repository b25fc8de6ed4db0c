"""The condition on days: when it holds, what it says, and what is wrong with a bad one.

The company is in New York, five hours behind UTC in winter, four in summer.
"""

from datetime import UTC, datetime

import pytest

from tests.unit.policy.posts import post
from tests.unit.policy.trees import Plain, because, read
from workflows.domain.content import Wanted
from workflows.domain.policy import Subject


def on(month: int, day: int, hour: int, year: int = 2027) -> Subject:
    """A post that is wanted then (UTC); meant in Berlin, which is where the company is not."""
    return post(wanted=Wanted(at=datetime(year, month, day, hour, tzinfo=UTC), zone="Europe/Berlin"))


QUIET: Plain = {"from": "2027-01-01", "until": "2027-01-29"}
TURN: Plain = {"from": "12-20", "until": "01-06"}
FROM = "expected the first day, such as 2027-01-01, or 01-01 for every year"

CASES: list[tuple[Plain, Subject, str | None]] = [
    ({"dates": QUIET}, on(1, 1, 5), "is wanted on 1 Jan 2027 (from 1 Jan 2027 until 29 Jan 2027)"),
    ({"dates": QUIET}, on(1, 1, 4), None),
    ({"dates": QUIET}, on(1, 30, 4), "is wanted on 29 Jan 2027 (from 1 Jan 2027 until 29 Jan 2027)"),
    ({"dates": QUIET}, on(1, 30, 5), None),
    ({"dates": QUIET}, on(1, 15, 9, year=2028), None),
    ({"dates": QUIET}, post(), None),
    ({"dates": [QUIET, {"from": "2027-04-01"}]}, on(6, 1, 9), "is wanted on 1 Jun 2027 (from 1 Apr 2027)"),
    ({"dates": {"until": "2027-01-01"}}, on(1, 2, 4), "is wanted on 1 Jan 2027 (until 1 Jan 2027)"),
    ({"dates": {"until": "2027-01-01"}}, on(1, 2, 5), None),
    (
        {"dates": [QUIET, {"from": "01-29", "until": "01-29"}]},
        on(1, 29, 9),
        "is wanted on 29 Jan 2027 (from 1 Jan 2027 until 29 Jan 2027 and on 29 Jan of any year)",
    ),
    ({"dates": TURN}, on(12, 20, 9), "is wanted on 20 Dec 2027 (from 20 Dec until 6 Jan of any year)"),
    ({"dates": TURN}, on(1, 6, 9, year=2031), "is wanted on 6 Jan 2031 (from 20 Dec until 6 Jan of any year)"),
    ({"dates": TURN}, on(1, 7, 9), None),
    ({"dates": TURN}, on(12, 19, 9), None),
    (
        {"dates": {"from": "02-29", "until": "03-01"}},
        on(2, 29, 9, year=2028),
        "is wanted on 29 Feb 2028 (from 29 Feb until 1 Mar of any year)",
    ),
    ({"dates": {"from": "02-29", "until": "03-01"}}, on(2, 28, 9), None),
    (
        {"not": {"dates": [QUIET, TURN]}},
        post(),
        "is not one that is wanted from 1 Jan 2027 until 29 Jan 2027 or from 20 Dec until 6 Jan of any year",
    ),
]

WRONG: list[tuple[Plain, list[str]]] = [
    ({"dates": "2027-01-01"}, ["expected “dates” with from and until"]),
    ({"dates": []}, ["expected a list of spans of days"]),
    ({"dates": {}}, ["“dates” needs “from”, “until” or both"]),
    ({"dates": {"from": "2027-02-29"}}, [f"{FROM}, not “2027-02-29”"]),
    ({"dates": {"from": "20270101"}}, [f"{FROM}, not “20270101”"]),
    ({"dates": {"from": "02-30", "until": "03-01"}}, [f"{FROM}, not “02-30”"]),
    ({"dates": {"from": ["2027-01-01"]}}, [FROM]),
    ({"dates": {"from": "01-01"}}, ["“dates” of every year need “from” and “until”, both without a year"]),
    (
        {"dates": {"from": "01-01", "until": "2027-01-29"}},
        ["“dates” of every year need “from” and “until”, both without a year"],
    ),
    (
        {"dates": {"from": "2027-01-29", "until": "2027-01-28"}},
        ["expected “until” on the day of “from” or later"],
    ),
    (
        {"dates": [{"to": "2027-01-01"}]},
        ["“dates” has no key “to”; expected from or until", "“dates” needs “from”, “until” or both"],
    ),
]


@pytest.mark.parametrize(("data", "subject", "reason"), CASES)
def test_days_are_those_of_the_company(data: Plain, subject: Subject, reason: str | None):
    """Both ends are among the days, by the company's calendar whatever the zone that the time was meant in."""
    assert because(data, subject) == reason


@pytest.mark.parametrize(("data", "problems"), WRONG)
def test_wrong_days_are_told(data: Plain, problems: list[str]):
    """Each mistake has a sentence."""
    assert read(data)[1] == problems
