"""Events and states ↔ JSON.

Everything recorded carries one number, the version of the record at which it was written. Whoever changes what an event or
the state holds raises `RECORD_VERSION` and lists in `UPCASTERS` how an older tree becomes a newer one. What a newer version
wrote is never guessed at: it parks that proposal.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Annotated, Any, Final

import rfc8785
from pydantic import Field, TypeAdapter

from workflows.domain.events import Event
from workflows.domain.proposal import Draft, InReview, Proposal, Rejected, Stage, Withdrawn
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.domain.value import value

Tree = dict[str, Any]
Upcaster = Callable[[Tree], Tree]

RECORD_VERSION: Final = 1

UPCASTERS: Final[Mapping[tuple[str, int], Upcaster]] = {}
"""(kind of event or `proposal`, version) → the same thing as the next version would have written it. Absent: unchanged."""

_EVENT: Final = TypeAdapter[Event](Annotated[Event, Field(discriminator="kind")])
_PROPOSAL: Final = TypeAdapter(Proposal)
_STAGES: Final[Mapping[str, TypeAdapter[Stage]]] = {
    stage.__name__: TypeAdapter(stage) for stage in (Draft, InReview, Rejected, Withdrawn)
}


@value
class Halves:
    """An event in two parts: what is chained, and the private words that stay beside the chain and can be destroyed."""

    kind: str
    chained: Tree
    private: Tree


def canonical(tree: object) -> str:
    """Canonical JSON (RFC 8785) of plain JSON data."""
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
    tree = _PROPOSAL.dump_python(proposal, mode="json")
    stage, tree["stage"] = tree["stage"], {}
    return canonical({"proposal": tree, "stage": {type(proposal.stage).__name__: stage}})


def decode_state(
    text: str, version: int, upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS
) -> Proposal | ParkedByNewerVersion:
    """Read a state written at `version`."""
    tree = _upcast("proposal", version, json.loads(text), upcasters)
    if tree is None:
        return ParkedByNewerVersion()
    proposal = _PROPOSAL.validate_json(json.dumps(tree["proposal"]), strict=True)
    ((name, stage),) = tree["stage"].items()
    return replace(proposal, stage=_STAGES[name].validate_json(json.dumps(stage), strict=True))


def _upcast(kind: str, version: int, tree: Tree, upcasters: Mapping[tuple[str, int], Upcaster]) -> Tree | None:
    """The tree as this version would have written it; None for one from a newer version."""
    if version > RECORD_VERSION:
        return None
    for older in range(version, RECORD_VERSION):
        step = upcasters.get((kind, older))
        tree = step(tree) if step else tree
    return tree
