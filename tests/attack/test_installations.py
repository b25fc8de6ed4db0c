"""Attacks across Slack workspaces: one person in several, another workspace's objects by their ids, workspaces that are gone."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, get_args

import pytest

from bot.playground.slack import Premises
from bot.playground.slack.shapes import Json
from tests.acceptance.test_workspaces import WORDS, both_installed
from tests.attack.siege import FILLED, filled_in
from tests.support.databases import copy
from tests.support.workspaces import ACME, POLICY, Group, group
from workflows.cards.actions import Action, ActionName, encode
from workflows.domain.ids import DeskId, ProposalId
from workflows.domain.proposal import Proposal

pytestmark = pytest.mark.attack

LABS: Final = DeskId("labs")
ROOM: Final = "#labs-review"
NAMES: Final[tuple[ActionName, ...]] = get_args(ActionName)
QUIET: Final[frozenset[ActionName]] = frozenset({"refresh"})
"""Answered by the card alone."""
TWO_OF_LABS: Final = POLICY.replace("name: Labs", "name: Labs\n    quorum: 2").replace(
    "  - {name: marketing has read it, why: Every post speaks for the brand., desk: marketing}\n", ""
)


async def stands(company: Group) -> Proposal:
    """The only proposal."""
    (found,) = await company.company.proposals()
    return found


def about(name: ActionName, proposal: str) -> str:
    """What a button of that name would carry."""
    return encode(Action(name=name, proposal=ProposalId(proposal), desk=LABS, revision=1))


def clicking(workspace: Premises, who: str, value: str) -> Json:
    """A click on the labs' card whose button carries `value`."""
    person = workspace.person(who)
    (card,) = [one for one in person.messages(ROOM) if one.bot_id and not one.thread_ts and not one.seen_by]
    payload = person.clicking(card, "Approve")
    payload["actions"][0]["value"] = value
    return payload


async def pressed(company: Group, workspace: Premises, who: str, value: str) -> str:
    """What somebody is told who sends that click, or the title of the form that opens."""
    person = workspace.person(who)
    room = workspace.conversation(ROOM)
    workspace.world.stack(person.id).clear()

    def whispers() -> list[str]:
        return ["\n".join(person.read(one)) for one in room.ephemerals.values() if one.seen_by == person.id]

    before = len(whispers())
    (sent,) = await company.slack.send(clicking(workspace, who, value))
    assert (sent.status, sent.text) == (200, "")
    await company.slack.until(lambda: len(whispers()) > before or person.modal() is not None)
    form = person.modal()
    return form.title if form else whispers()[-1]


async def filled(company: Group, workspace: Premises, who: str, value: str) -> str:
    """What Slack is told to show to somebody who sends a form that is about `value`."""
    person = workspace.person(who)
    await person.command("/propose-post")
    form = person.modal()
    assert form is not None
    workspace.world.stack(person.id).clear()
    payload = person.submitting(form)
    payload["view"] |= {"private_metadata": value, "state": {"values": filled_in(FILLED)}}
    (sent,) = await company.slack.send(payload)
    assert sent.status == 200
    return sent.text


async def test_one_person_in_two_workspaces(database_url: str) -> None:
    """Attack 4: Gil approves in Globex, in Acme and by form, at once and again: he counts once, and Ben is still awaited."""
    async with group(database_url, policy=TWO_OF_LABS) as company:
        await both_installed(company)
        company.globex.person("gil").person.email = "GIL@Example.com"
        company.slack.conversation("marketing-review").members.add(company.slack.person("gil").id)
        await company.at(company.slack, "ada").proposes(WORDS)
        post = (await stands(company)).id
        approve = about("approve", post)
        here = clicking(company.globex, "gil", approve)
        there = here | {"team": {"id": ACME, "domain": "acme"}, "trigger_id": company.slack.world.new_trigger("U0GIL")}
        there |= {"user": here["user"] | {"team_id": ACME}}
        await asyncio.gather(*(company.slack.send(payload) for payload in (here, there, here, there)))
        await filled(company, company.globex, "gil", approve)
        await company.calm()
        found = await stands(company)
        assert len(found.reviews) == 1
        assert "Waiting for Ben Okafor (Labs)" in company.at(company.slack, "ada").status()
        assert len(await company.company.people("gil@example.com")) == 1


