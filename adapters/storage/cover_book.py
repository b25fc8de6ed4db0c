"""Covers as the engine asks for them: who is away, who decides for whom."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from adapters.storage import covers
from adapters.storage.database import Database
from workflows.domain.covers import Cover
from workflows.domain.ids import PersonId
from workflows.domain.people import AccountId, Person
from workflows.engine.covering import Tell


class SqlCoverBook:
    """Implements `CoverBook`, and what `Agendas` asks of covers; what each promises stands there."""

    def __init__(self, database: Database) -> None:
        """Take a database that `database.prepare` opened; whoever opened it closes it."""
        self._database = database

    async def set_cover(self, cover: Cover, account: AccountId, at: datetime, tell: Tell) -> None:
        """Put a cover in place of the one before."""
        await self._database.write(partial(covers.set_cover, cover=cover, account=account, at=at, tell=tell))

    async def end_cover(self, person: PersonId, account: AccountId, at: datetime, tell: Tell) -> Cover | None:
        """End somebody's cover before its time."""
        return await self._database.write(partial(covers.end_cover, person=person, account=account, at=at, tell=tell))

    async def covered_by(self, by: PersonId, now: datetime) -> Sequence[Person]:
        """The people for whom somebody decides now."""
        return await self._database.read(partial(covers.covered_by, by=by, now=now))

    async def cover_of(self, person: PersonId, now: datetime) -> tuple[Cover, Person] | None:
        """Who covers for somebody, now or soon."""
        return await self._database.read(partial(covers.cover_of, person=person, now=now))
