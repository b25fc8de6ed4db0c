"""Where words lead: what the policy is shown of them, and the route that a form shows before anything is sent."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import given, happened, state
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    ALWAYS_MARKETING,
    BEN,
    CLAIM,
    CLEO,
    FACTS,
    LEGAL,
    LEGAL_ON_CLAIMS,
    MARKETING,
    MIA,
    PLAIN,
    STRANGER,
    Simple,
    approve,
    edit,
    policy,
    propose,
    world,
)
from workflows.domain.commands import SubmitReview
from workflows.domain.content import TEXT
from workflows.domain.ids import DeskId, PartName, PersonId
from workflows.domain.policy import Subject
from workflows.domain.proposal import InReview
from workflows.domain.value import value
from workflows.lifecycle.wording import preview


@value
class WrittenBy(Simple):
    """Holds for one author who sits on one desk."""

    author: PersonId
    desk: DeskId

    def because(self, subject: Subject) -> str | None:
        """Why it holds."""
        return "is by one of us" if (subject.author.id, subject.author_desks) == (self.author, {self.desk}) else None


def test_the_policy_looks_at_the_author_whoever_edits() -> None:
    """Ada sits on marketing; the route of her post says so after a comms lead's edit as well."""
    rule = replace(LEGAL_ON_CLAIMS, when=WrittenBy(author=ADA, desk=MARKETING))
    facts = world(policy(rules=(ALWAYS_MARKETING, rule), members={MARKETING: (ADA, MIA), LEGAL: (CLEO, MIA)}))
    history = happened(propose(PLAIN), facts=facts)
    answered = given(history, facts=facts).when(edit(CLAIM, CLEO))
    assert [one.requirement.desk for one in answered.evaluation.standings] == [MARKETING, LEGAL]


@value
class Changed(Simple):
    """Holds where these parts, and no others, differ from what somebody approved."""

    parts: frozenset[PartName] | None

    def because(self, subject: Subject) -> str | None:
        """Why it holds."""
        return "changed" if subject.changed == self.parts else None


@pytest.mark.parametrize(
    ("approvals", "parts"),
    [((), None), ((approve(MIA, MARKETING),), frozenset({TEXT})), ((approve(BEN, LEGAL),), frozenset({TEXT}))],
)
def test_the_policy_knows_what_changed_since_anybody_approved(
    approvals: tuple[SubmitReview, ...], parts: frozenset[PartName] | None
) -> None:
    """Which parts differ from words that were approved once; for a post that nobody has approved, that there is no telling."""
    rule = replace(ALWAYS_MARKETING, name="it is read again", when=Changed(parts=parts))
    facts = world(policy(rules=(ALWAYS_MARKETING, LEGAL_ON_CLAIMS, rule)))
    history = happened(propose(CLAIM), *approvals, facts=facts)
    answered = given(history, facts=facts).when(edit(replace(CLAIM, text=f"{CLAIM.text} Today.")))
    asked = answered.evaluation.of(MARKETING)
    assert asked is not None
    assert asked.requirement.rules == (ALWAYS_MARKETING.name, rule.name)


def test_whoever_wrote_the_head_is_no_part_of_everyone() -> None:
    """A quorum of all is counted anew for the words as they are: without their writer."""
    facts = world(policy(quorums={MARKETING: "all"}, members={MARKETING: (CLEO, MIA)}))
    history = happened(propose(PLAIN), facts=facts)
    asked = [one.requirement.quorum for one in given(history, facts=facts).when(edit(CLAIM)).evaluation.standings]
    assert asked == [2, 1]
    edited = given(history, facts=facts).when(edit(CLAIM, CLEO)).evaluation
    assert [one.requirement.quorum for one in edited.standings] == [1, 1]


def test_an_author_sees_the_route_before_sending() -> None:
    """A sentence for each desk that these words would bring in, in the order of the rules: what sending then asks."""
    review = given().when(propose()).proposal.stage
    assert isinstance(review, InReview)
    shown = preview(CLAIM, None, None, FACTS.people[ADA], FACTS).says
    assert shown == (
        "Marketing (1 of 4 people): approved if marketing likes it. It speaks for us.",
        "Legal (1 of 4 people): approved if legal stands behind its claims. Mentions “claim”. Claims need a source.",
    )
    assert [one.split(" ")[0].lower() for one in shown] == [asked.desk for asked in review.requirements]


@pytest.mark.parametrize(
    ("by", "way_out"),
    [
        (ADA, "Ask Cleo to add someone to Marketing, or let somebody else propose it."),
        (CLEO, "Ask whoever keeps the policy file to add someone to Marketing, or let somebody else propose it."),
    ],
)
def test_an_author_who_is_the_whole_desk_is_told_before_sending(by: PersonId, way_out: str) -> None:
    """Nobody else may decide there: the check says so, and whom to ask."""
    facts = world(policy(members={MARKETING: (by,)}))
    assert preview(PLAIN, None, None, facts.people[by], facts).says == (
        f"Marketing: approved if marketing likes it. It speaks for us. Nobody there may decide on these words. {way_out}",
    )


def test_an_editor_who_is_the_whole_desk_is_told_before_saving() -> None:
    """The post is Ada's, so it is enough that somebody else makes the edit."""
    facts = world(policy(members={MARKETING: (CLEO,)}))
    proposal = state(happened(propose(PLAIN), facts=facts))
    assert preview(CLAIM, None, proposal, facts.people[CLEO], facts).says[0] == (
        "Marketing: approved if marketing likes it. It speaks for us. "
        "Nobody there may decide on these words. Somebody else has to make this edit."
    )


@pytest.mark.parametrize("by", [ADA, ABE, CLEO])
def test_a_preview_of_an_edit_is_of_the_authors_post(by: PersonId) -> None:
    """Whoever edits, the policy judges whose post it is, and nothing has happened."""
    rule = replace(LEGAL_ON_CLAIMS, when=WrittenBy(author=ADA, desk=DeskId("archive")))
    facts = world(policy(rules=(ALWAYS_MARKETING, rule), members={DeskId("archive"): (ADA,)}))
    proposal = state(happened(propose(PLAIN, co_authors=frozenset({ABE})), facts=facts))
    assert len(preview(CLAIM, None, proposal, facts.people[by], facts).says) == 2
    assert len(preview(CLAIM, None, None, facts.people[STRANGER], facts).says) == 1


def test_a_preview_of_nothing_required_is_empty() -> None:
    """The form says so, and sending is refused."""
    facts = world(policy(rules=(LEGAL_ON_CLAIMS,)))
    assert preview(PLAIN, None, None, facts.people[ADA], facts).says == ()
