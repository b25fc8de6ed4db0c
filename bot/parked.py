"""`copydesk courier`: what waits, what was given up and why, and how to have it tried again. Never a word of a draft."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from adapters.storage.parked import Parked
from adapters.storage.store import SqlStore
from bot.compose import utc_now
from bot.looking import CannotLook, open_to_read
from bot.settings import Settings
from bot.start import open_database
from workflows.domain.ids import CardPostId
from workflows.engine.store import Backlog

Clock = Callable[[], datetime]


async def list_parked(settings: Settings, clock: Clock = utc_now) -> str | tuple[str, ...]:
    """The courier's backlog and what is parked, as text; or what keeps it from being read. `clock` gives the time in UTC."""
    database = await open_to_read(settings.database_url)
    if isinstance(database, CannotLook):
        return (database.says,)
    try:
        store = SqlStore(database)
        return _told(await store.backlog(), await store.parked(), clock())
    finally:
        await database.close()


async def retry_parked(settings: Settings, posts: Sequence[str] | None) -> str | tuple[str, ...]:
    """Have these parked card posts tried again, or all with None; refused where one of them is not parked."""
    database = await open_database(settings)
    if isinstance(database, str):
        return (database,)
    try:
        store = SqlStore(database)
        known = {one.post for one in await store.parked()}
        unknown = [post for post in posts or () if post not in known]
        if unknown:
            return tuple(f"{post} is not parked. `copydesk courier` lists what is." for post in unknown)
        freed = await store.retry(None if posts is None else [CardPostId(post) for post in posts])
    finally:
        await database.close()
    return f"{_cards(len(freed))} will be tried again by the running Copydesk, within seconds."


def _told(backlog: Sequence[Backlog], parked: Sequence[Parked], now: datetime) -> str:
    lines = [_backlog(one, now) for one in backlog] or ["Nothing waits, nothing is parked."]
    for one in parked:
        about = f"proposal {one.proposal}" if one.proposal else "no single proposal"
        since = f", due {_age(now - one.due)} ago" if one.due else ""
        lines += [
            "",
            f"{one.post}  {one.chat}, {one.where}",
            f"  {about}{since}{_tries(one.attempts)}",
            f"  why: {one.why}",
        ]
    if parked:
        lines += ["", "When the cause is mended: copydesk courier retry ID, or copydesk courier retry --all"]
    return "\n".join(lines)


def _backlog(one: Backlog, now: datetime) -> str:
    late = one.oldest is not None and one.oldest < now
    age = f" (the oldest for {_age(now - one.oldest)})" if one.oldest and late else ""
    verb = "waits" if one.waiting == 1 else "wait"
    return f"{one.chat}: {_cards(one.waiting)} {verb}{age}, {one.parked} parked"


def _cards(count: int) -> str:
    return f"{count} card" if count == 1 else f"{count} cards"


def _tries(attempts: int) -> str:
    return f", tries without a clear answer: {attempts}" if attempts else ""


def _age(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} s"
