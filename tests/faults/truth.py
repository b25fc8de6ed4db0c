"""What must be true after a storm, read from the platforms' own logs and screens and from the record.

Each function gives what is wrong, a line each.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from adapters.slack.cards import message_blocks
from adapters.teams.cards import message as teams_message
from bot.playground.slack.journal import Call as SlackCall
from bot.playground.slack.world import Message
from bot.playground.teams.log import Call
from tests.faults.storm import Storm
from workflows.domain.ids import ProposalId
from workflows.engine.chat import CardPost, NoticeSubject
from workflows.engine.courier import UNKNOWN_TWICE
from workflows.engine.drawing import drawing
from workflows.engine.store import Loaded
from workflows.engine.turns import chat_of

EXCUSED = {UNKNOWN_TWICE, "thread_not_found"}
"""Why a card post may wait for somebody: a message in Teams may stand there, or the message above was deleted."""
PER_CHANNEL = "chat.postMessage"
POSTS = {"send", "reply", "create"}
_VERSION = re.compile(r"version (\d+)")
_NAMED_BY_SLACK = re.compile(r'"(?:block_id|action_id)": "[ab]\d{4,}"(?:, )?')


async def differs(storm: Storm, only: Collection[ProposalId] | None = None) -> list[str]:
    """Cards that do not show how things stand. Without `only`, nothing is asked of what nobody could know of: messages that
    somebody deleted, and those in Teams that are held since their fate was unknown twice.
    """
    store, wrong = storm.company.product.store, list[str]()
    parked = await store.parked()
    held = {one.post: one.why for one in parked}
    for proposal in await storm.company.proposals():
        if only is not None and proposal.id not in only:
            continue
        loaded = await store.load(proposal.id)
        assert isinstance(loaded, Loaded)
        for post in loaded.posts:
            excused = only is None and (
                held.get(post.id) in EXCUSED or (post.ref is not None and post.ref.id in storm.deleted)
            )
            if not excused and not isinstance(post.subject, NoticeSubject):
                wrong += _differs(storm, post, loaded, held.get(post.id, ""))
    for one in parked:
        if one.why not in EXCUSED or (only and one.proposal and one.proposal in only):
            wrong.append(f"{one.post} is parked: {one.why}")
    return wrong


def _differs(storm: Storm, post: CardPost, loaded: Loaded, held: str) -> Iterator[str]:
    drawn = drawing(post, loaded, storm.company.product.policies, storm.hands.now)
    if drawn is None:
        return
    name = f"{post.id} ({post.subject}, {post.place}{', parked: ' + held if held else ''})"
    if chat_of(post) == "slack":
        stands = [one for one in in_slack(storm) if _card_post(one.metadata) == post.id]
        if not stands:
            yield f"{name} is nowhere in Slack"
        wanted = _plain(message_blocks(drawn.card))
        yield from (f"{name} is not up to date at {one.ts}" for one in stands if _plain(one.blocks) != wanted)
        return
    chat = storm.company.teams.world.chats.get(post.ref.conversation.id) if post.ref else None
    message = chat.messages.get(post.ref.id) if chat and post.ref else None
    if message is None or message.deleted:
        yield f"{name} is nowhere in Teams"
        return
    wanted = teams_message(drawn.card, [viewer.alias for viewer in drawn.viewers if viewer.alias])["attachments"]
    if message.activity["attachments"] != json.loads(json.dumps(wanted)):
        yield f"{name} is not up to date at {message.id}"


def doubles_in_slack(storm: Storm) -> list[str]:
    """Messages that stand twice: Slack could always have told us of the first."""
    known = Counter(_card_post(one.metadata) for one in in_slack(storm))
    return [f"{post} stands {times} times in Slack" for post, times in known.items() if times > 1]


async def extras_in_teams(storm: Storm) -> list[str]:
    """The ids of our messages in Teams that the record does not know: copies."""
    ours = set[str]()
    for proposal in await storm.company.proposals():
        loaded = await storm.company.product.store.load(proposal.id)
        assert isinstance(loaded, Loaded)
        ours |= {ref.id for post in loaded.posts for ref in (post.ref, post.extra) if ref}
    chats = storm.company.teams.world.chats.values()
    stands = [one for chat in chats for one in chat.messages.values() if one.author == "bot" and not one.deleted]
    return [one.id for one in stands if one.id not in ours | storm.before]


async def click_copies(storm: Storm) -> None:
    """Where a card stands twice in Teams, a click on the one that the record does not know leaves that one alone."""
    extras = await extras_in_teams(storm)
    for name, chat in (("ben", storm.company.legal), ("ada", storm.company.teams.world.personal_chat("ada"))):
        person = storm.teams(name)
        copies = {one.id: _about(one.card) for one in await person.cards(chat) if one.id in extras}
        for copy, proposal in copies.items():
            if not proposal or Counter(copies.values())[proposal] > 1:
                # Of three copies one stays behind: the record keeps two.
                continue
            seen = next(one for one in await person.cards(chat) if one.id == copy)
            label = next((one for one in ("Approve", "Edit") if f'"{one}"' in json.dumps(seen.card)), None)
            if label is None:
                continue
            await person.clicks(label, chat, on=seen)
            await storm.calm()
            stands = [one.id for one in await person.cards(chat) if _about(one.card) == proposal]
            assert stands == [copy], f"{stands} stand in {chat.name}, though {copy} was clicked"


def lost_in_teams(storm: Storm) -> int:
    """How many messages were posted in Teams of which we were not told."""
    calls = storm.company.teams.log.calls
    return sum(one.done and one.endpoint in POSTS and (one.status is None or one.status >= 500) for one in calls)


def backwards(storm: Storm) -> list[str]:
    """Messages that showed something older after something newer, as the platforms carried it out."""
    shown, wrong = dict[str, tuple[bool, int]](), list[str]()
    for message, content in chain(_applied_in_slack(storm), _applied_in_teams(storm)):
        words = json.dumps(content)
        versions = [int(found) for found in _VERSION.findall(words)]
        state = ("Withdrawn" in words, max(versions, default=0))
        if versions and state < shown.get(message, state):
            wrong.append(f"{message} went from {shown[message]} back to {state}")
        if versions:
            shown[message] = state
    return wrong


def impatient(storm: Storm) -> list[str]:
    """Calls that came before a `Retry-After` was over: in the conversation that was refused, and of a method of Slack's
    that is counted for the whole installation anywhere, once what was under way at that moment is over.
    """
    wrong = list[str]()
    slack = [
        (f"{one.method} {one.arguments.get('channel')}", _at(one.at), one.retry_after) for one in _slack_calls(storm)
    ]
    whole = [(one.method, _at(one.at), one.retry_after) for one in _slack_calls(storm) if one.method != PER_CHANNEL]
    teams = [(_where(one), one.at, one.retry_after or "") for one in storm.company.teams.log.calls]
    for calls, under_way in ((slack, False), (teams, False), (whole, True)):
        quiet = dict[str, tuple[datetime, datetime]]()
        for where, at, asked in calls:
            since, until = quiet.get(where, (at, at))
            if at < until and not (under_way and at == since):
                wrong.append(f"{where} at {at}, though told at {since} to wait until {until}")
            if asked.isdigit():
                quiet[where] = (at, at + timedelta(seconds=int(asked)))
    return wrong


def in_slack(storm: Storm) -> Iterator[Message]:
    """Copydesk's messages of card posts, as they stand in Slack."""
    for place in storm.company.slack.world.conversations.values():
        yield from (one for one in place.messages.values() if _card_post(one.metadata))


def _slack_calls(storm: Storm) -> list[SlackCall]:
    return storm.company.slack.calls


def _applied_in_slack(storm: Storm) -> Iterator[tuple[str, Any]]:
    for call in storm.company.slack.calls:
        if call.method in {"chat.postMessage", "chat.update"} and call.outcome == "ok":
            metadata = call.arguments.get("metadata")
            yield (
                _card_post(metadata if isinstance(metadata, dict) else json.loads(str(metadata))),
                call.arguments.get("blocks"),
            )


def _applied_in_teams(storm: Storm) -> Iterator[tuple[str, Any]]:
    for call in storm.company.teams.log.calls:
        if call.endpoint == "update" and call.done:
            yield call.path, call.body


def _card_post(metadata: dict[str, Any] | None) -> str:
    return str((metadata or {}).get("event_payload", {}).get("card_post", ""))


def _plain(blocks: object) -> str:
    return _NAMED_BY_SLACK.sub("", json.dumps(blocks, sort_keys=True))


def _about(card: object) -> str:
    """The proposal that a card's buttons name."""
    found = re.search(r"\|([0-9a-f]{30})\|", json.dumps(card))
    return found.group(1) if found else ""


def _where(call: Call) -> str:
    return call.path.partition("/activities")[0]


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
