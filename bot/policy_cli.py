"""`copydesk policy …`: write, check, try and put in force the file that says who must look at what."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.policy_file.texts import EXAMPLES, example_cases, starter
from adapters.policy_file.texts import example as example_policy
from bot.console import BROKEN, print_or_refuse, refuse, settings_or_refuse, write_all
from bot.settings import database_url, policy_path
from workflows.policy.reading import hint, listed, quoted

if TYPE_CHECKING:
    from bot.policy_tools import Verdict

app = typer.Typer(help="The policy file: who must look at what.", no_args_is_help=True, rich_markup_mode="markdown")

File = Annotated[Path | None, typer.Argument(help="The policy file; left out, the one that COPYDESK_POLICY names.")]
"""A policy file to look at. Nothing needs to be set up for it."""


@app.command("init")
def policy_init(
    file: Annotated[Path, typer.Argument(help="Where to write it; an existing file is left alone.")],
    example: Annotated[
        str | None,
        typer.Option("--example", metavar="NAME", help=f"An example instead of the starter: {listed(EXAMPLES, 'or')}."),
    ] = None,
) -> None:
    """Write a commented policy file to start from.

    With `--example`, a policy of a whole company, and beside it the cases that try it: `policy.test.yaml` beside `policy.yaml`.
    """
    from adapters.policy_file.load import cases_beside

    if example is None:
        texts = {file: starter()}
    elif example in EXAMPLES:
        texts = {file: example_policy(example), cases_beside(file): example_cases(example)}
    else:
        refuse((f"There is no example {quoted(example)}{hint(example, EXAMPLES)}",))
    write_all({path: text.encode() for path, text in texts.items()}, "Choose another name, or move it away first.")
    next_steps = "Edit it" if example is None else f"Edit them, try them with “copydesk policy test {file}”"
    typer.echo(f"Wrote {listed(map(str, texts), 'and')}. {next_steps}, then start with COPYDESK_POLICY={file}")


@app.command("check")
def policy_check(file: File = None) -> None:
    """Read a policy file and say everything that is wrong with it, as `FILE:LINE:COLUMN: what`, with the nearest valid word.

    Nothing needs to be set up, and nothing is changed. What is allowed and yet hardly meant is told as a warning. Ends with 0
    if the file can be put in force, with 1 if it can't.
    """
    from bot.policy_tools import check_policy

    _tell(check_policy(_named(file)))


@app.command("test")
def policy_test(
    file: File = None,
    enough: Annotated[
        int,
        typer.Option(
            "--min-coverage",
            min=0,
            max=100,
            metavar="PERCENT",
            help="Fail if fewer of the outcomes of rules were tried.",
        ),
    ] = 0,
) -> None:
    """Try a policy on the cases beside it: `policy.test.yaml` beside `policy.yaml`.

    Each case is a draft and what must come of it: the desks that are asked, how many of each must approve, whether it is
    confidential and who watches, or what is refused.
    A case that comes to something else is shown with the reasons. Then it says which rules no case has seen to hold, or not
    to hold. Ends with 0 if every case comes to what it says, with 1 if not, with 2 if a file can't be
    read. docs/how-to/test-a-policy.md explains the cases.
    """
    from bot.policy_tools import try_cases

    _tell(try_cases(_named(file), enough))


@app.command("explain")
def policy_explain(
    draft: Annotated[
        str, typer.Argument(help="A file with a draft, written like one in a case; - reads standard input.")
    ],
    policy: Annotated[
        Path | None, typer.Option("--policy", help="The policy file; left out, the one that COPYDESK_POLICY names.")
    ] = None,
) -> None:
    """Say whom a draft would bring in, and why: each rule, whether it holds and what it looked for, and who may decide.

    The same sentences stand on the cards and in `/copydesk why`. Ends with 0 if the draft could go to review, with 1 if it would be
    refused, with 2 if a file can't be read.
    """
    from bot.policy_tools import explain_draft

    _tell(explain_draft(draft, sys.stdin.buffer, _named(policy)))


@app.command("replay")
def policy_replay(
    file: File = None,
    last: Annotated[int, typer.Option("--last", min=1, metavar="N", help="So many posts, the newest.")] = 100,
) -> None:
    """Say what would have differed for the last posts if this policy had ruled when they were sent, or changed since.

    For each post that differs: the desks that would have been asked as well, or no longer, and how many would have had to
    approve; and who would have watched it, or not. It quotes no words. The database is the one that COPYDESK_DATABASE_URL
    names; nothing in it is changed, and Copydesk may run meanwhile. Progress goes to the standard error. Ends with 0, or with 2
    if it could not look.
    """
    from bot.replay import CannotReplayError, replay_policy

    def heard(done: int, of: int) -> None:
        typer.echo(f"{done:,} of {of:,} posts looked at", err=True)

    async def tell() -> None:
        async for line in replay_policy(_named(file), database_url(), last, heard):
            typer.echo(line)

    try:
        asyncio.run(tell())
    except CannotReplayError as error:
        refuse(error.reasons)


@app.command("reference")
def policy_reference() -> None:
    """Print the page of all conditions: what each is for, with examples (in Markdown)."""
    from workflows.policy.reference import reference

    typer.echo(reference(), nl=False)


@app.command("schema")
def policy_schema() -> None:
    """Print the JSON Schema of the policy file, with which editors complete keys and mark mistakes while you type."""
    from workflows.policy.schema import schema

    typer.echo(json.dumps(schema(), indent=2, ensure_ascii=False))


@app.command("reload")
def policy_reload(
    by: Annotated[
        str, typer.Option("--by", metavar="EMAIL", help="Who you are; left out, the ledger has this machine's account.")
    ] = "",
) -> None:
    """Put the policy file in force without a restart: every running Copydesk takes it over within seconds.

    The file is the one that COPYDESK_POLICY names. Proposals in review stay under the rules they started under, until you
    move them with `copydesk policy adopt`. It is put on the ledger with the file's hash. A broken
    file is refused with every error, the policy before it stays in force, and the comms leads are told.
    """
    from bot.start import reload_policy

    in_force = asyncio.run(reload_policy(settings_or_refuse(), by))
    if isinstance(in_force, tuple):
        refuse((*in_force, "Nothing was changed: the policy before it stays in force."))
    print_or_refuse(in_force)


@app.command("adopt")
def policy_adopt(
    by: Annotated[str, typer.Option("--by", metavar="EMAIL", help="Who moves them: a comms lead.")],
    only: Annotated[
        str, typer.Option("--only", metavar="NUMBER", help="Move only this post; more numbers may follow.")
    ] = "",
    more: Annotated[list[str] | None, typer.Argument(metavar="[NUMBER]...", help="More posts, after --only.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: move what can be moved.")] = False,
) -> None:
    """Move posts in review to the policy in force, which they don't follow by themselves.

    First it says for each what that changes: desks that are asked as well or no longer, how many must approve, approvals that
    stop counting; and what can't be moved, because it could not go to review under that policy. Then it asks. An approval goes
    on counting where its desk is asked nothing else than what was approved, by the names of its rules and the parts that it judges.

    Each post is moved by itself, on the ledger, in your name. One that changed since it was shown is left alone, and said.
    Copydesk may run meanwhile. Ends with 0 if all were moved that you said yes to, with 1 if one was not, with 2 if it could
    not look.
    """
    from bot.adopting import Adoption, adopt_policy

    chosen = tuple(filter(None, (only, *(more or ()))))
    if more and not only:
        refuse((f"Say --only before the numbers: copydesk policy adopt --by {by} --only {' '.join(more)}",))

    def heard(done: int, of: int) -> None:
        typer.echo(f"{done:,} of {of:,} posts", err=True)

    adoption = Adoption(
        by=by, only=chosen, tell=typer.echo, agree=lambda question: yes or typer.confirm(question), heard=heard
    )
    moved = asyncio.run(adopt_policy(settings_or_refuse(), adoption))
    if isinstance(moved, tuple):
        refuse(moved)
    raise typer.Exit(0 if moved else BROKEN)


def _named(file: Path | None) -> Path:
    path = file or policy_path()
    if path is None:
        refuse(("Name the policy file, or set COPYDESK_POLICY.",))
    return path


def _tell(verdict: "Verdict") -> None:
    if verdict.unread:
        refuse(verdict.lines)
    for line in verdict.lines:
        typer.echo(line)
    raise typer.Exit(0 if verdict.well else BROKEN)
