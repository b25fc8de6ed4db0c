"""A good policy file, as it is understood. Long because the policy that it reads has every key."""

import hashlib
from datetime import date, time
from pathlib import Path

from adapters.policy_file.load import Loaded, load, load_text
from tests.unit.policy_file.test_errors import GOOD
from workflows.domain.content import LINK, PARTS, TEXT
from workflows.domain.ids import DeskId, Email
from workflows.domain.policy import (
    Confidentiality,
    Desk,
    DigestOrder,
    Holders,
    ListedPerson,
    Policy,
    Reach,
    Rota,
    Vocabulary,
)

FULL = """\
company: {name: Example Ltd, domains: [Example.com, example.org], zone: Europe/London}
people:
  - {name: Cleo, email: Cleo@Example.com, role: lead, attributes: [agency, press]}
  - {name: Ben, email: ben@example.com, role: reviewer}
desks:
  legal:
    name: Legal
    members: [ben@example.com, cleo@example.com]
    lead: ben@example.com
    deputy: cleo@example.com
    quorum: majority
    reach: {slack: C0123456789, teams: bound}
    zone: America/New_York
    rota:
      turns: [ben@example.com, [cleo@example.com, ben@example.com]]
      every: day
      at: "09:30"
      starts: 2026-01-05
      weekdays: [mon, thu]
  press: {name: Press, members: cleo@example.com, quorum: 1, reach: {slack: "#press"}}
  quiet: {name: Quiet, members: [cleo@example.com], quorum: all}
rules:
  - {name: it is read, why: It must be., desk: press}
  - {name: it is cleared, why: It must be., desk: legal, quorum: 2, judges: [link, text, time], when: {link: present}}
digest:
  - {to: cleo@example.com, at: 08:30, zone: Asia/Tokyo, weekdays: [sat, sun], chat: teams}
slots: one_per_desk
pillars: {craft: Made by hand}
campaigns: {spring: Spring launch}
topics: {earnings: Earnings}
markets: {de: Germany, at: Austria}
languages: {de: German}
relationships: {partner: Partner}
holds: {by: [ben@example.com, Cleo@example.com], everything: [ben@example.com]}
restricted: {to: [Ben@example.com], when: {link: present}}
override: {by: [ben@example.com, cleo@example.com]}
"""


def loaded(text: str) -> Loaded:
    """The policy in `text`, which must be right."""
    found = load_text(text, "policy.yaml")
    assert isinstance(found, Loaded), found
    return found


def policy(text: str) -> Policy:
    """The policy in `text`, which must be right."""
    return loaded(text).policy


def test_every_key_arrives():
    """Names, addresses in lower case, quorums, places, parts, days: as they were written."""
    full = policy(FULL)

    assert (full.company, full.domains, full.zone) == (
        "Example Ltd",
        frozenset({"example.com", "example.org"}),
        "Europe/London",
    )
    assert full.people[Email("cleo@example.com")] == ListedPerson(
        name="Cleo", email=Email("cleo@example.com"), role="lead", attributes=frozenset({"agency", "press"})
    )
    assert full.desks[DeskId("legal")] == Desk(
        id=DeskId("legal"),
        name="Legal",
        members=(Email("ben@example.com"), Email("cleo@example.com")),
        lead=Email("ben@example.com"),
        quorum="majority",
        reach=Reach(slack="C0123456789", teams="bound"),
        deputy=Email("cleo@example.com"),
        zone="America/New_York",
        rota=Rota(
            turns=((Email("ben@example.com"),), (Email("cleo@example.com"), Email("ben@example.com"))),
            every="day",
            at=time(9, 30),
            starts=date(2026, 1, 5),
            weekdays=frozenset({"mon", "thu"}),
        ),
    )
    assert (full.desks[DeskId("press")].zone, full.desks[DeskId("press")].rota) == ("Europe/London", None)
    assert full.desks[DeskId("press")].members == (Email("cleo@example.com"),)
    assert [(rule.name, rule.desk, rule.quorum, rule.judges, rule.judges_time) for rule in full.rules] == [
        ("it is read", "press", None, PARTS, False),
        ("it is cleared", "legal", 2, (TEXT, LINK), True),
    ]
    assert full.digests == (
        DigestOrder(
            to=Email("cleo@example.com"),
            hour=time(8, 30),
            zone="Asia/Tokyo",
            weekdays=frozenset({"sat", "sun"}),
            chat="teams",
        ),
    )
    assert full.slots == "one_per_desk"
    assert full.vocabulary == Vocabulary(
        pillars={"craft": "Made by hand"},
        campaigns={"spring": "Spring launch"},
        topics={"earnings": "Earnings"},
        markets={"de": "Germany", "at": "Austria"},
        languages={"de": "German"},
        relationships={"partner": "Partner"},
    )
    assert full.holds == Holders(
        by=(Email("ben@example.com"), Email("cleo@example.com")), everything=(Email("ben@example.com"),)
    )
    assert full.restricted.to == {Email("ben@example.com")}
    assert full.restricted.when is not None
    assert full.overriders == (Email("ben@example.com"), Email("cleo@example.com"))


