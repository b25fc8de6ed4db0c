"""What whoever watches a post sees of it, and what not."""

from dataclasses import replace

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import happened
from tests.unit.lifecycle.world import ADA, BEN, CLAIM, LEGAL, POST, STRANGER, propose
from workflows.cards.actions import Action
from workflows.cards.card import Card, Secret
from workflows.cards.confidential import desk_card, own_card, watch_card
from workflows.cards.deciding import show_form
from workflows.cards.proposing import again_form
from workflows.cards.text import as_text
from workflows.domain.commands import Watch

NOTE = "Legal said so on the phone."
SOURCE = "a message in #launch"
SENT = happened(replace(propose(CLAIM), note=NOTE, source=SOURCE))


def test_what_is_for_reviewers_only_is_not_for_who_watches() -> None:
    """The note, and what the post was made from, stand on the author's card and the desks', and on no watcher's."""
    seen = sight(happened(Watch(proposal=POST, by=ADA, person=STRANGER), after=SENT))
    assert _tells(own_card(seen)) == _tells(desk_card(seen, LEGAL, BEN)) == {NOTE, SOURCE}
    card = watch_card(seen, STRANGER)
    assert CLAIM.text in as_text(card)
    assert _tells(card) == set()


def test_a_card_of_when_somebody_was_asked_becomes_a_watchers() -> None:
    """A desk's card that somebody has of their own shows them, once they only watch, what those see; once they do not even
    watch, that it is no longer theirs. Whoever sits on the desk and watches besides loses nothing.
    """
    seen = sight(happened(Watch(proposal=POST, by=ADA, person=STRANGER), after=SENT))
    assert desk_card(seen, LEGAL, STRANGER) == watch_card(seen, STRANGER)
    assert "no longer yours to read" in as_text(desk_card(sight(SENT), LEGAL, STRANGER))
    also = sight(happened(Watch(proposal=POST, by=BEN, person=BEN), after=SENT))
    assert _tells(desk_card(also, LEGAL, BEN)) == {NOTE, SOURCE}


def test_a_form_shows_who_watches_no_more_than_their_card() -> None:
    """Nor does *Propose again*, which starts from what was written."""
    seen = sight(happened(Watch(proposal=POST, by=ADA, person=STRANGER), after=SENT))
    about = Action(name="show", proposal=POST, desk=LEGAL, revision=1)
    told = {person: repr(show_form(about, seen, person)) for person in (BEN, STRANGER)}
    assert [person for person, form in told.items() if NOTE in form or SOURCE in form] == [BEN]
    again = [repr(again_form(seen.proposal, POST, "UTC", seen.policy, asides=asides)) for asides in (True, False)]
    assert [NOTE in form and SOURCE in form for form in again] == [True, False]
    assert NOTE not in again[1]
    assert SOURCE not in again[1]


def test_the_sight_of_a_confidential_post_is_told() -> None:
    """The card of somebody named who watches says whose words are on it, so that it is recorded; a stranger's has none."""
    closed = happened(replace(propose(CLAIM), readers="named"))
    seen = sight(happened(Watch(proposal=POST, by=BEN, person=BEN), after=closed))
    assert watch_card(seen, BEN).secrets == (Secret(proposal=POST, revision=1),)
    assert watch_card(seen, STRANGER).secrets == ()
    assert CLAIM.text not in as_text(watch_card(seen, STRANGER))


def _tells(card: Card) -> set[str]:
    return {words for words in (NOTE, SOURCE) if words in as_text(card)}
