"""`any: [...]`, `all: [...]` and `not: ...`: conditions made of conditions."""

from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Describable, Reading
from workflows.policy.conditions.words import HasWords
from workflows.policy.tree import Node


@value
class AnyOf:
    """Holds where at least one of `conditions` does."""

    conditions: tuple[Describable, ...]

    def because(self, subject: Subject) -> str | None:
        """All of the reasons that hold, joined by `and`."""
        reasons = [reason for each in self.conditions if (reason := each.because(subject)) is not None]
        return _joined(reasons, "and") if reasons else None

    def looks_for(self) -> str:
        """Its parts, joined by `or`."""
        return _joined([each.looks_for() for each in self.conditions], "or")


@value
class AllOf:
    """Holds where every one of `conditions` does."""

    conditions: tuple[Describable, ...]

    def because(self, subject: Subject) -> str | None:
        """All of the reasons, joined by `and`."""
        reasons = [reason for each in self.conditions if (reason := each.because(subject)) is not None]
        return _joined(reasons, "and") if len(reasons) == len(self.conditions) else None

    def looks_for(self) -> str:
        """Its parts, joined by `and`."""
        return _joined([each.looks_for() for each in self.conditions], "and")


@value
class Not:
    """Holds where `condition` does not."""

    condition: Describable

    def because(self, subject: Subject) -> str | None:
        """`is not one that is for LinkedIn`."""
        return self.looks_for() if self.condition.because(subject) is None else None

    def looks_for(self) -> str:
        """`is not one that is for LinkedIn`."""
        return f"is not one that {self.condition.looks_for()}"


def _joined(reasons: list[str], word: str) -> str:
    """Each reason once, in order."""
    return f" {word} ".join(dict.fromkeys(reasons))


def parse_any(node: Node, reading: Reading) -> AnyOf | None:
    """A list of conditions."""
    conditions = _parse_several(node, reading)
    return AnyOf(conditions=_words_as_one(conditions)) if conditions else None


def parse_all(node: Node, reading: Reading) -> AllOf | None:
    """A list of conditions."""
    conditions = _parse_several(node, reading)
    return AllOf(conditions=conditions) if conditions else None


def parse_not(node: Node, reading: Reading) -> Not | None:
    """One condition."""
    condition = reading.condition(node)
    return Not(condition=condition) if condition is not None else None


def _parse_several(node: Node, reading: Reading) -> tuple[Describable, ...]:
    read = [reading.condition(item) for item in reading.reader.items(node, "conditions")]
    return tuple(condition for condition in read if condition is not None)


def _words_as_one(conditions: tuple[Describable, ...]) -> tuple[Describable, ...]:
    """Any of several lists of words is any of one list: it gives its reason as one."""
    words = [each for each in conditions if isinstance(each, HasWords)]
    if len(words) < 2:
        return conditions
    one = HasWords(
        phrases=tuple(dict.fromkeys(phrase for each in words for phrase in each.phrases)),
        patterns=tuple(dict.fromkeys(pattern for each in words for pattern in each.patterns)),
    )
    return tuple(one if each is words[0] else each for each in conditions if each is words[0] or each not in words)
