"""Being away: who says so, who covers for them, and what both are told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

from workflows.cards import away, messages
from workflows.cards.away import Absence, CoverTold
from workflows.cards.forms import Form, Values
from workflows.domain.covers import Cover
from workflows.domain.ids import Chat, DeskId, PersonId
from workflows.domain.people import AccountId, Person
from workflows.domain.policy import Policy
from workflows.domain.refusals import NoCover, NotAway, NotConfirmed, NothingToCover, ParkedByNewerVersion, Refusal
from workflows.domain.value import value
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import CardPost
from workflows.engine.execute import with_person
from workflows.engine.naming import meant_by
from workflows.engine.people import Known, is_welcome
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, CloseForm, FormErrors, OpenForm, Say, Sent
from workflows.engine.seeing import facts_of
from workflows.engine.store import Loaded, Store

Tell = Callable[[Cover | None], Sequence[CardPost]]
"""From the cover that is replaced or ended (None: there was none that still held) to the messages about it."""


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
            return await self.opened(known, zone, now, {})
        room = await self._asked_room(known, now)
        if not isinstance(room, _Room):
            return self._no(room)
        values = away.typed(words)
        if values is None:
            wrong = {away.WHOLE: away.how_to(words, known.account.id.chat)}
            return FormErrors(form=self._form({}, zone, room, wrong, now))
        read = self._read(values, zone, room, now)
        if isinstance(read, FormErrors):
            return read
        return Say(text=await self._set(read, room, now), buttons=(away.back_button(),))

    async def opened(self, known: Known, zone: str, now: datetime, filled: Values) -> Answer:
        """The form with what was typed already, or why there is none."""
        room = await self._asked_room(known, now)
        if not isinstance(room, _Room):
            return self._no(room)
        read = self._read(filled, zone, room, now) if filled else None
        return OpenForm(form=read.form if isinstance(read, FormErrors) else self._form(filled, zone, room, {}, now))

    async def sent(self, request: Sent, known: Known, zone: str, now: datetime) -> Answer:
        """The form as it was sent. Whom it names came from a client, and is looked for among those who may cover."""
        room = await self._asked_room(known, now)
        if not isinstance(room, _Room):
            return self._no(room)
        read = self._read(request.values, zone, room, now)
        return read if isinstance(read, FormErrors) else CloseForm(say=await self._set(read, room, now))

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

    def _read(self, values: Values, zone: str, room: _Room, now: datetime) -> Cover | FormErrors:
        """What was typed or picked; or the form with that, and what is wrong beside it."""
        times, problems = away.read(values, zone, now)
        said = values.get(away.COVER, "")
        by = _meant(said if isinstance(said, str) else "", room)
        if not isinstance(by, NoCover):
            values = {**values, away.COVER: by.id}
            by = _absent(by, times, room) or by if times else by
        if times and not isinstance(by, NoCover):
            return Cover(person=room.known.person.id, by=by.id, since=times.since, until=times.until, zone=zone)
        refused = by if isinstance(by, NoCover) and said else None
        if refused:
            problems = {**problems, away.COVER: messages.refusal(refused, {}, self._policies.current)}
        elif not said:
            problems = {**problems, away.COVER: "Name who decides for you meanwhile."}
        return FormErrors(form=self._form(values, zone, room, problems, now), refused=refused)

    def _form(self, values: Values, zone: str, room: _Room, errors: Mapping[str, str], now: datetime) -> Form:
        gone = {cover.person: cover for cover in room.loaded.covers if cover.holds(now)}
        able = sorted((one.name, one.id) for one in room.others if _refused(one) is None)
        people = [(one, away.offered(name, gone.get(one), zone)) for name, one in able]
        mine = next((one for one in room.loaded.covers if one.person == room.known.person.id and one.until > now), None)
        present = mine and absence(
            mine, room.loaded.people.get(mine.by), gone.get(mine.by), self._policies.current, now
        )
        return away.away_form(values, zone, people, errors, present)

    async def _set(self, cover: Cover, room: _Room, now: datetime) -> str:
        def tell(before: Cover | None) -> Sequence[CardPost]:
            other = before is not None and before.by != cover.by
            ended = self._told(before, "ended", room) if before and other else ()
            gone = self._told(cover, "gone", room, [one.person for one in covered])
            return (*ended, *self._told(cover, "named", room), *gone)

        covered = [one for one in room.loaded.covers if one.by == cover.person and _overlap(one, cover)]
        await self._book.set_cover(cover, room.known.account.id, now, tell)
        self._wake()
        theirs = next((one for one in room.loaded.covers if one.person == cover.by), None)
        gap = theirs if theirs and _overlap(theirs, cover) else None
        return away.set_now(cover, room.names, now, gap, covered)

    def _told(
        self,
        cover: Cover,
        news: Literal["named", "ended", "gone"],
        room: _Room,
        to: Sequence[PersonId] | None = None,
    ) -> tuple[CardPost, ...]:
        """The message `to` these, the one who covers where nobody is named; the same about the same times is told once."""
        alert = CoverTold(
            news=news,
            name=room.names[cover.person],
            since=cover.since,
            until=cover.until,
            zone=cover.zone,
            desks=room.desks,
        )
        occasion = f"{cover.person} {cover.since.isoformat()} {cover.until.isoformat()}"
        return alert_posts(
            alert, occasion, (cover.by,) if to is None else to, room.loaded.accounts, self._chats, self._new_id
        )

    def _no(self, refusal: Refusal) -> Say:
        return Say(text=messages.refusal(refusal, {}, self._policies.current), refused=refusal)


def absence(cover: Cover, by: Person | None, theirs: Cover | None, policy: Policy, now: datetime) -> Absence:
    """How somebody's cover stands, `theirs` being what holds now of the one who covers."""
    can = by is not None and _refused(by) is None and is_welcome(by, policy) and theirs is None
    return Absence(cover=cover, by=by.name if by else messages.name({}, cover.by), begun=cover.holds(now), can=can)


def _overlap(one: Cover, other: Cover) -> bool:
    return one.since < other.until and other.since < one.until


def _absent(by: Person, times: away.Times, room: _Room) -> NoCover | None:
    """Whoever is away for all of that time would leave nobody."""
    theirs = next((one for one in room.loaded.covers if one.person == by.id), None)
    if theirs is None or not theirs.since <= times.since < times.until <= theirs.until:
        return None
    return NoCover(why="away", named=by.name, until=theirs.until)


def _meant(said: str, room: _Room) -> Person | NoCover:
    """Whom the form names by their id, or words in their own way."""
    if said == room.known.person.id:
        return NoCover(why="yourself")
    found = next((one for one in room.others if one.id == said), None)
    return _refused(found) or found if found else _named(said, room)


def _named(words: str, room: _Room) -> Person | NoCover:
    """Whom somebody means: by address, by name, or by the beginning of a name that only one person has."""
    me = room.known.person
    found = meant_by(words, (*room.others, me))
    if len(found) != 1:
        return NoCover(why="several" if found else "unknown", named=words)
    return NoCover(why="yourself") if found[0].id == me.id else _refused(found[0]) or found[0]


def _refused(person: Person) -> NoCover | None:
    """Why somebody whom the policy lists can't cover all the same."""
    if person.role == "guest":
        return NoCover(why="guest", named=person.name)
    return NoCover(why="left", named=person.name) if person.left else None
