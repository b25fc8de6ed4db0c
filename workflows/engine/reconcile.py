"""What cards should exist and what each should show: functions of how things stand, so order and repeats do not matter."""

from collections.abc import Iterable

from workflows.cards.card import Card
from workflows.cards.confidential import covered_notice, desk_card, own_card, watch_card
from workflows.cards.notices import notice_card
from workflows.cards.seen import Seen
from workflows.domain.ids import CardPostId, Chat, PersonId
from workflows.domain.people import Account
from workflows.domain.policy import Desk
from workflows.domain.proposal import InReview
from workflows.engine.chat import (
    BesideCard,
    CardPost,
    Direct,
    HomeTab,
    InConversation,
    NoticeSubject,
    Place,
    ProposalSubject,
    WatchSubject,
)
from workflows.engine.covered import own_posts, tell_covered
from workflows.engine.store import Loaded
from workflows.engine.telling import (
    NewId,
    audience,
    call_overriders,
    call_reviewers,
    is_own,
    newly_asked,
    tell_author,
    tell_passed_over,
    tell_suggesters,
    tell_watchers,
)
from workflows.lifecycle.watchers import watching

MOST_VIEWERS = 60
"""Teams draws its own card for at most this many people."""


def wishes(before: Seen | None, after: Seen, loaded: Loaded, chat: Chat | None, new_id: NewId) -> tuple[CardPost, ...]:
    """The card posts that should exist after a change: the author's card in the chat they use (`chat` the first time, if it
    is known), a card wherever each desk is reached, and a notice for everyone newly asked or newly concerned.
    """
    cards = [*_author_posts(after, loaded, chat, new_id), *desk_posts(after, loaded, new_id)]
    cards += watch_posts(after, loaded, cards, new_id)
    known = [post for post in loaded.posts if isinstance(post.subject, ProposalSubject | WatchSubject)]
    fresh = [post for post in cards if not any(_same(post, other) for other in known)]
    notices = [
        *call_reviewers(before, after, known, fresh, new_id),
        *tell_author(before, after, [*known, *fresh], new_id),
        *tell_suggesters(before, after, [*known, *fresh], new_id),
        *tell_watchers(before, after, [*known, *fresh], loaded.acting, new_id),
        *tell_covered(before, after, loaded, new_id),
    ]
    overridden = (*call_overriders(before, after, loaded, new_id), *tell_passed_over(before, after, loaded, new_id))
    return (*fresh, *notices, *overridden)


def render(post: CardPost, seen: Seen, loaded: Loaded) -> Card | None:
    """The card that a post should show now; None for a digest, which has its own."""
    match post.subject:
        case ProposalSubject(desk=None):
            return own_card(seen)
        case ProposalSubject(desk=desk) if desk is not None:
            return desk_card(seen, desk, audience(post))
        case WatchSubject() if isinstance(post.place, Direct):
            return watch_card(seen, post.place.person)
        case NoticeSubject() as notice:
            if is_covered(post, seen, loaded):
                return covered_notice()
            accounts = [account for person in notice.to for account in loaded.accounts.get(person, ())]
            called = _in_chat(accounts, post)
            shared = _is_beside_shared(post, loaded)
            return notice_card(seen, notice.says, notice.desk, notice.to, called, introduces=shared)
        case _:
            return None


def _is_beside_shared(post: CardPost, loaded: Loaded) -> bool:
    """Whether it stands beside a card that is the same for everyone there, so that nothing on it is for one of them."""
    if not isinstance(post.place, BesideCard):
        return False
    parent = post.place.parent
    return any(one.id == parent and audience(one) == "everyone" for one in loaded.posts)


def is_covered(notice: CardPost, seen: Seen, loaded: Loaded) -> bool:
    """Whether a notice stands beside a card that shows no more than a stub: then it must tell no more, either."""
    place = notice.place
    if seen.named is None or not isinstance(place, BesideCard):
        return False
    return any(one.id == place.parent and not seen.shown_to(audience(one)) for one in loaded.posts)


