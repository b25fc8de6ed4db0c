"""What a browser shows to whoever installs Copydesk in a workspace: a title, and what to do next."""

from collections.abc import Iterable

from workflows.domain.value import value


@value
class Page:
    """A page: a title and paragraphs. `again` offers to begin the installation anew."""

    title: str
    says: tuple[str, ...]
    again: bool = False


def installed(workspace: str) -> Page:
    """It is done."""
    return Page(
        title=f"Copydesk is installed in {workspace or 'your workspace'}",
        says=(
            "Go back to Slack and type /copydesk help. It says what there is; /propose-post proposes a post.",
            "Invite Copydesk with /invite @Copydesk to the channels where the policy asks desks. You can close this page.",
        ),
    )


def declined() -> Page:
    """Whoever was asked said no."""
    return Page(
        title="Copydesk was not installed",
        says=("In Slack it was not allowed, so nothing has changed. If that was a mistake, begin again.",),
        again=True,
    )


def not_begun_here() -> Page:
    """The way back does not belong to a beginning in this browser, or to none that is still good."""
    return Page(
        title="Please begin the installation again",
        says=(
            "An installation has to be finished in the browser where it was begun, within ten minutes, and once.",
            "This one was not, so nothing has changed.",
        ),
        again=True,
    )


def not_admitted(ids: Iterable[str]) -> Page:
    """A workspace that nobody said is welcome."""
    wanted = " or ".join(ids)
    ask = f"If it should: ask whoever runs Copydesk to add {wanted} to COPYDESK_SLACK_WORKSPACES and to restart it."
    return Page(
        title="This workspace may not use this Copydesk",
        says=(
            "Nothing was kept, and the access that Slack gave was handed back.",
            f"{ask} Then begin again.",
        ),
        again=True,
    )


def not_exchanged(code: str) -> Page:
    """Slack did not give what was allowed; `code` is Slack's own word, if it said one."""
    why = f"Slack answered “{code}”. " if code else "Slack could not be reached. "
    return Page(
        title="Copydesk was not installed",
        says=(
            f"{why}Nothing was kept. Begin again; if it stays so, ask whoever runs Copydesk to run “copydesk doctor”.",
        ),
        again=True,
    )


def not_kept(trouble: str) -> Page:
    """What Slack gave could not be kept; `trouble` is the number under which the log has it."""
    return Page(
        title="Copydesk was not installed",
        says=(
            "Something broke on our side, and the access that Slack gave was handed back. Begin again in a minute.",
            f"If it stays so, tell whoever runs Copydesk this number: {trouble}.",
        ),
        again=True,
    )
