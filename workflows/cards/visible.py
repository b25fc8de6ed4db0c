"""What a card says, with a mark for each character that nobody sees. The one place where they are made visible, for every chat."""

from dataclasses import replace
from typing import assert_never

from workflows.cards.card import Bullets, Buttons, Divider, Element, Facts, Heading, Mention, Paragraph, Words
from workflows.checks.hidden import revealed


def visible(element: Element) -> Element:
    """The element as it is to be drawn. Words to be copied stay what they are, to the last byte."""
    match element:
        case Words(kind="exact"):
            return replace(element, label=revealed(element.label))
        case Words(label=label, text=text):
            return replace(element, label=revealed(label), text=revealed(text))
        case Heading(text=text) | Paragraph(text=text):
            return replace(element, text=revealed(text))
        case Facts(rows=rows):
            return Facts(rows=tuple((revealed(label), revealed(said)) for label, said in rows))
        case Bullets(items=items):
            return Bullets(items=tuple((mark, revealed(said)) for mark, said in items))
        case Mention(people=people, text=text):
            named = tuple((person, revealed(name)) for person, name in people)
            return replace(element, people=named, text=revealed(text))
        case Buttons() | Divider():
            return element
        case _:
            assert_never(element)
