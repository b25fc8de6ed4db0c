"""`handle`: the only door. Whatever a chat brings becomes a command or a look, and gets an answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo, available_timezones

from workflows.cards import messages
from workflows.cards.actions import Action
from workflows.cards.card import Button
from workflows.domain.commands import LiftBlock, Submit, SubmitReview
from workflows.domain.ids import Chat
from workflows.domain.refusals import NotFound, ParkedByNewerVersion, Refusal, Unknown
from workflows.engine.binding import Binder
from workflows.engine.chat import ChatPlatform
from workflows.engine.execute import Executor, with_person
from workflows.engine.filling import Filler
from workflows.engine.looking import Look, look_at
from workflows.engine.people import Known, recognise
from workflows.engine.policies import Policies
from workflows.engine.requests import (
    Answer,
    Asked,
    Met,
    Nothing,
    OpenForm,
    Origin,
    Pressed,
    Request,
    Say,
    Sent,
    ShowCard,
    Typed,
    Viewed,
)
from workflows.engine.store import Recorded, Store

Clock = Callable[[], datetime]


class Engine:
    """Copydesk itself, without a chat or a database. `clock` gives the time in UTC."""

    def __init__(
        self,
        *,
        store: Store,
        platforms: Mapping[Chat, ChatPlatform],
        policies: Policies,
        executor: Executor,
        filler: Filler,
        binder: Binder,
        clock: Clock,
    ) -> None:
        """Put together by `bot.compose`; `filler` opens and reads forms, `binder` ties desks to places."""
        self._store = store
        self._platforms = platforms
        self._policies = policies
        self._executor = executor
        self._filler = filler
        self._binder = binder
        self._clock = clock

    async def handle(self, request: Request) -> Answer:
        """Answer one request. Refusals are answers; only a bug raises."""
        now = self._clock()
        known = await recognise(request.origin, self._store, self._platforms, self._policies.current, now)
        if isinstance(request, Met):
            return Nothing()
        if isinstance(known, Unknown):
            return Say(text=messages.unknown(known.why, self._policies.current))
        match request:
            case Typed():
                return await self._typed(request, known, now)
            case Asked(text=text, link=link):
                return OpenForm(form=self._filler.blank(text, link, self._zone(known, request.origin)))
            case Pressed():
                return await self._pressed(request, known, now)
            case Sent():
                return await self._filler.sent(request, known, self._zone(known, request.origin), now)
            case Viewed(action=action):
                return await self._viewed(action, known, now)
            case _:
                assert_never(request)

    def _zone(self, known: Known, origin: Origin) -> str:
        """The zone that a person's times are meant in: their profile's, their client's, else the company's."""
        for claimed in (known.account.zone, origin.zone):
            if claimed in available_timezones():
                return ZoneInfo(claimed).key
        return self._policies.current.zone

    async def _typed(self, request: Typed, known: Known, now: datetime) -> Answer:
        verb, _, rest = request.text.strip().partition(" ")
        match verb.casefold():
            case "propose":
                button = Button(label="Propose a post", action=Action(name="propose"), style="primary")
                return Say(text=messages.start_here(), buttons=(button,))
            case "bind":
                return await self._binder.bind(rest.strip(), request, known, now)
            case _:
                return Say(text=messages.help_text(request.origin.account.chat))

    async def _pressed(self, request: Pressed, known: Known, now: datetime) -> Answer:
        action = request.action
        if action.name == "propose":
            return OpenForm(form=self._filler.blank("", "", self._zone(known, request.origin)))
        look = await self._look(action, known, now)
        if isinstance(look, NotFound | ParkedByNewerVersion):
            return self._no(look, None)
        if action.opens_form:
            return self._filler.open(action, look, self._zone(known, request.origin), now)
        match action.name:
            case "approve" if action.desk:
                command = SubmitReview(
                    proposal=look.proposal.id,
                    by=known.person.id,
                    desk=action.desk,
                    revision=action.revision,
                    retimes=action.retimes,
                    decision="approve",
                )
            case "lift_block" if action.desk:
                command = LiftBlock(
                    proposal=look.proposal.id, by=known.person.id, desk=action.desk, revision=action.revision
                )
            case "submit":
                command = Submit(proposal=look.proposal.id, by=known.person.id, revision=action.revision)
            case _:
                return await self._viewed(action, known, now)
        answer = await self._executor.execute(command, known, request.origin.key, now)
        again = await self._look(action, known, now)
        after = again if isinstance(again, Look) else look
        if not isinstance(answer, Recorded):
            return self._no(answer, after)
        return ShowCard(card=after.card(action.desk), say="" if action.name == "approve" else answer.say)

    async def _viewed(self, action: Action, known: Known, now: datetime) -> Answer:
        look = await self._look(action, known, now)
        if not isinstance(look, Look):
            return self._no(look, None)
        return ShowCard(card=look.card(action.desk))

    async def _look(self, action: Action, known: Known, now: datetime) -> Look | NotFound | ParkedByNewerVersion:
        loaded = await self._store.load(action.proposal)
        if isinstance(loaded, ParkedByNewerVersion):
            return loaded
        return look_at(with_person(loaded, known), known.person.id, self._policies, now)

    def _no(self, refusal: Refusal, look: Look | None) -> Answer:
        if look is None:
            return Say(text=messages.refusal(refusal, {}, self._policies.current))
        return Say(text=messages.refusal(refusal, look.seen.names, look.seen.policy))
