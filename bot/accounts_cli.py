"""`copydesk accounts`: whose accounts are, and an admin's word on them."""

import asyncio
from typing import Annotated, Literal

import typer

from bot.console import print_or_refuse, settings_or_refuse

app = typer.Typer(invoke_without_command=True, rich_markup_mode="markdown")
AccountName = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="As `copydesk accounts` lists it: slack:T0123/U0456.")
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who you are; it stands beside the ledger.")]
Why = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; it stands beside the ledger.")]


@app.callback()
def accounts(context: typer.Context) -> None:
    """Whose each account in Slack and Teams is, and how sure that is.

    An account is *matched* when its verified address is a person's, and *confirmed* once they said that it is them; only
    then do their decisions count. It is *denied* where somebody said that it is not theirs: nobody acts through it. It is
    *unknown* while it is nobody's. Each of the commands below changes that, and is put on the ledger with your reason.
    """
    if context.invoked_subcommand is None:
        from bot.accounts import list_accounts

        print_or_refuse(asyncio.run(list_accounts(settings_or_refuse())))


@app.command("confirm")
def accounts_confirm(account: AccountName, by: By, reason: Why) -> None:
    """Say that an account is that of the person who has its address, also where it was denied."""
    _say_of(account, "confirmed", by, reason)


@app.command("deny")
def accounts_deny(account: AccountName, by: By, reason: Why) -> None:
    """Let nobody act through an account, whatever its address, until you say otherwise."""
    _say_of(account, "denied", by, reason)


@app.command("link")
def accounts_link(
    account: AccountName,
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address of the person, as in the policy file.")],
    by: By,
    reason: Why,
) -> None:
    """Say whose an account is, whatever its own address, or where its chat vouches for none. It is confirmed by that."""
    _say_of(account, "linked", by, reason, email)


@app.command("unlink")
def accounts_unlink(account: AccountName, by: By, reason: Why) -> None:
    """Make an account nobody's. When it is seen again it is matched by its address, and asks to be confirmed."""
    _say_of(account, "unlinked", by, reason)


def _say_of(
    account: str, says: Literal["confirmed", "denied", "linked", "unlinked"], by: str, reason: str, email: str = ""
) -> None:
    from bot.accounts import say_of_account

    print_or_refuse(asyncio.run(say_of_account(settings_or_refuse(), account, says, by=by, reason=reason, email=email)))
