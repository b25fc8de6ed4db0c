"""Who may know of which library. What the packages may know of one another is in pyproject.toml, for import-linter."""

import sys

import pytest

from tests.architecture.sources import imported, is_inside, modules, product, report

# Pure functions of their arguments: text segmentation, canonical JSON, the tables of emoji and of hosts.
PURE = {"regex", "rfc8785", "emoji", "holidays", "idna"}

# Each outside thing is known in one place, so that it can be replaced there.
HOMES = {
    "botbuilder": ("adapters.teams",),
    "botframework": ("adapters.teams",),
    "msrest": ("adapters.teams",),
    "slack_bolt": ("adapters.slack",),
    "slack_sdk": ("adapters.slack",),
    "sqlalchemy": ("adapters.storage",),
    "sqlmodel": ("adapters.storage",),
    "alembic": ("adapters.storage",),
    "aiosqlite": ("adapters.storage",),
    "asyncpg": ("adapters.storage",),
    "yaml": ("adapters.policy_file",),
    "apscheduler": ("bot",),
    "pydantic_settings": ("bot",),
    "prometheus_client": ("bot",),
    "typer": ("bot",),
}


def test_the_engine_imports_the_standard_library_and_a_short_list() -> None:
    """workflows/ imports the standard library, itself, and pure libraries on a short list: no framework, no SDK."""
    allowed = sys.stdlib_module_names | PURE | {"workflows"}
    assert not report(
        {
            module.path: [
                f"{line}: imports {name}"
                for line, name in imported(module.tree)
                if name.partition(".")[0] not in allowed
            ]
            for module in modules("workflows")
        }
    )


@pytest.mark.parametrize("library", HOMES)
def test_each_library_has_a_home(library: str) -> None:
    """A library that stands for one outside thing is imported in one place only."""
    assert not report(
        {
            module.path: [f"{line}: imports {name}" for line, name in imported(module.tree) if is_inside(name, library)]
            for module in product()
            if not module.within(*HOMES[library])
        }
    )


def test_the_playground_knows_no_sdk() -> None:
    """The local Slack and Teams are written from the platforms' documents, not with the SDKs that they test."""
    sdks = ("slack_sdk", "slack_bolt", "botbuilder", "botframework", "msrest")
    found = {
        module.path: [f"{line}: imports {name}" for line, name in imported(module.tree) if name.startswith(sdks)]
        for module in modules("bot")
        if module.within("bot.playground")
    }
    assert not report(found)
