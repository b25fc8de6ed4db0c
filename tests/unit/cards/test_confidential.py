"""What stands on the cards of a confidential post, and on the stub in their place."""

from dataclasses import replace

import pytest

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import Events, happened
from tests.unit.lifecycle.world import (
    ADA,
    BEN,
    CLAIM,
    CLEO,
    LEGAL,
    MARKETING,
    MIA,
    PLAIN,
    POST,
    approve,
    edit,
    propose,
    reject,
    request_changes,
)
from workflows.cards.card import Bullets, Card, Secret
from workflows.cards.confidential import desk_card, own_card, restricted_line, stub_line
from workflows.cards.text import as_text
from workflows.domain.commands import LiftRestriction
from workflows.domain.proposal import Restriction

SENT = happened(replace(propose(CLAIM), readers="named"))
EDITED = (*happened(request_changes(BEN, LEGAL), after=SENT),)
REWORDED = happened(edit(PLAIN), after=EDITED)
OPENED = happened(LiftRestriction(proposal=POST, by=ADA, revision=2), after=REWORDED)
TELLING = ("claim", "faster", "Ada", "LinkedIn", "Mia", "Ben")


def lines(card: Card) -> list[str]:
    """What can be read on a card."""
    return [line for line in as_text(card).split("\n") if line.strip("=")]


def test_who_is_named_reads_all_of_it_and_that_it_is_confidential() -> None:
    """Below how it stands; its last row opens it; a lock screen shows no author."""
    card = desk_card(sight(SENT), LEGAL, BEN)
    assert card.summary == "Legal: a confidential post"
    assert lines(card)[2] == (
        "🔒 Confidential, as Ada chose. Only its authors, the people it asks and those whom the policy names can read it, "
        "and it is on record who was shown it."
    )
    assert lines(card)[-1] == "[Open to everybody asked]"
    assert card.secrets == own_card(sight(SENT)).secrets == (Secret(proposal=POST, revision=1),)


def test_why_it_is_confidential() -> None:
    """Where a rule wants so, with what it found."""
    restriction = Restriction(by=None, at=sight(SENT).proposal.created, why="mentions “merger”")
    assert restricted_line({}, restriction).startswith("🔒 Confidential, because it mentions “merger”. ")


@pytest.mark.parametrize(
    ("history", "says"),
    [
        (SENT, "A confidential post waits for Marketing."),
        (happened(approve(MIA, MARKETING), after=SENT), "Marketing has approved a confidential post."),
        (
            happened(request_changes(MIA, MARKETING), after=SENT),
            "Marketing asked for changes in a confidential post.",
        ),
        (happened(reject(MIA, MARKETING), after=SENT), "A confidential post is closed."),
    ],
)
@pytest.mark.parametrize("audience", ["everyone", "onlookers", CLEO])
def test_everybody_else_reads_a_stub(history: Events, says: str, audience: str) -> None:
    """How it stands with the desk, and where those concerned have it: no word, name or channel, also on a lock screen."""
    seen = replace(sight(history), involved=frozenset({ADA, BEN}))
    card = desk_card(seen, MARKETING, audience)  # pyright: ignore[reportArgumentType]  # an id, or one of the two words
    assert lines(card)[1] == f"{says} Those concerned have it in direct messages."
    assert not [word for word in TELLING if word in f"{as_text(card)} {card.summary}"]
    assert card.secrets == ()
    assert (card.refresh is not None) is (audience == "onlookers")


def test_a_desk_that_is_asked_no_more() -> None:
    """Its stub says so."""
    assert lines(desk_card(sight(REWORDED), LEGAL, "everyone"))[1].startswith(
        "A confidential post no longer needs Legal."
    )


def test_older_words_are_for_those_who_decided_on_them() -> None:
    """Also once the post was opened: what was taken out of it before that is told to nobody else."""
    lapsed = happened(replace(propose(CLAIM), readers="named"), approve(MIA, MARKETING), edit(PLAIN))
    opened = happened(LiftRestriction(proposal=POST, by=ADA, revision=2), after=lapsed)
    for history in (lapsed, opened):
        seen = sight(history)
        assert _changes(desk_card(seen, MARKETING, MIA))
        assert not _changes(desk_card(seen, MARKETING, CLEO))
        assert not _changes(desk_card(seen, MARKETING, "everyone"))
    again = happened(approve(MIA, MARKETING, revision=2), edit(CLAIM, base=2), after=opened)
    assert _changes(desk_card(sight(again), MARKETING, "everyone"))


def _changes(card: Card) -> bool:
    return any(mark in "~+-" for one in card.elements if isinstance(one, Bullets) for mark, _ in one.items)


def test_how_a_list_tells_of_it() -> None:
    """To a comms lead who may not read it: whom it waits for, and nothing else."""
    approved = happened(approve(MIA, MARKETING), approve(BEN, LEGAL), after=SENT)
    assert [stub_line(sight(history)) for history in (SENT, EDITED, approved)] == [
        "A confidential post waits for Marketing and Legal.",
        "A confidential post is with its author.",
        "A confidential post is approved.",
    ]


def test_an_open_post_has_no_secrets() -> None:
    """Nothing is put on record of it, and nothing is said."""
    for card in (desk_card(sight(OPENED), MARKETING, MIA), own_card(sight(OPENED))):
        assert card.secrets == ()
        assert "🔒" not in as_text(card)
