"""Anybody does anything in any order, and the rules hold: the engine against a small model of itself.

Long because each thing that may happen is a rule of one machine.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.unit.lifecycle.choices import (
    BACK,
    CO_AUTHORS,
    DECISIONS,
    EVERYONE,
    NEXT_RULES,
    QUORUMS,
    REASONS,
    REVIEWERS,
    RULES,
    SEATS,
    SLOTS,
    WHEN,
    WORDS,
)
from tests.unit.lifecycle.explaining import explains_itself
from tests.unit.lifecycle.model import Model
from tests.unit.lifecycle.profiles import MACHINE
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    ARCHIVE,
    CLEO,
    DEE,
    INVESTORS,
    LEADS,
    LEGAL,
    LOU,
    MARKETING,
    POST,
    STRANGER,
    email,
    policy,
    propose,
    submit,
    withdraw,
    world,
)
from workflows.domain.commands import Adopt, Command, Edit, LiftBlock, SubmitReview
from workflows.domain.content import Content, Wanted
from workflows.domain.events import Event, Routed
from workflows.domain.ids import DeskId, PersonId, PolicyHash
from workflows.domain.policy import Quorum
from workflows.domain.proposal import Decision, Proposal, Reason
from workflows.domain.refusals import NotFound, Refusal
from workflows.lifecycle.adopting import move_of
from workflows.lifecycle.barred import barred
from workflows.lifecycle.decide import decide, follow_people
from workflows.lifecycle.evaluate import evaluate, stage_name
from workflows.lifecycle.evolve import evolve, fold


class AnybodyDoesAnything(RuleBasedStateMachine):
    """One proposal after another from first words to the end, and every command by everybody in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Event] = []
        self.folded: Proposal | None = None
        self.facts = world()
        self.model = Model(author=ADA, co_authors=frozenset(), slots="one_per_proposal", words=[])

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """There is a policy, and a first draft."""
        quorums: dict[DeskId, Quorum] = {desk: data.draw(st.sampled_from(QUORUMS)) for desk in SEATS}
        slots, rules = data.draw(st.sampled_from(SLOTS)), data.draw(st.sampled_from(RULES))
        self.facts = world(policy(quorums=quorums, slots=slots, rules=rules, members=SEATS))
        self.propose(data)

    @precondition(lambda self: self.model.stage in {"rejected", "withdrawn"})
    @rule(data=st.data())
    def propose(self, data: st.DataObject) -> None:
        """Ada saves a draft, or sends what she has written on at once; nothing of the last one is left."""
        content, wanted = data.draw(st.sampled_from(WORDS)), data.draw(st.sampled_from(WHEN))
        co_authors = data.draw(st.sampled_from(CO_AUTHORS))
        self.history, self.folded, slots = [], None, self.facts.policy.slots
        self.model = Model(author=ADA, co_authors=co_authors, slots=slots, words=[(ADA, content)], wanted=wanted)
        at_once = self.fits(content) and data.draw(st.sampled_from((True, True, True, False)))
        command = propose(content, submit=at_once, co_authors=co_authors, wanted=wanted)
        assert _accepted(self.ask(command))
        self.model.stage = "in_review" if at_once else "draft"

    @precondition(lambda self: self.model.stage == "draft")
    @rule(by=st.sampled_from((ADA, ADA, ADA, ABE, CLEO)), back=BACK)
    def submit(self, by: PersonId, back: int) -> None:
        """Somebody sends the draft on."""
        model = self.model
        answer = self.ask(submit(by, revision=len(model.words) - back))
        if by not in model.authors:
            assert answer == NotFound()
        assert _accepted(answer) == (by in model.authors and not back and self.fits(model.head))
        if _accepted(answer):
            model.stage = "in_review"

    @rule(
        by=st.sampled_from((ADA, ADA, ADA, CLEO, CLEO, ABE, DEE, STRANGER)),
        back=BACK,
        what=st.sampled_from(("words", "words", "time", "both", "neither")),
        content=st.sampled_from(WORDS),
        wanted=st.sampled_from(WHEN),
        sends=st.booleans(),
    )
    def edit(self, by: PersonId, back: int, what: str, content: Content, wanted: Wanted | None, *, sends: bool) -> None:
        """Somebody puts other words, another time, both or neither."""
        model = self.model
        command = Edit(
            proposal=POST,
            by=by,
            base=len(model.words) - back,
            content=content if what in {"words", "both"} else model.head,
            wanted=wanted if what in {"time", "both"} else model.wanted,
            submit=sends,
        )
        answer = self.ask(command)
        may = by in model.authors or (by == CLEO and model.stage == "in_review")
        differs = (command.content, command.wanted) != (model.head, model.wanted)
        submits = sends and model.stage == "draft"
        fits = self.fits(command.content) or not (submits or model.stage == "in_review")
        open_ = model.stage in {"draft", "in_review"}
        assert _accepted(answer) == (open_ and may and not back and fits and (differs or submits))
        if not _accepted(answer):
            return
        if command.content != model.head:
            model.words.append((by, command.content))
        if command.wanted != model.wanted:
            model.wanted, model.retimes = command.wanted, model.retimes + 1
        if submits:
            model.stage = "in_review"

    @precondition(lambda self: self.model.stage == "in_review")
    @rule(data=st.data(), decision=st.sampled_from(DECISIONS))
    def review_on_a_desk(self, data: st.DataObject, decision: Decision) -> None:
        """Somebody on a desk that is asked decides, looking at the words as they are; perhaps they wrote them."""
        desk = data.draw(st.sampled_from([asked.desk for asked in self.model.asked]))
        members = sorted(self.facts.members(desk))
        if members:
            self.review(data.draw(st.sampled_from(members)), desk, decision, 0, 0, data.draw(st.sampled_from(REASONS)))

    @precondition(lambda self: self.model.stage == "in_review")
    @rule(data=st.data())
    def agree(self, data: st.DataObject) -> None:
        """Somebody approves whom a desk still waits for."""
        waiting = [asked for asked in self.model.asked if not self.model.met(asked)]
        waited = [(one, asked.desk) for asked in waiting for one in self.facts.members(asked.desk)]
        able = sorted((one, desk) for one, desk in waited if one not in self.model.barred())
        if able:
            by, desk = data.draw(st.sampled_from(able))
            self.review(by, desk, "approve", 0, 0, None)

    @precondition(lambda self: self.model.asked)
    @rule(
        by=st.sampled_from(EVERYONE),
        desk=st.sampled_from((MARKETING, LEGAL, INVESTORS, ARCHIVE, DeskId("no-such-desk"))),
        decision=st.sampled_from(DECISIONS),
        back=BACK,
        back_in_time=BACK,
        reason=st.sampled_from(REASONS),
    )
    def review(
        self, by: PersonId, desk: DeskId, decision: Decision, back: int, back_in_time: int, reason: Reason | None
    ) -> None:
        """Anybody decides for any desk on any words."""
        model = self.model
        seen, time = len(model.words) - back, model.retimes - back_in_time
        command = SubmitReview(
            proposal=POST, by=by, desk=desk, revision=seen, retimes=time, decision=decision, reason=reason
        )
        was_approved, members = model.approved(), self.facts.members(desk)
        verdict = model.verdict(command, members)
        answer = self.ask(command)
        assert verdict == ("refused" if not isinstance(answer, tuple) else "recorded" if answer else "stands already")
        if decision == "approve" and was_approved:
            assert evaluate(self.proposal, self.facts).approved, "another approval never un-approves"
        if verdict == "recorded":
            model.hear(command, sat_there=by in members)
            assert decide(self.proposal, command, self.facts) == (), "the same again gives the same answer once"

    @precondition(lambda self: any(self.model.blocking(asked) for asked in self.model.asked))
    @rule(by=st.sampled_from((CLEO, LOU, CLEO, LOU, *EVERYONE)), data=st.data(), back=BACK)
    def lift(self, by: PersonId, data: st.DataObject, back: int) -> None:
        """Somebody ends a desk's blocks."""
        model = self.model
        asked = data.draw(st.sampled_from(model.asked))
        answer = self.ask(LiftBlock(proposal=POST, by=by, desk=asked.desk, revision=len(model.words) - back))
        allowed = model.stage == "in_review" and LEADS.get(asked.desk) == by and by not in model.barred() and not back
        assert _accepted(answer) == (allowed and bool(model.blocking(asked)))
        if _accepted(answer):
            for said in model.standing(asked):
                said.lifted = True

    @rule(by=st.sampled_from(EVERYONE), really=st.sampled_from((False, False, False, True)))
    def withdraw(self, by: PersonId, *, really: bool) -> None:
        """Somebody takes it back; its authors not too often, or there would be nothing to see."""
        model = self.model
        if by in model.authors and not really:
            return
        answer = self.ask(withdraw(by))
        assert _accepted(answer) == (by in model.authors and model.stage in {"draft", "in_review"})
        if _accepted(answer):
            model.stage = "withdrawn"

    @rule(person=st.sampled_from(REVIEWERS), desk=st.sampled_from((MARKETING, LEGAL, INVESTORS)))
    def move(self, person: PersonId, desk: DeskId) -> None:
        """Somebody joins a desk, or leaves it: what was recorded stays as it was."""
        before = evaluate(self.proposal, self.facts)
        found = self.facts.policy.desks[desk]
        address = email(person)
        sit = tuple(one for one in found.members if one != address)
        moved = replace(found, members=sit if address in found.members else (*sit, address))
        rules = replace(self.facts.policy, desks={**self.facts.policy.desks, desk: moved})
        self.facts = replace(self.facts, policy=rules)
        after = evaluate(self.proposal, self.facts)
        assert after.approved == before.approved
        for one, other in zip(before.standings, after.standings, strict=True):
            assert (one.counted, one.blocking, one.lapsed) == (other.counted, other.blocking, other.lapsed)

    @rule()
    def follow(self) -> None:
        """The route follows who is there: for fewer only, and only where some are left and all of them would wait for ever."""
        before = {one.requirement.desk: one for one in evaluate(self.proposal, self.facts).standings}
        for event in follow_people(self.proposal, self.facts):
            self.folded = evolve(self.folded, event)
            self.history.append(event)
            if isinstance(event, Routed):
                self.model.asked = event.requirements
        for asked in self.model.asked if self.model.stage == "in_review" else ():
            was = before[asked.desk]
            assert asked.quorum <= was.requirement.quorum
            if asked.quorum < was.requirement.quorum:
                assert was.status == "unfillable"
                assert self.facts.policy.desks[asked.desk].quorum in ("all", "majority")
                assert self.facts.members(asked.desk) - barred(self.proposal)
        assert follow_people(self.proposal, self.facts) == ()

    @precondition(lambda self: self.model.stage == "in_review")
    @rule(by=st.sampled_from((CLEO, CLEO, CLEO, ADA, LOU)), back=BACK, data=st.data())
    def adopt(self, by: PersonId, back: int, data: st.DataObject) -> None:
        """Another policy comes in force, and somebody moves the post to it: what is said before is what comes of it."""
        older = self.facts.policy
        number = int(older.hash.rpartition("-")[2]) + 1
        quorums: dict[DeskId, Quorum] = {desk: data.draw(st.sampled_from(QUORUMS)) for desk in SEATS}
        desks = {key: replace(desk, quorum=quorums.get(key, desk.quorum)) for key, desk in older.desks.items()}
        rules = data.draw(st.sampled_from(NEXT_RULES))
        newest = replace(older, hash=PolicyHash(f"policy-{number}"), rules=rules, desks=desks)
        self.facts = replace(self.facts, in_force=newest, present=newest.desks)
        before, facts = self.proposal, self.facts
        counted = {
            (one.reviewer, each.requirement.desk) for each in evaluate(before, facts).standings for one in each.counted
        }
        was_approved, asked = evaluate(before, facts).approved, self.model.asked
        command = Adopt(proposal=POST, by=by, sequence=before.sequence - back, policy=newest.hash)
        answer = self.ask(command)
        fits = any(one.when is None for one in rules) or "claim" in self.model.head.text
        assert _accepted(answer) == (by == CLEO and not back and fits)
        # What is not moved would go on under its own version; the machine goes on under the only one that it knows.
        self.facts = replace(self.facts, in_force=None, present=None)
        if not isinstance(answer, tuple):
            return
        self.facts = replace(self.facts, policy=newest)
        route, self.model.asked = self.model.asked, asked
        self.model.adopt(route)
        move = move_of(before, answer, facts)
        after = evaluate(self.proposal, self.facts)
        counts = {(one.reviewer, each.requirement.desk) for each in after.standings for one in each.counted}
        assert {(one.reviewer, one.desk) for one in move.lapsing} == counted - counts
        assert (move.approval != "same") == (was_approved != after.approved)

    @invariant()
    def every_desk_stands_as_the_model_says(self) -> None:
        """Who counts, who blocks, and whether that is enough."""
        if self.folded is None:
            return
        assert stage_name(self.proposal) == self.model.stage
        evaluation = evaluate(self.proposal, self.facts)
        counted = self.model.counted()
        for standing in evaluation.standings:
            asked = standing.requirement
            assert {one.reviewer for one in standing.counted} == counted[asked.desk]
            assert {one.reviewer for one in standing.blocking} == (self.model.blocking(asked))
            assert (standing.status == "met") == self.model.met(asked)
            assert standing.awaited <= self.facts.members(asked.desk) - barred(self.proposal)
        if self.model.stage == "in_review":
            assert evaluation.approved == self.model.approved()

    @invariant()
    def approved_means_that_enough_of_the_right_people_agreed_to_these_words(self) -> None:
        """The quorum of distinct people, none barred, each on the desk when they said so, about the parts as they are."""
        if self.folded is None or not evaluate(self.proposal, self.facts).approved:
            return
        assert self.model.asked
        people: Counter[PersonId] = Counter()
        for asked in self.model.asked:
            yes = [said for said in self.model.standing(asked) if said.decision == "approve" and said.sat_there]
            able = {said.by for said in yes} - self.model.barred()
            counted = self.model.counted()[asked.desk]
            assert counted <= able
            assert len(counted) >= max(1, asked.quorum)
            people.update(counted)
        if self.model.slots == "one_per_proposal":
            assert all(times == 1 for times in people.values())

    @invariant()
    def the_ledger_tells_of_every_approval_and_every_loss(self) -> None:
        """While it is in review, the last that was told is how it is."""
        told = [event.kind for event in self.history if event.kind in {"approval_reached", "approval_lost"}]
        assert told == ["approval_reached", "approval_lost"] * (len(told) // 2) + told[len(told) // 2 * 2 :]
        if self.model.stage == "in_review":
            assert (told[-1:] == ["approval_reached"]) == self.model.approved()

    @invariant()
    def every_requirement_explains_itself(self) -> None:
        """What must hold; how it stands, and who is awaited, many of whom may be counted; and of everybody
        who sits on the desk or decided there, once, what their part is.
        """
        if self.folded is not None:
            explains_itself(tuple(self.history), self.facts)

    @property
    def proposal(self) -> Proposal:
        """What the record leads to."""
        assert self.folded is not None
        return self.folded

    def fits(self, words: Content) -> bool:
        """Whether words may go to review: some rule asks somebody to look at them."""
        return any(one.when is None for one in self.facts.policy.rules) or "claim" in words.text

    def ask(self, command: Command) -> tuple[Event, ...] | Refusal:
        """Decide, twice, and step by step; a moment passes."""
        before = self.folded
        answer = decide(before, command, self.facts)
        assert answer == decide(before, command, self.facts), "the same question has the same answer"
        assert before == fold(self.history), "deciding changes nothing"
        if isinstance(answer, tuple):
            self.model.asked = next((one.requirements for one in answer if isinstance(one, Routed)), self.model.asked)
            for event in answer:
                self.folded = after = evolve(self.folded, event)
                self.history.append(event)
                assert after.sequence == len(self.history), "every event is one step"
            assert self.folded == fold(self.history), "the record is the state"
            again = decide(self.proposal, command, self.facts)
            assert not isinstance(again, tuple) or again == (), "the same again adds nothing"
        self.facts = replace(self.facts, now=self.facts.now + timedelta(minutes=1))
        return answer


def _accepted(answer: tuple[Event, ...] | Refusal) -> bool:
    return isinstance(answer, tuple) and bool(answer)


TestAnybodyDoesAnything = AnybodyDoesAnything.TestCase
TestAnybodyDoesAnything.settings = MACHINE
