"""Groups of the chats whose people sit on desks: read now and then, and when a chat says that one changed.

What was read last stays while a chat cannot be read. Only a chat's own word empties a group: that somebody is in it no more, or
that there is no such group. Whoever is in one and was never seen is looked up as at their first click.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol, assert_never

from workflows.cards.groups import (
    INCOMPLETE,
    NOBODY_NAMED,
    NOT_ANSWERED,
    NOT_BOUND,
    NOT_SET_UP,
    GroupLost,
    stale,
)
from workflows.domain.ids import Chat, DeskId, GroupKey, PersonId, PolicyHash
from workflows.domain.people import AccountId, Person, Profile
from workflows.domain.policy import Group
from workflows.domain.refusals import ParkedByNewerVersion, Unknown
from workflows.domain.value import value
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import (
    CannotLook,
    CardPost,
    ChatPlatform,
    Conversation,
    Found,
    GroupLoss,
    Members,
    NoSuchAccount,
    NoSuchGroup,
    Refused,
    Seat,
    TryLater,
)
from workflows.engine.people import is_welcome, match
from workflows.engine.requests import GroupTold, PlaceTold
from workflows.engine.upkeep import Upkeep
from workflows.engine.whereabouts import Whereabouts
from workflows.policy.explain import called

EVERY: Final = timedelta(minutes=10)
"""How often a group is read where nothing is told of it."""
AGAIN: Final = timedelta(minutes=1)
"""When one is read again of which not everybody could be looked up."""
STRANGER: Final = timedelta(hours=1)
"""How long somebody who may not take part is believed to be nobody's: strangers must not use up what is looked up."""
LOOK_UPS: Final = 20
"""How many strangers are looked up at one reading: far below what either chat allows a minute."""


@value
class GroupState:
    """What is known of a group: where it was found last and as which `id`, and when (UTC; None: never). `trouble` is what kept it
    from being read since, `lost` why nobody is in it; `people` is how many are. `place` is the Teams place that its desk is bound
    to, whether it can be posted to or not. `turn` counts who began to read it.
    """

    key: GroupKey
    installation: str = ""
    id: str = ""
    read_at: datetime | None = None
    trouble: str = ""
    lost: GroupLoss | None = None
    people: int = 0
    place: Conversation | None = None
    turn: int = 0

    @property
    def found(self) -> Found | None:
        """What it was when it was read last, if it was."""
        return Found(installation=self.installation, id=self.id) if self.id else None

    @property
    def moved(self) -> bool:
        """Whether its desk is bound elsewhere since it was read: who was in the former place has no seat by the new one."""
        return bool(self.id) and self.place is not None and self.place.id != self.id


@value
class Reading:
    """What reading a group came to: its people, and perhaps why it is `lost`; `trouble` and `again` where not all is known."""

    people: frozenset[PersonId] = frozenset()
    installation: str = ""
    id: str = ""
    lost: GroupLoss | None = None
    trouble: str = ""
    again: datetime | None = None


@value
class Moved:
    """Who is in a group only now, and who is no longer."""

    came: frozenset[PersonId] = frozenset()
    went: frozenset[PersonId] = frozenset()


class GroupBook(Protocol):
    """Keeps what was read of the groups."""

    async def claim_groups(
        self, wanted: Collection[GroupKey], policy: PolicyHash, now: datetime, again: datetime
    ) -> Sequence[GroupState]:
        """Those of the `wanted` groups that are due, which are due `again` then: so each is read once, whoever looks. While
        `policy` is in force, groups that it does not name are forgotten; while another is, none is begun.
        """
        ...

    async def keep_group(self, claimed: GroupState, read: Reading, alerts: Sequence[CardPost], at: datetime) -> Moved:
        """Write who is in a group, on the ledger where that is news. Nothing is kept where somebody claimed it since. The
        `alerts` go out where it is lost only now.
        """
        ...

    async def group_failed(self, claimed: GroupState, trouble: str, again: datetime, at: datetime) -> Moved:
        """Write why a group could not be read, and when to try again; who is in it stays, unless its desk has moved."""
        ...

    async def group_told(self, chat: Chat, installation: str, names: Collection[str], at: datetime) -> None:
        """Make a group due that was found in that installation under one of these ids, or stands in the policy by one of these
        names (a handle, in Teams the key of a desk) and was found nowhere else.
        """
        ...

    async def group_states(self) -> Mapping[GroupKey, GroupState]:
        """All groups."""
        ...


