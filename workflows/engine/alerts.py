"""Alerts as card posts: each goes to a lead directly, in the chat where they are, or else in another."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from workflows.cards.accounts import AccountClaimed
from workflows.cards.alerts import Alert, ButtonTrial
from workflows.domain.ids import CardPostId, Chat, PersonId
from workflows.domain.people import Account
from workflows.engine.chat import AlertSubject, CardPost, Direct


def alert_posts(
    alert: Alert,
    occasion: str,
    to: Iterable[PersonId],
    accounts: Mapping[PersonId, tuple[Account, ...]],
    chats: Collection[Chat],
    new_id: Callable[[], str],
) -> tuple[CardPost, ...]:
    """One direct message to each of `to`, in a chat of `chats` where they have an account, if in any.

    `occasion` names what happened: the same alert about the same occasion is told once.
    """
    return tuple(
        CardPost(
            id=CardPostId(new_id()),
            subject=AlertSubject(alert=alert, occasion=occasion),
            place=Direct(chat=_chat_for(accounts.get(person, ()), chats), person=person),
        )
        for person in sorted(set(to))
        if chats
    )


def elsewhere(post: CardPost, chats: Collection[Chat], new_id: Callable[[], str]) -> tuple[CardPost, ...]:
    """The same alert in the person's other chats, for one who can't be reached where it was to go. A trial is of the chat
    that it was for, and what one account is asked of another is not asked of that other.
    """
    place = post.place
    if not isinstance(place, Direct) or not isinstance(post.subject, AlertSubject):
        return ()
    if isinstance(post.subject.alert, ButtonTrial | AccountClaimed):
        return ()
    others = sorted(set(chats) - {place.chat})
    return tuple(
        CardPost(id=CardPostId(new_id()), subject=post.subject, place=Direct(chat=chat, person=place.person))
        for chat in others
    )


def _chat_for(accounts: Iterable[Account], chats: Collection[Chat]) -> Chat:
    used: Iterator[Chat] = (account.id.chat for account in accounts if account.id.chat in chats)
    return next(used, None) or min(chats)
