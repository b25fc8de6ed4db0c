"""What a post is said to be, beside its words: what it is about, whom it is for, what its author is to the company, and what
proves its claims. The form asks only for what the policy has names for, and holds what comes back against them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from workflows.cards import messages
from workflows.cards.forms import ChoiceField, Values
from workflows.domain.content import Content
from workflows.domain.policy import Vocabulary
from workflows.domain.value import value

Many = tuple[str, ...]


@value
class Asked:
    """A field of the form: what it may be, by the policy, and what a post says."""

    name: str
    label: str
    names: Callable[[Vocabulary], Mapping[str, str]]
    chosen: Callable[[Content], Many]
    many: bool = False


PILLAR: Final = Asked(
    name="pillar", label="Pillar", names=lambda known: known.pillars, chosen=lambda post: _one(post.pillar)
)
CAMPAIGN: Final = Asked(
    name="campaign", label="Campaign", names=lambda known: known.campaigns, chosen=lambda post: _one(post.campaign)
)
TOPICS: Final = Asked(
    name="topics", label="Topics", names=lambda known: known.topics, chosen=lambda post: post.topics, many=True
)
MARKETS: Final = Asked(
    name="markets", label="Markets", names=lambda known: known.markets, chosen=lambda post: post.markets, many=True
)
LANGUAGE: Final = Asked(
    name="language", label="Language", names=lambda known: known.languages, chosen=lambda post: _one(post.language)
)
RELATIONSHIP: Final = Asked(
    name="relationship",
    label="What you are to the company",
    names=lambda known: known.relationships,
    chosen=lambda post: _one(post.relationship),
)
ASKED: Final = (PILLAR, CAMPAIGN, TOPICS, MARKETS, LANGUAGE, RELATIONSHIP)
"""In the order of the form."""


def fields(values: Values, known: Vocabulary) -> Iterator[ChoiceField]:
    """A field for each kind of thing that the policy has names for, with what was chosen."""
    for asked in ASKED:
        names = asked.names(known)
        if names:
            yield ChoiceField(
                name=asked.name,
                label=asked.label,
                options=tuple(names.items()),
                chosen=chosen(values, asked.name),
                many=asked.many,
                optional=True,
            )


def values_of(content: Content) -> Values:
    """What a post says of itself, as form values."""
    return {one.name: one.chosen(content) if one.many else "".join(one.chosen(content)) for one in ASKED}


def read(values: Values, known: Vocabulary) -> tuple[Mapping[str, Many], Mapping[str, str]]:
    """What was chosen in each field, and a sentence for each in which something stands that the policy does not know: it may
    have changed since the form was opened, or the client made it up.
    """
    kept: dict[str, Many] = {}
    problems: dict[str, str] = {}
    for asked in ASKED:
        names = asked.names(known)
        picked = chosen(values, asked.name)
        kept[asked.name] = tuple(key for key in names if key in picked)
        strange = sorted(set(picked) - set(names))
        if strange:
            problems[asked.name] = f"“{strange[0][:40]}” can't be chosen here, or can't any more. Choose again."
        elif len(picked) > 1 and not asked.many:
            problems[asked.name] = "Only one can be chosen here. Choose again."
    return kept, problems


def said(content: Content, known: Vocabulary) -> tuple[tuple[str, str], ...]:
    """What a post says of itself, as label and names; a key that the policy no longer has stands for itself."""

    def names(asked: Asked) -> str:
        return messages.listing(asked.names(known).get(key, key) for key in asked.chosen(content))

    markets, language = names(MARKETS), names(LANGUAGE)
    audience = ", ".join(filter(None, (markets, language and f"in {language}")))
    rows = (
        ("Pillar", names(PILLAR)),
        ("Campaign", names(CAMPAIGN)),
        ("Topics", names(TOPICS)),
        ("For", audience),
        ("Written as", names(RELATIONSHIP)),
    )
    return tuple((label, names) for label, names in rows if names)


def chosen(values: Values, name: str) -> Many:
    """What a field of choices holds; nothing blank, and nothing twice."""
    found = values.get(name, ())
    return tuple(dict.fromkeys(key for key in (found if isinstance(found, tuple) else (found,)) if key))


def _one(key: str) -> Many:
    return (key,) if key else ()
