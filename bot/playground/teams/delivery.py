"""Bringing activities to Copydesk over HTTP, with the waiting and the second tries of the real client."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import aiohttp

from bot.playground.exchange import Exchanges

from .faults import Duplicate, Faults, LoseDelivery
from .identity import Issuer, TokenForm
from .log import Delivery, Log
from .shapes import Json, text_at

PATIENCE = 15.0
"""Seconds that Teams waits for an answer before it sends the same activity again [bot-basics, 15 s]."""
EXTENSION_PATIENCE = 5.0
"""Seconds for a message extension's submit, which is then tried twice more."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What Copydesk answered; status None means that no answer came in time."""

    status: int | None
    body: bytes

    def json(self) -> object:
        """Decode the body; None if it is empty or no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


NO_ANSWER = Answer(status=None, body=b"")


@dataclass(kw_only=True, eq=False)
class Courier:
    """Delivers activities; `copydesk_url` may be set when Copydesk is up."""

    session: aiohttp.ClientSession = field(repr=False)
    issuer: Issuer = field(repr=False)
    faults: Faults
    log: Log
    wire: Exchanges
    copydesk_url: str
    patience: float
    """Scales both waits, so that a test need not wait 15 seconds."""

    async def bring(self, activity: Json) -> Answer:
        """Deliver as the platform does: again with the same id after a timeout or an empty answer to an invoke."""
        name = text_at(activity, "name")
        is_submit = name == "composeExtension/submitAction"
        waits = EXTENSION_PATIENCE / PATIENCE * self.patience if is_submit else self.patience
        answer = NO_ANSWER
        for attempt in range(1, 4 if is_submit else 3):
            answer = await self._once(activity, attempt, waits)
            if answer.status is not None and not _is_empty(activity, answer):
                break
        return answer

    async def send(
        self,
        activity: Json,
        *,
        form: TokenForm | None = None,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        attempt: int = 1,
        patience: float | None = None,
    ) -> Answer:
        """Send one request and give its answer, whatever is wrong with it.

        `form` makes the token; `token` is sent as it is instead, an empty one sends no Authorization at all;
        `headers` are set last; `raw` is sent in place of the activity.
        """
        if token is None:
            token = self.issuer.token(text_at(activity, "serviceUrl"), form)
        sent = {"Content-Type": "application/json; charset=utf-8"}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        body = json.dumps(activity).encode() if raw is None else raw
        limit = aiohttp.ClientTimeout(total=patience or self.patience)
        url = f"{self.copydesk_url.rstrip('/')}/api/messages"
        given = {**sent, **(headers or {})}
        passing, came = self.wire.begin("to the app", "POST /api/messages", given, body), dict[str, str]()
        answer = NO_ANSWER
        try:
            async with self.session.post(
                url, data=body, headers=given, timeout=limit, allow_redirects=False
            ) as response:
                came = dict(response.headers)
                answer = Answer(status=response.status, body=await response.read())
        except (TimeoutError, aiohttp.ClientError):
            pass
        finally:
            self.wire.end(passing, answer.status, came, answer.body)
        self.log.deliveries.append(
            Delivery(activity=activity, attempt=attempt, status=answer.status, answer=answer.body)
        )
        return answer

    async def _once(self, activity: Json, attempt: int, patience: float) -> Answer:
        match self.faults.take_delivery(activity):
            case None:
                return await self.send(activity, attempt=attempt, patience=patience)
            case Duplicate(copies=copies):
                answers = await asyncio.gather(
                    *(self.send(activity, attempt=attempt, patience=patience) for _ in range(copies))
                )
                return answers[0]
            case LoseDelivery():
                await self.send(activity, attempt=attempt, patience=patience)
                return NO_ANSWER


def _is_empty(activity: Json, answer: Answer) -> bool:
    return activity.get("type") == "invoke" and answer.status == HTTPStatus.OK and not answer.body.strip()
