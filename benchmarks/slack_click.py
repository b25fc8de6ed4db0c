"""A signed approve click in Slack, committed and answered, against a bare Bolt app that stores nothing."""

import itertools
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from adapters.policy_file.texts import example
from benchmarks.clicks import AT_ONCE, FEW, MANY, ROUNDS, WARM, Side, duel
from benchmarks.company import multiply, open_company
from benchmarks.load import post
from benchmarks.machine import free_port, running
from benchmarks.yes import saying_yes
from bot.playground.slack.delivery import FORM
from bot.playground.slack.signing import signed_headers


async def measure(folder: Path) -> Mapping[str, float]:
    """The ratios of rate, p99 and p50, ours to theirs."""
    policy = folder / "policy.yaml"
    policy.write_text(example(), encoding="utf-8")
    async with open_company(folder) as company, saying_yes() as yes:
        store = folder / "clicks.db"
        multiply(company, store, (ROUNDS * (MANY + FEW) + 2 * WARM))
        numbers, triggers = itertools.count(1), itertools.count(1)
        secret, token = company.slack.workspace.signing_secret, company.slack.workspace.bot_token

        def make(count: int, *, ours: bool) -> Sequence[bytes]:
            signed: list[bytes] = []
            for _ in range(count):
                payload = company.slack_click(next(numbers) if ours else 1, f"bench.{next(triggers)}")
                body = urlencode({"payload": payload}).encode()
                headers = {"Content-Type": FORM, **signed_headers(secret, str(int(time.time())), body)}
                signed.append(post("/slack/events", body, headers))
            return signed

        port, bare_port = free_port(), free_port()
        environment = company.settings(store, port, policy, chats=("slack", "teams"))
        log = folder / "log.txt"
        with (
            running("bot.cli", "run", port=port, ready="/readyz", environment=environment, log=log, where=folder),
            running(
                "benchmarks.bare_slack", str(bare_port), yes, token, secret,
                port=bare_port, ready="/slack/events", environment={}, log=log, where=folder,
            ),
        ):  # fmt: skip
            ours = Side(name="copydesk", port=port, make=lambda count: make(count, ours=True))
            bare = Side(name="bare Bolt", port=bare_port, make=lambda count: make(count, ours=False))
            alone, bare_alone = await duel((ours, bare), 1, FEW)
            mine, theirs = await duel((ours, bare), AT_ONCE, MANY)
    return {
        "slack_click_rate_ratio": mine.rate / theirs.rate,
        "slack_click_p99_ratio": mine.p99 / theirs.p99,
        "slack_click_p50_ratio": alone.p50 / bare_alone.p50,
    }
