"""Acting through an account of which it is not sure whose it is: one's own posts are one's own, others' wait."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import Events, given, happened
from tests.unit.lifecycle.world import (
    ADA,
    BEA,
    BEN,
    CLAIM_WITH_LINK,
    CLEO,
    LEGAL,
    LOU,
    PLAIN,
    POST,
    TONE,
    approve,
    edit,
    email,
    lift,
    policy,
    propose,
    reject,
    request_changes,
    withdraw,
    world,
)
from workflows.domain.commands import Command, HandOn, Hold, LiftRestriction, Release
from workflows.domain.people import LinkState
from workflows.domain.policy import Confidentiality, Holders
from workflows.domain.refusals import NotConfirmed, StaleRevision

ASKED = happened(propose())
BLOCKED = happened(request_changes(BEN, LEGAL, reason=TONE), after=ASKED)
HELD = happened(Hold(proposal=POST, by=CLEO, reason=TONE.words), after=ASKED)
UNSURE: tuple[LinkState, ...] = ("unknown", "matched", "denied")


@pytest.mark.parametrize("link", UNSURE)
@pytest.mark.parametrize(
    ("command", "history"),
    [
        (approve(BEN, LEGAL), ASKED),
        (request_changes(BEN, LEGAL), ASKED),
        (reject(BEN, LEGAL), ASKED),
        (lift(LOU, LEGAL), BLOCKED),
        (edit(PLAIN, CLEO), ASKED),
        (HandOn(proposal=POST, by=BEN, desk=LEGAL, to=BEA, own="not_mine"), ASKED),
        (Hold(proposal=POST, by=CLEO, reason=TONE.words), ASKED),
        (Release(proposal=POST, by=CLEO), HELD),
    ],
)
def test_only_a_confirmed_account_acts_on_others_posts(link: LinkState, command: Command, history: Events) -> None:
    """Whatever would be recorded of a decision, or of a lead's edit, waits until its person has said who they are."""
    by = command.by
    given(history, facts=world(link=link)).when(command).then_refused(NotConfirmed(name=by.title(), email=email(by)))


def test_only_a_confirmed_account_opens_a_confidential_post() -> None:
    """Whom the policy names reads it through any account that is matched, and opens it through one that is confirmed."""
    policed = world(replace(policy(), restricted=Confidentiality(to=frozenset({email(LOU)}))))
    closed = happened(replace(propose(), readers="named"), facts=policed)
    opened = LiftRestriction(proposal=POST, by=LOU, revision=1)
    assert given(closed, facts=policed).when(opened).events
    unsure = replace(policed, link="matched")
    given(closed, facts=unsure).when(opened).then_refused(NotConfirmed(name="Lou", email=email(LOU)))


@pytest.mark.parametrize("command", [edit(PLAIN), withdraw()])
def test_a_matched_account_does_what_it_likes_with_its_own_posts(command: Command) -> None:
    """Proposing, editing and withdrawing ask for nothing more than a verified address."""
    assert given((), facts=world(link="matched")).when(propose()).events
    assert given(ASKED, facts=world(link="matched")).when(command).events


def test_a_matched_account_opens_nothing_and_releases_nothing_of_its_own() -> None:
    """An author's words stay with the people named, and another's hold stands, until the author has said who they are."""
    holders = world(replace(policy(), holds=Holders(by=(email(ADA), email(CLEO)))))
    closed = happened(replace(propose(), readers="named"), Hold(proposal=POST, by=CLEO, reason="Wait."), facts=holders)
    unsure = replace(holders, link="matched")
    for command in (LiftRestriction(proposal=POST, by=ADA, revision=1), Release(proposal=POST, by=ADA)):
        assert given(closed, facts=holders).when(command).events
        given(closed, facts=unsure).when(command).then_refused(NotConfirmed(name="Ada", email=email(ADA)))


def test_who_could_not_decide_anyway_is_told_that() -> None:
    """The question is asked only where a yes would be worth something."""
    old = happened(edit(CLAIM_WITH_LINK), after=ASKED)
    given(old, facts=world(link="matched")).when(approve(BEN, LEGAL)).then_refused(StaleRevision(seen=1, head=2))


def test_a_decision_that_stands_stands_whoever_asks_again() -> None:
    """The same again records nothing, so there is nothing to be sure of."""
    decided = happened(approve(BEN, LEGAL), after=ASKED)
    given(decided, facts=world(link="matched")).when(approve(BEN, LEGAL)).then_nothing_happened()
