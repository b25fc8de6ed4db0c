"""The chats that are configured: a line each. To add one, add its adapter here."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot.settings import Settings, listed, secret
from workflows.domain.ids import Chat
from workflows.domain.value import value
from workflows.engine.chat import ChatPlatform
from workflows.engine.checkup import Finding
from workflows.engine.installations import Installations
from workflows.engine.pacing import Paces
from workflows.engine.requests import NewsDoor
from workflows.engine.underway import Ended

if TYPE_CHECKING:
    from adapters.slack.config import SlackConfig
    from adapters.teams.config import TeamsConfig


@value
class Entrance:
    """How a chat reaches the engine: `routes` to serve; `open` begins with what needs no route; `drain` takes nothing new by
    itself and waits, at the end, for what was answered but not yet told.
    """

    routes: tuple[web.RouteDef, ...]
    open: Callable[[], Awaitable[None]]
    drain: Callable[[], Awaitable[None]]


@value
class OpenChat:
    """A chat that can be written to, how fast it may be, how to let it in (what comes over no route is told when it ended), and
    what keeps it so every now and then.
    """

    platform: ChatPlatform
    paces: Paces
    enter: Callable[[NewsDoor, Ended], Entrance]
    upkeep: Callable[[], Awaitable[None]]


@asynccontextmanager
async def open_chats(
    settings: Settings, patience: float, installations: Installations | None, clock: Callable[[], datetime]
) -> AsyncGenerator[Mapping[Chat, OpenChat]]:
    """Open every configured chat; they share one HTTP session, closed at the end. Redirects and cookies are off.

    `installations` is where those made by OAuth are kept, if any are; `clock` gives the time in UTC. `patience` is how many
    times longer than the chat would wait an answer may take: 1 where people wait for it.
    """
    timeout = aiohttp.ClientTimeout(total=10, connect=3)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
        chats: dict[Chat, OpenChat] = {}
        if settings.slack:
            chats["slack"] = (
                _slacks(settings, session, patience, installations, clock)
                if installations
                else _slack(settings, session, patience)
            )
        if settings.teams:
            chats["teams"] = _teams(settings, session, patience)
        yield chats


def _slack(settings: Settings, session: aiohttp.ClientSession, patience: float) -> OpenChat:
    from adapters.slack.access import FixedToken
    from adapters.slack.api import SlackApi
    from adapters.slack.entrance import SlackEntrance
    from adapters.slack.limits import ANSWER_SECONDS, PACES
    from adapters.slack.outbound import SlackChat

    config = slack_config(settings)
    chat = SlackChat(SlackApi(FixedToken(text=config.bot_token), config.api_url, session))

    def enter(door: NewsDoor, ended: Ended) -> Entrance:
        entrance = SlackEntrance(config, chat, door, ended, answer_seconds=ANSWER_SECONDS * patience)
        return Entrance(routes=tuple(entrance.routes()), open=entrance.open, drain=entrance.drain)

    return OpenChat(platform=chat, paces=PACES, enter=enter, upkeep=_nothing)


def _slacks(
    settings: Settings,
    session: aiohttp.ClientSession,
    patience: float,
    installations: Installations,
    clock: Callable[[], datetime],
) -> OpenChat:
    from adapters.slack.entrance import SlackEntrance
    from adapters.slack.install import Install
    from adapters.slack.limits import ANSWER_SECONDS, PACES
    from adapters.slack.oauth import OAuth
    from adapters.slack.several import SlackChats
    from adapters.slack.workspaces import Workspaces

    config = slack_config(settings)
    if config.client is None:
        raise ValueError("workspaces are only installed with a client")
    oauth = OAuth(config.client, config.api_url, session)
    workspaces = Workspaces(
        installations=installations,
        admitted=config.client.workspaces,
        oauth=oauth,
        api_url=config.api_url,
        session=session,
        clock=clock,
    )
    chats = SlackChats(workspaces, session)
    install = Install(config.client, oauth, installations, clock, workspaces.forget)

    def enter(door: NewsDoor, ended: Ended) -> Entrance:
        entrance = SlackEntrance(config, chats, door, ended, answer_seconds=ANSWER_SECONDS * patience)
        routes = (*entrance.routes(), *install.routes())

        async def drain() -> None:
            await entrance.drain()
            await workspaces.drain()

        return Entrance(routes=routes, open=entrance.open, drain=drain)

    return OpenChat(platform=chats, paces=PACES, enter=enter, upkeep=workspaces.upkeep)


def _teams(settings: Settings, session: aiohttp.ClientSession, patience: float) -> OpenChat:
    # Imported only where Teams is used: the SDK costs half a second and 20 MB.
    from adapters.teams.app import TeamsApp
    from adapters.teams.limits import ANSWER_SECONDS, PACES
    from adapters.teams.outbound import TeamsChat

    config = teams_config(settings)
    chat = TeamsChat(config, session)

    def enter(door: NewsDoor, _: Ended) -> Entrance:
        app = TeamsApp(config, chat, door, answer_seconds=ANSWER_SECONDS * patience)
        return Entrance(routes=tuple(app.routes()), open=_nothing, drain=app.drain)

    return OpenChat(platform=chat, paces=PACES, enter=enter, upkeep=_nothing)


async def examine_chats(settings: Settings, session: aiohttp.ClientSession, now: datetime) -> tuple[Finding, ...]:
    """What an examination from outside finds of every configured chat; `now` is this machine's time in UTC."""
    found: list[Finding] = []
    if settings.slack:
        from adapters.slack import doctor as slack

        found += await slack.examine(slack_config(settings), session, now)
    if settings.teams:
        from adapters.teams import doctor as teams

        found += await teams.examine(teams_config(settings), session, now)
    return tuple(found)


