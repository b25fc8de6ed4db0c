"""Homes: each person's own page in a chat, a card post like any other, and what stands on it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from workflows.cards import messages
from workflows.cards.accounts import ask_here
from workflows.cards.away import Absence
from workflows.cards.card import Card
from workflows.cards.confidential import posts_shown
from workflows.cards.home import COUNTED, LISTED, TOLD, Agenda, Listed, home_card, status_card, strangers_home
from workflows.domain.ids import CardPostId, DeskId, PersonId
from workflows.domain.people import AccountId, Person
from workflows.engine.agenda import Agendas, Lists, agenda_rows
from workflows.engine.chat import CardPost, HomeSubject, HomeTab
from workflows.engine.covering import absence
from workflows.engine.drawing import Drawing
from workflows.engine.people import Known, is_welcome
from workflows.engine.policies import Policies
from workflows.engine.seeing import seen
from workflows.engine.store import Section

AT_ONCE: Final = 200
"""How many proposals are put on their lists in one go, when there are none of them yet."""


class Homes:
    """Draws what awaits a person. `new_id` gives ids to their Homes' card posts."""

    def __init__(self, agendas: Agendas, policies: Policies, new_id: Callable[[], str]) -> None:
        """Everything is read anew each time."""
        self._agendas = agendas
        self._policies = policies
        self._new_id = new_id

    async def open(self, known: Known) -> None:
        """Somebody looks at their Home: from now on it is kept up to date, and now it is drawn whatever it shows."""
        subject = HomeSubject(person=known.person.id)
        place = HomeTab(account=known.account.id)
        await self._agendas.open_home(CardPost(id=CardPostId(self._new_id()), subject=subject, place=place))

    async def draw(self, person: PersonId, account: AccountId, now: datetime) -> Card:
        """A person's Home on this account's page as it should be now; why there is none, where the account is no longer theirs
        or they may no longer take part.
        """
        found, owner = await self._agendas.who(account)
        policy = self._policies.current
        theirs = found is not None and found.linked and owner is not None and owner.id == person
        if found is None or owner is None or not theirs or not is_welcome(owner, policy):
            why = "denied" if found is not None and found.link == "denied" else "unlisted"
            return strangers_home(messages.unknown(why, policy))
        decides = owner.role == "lead" or any(desk.seats(owner) for desk in policy.desks.values())
        return home_card(
            await self._agenda(owner, found.zone or policy.zone, LISTED, now),
            ask_here(owner, found) if decides else (),
        )

    async def stale(
        self, after: CardPost | None, limit: int, now: datetime
    ) -> tuple[Sequence[CardPost], CardPost | None]:
        """Of the next `limit` Homes those that don't show what they should, and the one to go on after, if there are more."""
        page = await self._agendas.homes(after, limit)
        differ: list[CardPost] = []
        for post in page:
            if isinstance(post.subject, HomeSubject) and isinstance(post.place, HomeTab):
                card = await self.draw(post.subject.person, post.place.account, now)
                differ += [post] if Drawing(card=card).digest != post.digest else []
        return differ, page[-1] if len(page) == limit else None

    async def status(self, person: Person, zone: str, now: datetime) -> Card:
        """The same in short, times in `zone` (IANA), for whoever asks in words."""
        return status_card(await self._agenda(person, zone, TOLD, now))

    async def catch_up(self, now: datetime) -> None:
        """Put on their lists the proposals of a version that kept none."""
        after = ""
        while page := await self._agendas.unlisted(after, AT_ONCE):
            for loaded in page:
                if loaded.proposal is not None:
                    rows = agenda_rows(seen(loaded.proposal, loaded, self._policies, now))
                    await self._agendas.list_again(loaded.proposal.id, loaded.proposal.sequence, rows)
                    after = loaded.proposal.id

    async def _away(self, person: PersonId, now: datetime) -> Absence | None:
        found = await self._agendas.cover_of(person, now)
        if found is None:
            return None
        cover, by = found
        theirs = await self._agendas.cover_of(by.id, now)
        holds = theirs[0] if theirs and theirs[0].holds(now) else None
        return absence(cover, by, holds, self._policies.current, now)

    async def _agenda(self, person: Person, zone: str, most: int, now: datetime) -> Agenda:
        desks = self._policies.current.desks.values()
        covers: dict[DeskId, PersonId] = {}
        for away in await self._agendas.covered_by(person.id, now):
            for desk in desks:
                if desk.seats(away) and not desk.seats(person):
                    covers.setdefault(desk.id, away.id)
        own = tuple(desk.id for desk in desks if desk.seats(person))
        lists = Lists(person=person.id, desks=own, lead=person.role == "lead", covers=covers)

        async def section(name: Section) -> Listed:
            page = await self._agendas.on_lists(lists, name, most, COUNTED)
            found = tuple(seen(one.proposal, one, self._policies, now) for one in page.first if one.proposal)
            posts = posts_shown(found, person.id)
            return Listed(posts=posts, total=page.total - len(found) + len(posts))

        return Agenda(
            person=person.id,
            zone=zone,
            needs_you=await section("needs_you"),
            waiting=await section("waiting"),
            going_out=await section("going_out"),
            stopped=await self._agendas.stopped(),
            away=await self._away(person.id, now),
        )
