"""The JSON Schema of the policy file, for editors: made from what the readers themselves ask for.

It knows the shape of a file; that a name stands for something (a desk, a person, a condition) only the readers know.
"""

from typing import Final, get_args

from workflows.domain.proposal import Slots
from workflows.policy import shapes
from workflows.policy.conditions.kinds import KINDS
from workflows.policy.owned import NAMED
from workflows.policy.parse import POLICY, POLICY_MORE
from workflows.policy.parse_brand import BRAND_SHAPES
from workflows.policy.parse_desks import DESKS
from workflows.policy.parse_digest import DIGESTS
from workflows.policy.parse_holds import HOLDS, OVERRIDE
from workflows.policy.parse_people import COMPANY, PEOPLE
from workflows.policy.parse_restricted import RESTRICTED
from workflows.policy.parse_rules import RULES
from workflows.policy.parse_vocabulary import TOPIC_MORE
from workflows.policy.parse_watchers import WATCHERS
from workflows.policy.parse_wordlists import WORDLISTS
from workflows.policy.shapes import Shape

_SHAPES: Final = {
    "company": COMPANY,
    "people": PEOPLE,
    "desks": DESKS,
    "rules": RULES,
    "conditions": shapes.keyed(shapes.CONDITION),
    "topics": shapes.keyed(
        shapes.either(shapes.TEXT, shapes.fields(NAMED, TOPIC_MORE, {"name": shapes.TEXT, "when": shapes.CONDITION}))
    ),
    "digest": DIGESTS,
    "slots": shapes.one_of(get_args(Slots)),
    "holds": HOLDS,
    "override": OVERRIDE,
    "restricted": RESTRICTED,
    **dict.fromkeys(("campaigns", "markets", "languages"), shapes.keyed(shapes.TEXT)),
    **BRAND_SHAPES,
    "wordlists": WORDLISTS,
    "watchers": WATCHERS,
}


def schema() -> Shape:
    """The whole schema, as JSON data."""
    kinds = {key: kind.help for key, kind in KINDS.items()}
    condition = shapes.fields({}, kinds, {key: kind.shape for key, kind in KINDS.items()}, least=1)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Copydesk's policy",
        **shapes.fields(POLICY, POLICY_MORE, _SHAPES),
        "$defs": {"condition": {**condition, "maxProperties": 1}},
    }
