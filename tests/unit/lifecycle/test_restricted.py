"""Who may read what is confidential, what makes it so, and what ends that."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.lifecycle.spec import given, happened, state
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    BEN,
    CLAIM,
    CLEO,
    IVY,
    LEGAL,
    LOU,
    MARKETING,
    MIA,
    NOW,
    PLAIN,
    POST,
    REVENUE,
    STRANGER,
    Mentions,
    approve,
    edit,
    email,
    policy,
    propose,
    request_changes,
    submit,
    withdraw,
    world,
)
from workflows.domain.commands import LiftRestriction
from workflows.domain.content import Content
from workflows.domain.events import Restricted, RestrictionLifted
from workflows.domain.explained import Explained, State
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Condition, Confidentiality, Subject
from workflows.domain.refusals import AlreadyProposed, NotFound, NothingChanged, NotInReview, StaleRevision
from workflows.domain.value import value
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.readers import hidden, keepers, readers, sees

OPEN = Confidentiality(to=frozenset({email(IVY)}))
MERGER = Content(text="A merger.", channels=PLAIN.channels)
STAFF = {MARKETING: (MIA,), LEGAL: (BEN, LOU)}


def facts(when: Condition | None = None, *gone: PersonId) -> Facts:
    """Mia is marketing, Ben and Lou are legal, the policy names Ivy, Cleo leads communications; `gone` have left."""
    known = world(replace(policy(members=STAFF), restricted=replace(OPEN, when=when)))
    people = {one: replace(person, left=one in gone) for one, person in known.people.items()}
    return replace(known, people=people)


MERGERS = facts(Mentions(word="merger"))
"""Words about a merger are confidential."""


def lift(by: PersonId, *, revision: int = 1) -> LiftRestriction:
    """Open it to everybody asked."""
    return LiftRestriction(proposal=POST, by=by, revision=revision)


SENT = replace(propose(CLAIM, co_authors=frozenset({ABE})), readers="named")
KEPT = replace(SENT, submit=False)
HISTORY = happened(SENT, facts=facts())
DRAFT = happened(KEPT, facts=facts())


@pytest.mark.parametrize(
    ("person", "reads"),
    [
        (ADA, True),
        (ABE, True),
        (MIA, True),
        (BEN, True),
        (LOU, True),
        (IVY, True),
        (CLEO, False),
        (STRANGER, False),
    ],
)
def test_only_the_people_named_read_it(person: PersonId, *, reads: bool) -> None:
    """Authors, the people of the desks it asks, and whom the policy names; a comms lead is nobody among them."""
    post = state(HISTORY)
    assert sees(post, person, facts()) is reads
    assert hidden(post, person, facts()) is not reads
    assert (person in readers(post, facts())) is reads


def test_a_draft_is_its_authors_alone() -> None:
    """Nobody is asked yet, so nobody else is named; whom the policy names gets it where the authors have left."""
    post = state(DRAFT)
    assert readers(post, facts()) == keepers(post, facts()) == {ADA, ABE}
    left = facts(None, ADA, ABE)
    assert keepers(post, left) == {ADA, ABE, IVY}
    assert not sees(post, CLEO, left)
    assert keepers(replace(post, restriction=None), left) == {ADA, ABE, CLEO}


def test_whoever_is_taken_off_reads_no_more() -> None:
    """Who reads goes by today's desks and today's policy, not by those that the post started under."""
    today = replace(facts(), readers=frozenset(), present={DeskId("legal"): facts().desks[LEGAL]})
    assert readers(state(HISTORY), today) == {ADA, ABE, BEN, LOU}


def test_for_everybody_else_it_does_not_exist() -> None:
    """A comms lead who is not named gets the answer of an unknown post, whatever they try."""
    for command in (edit(PLAIN, CLEO), withdraw(CLEO), approve(CLEO, MARKETING), lift(CLEO)):
        given(HISTORY, facts=facts()).when(command).then_refused(NotFound())
    given(DRAFT, facts=facts()).when(submit(CLEO)).then_refused(NotFound())


def test_the_author_chooses() -> None:
    """In the form of a new post, or of an edit that changes nothing else: whoever approved it stays counted."""
    given((), facts=facts()).when(SENT).then_kinds("proposed", "revision_added", "restricted", "submitted", "routed")
    given((), facts=facts()).when(KEPT).then_kinds("proposed", "revision_added", "restricted")
    sent = happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts())
    closing = replace(edit(PLAIN), readers="named")
    given(sent, facts=facts()).when(closing).then(Restricted(by=ADA, at=NOW))
    given(HISTORY, facts=facts()).when(replace(edit(CLAIM), readers="named")).then_refused(NothingChanged())


def test_a_rule_does_it_at_each_new_revision_and_when_a_draft_is_sent() -> None:
    """With what it found; so does a draft that was kept under a policy without that rule."""
    by_rule = Restricted(by=None, at=NOW, why="mentions “merger”")
    assert by_rule in given((), facts=MERGERS).when(propose(MERGER)).events
    assert by_rule in given((), facts=MERGERS).when(propose(MERGER, submit=False)).events
    open_post = happened(propose(PLAIN), facts=MERGERS)
    assert by_rule in given(open_post, facts=MERGERS).when(edit(Content(text="merger", channels=PLAIN.channels))).events
    older = happened(propose(MERGER, submit=False), facts=facts())
    given(older, facts=MERGERS).when(submit()).then_kinds("restricted", "submitted", "routed")
    given((), facts=MERGERS).when(propose(PLAIN)).then_kinds("proposed", "revision_added", "submitted", "routed")


def test_where_nobody_knows_whether_a_rule_holds_it_does() -> None:
    """A pattern that takes too long lets nothing slip through; a condition that is about every post says so."""

    @value
    class Unknown:
        """Nobody knows."""

        def state(self, subject: Subject) -> State:
            """Took too long."""
            return self.explain(subject).state

        def explain(self, subject: Subject) -> Explained:
            """Took too long."""
            assert subject.content == PLAIN
            return Explained(says="is any post", state="unknown")

    (found,) = (
        event
        for event in given((), facts=facts(Unknown())).when(propose(PLAIN)).events
        if isinstance(event, Restricted)
    )
    assert found.why == "is any post"


def test_other_words_never_open_it() -> None:
    """An edit after which no rule holds leaves it as it is."""
    closed = happened(propose(MERGER), facts=MERGERS)
    after = given(closed, facts=MERGERS).when(edit(PLAIN)).proposal
    assert after.restriction is not None


@pytest.mark.parametrize("by", [ADA, ABE, MIA, BEN, IVY])
def test_anybody_named_opens_it(by: PersonId) -> None:
    """On the ledger, with the revision that they read; who may only read it by that then sees it."""
    opened = given(HISTORY, facts=facts()).when(lift(by))
    opened.then(RestrictionLifted(by=by, at=NOW, revision=1))
    assert sees(opened.proposal, CLEO, facts())


def test_opening_it_again_changes_nothing_and_words_that_are_gone_are_not_opened() -> None:
    """Twice is once; older words are refused, and so is a post that ended."""
    given(happened(propose(CLAIM), facts=facts()), facts=facts()).when(lift(ADA)).then_nothing_happened()
    edited = (*HISTORY, *given(HISTORY, facts=facts()).when(edit(PLAIN)).events)
    given(edited, facts=facts()).when(lift(ADA)).then_refused(StaleRevision(seen=1, head=2))
    ended = (*HISTORY, *given(HISTORY, facts=facts()).when(withdraw()).events)
    given(ended, facts=facts()).when(lift(ADA)).then_refused(NotInReview(stage="withdrawn"))


def test_a_rule_leaves_alone_what_was_opened_on_purpose_until_there_are_new_words() -> None:
    """Another time does not close it; the next revision that the rule holds for does."""
    closed = happened(propose(MERGER), facts=MERGERS)
    opened = (*closed, *given(closed, facts=MERGERS).when(lift(ADA)).events)
    later = replace(edit(MERGER), note="Quick, please.")
    given(opened, facts=MERGERS).when(later).then_kinds("note_changed")
    new = Content(text="The merger is off.", channels=PLAIN.channels)
    assert "restricted" in [event.kind for event in given(opened, facts=MERGERS).when(edit(new)).events]


def test_the_same_form_sent_again_wants_the_same_readers() -> None:
    """What is new in it must not be lost silently."""
    given(HISTORY, facts=facts()).when(SENT).then_nothing_happened()
    given(happened(propose(CLAIM), facts=facts()), facts=facts()).when(
        replace(propose(CLAIM), readers="named")
    ).then_refused(AlreadyProposed())


def test_who_asked_for_changes_on_a_desk_that_is_asked_no_more_reads_it_no_more() -> None:
    """New words are for those who may decide on them."""
    history = happened(SENT, request_changes(BEN, LEGAL), facts=facts())
    edited = given(history, facts=facts()).when(edit(PLAIN)).proposal
    assert not sees(edited, BEN, facts())
    assert sees(replace(edited, restriction=None), BEN, facts())


def test_the_time_of_a_restriction_is_that_of_the_decision() -> None:
    """Whatever the clock showed when it was proposed."""
    later = replace(facts(), now=NOW + timedelta(hours=1))
    (event,) = (
        given(happened(propose(REVENUE), facts=facts()), facts=later)
        .when(replace(edit(REVENUE), readers="named"))
        .events
    )
    assert event.at == NOW + timedelta(hours=1)
