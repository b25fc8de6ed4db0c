"""The reference of the conditions: a page made of what each kind says of itself."""

from collections.abc import Iterator

from workflows.policy.conditions.kinds import KINDS


def reference() -> str:
    """docs/policy-conditions.md, in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Conditions"
    yield ""
    yield "What `when` can ask of a post, in the [policy file](policy.md). Made by `copydesk policy reference` from the code."
    for key, kind in KINDS.items():
        yield from ("", f"## {key}", "", kind.help, "", "| Example | Means |", "|---|---|")
        for example, means in kind.examples:
            yield f"| `{example}` | {means} |"
    yield ""
