"""Whose turn a card post takes: which chat and act it is in want of, and the budgets that its next call is counted on."""

from workflows.domain.ids import Chat
from workflows.domain.people import Account
from workflows.engine.chat import BesideCard, CardPost, Conversation, Direct, HomeTab, InConversation, MessageRef
from workflows.engine.pacing import Act, Pace, Turn


def act_of(post: CardPost) -> Act:
    """What a card post is in want of."""
    if isinstance(post.place, HomeTab):
        return "publish"
    if post.extra is not None:
        return "remove"
    return "post" if post.ref is None else "update"


def chat_of(post: CardPost) -> Chat | None:
    """The chat that a card post is in; None for a reply whose parent was not posted yet."""
    match post.place:
        case Direct(chat=chat):
            return chat
        case InConversation(conversation=conversation):
            return conversation.chat
        case BesideCard(ref=ref):
            return ref.conversation.chat if ref else None
        case HomeTab(account=account):
            return account.chat


def installation_of(post: CardPost) -> str:
    """The workspace or tenant that the next call for a card post goes to; empty while that is not known."""
    return _whereabouts(post)[0]


def turns_of(post: CardPost, pace: Pace) -> tuple[Turn, ...]:
    """The budgets that a call for this card post is counted on."""
    installation, conversation = _whereabouts(post)
    whole = f"{chat_of(post)} {installation}"
    turns: list[Turn] = []
    if pace.conversation:
        key = f"{whole} {conversation} {pace.conversation.name}"
        turns.append(Turn(scope="conversation", key=key, budget=pace.conversation))
    if pace.installation:
        key = f"{whole} {pace.installation.name}"
        turns.append(Turn(scope="installation", key=key, budget=pace.installation))
    return tuple(turns)


def _whereabouts(post: CardPost) -> tuple[str, str]:
    """The installation and the conversation of a card post; before a direct one was opened, the account stands for it."""
    match post.place:
        case HomeTab(account=account):
            return account.installation, account.user
        case _ if post.ref is not None:
            there = post.ref.conversation
        case InConversation(conversation=conversation):
            there = conversation
        case BesideCard(ref=MessageRef(conversation=conversation)):
            there = conversation
        case Direct(conversation=Conversation() as conversation):
            there = conversation
        case Direct(account=Account(id=account)):
            return account.installation, account.user
        case Direct() | BesideCard():
            return "", ""
    return there.installation, there.id
