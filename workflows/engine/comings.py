"""People who leave: their chat says so, or its directory when it is asked now and then.

A deactivated account acts no longer at once. Where it was somebody's last one, their open slots are nobody's, their drafts are
the comms leads' to finish, and the leads of their desks are told.
"""

from datetime import datetime, timedelta
from typing import Final, assert_never

from workflows.cards.alerts import PersonLeft
from workflows.domain.ids import PersonId, ProposalId
from workflows.domain.people import Account, AccountId, Profile
from workflows.domain.policy import Desk
from workflows.domain.refusals import ParkedByNewerVersion, Unknown
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import CannotLook, Conversation, NoSuchAccount, TryLater
from workflows.engine.people import match
from workflows.engine.store import CardPosts, Left
from workflows.engine.upkeep import Upkeep
from workflows.lifecycle.facts import heads

EVERY: Final = timedelta(hours=24)
"""How long what a directory said of an account is believed without asking again."""
AT_ONCE: Final = 20
"""How many accounts are asked about in one sweep: far below what either chat allows a minute."""
MOST_DRAFTS: Final = 3
GONE: Final = frozenset({"bot", "deactivated", "outsider", "guest"})
"""Why an account is no longer one that could be anybody's here."""


class Comings:
    """Keeps up with who is still here."""

    def __init__(self, posts: CardPosts, upkeep: Upkeep) -> None:
        """Whom it concerns is told by card `posts`."""
        self._posts = posts
        self._up = upkeep

    async def changed(self, account: AccountId, now: datetime) -> None:
        """Ask about an account that is said to have changed; one that was never seen is nobody's concern."""
        known, _ = await self._up.store.who(account)
        if known is not None and known.person is not None and known.linked:
            await self._ask(known, None, now)

    async def sweep(self, now: datetime) -> None:
        """Ask about the accounts of which nothing was heard for longest."""
        for account, direct in await self._up.store.unchecked(now - EVERY, AT_ONCE):
            if not await self._ask(account, direct, now):
                return

    async def _ask(self, account: Account, direct: Conversation | None, now: datetime) -> bool:
        """Whether the chat can be asked on."""
        platform = self._up.platforms.get(account.id.chat)
        said = await platform.look_up(account.id, direct) if platform else CannotLook()
        match said:
            case Profile():
                await self._described(account, said, now)
            case NoSuchAccount():
                await self._left(account.id, now)
            case CannotLook():
                await self._up.store.checked(account.id, now)
            case TryLater():
                return False
            case _:
                assert_never(said)
        return True

    async def _described(self, account: Account, said: Profile, now: datetime) -> None:
        """Hold an account against what its directory says of it. One that an admin tied to somebody is theirs whatever its
        address; any other falls to whom its new address is, who has to confirm it anew.
        """
        found = match(said, self._up.policies.current)
        gone = isinstance(found, Unknown) and found.why in GONE
        by_admin = account.tie == "admin"
        owner = await self._up.store.person(account.person) if account.person else None
        moved = said.email is not None and owner is not None and said.email.lower() != owner.email
        if said.standing in ("bot", "deactivated") or (gone and not by_admin):
            await self._left(account.id, now)
        elif moved and not by_admin:
            await self._up.store.link(account.id, said, None if isinstance(found, Unknown) else found, now)
            self._up.wake()
        else:
            await self._up.store.checked(account.id, now)

    async def _left(self, account: AccountId, now: datetime) -> None:
        left = await self._up.store.leave(account, now)
        if left is None:
            return
        await self._tell(left, now)
        await self._up.following.somebody_left(now)
        self._up.wake()

    async def _tell(self, left: Left, now: datetime) -> None:
        known = await self._up.store.load(None)
        if isinstance(known, ParkedByNewerVersion):
            return
        here = [person for person in known.people.values() if not person.left]
        comms = {person.id for person in known.people.values() if person.role == "lead" and not person.left}
        desks = [desk for desk in self._up.policies.current.desks.values() if desk.seats(left.person)]
        # What is confidential is not the comms leads' to finish.
        drafts = [draft for draft in left.drafts if await self._is_for_leads(draft)]
        to: set[PersonId] = comms if drafts else set()
        for desk in desks:
            to |= set(heads(desk, known.people.values())[:1]) or comms
        alert = PersonLeft(
            name=left.person.name,
            desks=tuple(desk.id for desk in desks),
            empty=tuple(desk.id for desk in desks if not any(map(desk.seats, here))),
            short=tuple(desk.id for desk in desks if _is_short(desk, sum(map(desk.seats, here)))),
            drafts=tuple(drafts[:MOST_DRAFTS]),
            more=max(0, len(drafts) - MOST_DRAFTS),
        )
        occasion = f"{left.person.id} {now.isoformat()}"
        await self._posts.wish(alert_posts(alert, occasion, to, known.accounts, self._up.platforms, self._up.new_id))

    async def _is_for_leads(self, draft: ProposalId) -> bool:
        found = await self._up.store.load(draft)
        proposal = None if isinstance(found, ParkedByNewerVersion) else found.proposal
        return proposal is not None and proposal.restriction is None


def _is_short(desk: Desk, here: int) -> bool:
    return isinstance(desk.quorum, int) and 0 < here < desk.quorum
