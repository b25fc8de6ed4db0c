"""Events and states become JSON and come back the same; what is private stays out of the chained half."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.storage.codec import (
    RECORD_VERSION,
    Halves,
    Tree,
    canonical,
    decode_event,
    decode_state,
    encode_event,
    encode_state,
)
from adapters.storage.ledger import hash_row
from tests.unit.adapters.storage.values import MARK, any_of
from workflows.domain.events import Event, Proposed
from workflows.domain.proposal import Proposal
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.lifecycle.evolve import evolve

KINDS = get_args(Event)
EXAMPLES = settings(max_examples=30, deadline=None)


def stored(halves: Halves) -> Halves:
    """The halves as they come back from text."""
    chained, private = json.loads(canonical(halves.chained)), json.loads(canonical(halves.private))
    return Halves(kind=halves.kind, chained=chained, private=private)


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_comes_back_the_same(kind: type[Any]) -> None:
    """Any event of any kind, written to canonical JSON and read again, is equal to itself."""

    @EXAMPLES
    @given(any_of(kind))
    def comes_back(event: Event) -> None:
        assert decode_event(stored(encode_event(event)), RECORD_VERSION) == event

    comes_back()


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@EXAMPLES
@given(TREES)
def test_canonical_json_is_that_of_the_standard(tree: Any) -> None:
    """Whichever way it is written, canonical JSON is what RFC 8785 asks for: names beyond U+FFFF and control characters too."""
    assert canonical(tree) == rfc8785.dumps(tree).decode()


@pytest.mark.attack
@pytest.mark.parametrize("kind", KINDS)
def test_the_chained_half_holds_no_words(kind: type[Any]) -> None:
    """Whatever an event's private fields hold, none of it is in the half that is chained."""

    @EXAMPLES
    @given(any_of(kind))
    def holds_none(event: Event) -> None:
        halves = encode_event(event)
        assert MARK not in canonical(halves.chained)
        assert not halves.private.keys() & halves.chained.keys()

    holds_none()


@settings(max_examples=60, deadline=None)
@given(any_of(Proposal))
def test_any_state_comes_back_the_same(proposal: Proposal) -> None:
    """Any state, in any stage, written and read again, is equal to itself."""
    assert decode_state(encode_state(proposal), RECORD_VERSION) == proposal


@EXAMPLES
@given(any_of(Event), any_of(Proposal), st.integers(RECORD_VERSION + 1, 99))
def test_a_newer_version_is_never_guessed_at(event: Event, proposal: Proposal, version: int) -> None:
    """What is marked with a newer version parks, even where this version could make sense of it."""
    assert decode_event(encode_event(event), version) == ParkedByNewerVersion()
    assert decode_state(encode_state(proposal), version) == ParkedByNewerVersion()


@EXAMPLES
@given(any_of(Event))
def test_an_older_event_is_read_as_the_next_version_would_have_written_it(event: Event) -> None:
    """An upcaster gets the whole event as its version wrote it, private fields too, and what it returns is read."""
    halves = encode_event(event)

    def from_version_0(tree: Tree) -> Tree:
        return {name.removeprefix("old_"): field for name, field in tree.items()}

    older = Halves(
        kind=halves.kind,
        chained={f"old_{name}": field for name, field in halves.chained.items()},
        private={f"old_{name}": field for name, field in halves.private.items()},
    )
    upcasters: Mapping[tuple[str, int], Any] = {(event.kind, 0): from_version_0}
    assert decode_event(older, 0, upcasters) == event


def test_what_version_1_wrote_is_read() -> None:
    """An event and a state from before anything told what a proposal was made from are read, made from nothing."""
    proposed = {"proposal": "p1", "by": "ada", "at": "2026-03-02T09:00:00Z", "co_authors": [], "wanted": None}
    event = decode_event(Halves(kind="proposed", chained=proposed, private={"salt": "5a", "note": ""}), 1)
    assert isinstance(event, Proposed)
    tree = json.loads(encode_state(evolve(None, event)))
    del tree["proposal"]["source"]
    state = decode_state(json.dumps(tree), 1)
    assert isinstance(state, Proposal)
    assert event.source == state.source == ""


@pytest.mark.attack
def test_what_cannot_be_read_is_not_quoted() -> None:
    """The error about a damaged event or state names the field, and repeats nothing of what stands there."""
    halves = Halves(kind="note_changed", chained={}, private={"note": [MARK]})
    state = json.dumps({"proposal": {"author": [MARK]}, "stage": {"Draft": {}}})
    for read in (lambda: decode_event(halves, RECORD_VERSION), lambda: decode_state(state, RECORD_VERSION)):
        with pytest.raises(ValidationError) as raised:
            read()
        assert MARK not in str(raised.value)


def test_a_rows_hash_is_that_of_its_canonical_json() -> None:
    """The hash of a row of the ledger is SHA-256(0x00 ‖ RFC 8785 of the row), put together or written by the library."""
    row = {
        "stream": 'post "1"\n\\ \N{EURO SIGN}\N{PARTY POPPER}\x7f\x1f',
        "sequence": 2**53 - 1,
        "kind": "proposed",
        "version": 3,
        "actor": None,
        "chat": "slack",
        "policy": None,
        "at": datetime(2026, 3, 2, 10, 0, 0, 5, tzinfo=ZoneInfo("Europe/Berlin")),
        "body": '{"a":[1,"x"],"b":null}',
        "commitment": "c",
        "prev_hash": "p",
    }
    whole: Any = row | {"at": "2026-03-02T09:00:00.000005+00:00", "body": {"a": [1, "x"], "b": None}}
    expected = hashlib.sha256(b"\0" + rfc8785.dumps(whole)).hexdigest()
    assert hash_row(row) == expected
    assert hash_row(row | {"at": "2026-03-02 09:00:00.000005"}) == expected
    assert hash_row(row | {"body": '{"a": [1,"x"],"b":null}'}) != expected
