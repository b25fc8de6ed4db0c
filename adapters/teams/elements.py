"""The parts of cards and forms, drawn as Adaptive Card 1.5 elements.

Every text is drawn as text runs (words.py says why); only `Mention` makes `<at>`. Buttons on messages act at once
(`Action.Execute`) or open a dialog (`Action.Submit` with `task/fetch`); inside a dialog only `Action.Submit` works.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, assert_never

from adapters.teams import limits
from adapters.teams.fit import cut
from adapters.teams.wire import Json
from adapters.teams.words import mention_name, one_line, runs
from workflows.cards.actions import Action, encode, encode_button
from workflows.cards.card import (
    Bullets,
    Button,
    Buttons,
    Divider,
    Element,
    Facts,
    Heading,
    Mention,
    Paragraph,
    Words,
)

Surface = Literal["message", "dialog"]

ACTION: Final = "copydesk"
"""The name under which a button's action travels through the client."""
_STYLES: Final = {"default": "default", "primary": "positive", "danger": "destructive"}
_WEIGHTS: Final[dict[str, Json]] = {
    "normal": {},
    "strong": {"weight": "bolder"},
    "small": {"size": "small", "isSubtle": True},
}


@dataclass(slots=True)
class Drawing:
    """Elements being put together, and whom they mention."""

    surface: Surface
    body: list[Json] = field(default_factory=list[Json])
    entities: list[Json] = field(default_factory=list[Json])
    _line: bool = False

    def add(self, element: Element) -> None:
        """Draw one element below the others; one without any words draws nothing."""
        match element:
            case Heading(text=text):
                self.put(rich(runs(text, size="large", weight="bolder"), spacing="medium"))
            case Paragraph(text=text, weight=weight):
                self.put(rich(runs(text, **_WEIGHTS[weight])))
            case Words(label=label, text=text):
                self.put(rich(runs(label, weight="bolder", size="small"), spacing="medium"))
                words = rich(runs(text))
                self.put({"type": "Container", "style": "emphasis", "items": [words]} if words else None)
            case Facts(rows=rows):
                for label, value in rows:
                    self.put(rich([*runs(f"{label}: ", weight="bolder"), *runs(value)], spacing="small"))
            case Bullets(items=items):
                for mark, sentence in items:
                    self.put(rich(runs(f"{mark} {sentence}"), spacing="small"))
            case Mention():
                self._mention(element)
            case Buttons(buttons=buttons):
                for start in range(0, len(buttons), limits.BUTTONS):
                    actions = [button(one, self.surface) for one in buttons[start : start + limits.BUTTONS]]
                    self.put({"type": "ActionSet", "actions": actions})
            case Divider():
                self._line = True
            case _:
                assert_never(element)

    def put(self, block: Json | None) -> None:
        """Put a drawn block below the others, under a line if a divider came before it."""
        if block is not None:
            self.body.append({**block, "separator": True} if self._line else block)
            self._line = False

    def _mention(self, mention: Mention) -> None:
        """Call the people who have an account here; the others are named, and so is nobody twice."""
        names = dict(mention.people)
        called: list[str] = []
        for account in mention.accounts:
            person = account.person
            if account.id.chat == "teams" and person is not None and person in names:
                name = _unlike(called, mention_name(names.pop(person)))
                called.append(name)
                self.entities.append(
                    {
                        "type": "mention",
                        "text": f"<at>{name}</at>",
                        "mentioned": {"id": account.alias or account.id.user, "name": name},
                    }
                )
        if called:
            text = ", ".join(f"<at>{name}</at>" for name in called)
            self.put({"type": "TextBlock", "text": text, "wrap": True})
        named = ", ".join(names.values())
        self.put(rich(runs(f"{named}: {mention.text}" if named else mention.text)))


def rich(inlines: Sequence[Json], **look: object) -> Json | None:
    """One block of text runs; None where there is nothing to see."""
    if not any(str(run["text"]).strip() for run in inlines):
        return None
    return {"type": "RichTextBlock", "inlines": list(inlines), **look}


def button(one: Button, surface: Surface) -> Json:
    """A button; whether it acts at once or opens a dialog is part of its meaning and fixed here."""
    words = cut(one_line(one.label), limits.BUTTON_CHARACTERS) or one.action.name
    look: Json = {"title": words, "style": _STYLES[one.style]}
    data: Json = {ACTION: encode_button(one.action, one.filled)}
    if surface == "dialog":
        return {"type": "Action.Submit", **look, "associatedInputs": "none", "data": data}
    if one.action.opens_form:
        return {"type": "Action.Submit", **look, "data": {"msteams": {"type": "task/fetch"}, **data}}
    return {"type": "Action.Execute", **look, **execute(one.action)}


def execute(action: Action) -> Json:
    """What the client sends back when an action that acts at once is used."""
    return {"verb": action.name, "data": {ACTION: encode(action)}}


def _unlike(called: Sequence[str], name: str) -> str:
    """Two people of one name need two texts, or Teams would call one of them twice."""
    return name if name not in called else _unlike(called, f"{name} {len(called) + 1}")