def test_what_is_left_out_has_a_plain_meaning():
    """One approval, direct messages, the company's zone, Monday to Friday, one slot a person."""
    short = policy(GOOD)
    (digest,) = short.digests

    assert short.desks[DeskId("legal")].quorum == 1
    assert short.desks[DeskId("legal")].lead is None
    assert short.desks[DeskId("legal")].reach == Reach(slack="direct", teams="direct")
    assert (digest.zone, digest.weekdays) == ("Europe/London", frozenset({"mon", "tue", "wed", "thu", "fri"}))
    assert short.slots == "one_per_proposal"
    assert short.vocabulary == Vocabulary()
    assert short.restricted == Confidentiality()
    assert short.holds == Holders(by=None)
    assert short.overriders == ()


def test_a_desk_with_one_place_is_asked_only_there():
    """A chat that `reach` leaves out is not asked in."""
    assert policy(FULL).desks[DeskId("press")].reach == Reach(slack="#press", teams=None)
    assert policy(FULL).desks[DeskId("quiet")].reach == Reach(slack="direct", teams="direct")


def test_a_policy_is_named_by_its_bytes(tmp_path: Path):
    """Its hash is the SHA-256 of the file, the same when it is read again from the text that was kept."""
    path = tmp_path / "policy.yaml"
    data = b"\xef\xbb\xbf" + GOOD.encode()
    path.write_bytes(data)

    first = load(path)

    assert isinstance(first, Loaded)
    assert first.policy.hash == hashlib.sha256(data).hexdigest()
    assert load_text(first.text, "kept") == first


def test_a_policy_that_may_need_nobody_says_so():
    """Where every rule has a condition, some posts would be refused: that is told, and is no error."""
    conditional = GOOD.replace("desk: legal}", "desk: legal, when: {link: present}}")

    assert loaded(GOOD).warnings == ()
    assert loaded(conditional).warnings == (
        (
            "policy.yaml:8:3: no rule is for every post, so some proposals would need nobody: they will be refused; "
            "add a rule without “when”"
        ),
    )


def test_words_that_yaml_takes_for_something_else_stay_words():
    """`no`, `1_000` and `08:30` are what was written."""
    assert policy(GOOD.replace("name: Legal", "name: no")).desks[DeskId("legal")].name == "no"
    assert policy(GOOD.replace('"08:30"', "08:30")).digests == policy(GOOD).digests


def test_days_that_are_all_past_are_told_from_the_next_day_on() -> None:
    """With the condition's place. Days of every year, one span of several that goes on, and open ends are never past."""
    text = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people: [{name: Cleo, email: cleo@example.com, role: lead}]
desks: {legal: {name: Legal, members: [cleo@example.com]}}
rules:
  - {name: legal has read it, why: Always., desk: legal}
  - {name: results are quiet, why: It is so., desk: legal, when: {dates: {from: 2026-01-01, until: 2026-01-29}}}
  - {name: more is quiet, why: It is so., desk: legal, when: {not: {dates: [{until: 2026-01-01}, {until: 2026-01-28}]}}}
  - {name: some goes on, why: It is so., desk: legal, when: {dates: [{until: 2026-01-01}, {from: 2026-01-02}]}}
  - {name: years are long, why: It is so., desk: legal, when: {dates: {from: 12-20, until: 01-06}}}
"""
    read = load_text(text, "policy.yaml")
    assert isinstance(read, Loaded)
    second = "policy.yaml:8:76: these days are past: the last was 28 Jan 2026"
    assert read.warned(date(2026, 1, 28)) == ()
    assert read.warned(date(2026, 1, 29)) == (second,)
    assert read.warned(date(2026, 1, 30)) == (
        "policy.yaml:7:74: these days are past: the last was 29 Jan 2026",
        second,
    )