def to_cover(before: Seen | None, after: Seen, loaded: Loaded) -> tuple[CardPostId, ...]:
    """The notices that were said before a post became confidential, where others read them."""
    if before is None or before.named is not None or after.named is None:
        return ()
    said = (post for post in loaded.posts if isinstance(post.subject, NoticeSubject) and post.ref is not None)
    return tuple(post.id for post in said if is_covered(post, after, loaded))


def newcomers(before: Seen | None, after: Seen, loaded: Loaded, posts: Iterable[CardPost]) -> frozenset[PersonId]:
    """Who was never asked to decide on anything and is now: whoever is newly asked, or has a card of their own by now."""
    if not isinstance(after.proposal.stage, InReview):
        return frozenset()
    called = frozenset[PersonId]().union(*newly_asked(before, after).values())
    own = {
        post.place.person
        for post in posts
        if isinstance(post.place, Direct) and isinstance(post.subject, ProposalSubject) and post.subject.desk
    }
    called |= own & after.evaluation.asked
    return frozenset(person for person in called if not loaded.people[person].first_asked)


def viewers(post: CardPost, seen: Seen, loaded: Loaded) -> tuple[Account, ...]:
    """Whose personal view a shared Teams card offers: the desk's people, its lead and deputy and who covers there, those asked
    first; of a confidential post, only who may read it.
    """
    if not isinstance(post.subject, ProposalSubject) or not isinstance(post.place, InConversation):
        return ()
    desk = post.subject.desk
    standing = seen.evaluation.of(desk) if desk else None
    found = seen.desks.get(desk) if desk else None
    if found is None:
        return ()
    covering = frozenset[PersonId](standing.behalf if standing else ())
    members = [
        person
        for person in loaded.people.values()
        if (found.seats(person) or person.id in covering.union(seen.heads.get(found.id, ())))
        and seen.shown_to(person.id)
    ]
    first = standing.asked if standing else frozenset[PersonId]()
    then = standing.awaited if standing else frozenset[PersonId]()
    members.sort(key=lambda person: (person.id not in first, person.id not in then, person.id))
    accounts = (account for person in members for account in loaded.accounts.get(person.id, ()))
    here = post.place.conversation.chat
    return tuple(account for account in accounts if account.id.chat == here and account.alias)[:MOST_VIEWERS]


def _direct_posts(subject: ProposalSubject, view: Seen, chat: Chat, new_id: NewId) -> Iterable[CardPost]:
    """A message is heard, so only those who are asked get one."""
    standing = view.evaluation.of(subject.desk) if subject.desk else None
    # Whoever covers has a card of their own.
    for person in sorted(standing.asked - standing.behalf.keys()) if standing else ():
        yield _post(subject, Direct(chat=chat, person=person), new_id)


def _author_posts(seen: Seen, loaded: Loaded, chat: Chat | None, new_id: NewId) -> Iterable[CardPost]:
    if chat is None or any(
        isinstance(post.subject, ProposalSubject) and post.subject.desk is None for post in loaded.posts
    ):
        return
    subject = ProposalSubject(proposal=seen.proposal.id, desk=None)
    yield _post(subject, Direct(chat=chat, person=seen.proposal.author), new_id)


def desk_posts(seen: Seen, loaded: Loaded, new_id: NewId) -> tuple[CardPost, ...]:
    """A card wherever each desk on the route is reached now, whether it is posted there yet or not."""
    return tuple(_desk_posts(seen, loaded, new_id))


def missing(seen: Seen, loaded: Loaded, new_id: NewId) -> tuple[CardPost, ...]:
    """Those of a proposal's desk cards that should exist and do not."""
    return tuple(
        post for post in _desk_posts(seen, loaded, new_id) if not any(_same(post, one) for one in loaded.posts)
    )


