"""`copydesk audit …`: whether the record holds, and what exactly was written."""

import asyncio
from typing import Annotated

import typer

from bot.console import BROKEN, refuse
from bot.settings import database_url

app = typer.Typer(
    help="The record: whether it holds, and what exactly was written. Only reads.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@app.command("verify")
def audit_verify() -> None:
    """Check that nothing in the record was altered, moved, added or cut off.

    Every event must carry the hash of the one before it in its stream; the words beside it, where they still stand, must be
    those that it commits to; every event must have the seal with its number, or wait for one; and each proposal must stand as
    its events say. The triggers that refuse changes must be there.

    Ends with 0 and one line if all of that holds, with 1 and the first row that does not, with 2 if it could not look.
    Copydesk may run meanwhile. What no verification can see is told in docs/security.md.
    """
    from bot.audit import CannotLookError, verify_record

    def heard(events: int, seals: int) -> None:
        typer.echo(f"{events:,} events and {seals:,} seals looked at", err=True)

    try:
        verdict = asyncio.run(verify_record(database_url(), lambda tally: heard(tally.rows, tally.seals)))
    except CannotLookError as error:
        refuse((str(error),))
    typer.echo(verdict.says)
    raise typer.Exit(0 if verdict.holds else BROKEN)


@app.command("show")
def audit_show(
    proposal: Annotated[str, typer.Argument(help="The proposal's id, as it stands in the ledger.")],
    revision: Annotated[int | None, typer.Option("--revision", min=1, help="Only this revision.")] = None,
) -> None:
    """Print the exact words of every revision of a proposal, from the ledger's own rows.

    The proposal's events are verified first, and the words of each revision must give the hash that was approved or refused.
    Confidential words are printed, too, and `copydesk audit seen` does not list who read them here: it lists what the chats
    showed, and whoever has the database can read it without Copydesk.

    Ends with 0 if all of it is proven, with 1 if something is not or can't be told, with 2 if it could not look.
    """
    from bot.audit import CannotLookError, show_revisions

    try:
        verdict = asyncio.run(show_revisions(database_url(), proposal, revision))
    except CannotLookError as error:
        refuse((str(error),))
    typer.echo(verdict.says)
    raise typer.Exit(0 if verdict.holds else BROKEN)


@app.command("seen")
def audit_seen(
    proposal: Annotated[str, typer.Argument(help="The proposal's id, or the number that its cards and lists give it.")],
    as_json: Annotated[bool, typer.Option("--json", help="For other programs; times in UTC.")] = False,
) -> None:
    """Print who was shown which revision of a confidential proposal, first when, and where: its insider list.

    What was shown while it was not confidential is not listed, nor what was read on this machine. Prints no words of the
    proposal. Ends with 0, with 1 if there is no such proposal or its list does not hold, with 2 if it could not look.
    """
    from bot.audit import CannotLookError
    from bot.insiders import show_insiders

    try:
        verdict = asyncio.run(show_insiders(database_url(), proposal, as_json=as_json))
    except CannotLookError as error:
        refuse((str(error),))
    typer.echo(verdict.says)
    raise typer.Exit(0 if verdict.holds else BROKEN)


@app.command("policies")
def audit_policies() -> None:
    """Print each time that a policy was put in force: when, the file's hash (SHA-256), and by whom.

    That is at the first start, by `copydesk policy reload`, by a signal, and at a start with another file. Ends with 0, with 1 if
    that record does not hold, with 2 if it could not look.
    """
    from bot.audit import CannotLookError, policy_history

    try:
        verdict = asyncio.run(policy_history(database_url()))
    except CannotLookError as error:
        refuse((str(error),))
    typer.echo(verdict.says)
    raise typer.Exit(0 if verdict.holds else BROKEN)
