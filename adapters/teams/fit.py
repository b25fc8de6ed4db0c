"""Making what is too long for a card shorter, one step at a time, and saying so: nothing is cut in silence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

from adapters.teams import limits, wire
from adapters.teams.wire import Json
from workflows.cards import surfaces
from workflows.cards.card import Bullets, Buttons, Divider, Element, Facts, Heading, Mention, Paragraph, Words
from workflows.cards.visible import visible
from workflows.cards.whole import unread


@dataclass(frozen=True, slots=True)
class Step:
    """How much may stay: characters of the words under review, of any other text, and rows of anything."""

    words: int
    texts: int
    rows: int


_ALL: Final = 10**9
WHOLE: Final = Step(_ALL, _ALL, _ALL)
# The words under review go last: nobody can approve what is not shown to the end.
_STEPS: Final = (
    WHOLE,
    Step(_ALL, 2000, 200),
    Step(_ALL, 1000, 100),
    Step(_ALL, 500, 60),
    Step(_ALL, 300, 30),
    Step(_ALL, 200, 15),
    Step(8000, 200, 15),
    Step(4000, 200, 15),
    Step(1000, 200, 15),
    Step(300, 80, 6),
    Step(60, 40, 3),
)


def fitted(draw: Callable[[Step], Json]) -> Json:
    """What `draw` makes with the first step that keeps it within a card's size."""
    drawn: Json = {}
    for step in _STEPS:
        drawn = draw(step)
        if len(wire.dump(drawn)) <= limits.CARD_BYTES:
            break
    return drawn


def shortened(elements: Sequence[Element], step: Step) -> list[Element]:
    """The elements with no more than `step` allows, and a sentence wherever something is missing."""
    kept: list[Element] = []
    cut_off = cuts_words(elements, step)
    missing = False
    counts = {"rows": 0, "buttons": 0}
    for element in map(visible, elements):
        kind = "buttons" if isinstance(element, Buttons) else "rows"
        counts[kind] += 1
        if counts[kind] > step.rows:
            missing = True
            continue
        short = _short(element, step)
        kept.append(unread(short) if isinstance(short, Buttons) and cut_off else short)
        if isinstance(element, Words):
            if len(element.text) > _most(element, step):
                judged = element.kind == "judged"
                said = surfaces.only_part(_most(element, step), len(element.text), judged=judged)
                kept.append(Paragraph(text=said, weight="strong"))
        else:
            missing = missing or short != element
    if missing:
        kept.append(Paragraph(text=surfaces.left_out(), weight="strong"))
    return kept


def cuts_words(elements: Sequence[Element], step: Step) -> bool:
    """Whether words under review would not be whole."""
    rows = [one for one in elements if not isinstance(one, Buttons)]
    words = [(place, one) for place, one in enumerate(map(visible, rows)) if isinstance(one, Words)]
    return any(one.kind == "judged" and (len(one.text) > step.words or place >= step.rows) for place, one in words)


def _most(words: Words, step: Step) -> int:
    return step.texts if words.kind == "aside" else step.words


def cut(text: str, most: int) -> str:
    """At most `most` characters, the last an ellipsis if any are missing."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _short(element: Element, step: Step) -> Element:
    match element:
        case Heading(text=text):
            return Heading(text=cut(text, step.texts))
        case Paragraph(text=text, weight=weight):
            return Paragraph(text=cut(text, step.texts), weight=weight)
        case Words(label=label, text=text):
            return replace(element, label=cut(label, step.texts), text=text[: _most(element, step)])
        case Facts(rows=rows):
            return Facts(rows=tuple((cut(a, step.texts), cut(b, step.texts)) for a, b in rows[: step.rows]))
        case Bullets(items=items):
            return Bullets(items=tuple((cut(a, step.texts), cut(b, step.texts)) for a, b in items[: step.rows]))
        case Mention(people=people, accounts=accounts, text=text):
            return Mention(
                people=tuple((person, cut(name, step.texts)) for person, name in people[: step.rows]),
                accounts=accounts[: step.rows],
                text=cut(text, step.texts),
            )
        case Buttons() | Divider():
            return element
        case _:
            assert_never(element)
