"""`uv run python -m benchmarks`: measure, print tables, write docs/benchmarks.md."""

import asyncio
import json
import os
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import evaluate, fanout, footprint, growth, replay, report, slack_click, teams_click
from benchmarks.company import Company, open_company
from benchmarks.machine import cores
from benchmarks.progress import say


class Benchmark(StrEnum):
    """What can be measured, by its name on the command line."""

    SLACK = "slack-click"
    TEAMS = "teams-click"
    GROWTH = "growth"
    FANOUT = "fan-out"
    FOOTPRINT = "footprint"
    REPLAY = "policy-replay"
    EVALUATE = "policy-evaluate"


Measure = Callable[[Company, Path], Awaitable[Mapping[str, float]]]


BENCHMARKS: Mapping[Benchmark, Measure] = {
    Benchmark.SLACK: slack_click.measure,
    Benchmark.TEAMS: teams_click.measure,
    Benchmark.GROWTH: growth.measure,
    Benchmark.FANOUT: fanout.measure,
    Benchmark.FOOTPRINT: footprint.measure,
    Benchmark.REPLAY: replay.measure,
    Benchmark.EVALUATE: evaluate.measure,
}


def main(
    only: Annotated[
        list[Benchmark] | None, typer.Option("--only", help="Measure this one (repeat for several); all by default.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object, key to figure, and write no page.")
    ] = False,
) -> None:
    """Measure Copydesk against baselines and bars, on this machine, in about ten minutes.

    Every ratio compares two servers under the same driver in the same run: rounds in turn, medians of five. Copydesk is the
    real `copydesk run` on one core, the driver and the local Slack and Teams have the other; a machine that does nothing else
    gives figures to rely on. `growth` makes a store of 1,000,000 proposals in the temporary folder (12 GB, some minutes) and
    keeps it for the next time. Progress goes to the standard error.
    """
    chosen = only or list(BENCHMARKS)
    measured = asyncio.run(_measure(chosen))
    if as_json:
        typer.echo(json.dumps(measured))
        return
    typer.echo(report.table(measured))
    if not only:
        report.write(measured)
        say(f"written to {report.PAGE.name}")


async def _measure(chosen: Sequence[Benchmark]) -> Mapping[str, float]:
    os.sched_setaffinity(0, cores().driver)
    measured: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="copydesk-benchmarks-") as name:
        folder = Path(name)
        async with open_company(folder) as company:
            for benchmark in chosen:
                say(f"{benchmark.value}:")
                measured |= await BENCHMARKS[benchmark](company, folder)
    return {key: round(found, 4) for key, found in measured.items()}


if __name__ == "__main__":
    typer.run(main)
