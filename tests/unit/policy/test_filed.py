"""Conditions on what a post is filed under, what it claims, how long it is, when it is wanted, and what changed."""

from datetime import UTC, datetime

import pytest

from tests.unit.policy.posts import SLOW, SLOWED, post
from tests.unit.policy.trees import Plain, because, condition, read
from workflows.domain.content import LINK, TEXT, Media, Wanted
from workflows.domain.explained import Explained
from workflows.domain.policy import Subject
from workflows.policy.conditions.kinds import KINDS

SOMEBODY = Media(kind="image", name="a.png", digest="", people="somebody")
UNTOLD = Media(kind="video", name="a.mp4", digest="")
NOBODY = Media(kind="image", name="b.png", digest="", people="nobody")
DOCUMENT = Media(kind="document", name="a.pdf", digest="")
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def wanted(day: int, hour: int, minute: int = 0, zone: str = "Europe/Berlin", month: int = 12) -> Subject:
    """A post that is wanted then (UTC, in 2026), asked about on the 26th of November at nine."""
    return post(wanted=Wanted(at=datetime(2026, month, day, hour, minute, tzinfo=UTC), zone=zone), now=NOW)


CASES: list[tuple[Plain, Subject, str | None]] = [
    # what it is filed under
    ({"campaign": ["spring"]}, post(campaign="spring"), "is part of the campaign “Spring 2026”"),
    ({"campaign": ["spring"]}, post(campaign="autumn"), None),
    ({"campaign": ["spring"]}, post(), None),
    ({"pillar": ["reliability"]}, post(pillar="reliability"), "carries the message “Reliability”"),
    ({"pillar": ["reliability"]}, post(), None),
    ({"market": ["de", "at"]}, post(markets=("at",)), "is for the market “Austria”"),
    ({"market": ["de", "at"]}, post(markets=("at", "de")), "is for the market “Germany” and “Austria”"),
    ({"market": "de"}, post(markets=("at",)), None),
    ({"not": {"market": ["de", "at"]}}, post(), "is not one that is for the market “Germany” or “Austria”"),
    ({"language": ["de"]}, post(language="de"), "is written in “German”"),
    ({"language": ["de"]}, post(language="en"), None),
    ({"relationship": ["paid", "gifted"]}, post(relationship="gifted"), "is by someone who is “given the product”"),
    ({"relationship": ["paid"]}, post(), None),
    # topics: ticked, or found by their own condition
    ({"topic": ["health"]}, post(topics=("health",)), "is about “Health”"),
    ({"topic": ["health"]}, post("Health"), None),
    ({"topic": ["finance"]}, post("Our revenue"), "is about “Finance” (mentions “revenue”)"),
    ({"topic": ["finance"]}, post("Our revenue", topics=("finance",)), "is about “Finance”"),
    ({"topic": ["finance", "health"]}, post(topics=("health", "finance")), "is about “Finance” and is about “Health”"),
    ({"topic": ["finance"]}, post("Hello"), None),
    # names
    ({"is": "financial"}, post("Our revenue"), "mentions “revenue”"),
    ({"is": "financial"}, post(), None),
    ({"is": "loud"}, post("Our revenue: a.com"), "mentions “revenue” and has a link"),
    ({"not": {"is": "loud"}}, post(), "is not one that is “loud”"),
    # words by their beginning
    ({"words": {"stems": ["guarant"]}}, post("It is Guaranteed!"), "mentions “Guaranteed”"),
    ({"words": {"stems": ["guarant"]}}, post("#WeGuaranteeIt"), "mentions “Guarantee”"),
    ({"words": {"stems": ["guarant"]}}, post("unguaranteed"), None),
    ({"words": {"stems": ["money back guar"]}}, post("a Money  back guarantee"), "mentions “Money back guarantee”"),
    ({"words": {"stems": ["money back guar"]}}, post("moneyed back guarantee"), None),
    ({"words": {"stems": ["利益"]}}, post("営業利益は"), "mentions “利益”"),
    ({"words": {"stems": ["++"]}}, post("C++ now"), "mentions “++”"),
    ({"not": {"words": {"stems": ["a"], "phrases": ["b"]}}}, post("c"), "is not one that mentions “b” or “a…”"),
    # claims
    ({"claims": ["superlatives"]}, post("The best: 12%"), "claims “best” (a superlative)"),
    (
        {"claims": ["numbers", "superlatives", "comparisons", "guarantees"]},
        post("The best, guaranteed: 12% lighter than air"),
        "claims “12%” (a number), “best” (a superlative), “lighter than” (a comparison) and 1 more",
    ),
    ({"claims": ["guarantees"]}, post("ganz ohne Risiko", language="de"), "claims “ohne Risiko” (a guarantee)"),
    ({"claims": ["guarantees"]}, post("ganz ohne Risiko", language="en"), None),
    ({"claims": ["numbers"]}, post("The best"), None),
    ({"not": {"claims": ["numbers", "guarantees"]}}, post(), "is not one that claims a number or a guarantee"),
    # people in the picture
    ({"people": ["somebody"]}, post(media=(SOMEBODY,)), "shows people"),
    ({"people": ["somebody", "untold"]}, post(media=(SOMEBODY, NOBODY)), "shows people"),
    (
        {"people": ["untold"]},
        post(media=(UNTOLD,)),
        "has a picture of which nobody said whether it shows people",
    ),
    ({"people": ["nobody"]}, post(media=(NOBODY,)), "has a picture without people"),
    ({"people": ["untold"]}, post(media=(DOCUMENT,)), None),
    ({"people": ["somebody", "untold"]}, post(), None),
    (
        {"not": {"people": ["somebody", "nobody"]}},
        post(),
        "is not one that shows people or has a picture without people",
    ),
    # length
    ({"length": {"over": "4"}}, post("Hello"), "has 5 characters, more than 4"),
    ({"length": {"over": "5"}}, post("Hello"), None),
    ({"length": {"over": "1"}}, post("👩‍👩‍👧"), None),
    ({"length": {"over": "5"}}, post("Hello", link="https://a.com"), "has 20 characters, more than 5"),
    ({"length": {"over": "90%"}}, post("x" * 253), "fills more than 90 % of what X takes"),
    ({"length": {"over": "90 %"}}, post("x" * 252), None),
    (
        {"length": {"over": "50%"}},
        post("x" * 160, channels=("linkedin", "bluesky", "x")),
        "fills more than 50 % of what X and Bluesky takes",
    ),
    ({"not": {"length": {"over": "1000"}}}, post(), "is not one that has more than 1,000 characters"),
    ({"not": {"length": {"over": "100%"}}}, post(), "is not one that fills more than 100 % of what a channel takes"),
    # when it is wanted: Berlin is an hour ahead in winter
    ({"wanted": "none"}, post(), "names no time to go out"),
    ({"wanted": "none"}, wanted(1, 9), None),
    ({"wanted": {"before": "08:00"}}, wanted(1, 6, 59), "is wanted at 07:59, before 08:00"),
    ({"wanted": {"before": "08:00"}}, wanted(1, 7), None),
    ({"wanted": {"before": "08:00"}}, post(), None),
    ({"wanted": {"after": "18:00"}}, wanted(1, 17), "is wanted at 18:00, after 18:00"),
    ({"wanted": {"after": "18:00"}}, wanted(1, 16, 59), None),
    (
        {"wanted": {"after": "18:00", "before": "08:00"}},
        wanted(1, 23),
        "is wanted at 00:00, after 18:00 and before 08:00",
    ),
    ({"wanted": {"after": "18:00", "before": "08:00"}}, wanted(1, 12), None),
    (
        {"wanted": {"after": "12:00", "before": "14:00"}},
        wanted(1, 12),
        "is wanted at 13:00, after 12:00 and before 14:00",
    ),
    ({"wanted": {"after": "12:00", "before": "14:00"}}, wanted(1, 13), None),
    ({"wanted": {"within": "24 hours"}}, wanted(27, 8, 59, month=11), "is wanted within 24 hours"),
    ({"wanted": {"within": "24 hours"}}, wanted(27, 9, month=11), None),
    ({"wanted": {"within": "1 day"}}, wanted(25, 9, month=11), "is wanted within 1 day"),
    ({"wanted": {"within": "2 days"}}, post(wanted=Wanted(at=NOW, zone="UTC")), None),
    ({"wanted": {"within": "2 days"}}, post(now=NOW), None),
    ({"not": {"wanted": {"within": "2 days"}}}, post(), "is not one that is wanted within 2 days"),
    ({"not": {"wanted": "none"}}, wanted(1, 9), "is not one that names no time to go out"),
    # days, in the zone that the time was meant in
    ({"weekday": ["sat", "sun"]}, wanted(5, 9), "is wanted on a Saturday"),
    ({"weekday": ["sat"]}, wanted(4, 23), "is wanted on a Saturday"),
    ({"weekday": ["sat"]}, wanted(4, 22), None),
    ({"weekday": ["sat"]}, post(), None),
    ({"not": {"weekday": ["sat", "sun"]}}, post(), "is not one that is wanted on a Saturday or a Sunday"),
    ({"holiday": ["GB-ENG"]}, wanted(25, 9), "is wanted on a public holiday in GB-ENG (Christmas Day)"),
    ({"holiday": ["DE-BY", "DE"]}, wanted(1, 9, month=11), "is wanted on a public holiday in DE-BY (All Saints' Day)"),
    ({"holiday": ["DE"]}, wanted(24, 23), "is wanted on a public holiday in DE (Christmas Day)"),
    ({"holiday": ["DE"]}, wanted(24, 22), None),
    ({"holiday": ["DE"]}, post(), None),
    ({"not": {"holiday": ["DE", "FR"]}}, post(), "is not one that is wanted on a public holiday in DE or FR"),
    # what changed since somebody approved
    ({"changed": ["link"]}, post(changed=frozenset({LINK, TEXT})), "is not as it was approved: its link changed"),
    (
        {"changed": ["link", "text"]},
        post(changed=frozenset({LINK, TEXT})),
        "is not as it was approved: its link and text changed",
    ),
    ({"changed": ["link"]}, post(changed=frozenset({TEXT})), None),
    ({"changed": ["link"]}, post(changed=frozenset()), None),
    ({"changed": ["link"]}, post(), None),
    (
        {"not": {"changed": ["link", "text"]}},
        post(),
        "is not one that is not as it was approved: its link or text changed",
    ),
]