def ways_in(settings: Settings) -> Mapping[str, str]:
    """The paths that each configured chat sends its requests to, by the chat's name; none for one that comes over sockets, or
    whose requests are believed without a token.
    """
    ways: dict[str, str] = {}
    if settings.slack and not settings.slack_app_token:
        from adapters.slack.entrance import PATH as SLACK

        ways["Slack"] = SLACK
    if settings.teams and settings.teams_auth == "on":
        from adapters.teams.app import PATH as TEAMS

        ways["Teams"] = TEAMS
    return ways


async def examine_installations(
    settings: Settings, session: aiohttp.ClientSession, installations: Installations
) -> tuple[Finding, ...]:
    """What an examination finds of every workspace that Copydesk was installed in."""
    from adapters.slack import doctor as slack

    return await slack.examine_installed(slack_config(settings), session, await installations.every("slack"))


def slack_config(settings: Settings) -> "SlackConfig":
    """What the settings say of Slack."""
    from adapters.slack.config import SlackClient, SlackConfig

    client = SlackClient(
        id=settings.slack_client_id,
        secret=secret(settings.slack_client_secret),
        workspaces=frozenset(listed(settings.slack_workspaces)),
        public_url=settings.public_url.rstrip("/"),
    )
    return SlackConfig(
        bot_token=secret(settings.slack_bot_token),
        client=client if settings.slack_oauth else None,
        signing_secret=secret(settings.slack_signing_secret),
        app_token=secret(settings.slack_app_token),
        api_url=settings.slack_api_url,
    )


def teams_config(settings: Settings) -> "TeamsConfig":
    """What the settings say of Teams."""
    from adapters.teams.config import LOGIN_URL, OPENID_URL, SERVICE_HOSTS, TeamsConfig

    hosts = listed(settings.teams_service_urls)
    return TeamsConfig(
        app_id=settings.teams_app_id,
        app_password=secret(settings.teams_app_password),
        tenant_id=settings.teams_tenant_id,
        openid_url=settings.teams_openid_url or OPENID_URL,
        login_url=settings.teams_login_url or LOGIN_URL,
        service_urls=hosts or SERVICE_HOSTS,
        auth=settings.teams_auth,
    )


async def _nothing() -> None:
    """Everything comes over its routes."""
