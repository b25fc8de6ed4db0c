"""Attacks on what Slack gives for an installation: tokens that nobody keeps, and those that lie in the database."""

import logging
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from bot.playground.slack import LoseAnswer, RefuseWith
from tests.attack.test_install import attached, refused, revoked
from tests.support.databases import copy
from tests.support.workspaces import group, state_of

pytestmark = pytest.mark.attack

FULL = "CREATE TRIGGER full BEFORE INSERT ON installations BEGIN SELECT RAISE(ABORT, 'full'); END"
"""A database that takes no installation."""


async def test_two_answers_that_do_not_agree(sqlite_file: Path) -> None:
    """Attack 45: where Slack names one workspace in its answer and another for the token itself, nothing is kept."""
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.slack)
        company.slack.oauth.mistaken_for = company.globex.workspace
        assert await refused(company, browser, address) == "Copydesk was not installed"
        assert revoked(company) == ["ok"]


@pytest.mark.parametrize("fault", [RefuseWith("internal_error"), LoseAnswer()])
async def test_a_token_that_nobody_could_ask_about(sqlite_file: Path, fault: RefuseWith | LoseAnswer) -> None:
    """Attack 45: where Slack gives a token and does not say whose it is, the token does not stay good for nobody."""
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.slack)
        company.slack.faults.once("auth.test", fault)
        assert await refused(company, browser, address) == "Copydesk was not installed"
        assert revoked(company) == ["ok"]


async def test_a_token_that_could_not_be_kept(sqlite_file: Path) -> None:
    """Attack 45: where the database takes no installation, the token is handed back, and the page gives the log's number."""
    async with group(copy(sqlite_file)) as company:
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.slack)
        await company.database.write(lambda connection: connection.execute(text(FULL)) and None)
        status, page = await browser.back(address)
        assert status == 503
        assert "this number" in page
        assert revoked(company) == ["ok"]
        assert await attached(company) == set()


async def test_a_token_that_is_kept_already(sqlite_file: Path) -> None:
    """Attack 45, the other side: whoever installs anew gets the token that is in use; when that goes wrong, it stays in use."""
    async with group(copy(sqlite_file)) as company:
        await company.install(company.slack)
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.slack)
        company.slack.faults.once("auth.test", LoseAnswer())
        status, page = await browser.back(address)
        assert status == 403
        assert "Slack could not be reached" in page
        assert revoked(company) == []
        assert await attached(company) == {"T0ACME"}


async def test_sealed_at_rest_and_in_no_log(sqlite_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Attack 45: no token, code, state or secret of an installation stands in the database's files or in any log line."""
    caplog.set_level(logging.DEBUG)
    url = copy(sqlite_file)
    async with group(url, rotation=True) as company:
        browser = company.browser()
        address = company.slack.allow(await browser.begin(), company.slack)
        assert (await browser.back(address))[0] == 200
        await company.product.tick()
        secrets = [*company.slack.workspace.tokens, *company.slack.oauth.refresh_tokens]
        secrets += [company.slack.oauth.client_secret, *parse_qs(urlsplit(address).query)["code"]]
        secrets += [state_of(address), "k" * 64]
        assert len(secrets) == 6
        held = b"".join(file.read_bytes() for file in _files(url))
        assert b"T0ACME" in held
        for secret in secrets:
            assert secret.encode() not in held
            assert secret not in caplog.text


def _files(url: str) -> list[Path]:
    file = Path(url.removeprefix("sqlite:///"))
    return sorted(file.parent.glob(f"{file.name}*"))