async def test_one_person_in_slack_and_in_teams(sqlite_file: Path) -> None:
    """Attack 4: Ben approves in Teams and in Slack; he is one person, whichever chat he uses."""
    async with group(copy(sqlite_file), policy=TWO_OF_LABS) as company:
        await both_installed(company)
        company.globex.add_person("ben", real_name="B. Okafor")
        company.globex.conversation(ROOM).members.add(company.globex.person("ben").id)
        await company.at(company.slack, "ada").proposes(WORDS)
        post = (await stands(company)).id
        await company.company.in_teams("ben").clicks("Approve", company.company.legal)
        (sent,) = await company.slack.send(clicking(company.globex, "ben", about("approve", post)))
        assert sent.status == 200
        await company.calm()
        assert len((await stands(company)).reviews) == 1
        assert "Waiting for Gil Hart (Labs)" in company.at(company.slack, "ada").status()


async def test_one_person_on_two_desks(sqlite_file: Path) -> None:
    """Attack 4: Gil sits on both desks. He fills one slot, and is told so when he tries the other from another workspace."""
    async with group(copy(sqlite_file)) as company:
        await both_installed(company)
        company.slack.conversation("marketing-review").members.add(company.slack.person("gil").id)
        await company.at(company.slack, "ada").proposes(WORDS)
        gil = company.at(company.slack, "gil")
        await gil.clicks("Approve", "#marketing-review")
        post = (await stands(company)).id
        said = await pressed(company, company.globex, "gil", about("approve", post))
        assert "a person counts once" in said
        assert len((await stands(company)).reviews) == 1


async def test_another_workspaces_posts_by_their_ids(sqlite_file: Path) -> None:
    """Attack 32: every action with every id that is none of theirs, from a button and a form in another workspace, gets the very
    answer of an id that is nobody's, and changes nothing.
    """
    async with group(copy(sqlite_file)) as company:
        await both_installed(company)
        ada = company.at(company.slack, "ada")
        await ada.proposes(WORDS)
        shown = await stands(company)
        await ada.client.command("/propose-post", "A secret plan.")
        await ada.presses("Save as draft", channels=("linkedin",))
        (draft,) = [one.id for one in await company.company.proposals() if one.id != shown.id]
        (card, *_) = [one.id for loaded in await company.product.store.queue(("in_review",)) for one in loaded.posts]
        company.globex.conversation(ROOM).members.add(company.globex.person("zoe").id)
        before = await company.company.proposals()
        ways: dict[str, Callable[[str], Awaitable[str]]] = {
            "button": lambda value: pressed(company, company.globex, "zoe", value),
            "form": lambda value: filled(company, company.globex, "zoe", value),
        }
        assert "secret" not in await filled(company, company.globex, "zoe", about("propose", draft))
        for name in NAMES:
            for way, send in ways.items():
                # A form to propose carries the id of what it will make.
                if (way == "button" and name in QUIET) or name == "propose":
                    continue
                nobodys = secrets.token_hex(15)
                unknown = (await send(about(name, nobodys))).replace(nobodys, "ID")
                for foreign in (draft, card, "T0ACME", company.slack.conversation("marketing-review").id):
                    told = (await send(about(name, foreign))).replace(foreign, "ID")
                    assert told == unknown, (name, way, foreign)
        await company.calm()
        assert await company.company.proposals() == before


