"""Watching: who may, who sees what, and that it changes nothing of how a post stands."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from tests.unit.lifecycle.spec import Events, given, happened, state
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    BEN,
    CLAIM,
    CLEO,
    FACTS,
    IVY,
    LEGAL,
    MARKETING,
    MIA,
    PLAIN,
    POST,
    ROLES,
    STRANGER,
    Mentions,
    approve,
    edit,
    email,
    policy,
    propose,
    reject,
    request_changes,
    world,
)
from workflows.domain.commands import Unwatch, Watch
from workflows.domain.events import Unwatched, Watched
from workflows.domain.ids import PersonId
from workflows.domain.policy import WatchRule
from workflows.domain.refusals import CanNotWatch, NotConfirmed, NotFound, NotInReview, NotYours
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.evolve import evolve
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.readers import hidden, involved, readers, seeing_watchers, sees
from workflows.lifecycle.watchers import watching
from workflows.lifecycle.wording import preview

SENT: Final = happened(propose())
CLOSED: Final = happened(replace(propose(), readers="named"))
GUEST: Final = PersonId("gus")
RULE: Final = WatchRule(
    why="Sales answers for claims.", people=(email(STRANGER), email(ADA)), when=Mentions(word="claim")
)
RULED: Final = world(replace(policy(), watchers=(RULE,)))


def watch(by: PersonId, person: PersonId | None = None) -> Watch:
    """Let somebody watch, oneself if nobody else is named."""
    return Watch(proposal=POST, by=by, person=person or by)


def unwatch(by: PersonId, person: PersonId | None = None) -> Unwatch:
    """End it likewise."""
    return Unwatch(proposal=POST, by=by, person=person or by)


def with_person(person: PersonId, **more: object) -> Facts:
    """The world in which somebody is otherwise than usual."""
    known = replace(FACTS.people[STRANGER], id=person, email=email(person), name=person.title(), **more)  # pyright: ignore[reportArgumentType]  # fields of a person
    return replace(FACTS, people={**FACTS.people, person: known})


def test_the_author_lets_somebody_watch() -> None:
    """Who may not read it before may from then on, until the author ends it; said again, it stands already."""
    assert not sees(state(SENT), STRANGER, FACTS)
    told = given(SENT).when(watch(ADA, STRANGER))
    told.then(Watched(by=ADA, at=FACTS.now, person=STRANGER))
    assert sees(told.proposal, STRANGER, FACTS)
    watched = happened(watch(ADA, STRANGER), after=SENT)
    given(watched).when(watch(ADA, STRANGER)).then_nothing_happened()
    ended = given(watched).when(unwatch(ADA, STRANGER))
    ended.then(Unwatched(by=ADA, at=FACTS.now, person=STRANGER))
    assert not sees(ended.proposal, STRANGER, FACTS)
    given(SENT).when(unwatch(ADA, STRANGER)).then_nothing_happened()


def test_whoever_may_read_it_watches_and_stops() -> None:
    """For themselves alone; also through an account of which nobody has said yet whose it is: it opens nothing."""
    unsure = replace(FACTS, link="matched")
    given(SENT, facts=unsure).when(watch(CLEO)).then_kinds("watched")
    given(happened(watch(CLEO), after=SENT), facts=unsure).when(unwatch(CLEO)).then_kinds("unwatched")
    given(SENT).when(watch(CLEO, STRANGER)).then_refused(NotYours(author=ADA))
    given(happened(watch(BEN), after=SENT)).when(unwatch(CLEO, BEN)).then_refused(NotYours(author=ADA))


def test_only_a_confirmed_account_lets_others_watch() -> None:
    """It opens the post to somebody, so it must be sure who does it."""
    unsure = replace(FACTS, link="matched")
    given(SENT, facts=unsure).when(watch(ADA, STRANGER)).then_refused(NotConfirmed(name="Ada", email=email(ADA)))


@pytest.mark.parametrize(
    ("history", "by", "person", "why"),
    [
        (SENT, ADA, ADA, "author"),
        (SENT, ADA, GUEST, "guest"),
        (SENT, STRANGER, STRANGER, "unread"),
        (CLOSED, ADA, IVY, "confidential"),
        (CLOSED, ADA, STRANGER, "confidential"),
    ],
)
def test_who_can_not_watch(history: Events, by: PersonId, person: PersonId, why: str) -> None:
    """Authors have a card; guests and strangers gain nothing; a confidential post is opened to nobody that way."""
    answered = given(history, facts=with_person(GUEST, role="guest")).when(watch(by, person))
    answered.then_refused(CanNotWatch(person=person, why=why))  # pyright: ignore[reportArgumentType]  # one of its words


def test_who_left_can_not_watch() -> None:
    """Nor does it show them anything if they were named before."""
    gone = with_person(STRANGER, left=True)
    given(SENT, facts=gone).when(watch(ADA, STRANGER)).then_refused(CanNotWatch(person=STRANGER, why="left"))
    assert not sees(state(happened(watch(ADA, STRANGER), after=SENT)), STRANGER, gone)


def test_whom_nobody_knows_can_not_watch() -> None:
    """A made-up id is nobody's."""
    given(SENT).when(watch(ADA, PersonId("nobody"))).then_refused(NotFound())


