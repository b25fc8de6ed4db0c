"""What axe-core finds wrong with a page, for whoever uses it by keyboard or screen reader, or sees little (WCAG 2.2 AA)."""

from pathlib import Path

from playwright.async_api import Page

RUN = """
async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}))
  .violations.flatMap((broken) => broken.nodes.map((node) => `${broken.id}: ${node.target.join(" ")}: ${node.failureSummary}`))
"""


async def findings(page: Page, node_modules: Path) -> list[str]:
    """Each thing that is wrong, where it is, and why."""
    # Handed to the browser from outside: the page itself runs nothing that is not its own.
    await page.evaluate((node_modules / "axe-core" / "axe.min.js").read_text("utf-8"))
    found: list[str] = await page.evaluate(RUN)
    return found
