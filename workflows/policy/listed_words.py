"""The condition that a word list makes where its effect is `route`: the post has words that stand on it."""

from typing import Final

from workflows.checks.wordlists import listed_words
from workflows.domain.brand import WordList
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.reading import listed, quoted

_NAMED: Final = 3


@value
class ListsWords:
    """Holds where any entry of the list is found in a post that it is for."""

    of: WordList

    def because(self, subject: Subject) -> str | None:
        """`says “guaranteed”, which is on “Promises” (Ben Okafor keeps that list)`, in the post's own words."""
        found = listed_words(subject.content, self.of)
        if not found:
            return None
        more = [f"{len(found) - _NAMED} more"] if len(found) > _NAMED else []
        says = listed([quoted(words) for words in found[:_NAMED]] + more, "and")
        stand = "which is" if len(found) == 1 else "which are"
        return f"says {says}, {stand} on {quoted(self.of.name)} ({self.of.owner.name} keeps that list)"

    def looks_for(self) -> str:
        """`says words on “Promises”`."""
        return f"says words on {quoted(self.of.name)}"
