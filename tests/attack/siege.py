"""The company under attack: one desk asked in both chats, a post of Ada's on the table, and clients that send anything.

The forged requests are signed and carry good tokens: what is shown is that nothing in them is trusted but who sent them.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from adapters.storage.database import Database, connect
from adapters.storage.tables import LEDGER, PEOPLE
from bot.demo import open_office
from bot.playground.slack import Message, View
from bot.playground.slack.shapes import Json
from bot.playground.teams import Chat, Seen
from tests.acceptance.office import PATIENCE, UNHURRIED, Company
from workflows.cards.actions import Action, ActionName, encode
from workflows.domain.events import Event
from workflows.domain.ids import DeskId, ProposalId
from workflows.domain.people import AccountId
from workflows.domain.proposal import Proposal

DESK = DeskId("editors")
ROOM = "#marketing-review"
WORDS = "We moved to a bigger kitchen."
POLICY = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
  - {name: Ada Park, email: ada@example.com, role: reviewer}
desks:
  editors:
    name: Editors
    members: [ada@example.com, ben@example.com, cleo@example.com]
    lead: cleo@example.com
    reach: {slack: "#marketing-review", teams: bound}
    rota: {turns: [ben@example.com], every: week, at: "09:00", starts: 2026-01-05}
rules:
  - {name: the editors have read it, why: Every post speaks for the company., desk: editors}
"""
"""Ada proposes and sits on the desk herself; Ben is asked, and Cleo may decide too; Ivy, like everybody else, is an unlisted
employee.
"""

Typed = Mapping[str, str | tuple[str, ...]]
FILLED: Typed = {
    "text": "Forged words.",
    "channels": ("linkedin",),
    "decision": "approve",
    "code": "tone",
    "why": "Because.",
}
"""A form filled in so that it would be good for any action."""


