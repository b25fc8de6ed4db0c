"""Attack 18: every action in every stage by everyone, in both chats: only what the rules allow changes anything."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Literal, get_args

import pytest

from tests.attack.siege import POLICY, Siege, besieged
from tests.support.databases import copy
from workflows.cards.actions import OPENS_FORM, ActionName
from workflows.domain.ids import ProposalId

pytestmark = pytest.mark.attack

Stage = Literal[
    "draft", "in review", "blocked", "approved", "on hold", "stopped", "overridden", "rejected", "withdrawn"
]
Surface = Literal["slack button", "slack form", "teams button", "teams form"]
Who = Literal["ada", "ben", "ivy", "cleo"]
"""The author, a reviewer who is asked, another employee, and the desk's lead, who may hold posts and edit them. The reviewer and
the lead may override.
"""
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
NAMES: Final[tuple[ActionName, ...]] = get_args(ActionName)
EVERYONE: Final[tuple[Who, ...]] = get_args(Who)

WAITING: Final[tuple[Stage, ...]] = ("in review", "on hold", "stopped", "overridden")
"""Neither a hold, nor a standstill, nor an override keeps anybody from writing and deciding."""
OPEN: Final[tuple[Stage, ...]] = (*WAITING, "blocked", "approved")
ALLOWED: Final[dict[tuple[ActionName, Who], tuple[Stage, ...]]] = {
    ("approve", "ben"): (*WAITING, "blocked"),
    ("submit", "ada"): ("draft",),
    ("edit", "ada"): ("draft", *OPEN),
    ("withdraw", "ada"): ("draft", *OPEN),
    ("request_changes", "ben"): OPEN,
    ("reject", "ben"): OPEN,
    ("reconsider", "ben"): (*WAITING, "blocked"),
    ("open", "ben"): (*WAITING, "blocked"),
    ("suggest", "ben"): OPEN,
    ("approve", "cleo"): WAITING,
    ("request_changes", "cleo"): WAITING,
    ("reject", "cleo"): WAITING,
    ("reconsider", "cleo"): WAITING,
    ("open", "cleo"): WAITING,
    ("suggest", "cleo"): WAITING,
    ("edit", "cleo"): OPEN,
    ("hold", "cleo"): ("in review", "stopped", "overridden", "blocked", "approved"),
    ("override", "ben"): ("in review", "on hold", "stopped", "blocked"),
    ("override", "cleo"): ("in review", "on hold", "stopped", "blocked"),
    ("release", "cleo"): ("on hold",),
    ("lift_block", "cleo"): ("blocked",),
}
"""What changes a post: pressed, or its form sent, filled in for an approval or for a no with another reason than Ben gave
before. He blocked it himself, so he may change his mind; approving twice is once.
"""


@pytest.fixture
async def siege(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company under attack, where Ben and Cleo may override."""
    policy = f"{POLICY}override: {{by: [ben@example.com, cleo@example.com]}}\n"
    async with besieged(copy(sqlite_file), policy) as under_attack:
        yield under_attack


def allowed(stage: Stage, name: ActionName, who: Who) -> bool:
    """Whether the rules let this change the post."""
    return stage in ALLOWED.get((name, who), ())


async def post_in(siege: Siege, stage: Stage) -> ProposalId:
    """A new post of Ada's in that stage."""
    post = await siege.propose("ada", button="Save as draft" if stage == "draft" else "")
    about: dict[Stage, tuple[Who, ActionName]] = {
        "blocked": ("ben", "request_changes"),
        "rejected": ("ben", "reject"),
        "withdrawn": ("ada", "withdraw"),
        "on hold": ("cleo", "hold"),
    }
    if stage == "approved":
        await siege.slack_button_quietly("ben", siege.action("approve", post))
    elif stage == "stopped":
        await siege.company.in_slack("cleo").asks("stop The figures leaked.")
    elif stage == "overridden":
        for who in ("ben", "cleo"):
            await siege.slack_form(who, siege.action("override", post), {"why": "The fair opens."})
    elif stage in about:
        who, name = about[stage]
        await siege.slack_form(who, siege.action(name, post), {"code": "timing", "why": "Not now."})
    return post


def surface_of(stage: Stage, name: ActionName, who: Who) -> Surface:
    """Where an action would have its effect: pressed, or its form sent; in one chat and the other by turns."""
    slack = (STAGES.index(stage) + NAMES.index(name) + EVERYONE.index(who)) % 2
    if name in OPENS_FORM:
        return "slack form" if slack else "teams form"
    return "slack button" if slack else "teams button"


def is_answered_by_the_card(stage: Stage, name: ActionName, who: Who) -> bool:
    """Slack says nothing beside the card to a look at it, or to an approval that stands already."""
    return name == "refresh" or (stage, name, who) == ("approved", "approve", "ben")


async def send(siege: Siege, surface: Surface, who: Who, about: str) -> str:
    """Send an action through a surface; what is said."""
    match surface:
        case "slack button":
            return await siege.slack_button(who, about)
        case "slack form":
            return await siege.slack_form(who, about)
        case "teams button":
            return await siege.teams_button(who, about)
        case "teams form":
            return await siege.teams_form(who, about)


@pytest.mark.parametrize("stage", STAGES)
async def test_what_the_rules_forbid(siege: Siege, stage: Stage) -> None:
    """Attack 18: what the rules do not allow changes nothing, whoever sends it through whatever, and is answered politely."""
    post = await post_in(siege, stage)
    before = await siege.events(post)
    for name in NAMES:
        for who in EVERYONE:
            about, surface = siege.action(name, post), surface_of(stage, name, who)
            if allowed(stage, name, who):
                continue
            if surface == "slack button" and is_answered_by_the_card(stage, name, who):
                await siege.slack_button_quietly(who, about)
                continue
            said = await send(siege, surface, who, about)
            assert said, (name, who, surface)
            assert "went wrong" not in said, (name, who, surface)
        assert await siege.events(post) == before, name
    assert await siege.company.product.store.verify() is None


@pytest.mark.parametrize("stage", ["draft", *OPEN])
async def test_what_the_rules_allow(siege: Siege, stage: Stage) -> None:
    """Attack 18, the other side: the table above forbids nothing that the rules allow."""
    for name in NAMES:
        for who in EVERYONE:
            if not allowed(stage, name, who):
                continue
            post = await post_in(siege, stage)
            before = len(await siege.events(post))
            about, surface = siege.action(name, post), surface_of(stage, name, who)
            if surface == "slack button":
                await siege.slack_button_quietly(who, about)
            else:
                await send(siege, surface, who, about)
            assert len(await siege.events(post)) > before, (name, who, surface)
