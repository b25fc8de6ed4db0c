"""The company's voice beside a post: what stands on its cards and its form."""

from dataclasses import replace

from tests.unit.lifecycle.world import LINKEDIN, PLAIN
from workflows.cards.brand import channel_cards, pillar_card, pillar_rows, warned
from workflows.cards.card import Bullets, Paragraph
from workflows.domain.brand import Brand, ChannelCard, ClaimsRule, Pillar
from workflows.domain.ids import ChannelId

BRAND = Brand(
    pillars={
        "craft": Pillar(
            name="Made by hand", promise="Finished by a person.", proof="Visit us.", do=("hand",), dont=("see",)
        ),
        "care": Pillar(name="We care"),
    },
    channels={
        LINKEDIN: ChannelCard(purpose="For buyers.", voice=("Dry.",), good="Tea.", bad="TEA!"),
        ChannelId("x"): ChannelCard(purpose="Be quick."),
    },
    claims=ClaimsRule(kinds=frozenset({"superlatives"})),
)
CRAFT = replace(PLAIN, pillar="craft")


def test_a_ticked_channel_shows_how_it_is_written_for() -> None:
    """Its purpose, its voice, an example of each kind; and nothing for a channel that is not ticked."""
    assert channel_cards((), BRAND) == ()
    assert channel_cards(("x", "linkedin", "made-up"), BRAND) == (
        Paragraph(text="LinkedIn: For buyers.", weight="strong"),
        Bullets(items=(("•", "Dry."), ("✓", "Such as: Tea."), ("✗", "Not: TEA!"))),
        Paragraph(text="X: Be quick.", weight="strong"),
    )


def test_a_post_repeats_what_its_pillar_promises() -> None:
    """On the card what it promises and what proves that; for the writer its words too; nothing where there is nothing to say."""
    assert pillar_rows(CRAFT, BRAND) == (("Pillar's promise", "Finished by a person."), ("Pillar's proof", "Visit us."))
    assert pillar_card(CRAFT, BRAND) == (
        Paragraph(text="Pillar: Made by hand", weight="strong"),
        Bullets(
            items=(
                ("•", "It promises: Finished by a person."),
                ("•", "Proof: Visit us."),
                ("✓", "Words that go with it: “hand”"),
                ("✗", "Words that don't: “see”"),
            )
        ),
    )
    assert pillar_rows(PLAIN, BRAND) == pillar_card(PLAIN, BRAND) == ()
    assert pillar_card(replace(PLAIN, pillar="care"), BRAND) == ()


def test_a_card_marks_what_was_found_by_its_effect() -> None:
    """What would stop a draft, and what to know of it; that it is too long stands beside its channel."""
    post = replace(CRAFT, text=f"See the best! {'x' * 3000}")
    assert warned(post, BRAND) == (
        Paragraph(
            text="✗ “best” is a superlative, so it needs a source. Name what proves it, or leave it out.",
            weight="strong",
        ),
        Paragraph(text="⚠ “See” does not go with “Made by hand”: that pillar avoids the word.", weight="strong"),
    )
