"""The company's voice beside a post: how its channels are written for, what its pillar promises, what its words led to."""

from collections.abc import Iterable
from typing import Final

from workflows.cards.card import Bullets, Element, Paragraph
from workflows.checks.channels import CHANNELS
from workflows.checks.finding import Finding
from workflows.checks.findings import check
from workflows.domain.brand import Brand, Effect
from workflows.domain.content import Content
from workflows.policy.reading import listed, quoted

_MARKS: Final[dict[Effect, str]] = {"block": "✗", "warn": "⚠", "note": "ℹ", "route": "→"}  # the sign is meant


def channel_cards(chosen: Iterable[str], brand: Brand) -> tuple[Element, ...]:
    """How each of these channels is written for, where the policy says so."""
    elements: list[Element] = []
    ticked = frozenset(chosen)
    for channel, card in brand.channels.items():
        if channel not in ticked:
            continue
        rows = [("•", line) for line in card.voice]
        rows += [("✓", f"Such as: {card.good}")] if card.good else []
        rows += [("✗", f"Not: {card.bad}")] if card.bad else []
        elements.append(Paragraph(text=f"{CHANNELS[channel].name}: {card.purpose}", weight="strong"))
        elements += [Bullets(items=tuple(rows))] if rows else []
    return tuple(elements)


def pillar_rows(content: Content, brand: Brand) -> tuple[tuple[str, str], ...]:
    """What the post's pillar promises and what proves that, as label and words."""
    pillar = brand.pillars.get(content.pillar)
    if pillar is None:
        return ()
    rows = (("Pillar's promise", pillar.promise), ("Pillar's proof", pillar.proof))
    return tuple((label, words) for label, words in rows if words)


def pillar_card(content: Content, brand: Brand) -> tuple[Element, ...]:
    """All that the policy says of the post's pillar, for whoever writes."""
    pillar = brand.pillars.get(content.pillar)
    if pillar is None:
        return ()
    rows = [
        ("•", f"{label}: {words}")
        for label, words in (("It promises", pillar.promise), ("Proof", pillar.proof))
        if words
    ]
    rows += [("✓", f"Words that go with it: {listed(map(quoted, pillar.do), 'and')}")] if pillar.do else []
    rows += [("✗", f"Words that don't: {listed(map(quoted, pillar.dont), 'and')}")] if pillar.dont else []
    return (Paragraph(text=f"Pillar: {pillar.name}", weight="strong"), Bullets(items=tuple(rows))) if rows else ()


def told(found: Iterable[Finding]) -> tuple[Element, ...]:
    """What was found, a paragraph each; what keeps a post from going on, and what to know, stand out."""
    return tuple(
        Paragraph(text=f"{_MARKS[one.effect]} {one.says}", weight="normal" if one.effect == "note" else "strong")
        for one in found
    )


def warned(content: Content, brand: Brand) -> tuple[Element, ...]:
    """What to know of words before they go out. Lengths stand beside the channels, so they are not repeated."""
    return told(one for one in check(content, brand) if one.rule or one.effect != "block")


def sent_with(said: str, content: Content, brand: Brand) -> str:
    """What is `said` after words were sent, and all there is to know of them, without any of them: it may show on a lock screen."""
    known = [f"{_MARKS[one.effect]} {one.discreet}" for one in check(content, brand) if one.effect != "block"]
    if not known:
        return said
    return "\n".join([said, "Whoever reviews it sees on its card what was found:", *dict.fromkeys(known)])
