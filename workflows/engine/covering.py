"""Being away: who says so, who covers for them, and what both are told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, Protocol

from workflows.cards import away, messages
from workflows.cards.away import CoverTold
from workflows.cards.forms import Form, Values
from workflows.domain.covers import Cover
from workflows.domain.ids import Chat, DeskId, PersonId
from workflows.domain.people import AccountId, Person
from workflows.domain.refusals import NoCover, NotAway, NotConfirmed, NothingToCover, ParkedByNewerVersion, Refusal
from workflows.domain.value import value
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import CardPost
from workflows.engine.execute import with_person
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, CloseForm, FormErrors, OpenForm, Say, Sent
from workflows.engine.seeing import facts_of
from workflows.engine.store import Loaded, Store

Tell = Callable[[Cover | None], Sequence[CardPost]]
"""From the cover that is replaced or ended (None: there was none that still held) to the messages about it."""
SHORTEST: Final = 2
"""Letters of a name that can mean somebody."""


class CoverBook(Protocol):
    """Where covers stand."""

    async def set_cover(self, cover: Cover, account: AccountId, at: datetime, tell: Tell) -> None:
        """Put a cover in place of the person's one before, on the ledger, with the messages about it in the same transaction.
        The same again changes nothing.
        """
        ...

    async def end_cover(self, person: PersonId, account: AccountId, at: datetime, tell: Tell) -> Cover | None:
        """End somebody's cover that holds or is to come, likewise; None where there is none."""
        ...


@value
class _Room:
    """Who asks, where they sit, and who could cover for them: everybody else whom the policy lists as the company's own."""

    known: Known
    loaded: Loaded
    desks: tuple[DeskId, ...]
    others: tuple[Person, ...]

    @property
    def names(self) -> messages.Names:
        """Everybody's name."""
        return {person.id: person.name for person in self.loaded.people.values()}


