"""The command line: run the product, see it without accounts, look after its cards, its record and the digest."""

import asyncio
import gc
import signal
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.accounts_cli import app as accounts_app
from bot.audit_cli import app as audit_app
from bot.console import print_or_refuse, refuse, settings_or_refuse, write
from bot.policy_cli import app as policy_app
from bot.settings import BadSettings, policy_path, read_settings, teams_app_settings

app = typer.Typer(
    name="copydesk",
    help="Posts proposed and signed off in Slack and Microsoft Teams.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.add_typer(policy_app, name="policy")
app.add_typer(accounts_app, name="accounts")
courier_app = typer.Typer(invoke_without_command=True, rich_markup_mode="markdown")
app.add_typer(courier_app, name="courier")

MARKS = {"good": "✓", "bad": "✗", "untried": "–"}
app.add_typer(audit_app, name="audit")


@app.command()
def run() -> None:
    """Run Copydesk for Slack and Teams, as set up by COPYDESK_… in the environment or .env, until stopped."""
    # Little that a start loads is garbage, and to look for it again and again costs a fifth of a second; `serve` goes on with it.
    gc.disable()
    from bot.start import serve

    settings = read_settings()
    if isinstance(settings, BadSettings):
        refuse((*settings.problems, *_policy_problems()))
    problems = asyncio.run(serve(settings, _stopped))
    if problems:
        refuse(problems)


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Tell a story in the terminal, check it, and exit.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 picks a free one.")] = 3978,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in your browser.")] = True,
) -> None:
    """See it work with no account anywhere: Copydesk between a local Slack and a local Teams, on one page in your browser.

    All of it is on this machine, on loopback only, and gone when it stops.
    """
    from bot.demo import in_browser, serve_page, tell_story

    telling = tell_story() if once else serve_page(port, _stopped, in_browser if browser else None)
    raise typer.Exit(asyncio.run(telling))


@app.command()
def doctor(
    to: Annotated[
        str, typer.Option("--to", metavar="EMAIL", help="Who presses a button in each chat; left out, none is tried.")
    ] = "",
) -> None:
    """Examine this set-up: settings, policy, tokens, scopes, clock, ways in and out, and a real button in each chat.

    Says what is wrong and where to mend it. For the button, `copydesk run` must be running with the same settings. Exits 1
    if anything is wrong.
    """
    from bot.compose import utc_now
    from bot.doctor import examine

    settings = read_settings()
    if isinstance(settings, BadSettings):
        refuse(tuple(f"✗ settings: {problem}" for problem in (*settings.problems, *_policy_problems())))

    async def told() -> bool:
        well = True
        async for finding in examine(settings, to, utc_now, typer.echo):
            typer.echo(f"{MARKS[finding.state]} {finding.about}: {finding.says}")
            well = well and finding.state != "bad"
        return well

    if not asyncio.run(told()):
        raise typer.Exit(1)


@app.command()
def digest(
    preview: Annotated[str, typer.Option("--preview", metavar="PERSON", help="The lead's e-mail address or name.")],
) -> None:
    """Print the morning digest that a comms lead would get now. Sends nothing."""
    from bot.preview import preview_digest

    text = asyncio.run(preview_digest(settings_or_refuse(), preview))
    if isinstance(text, tuple):
        refuse(text)
    typer.echo(text)


@app.command("overrides")
def overrides() -> None:
    """List every override, to look at afterwards: which post and revision, who said so, when, and why. Only reads.

    One that only one person asked for is listed, too: it let nothing go out. Prints no words of any post.
    """
    from bot.overrides import list_overrides

    print_or_refuse(asyncio.run(list_overrides(settings_or_refuse())))


@app.command("stop")
def stop(
    reason: Annotated[str, typer.Argument(help="Why; everybody reads it.")],
    by: Annotated[str, typer.Option("--by", metavar="EMAIL", help="Who stops it: somebody whom the policy names.")],
) -> None:
    """Stop everything at once: nothing goes out until it is resumed, and every open card says so, with the reason.

    Writing and deciding go on. It is on the ledger under the name of whoever stops it; `/copydesk stop` does the same.
    """
    from bot.stopping import stop_everything

    if not reason.strip():
        refuse(("Say why: everybody reads the reason.",))
    print_or_refuse(asyncio.run(stop_everything(settings_or_refuse(), by, reason)))


@app.command("resume")
def resume(
    by: Annotated[str, typer.Option("--by", metavar="EMAIL", help="Who resumes it: somebody whom the policy names.")],
) -> None:
    """Let everything go on, and print which posts missed their time meanwhile: those need a new one before they go out."""
    from bot.stopping import resume_everything

    print_or_refuse(asyncio.run(resume_everything(settings_or_refuse(), by)))


@app.command("teams-package")
def teams_package(
    file: Annotated[Path, typer.Argument(help="Where to write the zip file.")] = Path("copydesk-teams.zip"),
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that exists.")] = False,
) -> None:
    """Write the app package that a Teams administrator uploads, from COPYDESK_TEAMS_APP_ID and COPYDESK_PUBLIC_URL."""
    from adapters.teams.package import package

    settings = teams_app_settings()
    if isinstance(settings, BadSettings):
        refuse(settings.problems)
    write(file, package(settings.app_id, settings.public_url), "Choose another name, or say --force.", force=force)
    typer.echo(f"Wrote {file}. Upload it in the Teams admin centre, or in Teams under Apps, Manage your apps.")


@courier_app.callback()
def courier(context: typer.Context) -> None:
    """The cards on their way: how many wait in each chat and how long, and which were given up (parked).

    For each parked card it prints its ID, where it belongs, which proposal it is about, and why it can't be shown. A card is
    parked when trying again would not help: its place is gone, the chat refuses it, the bot's access was taken away. It is
    tried again when its proposal changes, or when told to with `retry`. Decisions are never lost: they are on record, only
    the card is behind. Prints no words of any draft.
    """
    if context.invoked_subcommand is None:
        from bot.parked import list_parked

        print_or_refuse(asyncio.run(list_parked(settings_or_refuse())))


@courier_app.command("retry")
def courier_retry(
    posts: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Parked cards, as `copydesk courier` lists them.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every card that is parked.")] = False,
) -> None:
    """Have parked cards tried again, once their cause is mended (the bot invited, the app reinstalled).

    The running Copydesk does it; this only puts them back in its queue. What still fails is parked again, with its cause.
    """
    from bot.parked import retry_parked

    if bool(posts) == everything:
        refuse(("Name the cards to try again, or give --all.",))
    print_or_refuse(asyncio.run(retry_parked(settings_or_refuse(), posts or None)))


async def _stopped() -> None:
    """Wait for Ctrl-C or a polite request to stop; a second one stops at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def heard() -> None:
        stop.set()
        for wanted in signals:
            loop.remove_signal_handler(wanted)
            signal.signal(wanted, signal.SIG_DFL)

    for wanted in signals:
        # Windows has no handlers in the loop; there Ctrl-C interrupts asyncio.run itself.
        with suppress(NotImplementedError):
            loop.add_signal_handler(wanted, heard)
    await stop.wait()


def _policy_problems() -> tuple[str, ...]:
    """What is wrong with the policy file, so that one start tells it together with what is wrong with the settings."""
    from adapters.policy_file.load import Loaded, load

    path = policy_path()
    loaded = load(path) if path else None
    return () if loaded is None or isinstance(loaded, Loaded) else loaded


if __name__ == "__main__":
    app()
