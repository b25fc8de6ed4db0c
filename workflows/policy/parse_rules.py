"""The rules: which desk is asked when, what it judges, and why."""

from collections.abc import Callable, Mapping
from typing import Final

from workflows.domain.content import PARTS
from workflows.domain.ids import DeskId, PartName
from workflows.domain.policy import Desk, Rule
from workflows.domain.proposal import OwnWording
from workflows.policy import shapes
from workflows.policy.conditions.base import Explainable
from workflows.policy.quorums import QUORUM, read_quorum
from workflows.policy.reading import Reader, quoted
from workflows.policy.tree import Node

_RULE: Final = {
    "name": "words that finish “approved if …”",
    "why": "a sentence for the card",
    "desk": "the key of the desk that is asked",
}
_RULE_MORE: Final = {
    "when": "the condition; without it the rule is for every post",
    "quorum": "how many must approve, if not as many as the desk says",
    "judges": "the parts that an approval is about",
    "stage": "when the desk is asked, from 1: a later stage waits until those before it are met",
    "own_suggestions": "whether whoever suggested the text may approve it: count or bar",
}
_MOST_NAME: Final = 150
_STAGES: Final = tuple("123456789")
_OWN: Final[Mapping[str, OwnWording]] = {"count": "counts", "bar": "bars"}
_TIME: Final = PartName("time")
RULES: Final = shapes.many(
    shapes.fields(
        _RULE,
        _RULE_MORE,
        {
            "name": shapes.TEXT,
            "why": shapes.TEXT,
            "desk": shapes.TEXT,
            "when": shapes.CONDITION,
            "quorum": QUORUM,
            "judges": shapes.several(shapes.one_of((*PARTS, _TIME))),
            "stage": shapes.one_of((*map(int, _STAGES), *_STAGES)),
            "own_suggestions": shapes.one_of(_OWN),
        },
    )
)
"""How they look in the JSON Schema."""


def parse_rules(
    node: Node | None,
    reader: Reader,
    desks: Mapping[DeskId, Desk],
    condition: Callable[[Node], Explainable | None],
) -> tuple[Rule, ...]:
    """The rules in order; a warning where none of them is for every post, because some posts may then need nobody.

    `condition` reads one.
    """
    rules: list[Rule] = []
    always = False
    for item in reader.items(node, "rules"):
        fields = reader.fields(item, "a rule", _RULE, _RULE_MORE) or {}
        name = reader.text(fields.get("name"), _RULE["name"], _MOST_NAME)
        if name is not None and name.casefold() in {rule.name.casefold() for rule in rules}:
            reader.wrong(fields["name"], f"another rule is called {quoted(name)}; give each its own name")
        always = always or "when" not in fields
        rules.append(_rule(name or "", fields, reader, desks, condition))
    if rules and node is not None and not always:
        reader.warn(
            node,
            "no rule is for every post, so some proposals would need nobody: they will be refused; "
            "add a rule without “when”",
        )
    return tuple(rules)


def _rule(
    name: str,
    fields: Mapping[str, Node],
    reader: Reader,
    desks: Mapping[DeskId, Desk],
    condition: Callable[[Node], Explainable | None],
) -> Rule:
    why = reader.text(fields.get("why"), _RULE["why"])
    desk = reader.choice(fields.get("desk"), "a desk", desks) if desks else None
    judges = reader.choices(fields.get("judges"), "a part", (*PARTS, _TIME))
    return Rule(
        name=name,
        why=why or "",
        desk=desk or DeskId(""),
        when=condition(fields["when"]) if "when" in fields else None,
        quorum=read_quorum(fields.get("quorum"), reader, desks[desk].size) if desk is not None else None,
        judges=tuple(part for part in PARTS if part in judges or not judges),
        judges_time=_TIME in judges,
        stage=_stage(fields.get("stage"), reader),
        own_wording=_own_wording(fields.get("own_suggestions"), reader),
    )


def _stage(node: Node | None, reader: Reader) -> int:
    found = reader.choice(node, "the number of a stage", _STAGES)
    return int(found) if found else 1


def _own_wording(node: Node | None, reader: Reader) -> OwnWording:
    found = reader.choice(node, "what one's own suggestions do", _OWN)
    return _OWN[found] if found else "counts"
