"""The playground in a real Chromium. Every test ends with a look at what the browser complained of: there must be nothing."""

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, ViewportSize, async_playwright, expect

from bot.demo import open_playground
from tests.acceptance.office import UNHURRIED
from tests.support.databases import required

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000
"""Milliseconds that a page may take to show something on a busy machine."""
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}
expect.set_options(timeout=PATIENCE)
NODE = Path(__file__).parent / "node_modules"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncGenerator[Browser]:
    """Debian's Chromium, for as long as the tests run."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        why = "the browser tests need Chromium (Debian: apt-get install chromium)"
        if required("browser"):
            pytest.fail(why)
        pytest.skip(why)
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The npm packages of package.json beside this file."""
    if not NODE.is_dir():
        why = "this test needs npm packages: npm install --no-package-lock --prefix tests/browser"
        if required("browser"):
            pytest.fail(why)
        pytest.skip(why)
    return NODE


@pytest_asyncio.fixture(loop_scope="session")
async def playground(tmp_path: Path) -> AsyncGenerator[str]:
    """Both local chats, Copydesk and the page, all running; the page's address."""
    async with open_playground(tmp_path, patience=UNHURRIED) as page:
        yield page.url


@pytest_asyncio.fixture(loop_scope="session")
async def screen(chromium: Browser, playground: str) -> AsyncGenerator[Page]:
    """The page, opened in a window of its own; afterwards the console is empty and no request has failed."""
    context = await chromium.new_context(viewport=WIDE, base_url=playground, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    complaints = complaints_of(page)
    await page.goto(playground)
    yield page
    await context.close()
    assert complaints == []


def complaints_of(page: Page) -> list[str]:
    """What the browser will complain of: errors and warnings in the console, exceptions, requests that fail."""
    complaints: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text}")

    def failed(request: Request) -> None:
        # Whoever leaves a page breaks off what it was still asking for, and its line for news.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"failed: {request.method} {request.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    page.on("requestfailed", failed)
    return complaints
