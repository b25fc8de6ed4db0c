"""Every command at every stage, given by the person who would be right for it."""

from typing import Final

import pytest

from tests.unit.lifecycle.spec import Events, given, happened
from tests.unit.lifecycle.world import (
    ADA,
    CLEO,
    MARKETING,
    MIA,
    PLAIN,
    approve,
    edit,
    lift,
    propose,
    reject,
    request_changes,
    submit,
    withdraw,
)
from workflows.domain.commands import Command
from workflows.domain.refusals import AlreadyProposed, NotFound, NothingToLift, NotInReview, Refusal

STAGES: Final = {
    "nothing yet": (),
    "draft": happened(propose(submit=False)),
    "in review": happened(propose()),
    "rejected": happened(propose(), reject(MIA, MARKETING)),
    "withdrawn": happened(propose(), withdraw()),
    "withdrawn draft": happened(propose(submit=False), withdraw()),
}
COMMANDS: Final = {
    "propose": propose(),
    "save": propose(submit=False),
    "submit": submit(),
    "edit": edit(PLAIN),
    "approve": approve(MIA, MARKETING),
    "request changes": request_changes(MIA, MARKETING),
    "reject": reject(MIA, MARKETING),
    "lift": lift(CLEO, MARKETING),
    "withdraw": withdraw(),
}
ENDED: Final = NotInReview(stage="rejected")
GONE: Final = NotInReview(stage="withdrawn")
ROUTED: Final = ("submitted", "routed")
REVIEWED: Final = ("review_given",)

# A row is a stage, a column a command: what it leads to is a refusal, or the kinds of its events.
LEADS_TO: Final[dict[str, dict[str, Refusal | tuple[str, ...]]]] = {
    "nothing yet": {
        "propose": ("proposed", "revision_added", *ROUTED),
        "save": ("proposed", "revision_added"),
        "submit": NotFound(),
        "edit": NotFound(),
        "approve": NotFound(),
        "request changes": NotFound(),
        "reject": NotFound(),
        "lift": NotFound(),
        "withdraw": NotFound(),
    },
    "draft": {
        # The same form again stands already; one that asks for more than it did does not.
        "propose": AlreadyProposed(),
        "save": (),
        "submit": ROUTED,
        "edit": ("revision_added",),
        # A draft is private: to everyone else it is not there.
        "approve": NotFound(),
        "request changes": NotFound(),
        "reject": NotFound(),
        "lift": NotFound(),
        "withdraw": ("withdrawn",),
    },
    "in review": {
        "propose": (),
        "save": AlreadyProposed(),
        "submit": NotInReview(stage="in_review"),
        "edit": ("revision_added", "routed"),
        "approve": REVIEWED,
        "request changes": REVIEWED,
        "reject": ("review_given", "rejected"),
        "lift": NothingToLift(desk=MARKETING),
        "withdraw": ("withdrawn",),
    },
    "rejected": {
        "propose": (),
        "save": AlreadyProposed(),
        "submit": ENDED,
        "edit": ENDED,
        "approve": ENDED,
        "request changes": ENDED,
        # The very same no again stands already.
        "reject": (),
        "lift": ENDED,
        "withdraw": ENDED,
    },
    "withdrawn": {
        "propose": (),
        "save": AlreadyProposed(),
        "submit": GONE,
        "edit": GONE,
        "approve": GONE,
        "request changes": GONE,
        "reject": GONE,
        "lift": GONE,
        "withdraw": (),
    },
    "withdrawn draft": {
        "propose": (),
        "save": AlreadyProposed(),
        "submit": GONE,
        "edit": GONE,
        "approve": NotFound(),
        "request changes": NotFound(),
        "reject": NotFound(),
        "lift": NotFound(),
        "withdraw": (),
    },
}


@pytest.mark.parametrize(
    ("history", "command", "leads_to"),
    [
        pytest.param(STAGES[stage], COMMANDS[command], leads_to, id=f"{command}, {stage}")
        for stage, row in LEADS_TO.items()
        for command, leads_to in row.items()
    ],
)
def test_every_command_at_every_stage(history: Events, command: Command, leads_to: Refusal | tuple[str, ...]) -> None:
    """Each command has one answer at each stage."""
    answered = given(history).when(command)
    if isinstance(leads_to, tuple):
        answered.then_kinds(*leads_to)
    else:
        answered.then_refused(leads_to)


@pytest.mark.parametrize("command", [approve(ADA, MARKETING), lift(ADA, MARKETING)], ids=["approve", "lift"])
def test_an_author_sees_that_a_draft_is_no_review(command: Command) -> None:
    """To its author a draft is there, and nobody reviews it yet."""
    given(STAGES["draft"]).when(command).then_refused(NotInReview(stage="draft"))
