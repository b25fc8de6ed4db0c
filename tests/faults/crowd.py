"""A crowd: twenty people of one desk in both chats, the posts they are asked about, and the clicks by which they approve."""

import asyncio
import json
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from adapters.policy_file.load import Loaded, load_text
from adapters.storage.database import connect
from bot.compose import new_id, new_salt, run_product, utc_now
from bot.demo import settings_for
from bot.playground.slack import LocalSlack
from bot.playground.slack.delivery import encode as slack_request
from bot.playground.slack.shapes import Json
from bot.playground.teams import LocalTeams, Seen
from tests.acceptance.office import MARKETING, UNHURRIED, Company
from tests.faults.replicas import Replicas
from workflows.cards.actions import Action, encode
from workflows.domain.commands import Propose
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId, DeskId, ProposalId
from workflows.domain.people import AccountId
from workflows.engine.execute import Executor
from workflows.engine.people import Known
from workflows.engine.store import Recorded

IN_SLACK = ("cleo", *(f"s{number}" for number in range(9)))
IN_TEAMS = ("ben", *(f"t{number}" for number in range(9)))
DESK_PEOPLE = (*IN_SLACK, *IN_TEAMS)
TWICE = 0.5
"""The share of clicks that reach Copydesk a second time."""
DESK = DeskId("editors")
_PEOPLE = ", ".join(
    f"{{name: {one.title()} Example, email: {one}@example.com, role: {'lead' if one == 'cleo' else 'reviewer'}}}"
    for one in DESK_PEOPLE
)
POLICY = f"""
company: {{name: Example, domains: [example.com], zone: Europe/London}}
people: [{_PEOPLE}]
desks:
  editors:
    name: Editors
    members: [{", ".join(f"{one}@example.com" for one in DESK_PEOPLE)}]
    lead: cleo@example.com
    quorum: all
    reach: {{slack: "#marketing-review", teams: bound}}
rules:
  - {{name: the editors have read it, why: Every post speaks for the company., desk: editors}}
"""
"""Everybody on the desk must approve, so that a post is approved only if not one decision was lost."""


@dataclass
class Room:
    """Where the posts stand: their cards by proposal, in Slack's channel and in the Teams one."""

    slack: LocalSlack
    teams: LocalTeams
    cards: dict[ProposalId, Json] = field(default_factory=dict[ProposalId, Json])
    seen: dict[ProposalId, Seen] = field(default_factory=dict[ProposalId, Seen])


@dataclass
class Driver:
    """Brings clicks to whichever replica answers. A click without an answer, or with a 5xx, is brought again. `answered` is
    how many were, `again` how many times one had to be brought once more.
    """

    room: Room
    replicas: Replicas
    session: aiohttp.ClientSession
    luck: random.Random
    answered: int = 0
    again: int = 0

    async def click(self, who: str, proposal: ProposalId) -> None:
        """Somebody approves: once, or so that it comes twice at the same time."""
        times = 2 if self.luck.random() < TWICE else 1
        if who in IN_SLACK:
            copies = [self._in_slack(who, proposal) for _ in range(times)]
        else:
            # Every copy of an activity has its one id.
            copies = [self._in_teams(who, proposal)] * times
        await asyncio.gather(*(self._until_answered(copy) for copy in copies))
        self.answered += 1

    async def _until_answered(self, send: Callable[[str], Awaitable[int]]) -> None:
        while True:
            try:
                status = await send(await self.replicas.any())
            except (aiohttp.ClientError, TimeoutError):
                status = 0
            if status == 200:
                return
            assert status == 0 or status >= 500, status
            self.again += 1
            # Where nobody listens, others run meanwhile.
            await asyncio.sleep(0.02)

    def _in_slack(self, who: str, proposal: ProposalId) -> Callable[[str], Awaitable[int]]:
        payload = json.loads(json.dumps(self.room.cards[proposal]))
        person = self.room.slack.person(who)
        payload["user"] |= {"id": person.id, "username": who, "name": who}
        payload["trigger_id"] = f"{who}.{proposal}"
        tries = 0

        async def send(url: str) -> int:
            nonlocal tries
            tries += 1
            if tries % 2 == 0:
                # Whoever sees Slack's triangle clicks anew; a proxy sends the same bytes again.
                payload["trigger_id"] = f"{who}.{proposal}.{tries}"
            body, kind = slack_request(payload)
            headers = {"Content-Type": kind, **self.room.slack.sign(body)}
            async with self.session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
                await answer.read()
                return answer.status

        return send

    def _in_teams(self, who: str, proposal: ProposalId) -> Callable[[str], Awaitable[int]]:
        action = encode(Action(name="approve", proposal=proposal, desk=DESK, revision=1))
        value: Json = {
            "action": {"type": "Action.Execute", "verb": "approve", "data": {"copydesk": action}},
            "trigger": "manual",
        }
        person = self.room.teams.person(who)
        activity = person.invoke_activity("adaptiveCard/action", value, self.room.seen[proposal])
        token = self.room.teams.issuer.token(str(activity["serviceUrl"]), None)

        async def send(url: str) -> int:
            headers = {"Authorization": f"Bearer {token}"}
            async with self.session.post(f"{url}/api/messages", json=activity, headers=headers) as answer:
                await answer.read()
                return answer.status

        return send


