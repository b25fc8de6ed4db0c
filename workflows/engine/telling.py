"""Who is told what, beside which card: whoever is asked, whose post it is, whoever watches it."""

from collections.abc import Callable, Collection, Iterable, Mapping

from workflows.cards import messages
from workflows.cards.notices import News
from workflows.cards.overriding import OverrideAsked, PassedOver, both
from workflows.cards.seen import Audience, Seen
from workflows.domain.ids import CardPostId, Chat, DeskId, PersonId
from workflows.domain.people import Account
from workflows.domain.proposal import InReview, Rejected, Review, Withdrawn
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import (
    BesideCard,
    CardPost,
    Direct,
    HomeTab,
    InConversation,
    NoticeSubject,
    ProposalSubject,
    WatchSubject,
)
from workflows.engine.news import answered
from workflows.engine.store import Loaded
from workflows.lifecycle.barred import barred
from workflows.lifecycle.evaluate import Standing
from workflows.lifecycle.watchers import watching

NewId = Callable[[], str]


def audience(post: CardPost) -> Audience:
    """Whom a card post's card is drawn for."""
    match post.place:
        case Direct(person=person):
            return person
        case InConversation(conversation=conversation) if conversation.chat == "slack":
            return "everyone"
        case InConversation() | BesideCard() | HomeTab():
            return "onlookers"


def newly_asked(before: Seen | None, after: Seen) -> Mapping[DeskId, frozenset[PersonId]]:
    """Who is asked at each desk and was not before; no desk without any."""
    found: dict[DeskId, frozenset[PersonId]] = {}
    for standing in after.evaluation.standings if isinstance(after.proposal.stage, InReview) else ():
        desk = standing.requirement.desk
        was = before.evaluation.of(desk) if before else None
        newly = standing.asked - (was.asked if was else frozenset())
        if newly:
            found[desk] = newly
    return found


def call_reviewers(
    before: Seen | None, after: Seen, known: list[CardPost], fresh: list[CardPost], new_id: NewId
) -> Iterable[CardPost]:
    """A notice for everyone newly asked, beside their desk's card."""
    if not isinstance(after.proposal.stage, InReview):
        return
    asked = newly_asked(before, after)
    for standing in after.evaluation.standings:
        desk = standing.requirement.desk
        handed = _handed(before, after, standing)
        # Whose wording was just answered is told that, and to decide, in one notice.
        answered_to = {
            one.by for one in after.proposal.suggestions if one.desk == desk and answered(before, after, one)
        }
        newly = asked.get(desk, frozenset()) - handed - answered_to
        news: tuple[tuple[News, frozenset[PersonId]], ...] = (("handed_on", handed), ("awaited", newly))
        # A new direct message makes itself heard; only one that is edited needs a notice beside it.
        edited = [*known, *(post for post in fresh if not isinstance(post.place, Direct))]
        # Beside a stub, nobody is called: who is asked has a card of their own.
        for post in (one for one in edited if after.shown_to(audience(one))):
            if isinstance(post.subject, ProposalSubject) and post.subject.desk == desk:
                for says, people in news:
                    # Whoever covers has a card of their own.
                    here = (
                        people & {post.place.person}
                        if isinstance(post.place, Direct)
                        else people - standing.behalf.keys()
                    )
                    if here:
                        yield _beside(post, _notice(after, says, here, desk), new_id)


def _handed(before: Seen | None, after: Seen, standing: Standing) -> frozenset[PersonId]:
    """Who is asked because it was just handed to them, or to whom they cover for."""
    new = after.proposal.handed[len(before.proposal.handed) if before else 0 :]
    to = {one.to for one in new if one.desk == standing.requirement.desk}
    return frozenset(person for person in standing.asked if standing.behalf.get(person, person) in to)


def call_overriders(before: Seen | None, after: Seen, loaded: Loaded, new_id: NewId) -> Iterable[CardPost]:
    """Half an override is told to the others who may make it whole, wherever they are."""
    said = after.evaluation.overrides
    if before is None or after.evaluation.overridden or not said or said == before.evaluation.overrides:
        return ()
    proposal, asks = after.proposal, said[0]
    alert = OverrideAsked(
        name=messages.name(after.names, asks.by),
        author=messages.name(after.names, proposal.author),
        reason=asks.reason,
        proposal=proposal.id,
        revision=proposal.head.number,
        retimes=proposal.retimes,
    )
    may_read = after.overriders if after.named is None else after.overriders & after.named
    others = may_read - barred(proposal) - {asks.by}
    return alert_posts(alert, f"{proposal.id} {proposal.sequence}", others, loaded.accounts, _chats(loaded), new_id)


