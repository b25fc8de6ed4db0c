"""Cards drawn as Adaptive Cards 1.5, for a message or for the inside of a dialog."""

import re
from collections.abc import Sequence
from typing import Final

from adapters.teams import limits
from adapters.teams.elements import Drawing, Surface, execute
from adapters.teams.fit import Step, cut, fitted, shortened
from adapters.teams.wire import Json
from adapters.teams.words import one_line
from workflows.cards.card import Card
from workflows.checks.hidden import revealed

CONTENT_TYPE: Final = "application/vnd.microsoft.card.adaptive"
_VIEWER: Final = re.compile(r"(?:29:|8:orgid:)\S{1,150}")
"""The ids that refresh lists take; directory ids are not among them ("user-specific views")."""


def draw(card: Card, viewers: Sequence[str] = (), surface: Surface = "message") -> Json:
    """A card as JSON. `viewers` are the `29:` ids of those whose client redraws it for them (60 at most are kept).

    Without any, Teams lets everyone's client do so where there are few members. What does not fit is left out, and
    the card says so.
    """
    return fitted(lambda step: _draw(card, viewers, surface, step))


def message(card: Card, viewers: Sequence[str] = ()) -> Json:
    """The activity that shows a card: nothing but the card, for Teams splits words and card and then gives no id.

    `summary` is what a notification says.
    """
    return {
        "type": "message",
        "summary": _summary(card),
        "attachments": [{"contentType": CONTENT_TYPE, "content": draw(card, viewers)}],
    }


def empty(drawing: Drawing) -> list[Json]:
    """A body that is never without anything to see, which clients refuse."""
    return drawing.body or [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "…"}]}]


def _draw(card: Card, viewers: Sequence[str], surface: Surface, step: Step) -> Json:
    drawing = Drawing(surface)
    for element in shortened(card.elements, step):
        drawing.add(element)
    drawn: Json = {"type": "AdaptiveCard", "version": "1.5", "body": empty(drawing)}
    if surface == "dialog":
        return drawn
    drawn["fallbackText"] = _summary(card)
    drawn["msteams"] = {"width": "Full", **({"entities": drawing.entities} if drawing.entities else {})}
    if card.refresh is not None:
        refresh: Json = {"action": {"type": "Action.Execute", "title": "Refresh", **execute(card.refresh)}}
        known = [viewer for viewer in dict.fromkeys(viewers) if _VIEWER.fullmatch(viewer)]
        if known:
            refresh["userIds"] = known[: limits.REFRESH_USERS]
        drawn["refresh"] = refresh
    return drawn


def _summary(card: Card) -> str:
    return cut(one_line(revealed(card.summary)), limits.SUMMARY_CHARACTERS) or "Copydesk"
