"""Watching: who does and why, and every sentence about it. Whoever watches is asked nothing."""

from collections.abc import Callable, Collection
from typing import Final, assert_never

from workflows.cards.card import Bullets, Element, Paragraph
from workflows.domain.ids import PersonId
from workflows.domain.refusals import CanNotWatch
from workflows.lifecycle.watchers import Watcher

Name = Callable[[PersonId], str]
LONGEST: Final = 60
"""Of typed words, so much is said again."""


def watched_by(watchers: Collection[Watcher], name: Name) -> tuple[Element, ...]:
    """Who watches, each with why; nothing where nobody does."""
    if not watchers:
        return ()
    rows = sorted(f"{name(one.person)}: {_why(one, name)}" for one in watchers)
    return Paragraph(text="Watching, without being asked:"), Bullets(items=tuple(("·", row) for row in rows))


def _why(watcher: Watcher, name: Name) -> str:
    if watcher.by is None:
        return watcher.why
    return "by their own choice" if watcher.by == watcher.person else f"named by {name(watcher.by)}"


def told(watcher: Watcher, name: Name) -> str:
    """To whoever watches: why they see it, and that nothing waits for them."""
    if watcher.by is None:
        why = f"You see it by the policy. {watcher.why}"
    else:
        why = (
            "You wanted to watch it." if watcher.by == watcher.person else f"{name(watcher.by)} named you to watch it."
        )
    return f"{why} Others decide: nothing is asked of you."


def ended(*, confidential: bool) -> str:
    """What becomes of the card of somebody who watches no longer, or may not."""
    if confidential:
        return "🔒 This post is confidential, and you are not among those who may read it."
    return "You don't watch this post any more."


def added(who: str | None) -> str:
    """After somebody was made to watch; None for whoever asked for it themselves."""
    if who is None:
        return "Recorded: you watch this post from now on, and are told what comes of it. Nothing waits for you."
    return f"Recorded: {who} watches this post from now on, and is told what comes of it. Nothing waits for them."


def removed(who: str | None) -> str:
    """After somebody's watching ended; None as above."""
    return (
        "Recorded: you don't watch this post any more."
        if who is None
        else f"Recorded: {who} doesn't watch this post any more."
    )


def nobody(words: str) -> str:
    """When nobody is called so whom Copydesk knows."""
    shown = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return (
        f"I know nobody called “{shown}”. Nothing was recorded; write their e-mail address. "
        "Colleagues whom the policy doesn't list are known once they have written to me."
    )


def how_to(verb: str) -> str:
    """When the number is missing."""
    if verb == "watch":
        return (
            "Which post? Write “watch” and its number, which stands in your status list: you see it from then on. "
            "With a name behind the number of your own post, that person does."
        )
    return "Which post? Write “unwatch” and its number; with a name behind the number of your own post, it ends for that person."


def refusal(no: CanNotWatch, name: Name) -> str:
    """What an expected no says."""
    who = name(no.person)
    match no.why:
        case "author":
            return f"{who} is an author of this post and has its card. Nothing was recorded; name somebody else."
        case "left":
            return f"{who} is no longer here. Nothing was recorded; name somebody else."
        case "guest":
            return f"{who} is a guest, and guests watch only what they may read anyway. Nothing was recorded; name somebody else."
        case "confidential":
            return (
                f"This post is confidential, and {who} is not among those who may read it: watching opens nothing to anybody. "
                "Nothing was recorded. “Open to everybody asked” on its card would end that."
            )
        case "unread":
            return "You can't read this post, so you can't watch it. Ask its author to let you."
        case _:
            assert_never(no.why)