def _desk_posts(seen: Seen, loaded: Loaded, new_id: NewId) -> Iterable[CardPost]:
    if not isinstance(seen.proposal.stage, InReview):
        return
    for requirement in seen.proposal.stage.requirements:
        desk = seen.desks.get(requirement.desk)
        if desk is not None:
            subject = ProposalSubject(proposal=seen.proposal.id, desk=desk.id)
            yield from _reach(desk, seen, loaded, new_id)
            yield from own_posts(desk, subject, seen.evaluation.of(desk.id), loaded, new_id)


def watch_posts(seen: Seen, loaded: Loaded, fresh: Iterable[CardPost], new_id: NewId) -> tuple[CardPost, ...]:
    """A card for everyone who watches and may read it, in one chat where they are, unless they have (or get) one of their own."""
    if not isinstance(seen.proposal.stage, InReview):
        return ()
    posts = (*loaded.posts, *fresh)
    lacking = (
        one
        for one in sorted(watching(seen.proposal).keys() & seen.readers)
        if not any(is_own(post, one) for post in posts)
    )
    return tuple(_watch_post(seen, one, loaded, new_id) for one in lacking)


def _watch_post(seen: Seen, person: PersonId, loaded: Loaded, new_id: NewId) -> CardPost:
    # Whoever says so themselves is where they say it.
    acting = loaded.acting if loaded.acting and loaded.acting.person == person else None
    account = acting or next(iter(loaded.accounts.get(person, ())), None)
    # Who was never seen anywhere is looked for by their address in either chat, one after the other.
    place = Direct(chat=account.id.chat if account else "slack", person=person)
    return _post(WatchSubject(proposal=seen.proposal.id), place, new_id)


def _reach(desk: Desk, view: Seen, loaded: Loaded, new_id: NewId) -> Iterable[CardPost]:
    """A card in the desk's conversation, and directly to whom it asks where there is none, or where the one there is a stub."""
    subject, reach = ProposalSubject(proposal=view.proposal.id, desk=desk.id), desk.reach
    if reach.slack is not None:
        conversation = loaded.resolved.get(reach.slack)
        if conversation is not None:
            yield _post(subject, InConversation(conversation=conversation), new_id)
        if conversation is None or view.named is not None:
            yield from _direct_posts(subject, view, "slack", new_id)
    if reach.teams is not None:
        conversation = loaded.bound.get(desk.id) if reach.teams == "bound" else None
        if conversation is not None:
            yield _post(subject, InConversation(conversation=conversation), new_id)
        if conversation is None or view.named is not None:
            yield from _direct_posts(subject, view, "teams", new_id)


def _post(subject: ProposalSubject | WatchSubject, place: Place, new_id: NewId) -> CardPost:
    return CardPost(id=CardPostId(new_id()), subject=subject, place=place)


def _same(one: CardPost, other: CardPost) -> bool:
    if one.subject != other.subject:
        return False
    match one.place, other.place:
        case Direct(chat=chat, person=person), Direct(chat=there, person=someone):
            return (chat, person) == (there, someone)
        case InConversation(conversation=here), InConversation(conversation=there):
            return (here.chat, here.installation, here.id) == (there.chat, there.installation, there.id)
        case _:
            return False


def _in_chat(accounts: list[Account], post: CardPost) -> tuple[Account, ...]:
    """The accounts by which people are called where a post is: somebody may have one in each of several workspaces."""
    if post.ref is not None:
        there = post.ref.conversation
    elif isinstance(post.place, BesideCard) and post.place.ref is not None:
        there = post.place.ref.conversation
    else:
        chat = _chat_of(post.place)
        return tuple(account for account in accounts if chat is None or account.id.chat == chat)
    here = (there.chat, there.installation)
    return tuple(account for account in accounts if (account.id.chat, account.id.installation) == here)


def _chat_of(place: Place) -> Chat | None:
    match place:
        case Direct(chat=chat):
            return chat
        case InConversation(conversation=conversation):
            return conversation.chat
        case BesideCard(ref=ref):
            return ref.conversation.chat if ref else None
        case HomeTab(account=account):
            return account.chat
