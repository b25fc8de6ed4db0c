"""What it costs to try another policy on the past: `copydesk policy replay` over 10,000 posts, start and all."""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.company import Company, multiply
from benchmarks.progress import say

POSTS: Final = 10_000
TIMES: Final = 3


async def measure(company: Company, folder: Path) -> Mapping[str, float]:
    """The median of a few runs, in seconds. The policy is another than the one that ruled, so that every post differs."""
    file, policy = folder / "replay.db", folder / "another.yaml"
    multiply(company, file, POSTS)
    text = company.policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("company:", "# another\ncompany:", 1).replace("desk: legal", "desk: marketing"))
    spent: list[float] = []
    for number in range(TIMES):
        started = time.perf_counter()
        differed = await _replay(policy, file)
        spent.append(time.perf_counter() - started)
        if differed < POSTS:
            raise RuntimeError(f"only {differed} posts differed")
        say(f"replay of {POSTS:,} posts, round {number}: {spent[-1]:.1f} s")
    return {"policy_replay_seconds": statistics.median(spent)}


async def _replay(policy: Path, file: Path) -> int:
    """How many lines tell of a post that differs."""
    environment = {**os.environ, "COPYDESK_DATABASE_URL": f"sqlite:///{file}"}
    command = (sys.executable, "-m", "bot.cli", "policy", "replay", str(policy), "--last", str(POSTS))
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=environment
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the replay failed")
    return out.count(b"\nNo. ") + out.startswith(b"No. ")
