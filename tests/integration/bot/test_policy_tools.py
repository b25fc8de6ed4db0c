"""`copydesk policy check`, `test` and `explain`: a policy is tried before it rules anybody. Nothing is set up for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from tests.integration.bot.typed import copydesk, elsewhere

CASES = """\
cases:
  - name: a kettle needs marketing alone
    draft: {text: We sell kettles., channels: [x], author: ada@example.com}
    desks: [marketing]
    quorum: {marketing: 1}
  - name: a prize brings in legal
    draft: {text: Win a prize!, channels: [linkedin]}
    desks: [marketing, legal]
  - name: nothing to say goes nowhere
    draft: {text: "", channels: [x]}
    refused: [text]
"""


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    """An empty folder with the example's policy, as `policy.yaml`, and cases beside it."""
    with elsewhere() as empty:
        (empty / "policy.yaml").write_text(example(), encoding="utf-8")
        (empty / "policy.test.yaml").write_text(CASES, encoding="utf-8")
        yield empty


def test_a_good_policy_is_said_to_be_good() -> None:
    """`copydesk policy check FILE` says what the file holds; the one that is set up is meant where none is named."""
    result = copydesk("policy", "check", "policy.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    line, _, version = result.stdout.rpartition(" ")
    assert line == "policy.yaml is good: 3 people, 3 desks, 3 rules; version"
    assert len(version.strip()) == 12
    assert copydesk("policy", "check", COPYDESK_POLICY="policy.yaml").stdout == result.stdout


def test_a_policy_must_be_named() -> None:
    """Without a file there is nothing to look at, and it is said how to name one."""
    for command in (("check",), ("test",), ("explain", "draft.yaml")):
        result = copydesk("policy", *command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Name the policy file, or set COPYDESK_POLICY.\n"


def test_every_mistake_and_every_doubt_has_its_place(folder: Path) -> None:
    """`copydesk policy check` fails for mistakes, and only tells what is hardly meant."""
    (folder / "policy.yaml").write_text(example().replace("desk: legal", "desk: leagl"), encoding="utf-8")
    result = copydesk("policy", "check", "policy.yaml")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == snapshot(
        "policy.yaml:37:11: expected a desk, not “leagl”; did you mean “legal”?\n",
    )
    always = "    desk: marketing\n"
    some = example().replace(always, always + "    when: {link: present}\n")
    (folder / "policy.yaml").write_text(some, encoding="utf-8")
    result = copydesk("policy", "check", "policy.yaml")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == snapshot(
        "policy.yaml:31:3: no rule is for every post, so some proposals would need nobody: they will be refused; add a rule without “when” (a warning)"
    )


def test_cases_that_come_to_what_they_say() -> None:
    """`copydesk policy test` counts them, and names what no case has tried."""
    result = copydesk("policy", "test", "policy.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == snapshot("""\
Outcomes of rules tried: 80 % (4 of 5).
No case in which “investor relations has cleared anything financial” holds.
3 cases, all as they say.
""")


def test_too_little_of_the_policy_was_tried() -> None:
    """`--min-coverage` fails where the cases leave more of the rules untried."""
    assert copydesk("policy", "test", "policy.yaml", "--min-coverage", "80").exit_code == 0
    result = copydesk("policy", "test", "policy.yaml", "--min-coverage", "81")
    assert result.exit_code == 1
    assert "That is less than the 81 % that were asked for.\n" in result.stdout


def test_a_case_that_comes_to_something_else(folder: Path) -> None:
    """It is told with its place, what it says, what it came to, and why."""
    wrong = CASES.replace("[marketing, legal]", "[legal]").replace("marketing: 1", "marketing: 2")
    (folder / "policy.test.yaml").write_text(wrong.replace("refused: [text]", "refused: [link]"), encoding="utf-8")
    result = copydesk("policy", "test", "policy.yaml")
    assert (result.exit_code, result.stderr) == (1, "")
    told = [line for line in result.stdout.splitlines() if not line.strip().startswith(("–", "✓", "○", "The rules"))]
    assert told == snapshot(
        [
            "policy.test.yaml:2:5: a kettle needs marketing alone",
            "  expected: it asks Marketing (2 must approve)",
            "  got: it asks Marketing (1 must approve)",
            "  Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "",
            "",
            "policy.test.yaml:6:5: a prize brings in legal",
            "  expected: it asks Legal",
            "  got: it asks Marketing and Legal",
            "  Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "  Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “prize” and “win a”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "",
            "",
            "policy.test.yaml:9:5: nothing to say goes nowhere",
            "  expected: it is refused (link)",
            "  got: it is refused: text: There are no words yet. Write what the post should say.",
            "",
            "Outcomes of rules tried: 80 % (4 of 5).",
            "No case in which “investor relations has cleared anything financial” holds.",
            "3 cases, 3 of them not as it says.",
        ]
    )


def test_cases_that_cannot_be_read(folder: Path) -> None:
    """A mistake among the cases, or no cases at all, is told with its place, and nothing is tried."""
    (folder / "policy.test.yaml").write_text(CASES.replace("legal]", "leagl]"), encoding="utf-8")
    result = copydesk("policy", "test", "policy.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "policy.test.yaml:8:24: expected a desk, not “leagl”; did you mean “legal”?\n"
    (folder / "policy.test.yaml").unlink()
    result = copydesk("policy", "test", "policy.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("policy.test.yaml:1:1: expected a file of cases that can be read: ")


SECRET = """
restricted:
  when: {words: {phrases: [takeover]}}
  to: [ben@example.com]
"""
TAKEOVER = """\
  - name: a takeover
    draft: {text: A takeover!, channels: [x]}
    desks: [marketing]
    restricted: %s
"""


def test_a_case_says_who_may_read_it(folder: Path) -> None:
    """`restricted` in a case is held against the policy, whose condition for it is tried like a rule."""
    (folder / "policy.yaml").write_text(example() + SECRET, encoding="utf-8")
    (folder / "policy.test.yaml").write_text(CASES + TAKEOVER % "true", encoding="utf-8")
    assert copydesk("policy", "test", "policy.yaml").stdout.splitlines() == [
        "Outcomes of rules tried: 85 % (6 of 7).",
        "No case in which “investor relations has cleared anything financial” holds.",
        "4 cases, all as they say.",
    ]
    (folder / "policy.test.yaml").write_text(CASES + TAKEOVER % "false", encoding="utf-8")
    assert copydesk("policy", "test", "policy.yaml").stdout.splitlines()[:3] == [
        "policy.test.yaml:12:5: a takeover",
        "  expected: it asks Marketing, and it is not confidential",
        "  got: it asks Marketing, and it is confidential",
    ]
    (folder / "policy.test.yaml").write_text(CASES, encoding="utf-8")
    assert "No case in which “restricted” holds.\n" in copydesk("policy", "test", "policy.yaml").stdout


def test_a_confidential_draft_is_explained(folder: Path) -> None:
    """It says why it is confidential, and names everybody who may read it."""
    (folder / "policy.yaml").write_text(example() + SECRET, encoding="utf-8")
    draft = "{text: A takeover!, channels: [x], author: ada@example.com}"
    result = copydesk("policy", "explain", "-", "--policy", "policy.yaml", stdin=draft)
    assert result.stdout.splitlines()[2] == (
        "Confidential, because it mentions “takeover”. Nobody may read it but Ben Okafor, Cleo Marsh and ada@example.com."
    )


WATCHED = """
watchers:
  - why: The stock exchange asks about kettles.
    people: [ben@example.com]
    when: {words: {phrases: [kettle, kettles]}}
"""
KETTLE = """\
  - name: a kettle is watched
    draft: {text: A kettle!, channels: [x]}
    desks: [marketing]
    watchers: %s
"""


def test_a_case_says_who_watches(folder: Path) -> None:
    """`watchers` in a case are those and nobody else; `[]` is nobody, and a case without it does not ask."""
    (folder / "policy.yaml").write_text(example() + WATCHED, encoding="utf-8")
    (folder / "policy.test.yaml").write_text(CASES + KETTLE % "[ben@example.com]", encoding="utf-8")
    assert copydesk("policy", "test", "policy.yaml").exit_code == 0
    (folder / "policy.test.yaml").write_text(CASES + KETTLE % "[]", encoding="utf-8")
    assert copydesk("policy", "test", "policy.yaml").stdout.splitlines()[:3] == [
        "policy.test.yaml:12:5: a kettle is watched",
        "  expected: it asks Marketing, and nobody watches",
        "  got: it asks Marketing, and Ben Okafor watches",
    ]
    closed = example() + WATCHED + SECRET.replace("takeover", "kettle").replace("ben@", "cleo@")
    (folder / "policy.yaml").write_text(closed, encoding="utf-8")
    result = copydesk("policy", "test", "policy.yaml")
    assert (result.exit_code, result.stderr) == (0, "")


def test_it_is_explained_who_watches(folder: Path) -> None:
    """Below the desks that are asked: by name, with what the rule found and its own words."""
    (folder / "policy.yaml").write_text(example() + WATCHED, encoding="utf-8")
    draft = "{text: A kettle!, channels: [x], author: ada@example.com}"
    result = copydesk("policy", "explain", "-", "--policy", "policy.yaml", stdin=draft)
    assert result.stdout.splitlines()[2:4] == [
        "Watching, without being asked:",
        "· Ben Okafor: Mentions “kettle”. The stock exchange asks about kettles.",
    ]


def test_what_is_past_its_review_is_warned_of(folder: Path) -> None:
    """`copydesk policy check` names the pillars and channels that nobody has looked at for too long, and whom to ask."""
    pillars = (
        "{craft: {name: By hand, owner: ben@example.com, review: 2020-01-31}, care: {name: Care, review: 9999-01-31}}"
    )
    (folder / "policy.yaml").write_text(f"{example()}pillars: {pillars}\n", encoding="utf-8")
    result = copydesk("policy", "check", "policy.yaml")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:-1] == [
        "policy.yaml: the pillar “By hand” was to be reviewed by 2020-01-31; ask Ben Okafor (a warning)"
    ]


DRAFT = """\
text: |
  Five million of revenue.
  Hooray!
channels: [x]
author: ivy@example.com
"""


def test_a_draft_is_explained(folder: Path) -> None:
    """`copydesk policy explain DRAFT` says who is asked and why, who may not decide, and what each rule came to."""
    (folder / "draft.yaml").write_text(DRAFT, encoding="utf-8")
    result = copydesk("policy", "explain", "draft.yaml", "--policy", "policy.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    route, _, rules = result.stdout.partition("\n\nThe rules:\n")
    assert route == snapshot("""\
Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.
○ Marketing: waiting for Cleo Marsh
Investor relations: approved if investor relations has cleared anything financial. Mentions “revenue”. Financial news must reach every investor at the same time.
! Investor relations: nobody there may decide on these words. Ask Cleo Marsh to add someone to Investor relations, or let somebody else propose it.
· Ivy Chen: these are their own words\
""")
    assert [line[:60] for line in rules.splitlines() if not line.startswith(" ")] == snapshot(
        [
            "✓ marketing has read it: it is for every post",
            "– legal has cleared claims, giveaways and other people's nam",
            "✓ investor relations has cleared anything financial: it ment",
        ]
    )


def test_a_draft_from_standard_input() -> None:
    """`-` reads the draft there; one that would be refused fails, and one that can't be read is told with its place."""
    result = copydesk("policy", "explain", "-", stdin="text: A kettle.", COPYDESK_POLICY="policy.yaml")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "it is refused: channels: No channel is ticked. Tick at least one."
    result = copydesk("policy", "explain", "-", stdin="txt: A kettle.", COPYDESK_POLICY="policy.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == snapshot("""\
standard input:1:1: a draft has no key “txt”; did you mean “text”?
standard input:1:1: a draft needs “text”: the words of the post
""")
