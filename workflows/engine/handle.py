"""`handle`: the only door. Whatever a chat brings becomes a command or a look, and gets an answer.

Long because every way in stands side by side here, and is only led on.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from workflows.cards import messages, surfaces
from workflows.cards.actions import Action
from workflows.cards.card import Button
from workflows.domain.commands import LiftBlock, Release, Submit, SubmitReview, Unwatch
from workflows.domain.ids import CardPostId, Chat, PersonId
from workflows.domain.refusals import NotConfirmed, NotFound, ParkedByNewerVersion, Refusal, StaleRevision, Unknown
from workflows.engine.binding import Binder
from workflows.engine.chat import CardPost, ChatPlatform, Conversation
from workflows.engine.comings import Comings
from workflows.engine.covering import Covering
from workflows.engine.denials import Denials
from workflows.engine.execute import Executed, Executor, with_person
from workflows.engine.filling import Filler
from workflows.engine.groups import Groups
from workflows.engine.guide import Guide
from workflows.engine.handing_on import HandingOn
from workflows.engine.holding import Holding
from workflows.engine.homes import Homes
from workflows.engine.linking import Linking, ask
from workflows.engine.looking import Look, look_at, waiting_for_a_message
from workflows.engine.onlookers import Onlookers
from workflows.engine.overriding import Overriding
from workflows.engine.people import Known, recognise
from workflows.engine.policies import Policies
from workflows.engine.presence import Presence
from workflows.engine.requests import (
    Answer,
    Asked,
    Changed,
    GroupTold,
    HomeOpened,
    Met,
    Nothing,
    OpenForm,
    Origin,
    PlaceTold,
    Pressed,
    Request,
    Say,
    Sent,
    ShowCard,
    Typed,
    Viewed,
)
from workflows.engine.seeing import facts_of
from workflows.engine.sightings import Sightings
from workflows.engine.standstill import Brake
from workflows.engine.store import CardPosts, Loaded, Recorded, Store
from workflows.engine.suggesting import FORMS, Suggesting
from workflows.engine.watchers import Watchers
from workflows.lifecycle.readers import hidden

Clock = Callable[[], datetime]

NOBODY: Final = PersonId("")
"""Stands for a viewer who is nobody we know; no person ever has this id."""


_Command = SubmitReview | LiftBlock | Submit | Release | Unwatch


class Engine:
    """Copydesk itself, without a chat or a database. `clock` gives the time in UTC."""

    def __init__(
        self,
        *,
        store: Store,
        posts: CardPosts,
        platforms: Mapping[Chat, ChatPlatform],
        policies: Policies,
        executor: Executor,
        filler: Filler,
        binder: Binder,
        comings: Comings,
        covering: Covering,
        presence: Presence,
        homes: Homes,
        groups: Groups,
        guide: Guide,
        holding: Holding,
        overriding: Overriding,
        brake: Brake,
        handing_on: HandingOn,
        suggesting: Suggesting,
        watchers: Watchers,
        linking: Linking,
        denials: Denials,
        sightings: Sightings,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        """Put together by `bot.compose`; `filler` opens and reads forms, `binder` ties desks to places, `comings` sees
        who left, `covering` who is away, `presence` follows what becomes of places, `groups` who is in groups, `homes` keeps
        people's Homes, `guide` answers what is asked in words, `holding` stops posts and lets them go on, `brake` everything
        at once, `overriding` lets posts go out whatever their reviews, `handing_on` asks others, `suggesting` takes other
        wording, `watchers` lets people see posts, `linking` hears whose accounts are, `denials` records who was refused what
        they may not do, `sightings` who was shown what is confidential, `wake` tells the courier that somebody may be
        reached now.
        """
        self._store = store
        self._posts = posts
        self._platforms = platforms
        self._policies = policies
        self._executor = executor
        self._filler = filler
        self._binder = binder
        self._comings = comings
        self._covering = covering
        self._presence = presence
        self._homes = homes
        self._groups = groups
        self._guide = guide
        self._holding = holding
        self._overriding = overriding
        self._brake = brake
        self._handing_on = handing_on
        self._suggesting = suggesting
        self._watchers = watchers
        self._linking = linking
        self._denials = denials
        self._sightings = sightings
        self._clock = clock
        self._wake = wake
        self._onlookers = Onlookers(store, platforms)

    async def handle(self, request: Request) -> Answer:
        """Answer one request. Refusals are answers; only a bug raises."""
        now = self._clock()
        if isinstance(request, Viewed):
            return await self._viewed(request, now)
        if isinstance(request, Changed):
            await self._comings.changed(request.origin.account, now)
            return Nothing()
        known = await recognise(request.origin, self._store, self._platforms, self._policies.current, now)
        if isinstance(request, Met | Typed | HomeOpened):
            # A card may have waited for this person to be met.
            self._wake()
        if isinstance(request, Met):
            if request.origin.conversation is not None:
                await self._presence.joined(request.origin.conversation)
            return Nothing()
        if isinstance(known, Unknown):
            answer, person = Say(text=messages.unknown(known.why, self._policies.current), refused=known), None
        else:
            answer, person = await self._brake.announced(await self._answer(request, known, now)), known.person.id
        await self._sightings.answered(request, person, answer, now)
        await self._denials.listen(request, person, answer, now)
        return answer

    async def _answer(
        self, request: Typed | HomeOpened | Asked | Pressed | Sent, known: Known, now: datetime
    ) -> Answer:
        match request:
            case HomeOpened():
                await self._homes.open(known)
                self._wake()
                return Nothing()
            case Typed():
                return await self._typed(request, known, now)
            case Asked(text=text, source=source):
                return OpenForm(form=self._filler.blank(text, source, self._zone(known, request.origin)))
            case Pressed():
                return await self._pressed(request, known, now)
            case Sent(action=Action(name="hold")):
                return await self._holding.sent(request, known, now)
            case Sent(action=Action(name="hand_on")):
                return await self._handing_on.sent(request, known, now)
            case Sent(action=Action(name=name)) if name in FORMS:
                return await self._suggesting.sent(request, known, now)
            case Sent(action=Action(name="override")):
                return await self._overriding.sent(request, known, now)
            case Sent(action=Action(name="away", zone=stated)):
                return await self._covering.sent(request, known, self._zone(known, request.origin, stated), now)
            case Sent():
                zone = self._zone(known, request.origin, request.action.zone)
                return await self._filler.sent(request, known, zone, now)
            case _:
                assert_never(request)

    async def told(self, news: PlaceTold | GroupTold) -> Answer:
        """Take note of what became of a place or a group; the answer is what to say there."""
        now = self._clock()
        await self._groups.told(news, now)
        return Nothing() if isinstance(news, GroupTold) else await self._presence.told(news, now)

    def _zone(self, known: Known, origin: Origin, stated: str = "") -> str:
        """The zone that a person's times are meant in: as the form stated, their profile's, their client's, or the company's."""
        for claimed in (stated, known.account.zone, origin.zone):
            if _is_zone(claimed):
                return claimed
        return self._policies.current.zone

    async def _typed(self, request: Typed, known: Known, now: datetime) -> Answer:
        _, _, rest = request.text.strip().partition(" ")
        match request.verb:
            case "propose" if rest.strip():
                return await self._filler.keep(rest.strip(), known, request.origin.key, now)
            case "propose":
                button = Button(label="Propose a post", action=Action(name="propose"), style="primary")
                return Say(text=messages.start_here(), buttons=(button,))
            case "bind":
                return await self._binder.bind(rest.strip(), request, known, now)
            case "stop" | "resume":
                return await self._brake.typed(request, known, now)
            case "override":
                return await self._overriding.typed(request, known, now)
            case "hold" | "release":
                return await self._holding.typed(request, known, now)
            case "watch" | "unwatch":
                return await self._watchers.typed(request, known, now)
            case "away":
                return await self._covering.typed(rest.strip(), known, self._zone(known, request.origin), now)
            case "back":
                return await self._covering.back(known, now)
            case _:
                return await self._guide.answer(request, known, self._zone(known, request.origin), now)

    async def _pressed(self, request: Pressed, known: Known, now: datetime) -> Answer:
        action, here = request.action, request.origin.conversation
        if action.name == "propose":
            return OpenForm(form=self._filler.blank("", "", self._zone(known, request.origin)))
        if action.name == "away":
            zone = self._zone(known, request.origin)
            return await self._covering.opened(known, zone, now, request.filled)
        if action.name == "back":
            return await self._covering.back(known, now)
        if action.name in ("confirm_account", "deny_account"):
            return await self._linking.answered(request, known, now)
        if action.name == "try_out":
            theirs = await self._store.note_trial(CardPostId(action.proposal or ""), known.person.id, now)
            return Say(text=surfaces.tried_out() if theirs else surfaces.unknown_button())
        command = _command(action, known.person.id)
        if command is not None:
            return await self._decided(request, command, known, now)
        look = await self._look(action, known, here, now)
        if not isinstance(look, Look):
            return self._no(look)
        await self._adopt(request, _waiting(request, known, look.loaded))
        if action.name == "hold":
            return self._holding.open(action, look, now, request.filled)
        if action.name == "hand_on":
            return self._handing_on.open(action, look, now)
        if action.name in FORMS:
            return self._suggesting.open(action, look, now)
        if action.name == "override":
            return self._overriding.open(action, look, now, request.filled)
        if action.opens_form:
            return self._filler.open(action, look, self._zone(known, request.origin), now)
        return self._shown(look, action)

    async def _decided(self, request: Pressed, command: _Command, known: Known, now: datetime) -> Answer:
        """What a button that decides at once comes to: looked at and recorded in one transaction."""
        waiting: tuple[CardPost, ...] = ()

        def no(loaded: Loaded) -> NotFound | None:
            nonlocal waiting
            facts = facts_of(loaded.proposal, loaded, self._policies, now)
            if loaded.proposal is None or hidden(loaded.proposal, known.person.id, facts):
                return NotFound()
            waiting = _waiting(request, known, loaded)
            # Where the message was not known, the click is recorded once it is: so that this card is redrawn first.
            return NotFound() if waiting else None

        done = await self._executor.execute_if(no, command, known, request.origin.key, now, request.on)
        if waiting:
            await self._adopt(request, waiting)
            answer = await self._executor.execute(command, known, request.origin.key, now, request.on)
            done = Executed(answer=answer, loaded=None)
        if isinstance(done.answer, Recorded) and not request.redraws:
            return Say(text="" if request.action.name == "approve" else done.answer.say)
        loaded = done.loaded or await self._store.load(command.proposal)
        look = self._look_at(loaded, known, request.origin.conversation, now)
        return self._answered(request.action, done.answer, look) if isinstance(look, Look) else self._no(look)

    def _answered(self, action: Action, answer: Recorded | Refusal, after: Look) -> Answer:
        match answer:
            case Recorded(say=say):
                return self._shown(after, action, "" if action.name == "approve" else say)
            case StaleRevision():
                return self._shown(after, action, self._says(answer, after))
            case NotConfirmed():
                return ask(answer, action, after.loaded.acting)
            case _:
                return Say(text=self._says(answer, after), refused=answer)

    async def _adopt(self, request: Pressed, waiting: tuple[CardPost, ...]) -> None:
        """A click on a card proves that its message is there, even if the answer to posting it was lost; where it was posted
        twice for that, the copy that nobody clicked goes.
        """
        for post in waiting:
            await self._posts.adopt(request.origin.account.chat, request.on, post.id)
            self._wake()

    async def _viewed(self, request: Viewed, now: datetime) -> Answer:
        """Reads only, also for somebody never met: they see what everybody in that place sees. That somebody was shown
        confidential words is put on record, once.
        """
        origin = request.origin
        loaded = await self._store.load(request.action.proposal)
        if isinstance(loaded, ParkedByNewerVersion):
            return self._no(loaded)
        person = await self._onlookers.who(origin, loaded.people.values(), self._policies.current, now)
        look = look_at(loaded, person or NOBODY, origin.conversation, self._policies, now)
        answer = self._shown(look, request.action) if isinstance(look, Look) else self._no(look)
        await self._sightings.answered(request, person, answer, now)
        return answer

    async def _look(
        self, action: Action, known: Known, here: Conversation | None, now: datetime
    ) -> Look | NotFound | ParkedByNewerVersion:
        return self._look_at(await self._store.load(action.proposal), known, here, now)

    def _look_at(
        self, loaded: Loaded | ParkedByNewerVersion, known: Known, here: Conversation | None, now: datetime
    ) -> Look | NotFound | ParkedByNewerVersion:
        if isinstance(loaded, ParkedByNewerVersion):
            return loaded
        return look_at(with_person(loaded, known), known.person.id, here, self._policies, now)

    def _shown(self, look: Look, action: Action, say: str = "") -> Answer:
        card = look.card(action.desk)
        if card is not None:
            return ShowCard(card=card, say=say)
        return Say(text=say) if say else Say(text=self._says(NotFound(), look), refused=NotFound())

    def _no(self, refusal: Refusal) -> Answer:
        return Say(text=messages.refusal(refusal, {}, self._policies.current), refused=refusal)

    def _says(self, refusal: Refusal, look: Look) -> str:
        return look.says(refusal)


def _waiting(request: Pressed, known: Known, loaded: Loaded) -> tuple[CardPost, ...]:
    """The card posts of which the clicked message may be one, whose own message is not known."""
    if not request.on:
        return ()
    return waiting_for_a_message(request.origin.conversation, known.person.id, request.action.desk, loaded)


def _command(action: Action, by: PersonId) -> _Command | None:
    """What a button that decides at once asks for; None for one that opens a form or only shows."""
    proposal = action.proposal
    if proposal is None:
        return None
    match action.name:
        case "approve" if action.desk:
            return SubmitReview(
                proposal=proposal,
                by=by,
                desk=action.desk,
                revision=action.revision,
                retimes=action.retimes,
                decision="approve",
            )
        case "lift_block" if action.desk:
            return LiftBlock(proposal=proposal, by=by, desk=action.desk, revision=action.revision)
        case "release":
            return Release(proposal=proposal, by=by)
        case "unwatch":
            return Unwatch(proposal=proposal, by=by, person=by)
        case "submit":
            return Submit(proposal=proposal, by=by, revision=action.revision)
        case _:
            return None


def _is_zone(claimed: str) -> bool:
    """Whether a client's claim names a time zone. Listing all zones to look it up would walk the disk at every click."""
    try:
        ZoneInfo(claimed)
    except (KeyError, OSError, ValueError):
        return False
    return True
