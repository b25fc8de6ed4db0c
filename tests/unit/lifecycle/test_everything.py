"""All that may happen to a post in review, in any order: covers, handing on, suggestions, overrides and holds among it."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.unit.lifecycle.choices import (
    CO_AUTHORS,
    DECISIONS,
    EVERYONE,
    QUORUMS,
    REASONS,
    REVIEWERS,
    RULES,
    SEATS,
    SLOTS,
    WORDS,
)
from tests.unit.lifecycle.explaining import explains_itself
from tests.unit.lifecycle.profiles import DEEP, MACHINE
from tests.unit.lifecycle.spec import Events, given, happened, state
from tests.unit.lifecycle.suggestions import CALM, OTHER, accept, decline, suggest
from tests.unit.lifecycle.test_handing_on import hand_on
from tests.unit.lifecycle.test_hold import hold, release
from tests.unit.lifecycle.test_override import override
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    CLEO,
    DEE,
    INVESTORS,
    IVY,
    LEGAL,
    LOU,
    MARKETING,
    MIA,
    STRANGER,
    edit,
    email,
    lift,
    policy,
    propose,
    review,
    world,
)
from workflows.domain.commands import Command
from workflows.domain.content import Content
from workflows.domain.covers import Cover
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Quorum
from workflows.domain.proposal import Approves, Decision, Own, Proposal, Reason
from workflows.lifecycle.barred import barred, barred_at
from workflows.lifecycle.cover import place_of, slots_of
from workflows.lifecycle.decide import decide, follow_people
from workflows.lifecycle.evaluate import OVERRIDERS, Standing, evaluate

DESKS: Final = st.sampled_from((MARKETING, LEGAL, INVESTORS))
ANYBODY: Final = st.sampled_from(EVERYONE)
A_REVIEWER: Final = st.sampled_from(REVIEWERS)
NAMED: Final = (CLEO, LOU, ADA)
"""Who may override."""
LATE: Final = st.sampled_from((0, 0, 0, 0, 1))
"""How many revisions a button is old."""


class Everything(RuleBasedStateMachine):
    """One post in review, and everything by everybody in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.history: Events = ()
        self.facts = world()

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """There is a policy, and a post on its way."""
        quorums: dict[DeskId, Quorum] = {desk: data.draw(st.sampled_from(QUORUMS)) for desk in SEATS}
        wording, stage = data.draw(st.sampled_from(("counts", "bars"))), data.draw(st.sampled_from((1, 2)))
        first, *others = data.draw(st.sampled_from(RULES[:3]))
        rules = (replace(first, when=None), *(replace(one, own_wording=wording, stage=stage) for one in others))
        chosen = policy(quorums=quorums, slots=data.draw(st.sampled_from(SLOTS)), rules=rules, members=SEATS)
        self.facts = replace(world(chosen), override_by=tuple(email(one) for one in NAMED))
        words, joint = data.draw(st.sampled_from(WORDS)), data.draw(st.sampled_from(CO_AUTHORS))
        self.history = happened(propose(words, co_authors=joint), facts=self.facts)

    @rule(by=ANYBODY, desk=DESKS, decision=st.sampled_from(DECISIONS[:5]), back=LATE, reason=st.sampled_from(REASONS))
    def review(self, by: PersonId, desk: DeskId, decision: Decision, back: int, reason: Reason | None) -> None:
        """Anybody decides for any desk; nobody ends it."""
        self.ask(review(by, desk, decision, revision=self.number - back, reason=reason))

    @rule(data=st.data())
    def decide_as_asked(self, data: st.DataObject) -> None:
        """Somebody who is asked approves."""
        asked = [(one, each.requirement.desk) for each in self.standings() for one in sorted(each.asked)]
        if asked:
            by, desk = data.draw(st.sampled_from(asked))
            self.ask(review(by, desk, "approve", revision=self.number))

    @rule(by=st.sampled_from((ADA, ADA, CLEO, ABE)), words=st.sampled_from(WORDS))
    def edit(self, by: PersonId, words: Content) -> None:
        """Somebody puts other words."""
        self.ask(edit(words, by, base=self.number))

    @rule(by=st.sampled_from((CLEO, LOU)), desk=DESKS)
    def lift(self, by: PersonId, desk: DeskId) -> None:
        """A lead ends a desk's blocks."""
        self.ask(lift(by, desk, revision=self.number))

    @rule(person=A_REVIEWER, by=st.sampled_from((*REVIEWERS, STRANGER, ADA)))
    def be_away(self, person: PersonId, by: PersonId) -> None:
        """Somebody is away and names a cover, or comes back; whom that calls is followed."""
        now = self.facts.now
        cover = Cover(person=person, by=by, since=now, until=now + timedelta(days=2), zone="Europe/Zurich")
        others = {one: held for one, held in self.facts.covers.items() if one != person}
        away = {} if person in self.facts.covers or person == by else {person: cover}
        self.facts = replace(self.facts, covers={**others, **away})
        self.follow()

    @rule(person=A_REVIEWER)
    def come_or_go(self, person: PersonId) -> None:
        """Somebody leaves the company, or comes back to it."""
        who = self.facts.people[person]
        self.facts = replace(self.facts, people={**self.facts.people, person: replace(who, left=not who.left)})
        self.follow()

    @rule(by=ANYBODY, to=A_REVIEWER, own=st.sampled_from(("not_mine", "handed_over")), desk=DESKS)
    def hand_on(self, by: PersonId, to: PersonId, own: Own, desk: DeskId) -> None:
        """Somebody hands a desk's question to another."""
        self.ask(hand_on(by, to, own, desk))

    @rule(
        by=st.sampled_from((MIA, DEE, LOU, IVY, CLEO, STRANGER)),
        text=st.sampled_from((CALM, OTHER)),
        desk=DESKS,
        approves=st.sampled_from(("no", "as_it_stands")),
    )
    def suggest(self, by: PersonId, text: str, desk: DeskId, approves: Approves) -> None:
        """Somebody gives other wording, perhaps with an approval on that condition."""
        self.ask(suggest(by, text, desk=desk, revision=self.number, approves=approves))

    @rule(by=st.sampled_from((ADA, ADA, ABE, CLEO)), number=st.integers(1, 3), takes=st.booleans())
    def answer(self, by: PersonId, number: int, *, takes: bool) -> None:
        """Somebody takes suggested wording, or declines it."""
        self.ask(accept(by, suggestion=number, revision=self.number) if takes else decline(by, suggestion=number))

    @rule(by=st.sampled_from((*NAMED, MIA)), back=LATE)
    def override(self, by: PersonId, back: int) -> None:
        """Somebody asks to override the reviews, or makes that whole."""
        self.ask(override(by, revision=self.number - back, retimes=self.proposal.retimes))

    @rule(by=st.sampled_from((CLEO, CLEO, LOU)), holds=st.booleans())
    def hold(self, by: PersonId, *, holds: bool) -> None:
        """Somebody puts it on hold, or releases it: how it stands is the same as before."""
        before = evaluate(self.proposal, self.facts)
        self.ask(hold(by) if holds else release(by))
        assert evaluate(self.proposal, self.facts) == before

    @invariant()
    def every_requirement_explains_itself(self) -> None:
        """Also where a cover is asked, or nobody who is here can be."""
        if self.history:
            explains_itself(self.history, self.facts)

    @invariant()
    def as_many_are_asked_as_it_takes(self) -> None:
        """Of those who may decide; and nobody is called anew by looking again."""
        for one in self.standings():
            assert one.asked <= one.awaited
            assert one.status != "pending" or one.asked
        assert not self.history or follow_people(self.proposal, self.facts) == ()

    @invariant()
    def approved_means_enough_people_or_two_who_may(self) -> None:
        """Distinct people fill the places of those who sit there, none barred, or two who are named and wrote nothing said so."""
        if not self.history:
            return
        found, taken = evaluate(self.proposal, self.facts), list[PersonId]()
        for one in found.standings:
            slots = [person for given in one.counted for person in slots_of(given)]
            assert len(set(slots)) == len(slots)
            assert not set(slots) & barred_at(self.proposal, one.requirement)
            assert len({place_of(given) for given in one.counted}) >= one.requirement.quorum or one.status != "met"
            taken += slots
        if self.facts.policy.slots == "one_per_proposal":
            assert len(set(taken)) == len(taken)
        said = {one.by for one in found.overrides}
        assert said <= set(NAMED) - barred(self.proposal)
        assert found.approved == (all(one.status == "met" for one in found.standings) or len(said) >= OVERRIDERS)
        told = [one.kind for one in self.history if one.kind in {"approval_reached", "approval_lost"}]
        assert (told[-1:] == ["approval_reached"]) == found.approved

    @property
    def proposal(self) -> Proposal:
        """What the record leads to."""
        return state(self.history)

    @property
    def number(self) -> int:
        """The revision that it is at."""
        return self.proposal.head.number

    def standings(self) -> tuple[Standing, ...]:
        """How every desk stands."""
        return evaluate(self.proposal, self.facts).standings if self.history else ()

    def follow(self) -> None:
        """What nobody did, after people came or went: what was said counts as before."""
        before = self.standings()
        self.history = (*self.history, *follow_people(self.proposal, self.facts))
        for was, now in zip(before, self.standings(), strict=True):
            assert (was.counted, was.blocking) == (now.counted, now.blocking)

    def ask(self, command: Command) -> None:
        """Decide; the same again adds nothing, and a refusal changes nothing. A moment passes."""
        answer = given(self.history, facts=self.facts).when(command).answer
        if isinstance(answer, tuple):
            self.history = (*self.history, *answer)
            assert self.proposal.sequence == len(self.history)
            again = decide(self.proposal, command, self.facts)
            assert not isinstance(again, tuple) or again == ()
        self.facts = replace(self.facts, now=self.facts.now + timedelta(minutes=1))


TestEverything = Everything.TestCase
TestEverything.settings = MACHINE if DEEP else settings(MACHINE, max_examples=6)
