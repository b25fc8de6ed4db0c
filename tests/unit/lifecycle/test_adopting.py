"""A running post comes under another policy on purpose: what that keeps of its approvals, what it refuses, what it says first."""

from dataclasses import replace

import pytest

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import Events, given, happened, state
from tests.unit.lifecycle.world import (
    ADA,
    ALWAYS_MARKETING,
    BEA,
    BEN,
    CLAIM,
    CLEO,
    EMPTY,
    INVESTORS_ON_REVENUE,
    IVY,
    LATER,
    LEGAL,
    LEGAL_ON_CLAIMS,
    MARKETING,
    MAX,
    MIA,
    POST,
    STRANGER,
    Mentions,
    approve,
    edit,
    email,
    policy,
    propose,
    request_changes,
    world,
)
from workflows.cards.moves import told
from workflows.domain.commands import Adopt, Watch
from workflows.domain.content import LINK, TEXT, Content
from workflows.domain.events import Routed
from workflows.domain.ids import DeskId, PersonId, PolicyHash
from workflows.domain.policy import Confidentiality, Policy, Rule, WatchRule
from workflows.domain.proposal import Adoption, InReview
from workflows.domain.refusals import ChangedSince, FieldProblems, NothingRequired, NotInReview, NotLead
from workflows.lifecycle.adopting import move_of
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.moving import Move
from workflows.lifecycle.replaying import Difference

NEW = PolicyHash("policy-2")


def second(rules: tuple[Rule, ...] = (ALWAYS_MARKETING, LEGAL_ON_CLAIMS), **desks: str) -> Policy:
    """Another version of the policy, with these rules; `desks` are called otherwise in it."""
    plain = policy(rules=rules)
    renamed = {DeskId(key): replace(plain.desks[DeskId(key)], name=name) for key, name in desks.items()}
    return replace(plain, hash=NEW, desks={**plain.desks, **renamed})


def under(newest: Policy) -> Facts:
    """The world in which that version is in force, while older ones rule what they rule."""
    return replace(LATER, in_force=newest, present=newest.desks)


def adopt(history: Events, by: PersonId = CLEO) -> Adopt:
    """Move it, as it stands."""
    return Adopt(proposal=POST, by=by, sequence=state(history).sequence, policy=NEW)


def moved(history: Events, newest: Policy) -> Move:
    """What moving it changes."""
    facts = under(newest)
    return move_of(state(history), given(history, facts=facts).when(adopt(history)).events, facts)


BOTH = happened(propose(CLAIM), approve(MIA, MARKETING), approve(BEN, LEGAL))
"""Approved by marketing and by legal, under the first version."""
LINKS_TOO = replace(LEGAL_ON_CLAIMS, judges=(TEXT, LINK))
KEPT = {
    "the same rules": (second(), ()),
    "another why": (second((ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, why="By law."))), ()),
    "fewer parts": (second((replace(ALWAYS_MARKETING, judges=(TEXT,)), LEGAL_ON_CLAIMS)), ()),
    "more parts": (second((ALWAYS_MARKETING, LINKS_TOO)), (BEN,)),
    "the time, too": (second((ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, judges_time=True))), (BEN,)),
    "another rule in its place": (second((ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, name="no fines"))), (BEN,)),
    "another rule beside it": (
        second((ALWAYS_MARKETING, LEGAL_ON_CLAIMS, replace(LEGAL_ON_CLAIMS, name="no fines"))),
        (BEN,),
    ),
    "another desk under its key": (second(legal="Event team"), (BEN,)),
    "its name at another key": (
        second((replace(ALWAYS_MARKETING, desk=DeskId("archive")),), archive="Marketing"),
        (MIA, BEN),
    ),
    "the desk no longer": (second((ALWAYS_MARKETING,)), (BEN,)),
}


@pytest.mark.parametrize("case", KEPT)
def test_an_approval_counts_on_for_what_was_approved_and_for_nothing_else(case: str) -> None:
    """It is known by its desk's key and name, its rules' names and its parts; whose stops counting is said first, and does."""
    newest, lapsing = KEPT[case]
    assert {one.reviewer for one in moved(BOTH, newest).lapsing} == set(lapsing)
    after = given(BOTH, facts=under(newest)).when(adopt(BOTH))
    counted = {one.reviewer for each in after.evaluation.standings for one in each.counted}
    assert counted == {MIA, BEN} - set(lapsing)


def test_what_it_changes_is_told_before_and_recorded_as_somebodys_deed() -> None:
    """The route with its version and who did it; a desk that comes is called, one that goes is asked no more."""
    newest = second((replace(ALWAYS_MARKETING, quorum=2), replace(INVESTORS_ON_REVENUE, when=None)))
    change = Difference(added={DeskId("investors"): 1}, removed=(LEGAL,), quorums={MARKETING: (1, 2)})
    assert moved(BOTH, newest) == Move(
        difference=change, lapsing=(state(BOTH).reviews[1],), approval="lost", restricted=False
    )
    after = given(BOTH, facts=under(newest)).when(adopt(BOTH))
    after.then_kinds("routed", "approval_lost")
    routed = after.events[0]
    assert isinstance(routed, Routed)
    assert (routed.by, routed.policy, routed.judged, routed.afresh) == (CLEO, NEW, LATER.now, (LEGAL,))
    assert routed.asked is not None
    assert routed.asked[DeskId("investors")] == (PersonId("ivy"),)
    stage = after.proposal.stage
    assert isinstance(stage, InReview)
    assert stage.adopted == Adoption(by=CLEO, at=LATER.now)


