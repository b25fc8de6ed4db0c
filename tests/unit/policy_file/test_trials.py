"""Drafts and cases to try a policy on: how they are read, and every mistake in them as it is told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.policy_file.load import cases_beside, load_cases, load_cases_bytes, load_trial, load_trial_file
from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.policy_file.test_fuzz import in_file, mutated
from tests.unit.policy_file.test_load import FULL, policy
from workflows.domain.content import LINK, TEXT, Content, Media, Wanted
from workflows.domain.ids import ChannelId, DeskId
from workflows.policy.trials import Case, Cases, Trial

POLICY = policy(FULL)
GOOD = """\
cases:
  - name: a plain post
    draft: {text: Hello., channels: [x]}
    desks: [press]
"""

DRAFT = """\
text: |
  One.

  Two.
channels: [x, linkedin]
link: https://example.com/a
author: {role: guest, attributes: [agency]}
media: [{kind: image, name: a.png, alt_text: A kettle, people: somebody}]
wanted: 2026-12-24 18:00 Asia/Tokyo
changed: [text, link]
relationship: partner
sources: A study.
markets: [de, at]
language: de
pillar: craft
campaign: spring
topics: [earnings]
"""

MISTAKES: list[tuple[str, str, tuple[str, ...]]] = [
    (GOOD, "", ("1:1: expected a file of cases with cases",)),
    (
        GOOD,
        "case: []\n",
        (
            "1:1: a file of cases has no key “case”; did you mean “cases”?",
            "1:1: a file of cases needs “cases”: what must come of which draft",
        ),
    ),
    (GOOD, "cases: []\n", ("1:8: expected a list of cases",)),
    ("a plain post", '""', ("2:11: expected what it shows",)),
    ("    draft: {text: Hello., channels: [x]}\n", "", ("2:5: a case needs “draft”: the post",)),
    ("name: a plain post\n    draft", "draft", ("2:5: a case needs “name”: what it shows",)),
    ("desks: [press]", "desks: [prss]", ("4:13: expected a desk, not “prss”; did you mean “press”?",)),
    (
        "    desks: [press]\n",
        "",
        ("2:5: a case needs “desks” or “refused”: what must come of the draft",),
    ),
    (
        "desks: [press]",
        "desks: [press]\n    refused: [text]",
        ("2:5: a case needs “desks” or “refused”, not both: a post that is refused asks nobody",),
    ),
    (
        "desks: [press]",
        "desks: [press]\n    restricted: maybe",
        ("5:17: expected whether only the people named may read it, not “maybe”; expected true or false",),
    ),
    (
        "desks: [press]",
        "refused: [text]\n    restricted: false",
        ("5:17: “restricted” goes with “desks”: a post that is refused is read by its authors alone",),
    ),
    (
        "desks: [press]",
        "desks: [press]\n    watchers: [nobody@example.com]",
        ("5:16: “nobody@example.com” is not listed under “people”; did you mean “ben@example.com”?",),
    ),
    (
        "desks: [press]",
        "refused: [text]\n    watchers: []",
        ("5:15: “watchers” goes with “desks”: nobody watches a post that is refused",),
    ),
    (
        "desks: [press]",
        "refused: [txt]",
        ("4:15: expected a field, or nobody, not “txt”; did you mean “text”?",),
    ),
    (
        "desks: [press]",
        "desks: [press]\n    quorum: 2",
        ("5:13: expected how many must approve, by desk: such as {legal: 1}",),
    ),
    (
        "desks: [press]",
        "desks: [press]\n    quorum: {legal: 2}",
        ("5:14: expected one of the desks of this case, not “legal”; expected press",),
    ),
    (
        "desks: [press]",
        "desks: [press]\n    quorum: {press: all}",
        ("5:21: expected how many must approve: a number, not “all”",),
    ),
    (
        "desks: [press]",
        "desks: [press]\n" + GOOD[7:-1],
        ("5:5: another case is called “a plain post”; give each its own name",),
    ),
    (
        "text: Hello.",
        "txt: Hello.",
        (
            "3:12: a draft needs “text”: the words of the post",
            "3:13: a draft has no key “txt”; did you mean “text”?",
        ),
    ),
    ("text: Hello.", "text: [Hello.]", ("3:19: expected the words of the post",)),
    ("[x]", "[linkedn]", ("3:38: expected a channel, not “linkedn”; did you mean “linkedin”?",)),
    ("[x]", "[x], author: [ben]", ("3:50: expected “author” with role and attributes",)),
    ("[x]", "[x], author: ben", ("3:50: expected an e-mail address such as ada@example.com, not “ben”",)),
    (
        "[x]",
        "[x], author: ben@example.co",
        (
            (
                "3:50: “ben@example.co” is neither listed under “people” nor an address at example.com or example.org; "
                "did you mean “ben@example.com”?"
            ),
        ),
    ),
    (
        "[x]",
        "[x], author: {role: boss}",
        ("3:57: expected a role, not “boss”; expected employee, reviewer, lead or guest",),
    ),
    ("[x]", "[x], media: [{name: a.png}]", ("3:50: a file needs “kind”: image, video or document",)),
    (
        "[x]",
        "[x], media: [{kind: gif}]",
        ("3:57: expected a kind of file, not “gif”; expected image, video or document",),
    ),
    (
        "[x]",
        "[x], wanted: tomorrow",
        (
            "3:50: expected a day and a time such as 2026-12-24 18:00, and a time zone if it is not the company's; not “tomorrow”",
        ),
    ),
    (
        "[x]",
        "[x], wanted: 2026-02-30 18:00",
        (
            (
                "3:50: expected a day and a time such as 2026-12-24 18:00, and a time zone if it is not the company's; "
                "not “2026-02-30 18:00”"
            ),
        ),
    ),
    (
        "[x]",
        "[x], wanted: 2026-12-24 18:00 Asia/Tokio",
        ("3:50: expected a time zone such as Europe/London, not “Asia/Tokio”; did you mean “Asia/Tokyo”?",),
    ),
    (
        "[x]",
        "[x], changed: [words]",
        (
            "3:52: expected a part, not “words”; expected text, link, channels, media, disclosure, sources, audience or message",
        ),
    ),
    ("[x]", "[x], markets: [dee]", ("3:52: expected a market, not “dee”; did you mean “de”?",)),
    ("[x]", "[x], pillar: kraft", ("3:50: expected a pillar, not “kraft”; did you mean “craft”?",)),
]


def cases(folder: Path, text: str) -> tuple[Case, ...] | tuple[str, ...]:
    """What is read from a file of cases with this text; errors without the folder."""
    file = folder / "policy.test.yaml"
    file.write_text(text, encoding="utf-8")
    read = load_cases(file, POLICY)
    return read.cases if isinstance(read, Cases) else tuple(one.replace(f"{file}:", "") for one in read)


@pytest.mark.parametrize(("before", "after", "told"), MISTAKES, ids=[told[0] for *_, told in MISTAKES])
def test_each_mistake_is_told_with_its_place(tmp_path: Path, before: str, after: str, told: tuple[str, ...]) -> None:
    """A wrong file of cases is refused with the line and column of each mistake, and the nearest valid word."""
    found = cases(tmp_path, GOOD.replace(before, after))
    assert found == told


PIECES = st.sampled_from(
    [
        *(line for text in (GOOD, DRAFT) for line in text.split("\n")),
        *"{}[]:,-&*!|>'\"%@`#?\t\r\n\x85",
        "refused: [nobody]",
        "quorum: {press: 1}",
        "restricted: true",
        "watchers: [ben@example.com]",
        "author: ben@example.com",
        "  ",
        "\n  - ",
        "~",
    ]
)


@PROPERTY
@given(st.data())
def test_no_mutation_of_cases_or_a_draft_breaks_the_reader(data: st.DataObject) -> None:
    """A good file with a piece cut out or put in is still one, or has errors that each have a place in it."""
    text = mutated(mutated(GOOD, data, PIECES), data, PIECES)
    read = load_cases_bytes(text.encode(), "policy.yaml", POLICY)
    assert isinstance(read, Cases) or in_file(read, text)
    text = mutated(mutated(DRAFT, data, PIECES), data, PIECES)
    draft = load_trial(text.encode(), "policy.yaml", POLICY)
    assert isinstance(draft, Trial) or in_file(draft, text)


def test_a_case_arrives(tmp_path: Path) -> None:
    """Its place, its desks and how many of them must approve."""
    (case,) = cases(tmp_path, GOOD + "    quorum: {press: 1}\n")
    assert isinstance(case, Case)
    assert (case.name, case.line, case.column) == ("a plain post", 2, 5)
    assert (case.desks, case.quorum, case.refused) == ({DeskId("press")}, {DeskId("press"): 1}, frozenset())


def test_a_draft_arrives_with_everything_that_a_post_can_say() -> None:
    """Words keep their lines; a time is meant in the company's zone unless it names its own."""
    trial = load_trial(DRAFT.encode(), "draft", POLICY)
    assert isinstance(trial, Trial)
    (file,) = trial.content.media
    assert trial.content == Content(
        text="One.\n\nTwo.",
        channels=(ChannelId("x"), ChannelId("linkedin")),
        link="https://example.com/a",
        media=(Media(kind="image", name="a.png", digest=file.digest, alt_text="A kettle", people="somebody"),),
        relationship="partner",
        sources="A study.",
        markets=("de", "at"),
        language="de",
        pillar="craft",
        campaign="spring",
        topics=("earnings",),
    )
    assert (trial.author.role, trial.author.attributes) == ("guest", {"agency"})
    assert trial.wanted == Wanted(at=datetime(2026, 12, 24, 9, tzinfo=UTC), zone="Asia/Tokyo")
    assert trial.changed == {TEXT, LINK}


@pytest.mark.parametrize(
    ("written", "name", "role"),
    [
        ("cleo@example.com", "Cleo", "lead"),
        ("Zoe@example.org", "zoe@example.org", "employee"),
        ("{role: reviewer}", "the author", "reviewer"),
        ("{}", "the author", "employee"),
    ],
)
def test_whose_draft_it_is(written: str, name: str, role: str) -> None:
    """A listed person, any employee, or whoever has a role."""
    trial = load_trial(f"{{text: a, author: {written}}}".encode(), "draft", POLICY)
    assert isinstance(trial, Trial)
    assert (trial.author.name, trial.author.role) == (name, role)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It is told as a place in that file, for drafts and for cases."""
    file = tmp_path / "none.yaml"
    why = "No such file or directory"
    assert load_cases(file, POLICY) == (f"{file}:1:1: expected a file of cases that can be read: {why}",)
    assert load_trial_file(file, POLICY) == (f"{file}:1:1: expected a draft that can be read: {why}",)


def test_where_cases_stand() -> None:
    """Beside the policy, under its name."""
    assert cases_beside(Path("a/policy.yaml")) == Path("a/policy.test.yaml")
