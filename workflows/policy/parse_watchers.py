"""Who sees which posts without being asked."""

from collections.abc import Callable, Mapping
from typing import Final

from workflows.domain.ids import Email
from workflows.domain.policy import ListedPerson, WatchRule
from workflows.policy import shapes
from workflows.policy.addresses import EMAIL
from workflows.policy.conditions.base import Explainable
from workflows.policy.parse_holds import read_named
from workflows.policy.reading import Reader
from workflows.policy.tree import Node

_WATCHERS: Final = {
    "why": "a sentence for the card",
    "people": "the addresses of who sees these posts without being asked",
}
_WATCHERS_MORE: Final = {"when": "the condition; without it they see every post"}
WATCHERS: Final = shapes.many(
    shapes.fields(
        _WATCHERS,
        _WATCHERS_MORE,
        {"why": shapes.TEXT, "people": shapes.several(EMAIL), "when": shapes.CONDITION},
    )
)
"""How they look in the JSON Schema."""


def parse_watchers(
    node: Node | None,
    reader: Reader,
    people: Mapping[Email, ListedPerson],
    condition: Callable[[Node], Explainable | None],
) -> tuple[WatchRule, ...]:
    """What is said under “watchers”, in order; nobody watches by rule without it. `condition` reads one."""
    rules: list[WatchRule] = []
    for item in reader.items(node, "watchers"):
        fields = reader.fields(item, "an entry of “watchers”", _WATCHERS, _WATCHERS_MORE) or {}
        rules.append(
            WatchRule(
                why=reader.text(fields.get("why"), _WATCHERS["why"]) or "",
                people=read_named(fields.get("people"), reader, people) or (),
                when=condition(fields["when"]) if "when" in fields else None,
            )
        )
    return tuple(rules)
