"""Everything the bot says to whoever asks it something: help, lists, and which post is meant."""

import re
from typing import Final

from workflows.domain.ids import ProposalId

_NUMBER: Final = re.compile(r"(?:no\.?\s*)?(\S+)\s*(.*)", re.IGNORECASE | re.DOTALL)


def reference(proposal: ProposalId) -> str:
    """The number under which people speak of a post: enough of its id to find it by."""
    return proposal[:8]


def number_and_words(text: str) -> tuple[str, str]:
    """A post's number as people write it, such as `No. 1a2b3c4d`, and what they wrote after it; both may be empty."""
    match = _NUMBER.match(text.strip())
    return (match[1].casefold(), match[2].strip()) if match else ("", "")


def nothing_awaits() -> str:
    """An empty list, and how to fill it."""
    return (
        "Nothing needs you, nothing of yours waits for others, and nothing is going out. "
        "Propose a post: I find out who has to agree, ask them, and show here how it stands."
    )


def and_more(more: int, *, exact: bool) -> str:
    """Below a list that is longer than what is shown of it."""
    return f"and {more} more." if exact else f"and more than {more} others."


def left_behind() -> str:
    """A draft on a comms lead's list."""
    return "A draft whose author is no longer here: take it over to send it for review, or discard it."


def help_text(chat: str) -> str:
    """What the bot can do, and the words that it knows."""
    start = (
        "Type /propose-post, or use the shortcuts Propose a post and, in a message's menu, Propose as post."
        if chat == "slack"
        else "Write “propose” to me, or pick Propose a post in the compose box."
    )
    to_me = "/copydesk " if chat == "slack" else ""
    return (
        f"{start} I find out who has to agree, ask them where they are, and keep every card up to date.\n"
        f"“{to_me}status” lists what needs you and what waits on others. “{to_me}why” says who is asked about your newest post, "
        f"and why; “{to_me}why” with a post's number says it of that one.\n"
        f"“{to_me}watch” with a post's number lets you follow it without being asked, “{to_me}unwatch” ends that.\n"
        f"“{to_me}away” names who decides for you until you are back, “{to_me}back” ends that early.\n"
        f"Those whom the policy names stop a post with “{to_me}hold”, its number and a reason, and let it go on with "
        f"“{to_me}release” and its number; “{to_me}stop” with a reason stops everything at once, “{to_me}resume” lets it go on. "
        f"With “{to_me}override”, its number and a reason, two of them let a post go out whatever its reviews.\n"
        f"“{to_me}me” says who you are here, and through which accounts.\n"
        "Deciding happens on the cards: a message that says yes never counts."
    )


def unknown_word(word: str, chat: str) -> str:
    """When somebody writes what we do not know."""
    shown = word if len(word) <= 40 else f"{word[:39]}…"
    return f"I don't know “{shown}”, so I did nothing.\n{help_text(chat)}"


def which_post() -> str:
    """When nobody knows which post is meant, or it isn't theirs to see."""
    return (
        "I don't know that post, or it isn't yours to see. Its number stands in your status list; "
        "a link to its card will do as well."
    )


def nothing_proposed() -> str:
    """When somebody asks about their newest post and has none."""
    return "You have not proposed anything yet. Ask about another post by its number, from your status list."


def nobody_asked() -> str:
    """A draft for which the policy asks nobody."""
    return "Nobody would be asked, so this can't be sent. Tell whoever keeps the policy file."


def stays_restricted() -> str:
    """To who edits a confidential post."""
    return "🔒 This post is confidential, and stays so whatever you write. “Open to everybody asked” on its card ends that."
