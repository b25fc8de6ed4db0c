"""One proposal as the demo's drawer shows it: what it needs, its chain, its cards, as JSON. Its words are those of the cards."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, assert_never

from adapters.storage.behind import Behind, Kept, Link
from workflows.cards import messages
from workflows.cards.seen import Seen
from workflows.cards.tree import Branch, branches
from workflows.domain.content import published_text
from workflows.domain.ids import CardPostId, Chat
from workflows.domain.proposal import review_of
from workflows.engine.chat import (
    AlertSubject,
    BesideCard,
    CardPost,
    Conversation,
    DigestSubject,
    Direct,
    HomeSubject,
    HomeTab,
    InConversation,
    NoticeSubject,
    ProposalSubject,
    WatchSubject,
)
from workflows.engine.courier import UNMET

Json = dict[str, Any]

CHATS: Final[Mapping[Chat, str]] = {"slack": "Slack", "teams": "Teams"}
HAPPENED: Final[Mapping[str, str]] = {
    "proposed": "Proposed",
    "revision_added": "New words",
    "retimed": "New time",
    "note_changed": "New note for reviewers",
    "submitted": "Sent for review",
    "routed": "The policy said who must review",
    "review_given": "Decided",
    "handed_on": "Handed on",
    "block_lifted": "Block lifted",
    "approval_reached": "Approved: every requirement holds",
    "approval_lost": "No longer approved",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
    "held": "Put on hold",
    "released": "Released",
    "time_missed": "Missed its time while it was stopped",
    "override_given": "Asked to override the reviews",
    "suggested": "Suggested other wording",
    "suggestion_accepted": "Took the suggested wording",
    "suggestion_declined": "Declined the suggested wording",
    "watched": "Somebody watches",
    "unwatched": "Somebody watches no longer",
}
"""What an event is called in the drawer; another kind goes by its own name."""
UNNAMED: Final = {"direct": "a direct chat", "group": "a group chat", "channel": "a channel"}
"""What a conversation is called whose name nobody told."""
NOTICES: Final[Mapping[str, str]] = {
    "awaited": "Notice: you are asked",
    "handed_on": "Notice: it was handed to you",
    "changes_requested": "Notice: changes were asked for",
    "approved": "Notice: it is approved",
    "approval_lost": "Notice: it is in review again",
    "rejected": "Notice: it was rejected",
    "held": "Notice: it is on hold",
    "released": "Notice: it is released",
    "time_missed": "Notice: it missed its time",
    "policy_adopted": "Notice: it is under another policy",
    "suggested": "Notice: other wording is suggested",
    "suggestion_accepted": "Notice: the suggested wording was taken",
    "suggestion_approved": "Notice: the suggested wording was taken, and with it approved",
    "suggestion_declined": "Notice: the suggested wording was declined",
    "watched_approved": "Notice: what you watch is approved",
    "watched_rejected": "Notice: what you watch was rejected",
    "watched_withdrawn": "Notice: what you watch was withdrawn",
}


def head(view: Seen) -> Json:
    """The newest revision: its words and what binds decisions to them."""
    newest = view.proposal.head
    return {
        "words": published_text(newest.content),
        "revision": newest.number,
        "author": messages.name(view.names, newest.author),
        "channels": messages.channels(newest.content.channels),
        "wanted": messages.wanted(view.proposal.wanted),
        "hash": newest.hash,
    }


def tree(view: Seen, route: Iterable[str]) -> Json:
    """What must hold for it to be approved; for a draft `route` says whom the policy of today would ask."""
    desks = [_branch(one) for one in branches(view)]
    would = [] if review_of(view.proposal) else list(route)
    return {"approved": view.evaluation.approved, "desks": desks, "would": would}


def _branch(branch: Branch) -> Json:
    return {
        "desk": branch.desk,
        "status": branch.status,
        "mark": branch.mark,
        "says": branch.says,
        "asks": branch.asks,
        "people": [{"state": state, "says": words} for state, words in branch.people],
    }


def chain(found: Behind, view: Seen) -> Json:
    """The proposal's stream of the ledger, oldest first, and whether every link holds."""
    broken = found.broken
    return {
        "holds": broken is None,
        "says": broken.sentence
        if broken
        else f"All {len(found.links)} links hold: replayed, they give what is on record.",
        "broken": broken.sequence if broken else None,
        "links": [_link(view, link) for link in found.links],
    }


