"""Posts in review are moved to the policy in force, by whoever runs Copydesk, who is shown first what that changes."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from bot.adopting import Adoption, adopt_policy
from bot.demo import settings_for
from tests.acceptance.office import MARKETING, Company, Hands, understood

pytestmark = pytest.mark.conversation

PLAIN = "We moved to a bigger kitchen."
CLAIM = "Nothing is faster than our kitchen, guaranteed."
STRICTER = example().replace(
    "\nrules:\n", "\nrules:\n  - {name: legal has read it, why: Legal reads all in spring., desk: legal}\n"
)
LAXER = example().replace("desk: legal", "desk: marketing")


class AtTheHost:
    """Somebody at the command line of the machine on which Copydesk runs."""

    def __init__(self, company: Company, url: str) -> None:
        self.company = company
        self.settings = settings_for(company.slack, company.teams, more={"database_url": url})
        self.lines: list[str] = []

    async def adopts(self, *only: str, agrees: bool = True) -> list[str]:
        """What `copydesk policy adopt` says, with the posts' numbers as <1> and <2>."""

        def agree(question: str) -> bool:
            self.lines.append(f"{question} {'y' if agrees else 'n'}")
            return agrees

        self.lines = []
        wanted = Adoption(
            by="cleo@example.com", only=only, tell=self.lines.append, agree=agree, heard=lambda _, __: None
        )
        refused = await adopt_policy(self.settings, wanted, self.company.product.clock)
        await self.company.calm()
        said = "\n".join([*self.lines, *(refused if isinstance(refused, tuple) else ())])
        said = said.replace(self.company.product.policies.current.hash[:12], "<version>")
        for at, number in enumerate(await self.company.numbers(), start=1):
            said = said.replace(number, f"<{at}>")
        return said.split("\n")


async def test_a_running_post_is_moved_on_purpose(company: Company, hands: Hands, database_url: str) -> None:
    """Whoever asks why is told that another policy is in force; nothing moves before somebody says yes; then the desk that is
    new is asked, the author is told, and every card says so.
    """
    ada, cleo, host = company.in_slack("ada"), company.in_slack("cleo"), AtTheHost(company, database_url)
    await company.bind_legal()
    await ada.proposes(PLAIN)
    await cleo.clicks("Approve", MARKETING)
    assert await host.adopts() == snapshot(["Every post in review is under the policy in force already."])
    await hands.move(company, timedelta(days=2))
    await company.product.reload(understood(STRICTER))
    await company.calm()
    assert (ada.status(), (await ada.asks("why"))[3]) == snapshot(
        (
            "Approved by Cleo Marsh. Ready to go out.",
            "It runs under the policy of 1 December 2026, as when it was sent. In force is the policy of 3 December 2026, which changes nothing here until whoever runs Copydesk moves this post to it.",
        )
    )
    assert await host.adopts(agrees=False) == snapshot(
        [
            "In force is the policy of 3 December 2026, version <version>. What moving posts to it changes:",
            "No. <1>, 2026-12-01, by Ada Park, under the policy of 1 December 2026: also asks Legal; is no longer approved.",
            "Move 1 post to the policy of 3 December 2026? n",
            "Nothing was moved.",
        ]
    )
    assert ada.status() == snapshot("Approved by Cleo Marsh. Ready to go out.")
    assert await host.adopts() == snapshot(
        [
            "In force is the policy of 3 December 2026, version <version>. What moving posts to it changes:",
            "No. <1>, 2026-12-01, by Ada Park, under the policy of 1 December 2026: also asks Legal; is no longer approved.",
            "Move 1 post to the policy of 3 December 2026? y",
            "Moved 1 post.",
        ]
    )
    assert (ada.status(), _rules(ada.reads()), _rules(await ada.asks("why"))) == snapshot(
        (
            "In review. Waiting for Ben Okafor (Legal).",
            "Now under the policy of 3 December 2026; Cleo Marsh moved it on 3 December 2026",
            "Now under the policy of 3 December 2026; Cleo Marsh moved it on 3 December 2026",
        )
    )
    assert ada.client.read(ada.client.thread(ada.card())[-1])[-1] == snapshot(
        "Your post (LinkedIn, revision 1) is now under the policy of 3 December 2026. It is in review: your card says who is asked."
    )
    assert _rules(cleo.reads(MARKETING)) == _rules(ada.reads())
    ben = company.in_teams("ben")
    assert [one for one in await ben.reads(company.legal) if one.startswith(("In review", "Rules"))] == snapshot(
        [
            "In review. Waiting for Ben Okafor (Legal).",
            "Rules: Now under the policy of 3 December 2026; Cleo Marsh moved it on 3 December 2026",
        ]
    )
    await ben.clicks("Approve", company.legal)
    assert ada.status() == snapshot("Approved by Ben Okafor and Cleo Marsh. Ready to go out.")


async def test_only_the_posts_that_are_named_are_moved(company: Company, hands: Hands, database_url: str) -> None:
    """The other stays under its version; a desk that goes takes its approval along, which is said before."""
    ada, ben, cleo = company.in_slack("ada"), company.in_teams("ben"), company.in_slack("cleo")
    host = AtTheHost(company, database_url)
    await company.bind_legal()
    for text in (CLAIM, PLAIN):
        await ada.proposes(text)
        await hands.move(company, timedelta(hours=1))
    await ben.clicks("Approve", company.legal)
    await hands.move(company, timedelta(days=1))
    await company.product.reload(understood(LAXER))
    await company.calm()
    (first, second) = await company.numbers()
    assert await host.adopts("no. 12345678") == snapshot(
        ["No post in review under an older policy has the number “12345678”. Nothing was moved."]
    )
    assert await host.adopts(first, f"No. {second}", agrees=False) == snapshot(
        [
            "In force is the policy of 2 December 2026, version <version>. What moving posts to it changes:",
            "No. <1>, 2026-12-01, by Ada Park, under the policy of 1 December 2026: no longer asks Legal; the approval of Ben Okafor (Legal) stops counting.",
            "No. <2>, 2026-12-01, by Ada Park, under the policy of 1 December 2026: asks the same.",
            "Move 2 posts to the policy of 2 December 2026? n",
            "Nothing was moved.",
        ]
    )
    assert await host.adopts(second) == snapshot(
        [
            "In force is the policy of 2 December 2026, version <version>. What moving posts to it changes:",
            "No. <2>, 2026-12-01, by Ada Park, under the policy of 1 December 2026: asks the same.",
            "Move 1 post to the policy of 2 December 2026? y",
            "Moved 1 post.",
        ]
    )
    assert [ada.client.read(one)[1] for one in ada.cards()] == snapshot(
        ["In review. Waiting for Cleo Marsh (Marketing).", "In review. Waiting for Cleo Marsh (Marketing)."]
    )
    await cleo.clicks("Approve", MARKETING)
    assert await host.adopts() == snapshot(
        [
            "In force is the policy of 2 December 2026, version <version>. What moving posts to it changes:",
            "No. <1>, 2026-12-01, by Ada Park, under the policy of 1 December 2026: no longer asks Legal; the approval of Ben Okafor (Legal) stops counting.",
            "Move 1 post to the policy of 2 December 2026? y",
            "Moved 1 post.",
        ]
    )


def _rules(card: list[str]) -> str:
    """What a card says of the policy that it runs under."""
    return card[card.index("Rules") + 1]
