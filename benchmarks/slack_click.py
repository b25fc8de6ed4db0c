"""A signed approve click in Slack, committed and answered, against a bare Bolt app that stores nothing."""

import itertools
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.clicks import AT_ONCE, FEW, MANY, ROUNDS, WARM, Side, duel, recording
from benchmarks.company import Company, multiply
from benchmarks.load import post
from benchmarks.machine import free_port, running
from benchmarks.yes import saying_yes
from bot.playground.slack.delivery import FORM
from bot.playground.slack.signing import signed_headers


async def measure(company: Company, folder: Path) -> Mapping[str, float]:
    """The ratios of rate, p99 and p50, ours to theirs."""
    store = folder / "slack.db"
    clicks = ROUNDS * (MANY + FEW) + 2 * WARM
    multiply(company, store, clicks)
    numbers, triggers = itertools.count(1), itertools.count(1)
    workspace = company.slack.workspace

    def make(count: int, *, ours: bool) -> Sequence[bytes]:
        signed: list[bytes] = []
        for _ in range(count):
            payload = company.slack_click(next(numbers) if ours else 1, f"benchmark.{next(triggers)}")
            body = urlencode({"payload": payload}).encode()
            headers = signed_headers(workspace.signing_secret, str(int(time.time())), body)
            signed.append(post("/slack/events", body, {"Content-Type": FORM, **headers}))
        return signed

    port, bare_port, log = free_port(), free_port(), folder / "slack.txt"
    environment = company.settings(store, port, chats=("slack", "teams"))
    async with saying_yes() as yes:
        theirs = (str(bare_port), yes, workspace.bot_token, workspace.signing_secret)
        with (
            recording(store, clicks),
            running("bot.cli", "run", port=port, ready="/readyz", environment=environment, log=log, where=folder),
            running(
                "benchmarks.bare_slack",
                *theirs,
                port=bare_port,
                ready="/slack/events",
                environment={},
                log=log,
                where=folder,
            ),
        ):
            ours = Side(name="Copydesk", port=port, make=lambda count: make(count, ours=True))
            bare = Side(name="bare Bolt", port=bare_port, make=lambda count: make(count, ours=False))
            # First what is measured alone: what the courier still has to do after a burst would be in its way.
            mine_alone, bare_alone = await duel((ours, bare), 1, FEW)
            mine_together, bare_together = await duel((ours, bare), AT_ONCE, MANY)
    return {
        "slack_click_rate_ratio": mine_together.rate / bare_together.rate,
        "slack_click_p99_ratio": mine_together.p99 / bare_together.p99,
        "slack_click_p50_ratio": mine_alone.p50 / bare_alone.p50,
        "slack_click_rate": mine_together.rate,
        "slack_bare_rate": bare_together.rate,
        "slack_click_p50_ms": mine_alone.p50 * 1000,
        "slack_bare_p50_ms": bare_alone.p50 * 1000,
    }