WRONG: list[tuple[Plain, list[str]]] = [
    ({"campaign": ["sprng"]}, ["expected a campaign, not “sprng”; did you mean “spring”?"]),
    ({"topic": ["finances"]}, ["expected a topic, not “finances”; did you mean “finance”?"]),
    ({"topic": []}, ["expected a topic; the list is empty"]),
    ({"is": "finacial"}, ["no condition is called “finacial”; did you mean “financial”?"]),
    ({"is": ["financial"]}, ["expected the name of a condition that stands under “conditions”"]),
    ({"claims": ["superlative"]}, ["expected a kind of claim, not “superlative”; did you mean “superlatives”?"]),
    ({"people": ["some"]}, ["expected what was told of the people in it, not “some”; did you mean “somebody”?"]),
    ({"length": "280"}, ["expected “length” with over"]),
    *(
        (
            {"length": {"over": bad}},
            [
                (
                    "expected a number of characters such as 280, or a share of what a channel takes such as 90%, not "
                    f"“{bad}”"
                )
            ],
        )
        for bad in ("0", "many", "101%", "-1", "2.5", "1000000")
    ),
    (
        {"wanted": "never"},
        ["expected “none”, or a mapping with “after”, “before” or “within”, not “never”; expected none"],
    ),
    (
        {"wanted": {}},
        ["“wanted” needs “after”, “before” or both, or “within” alone; combine several with “all”"],
    ),
    (
        {"wanted": {"within": "1 day", "after": "18:00"}},
        ["“wanted” needs “after”, “before” or both, or “within” alone; combine several with “all”"],
    ),
    (
        {"wanted": {"before": "8"}},
        ["expected an hour such as 08:00, in the zone that the time was meant in, from 00:00 to 23:59, not “8”"],
    ),
    (
        {"wanted": {"before": "08:00", "after": "08:00"}},
        ["expected two different hours under “after” and “before”"],
    ),
    ({"wanted": {"within": "soon"}}, ["expected how long from now, such as 24 hours or 3 days, not “soon”"]),
    ({"wanted": {"within": []}}, ["expected how long from now, such as 24 hours or 3 days"]),
    ({"wanted": ["none"]}, ["expected “wanted” with after, before and within"]),
    ({"weekday": ["monday"]}, ["expected a weekday, not “monday”; did you mean “mon”?"]),
    (
        {"holiday": ["DEU"]},
        ["expected a country such as DE, or a part of one such as DE-BY, not “DEU”; did you mean “DE”?"],
    ),
    ({"holiday": ["DE-BB-X"]}, ["expected a part of DE whose holidays are known, not “BB-X”; did you mean “BB”?"]),
    ({"changed": ["links"]}, ["expected a part, not “links”; did you mean “link”?"]),
    ({"words": {"stems": ["\u200b"]}}, ["expected a word or phrase, not invisible characters"]),
]


