"""A storm over the example company: a clock that only the test moves, people who act while calls fail, and the calm after."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TypeVar, assert_never

from adapters.policy_file.texts import example
from adapters.storage.database import connect
from bot.compose import run_product
from bot.demo import open_local_chats, settings_for
from bot.playground.slack import DeliverTwice, Message, NotThereError
from bot.playground.slack.shapes import Json
from bot.playground.teams import Chat, Dialog, Duplicate, LoseDelivery, Seen
from bot.playground.teams.card_reading import MissingInput, button, data_of, fill
from tests.acceptance.office import MARKETING, QUIET, UNHURRIED, Company, Hands, understood
from tests.acceptance.people import InSlack, InTeams
from tests.faults.plans import Deleted, Do, Late, Pass, Seat, SlackTrouble, Step, TeamsTrouble, TwiceDelivered
from workflows.domain.ids import ProposalId

T = TypeVar("T")

PATIENCE = 60
MOST_ROUNDS = 200
"""After the storm: how often the clock is set to what is due next. Waits grow to five minutes, so this is many hours."""
LOOKS = 3
FORGIVEN = frozenset(
    {
        # What comes of deleted messages.
        "message_not_found",
        "thread_not_found",
        "ActivityNotFoundInConversation",
        # What comes of a click that asked for a form and was delivered twice.
        "exchanged_trigger_id",
    }
)


@dataclass(kw_only=True)
class Storm:
    """The company, its clock, and what is on its way. `deleted` are the messages that somebody deleted."""

    company: Company
    hands: Hands
    deleted: set[str] = field(default_factory=set[str])
    late: list[tuple[int, Late, Json]] = field(default_factory=list[tuple[int, Late, Json]])
    versions: "count[int]" = field(default_factory=lambda: count(1))
    before: set[str] = field(default_factory=set[str])
    """The messages in Teams that were there before the first post."""

    async def take(self, step: Step) -> None:
        """Let one step happen. What cannot be done now is not done."""
        match step:
            case Do():
                # Somebody in front of a screen without that button does nothing.
                with suppress(NotThereError, LookupError):
                    await self._do(step)
            case Late():
                with suppress(NotThereError, LookupError):
                    self.late.append((step.steps, step, await self._clicking(step.seat, step.which)))
            case SlackTrouble(method=method, times=times):
                self.company.slack.faults.once(method, step.fault, times=times)
            case TeamsTrouble(endpoint=endpoint, times=times):
                self.company.teams.faults.inject(endpoint, step.fault, times=times)
            case TwiceDelivered(chat="slack"):
                for kind in ("block_actions", "view_submission"):
                    self.company.slack.faults.once(kind, DeliverTwice())
            case TwiceDelivered(lost=lost):
                self.company.teams.faults.inject_delivery(LoseDelivery() if lost else Duplicate())
            case Deleted():
                self._delete(step)
            case Pass(seconds=seconds):
                await self.pass_time(timedelta(seconds=seconds))
            case _:
                assert_never(step)
        await self._arrive()

    async def pass_time(self, by: timedelta) -> None:
        """Time passes, and whatever is due then is done."""
        self.hands.now += by
        await self.company.product.tick()
        await self.still()

    def forgive(self) -> None:
        """Leave out of the record what came of answers that were lost again and again on their way to somebody."""
        mishaps = self.company.teams.log.mishaps
        mishaps[:] = [one for one in mishaps if one.cause != "no answer in time"]

    async def still(self) -> None:
        """Wait until the courier has nothing to do at this hour."""
        store, quiet = self.company.product.store, 0
        async with asyncio.timeout(PATIENCE):
            # Two looks: between a claim and its delivery is a moment in which neither can be seen.
            while quiet < 2:
                due = await store.next_due(self.hands.now)
                busy = any(task.get_name().startswith("card post") for task in asyncio.all_tasks())
                quiet = 0 if busy or (due is not None and due <= self.hands.now) else quiet + 1
                await asyncio.sleep(0.005)

    async def calm(self) -> None:
        """After the faults: what is on its way arrives, and time passes until the courier has nothing left to do."""
        self.company.slack.faults.clear()
        self.company.teams.faults.clear()
        await self._arrive(all_of_it=True)
        await self.still()
        rested = 0
        for _ in range(MOST_ROUNDS):
            due = await self.company.product.store.next_due(self.hands.now)
            # What changed without an event (somebody was met) is found by the sweep, which takes a few looks.
            rested = rested + 1 if due is None else 0
            if rested > LOOKS:
                return
            await self.pass_time(max(timedelta(), due - self.hands.now) if due else timedelta(seconds=31))
        raise AssertionError("the courier never came to rest")

    async def mend(self) -> set[ProposalId]:
        """What an operator and Ada can do about what nobody could know: everything parked is tried again, and every open
        post is edited; which ones could be.
        """
        await self.company.product.store.retry(None)
        ada, edited = self.slack("ada"), set[ProposalId]()
        for proposal in await self.company.proposals():
            cards = [card for card in ada.cards() if f'"edit|{proposal.id}|' in json.dumps(card.blocks)]
            if cards:
                ada.slack.world.stack(ada.client.id).clear()
                await ada.clicks("Edit", on=cards[-1])
                await ada.fills(text=self.words())
                edited.add(proposal.id)
        await self.calm()
        return edited

    # People

    def slack(self, name: str, *, hurry: bool = False) -> InSlack:
        """Somebody in Slack, who waits for the cards unless in a hurry."""
        client = self.company.slack.person(name)
        return InSlack(client=client, slack=self.company.slack, calm=_not if hurry else self.still)

    def teams(self, name: str, *, hurry: bool = False) -> InTeams:
        """Somebody in Teams, who waits for the cards unless in a hurry."""
        client = self.company.teams.person(name)
        return InTeams(client=client, teams=self.company.teams, calm=_not if hurry else self.still)

    async def _do(self, step: Do) -> None:
        name = step.seat.partition(" ")[0]
        if step.seat.endswith("slack"):
            await self._in_slack(self.slack(name, hurry=step.hurry), "" if name == "ada" else MARKETING, step)
        else:
            await self._in_teams(
                self.teams(name, hurry=step.hurry), None if name == "ada" else self.company.legal, step
            )

    def words(self) -> str:
        """A draft that both desks must read; the number tells which came later."""
        return f"Our new kettle is the fastest on the market, version {next(self.versions)}."

    async def _in_slack(self, person: InSlack, place: str, step: Do) -> None:
        # A form that stayed open, since its answer was lost, is closed by hand.
        person.slack.world.stack(person.client.id).clear()
        label = step.deed.capitalize()
        if step.deed == "propose":
            await person.proposes(self.words())
            return
        cards = [card for card in person.cards(place) if f'"{label}"' in json.dumps(card.blocks)]
        await person.clicks(label, place, on=_nth(cards, step.which))
        if person.client.modal() is None:
            return
        match step.deed:
            case "edit":
                await person.fills(text=self.words())
            case "request changes":
                await person.fills(code="tone", why="Less steam.")
            case "withdraw":
                await person.fills()
            case "approve":
                pass

    async def _in_teams(self, person: InTeams, chat: Chat | None, step: Do) -> None:
        if step.deed == "propose":
            opened = await person.client.compose("propose", chat)
            if isinstance(opened, Dialog):
                person.dialog = opened
                await person.presses("Send for review", text=self.words(), channels=("linkedin",))
            return
        label = step.deed.capitalize()
        await person.clicks(label, chat, on=await self._seen(person, chat, label, step.which))
        if person.dialog is None:
            return
        match step.deed:
            case "edit":
                await person.presses("Save", text=self.words())
            case "request changes":
                await person.presses("Request changes", code="tone", why="Less steam.")
            case "withdraw":
                await person.presses("Withdraw")
            case "approve":
                pass

    async def _seen(self, person: InTeams, chat: Chat | None, label: str, which: int) -> Seen:
        cards = await person.cards(chat)
        return _nth([card for card in cards if f'"{label}"' in json.dumps(card.card)], which)

    # What is delivered late, and deleted

    async def _clicking(self, seat: Seat, which: int) -> Json:
        if seat == "cleo in slack":
            cleo = self.slack("cleo")
            cards = [card for card in cleo.cards(MARKETING) if '"Approve"' in json.dumps(card.blocks)]
            return cleo.client.clicking(_nth(cards, which), "Approve")
        ben = self.teams("ben")
        seen = await self._seen(ben, self.company.legal, "Approve", which)
        assert seen.card is not None
        pressed = button(seen.card, "Approve")
        filled = fill(pressed, {})
        assert not isinstance(filled, MissingInput)
        action = {name: pressed.action[name] for name in ("id", "title", "verb") if name in pressed.action}
        value: Json = {
            "action": {"type": "Action.Execute", "data": data_of(pressed, filled), **action},
            "trigger": "manual",
        }
        return ben.client.invoke_activity("adaptiveCard/action", value, seen)

    async def _arrive(self, *, all_of_it: bool = False) -> None:
        """Whatever is late enough arrives, the last first."""
        late, self.late = self.late, []
        for steps, click, payload in reversed(late):
            if steps > 0 and not all_of_it:
                self.late.insert(0, (steps - 1, click, payload))
            elif click.seat.endswith("slack"):
                answers = await self.company.slack.send(payload, times=click.copies)
                assert {answer.status for answer in answers} == {200}
            else:
                brought = await self.company.teams.deliver(payload, copies=click.copies)
                assert {answer.status for answer in brought} == {200}

    def _delete(self, step: Deleted) -> None:
        if step.place == "legal":
            there = [one for one in self.company.legal.messages.values() if not one.deleted and one.author == "bot"]
            there = [one for one in there if one.id not in self.before]
            if there:
                gone = there[step.which % len(there)]
                gone.deleted = True
                self.deleted.add(gone.id)
            return
        person = self.slack("ada" if step.place == "ada" else "cleo")
        cards: list[Message] = person.cards("" if step.place == "ada" else MARKETING)
        if cards:
            message = cards[step.which % len(cards)]
            del self.company.slack.world.conversations[message.conversation].messages[message.ts]
            self.deleted.add(message.ts)


@asynccontextmanager
async def storm(database_url: str) -> AsyncGenerator[Storm]:
    """The company on an empty database, with legal's place bound."""
    database, hands = connect(database_url), Hands(QUIET)
    try:
        async with (
            open_local_chats(UNHURRIED, clock=hands.read) as (slack, teams),
            run_product(
                settings_for(slack, teams), understood(example()), database, hands.read, UNHURRIED, "at will"
            ) as product,
        ):
            company = Company(slack=slack, teams=teams, product=product)
            company.attach(product)
            company.expected |= FORGIVEN
            await company.introduce()
            await product.tick()
            await company.bind_legal()
            await teams.person("ada").install()
            made = Storm(company=company, hands=hands)
            await made.still()
            made.before = {one for chat in teams.world.chats.values() for one in chat.messages}
            yield made
    finally:
        await database.close()


async def _not() -> None:
    """Wait for nothing."""


def _nth(found: list[T], which: int) -> T:
    if not found:
        raise LookupError("there is none")
    return found[which % len(found)]
