"""What a button means, and its compact text form that travels through the chats and comes back from a client."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, cast, get_args

from workflows.domain.ids import DeskId, ProposalId
from workflows.domain.value import value

ActionName = Literal[
    "approve",
    "request_changes",
    "reject",
    "reconsider",
    "lift_block",
    "hold",
    "release",
    "lift_restriction",
    "override",
    "edit",
    "submit",
    "withdraw",
    "propose",
    "propose_again",
    "copy_words",
    "refresh",
    "open",
    "show",
    "try_out",
    "hand_on",
    "suggest",
    "accept_suggestion",
    "decline_suggestion",
    "unwatch",
    "away",
    "back",
    "confirm_account",
    "deny_account",
]

OPENS_FORM: Final = frozenset[ActionName](
    {
        "request_changes",
        "reject",
        "reconsider",
        "hold",
        "override",
        "edit",
        "propose",
        "propose_again",
        "copy_words",
        "withdraw",
        "lift_restriction",
        "open",
        "show",
        "away",
        "hand_on",
        "suggest",
        "accept_suggestion",
        "decline_suggestion",
    }
)
"""Actions that open a dialog; every other decides (or shows) at once."""


@value
class Action:
    """A button's meaning: what, of which proposal, at which revision and wanted time, for which desk.

    A form to propose names the proposal that it will make, so that it makes one however often it is sent. `zone` is the IANA
    zone that a form says its times are meant in; `claim` says whose which account is, where that is asked (`claim_of`);
    `suggestion` is the number of one of the proposal's suggestions, 0 for none.
    """

    name: ActionName
    proposal: ProposalId | None = None
    desk: DeskId | None = None
    revision: int = 0
    retimes: int = 0
    zone: str = ""
    claim: str = ""
    suggestion: int = 0

    @property
    def opens_form(self) -> bool:
        """Whether a click opens a dialog."""
        return self.name in OPENS_FORM


CARRIED: Final = 1_900
"""Characters of a button's meaning: what Slack lets it carry, and a little less."""
_SHAPE: Final = re.compile(
    r"(?P<name>[a-z_]{1,20})\|(?P<proposal>[A-Za-z0-9_-]{0,40})\|(?P<desk>[a-z0-9-]{0,40})\|(?P<revision>[0-9]{1,6})\|(?P<retimes>[0-9]{1,6})(?:\|(?P<zone>UTC|[A-Za-z_]{1,20}(?:/[A-Za-z0-9_+-]{1,20}){1,2}))?(?:\|@(?P<claim>[0-9a-f]{32}))?(?:\|\+(?P<suggestion>[1-9][0-9]{0,5}))?"
)


def encode(action: Action) -> str:
    """The action as at most 220 ASCII characters."""
    zone = f"|{action.zone}" if action.zone else ""
    claim = f"|@{action.claim}" if action.claim else ""
    number = f"|+{action.suggestion}" if action.suggestion else ""
    about = f"{action.proposal or ''}|{action.desk or ''}|{action.revision}|{action.retimes}"
    return f"{action.name}|{about}{zone}{claim}{number}"


def encode_button(action: Action, filled: Sequence[tuple[str, str]]) -> str:
    """The action, and what was typed already into the form that it opens, by field name; without that where it is more than a
    button can carry.
    """
    whole = f"{encode(action)}\n{json.dumps(dict(filled))}"
    return whole if filled and len(whole) <= CARRIED else encode(action)


def decode_button(text: object) -> tuple[Action, Mapping[str, str]] | None:
    """Read what `encode_button` made; None for anything else. Nothing in it is trusted: it is as if it was typed just now."""
    if not isinstance(text, str) or len(text) > CARRIED:
        return None
    head, carries, rest = text.partition("\n")
    action = decode(head)
    if action is None or not carries:
        return (action, {}) if action else None
    try:
        filled: object = json.loads(rest)
    except (ValueError, RecursionError):
        return None
    if not isinstance(filled, dict):
        return None
    typed = cast("dict[str, object]", filled)
    words = {name: said for name, said in typed.items() if isinstance(said, str)}
    return (action, words) if len(words) == len(typed) else None


def decode(text: object) -> Action | None:
    """Read what a client sent back; None for anything that `encode` could not have made. Nothing in it is trusted."""
    if not isinstance(text, str) or (match := _SHAPE.fullmatch(text)) is None:
        return None
    name = next((known for known in get_args(ActionName) if known == match["name"]), None)
    if name is None:
        return None
    return Action(
        name=name,
        proposal=ProposalId(match["proposal"]) if match["proposal"] else None,
        desk=DeskId(match["desk"]) if match["desk"] else None,
        revision=int(match["revision"]),
        retimes=int(match["retimes"]),
        zone=match["zone"] or "",
        claim=match["claim"] or "",
        suggestion=int(match["suggestion"] or 0),
    )
