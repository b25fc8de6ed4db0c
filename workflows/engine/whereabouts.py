"""The port for what is known of places: whether they can be posted to, what they are called, who was greeted there."""

from collections.abc import Mapping
from typing import Literal, Protocol

from workflows.domain.ids import DeskId
from workflows.domain.value import value
from workflows.engine.chat import Conversation

Gone = Literal["removed", "archived", "deleted", "shared"]
"""Why a place cannot be posted to: Copydesk was removed, it was closed or deleted, or outsiders read it."""


@value
class DeskPlace:
    """Where a desk is bound to be asked: what the place and its team were last called (empty if never told), and why it is
    `gone`, if it is.
    """

    conversation: Conversation
    name: str
    team_name: str
    gone: Gone | None


class Whereabouts(Protocol):
    """What `presence` needs."""

    async def desks_at(self, place: Conversation, *, whole_team: bool) -> Mapping[DeskId, DeskPlace]:
        """The desks that are bound to a place, or to any channel of its team, whether it can be posted to or not."""
        ...

    async def close_place(self, place: Conversation, cause: Gone, *, whole_team: bool) -> None:
        """Note that a place, or every channel of its team, cannot be posted to: nothing is claimed for it, and no desk is
        bound there, until it is opened again. One that Copydesk was removed from is greeted again.
        """
        ...

    async def reopen_place(self, place: Conversation, *, whole_team: bool, shared: bool = False) -> None:
        """Note that a place, or every channel of its team, can be posted to again; what waits there is due at once. Where
        outsiders read it stays closed, unless `shared` says that they are gone.
        """
        ...

    async def rename_place(self, place: Conversation, name: str, team_name: str, *, whole_team: bool) -> None:
        """Note what a place and its team are called now; empty leaves what is known."""
        ...

    async def greet(self, place: Conversation) -> bool:
        """Whether nobody was greeted in a place yet; asking makes it so, once for all who ask."""
        ...
