"""Handing on, in words: the button, the form, and what the cards say of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal

from workflows.cards import messages
from workflows.cards.actions import Action
from workflows.cards.card import Button, Paragraph, Words
from workflows.cards.forms import ChoiceField, Form, Info, TextField, Values, too_long
from workflows.domain.ids import PersonId
from workflows.domain.proposal import Handing, Own
from workflows.lifecycle.evaluate import Standing

TO: Final = "to"
OWN: Final = "own"
WHY: Final = "why"
MOST_OFFERED: Final = 100
"""People that a select can offer in either chat."""
MOST_WORDS: Final = 300
Title = Literal["lead", "deputy", ""]
_TITLES: Final[tuple[Title, ...]] = ("lead", "deputy", "")
_OWN: Final[tuple[tuple[Own, str], ...]] = (
    ("not_mine", "It is not mine: do not ask me about this post"),
    ("handed_over", "Ask them first: ask me again if they can't"),
)


def buttons(standing: Standing, audience: str, leads: Collection[str | None], action: Action) -> tuple[Button, ...]:
    """For whoever is awaited, and for those who lead, where more than one of the desk could be asked."""
    may = audience == "everyone" or audience in standing.awaited or audience in leads
    return (Button(label="Ask somebody else", action=action),) if may and len(standing.members) > 1 else ()


def hand_on_form(
    action: Action,
    desk: str,
    people: Sequence[tuple[PersonId, str]],
    values: Values,
    errors: Mapping[str, str],
    *,
    asked: bool,
) -> Form:
    """Whom to ask instead, of `people`; whoever is `asked` themselves says whether it is theirs at all."""
    own = ChoiceField(name=OWN, label="And you", options=_OWN, chosen=(_text(values, OWN) or "not_mine",))
    says = f"They are asked for {desk}. Whoever may decide there still may."
    chosen = _text(values, TO)
    return Form(
        title="Ask somebody else",
        action=action,
        items=(
            Info(elements=(Paragraph(text=says),)),
            ChoiceField(name=TO, label="Ask", options=tuple(people[:MOST_OFFERED]), chosen=(chosen,) if chosen else ()),
            *((own,) if asked else ()),
            TextField(
                name=WHY,
                label="Why",
                value=_text(values, WHY),
                hint="For them; it stands on the desk's card.",
                max_length=MOST_WORDS,
                optional=True,
            ),
        ),
        submit="Ask them",
        errors=errors,
    )


def offered(
    others: Iterable[PersonId], names: messages.Names, titles: Mapping[PersonId, Title]
) -> Sequence[tuple[PersonId, str]]:
    """Whom the form offers: the desk's lead, its deputy, then the others by name."""
    named = sorted((_TITLES.index(titles.get(one, "")), messages.name(names, one), one) for one in others)
    return [(one, f"{name} (the desk's {_TITLES[rank]})" if _TITLES[rank] else name) for rank, name, one in named]


def read(values: Values) -> tuple[PersonId | None, Own, str, Mapping[str, str]]:
    """Whom to ask, whether it is one's own, why, and a sentence for each field that can't be taken."""
    to, why = _text(values, TO), " ".join(_text(values, WHY).split())
    problems = dict(too_long({WHY: why}, {WHY: MOST_WORDS}))
    if not to:
        problems[TO] = "Pick whom to ask."
    own: Own = "not_mine" if _text(values, OWN) == "not_mine" else "handed_over"
    return PersonId(to) if to else None, own, why, problems


def row(given: Iterable[Handing], names: messages.Names) -> str:
    """Who handed it on to whom, behind how a desk stands."""
    return "".join(f"; {_said(one, names)}" for one in given)


def _said(one: Handing, names: messages.Names) -> str:
    by, to = messages.signed_name(names, one.by, one.behalf), messages.name(names, one.to)
    return f"{by}: not mine, asked {to}" if one.own == "not_mine" else f"{by} asked {to}"


def whys(given: Iterable[Handing], names: messages.Names) -> list[Words]:
    """What was written with it, for the desk."""
    return [
        Words(label=f"{messages.name(names, one.by)} to {messages.name(names, one.to)}", text=one.words, kind="aside")
        for one in given
        if one.words
    ]


def handed_on() -> str:
    """After it was handed on."""
    return "Recorded. They are asked now, and the card says so."


def _text(values: Values, name: str) -> str:
    found = values.get(name, "")
    return found.strip() if isinstance(found, str) else ""
