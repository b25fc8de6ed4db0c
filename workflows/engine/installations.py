"""The port for installations: the workspaces that a deployment was let into, and the right to speak in each."""

from dataclasses import field
from datetime import datetime
from typing import Final, Literal, Protocol

from workflows.domain.ids import Chat
from workflows.domain.value import value

SEALED: Final = "its token was sealed with a key that COPYDESK_SECRET_KEY no longer has"
"""Why an installation is lost whose tokens nobody here can read. An operator reads it."""

Begun = Literal["begun here", "unknown", "expired", "used", "in another browser"]
"""What is known of an installation that somebody returns to: each can be returned to once."""


@value
class Installation:
    """A workspace (or, with an empty `workspace`, a whole organisation) that Copydesk was installed in.

    `app`, `bot` and `bot_user` are who Copydesk is there. `token` speaks there, until `expires` (UTC) if it does; `refresh`
    gets the next one, once. `version` rises with every change; `lost` is why Copydesk may no longer speak there, if so.
    """

    chat: Chat
    organisation: str
    workspace: str
    name: str
    app: str
    bot: str
    bot_user: str
    token: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires: datetime | None = None
    by: str
    at: datetime
    version: int = 0
    lost: str = ""

    @property
    def id(self) -> str:
        """The name under which accounts and conversations of it are known."""
        return self.organisation or self.workspace


class Installations(Protocol):
    """What an adapter that can be installed in many places needs."""

    async def every(self, chat: Chat) -> tuple[Installation, ...]:
        """All of a chat, lost ones too, whole organisations last."""
        ...

    async def attach(self, installed: Installation) -> None:
        """Keep an installation, on the ledger; one that was there before takes the new tokens and is lost no longer."""
        ...

    async def lease(self, known: Installation, now: datetime, until: datetime) -> bool:
        """The right to get the next token of an installation, for one at a time; False if another has it, or if the
        installation is not as it was `known`.
        """
        ...

    async def release(self, known: Installation) -> None:
        """Give that right back."""
        ...

    async def renew(self, known: Installation, token: str, refresh: str, expires: datetime | None) -> bool:
        """Keep the next tokens of an installation, and give back the right to get them; False if it is not as it was `known`."""
        ...

    async def lose(self, known: Installation, why: str, at: datetime) -> bool:
        """Note that Copydesk may no longer speak there, on the ledger; `why` is a chat's code. False if it is not as it was
        `known`: it was installed again.
        """
        ...

    def begin(self, browser: str, until: datetime) -> str:
        """A state for an installation that begins in a browser, by the digest of what only that browser has: a text that nobody
        else can make, good until then, once. Nothing is kept of it, so whoever begins without end takes nobody's place.
        """
        ...

    async def finish(self, state: str, browser: str, now: datetime) -> Begun:
        """Return to an installation with its state. Whatever the answer, nobody can return to it again."""
        ...


class Attached(Protocol):
    """What `attachments` needs: what became of installations, until somebody has seen to it."""

    async def news(self) -> tuple[Installation, ...]:
        """The installations that were attached or lost, of which nobody has taken note."""
        ...

    async def close_installation(self, installed: Installation) -> None:
        """Note that no conversation of it can be posted to; one that other installations reach, too, stays open. Nothing where
        it is not as it was then.
        """
        ...

    async def reopen_installation(self, installed: Installation) -> None:
        """Note that its conversations can be posted to again; what waits for it is due at once. Nothing where it is not as it
        was then.
        """
        ...

    async def noted(self, installed: Installation) -> bool:
        """That was seen to; False if the installation is not as it was then."""
        ...
