"""Every mistake in a policy file, exactly as it is told.

Long because every mistake has its row.
"""

from pathlib import Path

import pytest

from adapters.policy_file.load import MOST_BYTES, load, load_bytes, load_text

GOOD = """\
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo, email: cleo@example.com, role: lead}
  - {name: Ben, email: ben@example.com, role: reviewer}
desks:
  legal: {name: Legal, members: [ben@example.com]}
rules:
  - {name: it is read, why: It must be., desk: legal}
digest:
  - {to: cleo@example.com, at: "08:30", chat: slack}
"""

MISTAKES: list[tuple[str, str, tuple[str, ...]]] = [
    (GOOD, "- a\n", ("1:1: expected the policy with company, people, desks and rules",)),
    (
        GOOD,
        "{}",
        (
            "1:1: the policy needs “company”: whose posts these are",
            "1:1: the policy needs “people”: who reviews, leads, or is a guest",
            "1:1: the policy needs “desks”: the groups that review",
            "1:1: the policy needs “rules”: which desk is asked when",
        ),
    ),
    # holds
    ("digest:\n", "holds: ben\ndigest:\n", ("9:8: expected “holds” with by and everything",)),
    (
        "digest:\n",
        "holds: {by: [], everything: [bel@example.com]}\ndigest:\n",
        (
            "9:13: expected the e-mail address of a listed person; the list is empty",
            "9:30: “bel@example.com” is not listed under “people”; did you mean “ben@example.com”?",
        ),
    ),
    # override
    (
        "digest:\n",
        "override: {by: [ben@example.com]}\ndigest:\n",
        ("9:16: expected at least two people: an override takes two",),
    ),
    ("digest:\n", "override: 2\ndigest:\n", ("9:11: expected “override” with by",)),
    # the document
    ("digest:", "digets:", ("9:1: the policy has no key “digets”; did you mean “digest”?",)),
    ("digest:\n", "rules: []\ndigest:\n", ("9:1: “rules” stands here twice; the first is on line 7",)),
    # company
    ("company: {name: Example, ", "company: {", ("1:10: “company” needs “name”: the company's name",)),
    ("name: Example", 'name: ""', ("1:17: expected the company's name",)),
    ("name: Example", "name: [Example]", ("1:17: expected the company's name",)),
    (
        "name: Example",
        "name: " + "x" * 81,
        ("1:17: expected the company's name of at most 80 characters, not 81",),
    ),
    ("[example.com]", "[example]", ("1:36: expected a domain such as example.com, not “example”",)),
    ("[example.com]", "[]", ("1:35: expected a domain; the list is empty",)),
    (
        "Europe/London",
        "Europe/Lodnon",
        ("1:56: expected a time zone such as Europe/London, not “Europe/Lodnon”; did you mean “Europe/London”?",),
    ),
    ("[example.com]", '[""]', ("1:36: expected a domain",)),
    ("[example.com]", "[[example.com]]", ("1:36: expected a domain",)),
    (
        "[example.com]",
        "[" + "a" * 301 + "]",
        ("1:36: expected a domain of at most 300 characters, not 301",),
    ),
    # restricted
    (
        "digest:",
        "restricted: {when: {wrods: [x]}, whom: [ben@example.com]}\ndigest:",
        (
            "9:13: “restricted” needs “to”: the addresses of who may read every confidential post",
            "9:21: “wrods” is no kind of condition; did you mean “words”?",
            "9:34: “restricted” has no key “whom”; expected to or when",
        ),
    ),
    (
        "digest:",
        "restricted: {to: [bne@example.com]}\ndigest:",
        ("9:19: “bne@example.com” is not listed under “people”; did you mean “ben@example.com”?",),
    ),
    (
        "digest:",
        "restricted: {to: []}\ndigest:",
        ("9:18: expected the addresses of who may read every confidential post; the list is empty",),
    ),
    # watchers
    ("digest:", "watchers: ben\ndigest:", ("9:11: expected a list of watchers",)),
    (
        "digest:",
        "watchers: [{people: [bne@example.com], when: {wrods: [x]}, whom: x}]\ndigest:",
        (
            "9:12: an entry of “watchers” needs “why”: a sentence for the card",
            "9:22: “bne@example.com” is not listed under “people”; did you mean “ben@example.com”?",
            "9:47: “wrods” is no kind of condition; did you mean “words”?",
            "9:60: an entry of “watchers” has no key “whom”; expected why, people or when",
        ),
    ),
    # people
    (
        "  - {name: Cleo, email: cleo@example.com, role: lead}\n  - {name: Ben, email: ben@example.com, role: reviewer}\n",
        "  []\n",
        ("3:3: expected a list of people",),
    ),
    (
        "role: lead",
        "role: boss",
        ("3:49: expected a role, not “boss”; expected employee, reviewer, lead or guest",),
    ),
    (
        "email: ben@example.com",
        "email: ben",
        (
            "4:24: expected an e-mail address such as ada@example.com, not “ben”",
            "6:34: “ben@example.com” is not listed under “people”; did you mean “cleo@example.com”?",
        ),
    ),
    (
        "{name: Ben, email: ben@example.com",
        "{name: Ben, email: ben@example.com, mail: x",
        ("4:41: a person has no key “mail”; did you mean “email”?",),
    ),
    (
        "  - {name: Ben,",
        "  - {name: B, email: BEN@example.com, role: guest}\n  - {name: Ben,",
        ("5:24: “ben@example.com” is listed twice",),
    ),
    # desks
    (
        "  legal: {",
        "  Legal Desk: {",
        (
            "6:3: expected a desk's key of at most 40 small letters, digits and hyphens, such as legal, not “Legal Desk”",
            "8:48: expected a desk, not “legal”; expected Legal Desk",
        ),
    ),
    (
        "members: [ben@example.com]",
        "member: x",
        (
            "6:10: a desk needs “members” or “groups”: who sits on it",
            "6:24: a desk has no key “member”; did you mean “members”?",
        ),
    ),
    (
        "[ben@example.com]",
        "[bne@example.com]",
        ("6:34: “bne@example.com” is not listed under “people”; did you mean “ben@example.com”?",),
    ),
    (
        "[ben@example.com]",
        "[]",
        ("6:33: expected the e-mail address of a listed person; the list is empty",),
    ),
    (
        "[ben@example.com]",
        "[ben@example.com, ben@example.com]",
        ("6:51: “ben@example.com” is listed twice",),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], lead: ada@example.com}",
        ("6:58: “ada@example.com” is not listed under “people”; did you mean “ben@example.com”?",),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], deputy: cleo@example.com}",
        ("6:60: a deputy stands in for a lead, and this desk has none; make them its “lead”",),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], zone: Nowhere}",
        ("6:58: expected a time zone such as Europe/London, not “Nowhere”",),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], rota: {turns: []}}",
        (
            "6:58: a rota needs “every”: day or week",
            "6:58: a rota needs “at”: the hour of the hand-over, such as 09:00",
            "6:58: a rota needs “starts”: the day of the first turn, such as 2026-01-05",
            "6:66: expected a list of turns",
        ),
    ),
    (
        "[ben@example.com]}",
        '[ben@example.com], rota: {turns: [cleo@example.com], every: week, at: "09:00", starts: 2026-01-05}}',
        ("6:67: “cleo@example.com” is not among the desk's “members”, so a turn of theirs can decide nothing",),
    ),
    (
        "[ben@example.com]}",
        '[ben@example.com], rota: {turns: [[ben@example.com], []], every: month, at: "9:00", starts: 5 January}}',
        (
            "6:86: expected the e-mail address of a member; the list is empty",
            "6:98: expected how long a turn is, not “month”; expected day or week",
            "6:109: expected the hour of the hand-over, such as 09:00, from 00:00 to 23:59, not “9:00”",
            "6:125: expected the day of the first turn, such as 2026-01-05, not “5 January”",
        ),
    ),
    (
        "[ben@example.com]}",
        '[ben@example.com], rota: {turns: [ben@example.com], every: week, at: "09:00", starts: 2026-01-05, weekdays: mon}}',
        ("6:141: a weekly turn changes on the weekday of “starts”; “weekdays” is for “every: day”",),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], quorum: 2}",
        ("6:60: expected at most 1: the desk has 1 member, so 2 can never approve",),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], quorum: 0}",
        ("6:60: expected how many must approve: a number, majority or all, not “0”",),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], quorum: most}",
        ("6:60: expected how many must approve: a number, majority or all, not “most”",),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], reach: {slack: legal}}",
        (
            "6:67: expected a Slack conversation (“#name” in quotes, or its id such as C0123456789) or direct, not “legal”",
        ),
    ),
    (
        "[ben@example.com]}",
        "[ben@example.com], reach: {teams: Legal team}}",
        ("6:67: expected bound (a place bound with “@Copydesk bind DESK”) or direct, not “Legal team”",),
    ),
    (
        "rules:\n",
        "  legal-2: {name: LEGAL, members: [ben@example.com]}\nrules:\n",
        ("7:3: another desk is called “LEGAL”; give each its own name",),
    ),
    (
        "  legal: {name: Legal, members: [ben@example.com]}",
        "  legal",
        ("6:3: expected desks: a key such as legal, then its name and members or groups",),
    ),
    # rules
    (
        "  - {name: it is read, why: It must be., desk: legal}\n",
        "  []\n",
        ("8:3: expected a list of rules",),
    ),
    (", desk: legal}", "}", ("8:5: a rule needs “desk”: the key of the desk that is asked",)),
    ("desk: legal}", "desk: leagl}", ("8:48: expected a desk, not “leagl”; did you mean “legal”?",)),
    (
        "desk: legal}",
        "desk: legal, quorum: 3}",
        ("8:63: expected at most 1: the desk has 1 member, so 3 can never approve",),
    ),
    (
        "desk: legal}",
        "desk: legal, judges: [txet]}",
        ("8:64: expected a part, not “txet”; did you mean “text”?",),
    ),
    (
        "desk: legal}",
        "desk: legal, when: {words: {patterns: ['[']}}}",
        ("8:81: expected a regular expression; “[” is none: unterminated character set at position 1",),
    ),
    (
        "desk: legal}\n",
        "desk: legal}\n  - {name: It is READ, why: Twice., desk: legal}\n",
        ("9:12: another rule is called “It is READ”; give each its own name",),
    ),
    (
        "desk: legal}",
        "desk: legal, stage: 0}",
        ("8:62: expected the number of a stage, not “0”; expected 1, 2, 3, 4, 5, 6, 7, 8 or 9",),
    ),
    # digest
    (
        "to: cleo@example.com",
        "to: ben@example.com",
        ("10:10: expected the address of a person whose role is lead; “ben@example.com” is listed as reviewer",),
    ),
    (
        'at: "08:30"',
        "at: 8.30",
        ("10:32: expected the hour, such as 08:30, from 00:00 to 23:59, not “8.30”",),
    ),
    (
        'at: "08:30"',
        "at: 24:00",
        ("10:32: expected the hour, such as 08:30, from 00:00 to 23:59, not “24:00”",),
    ),
    ("chat: slack", "chat: email", ("10:47: expected a chat, not “email”; expected slack or teams",)),
    (
        "chat: slack",
        "chat: slack, weekdays: [monday]",
        ("10:65: expected a weekday, not “monday”; did you mean “mon”?",),
    ),
    (
        "chat: slack}\n",
        "chat: slack}\n  - {to: cleo@example.com, at: 09:00, chat: teams}\n",
        ("11:10: “cleo@example.com” already gets a digest; there is one a day for each lead",),
    ),
    ('at: "08:30"', 'at: ""', ("10:32: expected the hour, such as 08:30",)),
    # slots
    (
        "digest:\n",
        "slots: two\ndigest:\n",
        ("9:8: expected how often one person counts, not “two”; expected one_per_proposal or one_per_desk",),
    ),
    # YAML itself
    ("name: Ben", 'name: "\\UFFFFFFFF"', ("1:1: expected YAML; an escape or a version in it is out of range",)),
    ("name: Ben", 'name: "\\U00110000"', ("1:1: expected YAML; an escape or a version in it is out of range",)),
    (
        "role: lead}",
        "role: lead",
        ("4:5: expected YAML: expected ',' or '}', but got '{' (while parsing a flow mapping)",),
    ),
    (
        "rules:\n",
        "rules: &all\n",
        ("7:8: expected it without an anchor: names (&name) can't be used here",),
    ),
    (
        "members: [ben@example.com]",
        "members: *all",
        ("6:33: expected it written out: references (*name) can't be used here",),
    ),
    (
        "name: Ben",
        "name: !!python/object:os.system Ben",
        ("4:12: expected it without a tag: types (!name) can't be used here",),
    ),
    ("digest:\n", "---\ndigest:\n", ("9:1: expected one document; a second begins here",)),
    ("digest:\n", "? [a]\n: b\ndigest:\n", ("9:3: expected a word as a key, not a list or mapping",)),
    ("name: Ben", "name: \x07", ("4:12: expected text; this character can't stand in a policy file",)),
    (
        "digest:\n",
        "\tdigest:\n",
        ("9:1: expected YAML: found character '\\t' that cannot start any token (while scanning for the next token)",),
    ),
    ("digest:\n", "x: " + "[" * 60 + "\ndigest:\n", ("9:43: expected at most 40 levels of nesting",)),
]


