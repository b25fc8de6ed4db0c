"""The people, desks, rules, commands and events that the tests of the engine speak of."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from workflows.domain.commands import Edit, LiftBlock, Propose, Submit, SubmitReview, Withdraw
from workflows.domain.content import LINK, PARTS, TEXT, Content, Wanted, hash_revision
from workflows.domain.events import ApprovalLost, ApprovalReached, ReviewGiven, WasRejected
from workflows.domain.explained import Explained, State
from workflows.domain.ids import ChannelId, DeskId, Email, PersonId, PolicyHash, ProposalId
from workflows.domain.people import LinkState, Person, Role
from workflows.domain.policy import Desk, ListedPerson, Policy, Quorum, Reach, Rule, Subject
from workflows.domain.proposal import Decision, Reason, Slots
from workflows.domain.value import value
from workflows.lifecycle.facts import Facts

NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POST: Final = ProposalId("post-1")
SALT: Final = "5a" * 32

ADA, ABE = PersonId("ada"), PersonId("abe")
"""Ada proposes; Abe writes with her."""
MIA, MAX = PersonId("mia"), PersonId("max")
"""They sit on marketing."""
CLEO = PersonId("cleo")
"""Leads communications, sits on marketing and leads it."""
BEN, BEA = PersonId("ben"), PersonId("bea")
"""They sit on legal."""
LOU = PersonId("lou")
"""Sits on legal and leads it."""
DEE = PersonId("dee")
"""Sits on marketing and on legal."""
IVY = PersonId("ivy")
"""Is all of investor relations, which has no lead."""
STRANGER = PersonId("sam")
"""An employee on no desk."""
ROLES: Final[Mapping[PersonId, Role]] = {
    ADA: "employee",
    ABE: "employee",
    STRANGER: "employee",
    MIA: "reviewer",
    MAX: "reviewer",
    CLEO: "lead",
    BEN: "reviewer",
    BEA: "reviewer",
    LOU: "reviewer",
    DEE: "reviewer",
    IVY: "reviewer",
}

MARKETING, LEGAL, INVESTORS = DeskId("marketing"), DeskId("legal"), DeskId("investors")
ARCHIVE = DeskId("archive")
"""A desk that no rule asks."""
MEMBERS: Final[Mapping[DeskId, tuple[PersonId, ...]]] = {
    MARKETING: (MIA, MAX, CLEO, DEE),
    LEGAL: (BEN, BEA, LOU, DEE),
    INVESTORS: (IVY,),
    ARCHIVE: (STRANGER,),
}
LEADS: Final = {MARKETING: CLEO, LEGAL: LOU}


class Simple(ABC):
    """A condition of the tests, which says why it holds."""

    __slots__ = ()

    @abstractmethod
    def because(self, subject: Subject) -> str | None:
        """Why it holds, if it does."""

    def state(self, subject: Subject) -> State:
        """It holds where it has a reason."""
        return "holds" if self.because(subject) else "fails"

    def explain(self, subject: Subject) -> Explained:
        """Its reason."""
        because = self.because(subject) or ""
        return Explained(says=because or "fails", state=self.state(subject), because=because)


@value
class Mentions(Simple):
    """Holds where the text has a word."""

    word: str

    def because(self, subject: Subject) -> str | None:
        """Why it holds."""
        return f"mentions “{self.word}”" if self.word in subject.content.text else None


@value
class HasLink(Simple):
    """Holds where there is a link."""

    def because(self, subject: Subject) -> str | None:
        """Why it holds."""
        return "has a link" if subject.content.link else None


ALWAYS_MARKETING = Rule(
    name="marketing likes it", why="It speaks for us.", desk=MARKETING, when=None, quorum=None, judges=PARTS
)
LEGAL_ON_CLAIMS = Rule(
    name="legal stands behind its claims",
    why="Claims need a source.",
    desk=LEGAL,
    when=Mentions(word="claim"),
    quorum=None,
    judges=(TEXT,),
)
INVESTORS_ON_REVENUE = Rule(
    name="investor relations has cleared the figures",
    why="Figures move prices.",
    desk=INVESTORS,
    when=Mentions(word="revenue"),
    quorum=None,
    judges=(TEXT, LINK),
    judges_time=True,
)
RULES: Final = (ALWAYS_MARKETING, LEGAL_ON_CLAIMS, INVESTORS_ON_REVENUE)


def email(person: PersonId) -> Email:
    """Everyone's address is their id at the company's domain."""
    return Email(f"{person}@example.com")


def policy(
    *,
    quorums: Mapping[DeskId, Quorum] | None = None,
    slots: Slots = "one_per_proposal",
    rules: tuple[Rule, ...] = RULES,
    members: Mapping[DeskId, tuple[PersonId, ...]] | None = None,
) -> Policy:
    """The house policy: marketing always, legal on claims, investor relations on revenue; each desk's quorum 1."""
    sits = {**MEMBERS, **(members or {})}
    desks = {
        desk: Desk(
            id=desk,
            name=desk.title(),
            members=tuple(email(person) for person in people),
            lead=email(LEADS[desk]) if desk in LEADS else None,
            quorum=(quorums or {}).get(desk, 1),
            reach=Reach(slack="direct"),
        )
        for desk, people in sits.items()
    }
    return Policy(
        hash=PolicyHash("policy-1"),
        company="Example",
        domains=frozenset({"example.com"}),
        zone="Europe/Zurich",
        people={email(one): ListedPerson(name=one.title(), email=email(one), role=role) for one, role in ROLES.items()},
        desks=desks,
        rules=rules,
        digests=(),
        slots=slots,
    )