@asynccontextmanager
async def opened(url: str, room: Room) -> AsyncGenerator[Company]:
    """The company in this process, to begin with."""
    loaded = load_text(POLICY, "policy")
    assert isinstance(loaded, Loaded), loaded
    database = connect(url)
    async with run_product(
        settings_for(room.slack, room.teams), loaded, database, utc_now, UNHURRIED, "at will"
    ) as product:
        company = Company(slack=room.slack, teams=room.teams, product=product)
        company.attach(product)
        yield company
    await database.close()


async def gather_desk(company: Company) -> None:
    """Everybody on the desk has an account, and approves a first post, so that they are known."""
    for name in IN_SLACK[1:]:
        company.slack.add_person(name)
    for name in IN_TEAMS[1:]:
        company.teams.world.add_person(name, name.capitalize(), email=f"{name}@example.com")
        company.legal.members.append(name)
    await company.introduce({"slack": IN_SLACK, "teams": ("cleo", *IN_TEAMS)})
    await company.product.tick()
    await company.in_teams("cleo").says("bind editors", company.legal)
    await company.in_slack("ada").proposes("The first of many.")
    card, seen = company.in_slack("cleo").card(MARKETING), await company.in_teams("ben").card(company.legal)
    for name in IN_SLACK:
        await company.slack.person(name).click(card, "Approve")
    for name in IN_TEAMS:
        await company.teams.person(name).click(seen, "Approve")
    await company.calm()


async def fill(company: Company, room: Room, posts: int) -> None:
    """So many posts of Ada's, each with its card in both rooms."""
    product = company.product
    executor = Executor(product.store, product.policies, new_id, lambda _, __: None)
    workspace = room.slack.workspace
    account = AccountId(chat="slack", installation=workspace.team_id, user=room.slack.person("ada").id)
    known, ada = await product.store.who(account)
    assert known is not None
    assert ada is not None
    asked = Known(person=ada, account=known)
    for number in range(posts):
        content = Content(text=f"Post number {number}.", channels=(ChannelId("linkedin"),))
        command = Propose(proposal=ProposalId(new_id()), by=ada.id, content=content, salt=new_salt())
        assert isinstance(await executor.execute(command, asked, new_id(), utc_now()), Recorded)
    await product.tick()
    await company.calm()
    cleo, ben = room.slack.person("cleo"), room.teams.person("ben")
    open_now = {one.id for one in await company.proposals() if not one.reviews}
    assert len(open_now) == posts
    for message in company.in_slack("cleo").cards(MARKETING):
        for proposal in open_now:
            if proposal in json.dumps(message.blocks):
                room.cards[proposal] = cleo.clicking(message, "Approve")
    for seen in await ben.see(company.legal):
        for proposal in open_now:
            if proposal in json.dumps(seen.card):
                room.seen[proposal] = seen
    assert len(room.cards) == len(room.seen) == posts
