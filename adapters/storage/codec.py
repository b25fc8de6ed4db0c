"""Events and states ↔ JSON.

Everything recorded carries one number, the version of the record at which it was written. Whoever changes what an event or
the state holds raises `RECORD_VERSION` and lists in `UPCASTERS` how an older tree becomes a newer one. What a newer version
wrote is never guessed at: it parks that proposal.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Annotated, Any, Final

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from workflows.domain.events import Event
from workflows.domain.proposal import Draft, InReview, Proposal, Rejected, Withdrawn
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.domain.value import value

Tree = dict[str, Any]
Upcaster = Callable[[Tree], Tree]

RECORD_VERSION: Final = 3

SILENT: Final = ConfigDict(hide_input_in_errors=True)
"""What cannot be read is never repeated in an error: it may be a draft's words."""


def _event_without_source(tree: Tree) -> Tree:
    """Until version 2 nothing told what a proposal was made from."""
    return {**tree, "source": ""}


def _state_without_source(tree: Tree) -> Tree:
    """The same in a state."""
    return {**tree, "proposal": {**tree["proposal"], "source": ""}}


UPCASTERS: Final[Mapping[tuple[str, int], Upcaster]] = {
    ("proposed", 1): _event_without_source,
    ("proposal", 1): _state_without_source,
}
"""(kind of event or `proposal`, version) → the same thing as the next version would have written it. Absent: unchanged, and
what is new has a default. Version 3: what a post is filed under, and who is asked.
"""


class _Stage(BaseModel):
    """One of the stages, under its name: the union has no tags."""

    model_config = SILENT

    draft: Draft | None = Field(None, alias="Draft")
    in_review: InReview | None = Field(None, alias="InReview")
    rejected: Rejected | None = Field(None, alias="Rejected")
    withdrawn: Withdrawn | None = Field(None, alias="Withdrawn")


class _State(BaseModel):
    """A state as it is read: in one pass, since every click reads one."""

    model_config = SILENT

    proposal: Proposal
    stage: _Stage


_EVENT: Final = TypeAdapter[Event](Annotated[Event, Field(discriminator="kind")], config=SILENT)
_PROPOSAL: Final = TypeAdapter(tuple[Proposal], config=SILENT)
"""The only item of a tuple: pydantic takes no configuration for a dataclass itself."""

_BEYOND: Final = re.compile("[\ud800-\U0010ffff]")
"""Characters that order names differently as UTF-16, and halves of pairs, which are no characters."""


@value
class Halves:
    """An event in two parts: what is chained, and the private words that stay beside the chain and can be destroyed."""

    kind: str
    chained: Tree
    private: Tree


def canonical(tree: object) -> str:
    """Canonical JSON (RFC 8785) of plain JSON data without fractions.

    Up to U+D7FF the standard library writes the same, many times as fast; names beyond are ordered by RFC 8785's own rule.
    """
    text = json.dumps(tree, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    if _BEYOND.search(text) is None:
        return text
    return rfc8785.dumps(tree).decode()  # pyright: ignore[reportArgumentType]  # plain JSON by construction


def encode_event(event: Event) -> Halves:
    """Split an event by its fields' metadata (`PRIVATE`)."""
    tree = _EVENT.dump_python(event, mode="json")
    del tree["kind"]
    private = {field.name: tree.pop(field.name) for field in fields(event) if field.metadata.get("private")}
    return Halves(kind=event.kind, chained=tree, private=private)


def decode_event(
    halves: Halves, version: int, upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS
) -> Event | ParkedByNewerVersion:
    """Read an event written at `version`. Raises `pydantic.ValidationError` where its words were destroyed."""
    tree = _upcast(halves.kind, version, {**halves.chained, **halves.private}, upcasters)
    if tree is None:
        return ParkedByNewerVersion()
    return _EVENT.validate_json(json.dumps({**tree, "kind": halves.kind}), strict=True)


def encode_state(proposal: Proposal) -> str:
    """A proposal as JSON; its stage, a union without tags, is put beside it under its name."""
    (tree,) = _PROPOSAL.dump_python((proposal,), mode="json")
    stage, tree["stage"] = tree["stage"], {}
    return canonical({"proposal": tree, "stage": {type(proposal.stage).__name__: stage}})


def decode_state(
    text: str, version: int, upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS
) -> Proposal | ParkedByNewerVersion:
    """Read a state written at `version`."""
    if version != RECORD_VERSION:
        tree = _upcast("proposal", version, json.loads(text), upcasters)
        if tree is None:
            return ParkedByNewerVersion()
        text = json.dumps(tree)
    state = _State.model_validate_json(text, strict=True)
    (stage,) = (getattr(state.stage, name) for name in state.stage.model_fields_set)
    return replace(state.proposal, stage=stage)


def _upcast(kind: str, version: int, tree: Tree, upcasters: Mapping[tuple[str, int], Upcaster]) -> Tree | None:
    """The tree as this version would have written it; None for one from a newer version."""
    if version > RECORD_VERSION:
        return None
    for older in range(version, RECORD_VERSION):
        step = upcasters.get((kind, older))
        tree = step(tree) if step else tree
    return tree
