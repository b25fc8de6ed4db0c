"""The nearest right word: a mistake in one letter is answered with what was meant."""

import pytest

from adapters.policy_file.load import Loaded, load_text
from tests.unit.policy_file.test_errors import GOOD

RULE, DESK = "desk: legal}", "[ben@example.com]}"


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        (RULE, "desk: legal, quorum: majorty}", "a number, majority or all, not “majorty”; did you mean “majority”?"),
        (RULE, "desk: legal, quorum: al}", "a number, majority or all, not “al”; did you mean “all”?"),
        (RULE, "desk: legal, quorum: some}", "a number, majority or all, not “some”"),
        (DESK, "[ben@example.com], reach: {slack: dirct}}", "or direct, not “dirct”; did you mean “direct”?"),
        (DESK, "[ben@example.com], reach: {teams: bond}}", "or direct, not “bond”; did you mean “bound”?"),
        (DESK, "[ben@example.com], groups: {teams: bond}}", "DESK”), not “bond”; did you mean “bound”?"),
        (
            RULE,
            "desk: legal, when: {wanted: {within: 24 huors}}}",
            "24 hours or 3 days, not “24 huors”; did you mean “24 hours”?",
        ),
        (
            RULE,
            "desk: legal, when: {wanted: {within: 3 dasy}}}",
            "24 hours or 3 days, not “3 dasy”; did you mean “3 days”?",
        ),
        (RULE, "desk: legal, when: {wanted: {within: soon}}}", "24 hours or 3 days, not “soon”"),
    ],
)
def test_a_word_with_a_slip_is_told_what_was_meant(before: str, after: str, error: str) -> None:
    """The right word stands behind the mistake; where none is near, nothing is guessed."""
    told = load_text(GOOD.replace(before, after, 1), "policy.yaml")
    assert isinstance(told, tuple)
    assert [says.endswith(error) for says in told] == [True], told


LIST = "wordlists: [{name: A, why: B, owner: ADDRESS, effect: note, entries: [{stem: c}]}]"
FURTHER = (
    f"{RULE}\n  - {{name: it is read again, why: It must be., desk: legal, when: {{author: {{email: [ADDRESS]}}}}}}"
)


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("bne@example.com", "ben@example.com"),
        ("cloe@example.com", "cleo@example.com"),
        ("clleo@example.com", "cleo@example.com"),
        ("ben@exmple.com", "ben@example.com"),
        ("dan@example.com", None),
        ("ben@example.org", None),
        ("Ben@Example.com", None),
    ],
)
@pytest.mark.parametrize(
    ("before", "after"), [("digest:\n", f"{LIST}\ndigest:\n"), (RULE, FURTHER)], ids=["owner", "author"]
)
def test_an_address_with_a_slip_is_a_warning(before: str, after: str, address: str, meant: str | None) -> None:
    """Where anybody's address may stand, one that is nearly a listed one is asked about; a colleague with a name like it is not."""
    read = load_text(GOOD.replace(before, after.replace("ADDRESS", address), 1), "policy.yaml")
    assert isinstance(read, Loaded), read
    warned = [warning.partition(": ")[2] for warning in read.warnings]
    assert warned == ([f"“{address}” is not listed under “people”; did you mean “{meant}”?"] if meant else [])
