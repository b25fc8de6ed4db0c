"""Trouble on order, until it is switched off: each kind is such that the product can come through it, and one can watch."""

import asyncio
import json
from collections.abc import Mapping
from typing import Final, Literal, get_args

from bot.playground.page.ports import Json
from bot.playground.slack import LocalSlack
from bot.playground.slack import faults as in_slack
from bot.playground.teams import LocalTeams
from bot.playground.teams import faults as in_teams

Chat = Literal["slack", "teams"]
Kind = Literal["slow", "limited", "lost", "errors", "twice", "held"]

SECONDS: Final = 2
NAMES: Final[Mapping[Kind, str]] = {
    "slow": "Slow",
    "limited": "Rate-limited",
    "lost": "Answers lost",
    "errors": "Server errors",
    "twice": "Duplicates",
    "held": "Held up",
}
SAYS: Final[Mapping[Kind, str]] = {
    "slow": f"Every answer about a card takes {SECONDS} s. Clicks are heard at once; cards follow.",
    "limited": f"The first try of each call gets 429, “come back in {SECONDS} s”. Cards wait that long, then show.",
    "lost": "The first try of each call is done, but its answer never comes. A change is made again, which does no harm.",
    "errors": "The first try of each call gets a 503. Changes follow in moments.",
    "twice": "Each click, command and event reaches Copydesk twice. It counts once.",
    "held": "Cards that are there already stay as they are until this is switched off: people see what was true a moment ago.",
}
"""What one will see, in a line."""
NOT_THERE: Final = ("slack", "held")
"""The local Slack does what it is asked as soon as it is asked."""
NEW: Final[Mapping[tuple[Chat, Kind], str]] = {
    ("slack", "lost"): "A new message is looked for a minute later, not posted twice.",
    (
        "teams",
        "lost",
    ): "A new message can't be looked for here: it is posted again a minute later. Click an older copy, and one goes.",
    ("slack", "errors"): "A new message is looked for, then posted, a minute later.",
}
"""What becomes of a message that is posted meanwhile, where that takes longer: the time machine shortens it."""

# Opening a form is not among them: a chat gives that one try and little time, so trouble there is told to the person at once
# and nothing is left to come right.
_SLACK_CALLS: Final = ("chat.postMessage", "chat.update", "chat.delete", "conversations.open", "views.publish")
_SLACK_DELIVERIES: Final = (
    "block_actions",
    "command",
    "shortcut",
    "message_action",
    "view_submission",
    "view_closed",
    "message",
    "app_mention",
    "app_home_opened",
)
_TEAMS_CALLS: Final[tuple[in_teams.Endpoint, ...]] = ("create", "send", "reply", "update", "delete")


class FirstTry:
    """Matches what is asked for the first time; the same again goes through."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._asked: set[str] = set()

    def __call__(self, asked: Json) -> bool:
        """Whether this was not asked before."""
        key = json.dumps(asked, sort_keys=True)
        new = key not in self._asked
        self._asked.add(key)
        return new


class Trouble:
    """Which trouble is on in which chat."""

    def __init__(self, slack: LocalSlack, teams: LocalTeams) -> None:
        """All is well."""
        self._slack, self._teams = slack, teams
        self._on: set[tuple[Chat, Kind]] = set()
        self._gate = asyncio.Event()

    def seen(self) -> Json:
        """Every kind, and where it is on."""
        return {
            chat: [
                {
                    "kind": kind,
                    "name": name,
                    "says": f"{SAYS[kind]} {NEW.get((chat, kind), '')}".rstrip(),
                    "on": (chat, kind) in self._on,
                }
                for kind, name in NAMES.items()
                if (chat, kind) != NOT_THERE
            ]
            for chat in get_args(Chat)
        }

    def switch(self, chat: str, kind: str, *, on: bool) -> None:
        """Switch one kind on or off in one chat. Raises `ValueError` for one that there is not."""
        pair = next(((c, k) for c in get_args(Chat) for k in get_args(Kind) if (c, k) == (chat, kind)), None)
        if pair is None or pair == NOT_THERE:
            raise ValueError(f"there is no trouble called {kind} in {chat}")
        (self._on.add if on else self._on.discard)(pair)
        self._apply()

    def end(self) -> None:
        """All is well again."""
        self._on.clear()
        self._apply()

    def _apply(self) -> None:
        self._slack.faults.clear()
        self._teams.faults.clear()
        if ("teams", "held") not in self._on:
            self._gate.set()
            self._gate = asyncio.Event()
        # In the order of the kinds, one fault a call: what makes every call slow comes last.
        for kind in sorted(get_args(Kind), key=lambda one: one == "slow"):
            if ("slack", kind) in self._on:
                self._in_slack(kind)
            if ("teams", kind) in self._on:
                self._in_teams(kind)

    def _in_slack(self, kind: Kind) -> None:
        faults = self._slack.faults
        if kind == "twice":
            for delivered in _SLACK_DELIVERIES:
                faults.often(delivered, in_slack.DeliverTwice())
            return
        for call in _SLACK_CALLS:
            match kind:
                case "slow":
                    faults.often(call, in_slack.DelayAnswer(seconds=SECONDS))
                case "limited":
                    faults.often(call, in_slack.RateLimit(seconds=SECONDS), when=FirstTry())
                case "lost":
                    faults.often(call, in_slack.LoseAnswer(), when=FirstTry())
                case "errors":
                    faults.often(call, in_slack.FailBeforeDoing(), when=FirstTry())
                case "held":
                    raise AssertionError("nothing can be held up in the local Slack")

    def _in_teams(self, kind: Kind) -> None:
        faults = self._teams.faults
        if kind == "twice":
            faults.inject_delivery(in_teams.Duplicate(), times=None)
            return
        if kind == "held":
            faults.inject("update", in_teams.Hold(until=self._gate), times=None)
            return
        for call in _TEAMS_CALLS:
            match kind:
                case "slow":
                    faults.inject(call, in_teams.Delay(seconds=SECONDS), times=None)
                case "limited":
                    faults.inject(call, in_teams.Throttle(retry_after=str(SECONDS)), times=None, when=FirstTry())
                case "lost":
                    faults.inject(call, in_teams.LoseAnswer(), times=None, when=FirstTry())
                case "errors":
                    again = str(SECONDS)
                    faults.inject(call, in_teams.Fail(status=503, retry_after=again), times=None, when=FirstTry())