def test_what_is_not_in_review_is_not_watched() -> None:
    """A draft is its authors' alone, and after the end there is nothing to wait for."""
    given(happened(propose(submit=False))).when(watch(ADA, STRANGER)).then_refused(NotInReview(stage="draft"))
    ended = happened(watch(ADA, STRANGER), reject(MIA, MARKETING), after=SENT)
    given(ended).when(watch(MIA)).then_refused(NotInReview(stage="rejected"))
    given(ended).when(unwatch(STRANGER)).then_refused(NotInReview(stage="rejected"))
    assert sees(state(ended), STRANGER, FACTS)


def test_a_confidential_post_is_watched_by_who_may_read_it() -> None:
    """Ben is asked, so he is named; who watched it while it was open sees it no more once it is closed."""
    given(CLOSED).when(watch(ADA, BEN)).then_kinds("watched")
    edited = happened(watch(ADA, STRANGER), replace(edit(PLAIN), readers="named"), after=SENT)
    assert hidden(state(edited), STRANGER, FACTS)


def test_a_rule_lets_people_watch() -> None:
    """With what it found and its own words; never the author; only as long as it holds, and not if they don't want to."""
    sent = happened(propose(), facts=RULED)
    assert {one.person: one.why for one in watching(state(sent)).values()} == {
        STRANGER: "Mentions “claim”. Sales answers for claims."
    }
    assert sees(state(sent), STRANGER, RULED)
    stopped = happened(unwatch(STRANGER), edit(replace(CLAIM, text="Our claim stands.")), after=sent, facts=RULED)
    assert STRANGER not in watching(state(stopped))
    assert not sees(state(stopped), STRANGER, RULED)
    plain = happened(edit(PLAIN), after=sent, facts=RULED)
    assert not watching(state(plain))


def test_a_rule_opens_no_confidential_post() -> None:
    """Whom it names watches only what they may read otherwise."""
    sent = happened(replace(propose(), readers="named"), facts=RULED)
    assert STRANGER in watching(state(sent))
    assert hidden(state(sent), STRANGER, RULED)


def test_who_would_watch_is_said_before() -> None:
    """Behind the desks that would be asked, except of a confidential post."""
    assert preview(CLAIM, None, None, RULED.people[ABE], RULED).says[2:] == (
        "Sam watches, without being asked: Mentions “claim”. Sales answers for claims.",
        "Ada watches, without being asked: Mentions “claim”. Sales answers for claims.",
    )
    closed = state(happened(replace(propose(), readers="named"), facts=RULED))
    assert len(preview(CLAIM, None, closed, RULED.people[ADA], RULED).says) == 2


HISTORIES: Final = (
    SENT,
    CLOSED,
    happened(approve(MIA, MARKETING), after=SENT),
    happened(request_changes(BEN, LEGAL), after=SENT),
    happened(approve(MIA, MARKETING), approve(BEN, LEGAL), after=SENT),
    happened(approve(MIA, MARKETING), edit(PLAIN), after=SENT),
)


@for_any(st.sampled_from(HISTORIES), st.lists(st.tuples(st.sampled_from(sorted(ROLES)), st.booleans()), max_size=8))
def test_watching_changes_nothing_of_how_it_stands(history: Events, said: list[tuple[PersonId, bool]]) -> None:
    """Whoever watches, and however often that changes: who is asked, who counts and what is missing stays as it was."""
    before = evaluate(state(history), FACTS)
    post = state(history)
    for person, on in said:
        event = Watched if on else Unwatched
        post = evolve(post, event(by=ADA, at=FACTS.now, person=person))
    assert evaluate(post, FACTS) == before


@for_any(st.sampled_from(HISTORIES), st.sampled_from(sorted(ROLES)))
def test_nobody_decides_because_they_watch(history: Events, person: PersonId) -> None:
    """The same decision leads to the same, watching or not."""
    watched = (*history, Watched(by=ADA, at=FACTS.now, person=person))
    for desk in (MARKETING, LEGAL):
        revision = state(history).head.number
        plain = given(history).when(approve(person, desk, revision=revision)).answer
        assert given(watched).when(approve(person, desk, revision=revision)).answer == plain


@for_any(st.sampled_from(HISTORIES), st.sampled_from(sorted(ROLES)))
def test_nobody_is_involved_because_they_watch(history: Events, person: PersonId) -> None:
    """Who reads what is for reviewers only is the same, watching or not; readers are they and who watches."""
    watched = state((*history, Watched(by=ADA, at=FACTS.now, person=person)))
    assert involved(watched, FACTS) == involved(state(history), FACTS)
    assert readers(watched, FACTS) == involved(watched, FACTS) | seeing_watchers(watched, FACTS)