def test_who_comes_to_watch_and_who_goes_is_told_before() -> None:
    """Whom rules name, beside whoever was named by hand, who stays; where it becomes confidential, who may not read it goes."""
    rule = WatchRule(why="Sales.", people=(email(MIA),), when=None)
    before = replace(policy(rules=(ALWAYS_MARKETING,)), watchers=(rule,))
    watched = happened(propose(CLAIM), Watch(proposal=POST, by=ADA, person=STRANGER), facts=world(before))
    after = replace(rule, people=(email(IVY),))
    newest = replace(second((ALWAYS_MARKETING,)), watchers=(after,))
    move = moved(watched, newest)
    assert (move.watching, move.unwatching) == ((IVY,), (MIA,))
    seen = sight(watched, under(newest))
    assert told(seen, move, newest).endswith(": also watched by Ivy; no longer watched by Mia.")
    closed = replace(newest, restricted=Confidentiality(when=Mentions(word="claim")))
    assert (moved(watched, closed).watching, moved(watched, closed).unwatching) == ((), (MIA, STRANGER))


def test_a_lower_quorum_approves_only_once_it_was_adopted() -> None:
    """Under its own version it waits for two, whatever is in force; moved, the one who said yes is enough."""
    stricter = policy(quorums={MARKETING: 2}, rules=(ALWAYS_MARKETING,))
    waits = happened(propose(CLAIM), approve(MIA, MARKETING), facts=world(stricter))
    newest = replace(policy(rules=(ALWAYS_MARKETING,)), hash=NEW)
    facts = replace(under(newest), policy=stricter)
    assert not evaluate(state(waits), facts).approved
    given(waits, facts=facts).when(adopt(waits)).then_kinds("routed", "approval_reached")


def test_a_block_outlives_the_policy_under_which_it_was_set() -> None:
    """Moving a post lifts no no, whatever its desk is asked now; the yes beside it ends all the same."""
    two = world(policy(quorums={LEGAL: 2}))
    blocked = happened(propose(CLAIM), approve(BEA, LEGAL), request_changes(BEN, LEGAL), facts=two)
    newest = second((ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, name="no fines")))
    after = given(blocked, facts=under(newest)).when(adopt(blocked))
    assert after.status(LEGAL) == "blocked"
    assert [one.voided_by for one in after.proposal.reviews] == [CLEO, None]


def test_who_approved_may_approve_again_for_what_is_asked_now() -> None:
    """An approval that stopped counting fills no place: neither there nor at another desk."""
    newest = second((ALWAYS_MARKETING, LINKS_TOO))
    facts = under(newest)
    after = (*BOTH, *given(BOTH, facts=facts).when(adopt(BOTH)).events)
    again = given(after, facts=replace(facts, policy=newest)).when(approve(BEN, LEGAL))
    again.then_kinds("review_given", "approval_reached")


def test_an_edit_after_it_goes_on_under_the_version_that_was_adopted() -> None:
    """It is still known who moved it, and other words are routed by the same version."""
    facts = under(second())
    after = (*BOTH, *given(BOTH, facts=facts).when(adopt(BOTH)).events)
    reworded = edit(replace(CLAIM, text="Another claim."))
    stage = given(after, facts=replace(facts, policy=second())).when(reworded).proposal.stage
    assert isinstance(stage, InReview)
    assert (stage.policy, stage.adopted) == (NEW, Adoption(by=CLEO, at=LATER.now))


def test_the_same_again_is_nothing_new() -> None:
    """What is under the version in force already stands so."""
    facts = under(second())
    after = (*BOTH, *given(BOTH, facts=facts).when(adopt(BOTH)).events)
    given(after, facts=facts).when(adopt(after)).then_nothing_happened()


def test_only_a_comms_lead_moves_posts() -> None:
    """Neither the author nor a reviewer."""
    for by in (ADA, MAX, BEN):
        given(BOTH, facts=under(second())).when(adopt(BOTH, by)).then_refused(NotLead(leads=(CLEO,)))


def test_what_changed_since_it_was_looked_at_is_left_alone() -> None:
    """Another event, or another version in force, and nothing is moved."""
    considered = adopt(happened(propose(CLAIM), approve(MIA, MARKETING)))
    given(BOTH, facts=under(second())).when(considered).then_refused(ChangedSince())
    third = replace(second(), hash=PolicyHash("policy-3"))
    given(BOTH, facts=under(third)).when(adopt(BOTH)).then_refused(ChangedSince())


def test_a_draft_has_no_version_yet() -> None:
    """It follows the policy of the day on which it is sent."""
    draft = happened(propose(CLAIM, submit=False))
    given(draft, facts=under(second())).when(adopt(draft)).then_refused(NotInReview(stage="draft"))


def test_what_could_not_be_sent_under_it_stays_under_its_own() -> None:
    """Where nobody would be asked, and where the words may not go on."""
    given(BOTH, facts=under(second(()))).when(adopt(BOTH)).then_refused(NothingRequired())
    wordless = tuple(
        replace(event, content=Content(text=" ", channels=EMPTY.channels)) if event.kind == "revision_added" else event
        for event in BOTH
    )
    answer = given(wordless, facts=under(second())).when(adopt(wordless)).answer
    assert isinstance(answer, FieldProblems)