@dataclass(kw_only=True)
class Siege:
    """The company, and the requests that a manipulated client of either chat can send there."""

    company: Company
    proposal: ProposalId
    card: Message
    seen: Seen
    database: Database
    _forms: dict[str, View] = field(default_factory=dict[str, View])

    @property
    def reviews(self) -> Chat:
        """The Teams channel where the desk is asked."""
        return self.company.legal

    def action(self, name: ActionName, proposal: ProposalId | None = None, revision: int = 1) -> str:
        """What a button of that name for the desk would carry."""
        return encode(Action(name=name, proposal=proposal or self.proposal, desk=DESK, revision=revision))

    async def stands(self, proposal: ProposalId | None = None) -> Proposal:
        """A proposal as it is on record."""
        wanted = proposal or self.proposal
        return next(one for one in await self.company.proposals() if one.id == wanted)

    async def events(self, proposal: ProposalId | None = None) -> tuple[Event, ...]:
        """All that happened to a proposal."""
        found = await self.company.product.store.events_of(proposal or self.proposal)
        assert isinstance(found, tuple)
        return found

    async def departed(self, who: str) -> None:
        """Wait until it is on record that somebody's account in Slack was deactivated."""
        slack = self.company.slack
        account = AccountId(chat="slack", installation=slack.workspace.team_id, user=slack.person(who).id)
        async with asyncio.timeout(PATIENCE):
            while (found := await self.company.product.store.who(account))[0] is not None and found[0].linked:  # noqa: ASYNC110  # rows ring no bell
                await asyncio.sleep(0.02)

    async def denials(self) -> list[tuple[str, str, str]]:
        """Every denial on the ledger, oldest first for each stream: the first name of whoever it was, what they tried, and
        why not. Nobody we know is "stranger".
        """

        def on_record(connection: Connection) -> list[tuple[str, str, str]]:
            names = {row.id: row.name.partition(" ")[0].lower() for row in connection.execute(select(PEOPLE))}
            denied = select(LEDGER).where(LEDGER.c.kind == "denied").order_by(LEDGER.c.stream, LEDGER.c.sequence)
            rows = [(row.actor, json.loads(row.body)) for row in connection.execute(denied)]
            return [(names.get(actor, "stranger"), what["attempt"], what["cause"]) for actor, what in rows]

        return await self.database.read(on_record)

    @asynccontextmanager
    async def denied(self, *expected: tuple[str, str, str]) -> AsyncGenerator[None]:
        """What happens inside is refused, changes nothing, and is put on the ledger as exactly these denials."""
        before = await self.denials()
        async with self.nothing_changes():
            yield
        now = await self.denials()
        assert sorted(now) == sorted([*before, *expected]), now

    @asynccontextmanager
    async def nothing_changes(self, *only: ProposalId) -> AsyncGenerator[None]:
        """Whatever happens inside leaves the proposals (`only` these, or all) and their events as they were, and the
        ledger's chain whole.
        """
        before = await self._record(only)
        yield
        await self.company.calm()
        assert await self._record(only) == before
        assert await self.company.product.store.verify() is None

    async def _record(self, only: tuple[ProposalId, ...]) -> dict[ProposalId, tuple[Proposal, tuple[Event, ...]]]:
        every = [one for one in await self.company.proposals() if not only or one.id in only]
        return {one.id: (one, await self.events(one.id)) for one in every}

    async def propose(self, who: str = "ada", text: str = WORDS, *, button: str = "") -> ProposalId:
        """Somebody proposes in Slack; `button` is another of the form's than its main one."""
        before = {one.id for one in await self.company.proposals()}
        person = self.company.in_slack(who)
        if button:
            await person.client.command("/propose-post", text)
            await person.presses(button, channels=("linkedin",))
        else:
            await person.proposes(text)
        (made,) = [one.id for one in await self.company.proposals() if one.id not in before]
        return made

    # Slack

    def clicking(self, who: str, value: object, *, on: Message | None = None) -> Json:
        """A click in Slack on the desk's card whose button carries `value`."""
        payload = self.company.slack.person(who).clicking(on or self.card, "Approve")
        payload["actions"][0]["value"] = value
        return payload

    async def slack_button(self, who: str, value: object) -> str:
        """Send that click; what is then said to the one who clicked, or the title of the form that opened."""
        slack = self.company.slack
        person = slack.person(who)
        slack.world.stack(person.id).clear()
        before = len(self._whispers(who))
        (sent,) = await slack.send(self.clicking(who, value))
        assert (sent.status, sent.text) == (200, "")
        await slack.until(lambda: len(self._whispers(who)) > before or person.modal() is not None)
        opened_form = person.modal()
        if opened_form is not None:
            slack.world.stack(person.id).clear()
            return opened_form.title
        return "\n".join(person.read(self._whispers(who)[-1]))

    async def slack_button_quietly(self, who: str, value: object) -> None:
        """Send a click that is recorded, and so answered by the card alone."""
        (sent,) = await self.company.slack.send(self.clicking(who, value))
        assert (sent.status, sent.text) == (200, "")

    def _whispers(self, who: str) -> list[Message]:
        slack = self.company.slack
        person = slack.person(who).id
        return [one for one in slack.conversation(ROOM).ephemerals.values() if one.seen_by == person]

    async def filling(self, who: str, about: object, typed: Typed) -> Json:
        """A form sent from Slack whose hidden metadata is `about`."""
        person = self.company.slack.person(who)
        if who not in self._forms:
            await person.command("/propose-post")
            form = person.modal()
            assert form is not None
            self._forms[who] = form
            self.company.slack.world.stack(person.id).clear()
        payload = person.submitting(self._forms[who])
        payload["view"] |= {"private_metadata": about, "state": {"values": filled_in(typed)}}
        return payload

    async def slack_form(self, who: str, about: object, typed: Typed = FILLED) -> str:
        """Send that form; all that Slack is told to show."""
        (sent,) = await self.company.slack.send(await self.filling(who, about, typed))
        assert sent.status == 200
        return json.dumps(json.loads(sent.text), ensure_ascii=False) if sent.text else ""

    # Teams

    def executing(self, who: str, value: object, *, trigger: object = "manual", **more: object) -> Json:
        """A click in Teams on a button that acts at once; `more` is laid beside its data."""
        action = {"type": "Action.Execute", "verb": "approve", "data": {"copydesk": value, **more}}
        sent: Json = {"action": action, "trigger": trigger}
        return self.company.teams.person(who).invoke_activity("adaptiveCard/action", sent, self.seen)

    async def teams_button(self, who: str, value: object, **more: object) -> str:
        """Send that click; all that Teams is told to show."""
        return await self.invoked(self.executing(who, value, **more))

    async def teams_dialog(self, who: str, value: object) -> str:
        """Press a button that opens a dialog."""
        person = self.company.teams.person(who)
        return await self.invoked(person.invoke_activity("task/fetch", {"data": {"copydesk": value}}, self.seen))

    async def teams_form(self, who: str, about: object, typed: Typed = FILLED, **more: object) -> str:
        """Send a dialog that is about `about`."""
        return await self.invoked(self.submitting(who, about, typed, **more))

    def submitting(self, who: str, about: object, typed: Typed = FILLED, **more: object) -> Json:
        """A dialog sent from Teams; `more` is laid over its data."""
        values = {name: one if isinstance(one, str) else ",".join(one) for name, one in typed.items()}
        data: Json = {"copydesk": about, "intent": "send", "many": "channels", **values, **more}
        return self.company.teams.person(who).invoke_activity("task/submit", {"data": data}, self.seen)

    async def invoked(self, activity: Json) -> str:
        """Send an invoke: always answered, with a body."""
        (answer,) = await self.company.teams.deliver(activity)
        assert answer.status == 200
        assert answer.body
        return answer.body.decode()


def filled_in(typed: Typed) -> Json:
    """The state of a form in Slack with these values."""
    kinds = {"channels": "checkboxes", "decision": "radio_buttons", "code": "static_select"}
    state: Json = {}
    for name, one in typed.items():
        kind = kinds.get(name, "plain_text_input")
        if isinstance(one, tuple):
            held: Json = {"type": kind, "selected_options": [{"value": each} for each in one]}
        elif kind == "plain_text_input":
            held = {"type": kind, "value": one}
        else:
            held = {"type": kind, "selected_option": {"value": one}}
        state[name] = {"value": held}
    return state


@asynccontextmanager
async def besieged(url: str, policy: str = POLICY) -> AsyncGenerator[Siege]:
    """Open the company on a migrated database, under a policy with the same desk; afterwards the cards and the ledger must
    still agree.
    """
    database = connect(url)
    try:
        async with open_office(database, policy=policy, patience=UNHURRIED) as office:
            company = Company(slack=office.slack, teams=office.teams, product=office.product)
            company.slack.conversation(ROOM).members |= {company.slack.person(who).id for who in ("ada", "ben", "ivy")}
            for who in ("ada", "ivy"):
                await company.teams.person(who).join(company.legal)
            await company.introduce({"slack": ["ada"], "teams": ["ada"]})
            await company.in_teams("cleo").says("bind editors", company.legal)
            await company.in_slack("ada").proposes(WORDS)
            (proposal,) = await company.proposals()
            yield Siege(
                company=company,
                proposal=proposal.id,
                card=company.in_slack("cleo").card(ROOM),
                seen=await company.in_teams("ben").card(company.legal),
                database=database,
            )
            await company.calm()
            await company.check()
    finally:
        await database.close()
