"""The rules of rules.py hold in every module, and each bites. Two are applied in tests/attack/: by test_sql and test_timing."""

import ast

import pytest

from tests.architecture.rules import (
    Rule,
    built_sql,
    built_statements,
    careless_clients,
    compared_secrets,
    naive_time,
    prints,
    reads_the_world,
    waits,
)
from tests.architecture.sources import Module, modules, product, report

TERMINAL = ("bot.cli", "bot.demo")


def broken(rule: Rule, among: tuple[Module, ...]) -> str:
    """Say where the rule is broken, one finding to a line."""
    return report({module.path: list(rule(module.tree)) for module in among})


def test_the_engine_is_a_function_of_its_arguments() -> None:
    """Nothing in workflows/ reads a clock, draws a random number, or opens a file or a connection."""
    assert broken(reads_the_world, modules("workflows")) == ""


def test_only_the_engines_door_awaits() -> None:
    """Outside workflows/engine/, nothing in workflows/ is asynchronous."""
    assert broken(waits, tuple(m for m in modules("workflows") if not m.within("workflows.engine"))) == ""


def test_every_moment_has_a_zone() -> None:
    """No naive date and time is made anywhere."""
    assert broken(naive_time, product()) == ""


def test_only_the_command_line_prints() -> None:
    """Only the command line and the demo print; everything else logs."""
    assert broken(prints, tuple(m for m in product() if not m.within(*TERMINAL))) == ""


def test_every_client_has_a_timeout_and_no_hidden_retry() -> None:
    """Every session that leaves the house has a timeout, and no Slack client repeats a call by itself."""
    assert broken(careless_clients, tuple(m for m in product() if not m.within("bot.playground"))) == ""


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (reads_the_world, "import random"),
        (reads_the_world, "from time import monotonic"),
        (reads_the_world, "from uuid import uuid4"),
        (reads_the_world, "import uuid\nuuid.uuid4()"),
        (reads_the_world, "def f(): return datetime.now(UTC)"),
        (reads_the_world, "x = field(default_factory=date.today)"),
        (waits, "async def f(): ..."),
        (waits, "import asyncio"),
        (naive_time, "datetime.now()"),
        (naive_time, "datetime.datetime.utcnow()"),
        (naive_time, "datetime.fromtimestamp(0)"),
        (built_sql, "x = f'SELECT * FROM {table}'"),
        (built_sql, "x = 'DELETE FROM t WHERE id = ' + key"),
        (built_sql, "x = 'INSERT INTO t VALUES (%s)' % value"),
        (built_sql, "x = 'UPDATE {} SET a = 1'.format(table)"),
        (built_statements, "session.execute(text(f'select {column}'))"),
        (compared_secrets, "if signature == expected: ..."),
        (compared_secrets, "if settings.signing_secret != given: ..."),
        (compared_secrets, "if headers['x-slack-signature'] == expected_signature: ..."),
        (compared_secrets, "if given == settings.metrics_token.get_secret_value(): ..."),
        (compared_secrets, "if token in (old, new): ..."),
        (prints, "print('hello')"),
        (careless_clients, "AsyncWebClient(token)"),
        (careless_clients, "aiohttp.ClientSession()"),
    ],
)
def test_each_rule_bites(rule: Rule, source: str) -> None:
    """A planted offence is found."""
    assert list(rule(ast.parse(source)))


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (reads_the_world, "from datetime import time\nx = facts.now"),
        (reads_the_world, "from uuid import UUID"),
        (naive_time, "datetime.now(UTC)\ndatetime.fromtimestamp(0, tz=UTC)\ndatetime.fromtimestamp(0, UTC)"),
        (built_sql, "x = f'Update the card of {name}'\ny = f'with {name}'"),
        (built_sql, "x = ' '.join(words)\ny = 'SELECT 1'"),
        (built_statements, "session.execute(select(table).join(other, table.c.id == other.c.id))"),
        (compared_secrets, "if hmac.compare_digest(signature, expected): ..."),
        (compared_secrets, "if token == '': ...\nif digest == wanted: ..."),
        (careless_clients, "AsyncWebClient(token, retry_handlers=[])\nClientSession(timeout=LIMIT)"),
    ],
)
def test_no_rule_bites_the_innocent(rule: Rule, source: str) -> None:
    """What only looks like an offence is let through."""
    assert list(rule(ast.parse(source))) == []
