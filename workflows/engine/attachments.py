"""Installations that are lost, or there again: whoever was to be asked there is asked elsewhere, and the leads hear of it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from workflows.cards.alerts import InstallationLost
from workflows.domain.ids import Chat
from workflows.domain.people import Account
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import CardPost, ChatPlatform, Direct
from workflows.engine.installations import Attached, Installation
from workflows.engine.instead import Instead
from workflows.engine.places import Places
from workflows.engine.store import CardPosts, Loaded, Store
from workflows.engine.telling import NewId


class Attachments:
    """Takes note of what became of installations. `wake` tells the courier that there are cards for other places now."""

    def __init__(
        self,
        *,
        store: Store,
        attached: Attached,
        posts: CardPosts,
        instead: Instead,
        places: Places,
        platforms: Mapping[Chat, ChatPlatform],
        new_id: NewId,
        wake: Callable[[], None],
    ) -> None:
        """`places` finds the desks' conversations anew, `new_id` gives ids to what the leads are told."""
        self._store = store
        self._attached = attached
        self._posts = posts
        self._instead = instead
        self._places = places
        self._platforms = platforms
        self._new_id = new_id
        self._wake = wake

    async def look(self, now: datetime) -> bool:
        """See to whatever became of installations since the last time; whether there was anything.

        It is noted as done at the end, so a failure in between repeats it: what is wished for twice is posted once.
        """
        news = await self._attached.news()
        for installed in news:
            if installed.lost:
                await self._lost(installed, now)
            else:
                await self._attached.reopen_installation(installed)
                if not await self._places.find(now):
                    await self._places.move(now)
            await self._attached.noted(installed)
        if news:
            self._wake()
        return bool(news)

    async def _lost(self, installed: Installation, now: datetime) -> None:
        await self._tell(installed)
        await self._attached.close_installation(installed)
        await self._instead.of_each(lambda post, loaded: _reads_there(post, loaded, installed))
        await self._places.move(now)

    async def _tell(self, installed: Installation) -> None:
        """The comms leads: they read it wherever they still can."""
        known = await self._store.load(None)
        if isinstance(known, ParkedByNewerVersion):
            return
        leads = [person.id for person in known.people.values() if person.role == "lead" and not person.left]
        alert = InstallationLost(chat=installed.chat, name=installed.name)
        reachable = {one: _elsewhere(known.accounts.get(one, ()), installed) for one in leads}
        occasion = f"{installed.chat} {installed.organisation} {installed.workspace} {installed.version}"
        chats = frozenset(self._platforms)
        others = chats - {installed.chat} or chats
        for lead in leads:
            at = chats if reachable[lead] else others
            await self._posts.wish(alert_posts(alert, occasion, [lead], reachable, at, self._new_id))


def _elsewhere(accounts: tuple[Account, ...], installed: Installation) -> tuple[Account, ...]:
    lost = (installed.chat, installed.id)
    return tuple(account for account in accounts if (account.id.chat, account.id.installation) != lost)


def _reads_there(post: CardPost, loaded: Loaded, installed: Installation) -> bool:
    """Whether a card was posted there, or would be because its reader has no other account in that chat."""
    if post.ref is not None:
        there = post.ref.conversation
        return (there.chat, there.installation) == (installed.chat, installed.id)
    if not isinstance(post.place, Direct) or post.place.chat != installed.chat:
        return False
    known = [one for one in loaded.accounts.get(post.place.person, ()) if one.id.chat == installed.chat]
    return bool(known) and not _elsewhere(tuple(known), installed)
