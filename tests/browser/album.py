"""Every card and dialog that Copydesk sends to Teams while people use all that it offers."""

import json
from collections.abc import Iterator

from bot.playground.teams import LocalTeams
from bot.playground.teams.card_reading import buttons
from bot.playground.teams.shapes import Json, is_list, is_object, text_at
from tests.acceptance.office import Company
from tests.acceptance.people import InTeams

WORDS = (
    "Our *new* kettle_is_the [fastest](https://example.com) #1 & <b>best</b> 🫖\n\n- Win a kettle {{DATE(2026-12-01)}}"
)
"""Words full of what a card could take for something else."""


async def play(company: Company) -> None:
    """Ada, Ben and Cleo use everything, what goes wrong included."""
    ada, ben, cleo = (company.in_teams(name) for name in ("ada", "ben", "cleo"))
    for person in (ada, ben, cleo):
        await person.client.install()
    await company.bind_legal()
    for asked in ("help", "status", "why 1", "propose", "propose Half a thought", "what?"):
        await ada.says(asked)
    await _proposes(ada)
    await _look_around(company)
    await ben.clicks("Request changes", company.legal)
    await ben.presses("Request changes")
    await ben.presses("Request changes", code="Unsupported claim", why="Say *what* it does.")
    await _look_around(company)
    await ada.clicks("Edit")
    await ada.presses("Save", text="Win a kettle. Terms on our site.")
    await ben.clicks("Approve", company.legal)
    await company.in_slack("cleo").clicks("Approve", "#marketing-review")
    await _look_around(company)
    for asked in ("status", "why 2"):
        await cleo.says(asked)
    await _words_and_watchers(company)
    await _behind_a_stub(company)
    await _overridden(company)
    await _who_is_there(company)


async def _proposes(ada: InTeams) -> None:
    ada.dialog = await ada.opens()
    await ada.presses("Send for review")
    await ada.presses("Check", text=WORDS, channels=["linkedin", "x"], link="no link")
    await ada.presses(
        "Send for review", link="https://example.com/tea", day="2027-01-12", time="09:30", note="For *you*"
    )


async def _words_and_watchers(company: Company) -> None:
    """Words that the brand avoids, a post that Ada watches, and other wording that its author takes."""
    ada, ben = company.in_teams("ada"), company.in_teams("ben")
    await ada.proposes("A world-class kettle: see it at the fair.", ("linkedin", "x"), pillar="craft")
    await ben.proposes("We are at the fair.")
    await ben.says(f"watch {(await company.numbers())[-1]} Ada")
    await ada.proposes("The fastest kettle is at the fair.")
    await ben.clicks("Suggest wording", company.legal)
    await ben.presses("Suggest", text="A fast kettle is at the fair.", why="*Which* race?", approves="as_it_stands")
    await _look_around(company)
    await ada.clicks("Accept")
    await ada.presses("Accept")
    await _look_around(company)


async def _behind_a_stub(company: Company) -> None:
    """A confidential post: the stub where legal is asked, and the view of it that each of those named has."""
    await company.in_teams("ada").proposes("The fastest reorganisation of all.", topics=["reorganisation"])
    await _look_around(company)


async def _overridden(company: Company) -> None:
    """Both who may override do, and everything is stopped and goes on again."""
    ada, ben, cleo = (company.in_teams(name) for name in ("ada", "ben", "cleo"))
    await ada.proposes("The fastest kettle of the year.")
    for person in (ben, cleo):
        await person.says(f"override {(await company.numbers())[-1]} It *opens* at nine")
        await person.clicks("Open", on=(await person.sees())[-1])
        await person.presses("Override")
    await cleo.says("stop A *recall* is being announced")
    await _look_around(company)
    await cleo.says("resume")


async def _who_is_there(company: Company) -> None:
    """Ivy is asked who she is, and Ben says that she decides for him meanwhile."""
    ivy, ben = company.in_teams("ivy"), company.in_teams("ben")
    await ivy.client.install()
    await ivy.says("me")
    await ben.says("away until 2026-12-03 09:00 cover Cleo")
    await ben.clicks("I'm back", on=(await ben.sees())[-1])


async def _look_around(company: Company) -> None:
    """Everybody reads every chat and opens every form that a card offers."""
    for name in ("ada", "ben", "cleo"):
        client = company.in_teams(name).client
        for chat in [one for one in client.world.chats.values() if name in one.members]:
            for seen in await client.see(chat):
                for place, button in enumerate(buttons(seen.card or {})):
                    if text_at(button.action, "data", "msteams", "type") == "task/fetch":
                        await client.click(seen, place)


def cards_of(teams: LocalTeams) -> list[Json]:
    """All cards that went over the wire, posted or answered, each once."""
    sent: list[object] = [call.body for call in teams.log.calls]
    sent += [json.loads(delivery.answer) for delivery in teams.log.deliveries if delivery.answer]
    unlike = {json.dumps(card, sort_keys=True): card for body in sent for card in _cards_in(body)}
    return list(unlike.values())


def _cards_in(value: object) -> Iterator[Json]:
    if is_list(value):
        for inner in value:
            yield from _cards_in(inner)
    elif is_object(value):
        if value.get("type") == "AdaptiveCard":
            yield value
        for inner in value.values():
            yield from _cards_in(inner)
