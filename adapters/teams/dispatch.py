"""The one place that knows botbuilder-core: its vocabulary (is this an activity?) and its dispatch by type.

The SDK is no longer maintained, so as little as possible hangs on it. Its HTTP edge, its authentication and its client
are not used (they answer 500 to invokes, accept what they must not, and block): see auth.py, keys.py and rest.py.
"""
# The SDK ships no types; what it gives is looked at before it leaves this module.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownArgumentType=false

import logging
from dataclasses import dataclass
from typing import Any, Final, Protocol

from botbuilder.core import ActivityHandler, CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, InvokeResponse
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from adapters.teams.wire import Json, MalformedError

# A warning for every field that Teams added since the SDK was last changed would be one for every click.
logging.getLogger("msrest.serialization").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered to an invoke."""

    status: int
    body: Json


class Turn(Protocol):
    """One activity being dealt with."""

    async def message(self) -> None:
        """Someone typed something."""
        ...

    async def meeting(self) -> None:
        """Someone, or the bot, came to a conversation or left it."""
        ...

    async def invoke(self) -> Reply:
        """Something that waits for an answer."""
        ...


class Dispatcher(CloudAdapterBase):
    """Hands a verified activity to the part of a turn that it is for."""

    def __init__(self, app_id: str) -> None:
        super().__init__(_Verified())
        self._app_id = app_id

    async def dispatch(self, body: Json, turn: Turn) -> Reply | None:
        """Run a turn; None for what is no invoke. Raises MalformedError for what is no activity."""
        activity = _activity(body)
        result = AuthenticateRequestResult()
        result.audience = self._app_id
        result.claims_identity = ClaimsIdentity({"aud": self._app_id}, is_authenticated=True)
        result.connector_factory = _NoClients()
        handler = _Handler(turn)
        await self.process_activity(result, activity, handler.on_turn)
        return handler.reply


class _Handler(ActivityHandler):
    """Takes from the SDK's handler which kind of activity it is, and nothing else."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self.reply: Reply | None = None
        """Kept here: what is given to the SDK is copied deeply, and withheld where the client asks for `expectReplies`."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        del turn_context
        await self._turn.message()

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        # The SDK's own way asks the roster once for every member that was added.
        del turn_context
        await self._turn.meeting()

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        del turn_context
        await self._turn.meeting()

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        # The SDK's own way answers malformed values with what it cannot serialise.
        del turn_context
        self.reply = await self._turn.invoke()
        return InvokeResponse(status=self.reply.status)


class _Verified(BotFrameworkAuthentication):
    """Every activity was verified before it came here, and the SDK's clients are not used."""

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        del activity, auth_header
        raise AssertionError("verified at the gate")

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        del auth_header, channel_id_header
        raise AssertionError("no streams")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        del claims_identity
        return _NoClients()

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # the SDK only carries it along
        del claims_identity


class _NoClients(ConnectorFactory):
    """Gives the SDK something that is not a client, so that it can send nothing anywhere by itself."""

    async def create(self, service_url: str, audience: str) -> Any:
        del service_url, audience
        return _NOTHING


_NOTHING: Final = object()


def _activity(body: Json) -> Activity:
    try:
        activity: object = Activity().deserialize(body)
    except Exception as broken:  # whatever the SDK stumbles over is no activity
        raise MalformedError("no activity") from broken
    if not isinstance(activity, Activity) or not isinstance(activity.type, str) or not activity.type:
        raise MalformedError("an activity without a type")
    return activity
