"""The rules told a second time, slowly: lists and plain comparisons of words, and nothing of `workflows.lifecycle`.

The state machine holds the engine against this. It learns of a route from what was recorded, and of everything else
from the commands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflows.domain.commands import SubmitReview
from workflows.domain.content import (
    AUDIENCE,
    CHANNELS,
    DISCLOSURE,
    LINK,
    MEDIA,
    MESSAGE,
    SOURCES,
    TEXT,
    Content,
    Wanted,
)
from workflows.domain.ids import DeskId, PartName, PersonId
from workflows.domain.proposal import Decision, Reason, Requirement, Slots

Verdict = Literal["recorded", "stands already", "refused"]


@dataclass
class Said:
    """One person's word for one desk: on which words, beside how many changes of time, and whether it was theirs to say."""

    by: PersonId
    desk: DeskId
    decision: Decision
    reason: Reason | None
    words: Content
    retimes: int
    sat_there: bool
    lifted: bool = False
    voided: bool = False


@dataclass
class Model:
    """One proposal."""

    author: PersonId
    co_authors: frozenset[PersonId]
    slots: Slots
    words: list[tuple[PersonId, Content]]
    wanted: Wanted | None = None
    retimes: int = 0
    stage: Literal["draft", "in_review", "rejected", "withdrawn"] = "draft"
    asked: tuple[Requirement, ...] = ()
    said: list[Said] = field(default_factory=list[Said])

    @property
    def head(self) -> Content:
        """The words as they are."""
        return self.words[-1][1]

    @property
    def authors(self) -> set[PersonId]:
        """Whose it is."""
        return {self.author, *self.co_authors}

    def barred(self) -> set[PersonId]:
        """Who may not review: whose it is, and whoever wrote what still stands of it."""
        out = self.authors | {self.words[-1][0]}
        for number, (by, words) in enumerate(self.words[1:], 1):
            before, now = _pieces(self.words[number - 1][1]), _pieces(self.head)
            if any(piece == now[place] != before[place] for place, piece in enumerate(_pieces(words))):
                out.add(by)
        return out

    def standing(self, asked: Requirement) -> list[Said]:
        """The last word of each person for a desk, where it is about what the desk judges as it is now."""
        found: list[Said] = []
        for position, said in enumerate(self.said):
            later = [other for other in self.said[position + 1 :] if (other.by, other.desk) == (said.by, said.desk)]
            same_time = not asked.judges_time or said.retimes == self.retimes
            if (
                said.desk == asked.desk
                and not later
                and not said.voided
                and same_time
                and _same(said.words, self.head, asked.judges)
            ):
                found.append(said)
        return found

    def blocking(self, asked: Requirement) -> set[PersonId]:
        """Who keeps a desk from agreeing."""
        return {said.by for said in self.standing(asked) if said.decision != "approve" and not said.lifted}

    def approving(self, asked: Requirement) -> set[PersonId]:
        """Who has said yes for a desk and may, wherever else they said it."""
        return {said.by for said in self.standing(asked) if said.decision == "approve"} - self.barred()

    def counted(self) -> Mapping[DeskId, set[PersonId]]:
        """Who counts where: with one slot each, for the first desk of the route that they agreed for."""
        taken: set[PersonId] = set()
        counted: dict[DeskId, set[PersonId]] = {}
        for asked in self.asked:
            counted[asked.desk] = self.approving(asked) - taken
            if self.slots == "one_per_proposal":
                taken |= counted[asked.desk]
        return counted

    def met(self, asked: Requirement) -> bool:
        """Whether a desk has agreed."""
        return not self.blocking(asked) and len(self.counted()[asked.desk]) >= asked.quorum

    def approved(self) -> bool:
        """Whether every desk has agreed, and there is one."""
        return self.stage == "in_review" and bool(self.asked) and all(self.met(asked) for asked in self.asked)

    def hear(self, command: SubmitReview, *, sat_there: bool) -> None:
        """A decision that is recorded."""
        self.said.append(
            Said(
                by=command.by,
                desk=command.desk,
                decision=command.decision,
                reason=command.reason if command.decision != "approve" else None,
                words=self.head,
                retimes=command.retimes,
                sat_there=sat_there,
            )
        )
        if command.decision == "reject":
            self.stage = "rejected"

    def adopt(self, asked: tuple[Requirement, ...]) -> None:
        """Another policy: each yes ends that was not said to all that its desk is asked now; a no stands."""
        before = {one.desk: one for one in self.asked}
        after = {one.desk: one for one in asked}
        for said in self.said:
            old, new = before.get(said.desk), after.get(said.desk)
            kept = old is not None and new is not None and _asks_no_more(old, new)
            said.voided = said.voided or (said.decision == "approve" and not kept)
        self.asked = asked

    def verdict(self, command: SubmitReview, members: frozenset[PersonId]) -> Verdict:
        """What a decision must lead to."""
        asked = next((one for one in self.asked if one.desk == command.desk), None)
        on_head = command.revision == len(self.words)
        reason = command.reason if command.decision != "approve" else None
        last = next((said for said in reversed(self.said) if (said.by, said.desk) == (command.by, command.desk)), None)
        repeats = last is not None and (last.decision, last.reason) == (command.decision, reason)
        if self.stage == "rejected":
            ended_it = repeats and on_head and last is self.said[-1] and last is not None and last.decision == "reject"
            return "stands already" if ended_it else "refused"
        if self.stage != "in_review" or asked is None or command.by in self.barred() or command.by not in members:
            return "refused"
        if not on_head or not 0 <= command.retimes <= self.retimes:
            return "refused"
        if asked.judges_time and command.retimes != self.retimes:
            return "refused"
        holds = command.by in self.counted()[asked.desk] | self.blocking(asked)
        if holds and repeats:
            return "stands already"
        if command.decision != "approve" and (reason is None or not reason.words):
            return "refused"
        elsewhere = {one for other in self.asked if other != asked for one in self.approving(other)}
        if command.decision == "approve" and self.slots == "one_per_proposal" and command.by in elsewhere:
            return "refused"
        decided = self.met(asked) or bool(self.blocking(asked))
        return "refused" if decided and not holds else "recorded"


def _asks_no_more(old: Requirement, new: Requirement) -> bool:
    rules = all(rule in old.rules for rule in new.rules)
    return rules and all(part in old.judges for part in new.judges) and new.judges_time <= old.judges_time


def _pieces(words: Content) -> tuple[object, ...]:
    audience = frozenset(words.markets), words.language
    message = words.pillar, words.campaign, frozenset(words.topics)
    shown = words.text, words.link, frozenset(words.channels), words.media
    return *shown, words.relationship, words.sources, audience, message


def _same(one: Content, other: Content, judged: tuple[PartName, ...]) -> bool:
    parts: Mapping[PartName, bool] = {
        TEXT: one.text == other.text,
        LINK: one.link == other.link,
        CHANNELS: set(one.channels) == set(other.channels),
        MEDIA: one.media == other.media,
        DISCLOSURE: one.relationship == other.relationship,
        SOURCES: one.sources == other.sources,
        AUDIENCE: (set(one.markets), one.language) == (set(other.markets), other.language),
        MESSAGE: (one.pillar, one.campaign, set(one.topics)) == (other.pillar, other.campaign, set(other.topics)),
    }
    return all(parts[part] for part in judged)
