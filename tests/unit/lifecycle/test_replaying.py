"""A replay judges a post as when it was judged last, not as when its words were written."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.unit.lifecycle.spec import Events, happened, state
from tests.unit.lifecycle.world import (
    ADA,
    EVENING,
    IVY,
    LEGAL,
    MARKETING,
    MIA,
    MORNING,
    NOW,
    PLAIN,
    POST,
    STRANGER,
    Simple,
    approve,
    edit,
    email,
    policy,
    propose,
    submit,
    world,
)
from workflows.domain.commands import Watch
from workflows.domain.content import TEXT
from workflows.domain.policy import Rule, Subject, WatchRule
from workflows.domain.proposal import InReview
from workflows.domain.value import value
from workflows.lifecycle.replaying import replay

SENT, RETIMED = NOW + timedelta(days=3), NOW + timedelta(days=5)


@value
class From(Simple):
    """Holds from a moment on."""

    start: datetime

    def because(self, subject: Subject) -> str | None:
        """Why it holds."""
        return "is judged late" if subject.now is not None and subject.now >= self.start else None


WRITTEN = happened(propose(PLAIN, submit=False, wanted=MORNING))
WAITING = happened(submit(), facts=world(now=SENT), after=WRITTEN)
APPROVED = happened(approve(MIA, MARKETING), facts=world(now=SENT + timedelta(hours=1)), after=WAITING)
MOVED = happened(edit(PLAIN, wanted=EVENING), facts=world(now=RETIMED), after=APPROVED)


@pytest.mark.parametrize(("history", "at"), [(WAITING, SENT), (APPROVED, SENT), (MOVED, RETIMED)])
def test_it_is_judged_as_when_it_was_sent_or_timed_anew(history: Events, at: datetime) -> None:
    """A rule that looks at the hour holds from the moment at which the policy was asked, and not from the next one on."""
    house = policy()

    def asks_legal(start: datetime) -> bool:
        late = Rule(name="legal has read it", why="", desk=LEGAL, when=From(start=start), quorum=None, judges=(TEXT,))
        difference = replay(state(history), world(replace(house, rules=(*house.rules, late))))
        assert difference is not None
        return LEGAL in difference.added

    assert asks_legal(at)
    assert not asks_legal(at + timedelta(seconds=1))


def test_in_older_records_it_is_when_the_words_were_written() -> None:
    """Nothing else was kept then."""
    older = tuple(replace(event, judged=None) if event.kind == "routed" else event for event in APPROVED)
    stage = state(older).stage
    assert isinstance(stage, InReview)
    assert stage.judged is None
    difference = replay(state(older), world())
    assert difference is not None
    assert difference.nothing


def test_who_would_have_watched_is_told() -> None:
    """Only whom rules have watch it: what was said by hand stays so, and of a confidential post only who may read it."""
    rule = WatchRule(why="", people=(email(STRANGER), email(IVY)), when=None)
    watched, plain = world(replace(policy(), watchers=(rule,))), world()
    sent = happened(propose(PLAIN))
    ruled = happened(propose(PLAIN), facts=watched)
    by_hand = happened(Watch(proposal=POST, by=ADA, person=STRANGER), after=sent)
    closed = happened(replace(propose(PLAIN), readers="named"))
    for history, facts, came, went in (
        (sent, watched, {STRANGER, IVY}, set()),
        (ruled, watched, set(), set()),
        (ruled, plain, set(), {STRANGER, IVY}),
        (by_hand, watched, {IVY}, set()),
        (closed, watched, set(), set()),
    ):
        difference = replay(state(history), facts)
        assert difference is not None
        assert (set(difference.watching), set(difference.unwatching)) == (came, went)
        assert difference.nothing is not bool(came or went)
