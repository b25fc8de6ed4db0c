"""The local Slack as a running server: `async with LocalSlack(copydesk_url=…) as slack`."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.playground.exchange import Exchanges
from bot.playground.slack import limits
from bot.playground.slack.cloud import Cloud
from bot.playground.slack.delivery import JSON, Deliverer, Delivery, Sent, encode
from bot.playground.slack.edge import LARGEST_BODY, Edge
from bot.playground.slack.faults import Faults
from bot.playground.slack.journal import Call, Journal
from bot.playground.slack.oauth import OAuth
from bot.playground.slack.premises import Premises
from bot.playground.slack.shapes import Json
from bot.playground.slack.sockets import Sockets
from bot.playground.slack.world import Workspace, World


class LocalSlack(Premises):
    """Slack's cloud with one workspace, and with those that are added, on loopback, for one app at `{copydesk_url}/slack/events`.

    `clock` gives seconds since 1970 and rules triggers, response URLs and message times; signatures keep to the
    machine's clock. `ack_seconds` and `event_retry_seconds` shorten Slack's patience for tests; `patience` is how many times
    longer it waits for an acknowledgement and lets a trigger live, for tests on slow machines.
    With `socket_mode` everything goes over the sockets that the app opens, and nothing to its address.
    """

    def __init__(
        self,
        *,
        copydesk_url: str = "",
        workspace: Workspace | None = None,
        clock: Callable[[], float] = time.time,
        seed: int = 0,
        port: int = 0,
        ack_seconds: float = limits.ACKNOWLEDGE_SECONDS,
        event_retry_seconds: tuple[float, ...] = limits.EVENT_RETRY_SECONDS,
        patience: float = 1.0,
        socket_mode: bool = False,
    ) -> None:
        """Furnish an empty workspace; nothing runs yet."""
        home = workspace or Workspace()
        self.journal = Journal(clock=clock)
        self.faults = Faults(seed=seed)
        self.wire = Exchanges()
        self._deliverer = Deliverer(
            workspace=home,
            faults=self.faults,
            wire=self.wire,
            ack_seconds=ack_seconds * patience,
            event_retry_seconds=event_retry_seconds,
            copydesk_url=copydesk_url.rstrip("/"),
            sockets=Sockets(app_id=home.api_app_id, journal=self.journal, seed=seed) if socket_mode else None,
        )
        self._clock = clock
        self._trigger_seconds = limits.TRIGGER_SECONDS * patience
        super().__init__(self._new_cloud(home))
        self._clouds = [self._cloud]
        self.oauth = OAuth(clock=clock)
        self._edge = Edge(self._clouds, self.oauth)
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on loopback."""
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[self.wire.middleware()])
        application.router.add_routes(self._edge.routes())
        # A delayed answer waits for nobody: who hung up, or stops the server, ends it.
        self._runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        host, port = self._runner.addresses[0][:2]
        for cloud in self._clouds:
            cloud.url = f"http://{host}:{port}"
        await self._deliverer.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop sending and listening."""
        await self._deliverer.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    # Addresses

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return self._cloud.url

    @property
    def api_url(self) -> str:
        """The `base_url` for a Slack client."""
        return f"{self.url}/api/"

    @property
    def copydesk_url(self) -> str:
        """Where the app listens, without a slash at the end."""
        return self._deliverer.copydesk_url

    @copydesk_url.setter
    def copydesk_url(self, url: str) -> None:
        self._deliverer.copydesk_url = url.rstrip("/")

    # Other workspaces

    def add_workspace(self, team_id: str, name: str, *, enterprise_id: str | None = None) -> Premises:
        """Another workspace, for the same app, which is not installed there yet."""
        made = replace(
            self.workspace,
            team_id=team_id,
            name=name,
            domain=name.lower(),
            enterprise_id=enterprise_id,
            bot_token="",
            installed=False,
            tokens={},
        )
        cloud = self._new_cloud(made)
        cloud.url = self.url
        self._clouds.append(cloud)
        return Premises(cloud)

    def allow(self, authorize_url: str, workspace: Premises, who: str = "") -> str:
        """Somebody (by name) follows the app's link to Slack and allows it in a workspace; where their browser is sent then."""
        return self.oauth.allow(authorize_url, workspace.workspace, workspace.person(who).id if who else "U0ADMIN")

    def _new_cloud(self, workspace: Workspace) -> Cloud:
        world = World(workspace=workspace, clock=self._clock, trigger_seconds=self._trigger_seconds)
        return Cloud(world=world, journal=self.journal, faults=self.faults, deliverer=self._deliverer)

    # The record

    @property
    def calls(self) -> list[Call]:
        """Every call that the app made, oldest first."""
        return self.journal.calls

    @property
    def refused(self) -> list[Call]:
        """What the platform refused of its own: calls, and acknowledgements it could not use."""
        return self.journal.refused

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was sent to the app, oldest first."""
        return self._deliverer.deliveries

    async def settled(self, seconds: float = 60.0) -> None:
        """Wait until every event is delivered or given up. Raises `TimeoutError` after so many seconds."""
        await self._deliverer.settled(seconds)

    async def until(self, condition: Callable[[], bool], *, seconds: float = 60.0) -> None:
        """Wait until a condition holds, looked at after every call of the app; raises `TimeoutError` if it does not."""
        await self._edge.until(condition, seconds)

    def watch(self, look: Callable[[], None]) -> None:
        """Have `look` called after every call of the app."""
        self._edge.watchers.append(look)

    @property
    def socket_mode(self) -> bool:
        """Whether everything goes over sockets."""
        return self._deliverer.sockets is not None

    @property
    def sockets(self) -> Sockets:
        """The app's sockets. Raises `LookupError` where Socket Mode is off."""
        if self._deliverer.sockets is None:
            message = "Socket Mode is off"
            raise LookupError(message)
        return self._deliverer.sockets

    # By hand

    def sign(self, body: bytes | str, *, timestamp: str | None = None, secret: str | None = None) -> dict[str, str]:
        """The signature headers of a body; by default of this moment and with the app's own secret."""
        raw = body.encode() if isinstance(body, str) else body
        return self._deliverer.sign(raw, timestamp, secret)

    async def send(
        self,
        payload: Json | bytes,
        *,
        timestamp: str | None = None,
        secret: str | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = JSON,
        times: int = 1,
    ) -> list[Sent]:
        """Send a payload, or raw bytes of the content type, to the app: the same bytes `times` times at once.

        Given headers replace Slack's own. The answers change nothing on any screen. In Socket Mode only payloads can be
        sent, and nothing of HTTP is asked for.
        """
        if self._deliverer.sockets is not None and not isinstance(payload, bytes):
            return list(await asyncio.gather(*(self._deliverer.carry_by_hand(payload) for _ in range(times))))
        body, kind = (payload, content_type) if isinstance(payload, bytes) else encode(payload)
        signed = {"Content-Type": kind, **self._deliverer.sign(body, timestamp, secret), **(headers or {})}
        return list(await asyncio.gather(*(self._deliverer.request(body, signed) for _ in range(times))))
