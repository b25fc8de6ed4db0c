"""A card as plain lines, for a terminal."""

from typing import assert_never

from workflows.cards.card import Bullets, Buttons, Card, Divider, Element, Facts, Heading, Mention, Paragraph, Words
from workflows.cards.visible import visible


def as_text(card: Card) -> str:
    """The card's elements as lines of plain text."""
    return "\n".join(line for element in card.elements for line in _lines(visible(element)))


def _lines(element: Element) -> list[str]:
    match element:
        case Heading(text=text):
            return [text, "=" * len(text)]
        case Paragraph(text=text):
            return [text]
        case Words(label=label, text=text):
            return [f"{label}:", *(f"  | {line}" for line in text.split("\n"))]
        case Facts(rows=rows):
            return [f"{label}: {said}" for label, said in rows]
        case Bullets(items=items):
            return [f"{mark} {said}" for mark, said in items]
        case Mention(people=people, text=text):
            return [f"{', '.join(name for _, name in people)}: {text}"]
        case Buttons(buttons=buttons):
            return [" ".join(f"[{button.label}]" for button in buttons)]
        case Divider():
            return [""]
        case _:
            assert_never(element)
