"""Who looks on: told without recording anything, because a card that redraws itself must change nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from workflows.domain.ids import Chat, PersonId
from workflows.domain.people import AccountId, Person
from workflows.domain.policy import Policy
from workflows.domain.refusals import Unknown
from workflows.domain.value import value
from workflows.engine.chat import ChatPlatform
from workflows.engine.people import ask_directory, is_welcome, match
from workflows.engine.requests import Origin
from workflows.engine.store import Store

REMEMBERED: Final = timedelta(minutes=5)
MOST: Final = 1_000


@value
class _Asked:
    """What the directory led to, and when."""

    person: PersonId | None
    at: datetime


class Onlookers:
    """Recognises viewers. Somebody never met is looked up once in a while, however often their card redraws itself."""

    def __init__(self, store: Store, platforms: Mapping[Chat, ChatPlatform]) -> None:
        """Nobody was seen yet."""
        self._store = store
        self._platforms = platforms
        self._asked: dict[AccountId, _Asked] = {}

    async def who(self, origin: Origin, people: Iterable[Person], policy: Policy, now: datetime) -> PersonId | None:
        """The person who looks on, one of `people`; None for somebody we don't know."""
        account, person = await self._store.who(origin.account)
        if account is not None and account.link == "denied":
            return None
        if account is not None and account.linked:
            return person.id if person and is_welcome(person, policy) else None
        asked = self._asked.get(origin.account)
        if asked is None or now - asked.at >= REMEMBERED:
            asked = _Asked(person=await self._look_up(origin, people, policy), at=now)
            if len(self._asked) >= MOST:
                self._asked.clear()
            self._asked[origin.account] = asked
        return asked.person

    async def _look_up(self, origin: Origin, people: Iterable[Person], policy: Policy) -> PersonId | None:
        profile = await ask_directory(origin, self._platforms)
        if isinstance(profile, Unknown):
            return None
        email = match(profile, policy)
        return next((person.id for person in people if person.email == email), None)