def tell_passed_over(before: Seen | None, after: Seen, loaded: Loaded, new_id: NewId) -> Iterable[CardPost]:
    """A whole override is told to whoever was asked or has blocked it, and to those who lead their desks; to a desk that has
    neither, to all its members. Never to the two, nor to whoever may not read it.
    """
    if before is None or before.evaluation.overridden or not after.evaluation.overridden:
        return ()
    proposal, said = after.proposal, after.evaluation.overrides
    open_ = [one for one in after.evaluation.standings if one.status != "met"]
    to: set[PersonId] = set()
    for one in open_:
        desk = one.requirement.desk
        concerned = {*one.asked, *(given.reviewer for given in one.blocking), *after.heads.get(desk, ())}
        to |= concerned or after.members.get(desk, frozenset())
    alert = PassedOver(
        desks=tuple(one.requirement.desk for one in open_),
        said=both(said, lambda one: messages.name(after.names, one)),
        author=messages.name(after.names, proposal.author),
        hold=messages.people(after.names, sorted(after.holders), "or"),
        proposal=proposal.id,
        revision=proposal.head.number,
    )
    to -= {one.by for one in said} | barred(proposal)
    to = to if after.named is None else to & after.named
    return alert_posts(alert, f"{proposal.id} {proposal.sequence}", to, loaded.accounts, _chats(loaded), new_id)


def _chats(loaded: Loaded) -> Collection[Chat]:
    return {account.id.chat for accounts in loaded.accounts.values() for account in accounts}


def tell_author(before: Seen | None, after: Seen, posts: list[CardPost], new_id: NewId) -> Iterable[CardPost]:
    """A notice for the author, beside their card, of what they must not miss."""
    says = _news(before, after)
    if says is None:
        return
    for post in posts:
        if isinstance(post.subject, ProposalSubject) and post.subject.desk is None:
            to = frozenset({after.proposal.author})
            yield _beside(post, _notice(after, says, to, None), new_id)


def _news(before: Seen | None, after: Seen) -> News | None:
    if before is None:
        return None
    if isinstance(after.proposal.stage, Rejected):
        return None if isinstance(before.proposal.stage, Rejected) else "rejected"
    if not isinstance(after.proposal.stage, InReview):
        return None
    moved = after.proposal.stage.adopted
    if moved and (not isinstance(before.proposal.stage, InReview) or before.proposal.stage.adopted != moved):
        return "policy_adopted"
    if after.proposal.time == "missed" != before.proposal.time:
        return "time_missed"
    if (held := after.proposal.hold) != before.proposal.hold:
        # Who holds their own post knows it.
        own = held is not None and held.by == after.proposal.author
        return None if own else "held" if held else "released"
    if _blocks(after) - _blocks(before):
        return "changes_requested"
    if len(after.proposal.suggestions) > len(before.proposal.suggestions):
        return "suggested"
    if after.evaluation.approved != before.evaluation.approved:
        return "approved" if after.evaluation.approved else "approval_lost"
    return None


def _blocks(seen: Seen) -> frozenset[Review]:
    return frozenset(given for standing in seen.evaluation.standings for given in standing.blocking)


def tell_suggesters(before: Seen | None, after: Seen, posts: list[CardPost], new_id: NewId) -> Iterable[CardPost]:
    """What became of their wording, to whoever suggested it: beside each card of their desk that is theirs or shared."""
    for one in after.proposal.suggestions:
        says = answered(before, after, one)
        for post in posts if says else ():
            subject, place = post.subject, post.place
            theirs = place.person == one.by if isinstance(place, Direct) else after.shown_to(audience(post))
            if says and theirs and isinstance(subject, ProposalSubject) and subject.desk == one.desk:
                yield _beside(post, _notice(after, says, frozenset({one.by}), one.desk), new_id)


def tell_watchers(
    before: Seen | None, after: Seen, posts: list[CardPost], acting: Account | None, new_id: NewId
) -> Iterable[CardPost]:
    """A notice for everyone who watches, beside a card of their own, of what became of it: never of an edit, nor of what they
    did themselves, through the `acting` account.
    """
    says = _outcome(before, after)
    watch = watching(after.proposal).keys() & after.readers if says else frozenset[PersonId]()
    for person in sorted(watch - {acting.person if acting else None}):
        own = next((post for post in posts if is_own(post, person)), None)
        if says is not None and own is not None:
            yield _beside(own, _notice(after, says, frozenset({person}), None), new_id)


def is_own(post: CardPost, person: PersonId) -> bool:
    """Whether it shows somebody the post itself, and them alone."""
    direct = isinstance(post.place, Direct) and post.place.person == person
    return direct and isinstance(post.subject, ProposalSubject | WatchSubject)


def _outcome(before: Seen | None, after: Seen) -> News | None:
    was, now = before.proposal.stage if before else None, after.proposal.stage
    if isinstance(now, Rejected | Withdrawn):
        if type(was) is type(now):
            return None
        return "watched_rejected" if isinstance(now, Rejected) else "watched_withdrawn"
    reached = after.evaluation.approved and not (before is not None and before.evaluation.approved)
    return "watched_approved" if reached else None


def _notice(after: Seen, says: News, to: frozenset[PersonId], desk: DeskId | None) -> NoticeSubject:
    proposal = after.proposal
    return NoticeSubject(proposal=proposal.id, desk=desk, says=says, to=tuple(sorted(to)), occasion=proposal.sequence)


def _beside(post: CardPost, notice: NoticeSubject, new_id: NewId) -> CardPost:
    return CardPost(id=CardPostId(new_id()), subject=notice, place=BesideCard(parent=post.id))