class Groups:
    """Keeps up with who is in the groups that the policy names."""

    def __init__(self, book: GroupBook, whereabouts: Whereabouts, upkeep: Upkeep) -> None:
        """The `book` keeps what was read, `whereabouts` say which desks are asked in a place."""
        self._book = book
        self._whereabouts = whereabouts
        self._up = upkeep
        self._nobodys: dict[AccountId, datetime] = {}

    async def told(self, news: PlaceTold | GroupTold, now: datetime) -> None:
        """Have a group read soon of which a chat tells that it changed: in Teams, where others came to its place or left."""
        match news:
            case GroupTold(chat=chat, installation=installation, names=names):
                await self._book.group_told(chat, installation, names, now)
            case PlaceTold(fate=None):
                pass
            case PlaceTold(conversation=place, whole_team=whole_team):
                desks = await self._whereabouts.desks_at(place, whole_team=whole_team)
                if desks:
                    await self._book.group_told(place.chat, place.installation, desks, now)

    async def stale(self, desks: Collection[DeskId], zone: str, now: datetime) -> tuple[str, ...]:
        """A sentence about each group of these desks that could not be read for long, times in `zone` (IANA)."""
        policy = self._up.policies.current
        some = [policy.desks[desk] for desk in sorted(desks) if desk in policy.desks and policy.desks[desk].groups]
        if not some:
            return ()
        known = await self._book.group_states()
        said: list[str] = []
        for desk in some:
            for group in desk.groups:
                state = known.get(group.key, GroupState(key=group.key))
                said.append(stale(called(group), desk.name, state.read_at, zone, now))
        return tuple(filter(None, said))

    async def refresh(self, now: datetime) -> None:
        """Read the groups that are due."""
        policy = self._up.policies.current
        wanted = {group.key: group for desk in policy.desks.values() for group in desk.groups}
        for claimed in await self._book.claim_groups(wanted, policy.hash, now, now + EVERY):
            await self._read(wanted[claimed.key], claimed, now)

    async def _read(self, group: Group, claimed: GroupState, now: datetime) -> None:
        platform = self._up.platforms.get(group.chat)
        if platform is None or (group.chat == "teams" and claimed.place is None):
            trouble = NOT_SET_UP if platform is None else NOT_BOUND
            await self._failed(claimed, trouble, now + EVERY, now)
            return
        match await platform.members(group, claimed.place, claimed.found):
            case Members(seats=(_, *_)) as said:
                await self._keep(claimed, await self._people(said, claimed, platform, now), (), now)
            case Members():
                await self._failed(claimed, NOBODY_NAMED, now + EVERY, now)
            case NoSuchGroup(why=why):
                await self._keep(claimed, Reading(lost=why), await self._alerts(group, why, now), now)
            case TryLater(after=after):
                await self._failed(claimed, NOT_ANSWERED, now + after, now)
            case Refused(cause=cause):
                await self._failed(claimed, cause, now + EVERY, now)

    async def _keep(self, claimed: GroupState, read: Reading, alerts: Sequence[CardPost], now: datetime) -> None:
        moved = await self._book.keep_group(claimed, read, alerts, now)
        await self._follow(moved, now)
        if alerts:
            self._up.wake()

    async def _failed(self, claimed: GroupState, trouble: str, again: datetime, now: datetime) -> None:
        await self._follow(await self._book.group_failed(claimed, trouble, again, now), now)

    async def _follow(self, moved: Moved, now: datetime) -> None:
        if moved.went:
            await self._up.following.somebody_left(now)
        if moved.came or moved.went:
            self._up.wake()

    async def _people(self, said: Members, claimed: GroupState, platform: ChatPlatform, now: datetime) -> Reading:
        """Who is in a group, of those who may decide here: never a guest, a bot or an outsider."""
        people: set[PersonId] = set()
        untold = asked = hidden = 0
        for seat in said.seats:
            account, person = await self._up.store.who(seat.account)
            if account is None or not account.linked or person is None:
                if now < self._nobodys.get(seat.account, now):
                    continue
                asked += seat.profile is None
                person = None if asked > LOOK_UPS else await self._met(seat, platform, claimed.place, now)
                if asked > LOOK_UPS or isinstance(person, TryLater):
                    untold += 1
                    continue
                if isinstance(person, CannotLook):
                    # Whoever can't be asked about says nothing against them: at the next reading they are asked about again.
                    self._nobodys[seat.account] = now + EVERY
                    hidden += 1
                    continue
                if person is None:
                    self._nobodys[seat.account] = now + STRANGER
            if person is not None and self._may_sit(person, seat):
                people.add(person.id)
        return Reading(
            people=frozenset(people),
            installation=said.installation,
            id=said.id,
            trouble=INCOMPLETE if untold or hidden else "",
            again=now + AGAIN if untold else None,
        )

    async def _met(
        self, seat: Seat, platform: ChatPlatform, place: Conversation | None, now: datetime
    ) -> Person | TryLater | CannotLook | None:
        """Whose an account is that was never seen, or was nobody's until now, as where somebody first clicks."""
        said = seat.profile or await platform.look_up(seat.account, place)
        match said:
            case Profile():
                email = match(said, self._up.policies.current)
                if isinstance(email, Unknown):
                    return None
                account = await self._up.store.link(seat.account, said, email, now)
                return await self._up.store.person(account.person) if account.person and account.linked else None
            case TryLater() | CannotLook():
                return said
            case NoSuchAccount():
                return None
            case _:
                assert_never(said)

    def _may_sit(self, person: Person, seat: Seat) -> bool:
        """Where the chat tells with the group what its people are, that goes before what was known of them. Whom the policy makes a
        guest, a desk does not seat.
        """
        there = seat.profile is None or seat.profile.standing == "member"
        return there and is_welcome(person, self._up.policies.current)

    async def _alerts(self, group: Group, why: GroupLoss, now: datetime) -> tuple[CardPost, ...]:
        """One message to each comms lead."""
        known = await self._up.store.load(None)
        if isinstance(known, ParkedByNewerVersion):
            return ()
        to = [person.id for person in known.people.values() if person.role == "lead" and not person.left]
        desks = tuple(desk.id for desk in self._up.policies.current.desks.values() if group in desk.groups)
        alert = GroupLost(group=called(group), why=why, desks=desks)
        occasion = f"{group.key} {now.isoformat()}"
        return alert_posts(alert, occasion, to, known.accounts, self._up.platforms, self._up.new_id)