async def test_another_workspaces_messages_by_their_ids(sqlite_file: Path) -> None:
    """Attack 32: a click that claims to be on a message of another workspace moves no card: messages are looked for only in the
    workspace that Slack names.
    """
    async with group(copy(sqlite_file)) as company:
        await both_installed(company)
        ada, cleo = company.at(company.slack, "ada"), company.at(company.slack, "cleo")
        await ada.proposes(WORDS)
        post = await stands(company)
        theirs = cleo.card("#marketing-review")
        posts = {one.id: one.ref for one in (await company.product.store.queue(("in_review",)))[0].posts}
        payload = clicking(company.globex, "gil", about("refresh", post.id))
        payload["container"] |= {"message_ts": theirs.ts, "channel_id": theirs.conversation}
        payload["channel"] = {"id": theirs.conversation, "name": "marketing-review"}
        (sent,) = await company.slack.send(payload)
        assert sent.status == 200
        await company.calm()
        assert {one.id: one.ref for one in (await company.product.store.queue(("in_review",)))[0].posts} == posts
        await company.at(company.globex, "gil").clicks("Approve", ROOM)
        assert "Labs: Gil Hart approved" in "\n".join(cleo.reads("#marketing-review"))


async def test_a_workspace_that_was_never_ours(sqlite_file: Path) -> None:
    """Attacks 31 and 32: with Slack's signature and our app's id, every action from a workspace that is not installed is refused
    without a look, whatever it is about; a colleague's id in it helps nobody.
    """
    async with group(copy(sqlite_file)) as company:
        await both_installed(company)
        await company.at(company.slack, "ada").proposes(WORDS)
        before = await stands(company)
        evil = company.slack.add_workspace("T0EVIL", "Evil")
        evil.add_person("gil", real_name="Gil Hart")
        for name in NAMES:
            payload = clicking(company.globex, "gil", about(name, before.id))
            payload["team"] = {"id": "T0EVIL", "domain": "evil"}
            (sent,) = await company.slack.send(payload)
            assert (sent.status, sent.text) == (403, ""), name
        for payload in (
            evil.event(
                {"type": "app_mention", "user": "U0GIL", "channel": "C0LABSREVIEW", "text": "help", "ts": "1.000001"}
            ),
            evil.event({"type": "app_uninstalled"}),
            evil.event({"type": "tokens_revoked", "tokens": {"bot": ["U0COPYDESK"]}}),
        ):
            (sent,) = await company.slack.send(payload)
            assert (sent.status, sent.text) == (403, "")
        await company.product.tick()
        assert await stands(company) == before
        assert await company.product.places.unbound() == ()


async def test_another_app_in_our_workspace(sqlite_file: Path) -> None:
    """Attack 31: in a workspace where Copydesk is installed, what another app of the same secret would send is refused."""
    async with group(copy(sqlite_file)) as company:
        await both_installed(company)
        await company.at(company.slack, "ada").proposes(WORDS)
        payload = clicking(company.globex, "gil", about("approve", (await stands(company)).id))
        payload["api_app_id"] = "A0OTHER"
        (sent,) = await company.slack.send(payload)
        assert (sent.status, sent.text) == (403, "")
        assert (await stands(company)).reviews == ()


async def test_uninstalled_yesterday(database_url: str) -> None:
    """Attack 31: once a workspace uninstalled Copydesk, a good signature from there is worth nothing, not even for a reviewer."""
    async with group(database_url) as company:
        await both_installed(company)
        await company.at(company.slack, "ada").proposes(WORDS)
        before = await stands(company)
        clicks = [clicking(company.globex, "gil", about(name, before.id)) for name in NAMES]
        command = company.globex.person("gil").commanding("/copydesk", "status")
        company.globex.uninstall()
        await company.slack.settled()
        for payload in clicks:
            (sent,) = await company.slack.send(payload)
            assert (sent.status, sent.text) == (403, "")
        (sent,) = await company.slack.send(command)
        assert "not set up for your workspace" in sent.text
        assert await stands(company) == before
