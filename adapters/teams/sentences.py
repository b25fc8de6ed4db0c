"""The few sentences that only this adapter can cause: about Teams itself, never about a proposal."""


def something_broke(trouble: str) -> str:
    """A bug of ours; `trouble` is the id under which it was logged."""
    return (
        "Something went wrong on our side. Look at the post to see whether it was recorded, then try again. "
        f"If it happens again, tell whoever runs Copydesk this number: {trouble}."
    )


def still_checking() -> str:
    """The answer takes longer than Teams waits."""
    return "This is taking longer than usual. I'm checking: look at the post again in a moment before you click twice."


def unknown_button() -> str:
    """A button that this version never drew."""
    return "I don't know this button any more. Open the post's newest card and try again there; nothing was changed."


def no_account() -> str:
    """Someone who joined without an account of the organisation."""
    return "I can't tell who you are, because you joined without an account here. Sign in with your work account."


def done() -> str:
    """There is nothing else to say, but Teams wants an answer."""
    return "Done."


def opens_in_dialog(title: str) -> str:
    """A form that only a button can open."""
    return f"{title}: press the button to open it."


def open_it() -> str:
    """The words on that button."""
    return "Open"


def only_part(shown: int, whole: int) -> str:
    """Words under review that do not fit on a card."""
    return (
        f"Only the first {shown:,} of {whole:,} characters fit on this card. "
        "The rest is not shown here: read it all in Slack, or ask the author for it, before you decide."
    )


def left_out() -> str:
    """Other parts of a card that do not fit."""
    return "Not everything fits on this card. Ask for the post in Slack to see all of it."


def value_too_long(shown: int) -> str:
    """Words typed into a form that are too long to come back in it."""
    return f"This is too long for Teams to hold: only its first {shown:,} characters came back. Check the end of it."


def optional(label: str) -> str:
    """A field that may stay empty."""
    return f"{label} (optional)"