def world(rules: Policy | None = None, *, now: datetime = NOW, link: LinkState = "confirmed") -> Facts:
    """The facts of a decision: everyone is known, and `link` is how surely whoever acts is who they seem."""
    people = {one: Person(id=one, name=one.title(), email=email(one), role=role) for one, role in ROLES.items()}
    return Facts(now=now, policy=rules or policy(), people=people, link=link)


FACTS: Final = world()
LATER: Final = world(now=NOW + timedelta(minutes=5))
LINKEDIN = ChannelId("linkedin")
PLAIN: Final = Content(text="Come and see us.", channels=(LINKEDIN,))
"""Asks marketing only."""
CLAIM: Final = Content(text="Our claim: nothing is faster.", channels=(LINKEDIN,))
"""Asks marketing and legal."""
REVENUE: Final = Content(text="A record in revenue.", channels=(LINKEDIN,))
"""Asks marketing and investor relations."""
CLAIM_WITH_LINK: Final = Content(text=CLAIM.text, channels=(LINKEDIN,), link="https://example.com/faster")
EMPTY: Final = Content(text="", channels=())
"""May be a draft and nothing more."""
MORNING: Final = Wanted(at=NOW + timedelta(days=1), zone="Europe/Zurich")
EVENING: Final = Wanted(at=NOW + timedelta(days=1, hours=9), zone="Europe/Zurich")
TONE: Final = Reason(code="tone", words="Too loud.")


def propose(
    content: Content = CLAIM,
    *,
    submit: bool = True,
    co_authors: frozenset[PersonId] = frozenset(),
    wanted: Wanted | None = None,
    note: str = "",
) -> Propose:
    """Ada proposes."""
    return Propose(
        proposal=POST,
        by=ADA,
        content=content,
        salt=SALT,
        wanted=wanted,
        note=note,
        co_authors=co_authors,
        submit=submit,
    )


def submit(by: PersonId = ADA, *, revision: int = 1) -> Submit:
    """Send the draft to review."""
    return Submit(proposal=POST, by=by, revision=revision)


def edit(
    content: Content,
    by: PersonId = ADA,
    *,
    base: int = 1,
    wanted: Wanted | None = None,
    note: str = "",
    submit: bool = False,
) -> Edit:
    """Put other words, another time or another note in place of what is there."""
    return Edit(proposal=POST, by=by, base=base, content=content, wanted=wanted, note=note, submit=submit)


def review(
    by: PersonId,
    desk: DeskId,
    decision: Decision,
    *,
    revision: int = 1,
    retimes: int = 0,
    reason: Reason | None = None,
) -> SubmitReview:
    """Decide for a desk."""
    return SubmitReview(
        proposal=POST, by=by, desk=desk, revision=revision, retimes=retimes, decision=decision, reason=reason
    )


def approve(by: PersonId, desk: DeskId, *, revision: int = 1, retimes: int = 0) -> SubmitReview:
    """Say yes."""
    return review(by, desk, "approve", revision=revision, retimes=retimes)


def request_changes(by: PersonId, desk: DeskId, *, revision: int = 1, reason: Reason = TONE) -> SubmitReview:
    """Say not yet."""
    return review(by, desk, "request_changes", revision=revision, reason=reason)


def reject(by: PersonId, desk: DeskId, *, revision: int = 1, reason: Reason = TONE) -> SubmitReview:
    """Say no."""
    return review(by, desk, "reject", revision=revision, reason=reason)


def lift(by: PersonId, desk: DeskId, *, revision: int = 1) -> LiftBlock:
    """End a desk's blocks."""
    return LiftBlock(proposal=POST, by=by, desk=desk, revision=revision)


def withdraw(by: PersonId = ADA) -> Withdraw:
    """Take it back."""
    return Withdraw(proposal=POST, by=by)


def reviewed(command: SubmitReview, content: Content, facts: Facts = FACTS) -> ReviewGiven:
    """The event of a decision that is accepted, on the words that it was about."""
    return ReviewGiven(
        by=command.by,
        behalf=None,
        at=facts.now,
        desk=command.desk,
        revision=command.revision,
        revision_hash=hash_revision(content, bytes.fromhex(SALT)),
        retimes=command.retimes,
        decision=command.decision,
        reason=command.reason.code if command.reason else None,
        authority="lead" if LEADS.get(command.desk) == command.by else "member",
        words=command.reason.words if command.reason else "",
    )


def reached(content: Content, *, revision: int = 1, facts: Facts = FACTS) -> ApprovalReached:
    """The event of the last approval that was missing."""
    return ApprovalReached(at=facts.now, revision=revision, revision_hash=hash_revision(content, bytes.fromhex(SALT)))


def lost(*, revision: int = 1, facts: Facts = FACTS) -> ApprovalLost:
    """The event of an approval that no longer holds."""
    return ApprovalLost(at=facts.now, revision=revision)


def rejected(command: SubmitReview) -> WasRejected:
    """The event of the end by a reviewer's no."""
    assert command.reason is not None
    return WasRejected(by=command.by, at=NOW, desk=command.desk, reason=command.reason.code, words=command.reason.words)
