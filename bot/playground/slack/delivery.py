"""What Slack sends to the app: signed requests, three seconds to answer, and retries for events."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from bot.playground.exchange import Exchanges
from bot.playground.slack.faults import DeliverTwice, Faults, LoseAnswer
from bot.playground.slack.shapes import Json, as_object
from bot.playground.slack.signing import signed_headers
from bot.playground.slack.sockets import Acknowledged, Sockets
from bot.playground.slack.world import Workspace

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_PATIENCE_SECONDS = 30.0
_TAKEN = range(200, 300)
_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One request and what came back. `status` is 0 and `trouble` says why when nothing did."""

    status: int
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What was sent, in all its attempts. `kind` is the payload's type, `command`, or the event's type."""

    kind: str
    body: bytes
    content_type: str
    attempts: tuple[Sent, ...]

    @property
    def status(self) -> int:
        """The last HTTP status, 0 if there was no answer."""
        return self.attempts[-1].status

    @property
    def answer(self) -> Json:
        """The JSON object in the last answer; empty if there was none."""
        try:
            return as_object(json.loads(self.attempts[-1].text))
        except ValueError:
            return {}

    @property
    def trouble(self) -> str:
        """Slack's own error code; empty when the app acknowledged in time."""
        last = self.attempts[-1]
        return last.trouble or ("" if last.status in _TAKEN else "dispatch_failed")


def encode(payload: Json) -> tuple[bytes, str]:
    """A payload as Slack sends it: events as JSON, commands as form fields, interactions as JSON in a form field."""
    if payload.get("type") in {"event_callback", "url_verification"}:
        return json.dumps(payload).encode(), JSON
    if "command" in payload:
        return urlencode(payload).encode(), FORM
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


@dataclass(kw_only=True)
class Deliverer:
    """Sends to the app at `{copydesk_url}/slack/events`, or over its `sockets` where it has Socket Mode on, and remembers."""

    workspace: Workspace
    faults: Faults
    wire: Exchanges
    ack_seconds: float
    event_retry_seconds: tuple[float, ...]
    copydesk_url: str = ""
    sockets: Sockets | None = None
    deliveries: list[Delivery] = field(default_factory=list[Delivery])
    _session: aiohttp.ClientSession | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set["asyncio.Task[None]"])

    async def start(self) -> None:
        """Open the connections."""
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        """Give up what is still to be delivered and close the connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def settled(self, seconds: float) -> None:
        """Wait until every event is delivered or given up. Raises `TimeoutError` after so many seconds."""
        async with asyncio.timeout(seconds):
            while self._tasks:
                await asyncio.wait(set(self._tasks))

    def sign(self, body: bytes, timestamp: str | None, secret: str | None) -> dict[str, str]:
        """The signature headers; by default of this moment and with the app's own secret."""
        # Signatures are checked against the machine's clock, so they are made by it.
        at = timestamp if timestamp is not None else str(int(time.time()))
        return signed_headers(secret if secret is not None else self.workspace.signing_secret, at, body)

    async def request(self, body: bytes, headers: Mapping[str, str], *, seconds: float = _PATIENCE_SECONDS) -> Sent:
        """Send these very bytes under these very headers, and wait so long for the answer."""
        if self._session is None:
            message = "the local Slack is not running"
            raise RuntimeError(message)
        passing = self.wire.begin("to the app", "POST /slack/events", headers, body)
        sent = Sent(status=0)
        try:
            sent = await self._posted(self._session, body, headers, seconds)
        finally:
            self.wire.end(passing, sent.status or None, sent.headers, sent.text.encode())
        return sent

    async def _posted(
        self, session: aiohttp.ClientSession, body: bytes, headers: Mapping[str, str], seconds: float
    ) -> Sent:
        try:
            async with (
                asyncio.timeout(seconds),
                session.post(f"{self.copydesk_url}/slack/events", data=body, headers=headers) as answer,
            ):
                return Sent(status=answer.status, text=await answer.text(), headers=dict(answer.headers))
        except TimeoutError:
            return Sent(status=0, trouble="operation_timeout")
        except aiohttp.ClientError:
            return Sent(status=0, trouble="dispatch_failed")

    async def interact(self, kind: str, payload: Json) -> Delivery:
        """Deliver a command or an interaction: one attempt, no retry, as Slack does."""
        body, content_type = encode(payload)
        headers = {"Content-Type": content_type, **self.sign(body, None, None)}
        fault = self.faults.next_for(kind, payload)
        sent = await self._carry(payload, body, headers)
        if isinstance(fault, DeliverTwice):
            await self._carry(payload, body, headers)
        if isinstance(fault, LoseAnswer):
            sent = Sent(status=0, trouble="operation_timeout")
        return self._remember(kind, body, content_type, (sent,))

    def tell(self, kind: str, payload: Json) -> None:
        """Deliver an event in the background, with Slack's retries until a 2xx."""
        task = asyncio.create_task(self._deliver_event(kind, payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver_event(self, kind: str, payload: Json) -> None:
        body, content_type = encode(payload)
        fault = self.faults.next_for(kind, payload)
        attempts = [await self._attempt(payload, body, {})]
        if isinstance(fault, DeliverTwice):
            attempts.append(await self._attempt(payload, body, {}))
        for number, wait in enumerate(self.event_retry_seconds, start=1):
            last = attempts[-1]
            if last.status in _TAKEN or "x-slack-no-retry" in {name.lower() for name in last.headers}:
                break
            await asyncio.sleep(wait)
            reason = _REASONS.get(last.trouble, "http_error")
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            attempts.append(await self._attempt(payload, body, retry))
        self._remember(kind, body, content_type, tuple(attempts))

    async def carry_by_hand(self, payload: Json) -> Sent:
        """Send a payload over a socket as it is, once."""
        if self.sockets is None:
            message = "the local Slack has no sockets"
            raise RuntimeError(message)
        return _sent(await self.sockets.deliver(payload, seconds=self.ack_seconds))

    async def _carry(self, payload: Json, body: bytes, headers: Mapping[str, str]) -> Sent:
        if self.sockets is not None:
            return _sent(await self.sockets.deliver(payload, seconds=self.ack_seconds))
        return await self.request(body, headers, seconds=self.ack_seconds)

    async def _attempt(self, payload: Json, body: bytes, extra: Mapping[str, str]) -> Sent:
        if self.sockets is not None:
            try:
                return _sent(await self.sockets.deliver_event(payload, seconds=self.ack_seconds))
            except TimeoutError:
                return Sent(status=0, trouble="dispatch_failed")
        headers = {"Content-Type": JSON, **self.sign(body, None, None), **extra}
        return await self.request(body, headers, seconds=self.ack_seconds)

    def _remember(self, kind: str, body: bytes, content_type: str, attempts: tuple[Sent, ...]) -> Delivery:
        delivery = Delivery(kind=kind, body=body, content_type=content_type, attempts=attempts)
        self.deliveries.append(delivery)
        return delivery


def _sent(came: Acknowledged) -> Sent:
    """An acknowledgement over a socket, as an answer over HTTP would have said it."""
    if came.trouble:
        return Sent(status=0, trouble=came.trouble)
    return Sent(status=200, text=json.dumps(came.payload) if came.payload else "")