@pytest.mark.parametrize(("data", "subject", "reason"), CASES)
def test_a_condition_says_why_it_holds(data: Plain, subject: Subject, reason: str | None):
    """Where it holds it finishes "asked because it …", else it is silent."""
    assert because(data, subject) == reason


@pytest.mark.parametrize(("data", "problems"), WRONG)
def test_a_bad_condition_says_what_was_expected(data: Plain, problems: list[str]):
    """Each mistake has a sentence, with the nearest valid word where there is one."""
    assert read(data)[1] == problems


def test_every_kind_has_a_table_row():
    """No kind of condition is without its rows, here or beside the others."""
    beside = {"channel", "author", "media", "link", "any", "all", "dates"}
    assert {kind for data, _, _ in CASES if isinstance(data, dict) for kind in data} | beside == set(KINDS)


def test_a_name_stands_above_what_it_stands_for():
    """The tree has the name, and below it what it is made of."""
    assert condition({"is": "financial"}).explain(post("profit")) == Explained(
        says="is “financial”",
        state="holds",
        because="mentions “profit”",
        parts=(Explained(says="mentions “profit”", state="holds", because="mentions “profit”"),),
    )


def test_nobody_waits_long_for_patterns_that_run_away():
    """After a few that took too long on a post, no more are tried on it: nobody knows, and the rules hold."""
    slow: Plain = {"all": [{"words": {"patterns": [f"(?#{number}){SLOW}"]}} for number in range(500)]}

    assert condition(slow).explain(SLOWED).state == "unknown"
