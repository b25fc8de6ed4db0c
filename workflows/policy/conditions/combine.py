"""`any: [...]`, `all: [...]` and `not: ...`: conditions made of conditions.

A part of which nobody knows whether it holds leaves the whole unknown, unless the other parts settle it.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from workflows.domain.explained import Explained, State
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Explainable, Kind, Leaf, Reading, leaf
from workflows.policy.conditions.words import HasWords, together
from workflows.policy.shapes import CONDITION, many
from workflows.policy.tree import Node

_OPPOSITE: Final[Mapping[State, State]] = {"holds": "fails", "fails": "holds", "unknown": "unknown"}


@value
class AnyOf:
    """Holds where at least one of `conditions` does."""

    conditions: tuple[Explainable, ...]

    def state(self, subject: Subject) -> State:
        """The first that holds settles it."""
        return _settled(self.conditions, subject, "holds", "fails")

    def explain(self, subject: Subject) -> Explained:
        """Its reason is all of the reasons there are, joined by `and`."""
        parts = tuple(each.explain(subject) for each in self.conditions)
        return _made(f"meets at least one of these {len(parts)}", _first(parts, ("holds", "unknown", "fails")), parts)

    def looks_for(self) -> str:
        """Its parts, joined by `or`."""
        return _joined((each.looks_for() for each in self.conditions), "or")


@value
class AllOf:
    """Holds where every one of `conditions` does."""

    conditions: tuple[Explainable, ...]

    def state(self, subject: Subject) -> State:
        """The first that fails settles it."""
        return _settled(self.conditions, subject, "fails", "holds")

    def explain(self, subject: Subject) -> Explained:
        """Its reason is all of the reasons, joined by `and`."""
        parts = tuple(each.explain(subject) for each in self.conditions)
        return _made(f"meets all of these {len(parts)}", _first(parts, ("fails", "unknown", "holds")), parts)

    def looks_for(self) -> str:
        """Its parts, joined by `and`."""
        return _joined((each.looks_for() for each in self.conditions), "and")


@value
class Not:
    """Holds where `condition` does not."""

    condition: Explainable

    def state(self, subject: Subject) -> State:
        """The other way round; what nobody knows stays so."""
        return _OPPOSITE[self.condition.state(subject)]

    def explain(self, subject: Subject) -> Explained:
        """Its reason is `is not one that is for LinkedIn`."""
        part = self.condition.explain(subject)
        because = {"holds": "", "fails": self.looks_for(), "unknown": part.because}[part.state]
        return Explained(says="does not meet this", state=_OPPOSITE[part.state], because=because, parts=(part,))

    def looks_for(self) -> str:
        """`is not one that is for LinkedIn`."""
        return f"is not one that {self.condition.looks_for()}"


def _settled(conditions: Iterable[Explainable], subject: Subject, settles: State, otherwise: State) -> State:
    """`settles` where one part is so; else unknown where one is that; else `otherwise`."""
    state = otherwise
    for each in conditions:
        part = each.state(subject)
        if part == settles:
            return settles
        if part == "unknown":
            state = part
    return state


def _first(parts: Iterable[Explained], states: tuple[State, State, State]) -> State:
    """The first of `states` that any part has."""
    there = {part.state for part in parts}
    return next(state for state in states if state in there)


def _made(says: str, state: State, parts: tuple[Explained, ...]) -> Explained:
    reasons = (part.because for part in parts if part.because)
    return Explained(says=says, state=state, because="" if state == "fails" else _joined(reasons, "and"), parts=parts)


def _joined(reasons: Iterable[str], word: str) -> str:
    """Each reason once, in order."""
    return f" {word} ".join(dict.fromkeys(reasons))


def any_of(conditions: tuple[Explainable, ...]) -> Explainable | None:
    """The condition that holds where any of these does: the only one, if they are no more; None where there are none."""
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return AnyOf(conditions=conditions)


def _parse_any(node: Node, reading: Reading) -> AnyOf | None:
    conditions = _parse_several(node, reading)
    return AnyOf(conditions=_words_as_one(conditions)) if conditions else None


def _parse_all(node: Node, reading: Reading) -> AllOf | None:
    conditions = _parse_several(node, reading)
    return AllOf(conditions=conditions) if conditions else None


def _parse_not(node: Node, reading: Reading) -> Not | None:
    condition = reading.condition(node)
    return Not(condition=condition) if condition is not None else None


def _parse_several(node: Node, reading: Reading) -> tuple[Explainable, ...]:
    read = [reading.condition(item) for item in reading.reader.items(node, "conditions")]
    return tuple(condition for condition in read if condition is not None)


def _words_as_one(conditions: tuple[Explainable, ...]) -> tuple[Explainable, ...]:
    """Any of several lists of words is any of one list: it gives its reason as one."""
    words = [each.of for each in conditions if isinstance(each, Leaf) and isinstance(each.of, HasWords)]
    if len(words) < 2:
        return conditions
    others = tuple(each for each in conditions if not (isinstance(each, Leaf) and each.of in words))
    return leaf(together(words)), *others


ANY: Final = Kind(
    help="At least one of several conditions holds.",
    examples=(("any: [{link: present}, {channel: [x]}]", "A post with a link, or for X."),),
    parse=_parse_any,
    shape=many(CONDITION),
)
ALL: Final = Kind(
    help="Every one of several conditions holds.",
    examples=(("all: [{link: present}, {channel: [x]}]", "A post for X with a link."),),
    parse=_parse_all,
    shape=many(CONDITION),
)
NOT: Final = Kind(
    help="The condition does not hold.",
    examples=(("not: {link: {domain: [example.com]}}", "A post without a link to our own site."),),
    parse=_parse_not,
    shape=CONDITION,
)
