"""Nouns are frozen, built by keyword, equal by content."""

from dataclasses import FrozenInstanceError, fields

import pytest

from workflows.domain.commands import Withdraw
from workflows.domain.events import (
    PRIVATE,
    Event,
    NoteChanged,
    Proposed,
    ReviewGiven,
    RevisionAdded,
    Routed,
    WasRejected,
)
from workflows.domain.ids import PersonId, ProposalId
from workflows.domain.value import value

POST, ADA = ProposalId("post-1"), PersonId("ada")


@value
class Pair:
    """An example."""

    left: int
    right: int = 0


def test_values_are_equal_by_content() -> None:
    """Two that say the same are the same, and hash alike."""
    assert Withdraw(proposal=POST, by=ADA) == Withdraw(proposal=POST, by=ADA)
    assert {Pair(left=1), Pair(left=1, right=0)} == {Pair(left=1)}


def test_values_never_change() -> None:
    """Neither a field nor a new attribute can be set."""
    pair = Pair(left=1)
    with pytest.raises(FrozenInstanceError):
        setattr(pair, "left", 2)  # noqa: B010  # a plain assignment is what the type check refuses
    assert not hasattr(pair, "__dict__")


def test_values_are_built_by_keyword() -> None:
    """A reader sees what each argument is."""
    with pytest.raises(TypeError):
        Pair(1, 2)  # pyright: ignore[reportCallIssue] - what is shown to fail


@pytest.mark.parametrize(
    ("event", "private"),
    [
        (Proposed, {"salt", "note", "source"}),
        (RevisionAdded, {"content"}),
        (NoteChanged, {"note"}),
        (Routed, {"whys", "watchers_whys"}),
        (ReviewGiven, {"words"}),
        (WasRejected, {"words"}),
    ],
)
def test_words_are_marked_private_in_events(event: type[Event], private: set[str]) -> None:
    """What the ledger's codec keeps beside the chain, where it can be destroyed."""
    assert {field.name for field in fields(event) if field.metadata == PRIVATE} == private
