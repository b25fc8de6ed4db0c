"""What a card says of how a post stands, and which buttons it has for whom."""

from dataclasses import replace
from datetime import time
from typing import get_args

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import happened, without
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    ALWAYS_MARKETING,
    BEA,
    BEN,
    CLAIM,
    CLEO,
    DEE,
    FACTS,
    INVESTORS,
    IVY,
    LEGAL,
    LEGAL_ON_CLAIMS,
    LOU,
    MARKETING,
    MAX,
    MIA,
    NOW,
    PLAIN,
    POST,
    REVENUE,
    approve,
    edit,
    email,
    policy,
    propose,
    reject,
    request_changes,
    withdraw,
    world,
)
from workflows.cards.card import Buttons, Card
from workflows.cards.notices import notice_text
from workflows.cards.seen import Audience, Seen
from workflows.cards.tree import branches
from workflows.cards.views import author_card, review_card, status_line
from workflows.domain.commands import Hold
from workflows.domain.events import Routed
from workflows.domain.ids import DeskId
from workflows.domain.policy import Rota, Weekday

ONLY_CLEO = world(policy(members={MARKETING: (CLEO,)}))
PAIRED = world(policy(quorums={LEGAL: 2}, members={LEGAL: (BEN, BEA)}))


def labels(card: Card) -> list[str]:
    """The card's buttons."""
    return [one.label for element in card.elements if isinstance(element, Buttons) for one in element.buttons]


def rows(seen: Seen) -> list[str]:
    """Each desk's row, with its mark."""
    return [f"{one.mark} {one.says}" for one in branches(seen)]


def test_the_author_who_is_the_whole_desk_reads_the_way_out() -> None:
    """Nobody there may decide, whoever edits: somebody is to be added, or somebody else to propose it."""
    facts = world(policy(members={INVESTORS: (ADA,), MARKETING: (CLEO,)}))
    seen = sight(happened(propose(REVENUE), facts=facts), facts)
    assert status_line(seen) == (
        "In review. Waiting for Cleo (Marketing). Investors: nobody there may decide on these words."
    )
    assert rows(seen) == [
        "○ Marketing: waiting for Cleo",
        (
            "! Investors: nobody there may decide on these words. "
            "Ask Cleo to add someone to Investors, or let somebody else propose it."
        ),
    ]


def test_a_co_author_who_is_the_whole_desk_is_as_the_author() -> None:
    """Another edit would not help; where they are the only comms lead, the keeper of the policy file is asked."""
    seen = sight(happened(propose(PLAIN, co_authors=frozenset({CLEO, ABE})), facts=ONLY_CLEO), ONLY_CLEO)
    assert status_line(seen) == "In review. Marketing: nobody there may decide on these words."
    (row,) = rows(seen)
    assert row == (
        "! Marketing: nobody there may decide on these words. "
        "Ask whoever keeps the policy file to add someone to Marketing, or let somebody else propose it."
    )


def test_where_an_editor_is_the_whole_desk_somebody_else_edits() -> None:
    """Cleo changed Ada's words: as soon as somebody else does, she may decide."""
    seen = sight(happened(propose(PLAIN), edit(CLAIM, CLEO), facts=ONLY_CLEO), ONLY_CLEO)
    assert rows(seen)[0] == (
        "! Marketing: nobody there may decide on these words. Somebody else has to make the next edit."
    )


def test_an_empty_desk_needs_somebody() -> None:
    """Nobody is on it, so nobody else could have proposed it either."""
    seen = sight(happened(propose(REVENUE)), without(FACTS, INVESTORS, IVY))
    assert rows(seen)[1].endswith(" Ask Cleo to add someone to Investors.")


def test_a_desk_that_is_short_of_one_says_how_many_may() -> None:
    """Two must approve and one is left."""
    facts = without(PAIRED, LEGAL, BEA)
    seen = sight(happened(propose(), facts=PAIRED), facts)
    assert rows(seen)[1] == "! Legal: 2 must approve, and only Ben may. Ask Cleo to add someone to Legal."
    gone = sight(happened(propose(), approve(BEA, LEGAL), facts=PAIRED), without(PAIRED, LEGAL, BEA, BEN))
    assert rows(gone)[1] == (
        "! Legal: Bea approved, revision 1; nobody there may decide on these words. Ask Cleo to add someone to Legal."
    )


def test_everybody_who_is_needed_is_named() -> None:
    """Both of two are waited for; of more, who is asked, and then who may decide without being asked."""
    seen = sight(happened(propose(), facts=PAIRED), PAIRED)
    assert rows(seen) == [
        "○ Marketing: waiting for Dee; Cleo, Max and Mia may too",
        "○ Legal: waiting for Bea and Ben",
    ]
    assert status_line(seen) == "In review. Waiting for Dee (Marketing) and Bea and Ben (Legal)."
    many = world(policy(quorums={MARKETING: 2}))
    assert rows(sight(happened(propose(PLAIN), facts=many), many)) == [
        "○ Marketing: waiting for Dee and Max; Cleo and Mia may too"
    ]


def test_where_nobody_was_chosen_everybody_is_waited_for() -> None:
    """A post that was sent before anybody was chosen asks the whole desk, as it always did."""
    many = world(policy(quorums={MARKETING: 2}))
    sent = happened(propose(), facts=many)
    before = tuple(replace(event, asked=None) if isinstance(event, Routed) else event for event in sent)
    assert rows(sight(before, many)) == [
        "○ Marketing: waiting for 2 of Cleo, Dee, Max and Mia",
        "○ Legal: waiting for Bea, Ben, Dee or Lou",
    ]


