"""`copydesk doctor`: examines a set-up from the settings to a real button, and says what is wrong and where to mend it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Final

import aiohttp

from adapters.policy_file.load import Loaded
from adapters.storage.store import SqlStore
from bot.chats import examine_chats
from bot.compose import new_id
from bot.settings import Settings
from bot.start import configured_chats, open_database, read_policy
from workflows.cards.alerts import ButtonTrial
from workflows.domain.ids import CardPostId, Chat, Email, PersonId
from workflows.domain.value import value
from workflows.engine.chat import AlertSubject, CardPost, Direct
from workflows.engine.checkup import Finding, bad, good, untried

_LOOK_AGAIN: Final = 0.25
"""Seconds."""


@value
class Patience:
    """How long, in seconds, a message may take to be posted, and its button to be pressed."""

    shown: float = 30.0
    clicked: float = 120.0


PATIENT: Final = Patience()

Clock = Callable[[], datetime]
Tell = Callable[[str], None]


async def examine(
    settings: Settings, to: str, clock: Clock, tell: Tell, patience: Patience = PATIENT
) -> AsyncIterator[Finding]:
    """Examine a deployment whose settings are good, one finding after the other.

    `to` is the e-mail address of whoever will press a button in each chat; empty to leave that out. `tell` says what to do
    meanwhile. Needs `copydesk run` to be running for the last findings.
    """
    yield good("settings", "The settings can be read.")
    policy = read_policy(settings)
    if not isinstance(policy, Loaded):
        for error in policy:
            yield bad("policy", error)
        return
    yield good("policy", f"The policy can be read: {len(policy.policy.desks)} desks, {len(policy.policy.rules)} rules.")
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10, connect=3)) as session:
        for finding in await examine_chats(settings, session, clock()):
            yield finding
        yield await _reached(settings, session)
    database = await open_database(settings)
    if isinstance(database, str):
        yield bad("database", database)
        return
    try:
        yield good("database", "The database answers and is up to date.")
        async for finding in _buttons(settings, SqlStore(database), to.strip().lower(), tell, patience):
            yield finding
    finally:
        await database.close()


async def _reached(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    if not settings.public_url:
        return untried(
            "address",
            "Whether the chats can reach Copydesk was not tried: set COPYDESK_PUBLIC_URL to its https address.",
        )
    url = f"{settings.public_url.rstrip('/')}/healthz"
    try:
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=10), allow_redirects=False) as answer:
            why = "" if answer.status == 200 else f"HTTP {answer.status}"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        why = type(error).__name__
    if not why:
        return good("address", f"Copydesk answers at {settings.public_url}.")
    return bad(
        "address",
        f"Nothing answers at {url} ({why}). The chats send everything to COPYDESK_PUBLIC_URL: check that `copydesk run` is "
        "running, and its name, certificate and proxy.",
    )


async def _buttons(
    settings: Settings, store: SqlStore, to: str, tell: Tell, patience: Patience
) -> AsyncIterator[Finding]:
    chats = configured_chats(settings)
    if not to:
        yield untried("button", "No button was tried: run `copydesk doctor --to YOUR-ADDRESS` and press what you get.")
        return
    person = await store.person_of(Email(to))
    if person is None:
        yield bad(
            "button",
            f"Nobody here has the address {to}. List them in the policy file, or have them write to Copydesk once, then try again.",
        )
        return
    posts: list[tuple[Chat, CardPost]] = [(chat, _trial(chat, person.id)) for chat in chats]
    await store.wish([post for _, post in posts])
    for chat, post in posts:
        yield await _tried(store, chat, post.id, tell, patience)


def _trial(chat: Chat, person: PersonId) -> CardPost:
    post = CardPostId(new_id())
    subject = AlertSubject(alert=ButtonTrial(post=post), occasion=post)
    return CardPost(id=post, subject=subject, place=Direct(chat=chat, person=person))


async def _tried(store: SqlStore, chat: Chat, post: CardPostId, tell: Tell, patience: Patience) -> Finding:
    name = {"slack": "Slack", "teams": "Teams"}[chat]
    about = f"button in {name}"
    if not await _until(lambda: store.trial_shown(post), patience.shown):
        return bad(
            about,
            f"No message was posted in {name} within {patience.shown:.0f} s. Start `copydesk run` with these settings; if it runs, "
            "`copydesk courier` says why it can't post, and in Teams the person must have installed the app.",
        )
    tell(f"{name}: Copydesk sent you a message. Press its button within {patience.clicked:.0f} s.")
    if await _until(lambda: store.trial_noted(post), patience.clicked):
        return good(about, f"A click in {name} reached Copydesk.")
    reached = "the Interactivity and Events request URLs, and COPYDESK_SLACK_SIGNING_SECRET"
    if chat == "teams":
        reached = "the bot's messaging endpoint, and COPYDESK_TEAMS_APP_ID and COPYDESK_TEAMS_TENANT_ID"
    return bad(
        about,
        f"No click came from {name}. If you pressed the button, check {reached}; the log of `copydesk run` says what it refused.",
    )


async def _until(so: Callable[[], Awaitable[bool]], seconds: float) -> bool:
    """Look until it is so, or for so long: another process writes it down, and rings no bell here."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not await so():
        if loop.time() >= deadline:
            return False
        await asyncio.sleep(_LOOK_AGAIN)
    return True
