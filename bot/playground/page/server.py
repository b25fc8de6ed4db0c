"""The page as a running server on loopback: `async with Page(slack, teams, backstage, machine) as page`."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.playground.page.asked import NotUnderstoodError, read, turn
from bot.playground.page.controls import Controls
from bot.playground.page.guard import guard
from bot.playground.page.live import Live
from bot.playground.page.ports import Backstage, Json, Machine
from bot.playground.page.slack_pane import SlackPane
from bot.playground.page.teams_pane import TeamsPane
from bot.playground.page.wire import Wire
from bot.playground.slack import LocalSlack
from bot.playground.teams import LocalTeams

STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 1024 * 1024
GONE = "That is not there any more."
Doing = Callable[[Json], Awaitable[Mapping[str, object]]]


class PortTakenError(Exception):
    """Nobody can listen there."""


class Page:
    """The page for both local chats. What a person does in it goes through the chats' own clients, over the wire.

    `cast` says who each person is, by key, a few words each. The menus list what each chat offers of the app, as its manifests
    do: `slack_menu` has `commands` and `shortcuts`, `teams_menu` has `bots` and `extensions`.
    """

    def __init__(
        self,
        slack: LocalSlack,
        teams: LocalTeams,
        backstage: Backstage,
        machine: Machine,
        *,
        cast: Mapping[str, str],
        slack_menu: Mapping[str, object],
        teams_menu: Mapping[str, object],
        port: int = 0,
    ) -> None:
        """`port` on loopback, 0 for a free one."""
        self._slack, self._teams = slack, teams
        self._backstage = backstage
        self._live = Live()
        self._slack_pane = SlackPane(slack, cast, slack_menu)
        self._teams_pane = TeamsPane(teams, cast, teams_menu)
        self._controls = Controls(slack, teams, backstage, machine)
        self._machine = machine
        secrets = (slack.workspace.bot_token, slack.workspace.signing_secret, teams.app_password)
        self._wire = Wire(machine.now, secrets, lambda: self._live.changed("wire"))
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen. Raises `PortTakenError` where nobody can."""
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[guard])
        application.router.add_routes(
            [
                web.get("/", self._home),
                web.get("/playground", self._page),
                web.get("/playground/live", self._live.serve),
                web.get("/playground/slack", self._look_at_slack),
                web.post("/playground/slack", self._doing(self._slack_pane.do, "slack")),
                web.get("/playground/teams", self._look_at_teams),
                web.post("/playground/teams", self._doing(self._teams_pane.do, "teams")),
                web.get("/playground/controls", self._look_at_controls),
                web.post("/playground/controls", self._doing(self._controls.do, "controls")),
                web.get("/playground/backstage", self._proposals),
                web.get("/playground/backstage/{proposal}", self._proposal),
                web.get("/playground/wire", self._look_at_wire),
                web.static("/playground/static", STATIC),
            ]
        )
        self._slack.watch(lambda: self._live.changed("slack"))
        self._teams.watch(lambda: self._live.changed("teams"))
        self._machine.watch(lambda: self._live.changed("controls"))
        self._wire.listen(self._slack, self._teams)
        # An open page's line never ends by itself; who stops the server ends it.
        self._runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise PortTakenError(f"Can't listen at 127.0.0.1:{self._port}: {error.strerror}.") from error
        self._port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Where a browser opens it."""
        return f"http://127.0.0.1:{self._port}/playground"

    async def _home(self, _: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/playground")

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.Response(text=(STATIC / "page.html").read_text("utf-8"), content_type="text/html")

    async def _look_at_slack(self, request: web.Request) -> web.StreamResponse:
        return _json(self._slack_pane.seen(_who(request)))

    async def _look_at_teams(self, request: web.Request) -> web.StreamResponse:
        return _json(self._teams_pane.seen(_who(request), request.query.get("chat", "")))

    async def _look_at_controls(self, _: web.Request) -> web.StreamResponse:
        return _json(await self._controls.seen())

    async def _proposals(self, _: web.Request) -> web.StreamResponse:
        return _json({"proposals": list(await self._backstage.proposals())})

    async def _proposal(self, request: web.Request) -> web.StreamResponse:
        found = await self._backstage.proposal(request.match_info["proposal"])
        return _json(found) if found else _refused(404, "There is no such proposal.")

    async def _look_at_wire(self, request: web.Request) -> web.StreamResponse:
        try:
            after = turn(request.query.get("after", "0"))
        except NotUnderstoodError as error:
            return _refused(400, str(error))
        return _json(self._wire.since(after))

    def _doing(self, do: Doing, what: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            try:
                asked = read(await request.read())
            except NotUnderstoodError as error:
                return _refused(400, str(error))
            # What is not on the person's screen cannot be used: the page was behind, and looks again. That is no failure.
            try:
                done = await do(asked)
            except (KeyError, TypeError):
                return _json({"error": GONE})
            except (LookupError, ValueError) as error:
                return _json({"error": str(error.args[0]) if error.args else GONE})
            finally:
                self._live.changed(what)
            return _json(done)

        return serve


def _who(request: web.Request) -> str:
    return request.query.get("as", "")


def _json(body: Mapping[str, object]) -> web.Response:
    return web.json_response(body)


def _refused(status: int, why: str) -> web.Response:
    return web.json_response({"error": why}, status=status)