def test_a_large_desk_is_counted() -> None:
    """Beyond three, those who may decide without being asked are a number; whoever is on duty is named all the same."""
    everyone = (MIA, MAX, CLEO, DEE, BEN, LOU)
    facts = world(policy(members={MARKETING: everyone}))
    asked = happened(propose(PLAIN), facts=facts)
    assert rows(sight(asked, facts)) == ["○ Marketing: waiting for Dee; 5 others may too"]
    rota = Rota(
        turns=((email(LOU),),), every="day", at=time(9), starts=NOW.date(), weekdays=frozenset(get_args(Weekday))
    )
    desks = {**facts.desks, MARKETING: replace(facts.desks[MARKETING], rota=rota)}
    assert rows(sight(asked, replace(facts, present=desks))) == [
        "○ Marketing: waiting for Dee; Lou (on duty) and 4 others may too"
    ]


def test_several_decisions_for_one_desk_read_as_several() -> None:
    """A yes and a request for changes are parted by a semicolon."""
    seen = sight(happened(propose(), approve(BEN, LEGAL), request_changes(BEA, LEGAL), facts=PAIRED), PAIRED)
    assert rows(seen)[1] == "✗ Legal: Ben approved, revision 1; Bea asked for changes (tone), revision 1"


def test_a_post_that_ended_waits_for_nobody() -> None:
    """Its rows say what was decided, and of the rest that it was not."""
    history = happened(propose(), approve(MIA, MARKETING), withdraw())
    assert rows(sight(history)) == ["✓ Marketing: Mia approved, revision 1", "– Legal: not decided"]
    history = happened(propose(), reject(BEN, LEGAL))
    assert rows(sight(history)) == ["– Marketing: not decided", "✗ Legal: Ben rejected it (tone), revision 1"]


def test_a_lead_ends_their_own_block_by_changing_their_mind() -> None:
    """Cleo blocked and leads the desk: one button. Mia's block she may lift."""
    own = sight(happened(propose(PLAIN), request_changes(CLEO, MARKETING)))
    assert labels(review_card(own, MARKETING, CLEO)) == ["Change my decision", "Edit", "Suggest wording", "Hold"]
    assert labels(review_card(own, MARKETING, "everyone")) == ["Change my decision", "Suggest wording", "Hold"]
    mias = sight(happened(propose(PLAIN), request_changes(MIA, MARKETING)))
    assert labels(review_card(mias, MARKETING, CLEO)) == ["Lift the block", "Edit", "Hold"]


def test_who_publishes_finds_the_words_on_the_desks_card() -> None:
    """Once it is approved, comms leads copy and edit from their own view; a shared card has only the copying."""
    seen = sight(happened(propose(PLAIN), approve(MIA, MARKETING)))
    assert labels(review_card(seen, MARKETING, CLEO)) == ["Copy the words", "Edit", "Hold"]
    assert labels(review_card(seen, MARKETING, "everyone")) == ["Change my decision", "Copy the words", "Hold"]
    assert labels(review_card(seen, MARKETING, MIA)) == ["Change my decision"]
    assert labels(review_card(seen, MARKETING, "onlookers")) == ["Open"]


def test_whoever_may_hold_posts_finds_it_on_their_cards() -> None:
    """Cleo in her own view and where her desk is asked; nobody else, nor a desk that she does not sit on. Held, it is Release."""
    seen = sight(happened(propose()))
    audiences: tuple[tuple[DeskId, Audience], ...] = (
        (MARKETING, CLEO),
        (MARKETING, "everyone"),
        (MARKETING, MIA),
        (LEGAL, "everyone"),
    )
    offered = ["Hold" in labels(review_card(seen, desk, audience)) for desk, audience in audiences]
    assert offered == [True, True, False, False]
    held = sight(happened(Hold(proposal=POST, by=CLEO, reason="Not yet."), after=happened(propose())))
    assert "Release" in labels(review_card(held, MARKETING, CLEO))
    assert labels(author_card(held)) == ["Edit", "Withdraw"]
    assert status_line(held).startswith("On hold by Cleo: Not yet. In review. Waiting for ")


def test_a_desk_whose_turn_comes_later_is_named_and_has_no_buttons() -> None:
    """The card says who is waited for and who comes then; the later desk's own card asks for nothing yet."""
    staged = world(policy(rules=(replace(LEGAL_ON_CLAIMS, stage=2), ALWAYS_MARKETING)))
    seen = sight(happened(propose(), facts=staged), staged)

    assert status_line(seen).endswith("(Marketing). Then: Legal.")
    assert rows(seen)[1:] == ["○ Legal: waits for Marketing first"]
    assert "Approve" not in labels(review_card(seen, LEGAL, "everyone"))
    assert "Approve" in labels(review_card(seen, MARKETING, "everyone"))


def test_a_draft_is_discarded_rather_than_withdrawn() -> None:
    """Nobody else ever saw it, so no card changes and nobody is told."""
    draft = happened(propose(PLAIN, submit=False))
    assert labels(author_card(sight(draft))) == ["Send for review", "Edit", "Discard"]
    gone = sight(happened(withdraw(), after=draft))
    assert status_line(gone).startswith("Discarded by Ada at ")


def test_a_notice_says_which_post() -> None:
    """By its channels and revision, never by its words."""
    seen = sight(happened(propose(PLAIN), approve(MIA, MARKETING)))
    assert notice_text(seen, "awaited", MARKETING) == (
        "Marketing is asked about a post by Ada (LinkedIn, revision 1). Please decide on the card."
    )
    assert notice_text(seen, "approved", None) == (
        "Your post (LinkedIn, revision 1) is approved. Your card has the words to copy."
    )
