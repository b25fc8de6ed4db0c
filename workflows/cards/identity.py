"""What the bot says about who somebody is: the question, and what its answers lead to."""

from collections.abc import Iterable
from typing import Final

from workflows.domain.ids import Chat
from workflows.domain.people import Account

CHATS: Final[dict[Chat, str]] = {"slack": "Slack", "teams": "Teams"}


def question(name: str, email: str) -> str:
    """Asked once in each chat, where a decision is the first that comes from an account."""
    return (
        f"You are {name} ({email}) here, as in the policy. Is that you? "
        "Nothing was recorded yet: I ask once, before your first decision in this chat."
    )


def is_it_you(name: str, email: str) -> str:
    """Asked before anything was done, of who looks at their own accounts or Home."""
    return f"You are {name} ({email}) here, by your address. Is that you? Say so once, and you may decide on others' posts here."


def is_it_yours(chat: Chat, email: str) -> str:
    """Asked of who is known here, about an account in a chat where they are not yet."""
    return f"An account in {CHATS[chat]} has your address, {email}. Is it yours?"


def by_address(email: str) -> str:
    """How accounts are found to be somebody's."""
    return f"I know you by {email}. These accounts are yours:"


def account(one: Account, *, here: bool) -> str:
    """One account and how sure it is."""
    where = f"{CHATS[one.id.chat]}{', where you are now' if here else ''}"
    if one.link == "confirmed":
        return f"{where}: confirmed{' by an admin' if one.tie == 'admin' else ''}"
    return f"{where}: has your address, not confirmed yet"


def in_form(name: str, email: str) -> str:
    """The same beside a form, which has no room for the buttons."""
    return (
        f"You are {name} ({email}) here, as in the policy, and you have not said yet that this is you. "
        "Say so first, with “/copydesk me” in Slack or “me” to me in Teams; then send this again."
    )


def before_everyone() -> str:
    """The same where others read along."""
    return (
        "First write “me” to me in our own chat and say who you are, once. Nothing was recorded; then write it again."
    )


def confirmed(name: str, chat: Chat) -> str:
    """After a yes, that stands."""
    return f"Thank you, {name}: I know you in {CHATS[chat]} now, and your decisions there count."


def decide_now() -> str:
    """Beside the post that the question was asked about."""
    return "Your click before was not recorded: decide on the post now."


def asked_elsewhere(name: str, chats: Iterable[Chat]) -> str:
    """After a yes in a second chat: only the account that is confirmed can vouch for another."""
    where = " and ".join(CHATS[chat] for chat in chats)
    return (
        f"Nearly done, {name}: I sent you a question in {where}, where I know you already. "
        "Say yes there, and your decisions count here too. It keeps others from becoming you."
    )


def denied(name: str, told: Iterable[str]) -> str:
    """After a no."""
    names = " and ".join(told)
    who = f"I told {names}, who will see whose it is" if names else "Tell whoever runs Copydesk whose it is"
    return f"Noted: that account is not {name}'s. Nobody can do anything here through it now. {who}."


def stands_already() -> str:
    """After the same answer again."""
    return "You have said so already."


def not_asked() -> str:
    """An answer to a question that was not asked of this account, or no longer."""
    return "That question is not for you, or no longer open, so nothing was recorded. Write “me” to me to see who you are here."


def unknown(why: str, company: str, ask: str) -> str:
    """Why an account may not take part in `company`'s; `ask` begins a sentence on whom to ask."""
    match why:
        case "guest":
            return f"Guests can't use Copydesk unless the policy lists them. {ask} to add you."
        case "outsider":
            return f"Copydesk here is for people at {company}. {ask} if you should take part."
        case "not_here":
            return (
                "I can't see who you are from here, so nothing was recorded. "
                "Add Copydesk to your own apps, which opens a chat between us, and try again."
            )
        case "bot":
            return "Only people can propose and decide."
        case "deactivated":
            return f"Your account here is deactivated. {ask} if that is a mistake."
        case "unverified":
            return (
                "This chat has not confirmed your e-mail address, so I can't tell who you are. "
                f"Confirm it in your profile and try again. {ask} if that does not help."
            )
        case "denied":
            return f"Somebody said that this account is not theirs, so it can do nothing here. {ask}: an admin can put that right."
        case "no_directory":
            return "I couldn't look you up just now, so nothing was recorded. Please click again."
        case _:
            return (
                f"I don't know you: I go by the e-mail address of your account here, and it is not one of {company}'s. "
                f"{ask} to link this account to you, or to add your address to the policy."
            )
