"""Who is behind an account: resolved from our own rows, or looked up once in its chat's directory."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Final, assert_never

from workflows.domain.ids import Chat, Email
from workflows.domain.people import Account, Person, Profile
from workflows.domain.policy import Policy
from workflows.domain.refusals import Unknown
from workflows.domain.value import value
from workflows.engine.chat import CannotLook, ChatPlatform, NoSuchAccount, TryLater
from workflows.engine.requests import Origin
from workflows.engine.store import Store

LOOK_UP_SECONDS: Final = 1.2
"""What a first look-up may cost on the click path; both chats give up on us at three seconds or a little later."""


@value
class Known:
    """A person, and the account they act through."""

    person: Person
    account: Account


def match(profile: Profile, policy: Policy) -> Email | Unknown:
    """The address by which a directory entry is somebody's under this policy, or why it is nobody's.

    A guest's address must be listed as a guest's: the address of a reviewer or lead on a guest's account proves nothing.
    An unlisted address must be a member's, at one of the company's domains. Either must be verified.
    """
    email = Email(profile.email.lower()) if profile.email else None
    listed = policy.people.get(email) if email else None
    match profile.standing:
        case "bot":
            return Unknown(why="bot")
        case "deactivated":
            return Unknown(why="deactivated")
        case "outsider":
            return Unknown(why="outsider")
        case "guest" if listed is None or listed.role != "guest" or not profile.verified:
            return Unknown(why="guest")
        case "guest" | "member":
            pass
        case _:
            assert_never(profile.standing)
    if email is None or not profile.verified:
        return Unknown(why="unverified")
    if listed is None and email.rpartition("@")[2] not in policy.domains:
        return Unknown(why="unlisted")
    return email


async def recognise(
    origin: Origin, store: Store, platforms: Mapping[Chat, ChatPlatform], policy: Policy, now: datetime
) -> Known | Unknown:
    """The person behind a request, or why there is none.

    An account is looked up the first time it is seen, and again while it is nobody's: a guest who was made a member, or an
    address that was confirmed since, is let in at once. One that was denied is not: that is for an admin to undo.
    """
    account, person = await store.who(origin.account)
    if account is not None and account.link == "denied":
        return Unknown(why="denied")
    if account is not None and account.linked and person is not None and is_welcome(person, policy):
        if origin.conversation is not None and origin.conversation.kind == "direct":
            await _remember(origin, account, store)
        return Known(person=person, account=account)
    return await _first_sight(origin, store, platforms, policy, now)


def is_welcome(person: Person, policy: Policy) -> bool:
    """Whether the policy of today still knows this person: by name, or by a domain of the company."""
    return person.email in policy.people or person.email.rpartition("@")[2] in policy.domains


async def _remember(origin: Origin, account: Account, store: Store) -> None:
    if origin.conversation is not None:
        await store.meet(account.id, origin.conversation, origin.alias)


async def _first_sight(
    origin: Origin, store: Store, platforms: Mapping[Chat, ChatPlatform], policy: Policy, now: datetime
) -> Known | Unknown:
    profile = await ask_directory(origin, platforms)
    if isinstance(profile, Unknown):
        return profile
    email = match(profile, policy)
    if isinstance(email, Unknown):
        return email
    account = await store.link(origin.account, profile, email, now)
    if not account.linked:
        return Unknown(why="denied")
    person = await store.person(account.person) if account.person else None
    if person is None or not is_welcome(person, policy):
        return Unknown(why="unlisted")
    if origin.conversation is not None:
        await store.meet(account.id, origin.conversation, origin.alias)
    return Known(person=person, account=account)


async def ask_directory(origin: Origin, platforms: Mapping[Chat, ChatPlatform]) -> Profile | Unknown:
    """What the account's own chat says of it, or why that can't be told now."""
    platform = platforms.get(origin.account.chat)
    if platform is None:
        return Unknown(why="no_directory")
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            profile = await platform.look_up(origin.account, origin.conversation)
    except TimeoutError:
        return Unknown(why="no_directory")
    match profile:
        case Profile():
            return profile
        case TryLater():
            return Unknown(why="no_directory")
        case NoSuchAccount():
            return Unknown(why="outsider")
        case CannotLook():
            return Unknown(why="not_here")
        case _:
            assert_never(profile)
