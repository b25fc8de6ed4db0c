"""How posts should sound: told while composing, at submit and on the card, with whose rule it is."""

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

BRAND = """
pillars:
  craft:
    name: Made by hand
    promise: Every piece is finished by a person.
    proof: Our workshop is open to visitors.
    do: [finish, hand]
    dont: [cheap]
    owner: cleo@example.com
relationships:
  partner: {name: Partner, disclosure: ["#ad", "Ad:"], owner: ben@example.com}
channels:
  linkedin:
    purpose: For people who buy for a company.
    voice: [Say what it does., No jokes., One link at most.]
    good: It boils a litre in 90 seconds.
    bad: You won't believe this kettle!!!
wordlists:
  - name: Words we can't stand by
    why: Nobody can promise that.
    owner: ben@example.com
    effect: block
    entries: [{phrase: risk-free, instead: low-risk}]
  - name: House style
    why: We say it in English.
    owner: cleo@example.com
    effect: note
    entries: [{stem: utilis, instead: use}]
  - name: Rivals
    why: Other companies' names need care.
    owner: ben@example.com
    effect: route
    desk: legal
    entries: [{phrase: Acme}]
claims: {need_source: true, kinds: [superlatives]}
"""
WORDS = "The best kettle, risk-free. Cheap as Acme's, and we utilise steel."


@pytest.fixture
def policy() -> str:
    """The example's policy, with a brand."""
    return example() + BRAND


async def test_check_tells_everything_before_anybody_else_sees_it(company: Company) -> None:
    """The channel's card, the pillar's, what blocks beside its field, what to know below, and who is asked for a list's sake."""
    ada = company.in_slack("ada")
    await ada.client.command("/propose-post", WORDS)
    said = await ada.presses("Check", channels=["linkedin"], pillar="craft", relationship="partner")
    assert said == snapshot(
        [
            "== Propose a post ==",
            "The post (Exactly as people will read it.): The best kettle, risk-free. Cheap as Acme's, and we utilise steel.",
            "⚠ Whoever writes as “Partner” has to disclose it. The post does not say it. Begin the post with “#ad” or “Ad:”. Ask Ben Okafor about it. ⚠ “risk-free” is on “Words we can't stand by”: Nobody can promise that. Write “low-risk” instead. Ben Okafor keeps that list.",
            "Channels: [x] LinkedIn (3,000 characters) [ ] X (280 characters) [ ] Bluesky (300 characters and 3,000 bytes) [ ] Threads (500 characters) [ ] Facebook (63,206 characters) [ ] Instagram (2,200 characters) [ ] TikTok (2,200 characters) [ ] YouTube (5,000 bytes)",
            "LinkedIn: For people who buy for a company.",
            "• Say what it does.",
            "• No jokes.",
            "• One link at most.",
            "✓ Such as: It boils a litre in 90 seconds.",
            "✗ Not: You won't believe this kettle!!!",
            "Link (It is added below the post.): ____",
            "Pillar: (o) Made by hand",
            "What you are to the company: (o) Partner",
            "What proves its claims (What proves its superlatives. Reviewers judge it; it is never published.): ____",
            "⚠ “best” is a superlative, so it needs a source. Name what proves it, or leave it out.",
            "Wanted on: ____",
            "at (Europe/London time): ____",
            "Note for the reviewers (Never published.): ____",
            "Who may read it (Named are its authors, the people of the desks it asks, and those whom the policy names.): (o) Everybody whom it asks, and comms leads ( ) Only the people named: it is confidential",
            "Length",
            "✓ LinkedIn: 66 of 3,000 characters",
            "ℹ “utilise” is on “House style”: We say it in English. Write “use” instead. Cleo Marsh keeps that list.",
            "⚠ “Cheap” does not go with “Made by hand”: that pillar avoids the word. Ask Cleo Marsh, whose pillar it is.",
            "Pillar: Made by hand",
            "• It promises: Every piece is finished by a person.",
            "• Proof: Our workshop is open to visitors.",
            "✓ Words that go with it: “finish” and “hand”",
            "✗ Words that don't: “cheap”",
            "Who will be asked",
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "→ Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names and the words on “Rivals” are cleared. Mentions “best” and “risk-free”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent. Says “Acme”, which is on “Rivals” (Ben Okafor keeps that list). Other companies' names need care.",
            "[Check] [Save as draft]",
            "[Send for review] [Cancel]",
        ]
    )


async def test_what_blocks_stops_the_post_and_what_warns_goes_with_it_to_the_reviewers(company: Company) -> None:
    """Put right, the post goes out for review; the card repeats the pillar, the source and what was noticed."""
    ada, cleo = company.in_teams("ada"), company.in_slack("cleo")
    await ada.client.install()
    said = await ada.proposes(WORDS, pillar="craft", relationship="partner")
    assert [line for line in said if line.startswith("⚠")] == snapshot(
        [
            "⚠ Whoever writes as “Partner” has to disclose it. The post does not say it. Begin the post with “#ad” or “Ad:”. Ask Ben Okafor about it.",
            "⚠ “risk-free” is on “Words we can't stand by”: Nobody can promise that. Write “low-risk” instead. Ben Okafor keeps that list.",
            "⚠ “best” is a superlative, so it needs a source. Name what proves it, or leave it out.",
        ]
    )
    sent = await ada.presses(
        "Send for review",
        text=f"#ad {WORDS.replace('risk-free', 'low-risk')}",
        sources="Test of 40 kettles, May 2026",
    )
    assert sent == snapshot(
        [
            """\
(Sent to Marketing and Legal. I'll keep your card up to date and tell you when somebody needs you.
Whoever reviews it sees on its card what was found:
ℹ “House style” is about words in it. Cleo Marsh keeps that rule.
⚠ “Made by hand” is about words in it. Cleo Marsh keeps that rule.)\
"""
        ]
    )
    assert cleo.reads(MARKETING) == snapshot(
        [
            "Marketing: a post by Ada Park",
            "In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).",
            "The words, as they will appear",
            "#ad The best kettle, low-risk. Cheap as Acme's, and we utilise steel.",
            "ℹ “utilise” is on “House style”: We say it in English. Write “use” instead. Cleo Marsh keeps that list.",
            "⚠ “Cheap” does not go with “Made by hand”: that pillar avoids the word. Ask Cleo Marsh, whose pillar it is.",
            "Channels",
            "LinkedIn 69 of 3,000",
            "Pillar",
            "Made by hand",
            "Written as",
            "Partner",
            "Pillar's promise",
            "Every piece is finished by a person.",
            "Pillar's proof",
            "Our workshop is open to visitors.",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "What proves its claims",
            "Test of 40 kettles, May 2026",
            "--------------------",
            "Why Marketing: Every post speaks for the brand.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names and the words on “Rivals” are cleared.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )


async def test_a_draft_that_a_rule_stops_says_so_without_its_words(company: Company) -> None:
    """Sent from its card, the sentence may show on a lock screen: it names the rule and whom to ask, and no word of the post."""
    ada = company.in_slack("ada")
    await ada.client.command("/propose-post", "A risk-free kettle for everybody who likes tea")
    await ada.presses("Save as draft", channels=["linkedin"])
    await ada.clicks("Send for review")
    assert await ada.hears() == snapshot(
        [
            "(only visible to you)",
            "“Words we can't stand by” does not let it pass. Ben Okafor keeps that rule. Press Edit to put that right; nothing was sent.",
        ]
    )
