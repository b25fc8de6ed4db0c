"""What it costs to ask a policy of 200 rules who must review a post: the whole route, on words that it has not seen before."""

import statistics
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from adapters.policy_file.load import Loaded, load_text
from benchmarks.company import Company
from benchmarks.progress import say
from workflows.domain.content import Content, Wanted
from workflows.domain.ids import ChannelId, DeskId, Email, PersonId
from workflows.domain.people import Person
from workflows.domain.policy import Policy, Subject
from workflows.policy.evaluate import route

RULES: Final = 200
POSTS: Final = 400
ROUNDS: Final = 5
DESKS: Final = 10
NOW: Final = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

CONDITIONS: Final = (
    "{{words: {{phrases: [product {n}, plan {n}, launch of {n}]}}}}",
    "{{words: {{patterns: ['\\b{n} ?(kg|tons)\\b']}}}}",
    "{{words: {{stems: [acquir{n}, merg{n}]}}}}",
    "{{all: [{{channel: [linkedin]}}, {{words: {{phrases: [partner {n}]}}}}]}}",
    "{{any: [{{link: {{domain: [site{n}.example.org]}}}}, {{market: [de]}}]}}",
    "{{claims: [numbers, superlatives]}}",
    "{{not: {{author: {{role: [employee, reviewer, lead]}}}}}}",
    "{{all: [{{weekday: [sat, sun]}}, {{channel: [x]}}]}}",
    "{{length: {{over: {n}00}}}}",
    "{{words: {{phrases: [revenue {n}, profit {n}, guidance {n}]}}}}",
)
"""Every tenth rule is of one kind, each with words of its own: most look at words, and few hold."""

WORDS: Final = (
    "We are opening a workshop in the old harbour, number {n}, and everybody who likes to see how things are made is welcome to "
    "come, ask, and try for themselves. Doors open at nine; coffee is on us. See example.com/harbour for the way."
)


async def measure(company: Company, folder: Path) -> Mapping[str, float]:
    """The median of rounds, each the median of as many posts, in milliseconds. `company` and `folder` are not needed."""
    del company, folder
    policy = _policy()
    spent = [statistics.median(_evaluated(policy, number)) for number in range(ROUNDS)]
    say(f"{RULES} rules on {POSTS} posts, {ROUNDS} rounds: {', '.join(f'{one:.2f}' for one in spent)} ms")
    return {"policy_evaluate_ms": statistics.median(spent)}


def _evaluated(policy: Policy, number: int) -> Iterator[float]:
    eligible = {DeskId(f"desk-{each}"): frozenset({PersonId("ben"), PersonId("ivy")}) for each in range(DESKS)}
    for post in range(POSTS):
        subject = _post(number * POSTS + post)
        started = time.perf_counter()
        requirements, _ = route(policy, subject, eligible)
        yield 1000 * (time.perf_counter() - started)
        if not requirements:
            raise RuntimeError("nobody was asked")


def _post(number: int) -> Subject:
    """Words that no post before had."""
    return Subject(
        content=Content(text=WORDS.format(n=number), channels=(ChannelId("linkedin"),), language="en"),
        author=Person(id=PersonId("ada"), name="Ada", email=Email("ada@example.com")),
        wanted=Wanted(at=NOW + timedelta(hours=number), zone="Europe/London"),
        now=NOW,
    )


def _policy() -> Policy:
    desks = "\n".join(
        f"  desk-{each}: {{name: Desk {each}, members: [ben@example.com, ivy@example.com]}}" for each in range(DESKS)
    )
    rules = "\n".join(
        f"  - {{name: rule {number} holds, why: It must be., desk: desk-{number % DESKS}, "
        f"when: {CONDITIONS[number % len(CONDITIONS)].format(n=number)}}}"
        for number in range(1, RULES)
    )
    read = load_text(f"""\
company: {{name: Example, domains: [example.com], zone: Europe/London}}
markets: {{de: Germany}}
people:
  - {{name: Ben, email: ben@example.com, role: reviewer}}
  - {{name: Ivy, email: ivy@example.com, role: reviewer}}
desks:
{desks}
rules:
  - {{name: it is read, why: It must be., desk: desk-0}}
{rules}
""")
    if not isinstance(read, Loaded):
        raise RuntimeError("\n".join(read))  # noqa: TRY004  # the policy is at fault, not a type
    return read.policy
