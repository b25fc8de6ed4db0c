"""An approve click in Teams with every check of its token, committed and answered with the card, against the SDK's echo bot
without any check.
"""

import itertools
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.clicks import AT_ONCE, MANY, ROUNDS, WARM, Side, duel
from benchmarks.company import Company, multiply
from benchmarks.load import post
from benchmarks.machine import Process, free_port, running
from benchmarks.yes import saying_yes

_JSON = {"Content-Type": "application/json; charset=utf-8"}


async def measure(company: Company, folder: Path) -> Mapping[str, float]:
    """The ratio of the rates, ours to theirs."""
    store = folder / "teams.db"
    multiply(company, store, ROUNDS * MANY + WARM)
    numbers = itertools.count(1)
    port, newer_port, older_port, log = free_port(), free_port(), free_port(), folder / "teams.txt"
    bearer = company.teams.issuer.token(company.teams.service_url, None)

    def clicks(count: int) -> Sequence[bytes]:
        headers = {**_JSON, "Authorization": f"Bearer {bearer}"}
        made = ((number, f"benchmark:{number}") for number in itertools.islice(numbers, count))
        return [post("/api/messages", company.teams_click(*one).encode(), headers) for one in made]

    async with saying_yes() as yes:
        said = company.teams.person("ben").activity("message", text="Say it back.", serviceUrl=yes)
        echoed = post("/api/messages", json.dumps(said).encode(), _JSON)
        environment = company.settings(store, port, chats=("slack", "teams"))
        with (
            running("bot.cli", "run", port=port, ready="/readyz", environment=environment, log=log, where=folder),
            _echo_bot(newer_port, log),
            _echo_bot(older_port, log, "older"),
        ):
            ours = Side(name="Copydesk", port=port, make=clicks, expect=b"Ben Okafor approved")
            newer = Side(name="echo bot", port=newer_port, make=lambda count: [echoed] * count)
            older = Side(name="echo bot, older adapter", port=older_port, make=lambda count: [echoed] * count)
            mine, theirs, once = await duel((ours, newer, older), AT_ONCE, MANY)
    return {
        "teams_click_rate_ratio": mine.rate / theirs.rate,
        "teams_older_rate_ratio": mine.rate / once.rate,
        "teams_click_rate": mine.rate,
        "teams_echo_rate": theirs.rate,
        "teams_older_echo_rate": once.rate,
    }


def _echo_bot(port: int, log: Path, *kind: str) -> AbstractContextManager[Process]:
    return running(
        *("benchmarks.bare_teams", str(port), *kind),
        port=port,
        ready="/api/messages",
        environment={},
        log=log,
        where=log.parent,
    )
