"""With whose token calls are made, and what is done when Slack no longer takes it."""

from dataclasses import field
from typing import Protocol

from adapters.slack.errors import Failure
from workflows.domain.value import value


class Access(Protocol):
    """The right to speak in an installation."""

    async def token(self) -> str | Failure:
        """The token to call with now, or why there is none."""
        ...

    async def refused(self, token: str, code: str) -> bool:
        """Slack answered `code`, one of `errors.NO_TOKEN`, to a call made with this token; whether there is another by now."""
        ...


@value
class FixedToken:
    """A token from the settings: it stays the same until Copydesk is started with another."""

    text: str = field(repr=False)

    async def token(self) -> str | Failure:
        """The token."""
        return self.text

    async def refused(self, token: str, code: str) -> bool:
        """Nothing can be done here: whoever set it must set another."""
        del token, code
        return False