class Covering:
    """Carries out `away` and `back`, typed or by form."""

    def __init__(
        self,
        *,
        store: Store,
        book: CoverBook,
        policies: Policies,
        chats: Collection[Chat],
        new_id: Callable[[], str],
        wake: Callable[[], None],
    ) -> None:
        """`chats` are those that are configured, `new_id` gives ids to messages, `wake` tells the courier of them."""
        self._store = store
        self._book = book
        self._policies = policies
        self._chats = chats
        self._new_id = new_id
        self._wake = wake

    async def typed(self, words: str, known: Known, zone: str, now: datetime) -> Answer:
        """`away`, with or without `until WHEN cover PERSON` behind it; times in `zone` (IANA)."""
        if not words:
            return await self.opened(known, zone, now)
        room = await self._asked_room(known, now)
        if not isinstance(room, _Room):
            return self._no(room)
        chat = known.account.id.chat
        values = away.typed(words)
        if values is None:
            return Say(text=away.how_to(chat), buttons=(away.button(),))
        times, problems = away.read(values, zone, now)
        if times is None:
            return Say(text=f"{' '.join(problems.values())} {away.how_to(chat)}", buttons=(away.button(),))
        by = _named(str(values[away.COVER]), room)
        if isinstance(by, NoCover):
            return self._no(by)
        return Say(text=await self._set(by, times, room, zone, now), buttons=(away.back_button(),))

    async def opened(self, known: Known, zone: str, now: datetime) -> Answer:
        """The form, or why there is none."""
        room = await self._asked_room(known, now)
        return OpenForm(form=_form({}, zone, room, {})) if isinstance(room, _Room) else self._no(room)

    async def sent(self, request: Sent, known: Known, zone: str, now: datetime) -> Answer:
        """The form as it was sent. Whom it names came from a client, and is looked for among those who may cover."""
        room = await self._asked_room(known, now)
        if not isinstance(room, _Room):
            return self._no(room)
        times, problems = away.read(request.values, zone, now)
        by = _picked(request.values.get(away.COVER, ""), room)
        if isinstance(by, NoCover):
            problems = {**problems, away.COVER: messages.refusal(by, {}, self._policies.current)}
        if times is None or isinstance(by, NoCover):
            return FormErrors(
                form=_form(request.values, zone, room, problems), refused=by if isinstance(by, NoCover) else None
            )
        return CloseForm(say=await self._set(by, times, room, zone, now))

    async def back(self, known: Known, now: datetime) -> Answer:
        """Somebody is back, or takes back that they would be away."""
        room = await self._room(known, now)
        if isinstance(room, ParkedByNewerVersion):
            return self._no(room)

        def tell(before: Cover | None) -> Sequence[CardPost]:
            return self._told(before, "ended", room) if before else ()

        ended = await self._book.end_cover(known.person.id, known.account.id, now, tell)
        self._wake()
        return Say(text=away.back_now(ended, room.names)) if ended else self._no(NotAway())

    async def _room(self, known: Known, now: datetime) -> _Room | ParkedByNewerVersion:
        loaded = await self._store.load(None)
        if isinstance(loaded, ParkedByNewerVersion):
            return loaded
        facts = facts_of(None, loaded, self._policies, now)
        listed = self._policies.current.people
        others = tuple(one for one in loaded.people.values() if one.email in listed and one.id != known.person.id)
        desks = tuple(desk for desk in facts.desks if known.person.id in facts.members(desk))
        return _Room(known=known, loaded=with_person(loaded, known), desks=desks, others=others)

    async def _asked_room(
        self, known: Known, now: datetime
    ) -> _Room | ParkedByNewerVersion | NothingToCover | NotConfirmed:
        """The same, unless nobody would be asked for anything in their place, or it is not sure that it is them who give their
        decisions away.
        """
        room = await self._room(known, now)
        if isinstance(room, ParkedByNewerVersion):
            return room
        if not room.desks:
            return NothingToCover()
        acting = room.loaded.acting
        sure = acting is not None and acting.link == "confirmed"
        return room if sure else NotConfirmed(name=known.person.name, email=known.person.email)

    async def _set(self, by: Person, times: away.Times, room: _Room, zone: str, now: datetime) -> str:
        person = room.known.person.id
        cover = Cover(person=person, by=by.id, since=times.since, until=times.until, zone=zone)

        def tell(before: Cover | None) -> Sequence[CardPost]:
            other = before is not None and before.by != cover.by
            ended = self._told(before, "ended", room) if before and other else ()
            return (*ended, *self._told(cover, "named", room))

        await self._book.set_cover(cover, room.known.account.id, now, tell)
        self._wake()
        return away.set_now(cover, room.names, now)

    def _told(self, cover: Cover, news: Literal["named", "ended"], room: _Room) -> tuple[CardPost, ...]:
        """The message to the one who covers; the same about the same times is told once."""
        alert = CoverTold(
            news=news,
            name=room.names[cover.person],
            since=cover.since,
            until=cover.until,
            zone=cover.zone,
            desks=room.desks,
        )
        occasion = f"{cover.person} {cover.since.isoformat()} {cover.until.isoformat()}"
        return alert_posts(alert, occasion, (cover.by,), room.loaded.accounts, self._chats, self._new_id)

    def _no(self, refusal: Refusal) -> Say:
        return Say(text=messages.refusal(refusal, {}, self._policies.current), refused=refusal)


def _form(values: Values, zone: str, room: _Room, errors: Mapping[str, str]) -> Form:
    offered = [(one.id, one.name) for one in room.others if _refused(one) is None]
    return away.away_form(values, zone, sorted(offered, key=lambda each: each[1]), errors)


def _picked(picked: str | tuple[str, ...], room: _Room) -> Person | NoCover:
    """Whom the form names."""
    if picked == room.known.person.id:
        return NoCover(why="yourself")
    found = next((one for one in room.others if one.id == picked), None)
    return _refused(found) or found if found else NoCover(why="unknown")


def _named(words: str, room: _Room) -> Person | NoCover:
    """Whom somebody means: by address, by name, or by the beginning of a name that only one person has."""
    said = " ".join(words.removeprefix("@").casefold().split())
    me = room.known.person
    everyone = (*room.others, me)
    exact = [one for one in everyone if said in (one.email.casefold(), one.name.casefold())]
    found = exact or [one for one in everyone if len(said) >= SHORTEST and _begins(one.name.casefold(), said)]
    if len(found) != 1:
        return NoCover(why="several" if found else "unknown", named=words)
    return NoCover(why="yourself") if found[0].id == me.id else _refused(found[0]) or found[0]


def _begins(name: str, said: str) -> bool:
    return name.startswith(said) or any(word.startswith(said) for word in name.split())


def _refused(person: Person) -> NoCover | None:
    """Why somebody whom the policy lists can't cover all the same."""
    if person.role == "guest":
        return NoCover(why="guest", named=person.name)
    return NoCover(why="left", named=person.name) if person.left else None