@pytest.mark.parametrize(("before", "after", "errors"), MISTAKES)
def test_a_mistake_is_told_with_its_place(before: str, after: str, errors: tuple[str, ...]):
    """The file, the line, the column, and what was expected there."""
    assert before in GOOD

    told = tuple(f"policy.yaml:{error}" for error in errors)
    assert load_text(GOOD.replace(before, after, 1), "policy.yaml") == told


def test_all_mistakes_are_told_at_once():
    """Mistakes all over the file come together, in its order."""
    broken = (
        GOOD.replace("[example.com]", "[example]").replace("role: lead", "role: boss").replace("desk: legal", "desk: x")
    )

    assert load_text(broken, "policy.yaml") == (
        "policy.yaml:1:36: expected a domain such as example.com, not “example”",
        "policy.yaml:3:49: expected a role, not “boss”; expected employee, reviewer, lead or guest",
        "policy.yaml:8:48: expected a desk, not “x”; expected legal",
    )


def test_a_file_that_is_not_utf8_is_refused_where_it_is_not():
    """The place of the first byte that is no UTF-8 is told."""
    data = GOOD.replace("Ben", "B\u00e9n").encode("latin-1")

    told = ("policy.yaml:4:13: expected text in UTF-8",)
    assert load_bytes(data, "policy.yaml") == told
    assert load_bytes(data.replace(b"\n", b"\r"), "policy.yaml") == told
    assert load_bytes(b"\xef\xbb\xbf" + b"\xe9", "policy.yaml") == ("policy.yaml:1:1: expected text in UTF-8",)


def test_a_huge_file_is_refused_unread():
    """What is longer than any policy is not parsed at all."""
    data = b"#" * (MOST_BYTES + 1)

    assert load_bytes(data, "policy.yaml") == ("policy.yaml:1:1: expected a policy file of at most 262,144 bytes",)


def test_a_missing_file_is_an_error_like_any_other(tmp_path: Path):
    """A file that can't be opened is told with its path and the cause."""
    path = tmp_path / "none.yaml"

    assert load(path) == (f"{path}:1:1: expected a policy file that can be read: No such file or directory",)
