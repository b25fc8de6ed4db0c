"""Everything the bot says about the chat it speaks in: what does not fit, what it no longer knows, what broke."""

from collections.abc import Iterable

from workflows.cards.messages import listing


def no_form(text: str) -> str:
    """When the form could not be opened: the words come back."""
    return f"The form would not open, sorry. Try again; here is what you typed:\n{text}"


def more_elsewhere(button: str) -> str:
    """Where a chat's message is too small for a card; `button` opens the rest, if there is one."""
    way = f"Press “{button}” for what is missing here." if button else "Its end is missing here."
    return f"This is too long for one message. {way}"


def too_long_for_form(label: str, most: int) -> str:
    """When words that are already there are longer than a chat's form can hold."""
    return (
        f"“{label}” is longer than a form can hold here ({most:,} characters), so it can't be changed here: "
        "part of it would be lost. Change it where it was written."
    )


def not_words(found: Iterable[str]) -> str:
    """When what was typed holds a workspace's own emoji or mentions, which nobody else can see."""
    return f"Only people in this chat can see {listing(found)}. Replace it with words or an emoji that everybody has."


def greeting(*, direct: bool) -> str:
    """Where Copydesk was just added: what it does, and the first step there."""
    what = "Hello, I'm Copydesk. Propose a post, and I find out who has to agree, ask them, and keep every card up to date."
    if direct:
        return f"{what} To begin, press the button. When somebody needs you, I write to you here."
    return (
        f"{what} Anybody here can begin with the button. To have a desk asked here, one of its comms leads writes "
        "“@Copydesk bind DESK”, with the desk's name."
    )


def unknown_button() -> str:
    """A button or form that this version did not make."""
    return "I don't know that button any more, so nothing was recorded. Use the newest card of the post."


def unknown_form() -> str:
    """A form that this version did not make; what was typed stands below."""
    return "I don't know that form any more, so nothing was recorded. Open it again; here is what you typed."


def not_set_up() -> str:
    """To someone whose installation is not this deployment's."""
    return "Copydesk is not set up for your workspace, so nothing was recorded."


def form_stuck() -> str:
    """When a button could not open its form."""
    return "The form would not open, sorry. Nothing was recorded; click again."


def something_broke(trouble: str) -> str:
    """A bug of ours; `trouble` is the id under which it was logged."""
    return (
        "Something went wrong on our side. Look at the post to see whether it was recorded, then try again. "
        f"If it happens again, tell whoever runs Copydesk this number: {trouble}."
    )


def still_checking() -> str:
    """The answer takes longer than a chat waits."""
    return "This is taking longer than usual. I'm checking: look at the post again in a moment before you click twice."


def no_account() -> str:
    """Someone who joined without an account of the organisation."""
    return "I can't tell who you are, because you joined without an account here. Sign in with your work account."


def done() -> str:
    """There is nothing else to say, but Teams wants an answer."""
    return "Done."


def not_before_everyone() -> str:
    """In a conversation that others read, where a card for one person would be written for all to see."""
    return "Others read here, so I don't show that. Open it from the post's newest card, or ask me in our own chat."


def opens_in_dialog(title: str, errors: Iterable[str]) -> str:
    """A form that only a button can open, with what is wrong in it."""
    return "\n".join((*errors, f"{title}: press the button to open it."))


def open_it() -> str:
    """The words on that button."""
    return "Open"


def only_part(shown: int, whole: int, *, judged: bool) -> str:
    """Words that do not fit on a card; those that are `judged` cannot be approved there."""
    first = f"Only the first {shown:,} of {whole:,} characters fit on this card."
    if judged:
        return f"{first} The rest is not shown here, so nobody can approve it here: read it all in Slack, or ask for it to be cut."
    return f"{first} Ask the author for the rest."


def not_all_fits() -> str:
    """Over words in a form that has no room for all of them, and so no button to decide."""
    return "Not all of it fits here, so nobody can decide on it here. Ask its author to cut it."


def left_out() -> str:
    """Other parts of a card that do not fit."""
    return "Not everything fits on this card. Ask for the post in Slack to see all of it."


def value_too_long(shown: int) -> str:
    """Words typed into a form that are too long to come back in it."""
    return f"This is too long for Teams to hold: only its first {shown:,} characters came back. Check the end of it."


def optional(label: str) -> str:
    """A field that may stay empty."""
    return f"{label} (optional)"


def tried_out() -> str:
    """The button that was sent out to try the way back was pressed."""
    return "Thank you: your click reached Copydesk, and whoever installs it can see that."