def _link(view: Seen, link: Link) -> Json:
    chained: Json = json.loads(link.body)
    return {
        "sequence": link.sequence,
        "kind": link.kind,
        "says": _happened(view, link, chained),
        "actor": messages.name(view.names, link.actor) if link.actor else "",
        "chat": CHATS[link.chat] if link.chat else "",
        "at": link.at.isoformat(),
        "revision": chained.get("revision") or chained.get("number"),
        "policy": link.policy,
        "chained": chained,
        "commitment": link.commitment,
        "erased": link.erased,
        "previous": link.previous,
        "hash": link.hash,
    }


def _happened(view: Seen, link: Link, chained: Json) -> str:
    says = HAPPENED.get(link.kind, link.kind)
    desk = next((known for known in view.policy.desks if known == chained.get("desk")), None)
    if link.kind == "review_given":
        says = next((did for decision, did in messages.DECIDED.items() if decision == chained.get("decision")), says)
    return f"{says[:1].upper()}{says[1:]} ({messages.desk(view.policy, desk)})" if desk else says


def card_posts(found: Behind, view: Seen) -> Sequence[Json]:
    """Every card post of the proposal: what it is, where, whether it shows what it should."""
    known = {kept.post.id: kept.post for kept in found.posts}
    told = [_post(found, view, known, kept) for kept in found.posts]
    return sorted(told, key=lambda one: (one["notice"], one["what"], one["where"], one["id"]))


def _post(found: Behind, view: Seen, known: Mapping[CardPostId, CardPost], kept: Kept) -> Json:
    post = kept.post
    return {
        "id": post.id,
        "notice": isinstance(post.subject, NoticeSubject),
        "what": _what(view, post),
        "where": _where(found, view, known, post),
        "wanted": post.wanted,
        "shown": post.shown,
        "behind": post.shown < post.wanted and not _waits(kept),
        "waits": _waits(kept),
        "stands": _stands(view, kept),
        "due": kept.due.isoformat() if post.shown < post.wanted and not kept.parked else None,
        "message": post.ref.id if post.ref else None,
        "twice": post.twice,
    }


def _waits(kept: Kept) -> bool:
    """Whether it is for somebody who has not met Copydesk in that chat: nothing is amiss, and only they can change it."""
    return kept.parked == UNMET and kept.post.shown < kept.post.wanted


def _stands(view: Seen, kept: Kept) -> str:
    """How far the courier is with it."""
    post = kept.post
    if _waits(kept) and isinstance(post.place, Direct):
        name = messages.name(view.names, post.place.person)
        return f"Waits until {name} has met Copydesk in {CHATS[post.place.chat]}"
    if kept.parked:
        return f"Parked: {kept.parked}"
    if post.shown >= post.wanted:
        return "Shows what it should" if post.ref else "Nothing to show any more"
    if post.extra:
        return "A second copy is being removed"
    if post.attempts:
        return f"No clear answer yet ({_times(post.attempts)}): looks before it acts again"
    return "Behind: to be updated" if post.ref else "To be posted"


def _times(number: int) -> str:
    return "one try" if number == 1 else f"{number} tries"


def _what(view: Seen, post: CardPost) -> str:
    match post.subject:
        case ProposalSubject(desk=None):
            return "The author's card"
        case ProposalSubject(desk=desk) if desk:
            return f"{messages.desk(view.policy, desk)}'s card"
        case NoticeSubject(says=says):
            return NOTICES[says]
        case WatchSubject():
            return "The card of somebody who watches"
        case ProposalSubject() | DigestSubject() | AlertSubject() | HomeSubject():
            return post.subject.kind
        case _:
            assert_never(post.subject)


def _where(found: Behind, view: Seen, known: Mapping[CardPostId, CardPost], post: CardPost) -> str:
    match post.place:
        case InConversation(conversation=conversation):
            return _named(found, conversation)
        case Direct(chat=chat, person=person):
            return f"{messages.name(view.names, person)}, in {CHATS[chat]}"
        case BesideCard(parent=parent):
            beside = known.get(parent)
            return f"beside it: {_where(found, view, known, beside)}" if beside else "beside a card"
        case HomeTab(account=account):
            return f"a Home in {CHATS[account.chat]}"
        case _:
            assert_never(post.place)


def _named(found: Behind, conversation: Conversation) -> str:
    key = (conversation.chat, conversation.installation, conversation.id)
    name = found.places.get(key, UNNAMED[conversation.kind])
    return f"{name}, in {CHATS[conversation.chat]}"
