"""`copydesk doctor`: examines a set-up from the settings to a real button, and says what is wrong and where to mend it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Final

import aiohttp

from adapters.policy_file.load import Loaded
from adapters.storage.database import Database
from adapters.storage.installations import SqlInstallations
from adapters.storage.safe import Safe
from adapters.storage.store import SqlStore
from bot.chats import examine_chats, examine_installations
from bot.compose import new_id
from bot.groups import examined_groups
from bot.looking import looked_at
from bot.reaching import reached
from bot.settings import Settings
from bot.start import configured_chats, read_policy
from workflows.cards.alerts import ButtonTrial
from workflows.domain.ids import CardPostId, Chat, Email, PersonId
from workflows.domain.value import value
from workflows.engine.chat import AlertSubject, CardPost, Direct
from workflows.engine.checkup import Finding, bad, good, untried

_TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=3)
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
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        for finding in await examine_chats(settings, session, clock()):
            yield finding
        for finding in await reached(settings, session):
            yield finding
    async with looked_at(settings) as (found, database):
        yield found
        if database is not None:
            for finding in (
                *await _installed(settings, database),
                *await examined_groups(policy.policy, database, clock()),
            ):
                yield finding
            async for finding in _buttons(settings, SqlStore(database), to.strip().lower(), tell, patience):
                yield finding


async def _installed(settings: Settings, database: Database) -> tuple[Finding, ...]:
    if not settings.slack_oauth:
        return ()
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        return await examine_installations(settings, session, SqlInstallations(database, Safe(settings.secret_keys)))


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
        yield await _tried(settings, store, chat, post.id, tell, patience)


def _trial(chat: Chat, person: PersonId) -> CardPost:
    post = CardPostId(new_id())
    subject = AlertSubject(alert=ButtonTrial(post=post), occasion=post)
    return CardPost(id=post, subject=subject, place=Direct(chat=chat, person=person))


async def _tried(
    settings: Settings, store: SqlStore, chat: Chat, post: CardPostId, tell: Tell, patience: Patience
) -> Finding:
    name = {"slack": "Slack", "teams": "Teams"}[chat]
    about = f"button in {name}"
    if not await _until(lambda: store.trial_shown(post), patience.shown):
        met = " In Teams, whoever is to press it must have added the Copydesk app." if chat == "teams" else ""
        return bad(
            about,
            f"No message was posted in {name} within {patience.shown:.0f} s. Start `copydesk run` with these settings; if it runs, "
            f"`copydesk courier` says why it can't post.{met}",
        )
    tell(f"{name}: Copydesk sent you a message. Press its button within {patience.clicked:.0f} s.")
    if await _until(lambda: store.trial_noted(post), patience.clicked):
        return good(about, f"A click in {name} reached Copydesk.")
    return bad(
        about,
        f"No click came from {name} within {patience.clicked:.0f} s. If you pressed the button: {_way_back(chat, settings)}",
    )


def _way_back(chat: Chat, settings: Settings) -> str:
    """Where to look when a click does not arrive."""
    base = settings.public_url.rstrip("/") or "https://YOUR-ADDRESS"
    log = "The log of `copydesk run` says what it refused, and why."
    if chat == "teams":
        return (
            f"in the Azure portal, your Azure Bot, Configuration, the messaging endpoint must be {base}/api/messages. {log} "
            "(“a bad token” points to COPYDESK_TEAMS_APP_ID, “another tenant” to COPYDESK_TEAMS_TENANT_ID.)"
        )
    if settings.slack_app_token:
        return (
            "at api.slack.com/apps, your app, Socket Mode and Interactivity must be on, and no other Copydesk may use the same "
            f"app-level token: Slack gives each click to one of them. {log}"
        )
    return (
        "at api.slack.com/apps, your app, the Request URL of Interactivity & Shortcuts and of Event Subscriptions must be "
        f"{base}/slack/events, and COPYDESK_SLACK_SIGNING_SECRET that app's Signing Secret (Basic Information). {log} "
        "(“wrong signature” points to the secret.)"
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
