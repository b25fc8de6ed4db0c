"""`copydesk accounts`: whose each account is and how sure that is, and an admin's word on it, with a reason, on the ledger."""

import re
from collections.abc import Sequence
from typing import Final, Literal, assert_never, cast

from adapters.storage.store import SqlStore
from bot.compose import utc_now
from bot.looking import CannotLook, open_to_read
from bot.settings import Settings
from bot.start import open_database
from workflows.domain.ids import Chat, Email
from workflows.domain.people import Account, AccountId, Person
from workflows.engine.linking import Overridden, Override

Says = Literal["confirmed", "denied", "linked", "unlinked"]

_NAME: Final = re.compile(r"(?P<chat>slack|teams):(?P<installation>[^/\s]{1,200})/(?P<user>[^/\s]{1,200})")
_MEANS: Final[dict[Says, str]] = {
    "confirmed": "is confirmed: decisions through it count.",
    "denied": "is denied: nobody can do anything through it.",
    "linked": "is linked and confirmed: decisions through it count, whatever its address.",
    "unlinked": "is nobody's. When it is seen again, it is matched by its address, and asks to be confirmed.",
}


async def list_accounts(settings: Settings) -> str | tuple[str, ...]:
    """Every account that was ever seen, a line each; or what keeps them from being read."""
    database = await open_to_read(settings.database_url)
    if isinstance(database, CannotLook):
        return (database.says,)
    try:
        return _told(await SqlStore(database).listed_accounts())
    finally:
        await database.close()


async def say_of_account(
    settings: Settings, account: str, says: Says, *, by: str, reason: str, email: str = ""
) -> str | tuple[str, ...]:
    """Put an admin's word on an account on the ledger; or why that can't be."""
    named = _NAME.fullmatch(account)
    if named is None:
        return (f"“{account}” names no account. They look like slack:T0123/U0456; `copydesk accounts` lists them.",)
    blank = [
        f"Say {what}: it stands beside the ledger."
        for what, told in (("who you are, with --by", by), ("why, with --reason", reason))
        if not told.strip()
    ]
    if blank:
        return tuple(blank)
    database = await open_database(settings)
    if isinstance(database, str):
        return (database,)
    wanted = Override(
        account=AccountId(chat=cast("Chat", named["chat"]), installation=named["installation"], user=named["user"]),
        says=says,
        by=by.strip(),
        reason=reason.strip(),
        email=Email(email.strip().lower()) or None,
    )
    try:
        return _outcome(account, email, says, await SqlStore(database).override(wanted, utc_now()))
    finally:
        await database.close()


def name_of(account: AccountId) -> str:
    """An account as the command line names it."""
    return f"{account.chat}:{account.installation}/{account.user}"


def _outcome(account: str, email: str, says: Says, outcome: Overridden) -> str | tuple[str, ...]:
    match outcome:
        case Account():
            return f"{account} {_MEANS[says]}"
        case "never_seen":
            return (
                f"{account} was never seen here. `copydesk accounts` lists those that were; `link` names one that was not.",
            )
        case "nobodys":
            return (
                f"{account} is nobody's, so there is nothing to confirm. Say whose it is: copydesk accounts link {account} EMAIL",
            )
        case "no_such_person":
            return (f"Nobody here has the address “{email}”. Name them in the policy file, and reload it.",)
        case _:
            assert_never(outcome)


def _told(accounts: Sequence[tuple[Account, Person | None]]) -> str:
    if not accounts:
        return "No account was seen yet."
    return "\n".join(
        f"{name_of(account.id)}  {account.link}{' by an admin' if account.tie == 'admin' else ''}"
        f"  {f'{person.name} ({person.email})' if person else 'nobody'}"
        for account, person in accounts
    )
